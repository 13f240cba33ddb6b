"""`ppaos publish`."""

import getpass
from pathlib import Path
from typing import Annotated

import typer

from ppaos.cli.console import OnScreen, guarded, line, say_notes
from ppaos.cli.options import Data, SiteStore
from ppaos.cli.site_process import use_folders
from ppaos.cli.text import say

KEPT = 3


@guarded
def publish_command(
    store: SiteStore = None,
    title: Annotated[
        str, typer.Option(help=say("ชื่อรุ่น แสดงในหน้ารุ่นข้อมูล", "Title of the version."))
    ] = "",
    keep: Annotated[
        int,
        typer.Option(
            min=1,
            help=say("จำนวนรุ่นที่เก็บไว้ รวมรุ่นที่ใช้งานอยู่", "Versions to keep, including the current one."),
        ),
    ] = KEPT,
    data: Data = None,
) -> None:
    """Move the store into the site's database as a new version."""
    use_folders(data, store)
    from ppaos.web.setup import configure

    configure()
    from django.conf import settings

    from ppaos.workflows.publish.job import publish

    made = publish(
        Path(settings.PPAOS_STORE),
        title=title,
        by=getpass.getuser(),
        keep=keep,
        progress=OnScreen(),
    )
    line(
        f"รุ่นที่ {made.publication} ใช้งานแล้ว: {made.households:,} ครัวเรือน {made.people:,} คน ใช้เวลา {made.seconds:,.1f} วินาที",
        f"Version {made.publication} is in use: {made.households:,} households, {made.people:,} people, {made.seconds:,.1f} seconds.",
    )
    if made.public_seconds >= 1:
        line(
            f"ตารางสาธารณะใช้เวลาอีก {made.public_seconds:,.1f} วินาที",
            f"Its public table took another {made.public_seconds:,.1f} seconds.",
        )
    say_notes(made.warnings)
