"""`ppaos review`: list, decide, undo."""

from pathlib import Path
from typing import Annotated

import typer

from ppaos.cli.console import guarded, line, rows
from ppaos.cli.options import StoreFolder
from ppaos.cli.text import say
from ppaos.domain.errors import SettingError
from ppaos.engine.store import Store
from ppaos.workflows.link import review

review_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False
)


@review_app.command("list", help=say("รายการคู่ที่ต้องตรวจ", "Pairs to review, side by side."))
@guarded
def list_command(
    store: StoreFolder = Path("store"),
    status: Annotated[
        str | None, typer.Option(help=say("open, same หรือ different", "open, same or different."))
    ] = "open",
    limit: Annotated[int, typer.Option(help=say("จำนวนคู่สูงสุด", "Most pairs to show."))] = 20,
) -> None:
    """Both records of each pair, one above the other, with the evidence."""
    found = review.pairs(Store(store), status=status)
    for pair in found[:limit]:
        chance = f"{pair['match_probability']:.3f}"
        line(
            f"คู่ {pair['pair_id']}  ความน่าจะเป็น {chance}  สถานะ {pair['status']}",
            f"pair {pair['pair_id']}  probability {chance}  status {pair['status']}",
        )
        heads = [
            ("แหล่ง", "source"), ("กุญแจ", "key"), ("ชื่อ", "first name"), ("นามสกุล", "last name"),
            ("เพศ", "sex"), ("เกิด", "born"), ("บ้าน", "house"), ("หมู่บ้าน", "village"),
        ]  # fmt: skip
        names = (
            "source", "key", "first_name", "last_name", "sex", "born_on", "house_code",
            "village_code",
        )  # fmt: skip
        sides = [[pair[f"{side}_{name}"] for name in names] for side in ("left", "right")]
        rows(heads, sides)
        line(review.evidence(pair, "th"), review.evidence(pair, "en"))
    line(
        f"แสดง {min(limit, len(found)):,} จาก {len(found):,} คู่",
        f"{min(limit, len(found)):,} of {len(found):,} pairs",
    )


@review_app.command(
    "decide", help=say("ตัดสินว่าเป็นคนเดียวกันหรือไม่", "Decide whether a pair is one person.")
)
@guarded
def decide_command(
    pair: Annotated[str, typer.Argument(help=say("รหัสคู่", "Code of the pair."))],
    decision: Annotated[str, typer.Argument(help=say("same หรือ different", "same or different."))],
    store: StoreFolder = Path("store"),
    note: Annotated[str, typer.Option(help=say("เหตุผล", "Reason."))] = "",
) -> None:
    """Store a decision; it wins over the model in the next linkage."""
    if decision == "same":
        review.decide(Store(store), pair, "same", note=note)
    elif decision == "different":
        review.decide(Store(store), pair, "different", note=note)
    else:
        raise SettingError(
            th=f"'{decision}' ไม่ใช่คำตัดสิน ใช้ same หรือ different",
            en=f"'{decision}' is not a decision. Use same or different.",
        )
    line("เก็บคำตัดสินแล้ว สั่ง ppaos link เพื่อใช้", "Stored. Run ppaos link to apply it.")


@review_app.command("undo", help=say("ยกเลิกคำตัดสิน", "Undo a decision."))
@guarded
def undo_command(
    pair: Annotated[str, typer.Argument(help=say("รหัสคู่", "Code of the pair."))],
    store: StoreFolder = Path("store"),
    note: Annotated[str, typer.Option(help=say("เหตุผล", "Reason."))] = "",
) -> None:
    """Undo the decision in force on a pair."""
    review.decide(Store(store), pair, "undone", note=note)
    line("ยกเลิกแล้ว สั่ง ppaos link เพื่อใช้", "Undone. Run ppaos link to apply it.")
