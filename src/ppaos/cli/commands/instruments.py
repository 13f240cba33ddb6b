"""`ppaos instruments`: list, show, check, schema."""

from pathlib import Path
from typing import Annotated

import typer

from ppaos.cli.console import guarded, line, out, rows
from ppaos.cli.text import LANGUAGE, say
from ppaos.definitions.instruments.loader import json_schema, load, shipped
from ppaos.domain.thai.bilingual import Bilingual

instruments_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Name = Annotated[
    str, typer.Argument(help=say("ชื่อเครื่องมือหรือไฟล์ YAML", "Instrument name or YAML file."))
]


@instruments_app.command(
    "list", help=say("เครื่องมือที่มีมาให้", "Instruments that come with the program.")
)
@guarded
def list_command() -> None:
    """List shipped instruments."""
    heads = [("ชื่อ", "name"), ("มิติ", "dimensions"), ("ตัวชี้วัด", "indicators"), ("ชื่อเต็ม", "title")]
    found = [load(name) for name in shipped()]
    rows(
        heads,
        [
            (item.name, len(item.dimensions), len(item.indicators), _text(item.title))
            for item in found
        ],
    )


@instruments_app.command("show", help=say("ตัวชี้วัดและน้ำหนัก", "Indicators and weights."))
@guarded
def show_command(name: Name) -> None:
    """Show one instrument."""
    found = load(name)
    heads = [
        ("ตัวชี้วัด", "indicator"),
        ("มิติ", "dimension"),
        ("น้ำหนัก", "weight"),
        ("ข้อ", "item"),
        ("ชื่อ", "title"),
    ]
    body = [
        (item.name, item.dimension, str(weight), item.item, _text(item.title))
        for item, weight in zip(found.indicators, found.weights, strict=True)
    ]
    rows(heads, body)
    rule = found.identification
    line(
        f"กฎ {rule.rule} {rule.label} ค่าว่าง {found.missing}",
        f"rule {rule.rule} {rule.label}, missing {found.missing}",
    )


@instruments_app.command(
    "check", help=say("ตรวจไฟล์ YAML ชี้บรรทัดที่ผิด", "Check a YAML file; errors name the line.")
)
@guarded
def check_command(
    file: Annotated[Path, typer.Argument(help=say("ไฟล์ YAML", "YAML file."))],
) -> None:
    """Check one document."""
    found = load(file)
    line(
        f"{file}: ใช้ได้ {len(found.indicators)} ตัวชี้วัด {len(found.dimensions)} มิติ",
        f"{file}: valid, {len(found.indicators)} indicators in {len(found.dimensions)} dimensions",
    )


@instruments_app.command(
    "schema", help=say("JSON schema ของรูปแบบเอกสาร", "JSON schema of the document format.")
)
def schema_command() -> None:
    """Print the schema."""
    out.print(json_schema(), markup=False, soft_wrap=True)


def _text(title: Bilingual) -> str:
    return title.th if LANGUAGE == "th" else title.en
