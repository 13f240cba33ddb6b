"""Ours: Parquet to profiles to cube to every measure, as the program works inside.

It makes more than the peers (bands, distributions of deprivations, counts, shares). Like theirs,
the answer is a table for each level and cutoff, before it is written as long rows.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from benchmarks.persons.work import COLUMNS, CUTOFFS, DIMENSIONS, LEVELS, Done, Table
from ppaos.adapters.arrow_tables import cells as cells_of
from ppaos.domain.measurement.cells import Cells
from ppaos.domain.measurement.cube import AREA, count
from ppaos.domain.measurement.estimates import EstimateBlock
from ppaos.domain.measurement.instrument import Identification
from ppaos.domain.measurement.profiles import profile
from ppaos.engine.backends import connect
from ppaos.workflows.estimate.inputs import instrument_of_columns
from ppaos.workflows.measure.area_estimates import AreaTotals, area_blocks

ENGINE = connect()
INSTRUMENT = instrument_of_columns(DIMENSIONS)


def estimate(file: Path) -> Done:
    """All measures at three levels under both cutoffs."""
    return again(hold(file))


def hold(file: Path) -> Cells:
    """The counts in memory, for questions to come."""
    profiles = profile(ENGINE.parquet([file]), INSTRUMENT, keep={AREA: "subdistrict"})
    return cells_of(ENGINE.arrow(count(profiles, by=(AREA,))), factors=(AREA,))


def again(cells: Cells) -> Done:
    """The same from counts that are in memory."""
    blocks: dict[Fraction, list[EstimateBlock]] = {}
    for k in CUTOFFS:
        scheme = replace(INSTRUMENT.scheme, identification=Identification("k", k=k))
        totals = AreaTotals.of(cells, INSTRUMENT, scheme, level="subdistrict")
        blocks[k] = list(area_blocks(totals, INSTRUMENT, scheme, t="", levels=tuple(LEVELS)))
    return Done(lambda: _tables(blocks), {"cells": len(cells)})


def _tables(blocks: Mapping[Fraction, list[EstimateBlock]]) -> dict[tuple[Fraction, str], Table]:
    tables = {}
    for k, some in blocks.items():
        for block in some:
            at = {
                f"{measure}:{indicator}": place
                for place, (measure, indicator, _) in reversed(list(enumerate(block.measures)))
            }
            places = [at[name if ":" in name else f"{name}:"] for name in COLUMNS]
            tables[(k, block.constants["loa"])] = (
                list(block.subgroups),
                np.asarray(block.b[:, places]),
            )
    return tables
