"""Which households of a publication were visited, helped or are out, as cells of its cube.

Joining events to households in the database costs seconds for a province, so a process keeps, for
each household that has an event, its cell and which kinds of event it has, and reads only events
that are new since. A cell lies in one village and says everything that a target asks for.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import numpy as np
from django.db.models import Q

from ppaos.domain.area.scope import Scope
from ppaos.domain.arrays import Whole
from ppaos.operations.people.models import Household
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.publication_cache import PublicationCache
from ppaos.operations.results.cube import HELD, cubes_of
from ppaos.operations.results.filters import HouseholdFilter
from ppaos.operations.visits.models import HouseholdEvent
from ppaos.operations.visits.queries import event_of

_BITS: Final = {
    HouseholdEvent.Kind.VISIT: 1,
    HouseholdEvent.Kind.HELP: 2,
    HouseholdEvent.Kind.EXIT: 4,
}
STEPS: Final[dict[str, Callable[[int], bool]]] = {
    "visited": lambda kinds: bool(kinds & 1),
    "helped": lambda kinds: bool(kinds & 2),
    "exited": lambda kinds: bool(kinds & 4),
    "waiting": lambda kinds: bool(kinds & 1) and not kinds & 2,
}
"""How far a household came, by its kinds of events; waiting is visited and not yet helped."""
_AT_ONCE: Final = 900
_Stamp = tuple[int, int | None, datetime | None]
EMPTY: Final[_Stamp] = (0, None, None)


@dataclass(frozen=True)
class Reached:
    """Target households with events: of each kind, and visited but not helped."""

    visited: int = 0
    helped: int = 0
    exited: int = 0
    waiting: int = 0

    def __add__(self, other: "Reached") -> "Reached":
        return Reached(
            self.visited + other.visited,
            self.helped + other.helped,
            self.exited + other.exited,
            self.waiting + other.waiting,
        )


@dataclass
class _Read:
    """Households with events, in the order in which their first event was read."""

    stamp: _Stamp = EMPTY
    """Events read: how many, the last one's number and when it was recorded."""
    places: dict[str, int] = field(default_factory=dict)
    cells: list[int] = field(default_factory=list)
    """-1 for a household that the publication does not have."""
    facts: list[int] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def forget(self) -> None:
        self.stamp, self.places, self.cells = EMPTY, {}, []
        self.facts, self.kinds = [], []


@dataclass(frozen=True)
class _Matching:
    """Households with an event that a filter asks for, each array of shape [households]."""

    village: Whole
    """Place among the villages of the cubes."""
    cell: Whole
    kinds: Whole
    """Bits of `_BITS`."""


_held: PublicationCache[_Read] = PublicationCache(HELD)


def reached_by_village(
    publication: Publication, asked: HouseholdFilter, scope: Scope
) -> Iterator[tuple[str, Reached]]:
    """(village code, households reached) of the households that a filter asks for.

    Villages without any are left out; the code is empty where the village is not known.
    """
    found = _matching(publication, asked, scope)
    keys, counts = np.unique(found.village * 8 + found.kinds, return_counts=True)
    for key, count in zip(keys.tolist(), counts.tolist(), strict=True):
        one = Reached(*[count * has(key % 8) for has in STEPS.values()])
        yield str(cubes_of(publication).villages[key // 8]), one


def cells_reached(
    publication: Publication, asked: HouseholdFilter, scope: Scope, step: str
) -> tuple[Whole, Whole]:
    """Cells with households that a filter asks for and that reached a step, and how many each."""
    found = _matching(publication, asked, scope)
    has = np.array([STEPS[step](kinds) for kinds in range(8)])
    return np.unique(found.cell[has[found.kinds]], return_counts=True)


def reached_condition(step: str) -> Q:
    """That a household reached a step, as a condition on `people.Household`."""
    visited, helped, exited = (Q(event_of(kind, "household_id")) for kind in _BITS)
    if step == "waiting":
        return visited & ~helped
    return {"visited": visited, "helped": helped, "exited": exited}[step]


def _matching(publication: Publication, asked: HouseholdFilter, scope: Scope) -> _Matching:
    """Households with an event that a filter asks for."""
    cubes = cubes_of(publication)
    cells, facts, kinds = _events(publication)
    rows = asked.matching(publication, cubes, scope).rows
    if not len(rows) or not len(cells):
        return _Matching(*[np.zeros(0, np.int64)] * 3)
    village_of = np.full(int(max(cubes.households["cell"].max(), cells.max())) + 1, -1, np.int64)
    village_of[cubes.households["cell"][rows]] = cubes.households.village[rows]
    village = np.where(cells >= 0, village_of[np.maximum(cells, 0)], -1)
    wanted = np.flatnonzero((village >= 0) & asked.is_of(publication, facts))
    return _Matching(village[wanted], cells[wanted], kinds[wanted])


def _events(publication: Publication) -> tuple[Whole, Whole, Whole]:
    """Cell, facts and kinds (bits of `_BITS`) of every household that has an event."""
    held = _held.of(publication, _Read)
    with held.lock:
        _renew(publication, held)
        given = (held.cells, held.facts, held.kinds)
        cells, facts, kinds = (np.array(items, dtype=np.int64) for items in given)
        return cells, facts, kinds


def _renew(publication: Publication, held: _Read) -> None:
    """Read events that came since; all of them when some went."""
    stamp = _stamp()
    if stamp == held.stamp:
        return
    count, last, _ = held.stamp
    new = HouseholdEvent.objects.filter(pk__gt=last or 0)
    if last is None or new.count() + count != stamp[0] or not _is_there(held.stamp):
        held.forget()
        new = HouseholdEvent.objects.filter(pk__lte=stamp[1] or 0)
    events = list(
        new.filter(pk__lte=stamp[1] or 0).order_by("pk").values_list("household_id", "kind")
    )
    unknown = list(dict.fromkeys(name for name, _ in events if name not in held.places))
    for first in range(0, len(unknown), _AT_ONCE):
        names = unknown[first : first + _AT_ONCE]
        rows = Household.objects.filter(publication=publication, household_id__in=names)
        told = rows.order_by().values_list("household_id", "cell", "facts")
        known: dict[str, Any] = {name: more for name, *more in told}
        for name in names:
            cell, facts = known.get(name, (-1, 0))
            held.places[name] = len(held.cells)
            held.cells.append(cell)
            held.facts.append(facts)
            held.kinds.append(0)
    for name, kind in events:
        held.kinds[held.places[name]] |= _BITS[HouseholdEvent.Kind(kind)]
    held.stamp = stamp


def _stamp() -> _Stamp:
    last = HouseholdEvent.objects.order_by("-pk").values_list("pk", "recorded_at").first()
    return EMPTY if last is None else (HouseholdEvent.objects.count(), *last)


def _is_there(stamp: _Stamp) -> bool:
    """Whether the last event that was read is still the one of its number."""
    _, last, at = stamp
    if last is None or at is None:
        return False
    return HouseholdEvent.objects.filter(pk=last, recorded_at=at).exists()
