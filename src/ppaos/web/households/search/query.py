"""How many households a search finds, what each condition hides, and the page that is shown.

In: a search, a publication, a scope. Out: counts and rows. A search whose conditions the cells
decide is counted by the cube, exactly. One with a condition that only households tell, such as a
name, is counted by the database, up to a stated bound.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from django.db.models import Q

from ppaos.domain.area.codes import NATION
from ppaos.domain.area.scope import Scope
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.accounts.models import User
from ppaos.operations.people import search
from ppaos.operations.people.search import CellsToSearch, Key, Page
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.cube import cubes_of
from ppaos.operations.results.filters import HouseholdFilter, from_query

PAGE: Final = 50
LEVELS_OF_FORM: Final = ("province", "district", "subdistrict", "village")
AREA_TITLE: Final = Bilingual("พื้นที่", "area")


@dataclass(frozen=True)
class WithoutCondition:
    """What a search would find without one of its conditions."""

    name: str
    """Of the condition that is taken away; `area` for the area."""
    title: Bilingual
    search: HouseholdFilter
    households: int


@dataclass(frozen=True)
class Finder:
    """Answers one search, of one person, in one publication."""

    publication: Publication
    scope: Scope
    user: User
    search: HouseholdFilter

    @cached_property
    def inside(self) -> Scope:
        """What of the asked area may be seen."""
        return self.scope.narrowed(self.search.area)

    @cached_property
    def cells(self) -> CellsToSearch:
        """The matching cells."""
        cubes = cubes_of(self.publication)
        found = self.search.matching(self.publication, cubes, self.scope)
        households, rows = cubes.households, found.rows
        if not len(rows):
            return CellsToSearch(rows, rows, rows, rows, rows)
        return CellsToSearch(
            households["cell"][rows],
            found.households,
            households["households"][rows],
            households["priority_least"][rows],
            households["priority_most"][rows],
        )

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

    @property
    def bounding(self) -> list[Bilingual]:
        """Titles of the conditions for which there is a bound: those that no cell knows."""
        return [
            item.heading(value)
            for item, value in self.search.conditions
            if item.reach(value) == "household"
        ]

    @cached_property
    def condition(self) -> Q:
        """The search as a condition on households."""
        return self.search.condition(self.publication, self.scope, self.user)

    def page(self, key: Key | None, *, size: int = PAGE) -> Page:
        """The page of households behind a key."""
        if self.search.is_of_cells:
            return search.page_of_cells(
                self.publication,
                self.cells,
                province=self._province(),
                key=key,
                size=size,
                each=self.search.of_each(self.publication, self.scope, self.user),
            )
        return search.page_of_condition(self.publication, self.condition, key=key, size=size)

    def loosened(self) -> list[WithoutCondition]:
        """What each condition hides: counts without it, those that find something, most first."""
        found = []
        for name, title, other in self._others():
            count = replace_search(self, other).count
            if count:
                found.append(WithoutCondition(name, title, other, count))
        return sorted(found, key=lambda item: -item.households)

    def _others(self) -> list[tuple[str, Bilingual, HouseholdFilter]]:
        asked = self.search
        others = [
            (item.name, item.heading(value), asked.without(item.name))
            for item, value in asked.conditions
        ]
        if asked.area != NATION:
            others.append(("area", AREA_TITLE, replace(asked, area=NATION)))
        return others

    def _province(self) -> str | None:
        provinces = {prefix[:2] for prefix in self.inside.prefixes}
        return provinces.pop() if len(provinces) == 1 and "" not in provinces else None


def replace_search(finder: Finder, other: HouseholdFilter) -> Finder:
    """The same person's finder of another search."""
    return Finder(finder.publication, finder.scope, finder.user, other)


def search_of(given: Mapping[str, Any], publication: Publication) -> HouseholdFilter:
    """The search of a query string.

    The four selects of the form (province to village) name the area when any of them is there.
    Errors: as `from_query`.
    """
    asked = dict(given.items())
    if any(level in given for level in LEVELS_OF_FORM):
        asked["area"] = area_of_form(given)
    return from_query(asked, publication)


def area_of_form(given: Mapping[str, Any]) -> str:
    """The deepest area chosen; a choice that does not lie in the one above it is dropped."""
    area = ""
    for level in LEVELS_OF_FORM:
        chosen = str(given.get(level) or "").strip()
        if not chosen or not chosen.startswith(area):
            break
        area = chosen
    return area or NATION
