"""Measure the stored survey: profiles, cube, estimates at every level, and their files.

Journey of one household: its answers become three bit patterns (`profiles`), it is counted with
its neighbours of the same pattern (`cube`), and every measure of every area is a sum over those
counts (`estimates`). All tables of a run are committed together or not at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ppaos.adapters.arrow_tables import cells as cells_of, long_table, rows_table
from ppaos.definitions.instruments.loader import load as load_instrument
from ppaos.domain.area.codes import LEVELS
from ppaos.domain.errors import SettingError, StoreError
from ppaos.domain.measurement.cells import Cells
from ppaos.domain.measurement.cube import AREA, count, merge, roll_up as roll_up_cube
from ppaos.domain.measurement.estimates import CHANGE_COLUMNS
from ppaos.domain.measurement.instrument import Identification, Instrument, Scheme, redistribute
from ppaos.domain.measurement.instrument_record import record
from ppaos.domain.measurement.measures import bits
from ppaos.domain.measurement.profiles import coded_values, profile
from ppaos.domain.presence import present
from ppaos.domain.progress import Progress, Silent
from ppaos.domain.tables import TABLES
from ppaos.engine.backends import DEFAULT_URL, Engine, connect
from ppaos.engine.catalogue import StoredTable
from ppaos.engine.checks import require_equal, require_key, require_positive
from ppaos.engine.manifest import Manifest
from ppaos.engine.store import Change, Store
from ppaos.engine.table_settings import MeasurementSettings
from ppaos.workflows.measure.answers import absent_indicators, require_coded
from ppaos.workflows.measure.area_estimates import AreaTotals, area_blocks, group_blocks
from ppaos.workflows.measure.round_changes import round_changes

DEFAULT_CUTOFFS = (Fraction(1, 5), Fraction(1, 3))
AREA_LEVELS = tuple(level for level in LEVELS if level != "village")


@dataclass(frozen=True)
class MeasureResult:
    """What a run of `measure` made."""

    estimates: pa.Table
    changes: pa.Table | None
    audit: pa.Table
    rounds: tuple[int, ...]
    households: Mapping[int, int]
    instrument: Instrument
    absent: Mapping[int, tuple[str, ...]]
    """Round -> indicators that nobody was asked; their weight went to the others."""


def measure(
    store: Store | Path | str,
    *,
    instrument: str | Path | Instrument = "tpmap-2560",
    rounds: Sequence[int] = (),
    k: Sequence[Fraction] = DEFAULT_CUTOFFS,
    over: Sequence[str] = (),
    engine: str = DEFAULT_URL,
    progress: Progress | None = None,
) -> MeasureResult:
    """Measure the `households` of a store and store profiles, cube and estimates.

    `rounds`: survey rounds (Buddhist years), all of them when empty. The rule of the instrument is
    always measured; Alkire-Foster cutoffs `k` are measured beside it, for areas above the village.
    `over`: groups that the instrument defines. Missing answers follow the instrument's rule, and
    the audit table says how many there were.
    Errors: StoreError without households; SettingError for an unknown round or group; ColumnError
    for a column that is absent or holds other values than the instrument reads; CheckError when a table breaks its promises; nothing is stored then.
    """
    store = store if isinstance(store, Store) else Store(Path(store))
    progress = progress or Silent()
    chosen = instrument if isinstance(instrument, Instrument) else load_instrument(instrument)
    runner = connect(engine)
    try:
        job = _Job(store, chosen, runner, tuple(over), progress)
        job.require_groups()
        return job.run(job.rounds(rounds), _schemes(chosen, k))
    finally:
        runner.close()


def _schemes(instrument: Instrument, cutoffs: Sequence[Fraction]) -> tuple[Scheme, ...]:
    own = instrument.scheme
    beside = [replace(own, identification=Identification("k", k=value)) for value in cutoffs]
    return (own, *[scheme for scheme in beside if scheme != own])


@dataclass
class _Job:
    store: Store
    instrument: Instrument
    engine: Engine
    over: tuple[str, ...]
    progress: Progress

    def rounds(self, wanted: Sequence[int]) -> tuple[int, ...]:
        source = self.engine.parquet(self.store.get("households").files)
        table = self.engine.arrow(source.select(source[self._wave]).distinct())
        found: list[Any] = table.column(0).to_pylist()
        have = tuple(sorted(int(number) for number in found))
        unknown = sorted(set(wanted) - set(have))
        if not have or unknown:
            raise SettingError(
                th=f"คลังข้อมูลไม่มีรอบ {unknown or ''} (มี {list(have)}) เลือกรอบที่มี หรือนำเข้ารอบนั้นก่อน",
                en=f"The store has no round {unknown or ''} (it has {list(have)}). "
                "Choose one of these, or ingest that round first.",
            )
        return tuple(sorted(wanted)) or have

    def require_groups(self) -> None:
        unknown = sorted(set(self.over) - self.instrument.groups.keys())
        if unknown:
            known = ", ".join(self.instrument.groups) or "-"
            raise SettingError(
                th=f"เครื่องมือ '{self.instrument.name}' ไม่มีกลุ่ม {', '.join(unknown)} (มี {known})",
                en=f"Instrument '{self.instrument.name}' defines no group {', '.join(unknown)} (it has {known}).",
            )
        if not self.instrument.area or not self.instrument.key or not self.instrument.wave:
            raise SettingError(
                th=f"เครื่องมือ '{self.instrument.name}' ต้องระบุ area, key และ wave จึงจะวัดจากคลังข้อมูลได้ ใช้ ppaos estimate กับไฟล์แทน",
                en=f"Instrument '{self.instrument.name}' must name area, key and wave to measure a store. "
                "Use ppaos estimate on a file instead.",
            )

    def run(self, rounds: tuple[int, ...], schemes: tuple[Scheme, ...]) -> MeasureResult:
        source = self.store.get("households")
        with self.store.change() as change:
            profiles = self._write_profiles(change, source, rounds)
            self._write_cubes(change, source, profiles)
            return self._estimate(change, source, profiles, rounds, schemes)

    def _write_profiles(
        self, change: Change, source: StoredTable, rounds: Sequence[int]
    ) -> list[Path]:
        answers = self.engine.parquet(source.files)
        area = present(self.instrument.area, "the area of the instrument")
        key = present(self.instrument.key, "the key of the instrument")
        files, rows = [], 0
        with self.progress.step(
            th="แปลงคำตอบเป็นตัวชี้วัด", en="Converting answers to profiles", total=len(rounds)
        ) as step:
            for number in rounds:
                instrument = self.instrument.for_round(number)
                one = answers.filter(answers[self._wave] == number)
                coded = coded_values(one, instrument)
                if coded is not None:
                    require_coded(self.engine.arrow(coded).to_pylist()[0])
                groups = {
                    name: instrument.groups[name][1].ibis(one, instrument.parameters)
                    for name in self.over
                }
                keep = {"round_be": one[self._wave].cast("int16"), key: key, AREA: area, **groups}
                file = change.folder("profiles") / f"round-{number}.parquet"
                rows += self.engine.write_parquet(profile(one, instrument, keep=keep), file)
                files.append(file)
                step.advance()
        table = self.engine.parquet(files)
        require_key(self.engine, table, ("round_be", key), name="profiles")
        require_positive(self.engine, table, ("people",), name="profiles")
        change.replace(self._manifest("profiles", rows, source))
        return files

    def _write_cubes(self, change: Change, source: StoredTable, profiles: Sequence[Path]) -> None:
        keys = ("round_be", AREA, *self.over)
        with self.progress.step(
            th="นับเป็นลูกบาศก์", en="Counting profiles into the cube", total=3
        ) as step:
            full = change.folder("cube") / "cube.parquet"
            table = self.engine.parquet(profiles)
            rows = {"cube": self.engine.write_parquet(count(table, by=keys), full)}
            step.advance()
            cube = self.engine.parquet([full])
            narrow = ("round_be", AREA, "deprived", "missing")
            village = change.folder("cube_village") / "cube.parquet"
            rows["cube_village"] = self.engine.write_parquet(merge(cube, by=narrow), village)
            step.advance()
            coarse = roll_up_cube(
                self.engine.parquet([village]), "subdistrict", by=("round_be",), patterns=False
            )
            file = change.folder("cube_subdistrict") / "cube.parquet"
            rows["cube_subdistrict"] = self.engine.write_parquet(coarse, file)
            step.advance()
        counted = (
            self.engine.arrow(cube.aggregate(n=cube["households"].sum())).column("n")[0].as_py()
        )
        require_equal(
            int(counted),
            sum(pq.read_metadata(file).num_rows for file in profiles),
            th="จำนวนครัวเรือนในลูกบาศก์กับในตาราง profiles",
            en="Households of the cube against rows of `profiles`",
        )
        for name, number in rows.items():
            change.replace(self._manifest(name, number, source))

    def _estimate(
        self,
        change: Change,
        source: StoredTable,
        profiles: Sequence[Path],
        rounds: Sequence[int],
        schemes: Sequence[Scheme],
    ) -> MeasureResult:
        cube = pq.read_table(change.folder("cube") / "cube.parquet")
        everything = cells_of(cube, factors=("round_be", AREA, *self.over))
        blocks, audits, absent, households = [], [], {}, {}
        with self.progress.step(
            th="ประมาณค่าทุกระดับพื้นที่", en="Estimates at every level", total=len(rounds)
        ) as step:
            for number in rounds:
                own = _of_round(everything, number)
                households[number] = int(own.households.sum())
                gone = absent_indicators(own, self.instrument)
                absent[number] = tuple(self.instrument.names[place] for place in sorted(gone))
                audits.append(_audit(own, self.instrument, t=str(number)))
                blocks += list(self._blocks(own, number, schemes, gone))
                step.advance()
        estimates = long_table(blocks)
        audit = pa.concat_tables(audits)
        changes = self._changes(profiles, everything, rounds, schemes)
        for name, table in (
            ("estimates", estimates),
            ("missing_audit", audit),
            ("changes", changes),
        ):
            if table is not None:
                pq.write_table(table, change.folder(name) / f"{name}.parquet", compression="zstd")
                change.replace(self._manifest(name, len(table), source))
        return MeasureResult(
            estimates, changes, audit, tuple(rounds), households, self.instrument, absent
        )

    def _blocks(
        self, cells: Cells, number: int, schemes: Sequence[Scheme], gone: set[int]
    ) -> Iterator:  # type: ignore[type-arg]
        instrument = self.instrument.for_round(number)
        for given in schemes:
            weights = redistribute(instrument, given.weights, gone) if gone else given.weights
            scheme = replace(given, weights=weights)
            first = scheme.identification == instrument.identification
            totals = AreaTotals.of(cells, instrument, scheme, level="village")
            levels = LEVELS if first else AREA_LEVELS
            yield from area_blocks(totals, instrument, scheme, t=str(number), levels=levels)
            if self.over:
                crossed = ("country", "region", "province", "district") if first else ("country",)
                yield from group_blocks(
                    cells, instrument, scheme, t=str(number), over=self.over, levels=crossed
                )

    def _changes(
        self,
        profiles: Sequence[Path],
        cells: Cells,
        rounds: Sequence[int],
        schemes: Sequence[Scheme],
    ) -> pa.Table | None:
        if len(rounds) < 2:
            return None
        with self.progress.step(
            th="การเปลี่ยนแปลงระหว่างรอบ", en="Changes between rounds", total=None
        ):
            rows = round_changes(self.engine, profiles, cells, self.instrument, rounds, schemes[0])
        return pa.concat_tables(
            [rows_table(item, CHANGE_COLUMNS) for item in rows]
        ).unify_dictionaries()

    @property
    def _wave(self) -> str:
        return self.instrument.wave or "round_be"

    def _manifest(self, name: str, rows: int, source: StoredTable) -> Manifest:
        return Manifest(
            table=name,
            row=TABLES[name].row,
            rows=rows,
            inputs={
                f"{source.name}:{digest[:12]}": digest
                for item in source.history
                for digest in item.inputs.values()
            },
            counts={"households": source.rows},
            settings=MeasurementSettings(
                instrument=self.instrument.name, over=self.over, record=record(self.instrument)
            ).as_document(),
            instrument_hash=self.instrument.hash,
            engine=self.engine.name,
            synthetic=any(item.synthetic for item in source.history),
        )


def _of_round(cells: Cells, number: int) -> Cells:
    factor = cells.factors["round_be"]
    return cells.at(factor.codes == factor.labels.index(str(number))).trimmed()


def _audit(cells: Cells, instrument: Instrument, *, t: str) -> pa.Table:
    """How many households lack each answer, and how many no indicator at all was missing for."""
    weights = cells.households.astype(float)
    unknown = bits(cells.missing, len(instrument.indicators))
    total = weights.sum()
    complete = float(weights[cells.missing == 0].sum())
    names = [*instrument.names, ""]
    lacking = [*(unknown.T @ weights).tolist(), total - complete]
    return pa.table(
        {
            "t": [t] * len(names),
            "indicator": names,
            "missing_households": pa.array(np.array(lacking).astype(np.int64)),
            "households": pa.array([int(total)] * len(names)),
            "missing_ratio": [value / total if total else None for value in lacking],
            "missing_rule": [instrument.missing] * len(names),
        }
    )


def estimates_of(store: Store) -> pa.Table:
    """The stored estimates.

    Errors: StoreError when nothing was measured.
    """
    if not store.has("estimates"):
        raise StoreError(
            th=f"คลังข้อมูล {store.root} ยังไม่มีผลการวัด สั่ง ppaos measure ก่อน",
            en=f"Store {store.root} holds no estimates. Run ppaos measure first.",
        )
    return pa.concat_tables([pq.read_table(file) for file in store.get("estimates").files])
