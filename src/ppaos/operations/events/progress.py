"""How far the work with the households of a publication came, as cells of its cube.

Joining events to households in the database costs seconds for a province, so a process keeps, for
each household that has an event, its cell and which kinds of event it has, and reads only events
that are new since. A cell lies in one village and says everything that a target asks for.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import numpy as np
from django.db.models import Q

from ppaos.domain.area.scope import Scope
from ppaos.domain.arrays import Whole
from ppaos.domain.casework.steps import CaseStep, EventKind
from ppaos.operations.events.models import HouseholdEvent
from ppaos.operations.events.queries import event_of
from ppaos.operations.people.models import Household
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.publication_cache import PublicationCache
from ppaos.operations.results.conditions.condition import CellsInQuestion, Flags
from ppaos.operations.results.cube import HELD, cubes_of
from ppaos.operations.results.filters import HouseholdFilter

_BITS: Final = {kind: 1 << place for place, kind in enumerate(EventKind)}
_AT_ONCE: Final = 900
_Stamp = tuple[int, int | None, datetime | None]
EMPTY: Final[_Stamp] = (0, None, None)


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


def steps_by_village(
    publication: Publication, asked: HouseholdFilter, scope: Scope
) -> Iterator[tuple[str, Counter[CaseStep]]]:
    """(village code, households at each step) of the households that a filter asks for.

    Steps that need an event only. Villages without any are left out; the code is empty where the
    village is not known.
    """
    rows = asked.matching(publication, cubes_of(publication), scope).rows
    found = _matching(publication, rows, lambda facts: asked.holds_for(publication, facts))
    villages, place = np.unique(found.village, return_inverse=True)
    counts = {
        step: np.bincount(place[_holds(step)[found.kinds]], minlength=len(villages)).tolist()
        for step in CaseStep
        if step.needs_event
    }
    codes = cubes_of(publication).villages[villages].tolist()
    for at, code in enumerate(codes):
        yield code, Counter({step: held[at] for step, held in counts.items() if held[at]})


def households_at(given: CellsInQuestion, step: CaseStep) -> Whole:
    """How many of the households in question of each cell stand at a step: int64 [cells]."""
    rows, households = given.matching.rows, given.matching.households
    if not len(rows):
        return households
    found = _matching(given.publication, rows, given.holds_for)
    # of a step at which most stand without an event, those who do not are counted
    wanted = _holds(step) if step.needs_event else ~_holds(step)
    known, counts = np.unique(found.cell[wanted[found.kinds]], return_counts=True)
    cells = given.cubes.households["cell"][rows]
    counted = np.zeros(int(max(cells.max(), known.max(initial=0))) + 1, dtype=np.int64)
    counted[known] = counts
    told = np.asarray(counted[cells])
    return told if step.needs_event else households - told


def at_step(step: CaseStep) -> Q:
    """That a household stands at a step, as a condition on `people.Household`."""
    found = Q()
    for kind in EventKind:
        if kind in step.recorded:
            found &= Q(event_of(kind, "household_id"))
        if kind in step.missing:
            found &= ~Q(event_of(kind, "household_id"))
    return found


def _holds(step: CaseStep) -> Flags:
    """Whether a household stands at a step: bool [bits of kinds]."""
    return np.array(
        [
            step.holds([kind for kind, bit in _BITS.items() if bits & bit])
            for bits in range(1 << len(EventKind))
        ]
    )


def _matching(
    publication: Publication, rows: Whole, holds_for: Callable[[Whole], Flags]
) -> _Matching:
    """Households with an event in the given rows of the cube, of facts that are asked for."""
    cubes = cubes_of(publication)
    cells, facts, kinds = _events(publication)
    if not len(rows) or not len(cells):
        return _Matching(*[np.zeros(0, np.int64)] * 3)
    village_of = np.full(int(max(cubes.households["cell"].max(), cells.max())) + 1, -1, np.int64)
    village_of[cubes.households["cell"][rows]] = cubes.households.village[rows]
    village = np.where(cells >= 0, village_of[np.maximum(cells, 0)], -1)
    wanted = np.flatnonzero((village >= 0) & holds_for(facts))
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
        held.kinds[held.places[name]] |= _BITS[EventKind(kind)]
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
