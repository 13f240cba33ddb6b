"""`ppaos target` and `ppaos overlap`."""

from pathlib import Path
from typing import Annotated

import typer

from ppaos.cli.console import OnScreen, guarded, line, rows
from ppaos.cli.text import say
from ppaos.domain.errors import SettingError
from ppaos.domain.targeting.overlap import PARTS
from ppaos.engine.backends import DEFAULT_URL
from ppaos.workflows.target.job import GroupCount, TargetResult, target
from ppaos.workflows.target.overlap import overlap, people_of_part, write_people

SHOWN_AREAS = 40
PART_TITLES = {
    "both": ("ทั้งสอง", "both"),
    "only_a": ("A เท่านั้น", "only A"),
    "only_b": ("B เท่านั้น", "only B"),
    "neither": ("ไม่อยู่ทั้งสอง", "neither"),
    "unmatched": ("จับคู่ไม่ได้", "unmatched"),
}
StoreFolder = Annotated[
    Path, typer.Option("--store", help=say("โฟลเดอร์คลังข้อมูล", "Folder of the store."))
]
EngineUrl = Annotated[
    str,
    typer.Option("--engine", help=say("เครื่องประมวลผล เช่น duckdb://", "Engine, such as duckdb://.")),
]


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


@guarded
def overlap_command(
    a: Annotated[
        str,
        typer.Argument(
            metavar="A",
            help=say("แหล่งข้อมูล ข้อเท็จจริง กลุ่ม หรือ fails_mpi", "A source, fact, group or fails_mpi."),
        ),
    ],
    b: Annotated[str, typer.Argument(metavar="B", help=say("อีกชื่อหนึ่ง", "Another such name."))],
    store: StoreFolder = Path("store"),
    level: Annotated[
        str,
        typer.Option(
            help=say(
                "ระดับ: country region province district subdistrict village",
                "Level: country region province district subdistrict village.",
            )
        ),
    ] = "country",
    area: Annotated[
        str, typer.Option(help=say("เฉพาะพื้นที่รหัสนี้", "Only within this area code."))
    ] = "",
    part: Annotated[
        str | None,
        typer.Option(
            "--list",
            help=say(
                f"เขียนรายชื่อของส่วนนี้ลงไฟล์: {', '.join(PARTS)}",
                f"Write the people of this part to a file: {', '.join(PARTS)}.",
            ),
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help=say("ไฟล์ CSV ของ --list", "CSV file for --list."))
    ] = None,
    engine: EngineUrl = DEFAULT_URL,
) -> None:
    """Say who is in A and not in B, and the other way round."""
    if (part is None) != (out is None):
        raise SettingError(
            th="--list ต้องมาคู่กับ --out ไฟล์.csv", en="--list and --out FILE.csv go together."
        )
    found = overlap(store, a, b, level=level, area=area, engine=engine)
    heads = [("หน่วย", "unit"), ("พื้นที่", "area"), ("ทั้งหมด", "all"), *PART_TITLES.values()]
    for unit, table in (
        (say("คน", "people"), found.people),
        (say("ครัวเรือน", "households"), found.households),
    ):
        shown = table.slice(0, SHOWN_AREAS).to_pylist()
        rows(
            heads,
            [(unit, row["area_code"], row["all"], *[row[name] for name in PARTS]) for row in shown],
        )
        if len(table) > SHOWN_AREAS:
            line(
                f"... และอีก {len(table) - SHOWN_AREAS:,} พื้นที่ ใช้ --area เพื่อดูเฉพาะพื้นที่",
                f"... and {len(table) - SHOWN_AREAS:,} more areas; narrow with --area.",
            )
    line(f"A = {a}  B = {b}", f"A = {a}  B = {b}")
    if part is not None and out is not None:
        people = people_of_part(store, a, b, part, area=area, engine=engine)
        write_people(people, out)
        line(f"{len(people):,} คนใน {out}", f"{len(people):,} people in {out}")
