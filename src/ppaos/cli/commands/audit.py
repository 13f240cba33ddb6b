"""`ppaos audit`: verify."""

from typing import Annotated

import typer

from ppaos.cli.console import OnScreen, guarded, line
from ppaos.cli.options import Data
from ppaos.cli.site_process import use_folders
from ppaos.cli.text import say
from ppaos.domain.errors import CheckError, SettingError

audit_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)


@audit_app.callback()
def group() -> None:
    """Commands on the audit."""


@audit_app.command(
    "verify",
    help=say(
        "ตรวจสอบบันทึกทีละรายการ แจ้งรายการที่ถูกแก้ หาย หรือแทรก",
        "Check every entry; report those that were altered, deleted or inserted.",
    ),
)
@guarded
def verify_command(
    expect: Annotated[
        str | None,
        typer.Option(
            metavar="NUMBER:HASH",
            help=say(
                "รายการล่าสุดที่เคยจดไว้ ต้องยังอยู่และไม่เปลี่ยน",
                "Newest entry noted earlier; it must still exist, unchanged.",
            ),
        ),
    ] = None,
    last: Annotated[
        int | None,
        typer.Option(
            min=1,
            help=say("ตรวจเฉพาะรายการท้ายสุดตามจำนวนนี้", "Check only this many of the last entries."),
        ),
    ] = None,
    data: Data = None,
) -> None:
    """Exit code 9 when something is wrong; otherwise print the newest entry to write down."""
    use_folders(data, None)
    from ppaos.web.setup import configure

    configure()
    from ppaos.operations.audit.chain_head import head_written
    from ppaos.operations.audit.verify import NOT_NOTED, verify

    head = head_written(expect) if expect is not None else None
    if expect is not None and head is None:
        raise SettingError(
            th="เขียน --expect เป็น เลขรายการ:ค่าแฮช 64 ตัว ตามที่ ppaos audit verify พิมพ์ไว้",
            en="Write --expect as NUMBER:HASH, as ppaos audit verify printed it.",
        )
    with OnScreen().step(th="ตรวจสอบทีละรายการ", en="Checking the hash chain") as step:
        found = verify(expect=head, last=last, told=step.advance)
    for fault in found.faults:
        line(fault.th, fault.en)
    if found.head is not None and not found.is_noted:
        line(NOT_NOTED.th, NOT_NOTED.en)
    if not found.is_whole:
        raise CheckError(
            th=f"บันทึกการใช้งานผิดปกติ {found.fault_count:,} จุด เก็บฐานข้อมูลไว้ตามสภาพ และแจ้งผู้ตรวจสอบ",
            en=f"The audit has {found.fault_count:,} faults. Keep the database as it is and tell the auditor.",
        )
    if found.head is None:
        line("บันทึกยังว่าง", "The audit is empty.")
        return
    line(
        f"ตรวจ {found.entries:,} รายการ ครบและไม่ถูกแก้ รายการล่าสุด {found.head} จดเก็บไว้ที่อื่น แล้วใช้กับ --expect ครั้งหน้า",
        f"{found.entries:,} entries are complete and unaltered. Newest: {found.head}. Write it down elsewhere and give it to --expect next time.",
    )
