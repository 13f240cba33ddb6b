"""`ppaos estimate`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, cast

import pyarrow as pa
import typer

from ppaos.adapters.tabular import write_table
from ppaos.cli.console import OnScreen, guarded, line, rows
from ppaos.cli.options import Engine
from ppaos.cli.text import say
from ppaos.domain.errors import SettingError
from ppaos.domain.inference.survey_design import LONELY_RULES, LonelyRule
from ppaos.domain.measurement.cells import Unit
from ppaos.engine.backends import DEFAULT_URL
from ppaos.workflows.estimate.analyses import decomposition_table, robustness_table, spread_table
from ppaos.workflows.estimate.job import EstimateResult, estimate


def _column(th: str, en: str) -> Any:
    return typer.Option(help=say(th, en))


@guarded
def estimate_command(
    file: Annotated[
        Path,
        typer.Argument(
            help=say(
                "ไฟล์ CSV, Parquet, XLSX หรือ Stata .dta", "File: CSV, Parquet, XLSX or Stata .dta."
            )
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            help=say("ไฟล์ผล .csv .parquet .xlsx", "File for the levels: .csv, .parquet, .xlsx.")
        ),
    ],
    instrument: Annotated[
        str | None, _column("ชื่อเครื่องมือหรือไฟล์ YAML", "Instrument name or YAML file.")
    ] = None,
    dim: Annotated[
        list[str] | None,
        _column(
            "มิติ=คอลัมน์,คอลัมน์ (ซ้ำได้) แทนเครื่องมือ",
            "NAME=column,column (repeatable), instead of an instrument.",
        ),
    ] = None,
    dimw: Annotated[
        list[str] | None, _column("มิติ=เศษส่วน (ซ้ำได้)", "NAME=fraction of a dimension (repeatable).")
    ] = None,
    indw: Annotated[
        list[str] | None,
        _column("คอลัมน์=เศษส่วน (ซ้ำได้)", "column=fraction of an indicator (repeatable)."),
    ] = None,
    k: Annotated[
        list[str] | None,
        _column("เกณฑ์ เช่น 1/3, 0.4, 33% (ซ้ำได้)", "Cutoff, such as 1/3, 0.4, 33% (repeatable)."),
    ] = None,
    rule: Annotated[
        str | None,
        _column(
            "กฎแทน k: union, intersection, any_dimension, dimensions",
            "Rule instead of k: union, intersection, any_dimension, dimensions.",
        ),
    ] = None,
    m: Annotated[
        int | None, _column("จำนวนมิติสำหรับกฎ dimensions", "Dimensions for rule `dimensions`.")
    ] = None,
    missing: Annotated[
        str | None,
        _column(
            "ค่าว่าง: listwise, reweight, as_not_deprived",
            "Missing answers: listwise, reweight, as_not_deprived.",
        ),
    ] = None,
    over: Annotated[
        list[str] | None,
        _column("คอลัมน์กลุ่ม หรือ A*B (ซ้ำได้)", "Group column, or A*B for a crossing (repeatable)."),
    ] = None,
    weight: Annotated[str | None, _column("คอลัมน์น้ำหนักสำรวจ", "Column of sampling weights.")] = None,
    psu: Annotated[
        str | None, _column("คอลัมน์หน่วยตัวอย่างขั้นที่หนึ่ง", "Column of primary sampling units.")
    ] = None,
    strata: Annotated[str | None, _column("คอลัมน์ชั้นภูมิ", "Column of strata.")] = None,
    fpc: Annotated[
        str | None, _column("คอลัมน์ค่าปรับประชากรจำกัด", "Column of the finite-population correction.")
    ] = None,
    lonely_psu: Annotated[
        str,
        _column(
            f"ชั้นภูมิที่มีหน่วยเดียว: {', '.join(LONELY_RULES)}",
            f"Strata of one PSU: {', '.join(LONELY_RULES)}.",
        ),
    ] = "fail",
    size: Annotated[
        str | None, _column("คอลัมน์จำนวนคนของแถว", "Column with the people of a row.")
    ] = None,
    unit: Annotated[
        str, _column("นับ people หรือ households", "Count people or households.")
    ] = "people",
    wave: Annotated[str | None, _column("คอลัมน์รอบ", "Column of waves.")] = None,
    year: Annotated[
        str | None,
        _column("คอลัมน์ปีของรอบ สำหรับค่าต่อปี", "Column with the year of a wave, for changes per year."),
    ] = None,
    panel_id: Annotated[
        str | None,
        _column(
            "คอลัมน์ที่ระบุหน่วยเดียวกันในทุกรอบ สำหรับการเข้าออก",
            "Column that names a unit in every wave, for entries and exits.",
        ),
    ] = None,
    area: Annotated[str | None, _column("คอลัมน์รหัสพื้นที่", "Column of area codes.")] = None,
    levels: Annotated[
        str | None,
        _column("ระดับพื้นที่ คั่นด้วยจุลภาค เช่น province,district", "Area levels, separated by commas."),
    ] = None,
    level: Annotated[float, _column("ระดับความเชื่อมั่น (ร้อยละ)", "Confidence level in per cent.")] = 95,
    df: Annotated[
        str, _column("องศาเสรี: design หรือ domain", "Degrees of freedom: design or domain.")
    ] = "design",
    census: Annotated[
        bool,
        typer.Option(
            "--census",
            help=say(
                "ข้อมูลครบทุกหน่วย ไม่มีความคลาดเคลื่อนจากการสุ่ม", "A complete count: no sampling error."
            ),
        ),
    ] = False,
    bootstrap: Annotated[
        int, _column("จำนวนการสุ่มซ้ำแทนการทำเชิงเส้น", "Bootstrap replicates instead of linearisation.")
    ] = 0,
    seed: Annotated[int, _column("เลขตั้งต้นสุ่มของ bootstrap", "Random seed of the bootstrap.")] = 2566,
    compat: Annotated[
        str | None, _column("ทำตามเครื่องมืออื่น: mpitb", "Follow another tool: mpitb.")
    ] = None,
    changes: Annotated[
        Path | None, _column("ไฟล์ผลการเปลี่ยนแปลงระหว่างรอบ", "File for changes between waves.")
    ] = None,
    audit: Annotated[
        Path | None, _column("ไฟล์ตรวจค่าว่าง", "File for the audit of missing answers.")
    ] = None,
    redundancy: Annotated[
        Path | None,
        _column(
            "ไฟล์ความซ้ำซ้อนของตัวชี้วัด (R0, Cramer's V)",
            "File for redundancy of indicators (R0, Cramer's V).",
        ),
    ] = None,
    robustness: Annotated[
        Path | None,
        _column("ไฟล์ความคงทนของอันดับเมื่อเปลี่ยน k", "File for robustness of ranks over the cutoffs."),
    ] = None,
    decomposition: Annotated[
        Path | None,
        _column("ไฟล์แยกส่วนการเปลี่ยนแปลง (Shapley)", "File for Shapley parts of changes."),
    ] = None,
    spread: Annotated[
        Path | None,
        _column(
            "ไฟล์ความแปรปรวนในกลุ่มและระหว่างกลุ่ม", "File for inequality within and between groups."
        ),
    ] = None,
    engine: Engine = DEFAULT_URL,
) -> None:
    """Measure one file."""
    if lonely_psu not in LONELY_RULES or unit not in ("people", "households"):
        raise SettingError(
            th=f"--lonely-psu ใช้ {', '.join(LONELY_RULES)} และ --unit ใช้ people หรือ households",
            en=f"--lonely-psu takes {', '.join(LONELY_RULES)}; --unit takes people or households.",
        )
    done = estimate(
        file,
        instrument=instrument,
        dims=_dims(dim),
        dimw=_pairs(dimw, "--dimw"),
        indw=_pairs(indw, "--indw"),
        k=tuple(k or ()),
        rule=rule,
        m=m,
        missing=missing,
        over=tuple(over or ()),
        weight=weight,
        psu=psu,
        strata=strata,
        fpc=fpc,
        lonely=cast(LonelyRule, lonely_psu),
        size=size,
        unit=cast(Unit, unit),
        wave=wave,
        year=year,
        panel_id=panel_id,
        area=area,
        levels=tuple(filter(None, (levels or "").replace(" ", "").split(","))),
        level=level,
        df=df,
        census=census,
        bootstrap=bootstrap,
        seed=seed,
        compat=compat,
        engine=engine,
        progress=OnScreen(),
    )
    _show(done)
    files = {
        out: done.levels, changes: done.changes, audit: done.audit, redundancy: done.redundancy,
        robustness: robustness_table(done.levels) if robustness else None,
        decomposition: decomposition_table(done.levels, done.weights) if decomposition else None,
        spread: spread_table(done.levels) if spread else None,
    }  # fmt: skip
    _write({path: table for path, table in files.items() if path is not None})


def _show(done: EstimateResult) -> None:
    heads = [
        ("กฎ", "rule"), ("k", "k"), ("รอบ", "wave"), ("ค่า", "measure"), ("b", "b"), ("se", "se"),
        ("ต่ำ", "ll"), ("สูง", "ul"), ("n", "n"),
    ]  # fmt: skip
    national = [
        row
        for row in done.levels.to_pylist()
        if row["loa"] == "nat" and row["measure"] in ("H", "A", "M0") and not row["dimension"]
    ]
    names = ("rule", "k", "t", "measure", "b", "se", "ll", "ul", "n")
    rows(heads, [[row[name] for name in names] for row in national])
    for th, en in done.notes:
        line(th, en)


def _write(files: Mapping[Path, pa.Table | None]) -> None:
    for path, table in files.items():
        if table is None:
            raise SettingError(
                th="ไม่มีการเปลี่ยนแปลงให้เขียน ต้องระบุ --wave และมีอย่างน้อยสองรอบ",
                en="There are no changes to write. Give --wave, with two waves or more.",
            )
        write_table(table, path)
        line(f"เขียน {path} ({len(table):,} แถว)", f"wrote {path} ({len(table):,} rows)")


def _dims(given: Sequence[str] | None) -> dict[str, tuple[str, ...]] | None:
    if not given:
        return None
    return {
        name: tuple(filter(None, (item.strip() for item in value.split(","))))
        for name, value in (_split(item, "--dim") for item in given)
    }


def _pairs(given: Sequence[str] | None, option: str) -> dict[str, str] | None:
    if not given:
        return None
    parts = [part for item in given for part in item.split(",") if part.strip()]
    return dict(_split(part, option) for part in parts)


def _split(text: str, option: str) -> tuple[str, str]:
    name, equals, value = (part.strip() for part in text.partition("="))
    if not (name and equals and value):
        raise SettingError(
            th=f"{option} '{text}' เขียนไม่ถูก ใช้รูปแบบ ชื่อ=ค่า",
            en=f"{option} '{text}' is not of the form NAME=VALUE.",
        )
    return name, value
