"""`ppaos database`: grant-application."""

from typing import Annotated

import typer

from ppaos.cli.console import guarded, line, out
from ppaos.cli.options import Data
from ppaos.cli.site_process import use_folders
from ppaos.cli.text import say

database_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False
)


@database_app.callback()
def group() -> None:
    """Commands on the site's database."""


@database_app.command(
    "grant-application",
    help=say(
        "ให้บัญชีฐานข้อมูลของเว็บไซต์มีสิทธิ์เท่าที่ต้องใช้ และแก้บันทึกไม่ได้ (PostgreSQL)",
        "Grant the site's database role the rights that it needs, without any to change the audit (PostgreSQL).",
    ),
)
@guarded
def grant_command(
    role: Annotated[str, typer.Argument(help=say("บัญชีฐานข้อมูลที่มีอยู่แล้ว", "A role that exists."))],
    data: Data = None,
) -> None:
    """Run as the owner (PPAOS_DATABASE_URL), after each upgrade too; running it again is harmless."""
    use_folders(data, None)
    from ppaos.web.setup import configure

    configure()
    from ppaos.web.database_role import grant_application

    for told in grant_application(role):
        out.print(told, soft_wrap=True, markup=False)
    line(
        f"ให้เว็บไซต์ใช้บัญชี {role} ใน PPAOS_DATABASE_URL และให้เจ้าของใช้เฉพาะตอนอัปเกรด",
        f"Let the site use {role} in its PPAOS_DATABASE_URL, and the owner only for upgrades.",
    )
