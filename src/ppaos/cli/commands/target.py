"""`ppaos target`."""

from pathlib import Path
from typing import Annotated

import typer

from ppaos.cli.console import OnScreen, guarded, line, rows
from ppaos.cli.options import EngineUrl, StoreFolder
from ppaos.cli.text import say
from ppaos.engine.backends import DEFAULT_URL
from ppaos.workflows.target.job import GroupCount, TargetResult, target


@guarded
def target_command(
    rules: Annotated[
        list[str] | None,
        typer.Option(
            help=say(
                "กฎกลุ่มเป้าหมาย: ชื่อที่มีมาให้หรือไฟล์ YAML (ซ้ำได้) ปกติใช้ fiscal-2566 และ fiscal-2567",
                "Target rules: a shipped name or a YAML file (repeatable); "
                "fiscal-2566 and fiscal-2567 by default.",
            )
        ),
    ] = None,
    store: StoreFolder = Path("store"),
    engine: EngineUrl = DEFAULT_URL,
) -> None:
    """Assign linked people and households to target groups."""
    made = target(store, rules=rules or (), engine=engine, progress=OnScreen())
    show_groups(made)


def show_groups(made: TargetResult) -> None:
    """Groups with computed beside stated figures, and what must be known to read them."""
    heads = [
        ("กฎ", "rules"),
        ("กลุ่ม", "group"),
        ("คน", "people"),
        ("ครัวเรือน", "households"),
        ("คน (ประกาศ)", "people (stated)"),
        ("ครัวเรือน (ประกาศ)", "households (stated)"),
        ("ชื่อ", "title"),
    ]
    rows(heads, [_row(item) for item in made.groups])
    line(
        f"จาก {made.persons:,} คน {made.households:,} ครัวเรือน รอบ {made.round_be}",
        f"Of {made.persons:,} people and {made.households:,} households, round {made.round_be}.",
    )
    for document in made.rules:
        if document.round_be not in (None, made.round_be):
            line(
                f"ตัวเลขประกาศของ {document.name} เป็นของรอบ {document.round_be} กฎใช้กับรอบ {made.round_be}",
                f"Stated figures of {document.name} are of round {document.round_be}; its rules were applied to round {made.round_be}.",
            )
    for item in made.groups:
        if item.lacking:
            names = ", ".join(item.lacking)
            line(
                f"{item.rules} {item.group.name}: คลังข้อมูลไม่มีแหล่งของ {names} ผลจึงขาดไป",
                f"{item.rules} {item.group.name}: no stored source provides {names}; the figure is incomplete.",
            )


def _row(item: GroupCount) -> tuple[object, ...]:
    group = item.group
    mark = say(" (ไม่เป็นทางการ)", " (unofficial)") if group.unofficial else ""
    return (
        item.rules,
        group.name,
        item.people,
        item.households,
        _stated([one.people for one in group.stated]),
        _stated([one.households for one in group.stated]),
        say(group.title.th, group.title.en) + mark,
    )


def _stated(figures: list[int | None]) -> str:
    return " / ".join(f"{value:,}" for value in figures if value is not None) or "-"
