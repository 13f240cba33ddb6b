"""Every measure of any researcher's file, with its standard error, and changes between its waves.

Journey of one row: its answers become a pattern of deprivations, rows of the same pattern, weight,
PSU and groups are counted together on the engine, and the counts give numerators and denominators
of all measures, from which inference takes estimates, intervals and changes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ppaos.adapters.arrow_tables import cells as cells_of, rows_table
from ppaos.domain import relations as ir
from ppaos.domain.errors import CheckError, SettingError
from ppaos.domain.inference.mpitb import rules_of
from ppaos.domain.inference.survey_design import LonelyRule
from ppaos.domain.measurement.cells import Cells, Factor, Unit
from ppaos.domain.measurement.cube import count
from ppaos.domain.measurement.estimates import CHANGE_COLUMNS, COLUMNS
from ppaos.domain.measurement.gap_columns import indicator_of_profile
from ppaos.domain.measurement.instrument import DesignColumns, Instrument, Scheme, redistribute
from ppaos.domain.measurement.profiles import (
    BITS,
    coded_values,
    profile,
    require_columns as require_answers,
)
from ppaos.domain.presence import present
from ppaos.domain.progress import Progress, Silent
from ppaos.engine.backends import DEFAULT_URL, Engine, connect
from ppaos.workflows.estimate.analyses import redundancy_table
from ppaos.workflows.estimate.inputs import (
    Columns,
    area_column,
    chosen_instrument,
    require_areas,
    require_columns,
    require_design,
    require_levels,
    schemes_of,
    settings_of,
    table_of,
    usable_table,
)
from ppaos.workflows.estimate.panel_estimates import PanelInput, panel_rows
from ppaos.workflows.estimate.sample_estimates import Method, Places, SampleEstimates, missing_audit
from ppaos.workflows.measure.answers import absent_indicators, require_coded

if TYPE_CHECKING:
    import pandas as pd

ROW = "ppaos_row"


@dataclass(frozen=True)
class EstimateResult:
    """Tables of one run of `estimate`."""

    levels: pa.Table
    """Long rows: b se ll ul measure indicator dimension k rule wgts instrument loa subg t n."""
    changes: pa.Table | None
    """Long rows with ctype ann t0 t1; null with fewer than two waves."""
    redundancy: pa.Table
    """R0 and Cramer's V of every pair of indicators, by wave."""
    weights: Mapping[str, float]
    """Weights of the indicators in the first wave's scheme."""
    audit: pa.Table
    """Share missing of each indicator, and the sample that was kept."""
    notes: tuple[tuple[str, str], ...]
    """What the reader must know, in Thai and English."""


def estimate(
    data: "Path | str | pa.Table | pd.DataFrame",
    *,
    instrument: str | Path | Instrument | None = None,
    dims: Mapping[str, Sequence[str]] | None = None,
    dimw: Mapping[str, str | Fraction] | None = None,
    indw: Mapping[str, str | Fraction] | None = None,
    k: str | Fraction | Sequence[str | Fraction] = (),
    rule: str | None = None,
    m: int | None = None,
    missing: str | None = None,
    over: Sequence[str] = (),
    weight: str | None = None,
    psu: str | None = None,
    strata: str | None = None,
    fpc: str | None = None,
    lonely: LonelyRule = "fail",
    size: str | None = None,
    wave: str | None = None,
    year: str | None = None,
    panel_id: str | None = None,
    area: str | None = None,
    levels: Sequence[str] = (),
    unit: Unit = "people",
    level: float = 95,
    df: str = "design",
    census: bool = False,
    bootstrap: int = 0,
    seed: int = 2566,
    compat: str | None = None,
    engine: str = DEFAULT_URL,
    progress: Progress | None = None,
) -> EstimateResult:
    """Estimate every measure of a file, table or data frame.

    Give an `instrument` (name, path or object) or `dims` (dimension -> columns coded 1 deprived,
    0 not, missing). `k`: cutoffs such as `1/3`, `0.4`, `33%` (whole per cents under compat), else
    the instrument's rule. `over`: group columns, `A*B` for a crossing. Design columns: `weight`,
    `psu`, `strata`, `fpc`; without any the rows are a simple random sample, or, with `census`, a
    complete count whose standard errors are zero. `size`: people of a row. `wave`, `year`: rounds
    and when they were; `panel_id`: column that names a unit in every wave, for entries and exits. `area`, `levels`: a column of area codes and the levels to report. `level`:
    confidence in per cent. `bootstrap`: replicates instead of linearisation.
    Missing answers follow the instrument's rule or `missing`; rows without a group value count in
    the whole but in no group. Errors: UserError subclasses for anything the file or the settings
    get wrong (ColumnError, FileError, SettingError, AreaError, DesignError).
    """
    rules = rules_of(compat)
    k = (k,) if isinstance(k, str | Fraction) else k
    chosen = chosen_instrument(instrument, dims, dimw=dimw, indw=indw)
    schemes = schemes_of(chosen, k=k, rule=rule, m=m, missing=missing, percent_k=rules.percent_k)
    table = usable_table(table_of(data))
    own = chosen.design
    columns = Columns(
        over=tuple(over),
        size=size or chosen.size,
        wave=wave,
        year=year,
        unit_key=panel_id,
        area=area or (chosen.area if levels else None),
        levels=tuple(levels),
        design=DesignColumns(
            weight or own.weight, psu or own.psu, strata or own.strata, fpc or own.fpc
        ),
    )
    if columns.levels and not columns.area:
        raise SettingError(
            th="levels ต้องมีคอลัมน์รหัสพื้นที่ ระบุ area",
            en="Levels need a column of area codes: give `area`.",
        )
    if unit not in ("people", "households"):
        raise SettingError(
            th=f"unit '{unit}' ใช้ได้เฉพาะ people หรือ households",
            en=f"unit '{unit}' must be people or households.",
        )
    method = Method(
        rules=rules,
        settings=settings_of(rules, level, df),
        lonely=lonely,
        census=census,
        bootstrap=bootstrap,
        seed=seed,
        unit=unit,
        designed=any((columns.design.weight, columns.design.psu, columns.design.strata)),
    )
    job = _Job(table, replace(chosen, size=columns.size), columns, method, progress or Silent())
    return job.run(schemes, engine)


@dataclass
class _Job:
    table: pa.Table
    instrument: Instrument
    columns: Columns
    method: Method
    progress: Progress

    def run(self, schemes: Sequence[Scheme], engine: str) -> EstimateResult:
        require_columns(self.table, self.columns, derived=self.instrument.groups.keys())
        require_design(self.table, self.columns)
        places = self._with_places()
        runner = connect(engine)
        try:
            profiles = self._profiles(runner, places)
            cells = self._count(runner, profiles)
            waves = self._waves(cells)
            of_waves = [self._schemes_of_waves(cells, waves, scheme) for scheme in schemes]
            moved = self._panel(runner, profiles, cells, waves, schemes, of_waves, places)
        finally:
            runner.close()
        levels = []
        years = self._years(cells, waves)
        with self.progress.step(
            th="ประมาณค่าและความคลาดเคลื่อน", en="Estimates and standard errors", total=len(schemes)
        ) as step:
            for number, (scheme, of_wave) in enumerate(zip(schemes, of_waves, strict=True)):
                made = SampleEstimates(
                    cells, self.instrument, scheme, of_wave, waves, self.method, years
                )
                for place in places:
                    levels += list(made.levels(place, with_uncensored=number == 0))
                    moved += list(made.changes(place, with_uncensored=number == 0))
                step.advance()
        audit = missing_audit(cells, waves, self.instrument, schemes[0])
        return EstimateResult(
            levels=present(_joined(levels, COLUMNS), "every level"),
            changes=_joined(moved, CHANGE_COLUMNS),
            audit=audit,
            redundancy=redundancy_table(cells, waves, self.instrument, self.method.unit),
            weights=self._weights(schemes[0]),
            notes=self._notes(cells, waves, audit, schemes[0]),
        )

    def _weights(self, scheme: Scheme) -> dict[str, float]:
        return dict(zip(self.instrument.names, map(float, scheme.weights), strict=True))

    def _panel(
        self,
        runner: Engine,
        profiles: ir.Table,
        cells: Cells,
        waves: Factor,
        schemes: Sequence[Scheme],
        of_waves: Sequence[Mapping[str, Scheme]],
        places: Sequence[Places],
    ) -> list[dict[str, Any]]:
        """Entries and exits of the units that waves share, when the file names its units."""
        if not self.columns.unit_key or len(waves.labels) < 2:
            return []
        years = self._years(cells, waves)
        times = waves.labels if years is None else tuple(f"{year:g}" for year in years)
        given = PanelInput(profiles, waves.labels, times)
        return [
            row
            for scheme, of_wave in zip(schemes, of_waves, strict=True)
            for row in panel_rows(
                runner, given, self.instrument, scheme, of_wave, places, self.method
            )
        ]

    def _with_places(self) -> tuple[Places, ...]:
        """Add columns of derived areas; returns the levels of analysis in order of output."""
        places = [Places("nat", ())]
        if self.columns.area:
            codes: Any = self.table[self.columns.area].cast(pa.string())
            require_areas(codes.unique().to_pylist())
            require_levels(self.columns.levels, codes.unique().to_pylist())
            for level in self.columns.levels:
                if level == "country":
                    continue
                name = f"ppaos_{level}"
                self.table = self.table.append_column(name, area_column(codes, level))
                places.append(Places(level, (name,)))
        groups = [Places(item, tuple(item.split("*"))) for item in self.columns.over]
        return (*places, *groups)

    def _profiles(self, runner: Engine, places: Sequence[Places]) -> ir.Table:
        """Patterns of every row, with the columns that groups, waves and the design need."""
        design, columns = self.columns.design, self.columns
        keep = {f"group_{name}": name for place in places for name in place.columns}
        named = {
            "psu": design.psu, "stratum": design.strata,
            "wave": columns.wave, "year": columns.year, "key": columns.unit_key,
        }  # fmt: skip
        keep |= {part: name for part, name in named.items() if name}
        numbers = {
            part: name for part, name in (("weight", design.weight), ("fpc", design.fpc)) if name
        }
        if self._rows_are_psus:
            self.table = self.table.append_column(ROW, pa.array(np.arange(len(self.table))))
            keep["psu"] = ROW
        answers = runner.table(self.table)
        require_answers(answers, self.instrument)
        coded = coded_values(answers, self.instrument)
        if coded is not None:
            require_coded(runner.arrow(coded).to_pylist()[0])
        kept: dict[str, Any] = {
            name: self._column(answers, column) for name, column in keep.items()
        }
        kept |= {name: answers[column].cast("float64") for name, column in numbers.items()}
        return profile(answers, self.instrument, keep=kept)

    def _count(self, runner: Engine, profiles: ir.Table) -> Cells:
        design = self.columns.design
        measured = {"people", "key", *BITS}
        keys = [
            name
            for name in profiles.columns
            if name not in measured and indicator_of_profile(name) is None
        ]
        with self.progress.step(th="นับแถวตามรูปแบบ", en="Counting rows by pattern", total=None):
            cube = runner.arrow(count(profiles, by=keys))
        counted = int(pc.sum(cube["households"]).as_py() or 0)
        if counted != len(self.table):
            raise CheckError(
                th=f"นับได้ {counted:,} แถว แต่ไฟล์มี {len(self.table):,} แถว แจ้งผู้พัฒนา",
                en=f"Counted {counted:,} rows, but the file has {len(self.table):,}. Please report this.",
            )
        factors = [name for name in keys if name not in ("weight", "fpc")]
        if self._rows_are_psus:
            factors.remove("psu")
        cells = cells_of(
            cube,
            factors=factors,
            weight="weight" if design.weight else None,
            fpc="fpc" if design.fpc else None,
        )
        return cells.with_row_numbers("psu") if self._rows_are_psus else cells

    def _column(self, answers: ir.Table, name: str) -> ir.Value:
        """A column of the file, or a group that the instrument derives from its answers."""
        if name in answers.columns:
            column: ir.Value = answers[name]
            return column
        return self.instrument.groups[name][1].ibis(answers, self.instrument.parameters)

    @property
    def _rows_are_psus(self) -> bool:
        return self.columns.design.psu is None and not self.method.census

    def _waves(self, cells: Cells) -> Factor:
        if "wave" not in cells.factors:
            return Factor(np.zeros(len(cells), dtype=np.int64), ("1",))
        factor = cells.factors["wave"]
        order = sorted(range(len(factor.labels)), key=lambda code: _as_number(factor.labels[code]))
        place = np.argsort(np.array(order))
        return Factor(place[factor.codes], tuple(factor.labels[code] for code in order))

    def _years(self, cells: Cells, waves: Factor) -> tuple[float, ...] | None:
        if "year" not in cells.factors:
            return None
        factor = cells.factors["year"]
        result = []
        for code, label in enumerate(waves.labels):
            found = {factor.labels[item] for item in np.unique(factor.codes[waves.codes == code])}
            if len(found) != 1:
                raise SettingError(
                    th=f"รอบ {label} มีหลายปี: {', '.join(sorted(found))} แต่ละรอบต้องมีปีเดียว",
                    en=f"Wave {label} has several years: {', '.join(sorted(found))}. Each wave needs one.",
                )
            year = _as_number(found.pop())
            if year[0]:
                raise SettingError(
                    th=f"ปีของรอบ {label} คือ '{year[2]}' ซึ่งไม่ใช่ตัวเลข เขียนเช่น 2566 หรือ 2018.5",
                    en=f"The year of wave {label} is '{year[2]}', not a number. Write such as 2018.5.",
                )
            result.append(year[1])
        return tuple(result)

    def _schemes_of_waves(self, cells: Cells, waves: Factor, scheme: Scheme) -> dict[str, Scheme]:
        result = {}
        for code, label in enumerate(waves.labels):
            gone = absent_indicators(cells.at(waves.codes == code), self.instrument)
            weights = (
                redistribute(self.instrument, scheme.weights, gone) if gone else scheme.weights
            )
            result[label] = replace(scheme, weights=weights)
        return result

    def _notes(
        self, cells: Cells, waves: Factor, audit: pa.Table, scheme: Scheme
    ) -> tuple[tuple[str, str], ...]:
        notes = []
        for code, label in enumerate(waves.labels):
            gone = absent_indicators(cells.at(waves.codes == code), self.instrument)
            if gone:
                names = ", ".join(self.instrument.names[place] for place in sorted(gone))
                notes.append(
                    (
                        f"รอบ {label} ไม่ได้ถาม {names} น้ำหนักจึงไปอยู่กับตัวอื่นในมิติเดียวกัน",
                        f"Wave {label} did not ask {names}; the weight went to the others of the dimension.",
                    )
                )
        if not self.method.census and not self.method.designed:
            notes.append(
                (
                    "ไม่ได้ระบุแบบแผนการสุ่ม จึงถือเป็นการสุ่มอย่างง่าย ใช้ --census ถ้าเป็นข้อมูลครบทุกหน่วย",
                    "No design was given: rows are taken as a simple random sample. Use --census for a complete count.",
                )
            )
        lost = audit["left_out"][0].as_py()
        if lost:
            notes.append(
                (
                    f"กฎค่าว่าง {scheme.missing} ตัดออก {lost:,} จาก {int(cells.households.sum()):,} แถว",
                    f"Missing rule {scheme.missing} left out {lost:,} of {int(cells.households.sum()):,} rows.",
                )
            )
        return tuple(notes)


def _as_number(label: str) -> tuple[int, float, str]:  # numbers first, then texts
    try:
        return (0, float(label), label)
    except ValueError:
        return (1, 0.0, label)


def _joined(blocks: Sequence[dict[str, Any]], columns: Sequence[str]) -> pa.Table | None:
    if not blocks:
        return None
    return pa.concat_tables([rows_table(rows, columns) for rows in blocks]).unify_dictionaries()
