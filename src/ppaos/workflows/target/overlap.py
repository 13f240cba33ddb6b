"""Who is in one register or group and not in another: numbers at any level, people behind them.

In: a store after `ppaos target` and two names (sources, facts, groups or `fails_mpi`). Out: five
parts by area, of people and of households, and for any part the list of its people. "In the
register, never surveyed" and "fails MPI, no card" are such lists.

A household is in a set when any of its members is; it is unmatched when all of them are.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import ibis
import pyarrow as pa

from ppaos.adapters.tabular import write_table
from ppaos.domain import relations as ir
from ppaos.domain.area.codes import LEVELS, within
from ppaos.domain.errors import SettingError, StoreError
from ppaos.domain.measurement.cube import AREA
from ppaos.domain.targeting.overlap import NamedSet, accounting, part_of, resolve
from ppaos.domain.targeting.targets import HOUSEHOLD, known_area
from ppaos.engine.backends import DEFAULT_URL, Engine, connect
from ppaos.engine.catalogue import Catalogue, Snapshot
from ppaos.engine.store import snapshot_of
from ppaos.engine.table_settings import TargetSettings, target_settings

LISTED: Final = ("person_id", HOUSEHOLD, "village_code")


@dataclass(frozen=True)
class Overlap:
    """Set accounting of two sets: one row per area."""

    a: str
    b: str
    level: str
    people: pa.Table
    """`area_code`, `all`, `both`, `only_a`, `only_b`, `neither`, `unmatched`, by area code."""
    households: pa.Table
    """The same of households; people without a known household are in none."""


def overlap(
    store: Catalogue | Path | str,
    a: str,
    b: str,
    *,
    level: str = "country",
    area: str = "",
    engine: str = DEFAULT_URL,
) -> Overlap:
    """Count the five parts of two sets in every area of a level, within `area` (a code).

    Errors: StoreError before `ppaos target`; SettingError for an unknown name (the names are
    listed) or level; AreaError for a code of no known form.
    """
    opened = _Opened.of(store)
    first, second = opened.set(a), opened.set(b)
    if level not in LEVELS:
        raise SettingError(
            th=f"ไม่รู้จักระดับพื้นที่ '{level}' ใช้ {', '.join(LEVELS)}",
            en=f"Unknown level '{level}'. Use one of {', '.join(LEVELS)}.",
        )
    runner = connect(engine)
    try:
        people = _inside(opened.table(runner, "person_cube"), AREA, area)
        households = _inside(opened.table(runner, "target_households"), "village_code", area)
        placed = households.mutate(**{AREA: known_area(households["village_code"])})
        one = ir.whole(ibis.literal(1, "int64"))
        return Overlap(
            a,
            b,
            level,
            runner.arrow(
                accounting(people, first, second, level=level, size=people["people"])
            ).sort_by(AREA),
            runner.arrow(accounting(placed, first, second, level=level, size=one)).sort_by(AREA),
        )
    finally:
        runner.close()


def people_of_part(
    store: Catalogue | Path | str,
    a: str,
    b: str,
    part: str,
    *,
    area: str = "",
    engine: str = DEFAULT_URL,
) -> pa.Table:
    """The people of one part: `person_id`, `household_id`, `village_code`, in order of place.

    Errors: as `overlap`, and SettingError for an unknown part.
    """
    opened = _Opened.of(store)
    first, second = opened.set(a), opened.set(b)
    runner = connect(engine)
    try:
        rows = _inside(opened.table(runner, "target_persons"), "village_code", area)
        chosen = rows.filter(part_of(rows, first, second, part)).select(*LISTED)
        return runner.arrow(chosen.order_by("village_code", HOUSEHOLD, "person_id"))
    finally:
        runner.close()


def write_people(people: pa.Table, out: Path) -> None:
    """Write a list of people as CSV, Parquet or XLSX, by the ending of `out`.

    Errors: those of the writer, for an unknown ending.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    write_table(people, out)


@dataclass(frozen=True)
class _Opened:
    store: Snapshot
    settings: TargetSettings

    @classmethod
    def of(cls, store: Catalogue | Path | str) -> "_Opened":
        opened = snapshot_of(store)
        if not opened.has("person_cube"):
            raise StoreError(
                th=f"คลังข้อมูล {opened.root} ยังไม่ได้จัดกลุ่มเป้าหมาย สั่ง ppaos target ก่อน",
                en=f"Store {opened.root} holds no target groups. Run ppaos target first.",
            )
        return cls(opened, target_settings(opened.get("person_cube").manifest))

    def set(self, name: str) -> NamedSet:
        return resolve(name, self.settings)

    def table(self, engine: Engine, name: str) -> ir.Table:
        return engine.parquet(self.store.get(name).files)


def _inside(rows: ir.Table, column: str, area: str) -> ir.Table:
    """Rows of an area; the whole country also holds those whose village nobody knows."""
    return rows.filter(within(rows[column], area)) if area else rows
