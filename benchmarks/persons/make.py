"""Make the file of persons: real shapes from the synthetic census, or the worst case for a cube."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.persons.work import LEVELS, NAMES

ROW_GROUP = 122_880
"""Rows that are read by one thread at a time: what DuckDB writes, so also what a store holds."""


def make(answers: Path, file: Path, *, persons: int, dense: bool) -> int:
    """Write at most `persons` rows; returns how many.

    Every n-th household of the census, one row a member, in the order of the survey. `dense`
    replaces the answers by independent ones, 10 to 50 percent deprived, so that nearly every person
    is a pattern of their own.
    """
    from ppaos.definitions.instruments.loader import load
    from ppaos.domain.measurement.profiles import profile
    from ppaos.engine.backends import connect

    instrument = load("tpmap-2560")
    assert list(instrument.names) == NAMES
    files = sorted(answers.rglob("*.parquet"))
    households = sum(pq.read_metadata(one).num_rows for one in files)
    step = max(1, int(households * 2.8) // persons)
    engine = connect()
    table = engine.parquet(files)
    chosen = table.filter(table.house_code.cast("int64") % step == 0)
    keep = {"house_code": "house_code", "village_code": "village_code"}
    rows = engine.arrow(
        profile(chosen, instrument, keep=keep).order_by(["village_code", "house_code"])
    )
    people = rows["people"].to_numpy()
    of_household = np.repeat(np.arange(len(people)), people)[:persons]
    villages = np.array(rows["village_code"].to_pylist(), dtype=str)[of_household]
    answered = _dense(len(of_household)) if dense else rows["deprived"].to_numpy()[of_household]
    columns = {level: pa.array(villages.astype(f"<U{digits}")) for level, digits in LEVELS.items()}
    for place, name in enumerate(NAMES):
        columns[name] = pa.array(((answered >> place) & 1).astype(np.int8))
    pq.write_table(pa.table(columns), file, compression="zstd", row_group_size=ROW_GROUP)
    return len(of_household)


def _dense(persons: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    chance = np.random.default_rng(2565)
    pattern = np.zeros(persons, dtype=np.int64)
    for place, share in enumerate(np.linspace(0.1, 0.5, len(NAMES))):
        pattern |= (chance.random(persons) < share).astype(np.int64) << place
    return pattern
