"""Printed figures beside a version: those of its documents of target groups, and the shipped ones.

They are kept with the version, so that an earlier one is told as it was published.
"""

from collections.abc import Iterator
from typing import Final

from ppaos.definitions.stated_figures import loader
from ppaos.domain.area.codes import NATION
from ppaos.domain.targeting.rules import TargetGroup, TargetRules
from ppaos.operations.publications.labels import rules
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.models import StatedFigure

UNITS: Final = ("people", "households")


def write_stated(publication: Publication) -> None:
    """Store the figures that stand beside a version."""
    made = [*_of_documents(publication), *_shipped()]
    for figure in made:
        figure.publication = publication
    StatedFigure.objects.bulk_create(made)


def _shipped() -> Iterator[StatedFigure]:
    document = loader.load()
    for item in document.figures:
        source, finding = document.sources[item.source], item.finding
        yield StatedFigure(
            key=item.key,
            area_code=item.area,
            value=item.value,
            unit=item.unit,
            year_be=item.year_be,
            title_th=item.title.th,
            title_en=item.title.en,
            source_th=source.th,
            source_en=source.en,
            finding_th=finding.th if finding else "",
            finding_en=finding.en if finding else "",
        )


def _of_documents(publication: Publication) -> Iterator[StatedFigure]:
    for name, document in rules(publication).items():
        for group in document.groups:
            for unit in UNITS:
                yield from _of_group(name, document, group, unit)


def _of_group(
    name: str, document: TargetRules, group: TargetGroup, unit: str
) -> Iterator[StatedFigure]:
    """The figure of one group; where several were printed, the first, and the others named."""
    printed = [item for item in group.stated if getattr(item, unit) is not None]
    if not printed:
        return
    others = [f"{getattr(item, unit):,}" for item in printed[1:]]
    note = [(group.note.th, group.note.en)] if group.note else []
    if others:
        told = ", ".join(others)
        note.insert(0, (f"พิมพ์ว่า {told} อีกแห่ง", f"Also printed as {told}"))
    yield StatedFigure(
        key=f"group:{name}/{group.name}:{unit}",
        area_code=NATION,
        value=getattr(printed[0], unit),
        unit=unit,
        year_be=document.fiscal_year,
        title_th=group.title.th,
        title_en=group.title.en,
        source_th=f"{document.title.th}: {printed[0].source.th}"[:300],
        source_en=f"{document.title.en}: {printed[0].source.en}"[:300],
        finding_th="; ".join(th for th, _ in note)[:300],
        finding_en="; ".join(en for _, en in note)[:300],
    )
