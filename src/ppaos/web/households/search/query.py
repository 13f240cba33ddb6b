"""What a search asks, how many households it finds, and the page of them that is shown.

In: a query string, a publication, a scope. Out: counts and rows. A search with filters only is
counted by the cube, exactly. One that also asks for a name, a house code or one's own visits is
counted by the database, up to a stated bound.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from ppaos.domain.area.codes import NATION
from ppaos.domain.area.scope import Scope
from ppaos.domain.errors import SettingError
from ppaos.domain.identity.citizen_id import HOUSE_CODE_DIGITS, compact_number
from ppaos.operations.accounts.models import User
from ppaos.operations.people import search
from ppaos.operations.people.search import Cells, Key, Page
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.cube import cubes_of
from ppaos.operations.results.filters import HouseholdFilter, Matching, from_query
from ppaos.operations.visits.queries import visited_by
from ppaos.web.reached import cells_reached, reached_condition

PAGE: Final = 50
LEVELS_OF_FORM: Final = ("province", "district", "subdistrict", "village")
_LONGEST_NAME: Final = 160
_STEP_OF_WORD: Final = {
    "anyone": "visited",
    "helped": "helped",
    "exited": "exited",
    "waiting": "waiting",
}
"""Word of an address -> step."""
_WORD_OF_STEP: Final = {step: word for word, step in _STEP_OF_WORD.items()}


@dataclass(frozen=True)
class Search:
    """Everything that the search page asks for."""

    filter: HouseholdFilter = field(default_factory=HouseholdFilter)
    name: str = ""
    house_code: str = ""
    visited: bool = False
    """Only households that the searching person recorded a visit of."""
    never_visited: bool = False
    """Only households that nobody recorded a visit of."""
    reached: str = ""
    """Only households that reached a step of `ppaos.web.reached.STEPS`."""

    @property
    def is_of_cells(self) -> bool:
        """Whether it is known of every cell of the cube how many of its households match."""
        return not (self.name or self.house_code or self.visited)

    def as_query(self) -> str:
        """The search as a query string, name and house code included."""
        more = {"name": self.name, "house": self.house_code}
        parts = [self.saved_query(), urlencode({k: v for k, v in more.items() if v})]
        return "&".join(part for part in parts if part)

    def saved_query(self) -> str:
        """The search as it may be kept: nobody is named in it."""
        asked = self.filter.as_query() or f"area={NATION}"
        if self.never_visited:
            return f"{asked}&visited=never"
        if self.reached:
            return f"{asked}&visited={_WORD_OF_STEP[self.reached]}"
        return f"{asked}&visited=me" if self.visited else asked

    def told(self) -> dict[str, Any]:
        """What the audit keeps of the search: filters, and whether somebody was named."""
        return {
            "query": self.saved_query(),
            "has_name": bool(self.name),
            "has_house_code": bool(self.house_code),
        }


@dataclass(frozen=True)
class Loosened:
    """What a search would find without one of its conditions."""

    condition: str
    """Field of the filter, or `name`, `house_code`, `visited`, `never_visited`, `reached`,
    `area`."""
    search: Search
    households: int


@dataclass(frozen=True)
class Finder:
    """Answers one search, of one person, in one publication."""

    publication: Publication
    scope: Scope
    user: User
    search: Search

    @cached_property
    def _matching(self) -> Matching:
        """What the cube says of the filters."""
        return self.search.filter.matching(self.publication, cubes_of(self.publication), self.scope)

    @cached_property
    def inside(self) -> Scope:
        """What of the asked area may be seen."""
        return self.scope.narrowed(self.search.filter.area)

    @cached_property
    def cells(self) -> Cells:
        """The matching cells."""
        homes, rows = cubes_of(self.publication).households, self._matching.rows
        if not len(rows):
            return Cells(rows, rows, rows, rows, rows)
        held = self._held(homes["cell"][rows])
        rows, held = rows[held > 0], held[held > 0]
        return Cells(
            homes["cell"][rows],
            held,
            homes["households"][rows],
            homes["priority_least"][rows],
            homes["priority_most"][rows],
        )

    def _held(self, cells: NDArray[Any]) -> NDArray[Any]:
        """How many households of each cell match, who was visited or helped included."""
        asked, held = self.search, self._matching.households
        if not (asked.reached or asked.never_visited):
            return held
        step = asked.reached or "visited"
        known, counts = cells_reached(self.publication, asked.filter, self.scope, step)
        reached = np.zeros(int(max(cells.max(), known.max(initial=0))) + 1, dtype=np.int64)
        reached[known] = counts
        told = np.asarray(reached[cells])
        return told if asked.reached else held - told

    @cached_property
    def count(self) -> int:
        """How many households match; for a bounded count, one over the bound means more."""
        if self.search.is_of_cells:
            return int(self.cells.households.sum())
        return search.count_of_condition(self.publication, self.condition)

    @property
    def is_bounded(self) -> bool:
        """Whether there are more than were counted."""
        return not self.search.is_of_cells and self.count > search.COUNTED

    @cached_property
    def condition(self) -> Q:
        """The search as a condition on households."""
        asked = self.search
        found = asked.filter.condition(self.publication, self.scope)
        if asked.house_code:
            found &= Q(household_id=asked.house_code)
        if asked.name:
            named = search.households_named(self.publication, asked.name, self.inside)
            found &= Q(household_id__in=named)
        if asked.visited:
            found &= Q(household_id__in=visited_by(self.user))
        return found & self._of_events

    @property
    def _of_events(self) -> Q:
        """What is asked of recorded visits and help."""
        if self.search.never_visited:
            return ~reached_condition("visited")
        return reached_condition(self.search.reached) if self.search.reached else Q()

    def page(self, key: Key | None, *, size: int = PAGE) -> Page:
        """The page of households behind a key."""
        if self.search.is_of_cells:
            each = (self.search.filter.of_each(self.publication) or Q()) & self._of_events
            return search.page_of_cells(
                self.publication, self.cells, province=self._province(), key=key, size=size,
                each=each or None,
            )  # fmt: skip
        return search.page_of_condition(self.publication, self.condition, key=key, size=size)

    def loosened(self) -> list[Loosened]:
        """What each condition hides: counts without it, those that find something, most first."""
        found = []
        for name, other in self._others():
            count = replace_search(self, other).count
            if count:
                found.append(Loosened(name, other, count))
        return sorted(found, key=lambda item: -item.households)

    def _others(self) -> list[tuple[str, Search]]:
        asked = self.search
        others = [
            (name, replace(asked, filter=asked.filter.without(name)))
            for name in asked.filter.asked()
        ]
        if asked.name:
            others.append(("name", replace(asked, name="")))
        if asked.house_code:
            others.append(("house_code", replace(asked, house_code="")))
        if asked.visited:
            others.append(("visited", replace(asked, visited=False)))
        if asked.never_visited:
            others.append(("never_visited", replace(asked, never_visited=False)))
        if asked.reached:
            others.append(("reached", replace(asked, reached="")))
        if asked.filter.area != NATION:
            others.append(("area", replace(asked, filter=replace(asked.filter, area=NATION))))
        return others

    def _province(self) -> str | None:
        provinces = {prefix[:2] for prefix in self.inside.prefixes}
        return provinces.pop() if len(provinces) == 1 and "" not in provinces else None


def replace_search(finder: Finder, other: Search) -> Finder:
    """The same person's finder of another search."""
    return Finder(finder.publication, finder.scope, finder.user, other)


def search_of(given: Mapping[str, Any], publication: Publication) -> Search:
    """The search of a query string.

    The four selects of the form (province to village) name the area when any of them is there.
    Errors: SettingError for a value that is not known and a house code of another form.
    """
    asked = dict(given.items())
    if any(level in given for level in LEVELS_OF_FORM):
        asked["area"] = area_of_form(given)
    name = " ".join(str(given.get("name") or "").split())
    if len(name) > _LONGEST_NAME:
        raise SettingError(
            th=f"ชื่อยาวเกิน {_LONGEST_NAME} ตัวอักษร พิมพ์ให้สั้นลง",
            en=f"The name has more than {_LONGEST_NAME} characters. Type less of it.",
        )
    return Search(
        filter=from_query(asked, publication),
        name=name,
        house_code=_house_code(str(given.get("house") or "")),
        visited=given.get("visited") == "me",
        never_visited=given.get("visited") == "never",
        reached=_STEP_OF_WORD.get(str(given.get("visited") or ""), ""),
    )


def area_of_form(given: Mapping[str, Any]) -> str:
    """The deepest area chosen; a choice that does not lie in the one above it is dropped."""
    area = ""
    for level in LEVELS_OF_FORM:
        chosen = str(given.get(level) or "").strip()
        if not chosen or not chosen.startswith(area):
            break
        area = chosen
    return area or NATION


def _house_code(text: str) -> str:
    plain = compact_number(text)
    if not plain:
        return ""
    if plain[:1] in "Ll" and len(plain) == 13:
        return "L" + plain[1:].lower()
    if len(plain) != HOUSE_CODE_DIGITS or not (plain.isascii() and plain.isdigit()):
        raise SettingError(
            th=f"รหัสประจำบ้านต้องเป็นตัวเลข {HOUSE_CODE_DIGITS} หลัก ตรวจอีกครั้ง (เลขประจำตัวประชาชน ให้ใช้ช่องค้นหาเลขประจำตัวประชาชน)",
            en=f"A house code has {HOUSE_CODE_DIGITS} digits. Check it (search a citizen ID in its own field).",
        )
    return plain
