"""What changed between survey rounds of a complete count: measures, and households in and out.

Rows follow the long output of changes. `ctype`: `abs` difference, `rel` per cent (`ann` 1: per
year); for households found in both rounds, `panel` shares and rates of entries, exits, stayers
and never poor, and the same as counts of households and people (`panel_households`,
`panel_people`). Households of one round only are counted as `only_t0` and `only_t1`.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ppaos.domain.area.codes import LEVELS, parent_of
from ppaos.domain.arrays import Floats
from ppaos.domain.inference.change import census_changes, wave_pairs
from ppaos.domain.inference.linearisation import linearise
from ppaos.domain.inference.survey_design import simple_random
from ppaos.domain.measurement.cells import Cells, Factor
from ppaos.domain.measurement.cube import AREA
from ppaos.domain.measurement.estimates import EstimateBlock, constants
from ppaos.domain.measurement.instrument import Instrument, Scheme
from ppaos.domain.measurement.measures import score
from ppaos.domain.measurement.panel import FLOW_MEASURES, FLOWS, flow_masses, flow_ratios
from ppaos.domain.measurement.transitions import transitions, unmatched
from ppaos.domain.presence import present
from ppaos.engine.backends import Engine
from ppaos.workflows.measure.area_estimates import LOA_OF_LEVEL, AreaTotals, area_blocks

CHANGE_LEVELS = tuple(level for level in LEVELS if level != "village")
Names = tuple[tuple[str, str, str], ...]
_CHANGING = (
    "H",
    "A",
    "M0",
    "hd",
    "hdk",
    "actb",
    "poor_people",
    "poor_households",
    "people",
    "households",
)
_ORDER = (AREA, "deprived_0", "missing_0", "deprived", "missing")


def round_changes(
    engine: Engine,
    profiles: Sequence[Path],
    cells: Cells,
    instrument: Instrument,
    rounds: Sequence[int],
    scheme: Scheme,
) -> Iterator[dict[str, Any]]:
    """Long change columns for rounds that follow each other, and for the first and the last."""
    blocks = [_blocks(cells, instrument, scheme, number) for number in rounds]
    for level in CHANGE_LEVELS:
        yield from _differences([block[level] for block in blocks], rounds)
    for first, last in wave_pairs(len(rounds)):
        yield from _panel(engine, profiles, instrument, scheme, rounds[first], rounds[last])


def _blocks(
    cells: Cells, instrument: Instrument, scheme: Scheme, number: int
) -> Mapping[str, EstimateBlock]:
    factor = cells.factors["round_be"]
    own = cells.at(factor.codes == factor.labels.index(str(number))).trimmed()
    totals = AreaTotals.of(own, instrument, scheme, level="village")
    made = area_blocks(totals, instrument, scheme, t=str(number), levels=CHANGE_LEVELS)
    return dict(zip(CHANGE_LEVELS, made, strict=True))


def _differences(
    blocks: Sequence[EstimateBlock], rounds: Sequence[int]
) -> Iterator[dict[str, Any]]:
    """Changes of the areas that every round has."""
    columns = [place for place, item in enumerate(blocks[0].measures) if item[0] in _CHANGING]
    shared = sorted(set.intersection(*[set(block.subgroups) for block in blocks]))
    places = [[block.subgroups.index(code) for code in shared] for block in blocks]
    b = np.stack(
        [block.b[np.ix_(rows, columns)] for block, rows in zip(blocks, places, strict=True)]
    )
    names = tuple(blocks[0].measures[place] for place in columns)
    for item in census_changes(b, years=[float(number) for number in rounds]):
        n = blocks[item.t1].n[places[item.t1]]
        span = (rounds[item.t0], rounds[item.t1])
        fixed = {name: value for name, value in blocks[0].constants.items() if name != "t"}
        yield _rows(item.b, names, shared, n, fixed, item.ctype, span, ann=item.ann)


def _panel(
    engine: Engine,
    profiles: Sequence[Path],
    instrument: Instrument,
    scheme: Scheme,
    first: int,
    last: int,
) -> Iterator[dict[str, Any]]:
    table = engine.parquet(profiles)
    before, after = (
        table.filter(table["round_be"] == first),
        table.filter(table["round_be"] == last),
    )
    key = present(instrument.key, "the key of the instrument")
    moved = engine.arrow(transitions(before, after, key=key, area=AREA))
    moved = moved.sort_by([(name, "ascending") for name in _ORDER])
    span = (first, last)
    fixed = {
        name: value
        for name, value in constants(instrument, scheme, loa="nat", t="").items()
        if name != "t"
    }
    alone = [
        engine.arrow(unmatched(one, other, key=key)).column("households")[0].as_py()
        for one, other in ((before, after), (after, before))
    ]
    lonely: Names = (("only_t0", "", ""), ("only_t1", "", ""))
    yield _rows(
        np.array([alone], dtype=float),
        lonely,
        ["nat"],
        np.array([sum(alone)]),
        fixed,
        "panel_households",
        span,
    )
    if not len(moved):
        return
    was_poor, is_poor, known = _poor(moved, instrument, scheme)
    areas = moved[AREA].combine_chunks().dictionary_encode()
    village = Factor.of(areas.indices.to_numpy().astype(np.int64), areas.dictionary.to_pylist())
    for level in CHANGE_LEVELS:
        factor = village.map(partial(parent_of, level=level))
        domain = np.where(known, factor.codes, -1)
        yield from _flows(
            moved,
            (was_poor, is_poor),
            domain,
            factor.labels,
            fixed | {"loa": LOA_OF_LEVEL.get(level, level)},
            span,
        )


def _flows(
    moved: pa.Table,
    poor: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    domain: NDArray[np.int64],
    labels: Sequence[str],
    fixed: Mapping[str, str],
    span: tuple[int, int],
) -> Iterator[dict[str, Any]]:
    people, households = (moved[name].to_numpy().astype(float) for name in ("people", "households"))
    y, x = flow_ratios(*poor)
    ratios = linearise(y, x, people, domain, len(labels), simple_random(len(moved))).b
    counts = {
        "panel_people": flow_masses(*poor, people, domain, len(labels)),
        "panel_households": flow_masses(*poor, households, domain, len(labels)),
    }
    n = counts["panel_households"].sum(axis=1).astype(np.int64)
    yield _rows(ratios, _named(FLOW_MEASURES), labels, n, fixed, "panel", span)
    for ctype, masses in counts.items():
        yield _rows(masses, _named(FLOWS), labels, n, fixed, ctype, span)


def _named(measures: Sequence[str]) -> Names:
    return tuple((name, "", "") for name in measures)


def _poor(
    moved: pa.Table, instrument: Instrument, scheme: Scheme
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    was, now = (
        score(
            moved[deprived].to_numpy(),
            moved[missing].to_numpy(),
            scheme,
            instrument.dimension_members(),
        )
        for deprived, missing in (("deprived_0", "missing_0"), ("deprived", "missing"))
    )
    return was.is_poor, now.is_poor, was.in_sample & now.in_sample


def _rows(
    b: Floats,
    names: Names,
    subgroups: Sequence[str],
    n: NDArray[np.int64],
    fixed: Mapping[str, str],
    ctype: str,
    span: tuple[int, int],
    *,
    ann: bool = False,
) -> dict[str, Any]:
    se = np.where(np.isnan(b), np.nan, 0.0)
    times = {"ctype": ctype, "ann": str(int(ann)), "t0": str(span[0]), "t1": str(span[1])}
    return EstimateBlock(b, se, b, b, names, tuple(subgroups), n, {**fixed, **times}).rows()
