"""`ppaos measure`, `ppaos whatif` and `ppaos demo`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import pyarrow as pa
import typer

from ppaos.adapters.area_names import AreaNames
from ppaos.adapters.tabular import write_table
from ppaos.cli.commands.serve import DEFAULT_PORT
from ppaos.cli.commands.synth import Engine, StoreFolder
from ppaos.cli.console import OnScreen, guarded, line, rows
from ppaos.cli.demo_site import make_site, open_site, say_how_to_enter
from ppaos.cli.text import LANGUAGE, say
from ppaos.domain.area.codes import LEVEL_TITLES
from ppaos.domain.errors import SettingError
from ppaos.domain.measurement.instrument import cutoff
from ppaos.engine.backends import DEFAULT_URL
from ppaos.engine.store import Store
from ppaos.workflows.demo import DEFAULT_PROVINCE, DemoResult, demo
from ppaos.workflows.measure.job import DEFAULT_CUTOFFS, measure
from ppaos.workflows.measure.whatif import whatif
from ppaos.workflows.report.outputs import Headline, headlines, write_outputs
from ppaos.workflows.synth.job import DEFAULT_SEED

MOST_ROWS = 40
Boundaries = Annotated[
    Path | None,
    typer.Option(
        help=say(
            "GeoJSON ขอบเขตพื้นที่ (COD-AB) สำหรับแผนที่ในรายงาน",
            "GeoJSON boundaries (COD-AB) for the map of the report.",
        )
    ),
]


@guarded
def measure_command(
    store: StoreFolder = Path("store"),
    instrument: Annotated[
        str, typer.Option(help=say("ชื่อเครื่องมือหรือไฟล์ YAML", "Instrument name or YAML file."))
    ] = "tpmap-2560",
    round_be: Annotated[
        list[int] | None,
        typer.Option(
            "--round", help=say("รอบที่จะวัด (ปกติทุกรอบ)", "Rounds to measure (all by default).")
        ),
    ] = None,
    k: Annotated[
        list[str] | None,
        typer.Option(
            help=say(
                "เกณฑ์ Alkire-Foster ที่วัดเทียบ เช่น 1/3 (ซ้ำได้)",
                "Alkire-Foster cutoffs beside the rule, such as 1/3 (repeatable).",
            )
        ),
    ] = None,
    over: Annotated[
        list[str] | None,
        typer.Option(
            help=say("กลุ่มที่เครื่องมือนิยามไว้ (ซ้ำได้)", "Groups that the instrument defines (repeatable).")
        ),
    ] = None,
    engine: Engine = DEFAULT_URL,
    out: Annotated[
        Path | None,
        typer.Option(
            help=say(
                "โฟลเดอร์สำหรับตาราง สมุดงาน และรายงาน", "Folder for tables, workbook and report."
            )
        ),
    ] = None,
    boundaries: Boundaries = None,
) -> None:
    """Measure the stored survey."""
    cutoffs = tuple(cutoff(item) for item in k) if k else DEFAULT_CUTOFFS
    where, watch = Store(store), OnScreen()
    done = measure(
        where, instrument=instrument, rounds=tuple(round_be or ()), k=cutoffs,
        over=tuple(over or ()), engine=engine, progress=watch,
    )  # fmt: skip
    for number, names in done.absent.items():
        if names:
            line(
                f"รอบ {number} ไม่ได้ถาม {', '.join(names)} น้ำหนักไปอยู่กับตัวอื่นในมิติ",
                f"Round {number} did not ask {', '.join(names)}; the weight went to the others of the dimension.",
            )
    _show(headlines(done.estimates))
    if out is not None:
        files = write_outputs(
            where, out, instrument=done.instrument, boundaries=boundaries, progress=watch
        )
        for file in files:
            line(f"เขียน {file}", f"wrote {file}")
    line(f"ผลอยู่ในคลังข้อมูล {store}", f"Results are in store {store}")


@guarded
def whatif_command(
    store: StoreFolder = Path("store"),
    k: Annotated[
        str | None,
        typer.Option(help=say("เกณฑ์ k เช่น 1/3 หรือ 33%", "Cutoff k, such as 1/3 or 33%.")),
    ] = None,
    rule: Annotated[
        str | None,
        typer.Option(
            help=say(
                "กฎ: union, intersection, any_dimension, dimensions",
                "Rule: union, intersection, any_dimension, dimensions.",
            )
        ),
    ] = None,
    m: Annotated[
        int | None,
        typer.Option(help=say("จำนวนมิติสำหรับกฎ dimensions", "Dimensions for rule `dimensions`.")),
    ] = None,
    weights: Annotated[
        str | None,
        typer.Option(
            help=say(
                "น้ำหนัก เช่น health=2/5,income=1/5 ที่เหลือแบ่งตามเดิม",
                "Weights, such as health=2/5,income=1/5; the others share the rest.",
            )
        ),
    ] = None,
    missing: Annotated[
        str | None, typer.Option(help=say("กฎค่าว่าง", "Rule for missing answers."))
    ] = None,
    area: Annotated[
        str,
        typer.Option(
            help=say("รหัสพื้นที่ 2 4 6 8 หลัก หรือ R1-R6", "Area code of 2, 4, 6 or 8 digits, or R1-R6.")
        ),
    ] = "",
    level: Annotated[
        list[str] | None,
        typer.Option(help=say("ระดับพื้นที่ของผล (ซ้ำได้)", "Level of the result (repeatable).")),
    ] = None,
    compare: Annotated[
        str | None,
        typer.Option(
            help=say(
                "เทียบกับ instrument, เกณฑ์ เช่น 1/5 หรือชื่อกฎ",
                "Compare with `instrument`, a cutoff such as 1/5, or a rule.",
            )
        ),
    ] = None,
    round_be: Annotated[
        int | None,
        typer.Option("--round", help=say("รอบ (ปกติรอบล่าสุด)", "Round (the latest by default).")),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help=say(
                "ไฟล์ผลทั้งหมด .csv .parquet .xlsx", "File for all results: .csv, .parquet, .xlsx."
            )
        ),
    ] = None,
) -> None:
    """Ask the stored counts under another scheme."""
    unknown = sorted(set(level or ()) - LEVEL_TITLES.keys())
    if unknown:
        raise SettingError(
            th=f"ไม่รู้จักระดับ {', '.join(unknown)} ใช้ {', '.join(LEVEL_TITLES)}",
            en=f"Unknown level {', '.join(unknown)}. Use {', '.join(LEVEL_TITLES)}.",
        )
    table = whatif(
        store, k=k, rule=rule, m=m, weights=weights, missing=missing, area=area,
        levels=tuple(level or ()), compare=compare, round_be=round_be,
    )  # fmt: skip
    _show_places(table, compared=compare is not None)
    if out is not None:
        write_table(table, out)
        line(f"เขียน {out} ({len(table):,} แถว)", f"wrote {out} ({len(table):,} rows)")


@guarded
def demo_command(
    out: Annotated[Path, typer.Option(help=say("โฟลเดอร์ผลลัพธ์", "Folder for all results."))] = Path(
        "demo"
    ),
    province: Annotated[
        str, typer.Option(help=say("รหัสจังหวัด", "Province code."))
    ] = DEFAULT_PROVINCE,
    households: Annotated[
        int | None,
        typer.Option(help=say("จำนวนครัวเรือน (ปกติเท่าจริง)", "Households (real size by default).")),
    ] = None,
    seed: Annotated[int, typer.Option(help=say("เลขตั้งต้นสุ่ม", "Random seed."))] = DEFAULT_SEED,
    boundaries: Annotated[
        Path | None,
        typer.Option(
            help=say(
                "GeoJSON ขอบเขตพื้นที่ (COD-AB) สำหรับแผนที่ในรายงาน และให้หมู่บ้านอยู่ในตำบลจริง",
                "GeoJSON boundaries (COD-AB) for the map of the report; villages are placed in them.",
            )
        ),
    ] = None,
    is_served: Annotated[
        bool,
        typer.Option(
            "--serve/--no-serve",
            help=say("เปิดเว็บไซต์ค้างไว้จนกด Ctrl-C", "Run the site until Ctrl-C."),
        ),
    ] = True,
    port: Annotated[
        int,
        typer.Option(
            help=say(
                "พอร์ตของเว็บไซต์ ถ้าไม่ว่างใช้เลขถัดไป",
                "Port of the site; the next free one if it is taken.",
            )
        ),
    ] = DEFAULT_PORT,
) -> None:
    """Synthesise a survey and registers, ingest, link, measure, target, report, publish, serve."""
    progress = OnScreen()
    done = demo(
        out,
        province=province,
        households=households,
        seed=seed,
        boundaries=boundaries,
        progress=progress,
    )
    line(done.ingested.proof_th, done.ingested.proof_en)
    line("ข้อมูลสังเคราะห์ ไม่ใช่คนจริง", "SYNTHETIC DATA: no real people.")
    _show(done.headlines)
    _show_linked(done)
    for file in done.outputs:
        line(f"เขียน {file}", f"wrote {file}")
    line(
        f"เปิดรายงานในเบราว์เซอร์: {done.outputs[0].resolve().as_uri()}",
        f"Open the report in a browser: {done.outputs[0].resolve().as_uri()}",
    )
    make_site(out, province=province, boundaries=boundaries, progress=progress)
    say_how_to_enter(out, province)
    if is_served:
        open_site(port)


def _show_linked(done: DemoResult) -> None:
    """What the registers came to, and the target by each document of rules."""
    people = done.linked
    outside = people.persons - people.in_survey
    line(
        f"เชื่อม {len(people.sources)} แหล่ง: {people.persons:,} คนไม่นับซ้ำ อยู่ในแบบสำรวจ {people.in_survey:,} อยู่แต่ในทะเบียน {outside:,} รอคนตรวจ {people.review:,} คู่",
        f"Linked {len(people.sources)} sources: {people.persons:,} people, each counted once; {people.in_survey:,} in the "
        f"survey, {outside:,} in registers only; {people.review:,} pairs wait for review.",
    )
    for rules in done.targeted.rules:
        wanted = (rules.name, f"target_{rules.fiscal_year}")
        for found in done.targeted.groups:
            if (found.rules, found.group.name) == wanted and found.people is not None:
                line(
                    f"{found.group.title.th}: {found.people:,} คน {found.households:,} ครัวเรือน",
                    f"{found.group.title.en}: {found.people:,} people, {found.households:,} households",
                )


def _show(found: Sequence[Headline]) -> None:
    heads = [
        ("รอบ", "round"), ("ครัวเรือน", "households"), ("คน", "people"), ("ครัวเรือนจน", "poor households"),
        ("คนจน", "poor people"), ("H สัดส่วนคนจน", "H headcount"), ("A ความเข้มข้น", "A intensity"), ("M0", "M0"),
    ]  # fmt: skip
    body = [
        (item.round_be, item.households, item.people, item.poor_households, item.poor_people,
         item.headcount_ratio, item.intensity, item.adjusted_headcount_ratio)
        for item in found
    ]  # fmt: skip
    rows(heads, body)


def _show_places(table: pa.Table, *, compared: bool) -> None:
    """H, A and M0 of every area, the poorest first, as many as fit a screen."""
    names = AreaNames()
    wide: dict[tuple[str, str], dict[str, float | None]] = {}
    for row in table.select([*table.column_names]).to_pylist():
        if (
            row["measure"] in ("H", "A", "M0", "poor_people")
            and not row["indicator"]
            and not row["dimension"]
        ):
            place = wide.setdefault((row["loa"], row["subg"]), {})
            place[row["measure"]] = row["b"]
            place[f"{row['measure']} +/-"] = row.get("difference")
    ranked = sorted(wide.items(), key=lambda item: -(item[1].get("M0") or 0))
    heads = [
        ("พื้นที่", "area"),
        ("ชื่อ", "name"),
        ("คนจน", "poor people"),
        ("H", "H"),
        ("A", "A"),
        ("M0", "M0"),
    ]
    if compared:
        heads += [("H เปลี่ยน", "H change"), ("M0 เปลี่ยน", "M0 change")]
    body = []
    for (_, code), value in ranked[:MOST_ROWS]:
        people = value.get("poor_people")
        cells = [
            code,
            _name(names, code),
            None if people is None else int(people),
            value.get("H"),
            value.get("A"),
            value.get("M0"),
        ]
        body.append(cells + ([value.get("H +/-"), value.get("M0 +/-")] if compared else []))
    rows(heads, body)
    if len(ranked) > MOST_ROWS:
        line(
            f"แสดง {MOST_ROWS} จาก {len(ranked):,} พื้นที่ ใช้ --out เพื่อเก็บทั้งหมด",
            f"{MOST_ROWS} of {len(ranked):,} areas shown; use --out to keep all.",
        )


def _name(names: AreaNames, code: str) -> str:
    if code == "nat":
        return say("ทุกพื้นที่ที่มีข้อมูล", "all areas with data")
    title = names.title(code)
    return title.th if LANGUAGE == "th" else title.en
