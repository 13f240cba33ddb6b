"""`ppaos synth`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from ppaos.cli.console import OnScreen, guarded, line, rows
from ppaos.cli.text import say
from ppaos.domain.area.codes import LEVEL_TITLES
from ppaos.domain.errors import SettingError
from ppaos.workflows.synth.job import DEFAULT_SEED, synthesise


@guarded
def synth_command(
    out: Annotated[Path, typer.Argument(help=say("โฟลเดอร์ที่จะเขียนไฟล์", "Folder for the files."))],
    province: Annotated[
        list[str] | None,
        typer.Option(help=say("รหัสจังหวัด 2 หลัก (ซ้ำได้)", "Two-digit province code (repeatable).")),
    ] = None,
    national: Annotated[
        bool,
        typer.Option(
            "--national",
            help=say("ทั้งประเทศ 12.8 ล้านครัวเรือน", "The whole country, 12.8 million households."),
        ),
    ] = False,
    households: Annotated[
        int | None,
        typer.Option(
            help=say("จำนวนครัวเรือนรวม (ย่อส่วน)", "Households in all (a smaller population).")
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help=say("เลขตั้งต้นสุ่ม", "Random seed."))] = DEFAULT_SEED,
    round_be: Annotated[
        list[int] | None,
        typer.Option(
            "--round",
            help=say(
                "รอบสำรวจ พ.ศ. (ซ้ำได้) ปกติ 2565",
                "Survey round, Buddhist year (repeatable); 2565 by default.",
            ),
        ),
    ] = None,
    format_: Annotated[
        list[str] | None,
        typer.Option(
            "--format", help=say("parquet, csv, xlsx (ซ้ำได้)", "parquet, csv, xlsx (repeatable).")
        ),
    ] = None,
    encoding: Annotated[
        str,
        typer.Option(
            help=say(
                "รหัสอักขระของ CSV: utf-8, utf-8-sig, tis-620",
                "Encoding of CSV: utf-8, utf-8-sig, tis-620.",
            )
        ),
    ] = "utf-8",
    dirty: Annotated[
        float,
        typer.Option(
            help=say(
                "สัดส่วนแถวที่ใส่ข้อผิดพลาด พร้อมไฟล์เฉลย", "Share of rows given errors, with a truth file."
            )
        ),
    ] = 0.0,
    survey_only: Annotated[
        bool,
        typer.Option(
            "--survey-only",
            help=say(
                "เฉพาะแบบสำรวจ ไม่สร้างทะเบียนของหน่วยงานอื่น",
                "The survey alone, without the registers of other agencies.",
            ),
        ),
    ] = False,
    boundaries: Annotated[
        Path | None,
        typer.Option(
            help=say(
                "GeoJSON ขอบเขตพื้นที่ (COD-AB) ไฟล์หรือโฟลเดอร์ ให้หมู่บ้านอยู่ในตำบลจริง",
                "GeoJSON boundaries (COD-AB), file or folder: villages are placed in their subdistrict.",
            )
        ),
    ] = None,
) -> None:
    """Make files of people who do not exist."""
    if bool(province) == national:
        raise SettingError(
            th="เลือก --province รหัส (ซ้ำได้) หรือ --national อย่างใดอย่างหนึ่ง",
            en="Choose --province CODE (repeatable) or --national.",
        )
    made = synthesise(
        out,
        provinces=None if national else province,
        households=households,
        seed=seed,
        rounds=tuple(round_be or (2565,)),
        formats=tuple(format_ or ("parquet",)),
        encoding=encoding,
        dirty=dirty,
        registers=not survey_only,
        boundaries=boundaries,
        progress=OnScreen(),
    )
    heads = [
        ("รอบ", "round"),
        ("ครัวเรือน", "households"),
        ("คน", "people"),
        ("ครัวเรือนตกเกณฑ์", "failing households"),
        ("คนในครัวเรือนตกเกณฑ์", "people in them"),
    ]
    totals = [made.total(number) for number in sorted({item.round_be for item in made.counts})]
    rows(
        heads,
        [
            (str(t.round_be), t.households, t.people, t.failing_households, t.failing_people)
            for t in totals
        ],
    )
    if made.registers:
        rows(
            [("ทะเบียน", "register"), ("แถว", "rows")],
            [(name, count) for name, count in made.registers.items()],
        )
        line(
            f"เฉลยว่าแต่ละแถวเป็นใคร อยู่ใน {out / 'truth'}",
            f"Who each row is truly about: {out / 'truth'}",
        )
    if boundaries:
        _show_places(made.villages)
    if made.traps:
        line(
            f"ใส่ข้อผิดพลาด {made.traps:,} แห่ง ดูไฟล์ TRUTH-SYNTHETIC.csv",
            f"{made.traps:,} errors injected; see TRUTH-SYNTHETIC.csv",
        )
    line(
        f"ข้อมูลสังเคราะห์ {len(made.files):,} ไฟล์ อยู่ใน {out}",
        f"{len(made.files):,} files of SYNTHETIC data in {out}",
    )


def _show_places(villages: Mapping[str, int]) -> None:
    """How many villages stand in a boundary of which level, and how many in none."""
    titles = {**LEVEL_TITLES, "layout": ("ไม่มีขอบเขต (วางรอบกลางจังหวัด)", "no boundary (laid out)")}
    rows(
        [("หมู่บ้านวางตามขอบเขตของ", "villages placed by"), ("หมู่บ้าน", "villages")],
        [(say(*titles[name]), count) for name, count in villages.items() if count],
    )
