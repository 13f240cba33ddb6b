"""`ppaos overlap`."""

from pathlib import Path
from typing import Annotated

import typer

from ppaos.cli.console import guarded, line, rows
from ppaos.cli.options import EngineUrl, StoreFolder
from ppaos.cli.text import say
from ppaos.domain.errors import SettingError
from ppaos.domain.targeting.overlap import PARTS
from ppaos.engine.backends import DEFAULT_URL
from ppaos.workflows.target.overlap import overlap, people_of_part, write_people

SHOWN_AREAS = 40
PART_TITLES = {
    "both": ("ทั้งสอง", "both"),
    "only_a": ("A เท่านั้น", "only A"),
    "only_b": ("B เท่านั้น", "only B"),
    "neither": ("ไม่อยู่ทั้งสอง", "neither"),
    "unmatched": ("จับคู่ไม่ได้", "unmatched"),
}


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
