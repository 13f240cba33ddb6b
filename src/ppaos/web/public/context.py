"""What the public pages are opened on: the current publication and its public table.

Only the current version is public: two versions beside each other could be subtracted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Concatenate, Final, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ppaos.domain.area.codes import LEVEL_TITLES, LEVELS, level_of
from ppaos.domain.errors import AreaError, SettingError
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.areas.models import Area
from ppaos.operations.areas.queries import known_area
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.queries import current_publication
from ppaos.operations.results.counts import measures
from ppaos.operations.results.models import PublicArea, PublicTable
from ppaos.operations.results.public_queries import CLOSED, public_table
from ppaos.operations.results.public_tables import HOUSEHOLDS, PEOPLE
from ppaos.web.text import in_unit, say

Given = ParamSpec("Given")
WAIT_SECONDS: Final = 60
"""After which somebody who came before the table was made may ask again."""
TITLES: Final = {
    PEOPLE: Bilingual("คนในครัวเรือนที่สำรวจ", "People in surveyed households"),
    HOUSEHOLDS: Bilingual("ครัวเรือนที่สำรวจ", "Surveyed households"),
}


@dataclass(frozen=True)
class PublicMeasure:
    """A published measure."""

    name: str
    title: Bilingual
    unit: str
    """people, households, ratio or score."""
    level: str
    """Finest level that it is published for."""


@dataclass(frozen=True)
class PublicFigure:
    """One value as a reader sees it; the value of a withheld one is known to nobody here."""

    value: float | None
    state: str
    """ok, none (no data) or suppressed."""
    unit: str

    @property
    def shown(self) -> str:
        """The value, or why there is none, in the reader's language."""
        if self.state == "suppressed":
            return say("ปกปิด", "withheld")
        return in_unit(self.value, self.unit)


@dataclass(frozen=True)
class PublicContext:
    """The current publication as the public may see it."""

    publication: Publication
    table: PublicTable

    @cached_property
    def measures(self) -> dict[str, PublicMeasure]:
        """Every published measure by name, in order."""
        known = measures(self.publication)
        found = {}
        for name, level in self.table.measures:
            title = TITLES[name] if name in TITLES else known[name].title
            unit = known[name].unit if name in known else name.rsplit(":", 1)[-1]
            found[name] = PublicMeasure(name, title, unit, level)
        return found

    @property
    def levels(self) -> tuple[str, ...]:
        """Published levels, from the country down."""
        return LEVELS[: LEVELS.index(self.table.deepest) + 1]

    def measure(self, name: str) -> PublicMeasure:
        """One measure. Errors: SettingError for a name that is not published."""
        if name not in self.measures:
            raise SettingError(
                th=f"ไม่เผยแพร่ตัววัด '{name}' เลือกจากรายการในหน้าข้อมูลเปิด",
                en=f"Measure '{name}' is not published. Choose one from the open data page.",
            )
        return self.measures[name]

    def area(self, code: str) -> Area:
        """A published area. Errors: AreaError for one that is unknown or of too fine a level."""
        if level_of(code) not in self.levels:
            deepest = LEVEL_TITLES[self.table.deepest]
            raise AreaError(
                th=f"หน้าสาธารณะมีถึงระดับ{deepest[0]} เพื่อคุ้มครองครัวเรือน เลือกพื้นที่ที่กว้างกว่า '{code}'",
                en=f"Public pages go down to the {deepest[1]}, to protect households. "
                f"Choose a wider area than '{code}'.",
            )
        return known_area(code)

    def figure(self, area: PublicArea | None, name: str) -> PublicFigure:
        """A measure of an area; no data where nothing was counted."""
        measure = self.measures[name]
        if area is not None and name in area.values:
            return PublicFigure(area.values[name], "ok", measure.unit)
        state = "suppressed" if area is not None and name in area.withheld else "none"
        return PublicFigure(None, state, measure.unit)

    def is_published(self, name: str, level: str) -> bool:
        """Whether a measure is published for areas of a level."""
        if name not in self.measures:
            return False
        return LEVELS.index(level) <= LEVELS.index(self.measures[name].level)


View = Callable[Concatenate[HttpRequest, PublicContext, Given], HttpResponse]


def public_page(view: View[Given]) -> Callable[Concatenate[HttpRequest, Given], HttpResponse]:
    """Give a view the public table; a page that says so where there is none.

    Nothing is computed here: the table is made when a version is switched to.
    """

    @wraps(view)
    def answer(request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        level = settings.PUBLIC_LEVEL
        if level == CLOSED:
            return render(request, "public/closed.html", status=404)
        publication = current_publication()
        if publication is None:
            return render(request, "public/nothing.html", status=503)
        table = public_table(publication, below=settings.SUPPRESS_BELOW, deepest=level)
        if table is None or table.error_en:
            return _not_yet(request, is_lasting=table is not None)
        return view(request, PublicContext(publication, table), *args, **kwargs)

    return answer


def _not_yet(request: HttpRequest, *, is_lasting: bool) -> HttpResponse:
    """The version has no table yet, or (`is_lasting`) its counts cannot be published."""
    answer = render(request, "public/not_yet.html", {"is_lasting": is_lasting}, status=503)
    if not is_lasting:
        answer["Retry-After"] = str(WAIT_SECONDS)
    return answer
