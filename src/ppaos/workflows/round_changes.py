"""What changed between survey rounds of a census: measures, and households that got in and out.

Rows of changes follow the long output with `ctype` (`abs` difference, `rel` per cent) and `ann`
(1: per year). Households found in both rounds give `entry`, `exit`, `stayer` and `never` (shares of
the people in matched households, `ctype` = `panel`), and `exit_rate` and `entry_rate` (of those
who could leave, or fall in).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from ppaos.domain.areas import LEVELS, parent_of
from ppaos.domain.cells import Cells, Factor
from ppaos.domain.cube import AREA
from ppaos.domain.estimates import Block
from ppaos.domain.instrument import Instrument, Scheme
from ppaos.domain.measures import Floats, score
from ppaos.domain.transitions import transitions
from ppaos.engine.backends import Engine
from ppaos.workflows.area_estimates import AreaTotals, area_blocks

CHANGE_LEVELS = tuple(level for level in LEVELS if level != "village")
_RATIOS = ("H", "A", "M0", "hd", "hdk", "actb", "poor_people", "poor_households", "people", "households")
_PANEL = ("entry", "exit", "stayer", "never", "entry_rate", "exit_rate")


def round_changes(
    engine: Engine,
    profiles: Sequence[Path],
    cells: Cells,
    instrument: Instrument,
    rounds: Sequence[int],
    scheme: Scheme,
) -> Iterator[dict[str, Any]]:
    """Long change columns for every pair of rounds that follow each other, and for the outer pair."""
    pairs = list(pairwise(rounds))
    if len(rounds) > 2:
        pairs.append((rounds[0], rounds[-1]))
    blocks = {number: _blocks(cells, instrument, scheme, number) for number in rounds}
    for first, last in pairs:
        for level in CHANGE_LEVELS:
            yield from _differences(blocks[first][level], blocks[last][level], first, last)
        yield from _panel(engine, profiles, instrument, scheme, first, last)


def _blocks(cells: Cells, instrument: Instrument, scheme: Scheme, number: int) -> Mapping[str, Block]:
    factor = cells.factors["round_be"]
    own = cells.at(factor.codes == factor.labels.index(str(number))).trimmed()
    totals = AreaTotals.of(own, instrument, scheme, level="village")
    made = area_blocks(totals, instrument, scheme, t=str(number), levels=CHANGE_LEVELS)
    return dict(zip(CHANGE_LEVELS, made, strict=True))


def _differences(before: Block, after: Block, first: int, last: int) -> Iterator[dict[str, Any]]:
    columns = [place for place, item in enumerate(before.measures) if item[0] in _RATIOS]
    shared = sorted(set(before.subgroups) & set(after.subgroups))
    left = [before.subgroups.index(code) for code in shared]
    right = [after.subgroups.index(code) for code in shared]
    b0, b1 = before.b[np.ix_(left, columns)], after.b[np.ix_(right, columns)]
    years = last - first
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(b0 > 0, b1 / b0, np.nan)
        values = {
            ("abs", "0"): b1 - b0,
            ("abs", "1"): (b1 - b0) / years,
            ("rel", "0"): 100 * (share - 1),
            ("rel", "1"): 100 * (share ** (1 / years) - 1),
        }
    names = tuple(before.measures[place] for place in columns)
    for (ctype, ann), b in values.items():
        yield _rows(b, names, shared, after.n[right], before.constants, ctype, ann, first, last)


def _panel(
    engine: Engine, profiles: Sequence[Path], instrument: Instrument, scheme: Scheme, first: int, last: int
) -> Iterator[dict[str, Any]]:
    table = engine.parquet(profiles)
    assert instrument.key is not None
    moved = engine.arrow(
        transitions(
            table.filter(table.round_be == first), table.filter(table.round_be == last),
            key=instrument.key, area=AREA,
        )
    ).sort_by([(name, "ascending") for name in (AREA, "deprived_0", "missing_0", "deprived", "missing")])  # fmt: skip
    if not len(moved):
        return
    poor_before, poor_after, known = _poor(moved, instrument, scheme)
    people = moved["people"].to_numpy().astype(float) * known
    households = moved["households"].to_numpy().astype(float) * known
    states = np.column_stack(
        [
            ~poor_before & poor_after,
            poor_before & ~poor_after,
            poor_before & poor_after,
            ~poor_before & ~poor_after,
        ]
    ).astype(float)
    areas = moved[AREA].combine_chunks().dictionary_encode()
    village = Factor.of(areas.indices.to_numpy().astype(np.int64), areas.dictionary.to_pylist())
    names = tuple((name, "", "") for name in _PANEL)
    for level in CHANGE_LEVELS:
        factor = village.map(lambda code, to=level: parent_of(code, to))  # type: ignore[misc]
        sums = _sums(factor, states * people[:, None])
        counted = _sums(factor, households[:, None])[:, 0]
        constants = {
            "k": scheme.identification.label, "rule": scheme.identification.rule, "wgts": scheme.name,
            "instrument": instrument.name, "loa": "nat" if level == "country" else level,
        }  # fmt: skip
        yield _rows(
            _panel_ratios(sums), names, factor.labels, counted.astype(np.int64), constants, "panel", "0", first, last
        )


def _poor(moved: pa.Table, instrument: Instrument, scheme: Scheme) -> tuple[Any, Any, Any]:
    scored = [
        score(moved[deprived].to_numpy(), moved[missing].to_numpy(), scheme, instrument.dimension_members())
        for deprived, missing in (("deprived_0", "missing_0"), ("deprived", "missing"))
    ]
    return scored[0].is_poor, scored[1].is_poor, scored[0].in_sample & scored[1].in_sample


def _panel_ratios(sums: Floats) -> Floats:
    entry, gone, stayer, never = sums.T
    total = sums.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = np.where(total[:, None] > 0, sums / total[:, None], np.nan)
        entry_rate = np.where(entry + never > 0, entry / (entry + never), np.nan)
        exit_rate = np.where(gone + stayer > 0, gone / (gone + stayer), np.nan)
    return np.column_stack([shares, entry_rate, exit_rate])


def _sums(factor: Factor, values: Floats) -> Floats:
    size = len(factor.labels)
    return np.column_stack(
        [np.bincount(factor.codes, weights=column, minlength=size) for column in values.T]
    )


def _rows(
    b: Floats,
    names: Sequence[tuple[str, str, str]],
    subgroups: Sequence[str],
    n: Any,
    constants: Mapping[str, str],
    ctype: str,
    ann: str,
    first: int,
    last: int,
) -> dict[str, Any]:
    se = np.where(np.isnan(b), np.nan, 0.0)
    block = Block(b, se, b, b, tuple(names), tuple(subgroups), np.asarray(n), {})
    fixed = {name: constants[name] for name in ("k", "rule", "wgts", "instrument", "loa")}
    fixed |= {"ctype": ctype, "ann": ann, "t0": str(first), "t1": str(last)}
    rows = block.rows()
    zeros = np.zeros(b.size, dtype=np.int32)
    return rows | {name: (zeros, [value]) for name, value in fixed.items()}
