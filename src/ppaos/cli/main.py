"""`ppaos`: one command for each job."""

from typing import Annotated, Final

import typer

from ppaos.cli.lazy import CommandEntry, LazyGroup
from ppaos.cli.text import LANGUAGES, say
from ppaos.version import __version__

# A new command is one entry here: its name, the function (or typer.Typer) that runs it, and its
# help. The order is that of `ppaos --help`. Import no command in this file: `ppaos --help` has to
# answer without waiting for the engines.
COMMANDS: Final = {
    "synth": CommandEntry(
        "ppaos.cli.commands.synth:synth_command",
        "สร้างสำมะโนสังเคราะห์ (คนที่ไม่มีจริง)",
        "Make a synthetic census (people who do not exist).",
    ),
    "ingest": CommandEntry(
        "ppaos.cli.commands.ingest:ingest_command",
        "นำเข้าไฟล์ของหน่วยงานสู่คลังข้อมูล",
        "Import agencies' files into the store.",
    ),
    "sources": CommandEntry(
        "ppaos.cli.commands.sources:sources_app",
        "ดู แสดงนิยาม และถอนแหล่งข้อมูล",
        "List, show and withdraw sources.",
    ),
    "link": CommandEntry(
        "ppaos.cli.commands.link:link_command",
        "เชื่อมทุกทะเบียนให้ตรงกันเป็นรายคนและรายครัวเรือน",
        "Link the records of every register by person and by household.",
    ),
    "review": CommandEntry(
        "ppaos.cli.commands.review:review_app",
        "ตรวจคู่ที่โปรแกรมไม่แน่ใจ ตัดสิน และยกเลิกได้",
        "Review doubtful pairs: list, decide, undo.",
    ),
    "measure": CommandEntry(
        "ppaos.cli.commands.measure:measure_command",
        "วัดความยากจนจากแบบสำรวจในคลัง",
        "Measure the stored survey.",
    ),
    "estimate": CommandEntry(
        "ppaos.cli.commands.estimate:estimate_command",
        "วัดไฟล์ของนักวิจัยหนึ่งไฟล์",
        "Measure any researcher's file.",
    ),
    "whatif": CommandEntry(
        "ppaos.cli.commands.whatif:whatif_command",
        "จำลองเกณฑ์หรือน้ำหนักอื่นจากผลที่เก็บไว้",
        "Compute results from the stored counts under another cutoff, rule or weighting.",
    ),
    "target": CommandEntry(
        "ppaos.cli.commands.target:target_command",
        "จัดคนและครัวเรือนเข้ากลุ่มเป้าหมาย",
        "Assign linked people and households to target groups.",
    ),
    "overlap": CommandEntry(
        "ppaos.cli.commands.overlap:overlap_command",
        "ใครอยู่ในทะเบียนหรือกลุ่มหนึ่งแต่ไม่อยู่ในอีกกลุ่ม",
        "Who is in one register or group and not in another.",
    ),
    "explain": CommandEntry(
        "ppaos.cli.commands.explain:explain_command",
        "อธิบายว่าทำไมครัวเรือนหนึ่งจึงจนหรือเป็นเป้าหมาย",
        "Explain why one household is poor or a target.",
    ),
    "export": CommandEntry(
        "ppaos.cli.commands.export:export_command",
        "ส่งออกรายชื่อตามพื้นที่และหน่วยงาน เฉพาะข้อมูลที่วัตถุประสงค์อนุญาต",
        "Write lists by area and agency, with what the purpose allows and nothing else.",
    ),
    "demo": CommandEntry(
        "ppaos.cli.commands.demo:demo_command",
        "ทำทั้งหมดกับจังหวัดสังเคราะห์หนึ่งจังหวัด",
        "Run every step for one synthetic province.",
    ),
    "publish": CommandEntry(
        "ppaos.cli.commands.publish:publish_command",
        "เผยแพร่คลังข้อมูลที่คำนวณแล้วบนเว็บไซต์เป็นรุ่นใหม่",
        "Publish the computed store on the site as a new version.",
    ),
    "publications": CommandEntry(
        "ppaos.cli.commands.publications:publications_app",
        "ดู สลับ และลบรุ่นข้อมูลของเว็บไซต์",
        "List, switch and remove the site's versions.",
    ),
    "serve": CommandEntry(
        "ppaos.cli.commands.serve:serve_command",
        "เปิดเว็บไซต์พร้อมตัวทำงานเบื้องหลัง",
        "Run the site with its worker.",
    ),
    "worker": CommandEntry(
        "ppaos.cli.commands.worker:worker_command",
        "ทำงานเบื้องหลังของเว็บไซต์",
        "Run the site's background jobs.",
    ),
    "areas": CommandEntry(
        "ppaos.cli.commands.areas:areas_app",
        "นำเข้าขอบเขตพื้นที่สำหรับแผนที่",
        "Import boundaries of areas for the map.",
    ),
    "accounts": CommandEntry(
        "ppaos.cli.commands.accounts:accounts_app",
        "เปิดบัญชีผู้ดูแลระบบคนแรก และดูบัญชีทั้งหมด",
        "Open the first administrator's account, and list accounts.",
    ),
    "audit": CommandEntry(
        "ppaos.cli.commands.audit:audit_app",
        "ตรวจว่าบันทึกการใช้งานครบและไม่ถูกแก้",
        "Verify that the audit is complete and unaltered.",
    ),
    "database": CommandEntry(
        "ppaos.cli.commands.database:database_app",
        "ให้สิทธิ์บัญชีฐานข้อมูลของเว็บไซต์เท่าที่ต้องใช้",
        "Grant the site's database role only the rights that it needs.",
    ),
    "vault": CommandEntry(
        "ppaos.cli.commands.vault:vault_app",
        "กุญแจ คลังเลขประจำตัว และการเปิดเลขประจำตัวซึ่งบันทึกทุกครั้ง",
        "Keys, the vault, and recorded disclosure of citizen IDs.",
    ),
    "instruments": CommandEntry(
        "ppaos.cli.commands.instruments:instruments_app",
        "ดูและตรวจเครื่องมือวัด",
        "List, show and check instruments.",
    ),
}


class Commands(LazyGroup):
    """The commands of the table above."""

    table = COMMANDS


app = typer.Typer(
    name="ppaos",
    cls=Commands,
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
        typer.echo(__version__)
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


if __name__ == "__main__":
    app()
