"""`ppaos sources`: list, show, remove."""

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from ppaos.adapters.area_names import AreaNames
from ppaos.cli.commands.ingest import say_ingest_again
from ppaos.cli.console import guarded, line, rows
from ppaos.cli.options import StoreFolder
from ppaos.cli.text import LANGUAGE, say
from ppaos.definitions.parts import BilingualText
from ppaos.definitions.sources import loader
from ppaos.domain.errors import SettingError
from ppaos.engine.store import Store
from ppaos.workflows.stored.definitions import definitions
from ppaos.workflows.stored.sources import (
    ListedSource,
    OlderTable,
    SourceList,
    rows_by_area,
    source_list,
)
from ppaos.workflows.stored.withdraw import withdraw

sources_app = typer.Typer(rich_markup_mode=None)
FORMATS = ("table", "json", "csv")
_HEADS = [
    ("แหล่ง", "source"),
    ("รอบ", "cycle"),
    ("แถว", "rows"),
    ("ไฟล์", "files"),
    ("พักไว้", "quarantined"),
    ("ข้อมูลถึง", "fresh on"),
    ("อายุ (วัน)", "age (days)"),
    ("หมดอายุ", "expired"),
    ("จังหวัด", "provinces"),
    ("อำเภอ", "districts"),
]
_CYCLES = {
    "daily": ("รายวัน", "daily"),
    "weekly": ("รายสัปดาห์", "weekly"),
    "monthly": ("รายเดือน", "monthly"),
    "quarterly": ("รายไตรมาส", "quarterly"),
    "half_yearly": ("ทุกครึ่งปี", "half-yearly"),
    "yearly": ("รายปี", "yearly"),
    "two_yearly": ("ทุกสองปี", "every two years"),
    "once": ("ครั้งเดียว", "once"),
}


@sources_app.callback(invoke_without_command=True)
def sources_command(context: typer.Context) -> None:
    """List the sources when no other command is given."""
    if context.invoked_subcommand is None:
        list_command()


@sources_app.command(
    "list",
    help=say(
        "แหล่งข้อมูลในคลัง ความใหม่และพื้นที่ที่ครอบคลุม", "Sources in the store: freshness and coverage."
    ),
)
@guarded
def list_command(
    store: StoreFolder = Path("store"),
    format_: Annotated[
        str, typer.Option("--format", help=say("table, json หรือ csv", "table, json or csv."))
    ] = "table",
    level: Annotated[
        str | None,
        typer.Option(
            help=say(
                "แสดงจำนวนแถวรายพื้นที่: province, district, subdistrict, village",
                "Show rows by area instead: province, district, subdistrict, village.",
            )
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(help=say("เฉพาะแหล่งนี้ (ใช้กับ --level)", "This source alone (with --level).")),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(help=say("ถือว่าวันนี้คือวันที่นี้ (ปปปป-ดด-วว)", "Date to use as today (YYYY-MM-DD).")),
    ] = None,
) -> None:
    """List sources, or rows by area."""
    if format_ not in FORMATS:
        raise SettingError(
            th=f"ไม่มีรูปแบบ '{format_}' ใช้ {', '.join(FORMATS)}",
            en=f"There is no format '{format_}'. Use {', '.join(FORMATS)}.",
        )
    if source is not None and level is None:
        raise SettingError(
            th="--source ใช้คู่กับ --level เช่น --level province",
            en="--source goes with --level, such as --level province.",
        )
    if level is not None:
        _show_areas(Store(store), level, source, format_)
        return
    found = source_list(Store(store), on=_day(on))
    if format_ == "table":
        _show_list(found)
    else:
        _print([_record(item) for item in found.sources], format_)


@sources_app.command("show", help=say("นิยามของแหล่งข้อมูล", "Definition of one source."))
@guarded
def show_command(
    name: Annotated[
        str, typer.Argument(help=say("ชื่อแหล่งข้อมูลหรือไฟล์ YAML", "Source name or YAML file."))
    ],
    store: StoreFolder = Path("store"),
) -> None:
    """Show columns, facts and purpose of one source."""
    found = definitions(Store(store)).get(name) or loader.load(name)
    line(f"{found.source}: {found.title.th}", f"{found.source}: {found.title.en}")
    for label, words in (
        (("หน่วยงาน", "agency"), found.agency),
        (("วัตถุประสงค์", "purpose"), found.purpose),
        (("ฐานกฎหมาย", "legal basis"), found.legal_basis),
    ):
        line(f"{label[0]}: {words.th}", f"{label[1]}: {words.en}")
    cycle = _CYCLES[found.refresh]
    line(
        f"ตาราง {found.table} กุญแจ {', '.join(found.key)} รอบ {cycle[0]} เชื่อมกับ {found.link} บทบาท {found.role}",
        f"table {found.table}, key {', '.join(found.key)}, cycle {cycle[1]}, linked to {found.link}, role {found.role}",
    )
    unofficial = say("นิยามของเรา ไม่ใช่ทางการ", "our reading, not official")
    heads = [
        ("คอลัมน์", "column"), ("ชนิด", "type"), ("บังคับ", "required"), ("ชั้นข้อมูล", "class"),
        ("ชื่อ", "title"), ("หมายเหตุ", "note"),
    ]  # fmt: skip
    body = [
        (
            column_name, column.type, _yes(column.required), column.class_, _words(column.title),
            unofficial if column_name in found.unofficial else "",
        )
        for column_name, column in found.columns.items()
    ]  # fmt: skip
    rows(heads, body)
    if found.facts:
        heads = [("ข้อเท็จจริง", "fact"), ("กฎ", "rule"), ("ความหมาย", "meaning")]
        rows(heads, [(key, fact.rule, _words(fact.title)) for key, fact in found.facts.items()])


@sources_app.command(
    "remove",
    help=say("ถอนแหล่งข้อมูล (หรือไฟล์เดียว) ออกจากคลัง", "Remove a source, or one file, from the store."),
)
@guarded
def remove_command(
    name: Annotated[str, typer.Argument(help=say("ชื่อแหล่งข้อมูล", "Source name."))],
    file: Annotated[
        str | None,
        typer.Option(
            help=say("เฉพาะไฟล์นี้: ชื่อ หรือ ชื่อ@ครั้งที่นำเข้า", "This file alone: a name, or NAME@IMPORT.")
        ),
    ] = None,
    store: StoreFolder = Path("store"),
) -> None:
    """Withdraw rows as if they had never been ingested."""
    done = withdraw(name, store=Store(store), file=file)
    for table, taken in sorted(done.rows.items()):
        line(f"ถอด {taken:,} แถวจากตาราง {table}", f"{taken:,} rows removed from table {table}")
    line(
        f"ถอน {len(done.files):,} ไฟล์ของ {name} แล้ว นำเข้าใหม่ได้",
        f"{len(done.files):,} files of {name} are withdrawn; they can be ingested again.",
    )
    if done.forgotten_ids:
        line(
            f"ลบเลขประจำตัว {done.forgotten_ids:,} เลขที่ไม่มีแถวใดใช้แล้วออกจากคลังเลขประจำตัว",
            f"{done.forgotten_ids:,} citizen IDs that no row refers to are out of the vault.",
        )
    say_ingest_again(done.ingest_again)
    _show_older(done.older)


def _show_list(found: SourceList) -> None:
    rows(
        _HEADS,
        [
            (
                item.name,
                say(*_CYCLES[item.refresh]),
                item.rows,
                item.files,
                item.quarantined_rows,
                item.fresh_on and item.fresh_on.isoformat(),
                item.age_days,
                _yes(item.is_expired),
                item.provinces,
                item.districts,
            )
            for item in found.sources
        ],
    )
    for item in found.sources:
        line(
            f"{item.name}: {item.agency.th} / {item.purpose.th} / {item.legal_basis.th}",
            f"{item.name}: {item.agency.en} / {item.purpose.en} / {item.legal_basis.en}",
        )
    _show_older(found.older)


def _show_older(older: Sequence[OlderTable]) -> None:
    for item in older:
        changed = ", ".join(item.changed)
        line(
            f"ตาราง {item.name} (ทำเมื่อ {item.made_on}) เก่ากว่าข้อมูล: {changed} เปลี่ยนแล้ว ให้คำนวณใหม่",
            f"Table {item.name} (made on {item.made_on}) is older than the data: {changed} changed. Make it again.",
        )


def _show_areas(store: Store, level: str, source: str | None, format_: str) -> None:
    names = AreaNames()
    records: list[dict[str, Any]] = []
    for item in rows_by_area(store, level=level, source=source):
        title = names.title(item.area_code) if item.area_code else None
        records.append(
            {
                "source": item.source, "area_code": item.area_code,
                "area_th": title and title.th, "area_en": title and title.en, "rows": item.rows,
            }
        )  # fmt: skip
    if format_ != "table":
        _print(records, format_)
        return
    heads = [("แหล่ง", "source"), ("รหัส", "code"), ("พื้นที่", "area"), ("แถว", "rows")]
    area = f"area_{LANGUAGE}"
    rows(heads, [(r["source"], r["area_code"], r[area], r["rows"]) for r in records])


def _record(item: ListedSource) -> dict[str, Any]:
    texts = {
        f"{key}_{language}": getattr(getattr(item, key), language)
        for key in ("title", "agency", "purpose", "legal_basis")
        for language in ("th", "en")
    }
    return {
        "source": item.name, **texts, "role": item.role, "link": item.link,
        "refresh": item.refresh, "max_age_days": item.max_age_days, "rows": item.rows,
        "files": item.files, "quarantined_rows": item.quarantined_rows,
        "fresh_on": item.fresh_on and item.fresh_on.isoformat(), "age_days": item.age_days,
        "is_expired": item.is_expired, "provinces": item.provinces, "districts": item.districts,
    }  # fmt: skip


def _print(records: Sequence[Mapping[str, Any]], format_: str) -> None:
    """JSON, or CSV with a header; nothing for no records of CSV."""
    if format_ == "json":
        typer.echo(json.dumps(list(records), ensure_ascii=False, indent=1))
    elif records:
        writer = csv.DictWriter(sys.stdout, list(records[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise SettingError(
            th=f"'{text}' ไม่ใช่วันที่ เขียนเป็น ปี ค.ศ.-เดือน-วัน เช่น 2026-07-01",
            en=f"'{text}' is not a date. Write it as YYYY-MM-DD, such as 2026-07-01.",
        ) from error


def _words(words: BilingualText) -> str:
    return words.th if LANGUAGE == "th" else words.en


def _yes(value: bool | None) -> str | None:
    if value is None:
        return None
    return say("ใช่", "yes") if value else say("ไม่", "no")
