"""What the public page of an area shows: its figures, and those of the areas it consists of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from ppaos.domain.area.codes import LEVEL_TITLES, LEVELS, NATION
from ppaos.domain.area.scope import Scope
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.areas.models import Area
from ppaos.operations.areas.queries import children_of, path_of, titles_of
from ppaos.operations.publications import labels
from ppaos.operations.results.counts import UNPLACED
from ppaos.operations.results.models import PublicArea
from ppaos.operations.results.public_queries import public_area, public_level
from ppaos.operations.results.public_tables import HOUSEHOLDS, PEOPLE, POOR, POOR_HOUSEHOLDS
from ppaos.web.choropleth.parameters import first_level
from ppaos.web.choropleth.values import area_json, codes_inside, map_json
from ppaos.web.public.context import PublicContext, PublicFigure, PublicMeasure

EVERYWHERE: Final = Scope(("",))
HEADLINE: Final = (PEOPLE, HOUSEHOLDS, POOR, POOR_HOUSEHOLDS, "poor:ratio", "intensity", "m0")
USUAL: Final = (POOR, POOR_HOUSEHOLDS, "poor:ratio", PEOPLE)
FIRST: Final = "poor:ratio"


@dataclass(frozen=True)
class PublicRow:
    """One row of a table: what it is of, its figures, and the page behind it."""

    code: str
    title: Bilingual
    figures: list[PublicFigure]
    href: str = ""


@dataclass(frozen=True)
class Breakdown:
    """Dimensions or indicators of an area: people failing and their share."""

    name: str
    title: Bilingual
    row_title: Bilingual
    lines: list[PublicRow]
    chart: dict[str, Any]
    until: Bilingual | None
    """The finest level that it is published for, where the area is finer."""


@dataclass(frozen=True)
class Parts:
    """The areas of one level inside an area."""

    level: str
    measures: list[PublicMeasure]
    lines: list[PublicRow]

    @property
    def title(self) -> Bilingual:
        """Name of the level."""
        return Bilingual(*LEVEL_TITLES[self.level])


def headline(
    opened: PublicContext, held: PublicArea | None
) -> list[tuple[PublicMeasure, PublicFigure]]:
    """The first figures of an area, of those that are published for it."""
    level = held.level if held is not None else NATION
    return [
        (opened.measures[name], opened.figure(held, name))
        for name in HEADLINE
        if name in opened.measures and (held is None or opened.is_published(name, level))
    ]


def breakdowns(opened: PublicContext, area: Area, held: PublicArea | None) -> Iterator[Breakdown]:
    """Tables of dimensions and of indicators."""
    instrument = labels.instrument(opened.publication)
    yield _breakdown(
        opened,
        area,
        held,
        "dimension",
        Bilingual("ตกเกณฑ์รายมิติ", "Failing, by dimension"),
        Bilingual("มิติ", "Dimension"),
        [(item.name, item.title) for item in instrument.dimensions],
    )
    yield _breakdown(
        opened,
        area,
        held,
        "indicator",
        Bilingual("ตกเกณฑ์รายตัวชี้วัด", "Failing, by indicator"),
        Bilingual("ตัวชี้วัด", "Indicator"),
        [(item.name, item.title) for item in instrument.indicators],
    )


def _breakdown(
    opened: PublicContext,
    area: Area,
    held: PublicArea | None,
    kind: str,
    title: Bilingual,
    row_title: Bilingual,
    items: Sequence[tuple[str, Bilingual]],
) -> Breakdown:
    published = [
        (name, words) for name, words in items if f"{kind}:{name}:people" in opened.measures
    ]
    shown = [
        (name, words)
        for name, words in published
        if opened.is_published(f"{kind}:{name}:people", area.level)
    ]
    lines = [
        PublicRow(name, words, [
            opened.figure(held, f"{kind}:{name}:people"), opened.figure(held, f"{kind}:{name}:ratio"),
        ])
        for name, words in shown
    ]  # fmt: skip
    until = None
    if published and not shown:
        until = Bilingual(*LEVEL_TITLES[opened.measures[f"{kind}:{published[0][0]}:people"].level])
    return Breakdown(kind, title, row_title, lines, _chart(title, lines), until)


def _chart(title: Bilingual, lines: list[PublicRow]) -> dict[str, Any]:
    return {
        "kind": "bar",
        "title": title.as_json(),
        "categories": [line.title.as_json() for line in lines],
        "unit": "ratio",
        "series": [
            {
                "name": {"th": "สัดส่วนของคนที่สำรวจ", "en": "Share of surveyed people"},
                "values": [line.figures[1].value for line in lines],
            }
        ],
    }


def parts(opened: PublicContext, area: Area, measure: str, sort: str) -> Parts | None:
    """Areas inside an area, those without data too; null where finer ones are not public.

    Sorted by a measure from the highest, withheld and no data last; else by code, no data last.
    """
    level = part_level(opened, area.code)
    if level is None:
        return None
    names: list[str] = [name for name in USUAL if name in opened.measures]
    if measure not in names and opened.is_published(measure, level):
        names.insert(0, measure)
    names = [name for name in names if opened.is_published(name, level)]
    held = {item.code: item for item in public_level(opened.table, level)}
    codes = codes_inside(EVERYWHERE, area.code, level)
    titles = titles_of(codes)
    lines = [
        PublicRow(
            code,
            titles[code],
            [opened.figure(held.get(code), name) for name in names],
            reverse("public:area", args=[code]),
        )
        for code in codes
    ]
    unplaced = public_area(opened.table, "") if area.code == NATION else None
    if unplaced is not None and (unplaced.values or unplaced.withheld):
        lines.append(PublicRow("", UNPLACED, [opened.figure(unplaced, name) for name in names]))
    if sort in names:
        place = names.index(sort)
        lines.sort(key=lambda line: _order(line.figures[place]))
    else:
        lines.sort(key=lambda line: all(item.state == "none" for item in line.figures))
    return Parts(level, [opened.measures[name] for name in names], lines)


def _order(figure: PublicFigure) -> tuple[int, float]:
    return (1, 0.0) if figure.value is None else (0, -figure.value)


def part_level(opened: PublicContext, code: str) -> str | None:
    """Level of the areas that a page lists and maps: provinces of the country and of a region."""
    level = first_level(code)
    return level if level in opened.levels and level != opened.area(code).level else None


def path(area: Area) -> list[tuple[Bilingual, str]]:
    """The areas above with their pages."""
    return [
        (Bilingual(above.name_th, above.name_en), reverse("public:area", args=[above.code]))
        for above in path_of(area.code)
        if above.code != area.code
    ]


def choices(opened: PublicContext, area: Area) -> list[Area]:
    """Areas one level below that have a page, for the picker."""
    below = LEVELS.index(area.level) + 1
    if below >= len(opened.levels):
        return []
    return list(children_of(area.code))


def map_values(
    opened: PublicContext, area: Area, measure: PublicMeasure, method: str
) -> dict[str, Any]:
    """Values of the areas inside an area, as the map reads them."""
    found = parts(opened, area, measure.name, "")
    lines = found.lines if found else []
    place = [item.name for item in found.measures].index(measure.name) if found else 0
    whole = opened.figure(public_area(opened.table, area.code), measure.name)
    name = Bilingual(area.name_th, area.name_en)
    return map_json(
        opened.publication,
        measure,
        level=found.level if found else area.level,
        method=method,
        areas=[
            area_json(line.code, line.title, line.figures[place], line.href or None)
            for line in lines
        ],
        total=area_json(area.code, name, whole, None),
    )
