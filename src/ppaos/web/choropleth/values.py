"""What a map and the table beside it show: one row for every area, and the whole.

In: what was asked. Out: rows of area, value and links, the same for the map's JSON, the table and
the CSV. An area without households in the publication has no data, which is not zero.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from django.urls import reverse

from ppaos.domain.area.codes import LEVELS, NATION, REGION_TITLES, level_of
from ppaos.domain.area.scope import Scope
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.accounts.models import User
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import scope_of, within
from ppaos.operations.areas.queries import areas_of, titles_of
from ppaos.operations.people.queries import positions
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.publication_cache import PublicationCache
from ppaos.operations.results.counts import UNPLACED, AreaValue, Measure, values
from ppaos.operations.results.filters import HouseholdFilter
from ppaos.web.choropleth.parameters import MapParameters

MOST_POINTS: Final = 5_000
_names: PublicationCache[dict[str, Bilingual]] = PublicationCache(most=24)
"""Names of the areas of maps that were asked for last."""


@dataclass(frozen=True)
class MapRow:
    """One area on the map and in the table."""

    code: str
    """Empty for households whose village is not known."""
    title: Bilingual
    value: float | None
    state: str
    """ok, none (no data) or suppressed."""
    link: str | None
    """The map of the area, or the list of its households; null where there is no further."""
    list_link: str | None
    """The households behind the number, for somebody who may see them."""


@dataclass(frozen=True)
class MapValues:
    """A whole map: its rows in the order of their codes, and the area itself."""

    asked: MapParameters
    rows: tuple[MapRow, ...]
    total: MapRow

    def as_json(self) -> dict[str, Any]:
        """The map's JSON."""
        return map_json(
            self.asked.publication,
            self.asked.measure,
            level=self.asked.level,
            method=self.asked.method,
            areas=[area_json(row.code, row.title, row, row.link) for row in self.rows],
            total=area_json(self.total.code, self.total.title, self.total, None),
        )


class MapMeasure(Protocol):
    """What a map shows: a measure, or a figure of a what-if."""

    @property
    def name(self) -> str:
        """In addresses."""

    @property
    def title(self) -> Bilingual:
        """In both languages."""

    @property
    def unit(self) -> str:
        """people, households, ratio or score."""


class MapValue(Protocol):
    """A value, or why there is none."""

    @property
    def value(self) -> float | None:
        """Null where `state` is not ok."""

    @property
    def state(self) -> str:
        """ok, none (no data) or suppressed."""


def map_json(
    publication: Publication,
    drawn: MapMeasure,
    *,
    level: str,
    method: str,
    areas: Sequence[dict[str, Any]],
    total: dict[str, Any],
) -> dict[str, Any]:
    """Everything that the map reads: what is drawn, and its values (each of `area_json`)."""
    return {
        "level": level,
        "measure": {
            "name": drawn.name,
            "title": drawn.title.as_json(),
            "unit": drawn.unit,
            "kind": "count" if drawn.unit in ("people", "households") else "ratio",
        },
        "areas": areas,
        "total": total,
        "method": method,
        "made_at": publication.ready_at.isoformat() if publication.ready_at else "",
        "publication": publication.pk,
    }


def area_json(code: str, title: Bilingual, held: MapValue, link: str | None) -> dict[str, Any]:
    """One area as the map reads it."""
    return {
        "code": code, "name": title.as_json(), "value": held.value, "state": held.state,
        "link": link,
    }  # fmt: skip


def values_on_map(asked: MapParameters, user: User) -> MapValues:
    """Values of every area of the level inside the asked area, those without data included."""
    found = values(
        asked.publication, asked.measure, scope=asked.scope, area=asked.area.code, level=asked.level
    )
    by_code = {item.code: item for item in found.rows}
    titles = dict(_titles_held(asked))
    titles |= titles_of(code for code in by_code if code and code not in titles)
    if "" in by_code and by_code[""].value is not None:
        titles[""] = UNPLACED
    links = _Links(asked, scope_of(user, Permission.SEE_HOUSEHOLDS))
    rows = tuple(
        _row(links, by_code.get(code) or AreaValue(code, None), titles[code])
        for code in sorted(titles)
    )
    total = _row(links, found.total, Bilingual(asked.area.name_th, asked.area.name_en))
    return MapValues(asked, rows, replace(total, link=None))


def codes_inside(scope: Scope, area: str, level: str) -> list[str]:
    """Codes of every known area of a level that lies in an area and in the scope, ascending."""
    return sorted(_titles(scope, area, level))


def behind(measure: Measure) -> HouseholdFilter:
    """The households that a map of a measure shows as points: those of its list, else all."""
    return measure.listed or HouseholdFilter()


def points_of(
    publication: Publication, asked: HouseholdFilter, scope: Scope
) -> list[tuple[Any, ...]]:
    """Households with a position: id, house number, village code and name, longitude, latitude.

    The most urgent come first; one more than `MOST_POINTS` says that there are more.
    """
    return positions(asked.condition(publication, scope), most=MOST_POINTS + 1)


def csv_rows(found: MapValues) -> Iterator[list[Any]]:
    """The table as rows of a CSV file, header first, the whole area last.

    Each row names the version and the survey round that it is of.
    """
    asked = found.asked
    about = [asked.publication.pk, asked.publication.reading.round_be]
    yield [
        "area_code", "name_th", "name_en", "level", "measure", "unit", "value", "state",
        "publication", "round_be",
    ]  # fmt: skip
    for row, level in [
        *((row, asked.level) for row in found.rows),
        (found.total, level_of(asked.area.code)),
    ]:
        value = "" if row.value is None else row.value
        yield [
            row.code,
            row.title.th,
            row.title.en,
            level,
            asked.measure.name,
            asked.measure.unit,
            value,
            row.state,
            *about,
        ]


def _titles_held(asked: MapParameters) -> dict[str, Bilingual]:
    """The same of what was asked; names change only with a version."""
    code, level = asked.area.code, asked.level
    return _names.of(
        asked.publication,
        lambda: _titles(asked.scope, code, level),
        asked.scope.narrowed(code).prefixes,
        code,
        level,
    )


def _titles(scope: Scope, area: str, level: str) -> dict[str, Bilingual]:
    """Names of every listed area of a level that lies in an area and in the scope."""
    if level == "country":
        return titles_of([NATION])
    if level == "region":
        return titles_of([area] if area in REGION_TITLES else REGION_TITLES)
    rows = areas_of(level, within(scope.narrowed(area), "code")).order_by()
    named = rows.values_list("code", "name_th", "name_en")
    return {code: Bilingual(th, en) for code, th, en in named}


class _Links:
    """Addresses of the rows of one map; what they have in common is worded once."""

    def __init__(self, asked: MapParameters, households: Scope) -> None:
        self._households = households
        self._sees_all = households.covers(asked.area.code)
        self._is_last = asked.level == "village"
        below = "" if self._is_last else _level_below(asked.level)
        self._map = f"{reverse('maps:page')}?{asked.query(area='', level=below)}"
        listed = asked.measure.listed
        query = replace(listed, area=NATION).as_query() if listed is not None else None
        version = asked.publication.version
        self._list = _list_address(query, version) if query is not None else None

    def down(self, code: str) -> str | None:
        """The map of the area; null below the village and for no area."""
        return None if self._is_last or not code else f"{self._map}&area={code}"

    def households(self, item: AreaValue) -> str | None:
        """The households behind the number, for somebody who may see them."""
        if self._list is None or not item.code or item.value is None:
            return None
        if not (self._sees_all or self._households.covers(item.code)):
            return None
        return f"{self._list}area={item.code}"


def _row(links: _Links, item: AreaValue, title: Bilingual) -> MapRow:
    households = links.households(item)
    return MapRow(
        item.code, title, item.value, item.state, links.down(item.code) or households, households
    )


def _list_address(query: str, version: str) -> str:
    """Start of the address of the list, to which the area is added."""
    start = reverse("households:search")
    given = [part for part in (query, f"version={version}" if version else "") if part]
    return f"{start}?{'&'.join(given)}{'&' if given else ''}"


def _level_below(level: str) -> str:
    """The level that the map of an area of `level` starts with."""
    return LEVELS[LEVELS.index(level) + 1]
