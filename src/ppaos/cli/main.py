"""`ppaos`: one command for each job."""

from typing import Annotated

import typer

import ppaos
from ppaos.cli.census import ingest_command, synth_command
from ppaos.cli.estimating import estimate_command
from ppaos.cli.instrument_commands import instruments_app
from ppaos.cli.measuring import demo_command, measure_command, whatif_command
from ppaos.cli.words import LANGUAGES, say

app = typer.Typer(
    name="ppaos",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=say(
        "PPAOS: ใครจน อยู่ที่ไหน ติดขัดเรื่องใด วัดจากแบบสำรวจถึงทุกระดับพื้นที่",
        "PPAOS: who is poor, where, and what holds them back, from survey files to every area level.",
    ),
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(ppaos.__version__)
        raise typer.Exit


def _language(wanted: str) -> str:
    if wanted not in LANGUAGES:
        raise typer.BadParameter(say("ใช้ th หรือ en", "use th or en"))
    return wanted


@app.callback()
def root(
    lang: Annotated[
        str,
        typer.Option(
            "--lang",
            envvar="PPAOS_LANG",
            callback=_language,
            help=say("ภาษาของข้อความ: th หรือ en", "Language of messages: th or en."),
        ),
    ] = "th",
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help=say("แสดงรุ่น", "Show the version.")
        ),
    ] = False,
) -> None:
    """Options before the command."""


app.command(
    "synth",
    help=say(
        "สร้างสำมะโนสังเคราะห์ (คนที่ไม่มีจริง)", "Make a synthetic census (people who do not exist)."
    ),
)(synth_command)
app.command(
    "ingest", help=say("นำเข้าไฟล์ของหน่วยงานสู่คลังข้อมูล", "Take agencies' files into the store.")
)(ingest_command)
app.command("measure", help=say("วัดความยากจนจากแบบสำรวจในคลัง", "Measure the stored survey."))(
    measure_command
)
app.command("estimate", help=say("วัดไฟล์ของนักวิจัยหนึ่งไฟล์", "Measure any researcher's file."))(
    estimate_command
)
app.command(
    "whatif",
    help=say(
        "ถามเกณฑ์หรือน้ำหนักอื่นจากผลที่เก็บไว้",
        "Ask the stored counts under another cutoff, rule or weighting.",
    ),
)(whatif_command)
app.command(
    "demo", help=say("ทำทั้งหมดกับจังหวัดสังเคราะห์หนึ่งจังหวัด", "Do everything for one synthetic province.")
)(demo_command)
app.add_typer(
    instruments_app,
    name="instruments",
    help=say("ดูและตรวจเครื่องมือวัด", "List, show and check instruments."),
)


if __name__ == "__main__":
    app()
