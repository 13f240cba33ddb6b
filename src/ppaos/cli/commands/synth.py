"""`ppaos synth` and `ppaos ingest`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from ppaos.cli.console import OnScreen, err, guarded, line, rows
from ppaos.cli.text import both, say
from ppaos.domain.area.codes import LEVEL_TITLES
from ppaos.domain.errors import SettingError
from ppaos.engine.backends import DEFAULT_URL
from ppaos.engine.store import Store
from ppaos.workflows.ingest.job import IngestSummary, ingest
from ppaos.workflows.stored.files import StoredFile
from ppaos.workflows.synth.job import DEFAULT_SEED, synthesise

StoreFolder = Annotated[
    Path, typer.Option("--store", help=say("โฟลเดอร์คลังข้อมูล", "Folder of the store."))
]
Engine = Annotated[
    str,
    typer.Option(
        help=say(
            "เครื่องประมวลผล เช่น duckdb:// หรือ pyspark://local[2]",
            "Engine, such as duckdb:// or pyspark://local[2].",
        )
    ),
]


@guarded
def synth_command(
    out: Annotated[Path, typer.Argument(help=say("โฟลเดอร์ที่จะเขียนไฟล์", "Folder for the files."))],
    province: Annotated[
        list[str] | None,
        typer.Option(help=say("รหัสจังหวัด 2 หลัก (ซ้ำได้)", "Two-digit province code (repeatable).")),
    ] = None,
    national: Annotated[
        bool,
        typer.Option(
            "--national",
            help=say("ทั้งประเทศ 12.8 ล้านครัวเรือน", "The whole country, 12.8 million households."),
        ),
    ] = False,
    households: Annotated[
        int | None,
        typer.Option(
            help=say("จำนวนครัวเรือนรวม (ย่อส่วน)", "Households in all (a smaller population).")
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help=say("เลขตั้งต้นสุ่ม", "Random seed."))] = DEFAULT_SEED,
    round_be: Annotated[
        list[int] | None,
        typer.Option(
            "--round",
            help=say(
                "รอบสำรวจ พ.ศ. (ซ้ำได้) ปกติ 2565",
                "Survey round, Buddhist year (repeatable); 2565 by default.",
            ),
        ),
    ] = None,
    format_: Annotated[
        list[str] | None,
        typer.Option(
            "--format", help=say("parquet, csv, xlsx (ซ้ำได้)", "parquet, csv, xlsx (repeatable).")
        ),
    ] = None,
    encoding: Annotated[
        str,
        typer.Option(
            help=say(
                "รหัสอักขระของ CSV: utf-8, utf-8-sig, tis-620",
                "Encoding of CSV: utf-8, utf-8-sig, tis-620.",
            )
        ),
    ] = "utf-8",
    dirty: Annotated[
        float,
        typer.Option(
            help=say(
                "สัดส่วนแถวที่ใส่ข้อผิดพลาด พร้อมไฟล์เฉลย", "Share of rows given errors, with a truth file."
            )
        ),
    ] = 0.0,
    survey_only: Annotated[
        bool,
        typer.Option(
            "--survey-only",
            help=say(
                "เฉพาะแบบสำรวจ ไม่สร้างทะเบียนของหน่วยงานอื่น",
                "The survey alone, without the registers of other agencies.",
            ),
        ),
    ] = False,
    boundaries: Annotated[
        Path | None,
        typer.Option(
            help=say(
                "GeoJSON ขอบเขตพื้นที่ (COD-AB) ไฟล์หรือโฟลเดอร์ ให้หมู่บ้านอยู่ในตำบลจริง",
                "GeoJSON boundaries (COD-AB), file or folder: villages are placed in their subdistrict.",
            )
        ),
    ] = None,
) -> None:
    """Make files of people who do not exist."""
    if bool(province) == national:
        raise SettingError(
            th="เลือก --province รหัส (ซ้ำได้) หรือ --national อย่างใดอย่างหนึ่ง",
            en="Choose --province CODE (repeatable) or --national.",
        )
    made = synthesise(
        out, provinces=None if national else province, households=households, seed=seed,
        rounds=tuple(round_be or (2565,)), formats=tuple(format_ or ("parquet",)),
        encoding=encoding, dirty=dirty, registers=not survey_only, boundaries=boundaries,
        progress=OnScreen(),
    )  # fmt: skip
    heads = [
        ("รอบ", "round"),
        ("ครัวเรือน", "households"),
        ("คน", "people"),
        ("ครัวเรือนตกเกณฑ์", "failing households"),
        ("คนในครัวเรือนตกเกณฑ์", "people in them"),
    ]
    totals = [made.total(number) for number in sorted({item.round_be for item in made.counts})]
    rows(
        heads,
        [
            (str(t.round_be), t.households, t.people, t.failing_households, t.failing_people)
            for t in totals
        ],
    )
    if made.registers:
        rows(
            [("ทะเบียน", "register"), ("แถว", "rows")],
            [(name, count) for name, count in made.registers.items()],
        )
        line(
            f"เฉลยว่าแต่ละแถวเป็นใคร อยู่ใน {out / 'truth'}",
            f"Who each row is truly about: {out / 'truth'}",
        )
    if boundaries:
        _show_places(made.villages)
    if made.traps:
        line(
            f"ใส่ข้อผิดพลาด {made.traps:,} แห่ง ดูไฟล์ TRUTH-SYNTHETIC.csv",
            f"{made.traps:,} errors injected; see TRUTH-SYNTHETIC.csv",
        )
    line(
        f"ข้อมูลสังเคราะห์ {len(made.files):,} ไฟล์ อยู่ใน {out}",
        f"{len(made.files):,} files of SYNTHETIC data in {out}",
    )


def _show_places(villages: Mapping[str, int]) -> None:
    """How many villages stand in a boundary of which level, and how many in none."""
    titles = {**LEVEL_TITLES, "layout": ("ไม่มีขอบเขต (วางรอบกลางจังหวัด)", "no boundary (laid out)")}
    rows(
        [("หมู่บ้านวางตามขอบเขตของ", "villages placed by"), ("หมู่บ้าน", "villages")],
        [(say(*titles[name]), count) for name, count in villages.items() if count],
    )


@guarded
def ingest_command(
    paths: Annotated[list[Path], typer.Argument(help=say("ไฟล์หรือโฟลเดอร์", "Files or folders."))],
    store: StoreFolder = Path("store"),
    source: Annotated[
        str | None,
        typer.Option(
            help=say(
                "ชื่อแหล่งข้อมูลหรือไฟล์ YAML (ปกติตรวจจากหัวคอลัมน์)",
                "Source name or YAML file (detected from the headers by default).",
            )
        ),
    ] = None,
    report: Annotated[
        Path, typer.Option(help=say("โฟลเดอร์รายงานแถวที่มีปัญหา", "Folder for the report of bad rows."))
    ] = Path("quality"),
    corrects: Annotated[
        bool,
        typer.Option(
            "--corrects",
            help=say(
                "แทนไฟล์ชื่อเดียวกันที่อยู่ในคลัง (ถอดแถวของไฟล์เดิมออก)",
                "Replace the stored file of the same name: its rows go out.",
            ),
        ),
    ] = False,
    corrects_file: Annotated[
        list[str] | None,
        typer.Option(
            help=say(
                "แทนไฟล์ในคลังที่ชื่อนี้ หรือ ชื่อ@ครั้งที่นำเข้า (ซ้ำได้)",
                "Replace the stored file of this name, or NAME@IMPORT (repeatable).",
            )
        ),
    ] = None,
    engine: Engine = DEFAULT_URL,
) -> None:
    """Take files in, set bad rows aside, and prove that none is lost."""
    done = ingest(
        paths,
        store=Store(store),
        source=source,
        report_folder=report,
        engine_url=engine,
        corrects=corrects_file or corrects,
        progress=OnScreen(),
    )
    _show_files(done)
    for refused in done.refused:
        err.print(both(refused.error.th, refused.error.en), soft_wrap=True, markup=False)
    for item in done.replaced:
        line(
            f"ถอด {item.mark} ออกแล้ว: แถวที่เคยรับ {item.accepted:,} แถวที่เคยพักไว้ {item.quarantined:,}",
            f"{item.mark} taken out: {item.accepted:,} accepted rows, {item.quarantined:,} quarantined",
        )
    say_ingest_again(done.ingest_again)
    if done.report:
        line(
            f"รายงานแถวที่มีปัญหา: {', '.join(map(str, done.report))}",
            f"Report of findings: {', '.join(map(str, done.report))}",
        )
    if not done.changed:
        line("คลังข้อมูลไม่เปลี่ยน", "The store is unchanged.")
    line(done.proof_th, done.proof_en)
    if done.exit_code:
        raise typer.Exit(done.exit_code)


def say_ingest_again(files: Sequence[StoredFile]) -> None:
    """Name stored files that were judged against rows that are no longer there."""
    for item in files:
        line(
            f"{item.mark} มีแถวที่ซ้ำหรือขัดกับแถวที่ถอดออก ให้ใช้ ppaos sources remove {item.source} "
            f"--file {item.mark} แล้วนำเข้าไฟล์นั้นใหม่",
            f"{item.mark} had rows that repeated or contradicted those taken out. Run ppaos sources "
            f"remove {item.source} --file {item.mark} and ingest the file again.",
        )


def _show_files(done: IngestSummary) -> None:
    heads = [
        ("ไฟล์", "file"),
        ("แหล่ง", "source"),
        ("รหัสอักขระ", "encoding"),
        ("แถว", "rows"),
        ("รับเข้า", "accepted"),
        ("พักไว้", "quarantined"),
        ("ซ้ำ", "repeats"),
    ]
    shown = done.files if len(done.files) <= 40 else done.files[:40]
    rows(
        heads,
        [
            (f.name, f.source, f.encoding, f.rows, f.accepted, f.quarantined, f.repeats)
            for f in shown
        ],
    )
    if len(done.files) > len(shown):
        line(
            f"... และอีก {len(done.files) - len(shown)} ไฟล์",
            f"... and {len(done.files) - len(shown)} more files",
        )
    for name in done.skipped:
        line(f"ข้าม {name} (ไม่ใช่ข้อมูล)", f"skipped {name} (no data)")
    for item in done.files:
        if item.ignored_columns:
            names = ", ".join(item.ignored_columns)
            line(
                f"{item.name}: ไม่เก็บคอลัมน์ที่ไม่รู้จัก {names}",
                f"{item.name}: unknown columns not stored: {names}",
            )
        if item.repeated_columns:
            names = ", ".join(item.repeated_columns)
            line(
                f"{item.name}: หัวคอลัมน์ซ้ำ ใช้คอลัมน์แรก ไม่เก็บ {names}",
                f"{item.name}: repeated headers, the first column is used; not stored: {names}",
            )
