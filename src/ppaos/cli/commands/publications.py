"""`ppaos publications`: list, use, drop."""

from pathlib import Path
from typing import Annotated

import typer

from ppaos.cli.console import guarded, line, rows, say_notes
from ppaos.cli.options import Data
from ppaos.cli.site_process import use_folders
from ppaos.cli.text import say

publications_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False
)
Number = Annotated[int, typer.Argument(metavar="N", help=say("เลขรุ่น", "Number of the version."))]


@publications_app.command("list", help=say("รุ่นข้อมูลทั้งหมด", "All versions."))
@guarded
def list_command(data: Data = None) -> None:
    """Every version: its state, when it became ready, and what is in it."""
    _ready(data)
    from django.utils.timezone import localtime

    from ppaos.operations.publications.queries import all_publications

    heads = [
        ("รุ่น", "version"), ("สถานะ", "state"), ("พร้อมเมื่อ", "ready at"),
        ("ครัวเรือน", "households"), ("คน", "people"), ("ชื่อ", "title"),
    ]  # fmt: skip
    found = list(all_publications())
    if not found:
        line("ยังไม่มีรุ่นข้อมูล สั่ง ppaos publish", "There is no version yet. Run ppaos publish.")
        return
    rows(
        heads,
        [
            (
                str(item.pk),
                say(str(item.get_state_display()), item.state),
                f"{localtime(item.ready_at):%Y-%m-%d %H:%M}" if item.ready_at else None,
                item.counts.get("households"),
                item.counts.get("people"),
                item.title,
            )
            for item in found
        ],
    )
    for item in found:
        if item.error_th:
            line(f"รุ่นที่ {item.pk}: {item.error_th}", f"Version {item.pk}: {item.error_en}")


@publications_app.command(
    "use", help=say("สลับไปใช้รุ่นที่เก็บไว้", "Make a kept version the current one.")
)
@guarded
def use_command(number: Number, data: Data = None) -> None:
    """Everybody sees this version from now on."""
    _ready(data)
    from ppaos.workflows.publish.versions import make_current

    problem = make_current(number)
    line(f"รุ่นที่ {number} ใช้งานแล้ว", f"Version {number} is in use.")
    say_notes([problem] if problem else [])


@publications_app.command("drop", help=say("ลบรุ่นที่ไม่ใช้แล้ว", "Remove a version that is not in use."))
@guarded
def drop_command(number: Number, data: Data = None) -> None:
    """Take a version and its rows out of the database."""
    _ready(data)
    from ppaos.workflows.publish.versions import withdraw

    withdraw(number)
    line(f"ลบรุ่นที่ {number} แล้ว", f"Version {number} was removed.")


def _ready(data: Path | None) -> None:
    use_folders(data, None)
    from ppaos.web.setup import configure

    configure()
