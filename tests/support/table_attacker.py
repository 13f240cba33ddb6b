"""Somebody who knows every published count and works out the withheld ones, exactly.

In: counts over a tree of areas, what was withheld, and everything that ties the counts together.
Out: the smallest and largest whole number that each withheld cell can be, found by integer
programming. Slow and obvious; nothing of `ppaos.domain.privacy.disclosure` is used.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

LARGEST = 10_000


@dataclass(frozen=True)
class Knowledge:
    """What ties columns to each other in every area."""

    within: Mapping[str, str]
    """Column -> column that it is a part of."""
    covers: Mapping[str, Sequence[str]]
    """Column -> columns in at least one of which each of its people is."""
    households_of: Mapping[str, str]
    """Column of households -> column of the people who live in them."""


@dataclass
class Attacker:
    """Constraints over one variable per column and area."""

    columns: Sequence[str]
    parents: Sequence[int]
    knowledge: Knowledge

    def __post_init__(self) -> None:
        self._rows: list[dict[int, int]] = []
        self._most: list[float] = []
        for area in range(len(self.parents)):
            self._know(area)

    def variable(self, column: str, area: int) -> int:
        return self.columns.index(column) * len(self.parents) + area

    def intervals(
        self,
        counts: Mapping[str, np.ndarray],
        hidden: Mapping[str, np.ndarray],
        asked: Mapping[str, np.ndarray] | None = None,
    ) -> dict[tuple[str, int], tuple[int, int]]:
        """Smallest and largest possible count of each asked cell (all hidden ones by default).

        `hidden` and `asked`: booleans of shape [areas] by column; all that is not hidden is known.
        """
        size = len(self.columns) * len(self.parents)
        known = np.concatenate([~hidden[name] for name in self.columns])
        values = np.concatenate([counts[name] for name in self.columns])
        bounds = Bounds(np.where(known, values, 0), np.where(known, values, LARGEST))
        ties = LinearConstraint(self._matrix(size), 0, self._most)
        wanted = hidden if asked is None else asked
        return {
            (name, int(area)): self._interval(self.variable(name, int(area)), ties, bounds)
            for name in self.columns
            for area in np.flatnonzero(wanted[name])
        }

    def _interval(self, place: int, ties: LinearConstraint, bounds: Bounds) -> tuple[int, int]:
        found = []
        for sign in (1, -1):
            aim = np.zeros(len(bounds.lb))
            aim[place] = sign
            made = milp(
                aim, constraints=ties, integrality=np.ones(len(aim), np.int8), bounds=bounds
            )
            assert made.status == 0, made.message
            found.append(round(sign * made.fun))
        return found[0], found[1]

    def _matrix(self, size: int) -> sparse.csr_array:
        places = [(place, *item) for place, row in enumerate(self._rows) for item in row.items()]
        rows, variables, factors = zip(*places, strict=True)
        return sparse.csr_array((factors, (rows, variables)), shape=(len(self._rows), size))

    def _know(self, area: int) -> None:
        parts = [other for other, parent in enumerate(self.parents) if parent == area]

        def at(column: str) -> int:
            return self.variable(column, area)

        for column in self.columns:
            if parts:
                sums = {self.variable(column, part): -1 for part in parts}
                self._add({at(column): 1, **sums}, most=0)
        for part, whole in self.knowledge.within.items():
            self._add({at(whole): 1, at(part): -1})
        for whole, parts_of in self.knowledge.covers.items():
            self._add({at(whole): -1, **{at(part): 1 for part in parts_of}})
        homes = self.knowledge.households_of
        for home, people in homes.items():
            self._add({at(people): 1, at(home): -1})
            if home in self.knowledge.within:  # those not counted also live in households
                home_whole = self.knowledge.within[home]
                whole = homes[home_whole]
                self._add({at(whole): 1, at(people): -1, at(home_whole): -1, at(home): 1})

    def _add(self, row: dict[int, int], most: float = np.inf) -> None:
        """Know that the sum of the row is from 0 to `most`."""
        self._rows.append(row)
        self._most.append(most)
