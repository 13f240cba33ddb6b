"""`ppaos link`."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ppaos.cli.console import OnScreen, guarded, line, rows
from ppaos.cli.text import say
from ppaos.domain.errors import SettingError
from ppaos.domain.linkage.findings import WORDS
from ppaos.engine.backends import DEFAULT_URL
from ppaos.engine.store import Store

if TYPE_CHECKING:
    from ppaos.workflows.link.job import LinkSummary
from ppaos.cli.options import Engine, StoreFolder


@guarded
def link_command(
    store: StoreFolder = Path("store"),
    round_be: Annotated[
        int | None,
        typer.Option(
            "--round",
            help=say(
                "รอบสำรวจที่ใช้เป็นหลัก (ปกติคือรอบล่าสุด)",
                "Survey round to link to (the newest by default).",
            ),
        ),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            help=say(
                "วันอ้างอิงของอายุและความสดของข้อมูล ปปปป-ดด-วว (ค.ศ.)",
                "Reference day of ages and freshness, YYYY-MM-DD.",
            ),
        ),
    ] = None,
    use_model: Annotated[
        bool,
        typer.Option(
            "--model/--no-model",
            help=say("เทียบคนที่ไม่มีเลขด้วยแบบจำลอง", "Compare people without a number with the model."),
        ),
    ] = True,
    train_first: Annotated[
        bool,
        typer.Option(
            "--train",
            help=say(
                "ฝึกแบบจำลองจากข้อมูลในคลังก่อน แล้วเก็บน้ำหนักไว้ใช้ต่อ",
                "Train the model on this store first and keep its weights.",
            ),
        ),
    ] = False,
    precedence: Annotated[
        Path | None,
        typer.Option(
            help=say(
                "ไฟล์ YAML ว่าแหล่งใดชนะเมื่อข้อมูลขัดกัน",
                "YAML of which source wins where sources disagree.",
            )
        ),
    ] = None,
    truth: Annotated[
        Path | None,
        typer.Option(
            help=say(
                "โฟลเดอร์ไฟล์เฉลยของข้อมูลสังเคราะห์ เพื่อวัดคุณภาพการเชื่อมโยง",
                "Folder of the truth files of synthetic data, to measure the quality of the linkage.",
            )
        ),
    ] = None,
    engine: Engine = DEFAULT_URL,
) -> None:
    """Link every register to persons and households."""
    # `ppaos review` need not wait for the matching model to load
    from ppaos.workflows.link.by_model import MatchSettings
    from ppaos.workflows.link.job import link
    from ppaos.workflows.link.training import train

    day = _day(on)
    progress = OnScreen()
    if train_first:
        made = train(Store(store), round_be=round_be, engine=engine, progress=progress)
        line(
            f"น้ำหนักของแบบจำลอง: {made.model} แผนภูมิ: {made.chart}",
            f"Weights of the model: {made.model}; chart: {made.chart}",
        )
    done = link(
        Store(store),
        round_be=round_be,
        reference=day,
        matching=MatchSettings(is_used=use_model),
        precedence=precedence,
        engine=engine,
        progress=progress,
    )
    _show(done)
    if truth is not None:
        _show_quality(Store(store), truth)


def _show(done: "LinkSummary") -> None:
    heads = [("", ""), ("จำนวน", "number")]
    rows(
        heads,
        [
            (say("คนทั้งหมด (ไม่นับซ้ำ)", "people, each counted once"), done.persons),
            (say("อยู่ในแบบสำรวจ", "in the survey"), done.in_survey),
            (say("อยู่แต่ในทะเบียน", "in registers only"), done.persons - done.in_survey),
            (say("ครัวเรือน", "households"), done.households),
            (say("แถวที่ไม่มีเลขที่ใช้ได้", "records without a usable number"), done.without_id),
            (say("- เชื่อมกับคนอื่นได้", "- linked to a person"), done.linked),
            (say("- ยังเชื่อมไม่ได้", "- not linked"), done.alone),
            (say("คู่ที่รอคนตรวจ", "pairs waiting for review"), done.review),
        ],
    )
    if done.findings:
        line("สิ่งที่พบ (ดูทั้งหมดในตาราง link_findings)", "Findings (all of them in table link_findings)")
        heads = [("รหัส", "code"), ("จำนวน", "number"), ("ความหมาย", "meaning")]
        rows(
            heads,
            [
                (code, number, say(WORDS[code].message_th, WORDS[code].message_en))
                for code, number in done.findings.items()
            ],
        )
    if not done.changed:
        line("ไม่มีอะไรเปลี่ยนจากครั้งก่อน", "Nothing changed since the last linkage.")


def _show_quality(store: Store, truth: Path) -> None:
    from ppaos.workflows.link.quality import quality

    heads = [
        ("หน่วย", "unit"), ("กลุ่ม", "group"), ("ความแม่น", "precision"), ("ความครบ", "recall"),
        ("F1", "F1"), ("คู่จริง", "true pairs"), ("คู่ที่เชื่อม", "linked pairs"),
    ]  # fmt: skip
    found = quality(store, truth).to_pylist()
    rows(
        heads,
        [
            (
                row["unit"],
                row["slice"],
                row["precision"],
                row["recall"],
                row["f1"],
                row["true_pairs"],
                row["linked_pairs"],
            )
            for row in found
        ],
    )


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise SettingError(
            th=f"'{text}' ไม่ใช่วันที่ เขียนเช่น 2023-01-31",
            en=f"'{text}' is not a date. Write it as YYYY-MM-DD, such as 2023-01-31.",
        ) from error
