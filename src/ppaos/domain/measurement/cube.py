"""From profiles to counts: the table that every estimate reads.

One row per area, group and pattern (deprived, not applicable, missing); with a survey design also
per PSU, stratum, sampling weight and population correction. Households and people are whole numbers
and the weight is part of the key, so that no sum depends on the order in which rows arrived: any
engine, any split of the files and any permutation gives the same cube to the last digit.
"""

from collections.abc import Sequence
from typing import Final

from ppaos.domain import relations as ir
from ppaos.domain.area.codes import parent_code
from ppaos.domain.measurement.gap_columns import (
    cube_column,
    indicator_of_profile,
    parts_of_cube,
    profile_column,
)
from ppaos.domain.measurement.profiles import BITS, GAP_UNITS

AREA: Final = "area_code"


def count(profiles: ir.Table, *, by: Sequence[str]) -> ir.Table:
    """Cube of a profile table.

    Key: the columns of `by` and the bit columns. Measures: `households` (rows, int64), `people`
    (int64) and, per cardinal indicator, sums of the gap and its square over households
    (`gap1_units_NAME`, `gap2_units_NAME`) and over people (`gap1_people_NAME`,
    `gap2_people_NAME`), in whole trillionths of the line (int64).
    Null keys form a group of their own; they are never dropped.
    """
    gaps = [item for name in profiles.columns if (item := indicator_of_profile(name)) is not None]
    measures = {"households": profiles.count(), "people": whole_sum(profiles["people"])}
    for name in gaps:
        gap = profiles[profile_column(name)]
        share = gap.cast("float64") / float(GAP_UNITS)
        square = (share * share * float(GAP_UNITS) + 0.5).floor().cast("int64")
        for power, whole in ((1, gap), (2, square)):
            measures[cube_column(power, "units", name)] = whole_sum(whole)
            measures[cube_column(power, "people", name)] = whole_sum(whole * profiles["people"])
    return profiles.group_by([*by, *BITS]).aggregate(**measures)


def roll_up(
    cube: ir.Table, level: str, *, by: Sequence[str] = (), patterns: bool = True
) -> ir.Table:
    """The cube at a higher area level; `patterns=False` drops "not applicable" from the key.

    Not applicable counts as not deprived in every measure, so measures do not need it.
    """
    kept = [*by, *(BITS if patterns else ("deprived", "missing"))]
    sums = [
        name
        for name in cube.columns
        if name in ("households", "people") or parts_of_cube(name) is not None
    ]
    coarse = cube.mutate(**{AREA: parent_code(cube[AREA], level)})
    return coarse.group_by([AREA, *kept]).aggregate(
        **{name: whole_sum(coarse[name]) for name in sums}
    )


def merge(cube: ir.Table, *, by: Sequence[str]) -> ir.Table:
    """Add up cells that share the columns of `by`."""
    sums = [
        name
        for name in cube.columns
        if name in ("households", "people") or parts_of_cube(name) is not None
    ]
    return cube.group_by(list(by)).aggregate(**{name: whole_sum(cube[name]) for name in sums})


def whole_sum(whole: ir.IntegerValue) -> ir.IntegerValue:
    """Sum that stays a whole number of 64 bits.

    DuckDB sums into 128 bits, which Parquet would hold as floats of 53; Ibis takes a cast to int64
    for idle and leaves it out, hence the way through decimals.
    """
    return ir.whole(ir.whole_column(whole).sum().cast("decimal(38, 0)").cast("int64"))
