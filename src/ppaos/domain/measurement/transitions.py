"""Households seen in two rounds: which pattern each left and which it came to."""

from ppaos.domain import relations as ir
from ppaos.domain.measurement.cube import whole_sum
from ppaos.domain.measurement.profiles import BITS


def transitions(earlier: ir.Table, later: ir.Table, *, key: str, area: str) -> ir.Table:
    """Counts of households by area and pair of patterns, for those in both rounds.

    In: two profile tables. Out: one row per (area in the later round, deprived and missing in each
    round), with `households` and `people` (of the later round), int64. Households of one round
    only are not in it; they are counted by `unmatched`.
    """
    first = earlier.select(key, **{f"{name}_0": earlier[name] for name in BITS})
    both = later.inner_join(first, key)
    by = [area, "deprived_0", "missing_0", "deprived", "missing"]
    return both.group_by(by).aggregate(households=both.count(), people=whole_sum(both["people"]))


def unmatched(one: ir.Table, other: ir.Table, *, key: str) -> ir.Table:
    """One row: households and people of `one` that `other` does not have."""
    alone = one.anti_join(other, key)
    return alone.aggregate(households=alone.count(), people=whole_sum(alone["people"]))
