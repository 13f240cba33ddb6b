"""What a map is asked for: area, level, measure and the method of its classes.

In: the address of a page. Out: an `MapParameters` whose area lies in the person's scope; anything that the
publication does not have is a `UserError` that says what to choose instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest

from ppaos.domain.area.codes import LEVEL_TITLES, LEVELS, level_of
from ppaos.domain.area.scope import Scope
from ppaos.domain.errors import SettingError
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import scope_of
from ppaos.operations.areas.models import Area
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.counts import Measure, measure_named
from ppaos.web.requests.auth import area_in_scope, current_user, publication_for

METHODS: Final[dict[str, Bilingual]] = {
    "quantile": Bilingual("ควอนไทล์ (จำนวนพื้นที่ใกล้เคียงกัน)", "Quantiles (about as many areas each)"),
    "equal": Bilingual("ช่วงเท่ากัน", "Equal intervals"),
    "jenks": Bilingual("ช่วงตามธรรมชาติ (Jenks)", "Natural breaks (Jenks)"),
}
FIRST_MEASURE: Final = "poor:ratio"
_FIRST_LEVEL: Final = {"country": "province", "region": "province", "village": "village"}


@dataclass(frozen=True)
class MapParameters:
    """One map."""

    publication: Publication
    scope: Scope
    area: Area
    level: str
    measure: Measure
    method: str

    def query(self, **changed: str) -> str:
        """The map as a query string, with some of it changed."""
        given = {
            "area": self.area.code,
            "level": self.level,
            "measure": self.measure.name,
            "method": self.method,
            "version": self.publication.version,
        }
        return urlencode({name: text for name, text in (given | changed).items() if text})

    def drill_query(self, code: str) -> str:
        """The query string of the same map one area further down."""
        return self.query(area=code, level=first_level(code))


def asked_of(request: HttpRequest) -> MapParameters:
    """The map of a request; a level that another area had becomes the first of this one.

    Errors: AreaError for an unknown area, SettingError for an unknown level, measure or method,
    Refused for an area outside the person's scope, NothingPublished.
    """
    given = request.GET
    publication = publication_for(request)
    area = area_in_scope(request, given.get("area"), Permission.SEE_COUNTS)
    return asked_for(
        publication,
        scope_of(current_user(request), Permission.SEE_COUNTS),
        area,
        level=level_fitting(given.get("level"), area.code),
        measure=given.get("measure"),
        method=given.get("method"),
    )


def asked_for(
    publication: Publication,
    scope: Scope,
    area: Area,
    *,
    level: str | None = None,
    measure: str | None = None,
    method: str | None = None,
) -> MapParameters:
    """A map of an area in scope; what is not given is what a map starts with.

    Errors: SettingError for a level that is not inside the area, an unknown measure or method.
    """
    method = method or next(iter(METHODS))
    _require(method, METHODS, "วิธีแบ่งช่วง", "class method")
    return MapParameters(
        publication=publication,
        scope=scope,
        area=area,
        level=level_asked(level, levels_inside(area.code), area.code),
        measure=measure_named(publication, measure or FIRST_MEASURE),
        method=method,
    )


def levels_inside(code: str) -> dict[str, Bilingual]:
    """Levels that a map of the area can show: those below it, villages only within a province."""
    own = level_of(code)
    if own == "village":
        return {own: Bilingual(*LEVEL_TITLES[own])}
    below = LEVELS[LEVELS.index(own) + 1 :]
    if own in ("country", "region"):
        below = below[:-1]
    return {level: Bilingual(*LEVEL_TITLES[level]) for level in below}


def first_level(code: str) -> str:
    """The level that the map of an area starts with."""
    own = level_of(code)
    return _FIRST_LEVEL.get(own) or next(iter(levels_inside(code)))


def level_fitting(text: str | None, code: str) -> str | None:
    """The asked level, or null for one that belongs to another area: its link or form was kept
    while the area changed."""
    return None if text in LEVELS and text not in levels_inside(code) else text


def level_asked(text: str | None, known: Mapping[str, Bilingual], code: str) -> str:
    """The asked level, or the first of the area's map. Errors: SettingError for one not known."""
    level = text or first_level(code)
    _require(level, known, "ระดับ", "level")
    return level


def _require(value: str, known: Mapping[str, Bilingual], th: str, en: str) -> None:
    if value not in known:
        raise SettingError(
            th=f"{th} '{value}' ใช้กับแผนที่นี้ไม่ได้ เลือก: {', '.join(item.th for item in known.values())}",
            en=f"The {en} '{value}' does not go with this map. Choose one of: {', '.join(known)}.",
        )
