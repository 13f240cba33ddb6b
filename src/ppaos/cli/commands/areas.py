"""`ppaos areas`: import-boundaries, list-boundaries."""

from pathlib import Path
from typing import Annotated

import typer

from ppaos.cli.console import guarded, line, rows
from ppaos.cli.text import say
from ppaos.domain.area.codes import LEVEL_TITLES

areas_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
_MOST_CODES = 20


@areas_app.command(
    "import-boundaries",
    help=say(
        "นำเข้าขอบเขตจาก GeoJSON (ชื่อฟิลด์ COD-AB เช่น ADM3_PCODE หรือ area_code, code)",
        "Import boundaries from GeoJSON (COD-AB names such as ADM3_PCODE, or area_code, code).",
    ),
)
@guarded
def import_boundaries_command(
    file: Annotated[
        Path,
        typer.Argument(
            help=say("ไฟล์ GeoJSON หรือโฟลเดอร์ของไฟล์", "GeoJSON file, or a folder of them.")
        ),
    ],
    source: Annotated[
        str,
        typer.Option(
            help=say(
                "ที่มาของขอบเขต แสดงใต้ทุกแผนที่ (ไม่ระบุ: ชื่อไฟล์)",
                "Where the boundaries come from, shown under every map (default: the file's name).",
            )
        ),
    ] = "",
    keep: Annotated[
        bool,
        typer.Option(
            "--keep",
            help=say(
                "เก็บขอบเขตเดิมของพื้นที่ที่ไม่มีในไฟล์ (ไม่ระบุ: แทนที่ทั้งระดับ)",
                "Keep boundaries of areas that the file lacks (default: replace the whole level).",
            ),
        ),
    ] = False,
) -> None:
    """Store the boundaries of every level in the file, and tell codes that only one side has."""
    from ppaos.web.setup import configure

    configure()
    from ppaos.web.maps.importing import import_and_record

    read = import_and_record(file, source=source or file.stem, keeps_others=keep)
    heads = [
        ("ระดับ", "level"), ("ขอบเขต", "boundaries"), ("ตรงรหัส", "matched"),
        ("พื้นที่ที่ไม่มีขอบเขต", "areas without boundary"), ("ขอบเขตที่ไม่รู้จักรหัส", "boundaries of unknown areas"),
    ]  # fmt: skip
    rows(
        heads,
        [
            [
                say(*LEVEL_TITLES[item.level]),
                len(read.rows[item.level]),
                item.matched,
                len(item.without_boundary),
                len(item.without_area),
            ]
            for item in read.levels
        ],
    )
    for item in read.levels:
        level = say(*LEVEL_TITLES[item.level])
        _codes(f"{level}: พื้นที่ที่ไม่มีขอบเขต", f"{level}: areas without boundary", item.without_boundary)
        _codes(
            f"{level}: ขอบเขตที่ไม่รู้จักรหัส", f"{level}: boundaries of unknown areas", item.without_area
        )
    _codes("รหัสที่ไม่ถูกรูปแบบ", "codes of unknown format", read.unread)


@areas_app.command(
    "list-boundaries", help=say("ขอบเขตที่มีอยู่ในแต่ละระดับ", "Stored boundaries, by level.")
)
@guarded
def list_boundaries_command() -> None:
    """Levels that have boundaries, how many, from where and since when."""
    from ppaos.web.setup import configure

    configure()
    from django.utils.timezone import localtime

    from ppaos.operations.areas.outlines import imported_levels

    heads = [
        ("ระดับ", "level"),
        ("ขอบเขต", "boundaries"),
        ("ที่มา", "source"),
        ("นำเข้าเมื่อ", "imported at"),
    ]
    found = imported_levels()
    if not found:
        line(
            "ยังไม่มีขอบเขตที่นำเข้า แผนที่จังหวัดใช้โครงร่างที่มากับโปรแกรม ระดับอื่นเป็นแผนผัง",
            "No boundaries were imported: provinces are drawn from the outlines that come with the "
            "program, other levels as a schematic.",
        )
        return
    rows(
        heads,
        [
            [say(*LEVEL_TITLES[level]), count, source, f"{localtime(at):%Y-%m-%d %H:%M}"]
            for level, count, source, at in found
        ],
    )


def _codes(th: str, en: str, codes: tuple[str, ...]) -> None:
    if not codes:
        return
    shown = ", ".join(codes[:_MOST_CODES])
    more = len(codes) - _MOST_CODES
    left = say(f" และอีก {more:,}", f" and {more:,} more") if more > 0 else ""
    line(f"{th}: {shown}{left}", f"{en}: {shown}{left}")
