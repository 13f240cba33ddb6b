"""Which households a list shows: an area and conditions, with two readings that always agree.

`matching` reads them over the cube in memory (for counts and for finding the cells that match);
`condition` reads them as a condition of a query on households, and `of_each` the part of it that a
cell does not decide. A test compares them. Each condition is an object of `conditions`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import numpy as np
from django.db.models import Q

from ppaos.domain.area.codes import NATION, level_of
from ppaos.domain.area.scope import Scope
from ppaos.operations.accounts.models import User
from ppaos.operations.accounts.scope import within
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.conditions.condition import (
    CellsInQuestion,
    Condition,
    Flags,
    Matching,
    Question,
    Reach,
    Whole,
)
from ppaos.operations.results.conditions.registry import condition_named, conditions
from ppaos.operations.results.cube import Cubes, rows_in


@dataclass(frozen=True)
class HouseholdFilter:
    """Conditions that must all hold, in an area."""

    area: str = NATION
    conditions: tuple[tuple[Condition, Any], ...] = ()
    """Each with its value: those that cells decide first, then in the order of the registry."""

    @classmethod
    def of(cls, area: str = NATION, **values: Any) -> "HouseholdFilter":
        """The filter of conditions by their names; null asks nothing."""
        return cls(area).having(**values)

    def having(self, **values: Any) -> "HouseholdFilter":
        """The filter with other values of some conditions; null takes one away."""
        held = dict(self.conditions) | {condition_named(name): it for name, it in values.items()}
        asked = [pair for pair in held.items() if pair[1] is not None]
        return replace(self, conditions=tuple(sorted(asked, key=_order)))

    def value(self, name: str) -> Any:
        """The value of one condition; null when it asks nothing."""
        return next((value for item, value in self.conditions if item.name == name), None)

    def without(self, name: str) -> "HouseholdFilter":
        """The filter without one condition."""
        return self.having(**{name: None})

    def anonymous(self) -> "HouseholdFilter":
        """The filter without what names somebody."""
        return replace(
            self, conditions=tuple(pair for pair in self.conditions if not pair[0].names_somebody)
        )

    @property
    def names_somebody(self) -> bool:
        """Whether a name or a house is asked for."""
        return any(item.names_somebody for item, _ in self.conditions)

    @property
    def is_of_cells(self) -> bool:
        """Whether it is known of every cell of the cube how many of its households match."""
        return all(item.reach(value) != "household" for item, value in self.conditions)

    def matching(self, publication: Publication, cubes: Cubes, scope: Scope) -> Matching:
        """The cells inside a scope that hold a matching household, as far as cells tell."""
        households, inside = cubes.households, scope.narrowed(self.area)
        if not len(households):
            return Matching(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
        rows = rows_in(cubes, households, inside)
        for item, value in self._reaching("cell"):
            rows = rows[item.cells(value, publication, households, rows)]
        found = Matching(rows, households["households"][rows].astype(np.int64))
        for item, value in self._reaching("part"):
            given = CellsInQuestion(
                publication, cubes, inside, found, lambda facts: self.holds_for(publication, facts)
            )
            counts = item.counts(value, given)
            found = Matching(found.rows[counts > 0], counts[counts > 0])
        return found

    def of_each(self, publication: Publication, scope: Scope, by: User | None = None) -> Q | None:
        """What of the condition has to be asked of each household of a matching cell; null for
        nothing."""
        question = Question(publication, scope.narrowed(self.area), by)
        found = Q()
        for item, value in self._reaching("part"):
            found &= item.q(value, question)
        return found or None

    def condition(self, publication: Publication, scope: Scope, by: User | None = None) -> Q:
        """The same as a condition on `people.Household` (its publication included)."""
        inside = scope.narrowed(self.area)
        found = Q(publication_id=publication.pk) & within(inside)
        question = Question(publication, inside, by)
        for item, value in self.conditions:
            found &= item.q(value, question)
        return found

    def holds_for(self, publication: Publication, facts: Whole) -> Flags:
        """Whether households of these `facts` fulfil what a cell does not decide."""
        found = np.ones(len(facts), dtype=bool)
        for item, value in self._reaching("part"):
            found &= item.holds_for(value, publication, facts)
        return found

    def as_query(self) -> str:
        """The filter as a query string, with the names that it asks for last."""
        pairs = [("area", self.area)] if self.area != NATION else []
        ordered = sorted(self.conditions, key=lambda pair: pair[0].names_somebody)
        pairs += [(item.address_word, item.text(value)) for item, value in ordered]
        return urlencode(pairs)

    def list_query(self) -> str:
        """The query string of its list, which asks for something even of the whole country."""
        is_bare = self.area == NATION and not self.anonymous().conditions
        return "&".join(filter(None, [f"area={NATION}" if is_bare else "", self.as_query()]))

    def saved_query(self) -> str:
        """The query string as it may be kept: nobody is named in it."""
        return self.anonymous().list_query()

    def as_details(self) -> dict[str, Any]:
        """What the audit keeps of a search: conditions, and whether somebody was named."""
        asked = {item for item, _ in self.conditions}
        naming = [item for item in conditions() if item.names_somebody]
        return {"query": self.saved_query()} | {f"has_{it.name}": it in asked for it in naming}

    def _reaching(self, reach: Reach) -> Iterator[tuple[Condition, Any]]:
        return ((item, value) for item, value in self.conditions if item.reach(value) == reach)


def from_query(given: Mapping[str, Any], publication: Publication) -> HouseholdFilter:
    """The filter of a query string; empty values ask nothing.

    Errors: SettingError for a value that the publication does not know; AreaError for an area code
    of no known form.
    """
    area = str(given.get("area") or "").strip() or NATION
    level_of(area)
    asked = []
    for item in conditions():
        text = str(given.get(item.address_word) or "").strip()
        value = item.parse(text, publication) if text else None
        if value is not None:
            asked.append((item, value))
    return HouseholdFilter(area, tuple(sorted(asked, key=_order)))


def _order(pair: tuple[Condition, Any]) -> tuple[bool, int]:
    item, value = pair
    return item.reach(value) != "cell", item.place
