"""Another cutoff, rule or weighting over the stored cube, answered while the question is asked.

Nothing is measured again and nothing is stored: the counts of the cube are scored anew. Open a
`StoredCube` once to ask many questions; `whatif` is the same for a single one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ppaos.adapters.arrow_tables import cells as cells_of, long_table
from ppaos.domain.area.codes import LEVELS, PROVINCES_OF_REGION, level_of
from ppaos.domain.errors import AreaError, SettingError, StoreError
from ppaos.domain.measurement.cells import Cells
from ppaos.domain.measurement.cube import AREA
from ppaos.domain.measurement.instrument import Instrument, Scheme, redistribute
from ppaos.domain.measurement.instrument_record import instrument_of
from ppaos.domain.measurement.schemes import scheme
from ppaos.engine.store import Store
from ppaos.engine.table_settings import measurement_settings
from ppaos.workflows.measure.answers import absent_indicators
from ppaos.workflows.measure.area_estimates import AreaTotals, area_blocks

KEY = ("measure", "indicator", "dimension", "loa", "subg", "t")


@dataclass(frozen=True)
class StoredCube:
    """The counts of one round in memory, ready for any scheme."""

    instrument: Instrument
    round_be: int
    areas: Cells
    """By subdistrict."""
    store: Store

    @classmethod
    def open(cls, store: Store | Path | str, *, round_be: int | None = None) -> "StoredCube":
        """Load the counts of a round (the latest by default).

        Errors: StoreError when nothing was measured; SettingError for a round that is not there.
        """
        store = store if isinstance(store, Store) else Store(Path(store))
        stored = store.get("cube_subdistrict")
        cube = pa.concat_tables([pq.read_table(file) for file in stored.files])
        found: list[Any] = pc.unique(cube["round_be"]).to_pylist()
        rounds = sorted(int(item) for item in found)
        number = rounds[-1] if round_be is None and rounds else round_be
        if number is None or number not in rounds:
            raise SettingError(
                th=f"คลังข้อมูลไม่มีผลรอบ {number} (มี {rounds})",
                en=f"The store holds no cube of round {number} (it has {rounds}).",
            )
        own = cube.filter(pc.equal(cube["round_be"], pa.scalar(number)))
        described = measurement_settings(stored.manifest).record
        if described is None:
            raise StoreError(
                th=f"ผลในคลัง {store.root} วัดด้วยโปรแกรมรุ่นก่อน สั่ง ppaos measure อีกครั้ง",
                en=f"Store {store.root} was measured by an earlier version. Run ppaos measure again.",
            )
        instrument = instrument_of(described)
        return cls(instrument.for_round(number), int(number), cells_of(own, factors=(AREA,)), store)

    def villages(self) -> Cells:
        """The counts by village, read when asked for."""
        files = self.store.get("cube_village").files
        cube = pa.concat_tables(
            [pq.read_table(file, filters=[("round_be", "=", self.round_be)]) for file in files]
        )
        return cells_of(cube, factors=(AREA,))

    def ask(
        self,
        asked: Scheme,
        *,
        area: str = "",
        levels: tuple[str, ...] = (),
        cells: Cells | None = None,
    ) -> pa.Table:
        """Every measure at `levels` within `area` under a scheme, as long rows.

        By default all levels from that of `area` to the subdistrict. Villages are read when they
        are among the levels, or given as `cells`.
        Errors: AreaError for an area that the cube does not hold; SettingError for a wider level.
        """
        scope = level_of(area)
        above = [level for level in levels if LEVELS.index(level) < LEVELS.index(scope)]
        if above:
            raise SettingError(
                th=f"ระดับ {', '.join(above)} กว้างกว่าพื้นที่ '{area}' ที่ถาม เลือกระดับที่อยู่ในพื้นที่นั้น",
                en=f"Level {', '.join(above)} is wider than the area '{area}'. Choose levels inside it.",
            )
        levels = levels or tuple(
            level
            for level in LEVELS[LEVELS.index(scope) :]
            if level not in ("village", "region") or level == scope
        )
        finest = "village" if "village" in levels or scope == "village" else "subdistrict"
        if cells is None:
            cells = self.villages() if finest == "village" else self.areas
        chosen = within(cells, area)
        # of the whole round, as `measure` does: an area may not change the weights of another
        gone = absent_indicators(self.areas, self.instrument)
        if gone:
            asked = replace(asked, weights=redistribute(self.instrument, asked.weights, gone))
        totals = AreaTotals.of(chosen, self.instrument, asked, level=finest)
        return long_table(
            area_blocks(totals, self.instrument, asked, t=str(self.round_be), levels=levels)
        )


def whatif(
    store: Store | Path | str,
    *,
    k: str | Fraction | None = None,
    rule: str | None = None,
    m: int | None = None,
    weights: str | Mapping[str, str | Fraction] | None = None,
    missing: str | None = None,
    area: str = "",
    levels: tuple[str, ...] = (),
    compare: str | None = None,
    round_be: int | None = None,
) -> pa.Table:
    """Measures of the stored survey under another scheme.

    `compare`: `instrument` (the rule in force), a cutoff such as `1/3`, or a rule name; the result
    then also has `b_base` and `difference` (b - b_base; null where either is).
    Columns: those of the long output. Errors: SettingError, AreaError, StoreError.
    """
    cube = StoredCube.open(store, round_be=round_be)
    asked = scheme(cube.instrument, k=k, rule=rule, m=m, weights=weights, missing=missing)
    table = cube.ask(asked, area=area, levels=levels)
    if compare is None:
        return table
    return compared(
        table, cube.ask(base_scheme(cube.instrument, compare), area=area, levels=levels)
    )


def base_scheme(instrument: Instrument, text: str) -> Scheme:
    """The scheme that `compare` names."""
    if text == "instrument":
        return instrument.scheme
    if text in ("union", "intersection", "any_dimension"):
        return scheme(instrument, rule=text)
    return scheme(instrument, k=text)


def compared(table: pa.Table, base: pa.Table) -> pa.Table:
    """Long rows with the value under the base scheme beside each."""
    plain = [name for name in KEY if name in table.column_names]
    for name in plain:
        if table[name].cast(pa.string()) != base[name].cast(pa.string()):
            raise AssertionError(f"rows of both schemes differ in {name}")
    other = base["b"]
    return table.append_column("b_base", other).append_column(
        "difference", pc.subtract(table["b"], other)
    )


def within(cells: Cells, area: str) -> Cells:
    """Cells of one scope, with only the areas that lie in it.

    Errors: AreaError when none does.
    """
    level = level_of(area)
    if level == "country":
        return cells
    factor = cells.factors[AREA]
    prefixes = PROVINCES_OF_REGION[area] if level == "region" else (area,)
    inside = np.array([label.startswith(prefixes) for label in factor.labels], dtype=bool)
    if not inside.any():
        raise AreaError(
            th=f"ไม่มีข้อมูลของพื้นที่ '{area}' ในคลัง ตรวจรหัส หรือนำเข้าและวัดพื้นที่นี้ก่อน",
            en=f"The store holds no data of area '{area}'. Check the code, or ingest and measure it first.",
        )
    chosen = cells.at(inside[factor.codes])
    kept = type(factor)(
        (np.cumsum(inside) - 1)[chosen.factors[AREA].codes],
        tuple(label for label, kept in zip(factor.labels, inside, strict=True) if kept),
    )
    return replace(chosen, factors={**chosen.factors, AREA: kept})
