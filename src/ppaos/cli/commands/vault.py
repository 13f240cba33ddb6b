"""`ppaos vault`: new-key, check, rotate, show."""

from pathlib import Path
from typing import Annotated

import typer

from ppaos.cli.console import guarded, line, out, rows
from ppaos.cli.options import StoreFolder
from ppaos.cli.text import say
from ppaos.engine.store import Store
from ppaos.workflows import vault

vault_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)


@vault_app.command(
    "new-key",
    help=say(
        "สร้างกุญแจสุ่มของเลขประจำตัวและคลังเลขประจำตัว", "Make random keys for citizen IDs and the vault."
    ),
)
@guarded
def new_key_command(
    folder: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help=say(
                "โฟลเดอร์ที่จะเขียนไฟล์กุญแจ (นอกคลัง) ถ้ามีพวงกุญแจอยู่แล้วจะเพิ่มดอกใหม่ไว้หน้าสุด",
                "Folder for the key files (outside the store); an existing key ring gets a new first key.",
            ),
        ),
    ] = None,
) -> None:
    """Print the settings of new keys, or write them to files that only their owner may read."""
    if folder is None:
        for setting in vault.new_settings():
            out.print(setting, soft_wrap=True, markup=False)
        line(
            "เก็บแยกจากคลังข้อมูลและสำรองไว้: หากกุญแจหาย จะเปิดคลังเลขประจำตัวและเชื่อมแถวใหม่ไม่ได้อีก",
            "Keep them apart from the store and back them up: without them the vault stays shut "
            "and new rows link to nobody.",
        )
        return
    made = vault.write_keys(folder)
    for name, file in made.settings:
        out.print(f"{name}={file}", soft_wrap=True, markup=False)
    if made.has_renewed:
        line(
            "เพิ่มกุญแจใหม่ไว้หน้าพวงแล้ว ต่อไปสั่ง ppaos vault rotate",
            "The ring has a new first key. Next run ppaos vault rotate.",
        )


@vault_app.command(
    "check",
    help=say("เปิดและตรวจทุกบล็อกในคลังเลขประจำตัว", "Open and verify every block of the vault."),
)
@guarded
def check_command(store: StoreFolder = Path("store")) -> None:
    """Decrypt every block, hash every ID again, and look for rows whose ID is missing."""
    found = vault.check(Store(store))
    heads = [("กุญแจ", "key"), ("บล็อก", "blocks")]
    if found.verified.blocks_by_key:
        rows(heads, sorted(found.verified.blocks_by_key.items()))
    line(
        f"ตรวจแล้ว {found.verified.ids:,} เลข ใน {found.verified.blocks:,} บล็อก "
        f"{found.verified.files:,} ไฟล์ ถูกต้องทั้งหมด",
        f"{found.verified.ids:,} IDs in {found.verified.blocks:,} blocks of "
        f"{found.verified.files:,} files: all valid.",
    )
    if found.missing:
        line(
            f"มี {found.missing:,} คนในคลังที่คลังเลขประจำตัวไม่มีเลข กู้คืนไฟล์ของคลังเลขประจำตัวจากสำเนาสำรอง",
            f"{found.missing:,} people of the store have no ID in the vault. "
            "Restore the vault's files from a backup.",
        )
        raise typer.Exit(7)


@vault_app.command(
    "rotate",
    help=say(
        "ผนึกบล็อกของกุญแจเก่าใหม่ด้วยกุญแจดอกแรกของพวง",
        "Seal blocks of older keys again under the first key of the ring.",
    ),
)
@guarded
def rotate_command(store: StoreFolder = Path("store")) -> None:
    """Renew the seals; the older keys can be dropped afterwards."""
    count = vault.rotate(Store(store))
    line(
        f"ผนึกใหม่ {count:,} บล็อก กุญแจเก่าเลิกใช้ได้เมื่อ ppaos vault check ผ่าน",
        f"{count:,} blocks sealed again. Older keys can be removed once ppaos vault check passes.",
    )


@vault_app.command(
    "show",
    help=say(
        "แสดงเลขประจำตัวของบุคคล (ปิดบังไว้ เว้นแต่บอกวัตถุประสงค์)",
        "Show a person's citizen ID (masked unless a purpose is given).",
    ),
)
@guarded
def show_command(
    person: Annotated[
        str,
        typer.Argument(
            help=say("ค่า person_id หรือ citizen_id_hash", "A person_id or a citizen_id_hash.")
        ),
    ],
    store: StoreFolder = Path("store"),
    purpose: Annotated[
        str | None,
        typer.Option(
            help=say(
                "วัตถุประสงค์ ซึ่งจะบันทึกไว้พร้อมชื่อบัญชีและเวลา",
                "Purpose, recorded with the account and the time.",
            )
        ),
    ] = None,
) -> None:
    """Show one number."""
    found = vault.show(Store(store), person, purpose=purpose)
    out.print(found.text, markup=False)
    if purpose is None:
        line(
            "ถ้าจำเป็นต้องเห็นเลข ให้บอกวัตถุประสงค์ด้วย --purpose",
            "If you need to see the number, state the purpose with --purpose.",
        )
