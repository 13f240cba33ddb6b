"""`ppaos accounts`: create-admin, list, reset-factor."""

import sys
from typing import Annotated

import typer

from ppaos.cli.console import guarded, line, rows
from ppaos.cli.options import Data
from ppaos.cli.site_process import use_folders
from ppaos.cli.text import say
from ppaos.domain.errors import SettingError

accounts_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False
)
Username = Annotated[str, typer.Argument(help=say("ชื่อผู้ใช้", "User name."))]


@accounts_app.command(
    "create-admin", help=say("เปิดบัญชีผู้ดูแลระบบ", "Open an administrator's account.")
)
@guarded
def create_admin_command(
    username: Username,
    email: Annotated[str, typer.Argument(help=say("อีเมล", "Email address."))],
    area: Annotated[
        str, typer.Option(help=say("รหัสพื้นที่ที่ดูแล", "Code of the area to administer."))
    ] = "nat",
    password_from_input: Annotated[
        bool,
        typer.Option(
            "--password-stdin",
            help=say("อ่านรหัสผ่านจากช่องรับเข้าแทนการถาม", "Read the password from standard input."),
        ),
    ] = False,
    data: Data = None,
) -> None:
    """Ask for a password and open the account; everybody else comes by invitation."""
    _ready(data)
    from ppaos.operations.accounts.actions import make_administrator

    password = (
        sys.stdin.readline().rstrip("\n")
        if password_from_input
        else typer.prompt(say("รหัสผ่าน", "Password"), hide_input=True, confirmation_prompt=True)
    )
    _require_good(password, username, email)
    user = make_administrator(username=username, email=email, password=password, area=area)
    line(
        f"เปิดบัญชี {user.username} เป็นผู้ดูแลระบบของ {area} แล้ว เข้าสู่ระบบแล้วเชิญคนอื่นจากหน้า ผู้ใช้และสิทธิ์",
        f"Account {user.username} administers {area}. Sign in and invite others under Users and roles.",
    )


@accounts_app.command("list", help=say("บัญชีและบทบาททั้งหมด", "Accounts and their roles."))
@guarded
def list_command(data: Data = None) -> None:
    """Every account, one line a role."""
    _ready(data)
    from ppaos.operations.accounts.queries import accounts_and_roles

    heads = [
        ("ชื่อผู้ใช้", "account"), ("บทบาท", "role"), ("พื้นที่", "area"), ("หน่วยงาน", "agency"),
        ("ใช้งานได้", "open"), ("เข้าสู่ระบบล่าสุด", "last sign-in"),
    ]  # fmt: skip
    found = [
        (*about, say("ได้", "yes") if is_open else say("ปิดแล้ว", "closed"), last)
        for *about, is_open, last in accounts_and_roles()
    ]
    if found:
        rows(heads, found)
    else:
        line(
            "ยังไม่มีบัญชี สั่ง ppaos accounts create-admin",
            "There is no account yet. Run ppaos accounts create-admin.",
        )


@accounts_app.command(
    "reset-factor",
    help=say(
        "ยกเลิกการยืนยันตัวตนสองขั้นตอนของผู้ที่ทำโทรศัพท์หรือกุญแจหาย",
        "Remove the second factor of a user who lost it.",
    ),
)
@guarded
def reset_factor_command(username: Username, data: Data = None) -> None:
    """For the last administrator; others ask an administrator."""
    _ready(data)
    from ppaos.operations.accounts.actions import reset_second_factor
    from ppaos.operations.accounts.queries import account_named

    user = account_named(username)
    if user is None:
        raise SettingError(
            th=f"ไม่มีบัญชี '{username}' ดูรายชื่อด้วย ppaos accounts list",
            en=f"There is no account '{username}'. See ppaos accounts list.",
        )
    reset_second_factor(user=user)
    line(
        f"ยกเลิกการยืนยันตัวตนสองขั้นตอนของ {user.username} แล้ว",
        f"The second factor of {user.username} was removed.",
    )


def _ready(data: Data) -> None:
    use_folders(data, None)
    from ppaos.web.setup import configure

    configure()


def _require_good(password: str, username: str, email: str) -> None:
    """Errors: SettingError that says what the password lacks."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.utils import translation

    from ppaos.operations.accounts.models import User

    told = {}
    for language in ("th", "en"):
        with translation.override(language):
            try:
                validate_password(password, User(username=username, email=email))
            except ValidationError as error:
                told[language] = " ".join(error.messages)
    if told:
        raise SettingError(
            th=f"ใช้รหัสผ่านนี้ไม่ได้: {told['th']}", en=f"The password cannot be used: {told['en']}"
        )
