"""`ppaos ingest`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from ppaos.cli.console import OnScreen, err, guarded, line, rows
from ppaos.cli.options import Engine, StoreFolder
from ppaos.cli.text import both, say
from ppaos.engine.backends import DEFAULT_URL
from ppaos.engine.store import Store
from ppaos.workflows.ingest.job import IngestSummary, ingest
from ppaos.workflows.stored.files import StoredFile


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
