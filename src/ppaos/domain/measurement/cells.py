"""Cells of a cube as arrays: the form in which numpy estimates read it.

In: the columns of a cube table. Out: patterns numbered once, areas and groups as codes, and the
mass that each area or group holds of each pattern. Cells are put in one canonical order first, so
that no result depends on how an engine returned its rows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ppaos.domain.arrays import Floats, Whole
from ppaos.domain.measurement.measures import Base, gap_lines, totals

Unit = Literal["people", "households"]
MISSING_LABEL: Final = ""


@dataclass(frozen=True)
class Factor:
    """A text column as codes: `labels[codes[i]]` is the value of cell i. Labels are sorted."""

    codes: Whole
    labels: tuple[str, ...]

    @classmethod
    def of(cls, codes: Whole, labels: Sequence[str | None]) -> "Factor":
        """Factor from any encoding; a missing value becomes the empty text."""
        texts = np.array(
            [MISSING_LABEL if item is None else str(item) for item in labels], dtype=str
        )
        used = np.unique(codes)
        known, place = np.unique(texts[used], return_inverse=True)
        lookup = np.zeros(len(texts), dtype=np.int64)
        lookup[used] = place
        return cls(lookup[codes], tuple(map(str, known)))

    def trimmed(self) -> "Factor":
        """The factor without labels that no cell has."""
        used, place = np.unique(self.codes, return_inverse=True)
        return Factor(place.astype(np.int64), tuple(self.labels[code] for code in used))

    def map(self, rename: Callable[[str], str]) -> "Factor":
        """The factor with every label renamed; labels that become equal are joined."""
        names = [rename(label) for label in self.labels]
        known, place = np.unique(np.array(names, dtype=str), return_inverse=True)
        return Factor(place[self.codes].astype(np.int64), tuple(map(str, known)))


@dataclass(frozen=True)
class Cells:
    """Cube rows; every array has shape [cells]."""

    deprived: Whole
    missing: Whole
    households: Whole
    people: Whole
    factors: Mapping[str, Factor]
    """Areas, groups, waves, PSUs and strata by column name."""
    gaps: Mapping[tuple[str, int, str], Whole]
    """(indicator, power, people | units) -> gap sums in trillionths of the line."""
    weight: Floats
    """Sampling weight of one unit; 1 in a census."""
    fpc: Floats | None = None

    def __len__(self) -> int:
        return len(self.deprived)

    @cached_property
    def patterns(self) -> tuple[Whole, Whole, Whole]:
        """Distinct deprived and missing patterns, and the number of each cell's pattern."""
        width = int(self.missing.max(initial=0)).bit_length()
        if int(self.deprived.max(initial=0)).bit_length() + width < 63:
            keys, place = np.unique(self.deprived << width | self.missing, return_inverse=True)
            return keys >> width, keys & ((1 << width) - 1), place.astype(np.int64)
        pairs = np.column_stack([self.deprived, self.missing])
        known, place = np.unique(pairs, axis=0, return_inverse=True)
        return known[:, 0], known[:, 1], place.reshape(-1).astype(np.int64)

    def ordered(self) -> "Cells":
        """The same cells in canonical order: factors by name, patterns, weight, all counts."""
        return self.at(np.lexsort(self._keys(sorted(self.factors))))

    def with_row_numbers(self, name: str) -> "Cells":
        """The same cells in canonical order, each a label of its own in factor `name`.

        The numbers depend on what the cells hold, not on the order in which they came.
        """
        made = self.ordered()
        width = len(str(len(made)))
        labels = tuple(f"{row:0{width}d}" for row in range(len(made)))
        own = Factor(np.arange(len(made), dtype=np.int64), labels)
        return replace(made, factors={**made.factors, name: own})

    def _keys(self, names: Sequence[str]) -> list[Whole | Floats]:
        """Sort keys, the last one first."""
        keys: list[Whole | Floats] = [] if self.fpc is None else [self.fpc]
        keys += [self.gaps[key] for key in sorted(self.gaps, reverse=True)]
        keys += [self.households, self.people, self.weight, self.missing, self.deprived]
        return keys + [self.factors[name].codes for name in reversed(names)]

    def at(self, chosen: NDArray[np.bool_] | Whole) -> "Cells":
        """Chosen cells (mask or positions); factors keep all their labels."""
        return replace(
            self,
            deprived=self.deprived[chosen],
            missing=self.missing[chosen],
            households=self.households[chosen],
            people=self.people[chosen],
            factors={
                name: Factor(item.codes[chosen], item.labels) for name, item in self.factors.items()
            },
            gaps={key: value[chosen] for key, value in self.gaps.items()},
            weight=self.weight[chosen],
            fpc=None if self.fpc is None else self.fpc[chosen],
        )

    def trimmed(self) -> "Cells":
        """The same cells with only the labels that occur in them."""
        return replace(self, factors={name: item.trimmed() for name, item in self.factors.items()})

    def mass(self, unit: Unit) -> Floats:
        """Weighted people or households of each cell."""
        return self.weight * (self.people if unit == "people" else self.households)

    def gap_mass(self, indicator: str, power: int, unit: Unit) -> Floats:
        """Weighted sum of the gap over the people or households of each cell, in lines."""
        kind = "people" if unit == "people" else "units"
        return self.weight * gap_lines(self.gaps[(indicator, power, kind)])


def sums_by(cells: Cells, factor: Factor, base: Base, *, unit: Unit) -> Floats:
    """Totals of every base column for each label of `factor`: float64 [labels, columns].

    `base` must have been made over `cells.patterns`.
    """
    _, _, place = cells.patterns
    shape = (len(factor.labels), len(base.values))

    def matrix(values: Floats) -> sparse.csr_array:
        return sparse.csr_array((values, (factor.codes, place)), shape=shape)

    gaps = {
        (name, power): matrix(cells.gap_mass(name, power, unit))
        for _, name, power in base.gap_columns
    }
    return totals(matrix(cells.mass(unit)), base, gaps)


def roll_up_sums(sums: Floats, place: Whole, parents: int) -> Floats:
    """Totals of finer areas added up to their parents: float64 [parents, columns].

    `place[i]` is the parent of area i. Whole-number columns add up exactly.
    """
    ones = np.ones(len(place))
    gather = sparse.csr_array((ones, (place, np.arange(len(place)))), shape=(parents, len(place)))
    return np.asarray(gather @ sums)
