"""`ppaos explain`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from ppaos.cli.console import guarded
from ppaos.cli.options import StoreFolder
from ppaos.cli.text import say


@guarded
def explain_command(
    code: Annotated[
        str,
        typer.Argument(
            metavar="HOUSE_CODE",
            help=say(
                "รหัสประจำบ้าน 11 หลัก (หรือรหัสครัวเรือน L... หรือรหัสบุคคลในคลัง)",
                "House code of 11 digits (or a household L..., or a person of the store).",
            ),
        ),
    ],
    store: StoreFolder = Path("store"),
    round_be: Annotated[
        int | None,
        typer.Option("--round", help=say("รอบสำรวจ พ.ศ.", "Survey round, Buddhist year.")),
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", help=say("text หรือ json", "text or json."))
    ] = "text",
) -> None:
    """Say why a household is (or is not) poor and a target."""
    from ppaos.domain.errors import SettingError
    from ppaos.domain.explanation.records import as_json
    from ppaos.workflows.explain.household import explain

    if format_ not in ("text", "json"):
        raise SettingError(
            th=f"ไม่รู้จักรูปแบบ '{format_}' ใช้ text หรือ json",
            en=f"Unknown format '{format_}'. Use text or json.",
        )
    found = explain(store, code, round_be=round_be)
    if format_ == "json":
        typer.echo(json.dumps(as_json(found), ensure_ascii=False, indent=1))
        return
    from ppaos.cli.explanation_page import show_explanation

    show_explanation(found)
