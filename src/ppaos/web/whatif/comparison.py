"""A what-if beside the rule in force: one row for every area, and the whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from ppaos.domain.area.codes import level_of
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.areas.queries import titles_of
from ppaos.operations.results.counts import UNPLACED, AreaValue
from ppaos.operations.results.whatif import SchemeFigures, ask
from ppaos.web.choropleth.values import area_json, codes_inside, map_json
from ppaos.web.whatif.parameters import SHOWN, WhatIfParameters


@dataclass(frozen=True)
class ComparedArea:
    """One area under both schemes; null figures where the publication has no survey there."""

    code: str
    title: Bilingual
    asked: SchemeFigures | None
    in_force: SchemeFigures | None
    link: str | None

    def value(self, name: str) -> float | None:
        """A figure of the scheme that was asked."""
        return None if self.asked is None else getattr(self.asked, name)

    @property
    def poor_change(self) -> float | None:
        """More or fewer poor people than under the rule in force."""
        return self.change("poor_people")

    def change(self, name: str) -> float | None:
        """Asked minus in force; null where either is."""
        before = None if self.in_force is None else getattr(self.in_force, name)
        after = self.value(name)
        return None if before is None or after is None else after - before


@dataclass(frozen=True)
class Contribution:
    """Share of a dimension in M0 under both schemes; null where nobody is poor."""

    title: Bilingual
    asked: float | None
    in_force: float | None


@dataclass(frozen=True)
class WhatIfComparison:
    """A whole answer."""

    rows: tuple[ComparedArea, ...]
    total: ComparedArea
    contributions: tuple[Contribution, ...]


def comparison(asked: WhatIfParameters) -> WhatIfComparison:
    """The answer to a what-if in the scope of whoever asks."""
    inside = asked.scope.narrowed(asked.area.code)
    new = ask(asked.publication, asked.scheme)
    old = ask(asked.publication, asked.instrument.scheme)
    after, before = (dict(item.by_area(inside, asked.level)) for item in (new, old))
    codes = sorted(after.keys() | set(codes_inside(asked.scope, asked.area.code, asked.level)))
    titles = titles_of(code for code in codes if code) | {"": UNPLACED}
    rows = tuple(
        ComparedArea(
            code, titles[code], _told(after.get(code)), _told(before.get(code)), _link(asked, code)
        )
        for code in codes
        if code or _told(after.get(code))
    )
    area = Bilingual(asked.area.name_th, asked.area.name_en)
    total = ComparedArea(asked.area.code, area, _told(new.of(inside)), _told(old.of(inside)), None)
    now, then = new.contributions(inside), old.contributions(inside)
    shares = tuple(
        Contribution(item.title, now.get(item.name), then.get(item.name))
        for item in asked.instrument.dimensions
    )
    return WhatIfComparison(rows, total, shares)


def as_json(asked: WhatIfParameters, found: WhatIfComparison) -> dict[str, Any]:
    """The answer as the map reads it."""

    def area(row: ComparedArea) -> dict[str, Any]:
        held = AreaValue(row.code, row.value(asked.shown))
        return area_json(row.code, row.title, held, row.link)

    return map_json(
        asked.publication,
        SHOWN[asked.shown],
        level=asked.level,
        method=asked.method,
        areas=[area(row) for row in found.rows],
        total=area(found.total),
    )


def csv_rows(asked: WhatIfParameters, found: WhatIfComparison) -> Iterator[list[Any]]:
    """The answer as rows of a CSV file, header first, the whole area last; no data is empty.

    Each row names the version, the survey round and the rule that was asked.
    """
    names = list(SHOWN)
    about = [asked.publication.pk, asked.publication.reading.round_be, asked.told_rule]
    yield [
        "area_code", "name_th", "name_en", *names, *[f"{name}_in_force" for name in names],
        "publication", "round_be", "rule",
    ]  # fmt: skip
    for row in (*found.rows, found.total):
        held = [
            "" if item is None or (value := getattr(item, name)) is None else value
            for item in (row.asked, row.in_force)
            for name in names
        ]
        yield [row.code, row.title.th, row.title.en, *held, *about]


def _told(figures: SchemeFigures | None) -> SchemeFigures | None:
    """Figures of an area where somebody was surveyed."""
    return figures if figures is not None and figures.households else None


def _link(asked: WhatIfParameters, code: str) -> str | None:
    if not code or level_of(code) == "village":
        return None
    return f"{reverse('whatif:page')}?{asked.drill_query(code)}"
