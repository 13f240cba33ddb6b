"""From cells of a census to estimates at every area level and group, under several schemes.

The finest level is counted once; every other level is a sum of it, so that totals of levels agree
by construction.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np

from ppaos.domain.area.codes import parent_of
from ppaos.domain.arrays import Floats, Whole
from ppaos.domain.measurement.cells import Cells, Factor, roll_up_sums, sums_by
from ppaos.domain.measurement.estimates import EstimateBlock, census_block, constants
from ppaos.domain.measurement.instrument import Instrument, Scheme
from ppaos.domain.measurement.measures import Base, base

LOA_OF_LEVEL = {"country": "nat"}


@dataclass(frozen=True)
class LevelTotals:
    """Totals of one area level; arrays [places, base columns]."""

    name: str
    codes: tuple[str, ...]
    people: Floats
    households: Floats


@dataclass(frozen=True)
class AreaTotals:
    """Totals of the finest level, from which all others are summed."""

    base: Base
    finest: LevelTotals

    @classmethod
    def of(
        cls, cells: Cells, instrument: Instrument, scheme: Scheme, *, level: str
    ) -> "AreaTotals":
        """Count the base columns of every area of `level`, the level of the cells."""
        deprived, missing, _ = cells.patterns
        columns = base(deprived, missing, instrument, scheme)
        area = cells.factors["area_code"]
        people = sums_by(cells, area, columns, unit="people")
        households = sums_by(cells, area, columns, unit="households")
        return cls(columns, LevelTotals(level, area.labels, people, households))

    def level(self, name: str) -> LevelTotals:
        """Totals of a level: the finest itself, or sums of it."""
        if name == self.finest.name:
            return self.finest
        codes, place = _parents(self.finest.codes, name)
        people = roll_up_sums(self.finest.people, place, len(codes))
        households = roll_up_sums(self.finest.households, place, len(codes))
        return LevelTotals(name, codes, people, households)


@lru_cache(maxsize=32)
def _parents(codes: tuple[str, ...], level: str) -> tuple[tuple[str, ...], Whole]:
    """Areas of `level` in order, and the place among them of each area of `codes`."""
    names = np.array([parent_of(code, level) for code in codes], dtype=str)
    known, place = np.unique(names, return_inverse=True)
    return tuple(map(str, known)), place.astype(np.int64)


def area_blocks(
    totals: AreaTotals, instrument: Instrument, scheme: Scheme, *, t: str, levels: Sequence[str]
) -> Iterator[EstimateBlock]:
    """One block of estimates for each level, coarsest first."""
    whole = totals.level("country")
    for name in levels:
        level = totals.level(name)
        yield census_block(
            level.people,
            level.households,
            totals.base,
            subgroups=level.codes,
            whole=(whole.people[0], whole.households[0]),
            constants=constants(instrument, scheme, loa=LOA_OF_LEVEL.get(name, name), t=t),
            unit="people",
        )


def group_blocks(
    cells: Cells,
    instrument: Instrument,
    scheme: Scheme,
    *,
    t: str,
    over: Sequence[str],
    levels: Sequence[str],
) -> Iterator[EstimateBlock]:
    """Estimates of each group of `over`, alone and crossed with each level except the country.

    A crossing has `loa` such as `province*has_children` and `subg` such as `41*yes`.
    """
    deprived, missing, _ = cells.patterns
    columns = base(deprived, missing, instrument, scheme)
    for name in over:
        for level in levels:
            crossed = _cross(cells, name, level)
            people = sums_by(cells, crossed, columns, unit="people")
            households = sums_by(cells, crossed, columns, unit="households")
            keep = np.asarray(households.any(axis=1))
            loa = name if level == "country" else f"{level}*{name}"
            yield census_block(
                people[keep],
                households[keep],
                columns,
                subgroups=[label for label, kept in zip(crossed.labels, keep, strict=True) if kept],
                whole=(people.sum(axis=0), households.sum(axis=0)),
                constants=constants(instrument, scheme, loa=loa, t=t),
                unit="people",
            )


def cross(left: Factor, right: Factor) -> Factor:
    """Every pair of labels that could occur, as `left*right`."""
    codes = left.codes * len(right.labels) + right.codes
    labels = [f"{a}*{b}" for a in left.labels for b in right.labels]
    return Factor(codes, tuple(labels))


def _cross(cells: Cells, group: str, level: str) -> Factor:
    factor = cells.factors[group]
    if level == "country":
        return factor
    return cross(cells.factors["area_code"].map(partial(parent_of, level=level)), factor)
