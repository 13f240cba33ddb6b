"""`ppaos demo`."""

from pathlib import Path
from typing import Annotated

import typer

from ppaos.cli.console import OnScreen, guarded, line
from ppaos.cli.demo_site import make_site, open_site, say_how_to_enter
from ppaos.cli.headline_table import show_headlines
from ppaos.cli.site_process import DEFAULT_PORT
from ppaos.cli.text import say
from ppaos.workflows.demo import DEFAULT_PROVINCE, DemoResult, demo
from ppaos.workflows.synth.job import DEFAULT_SEED


@guarded
def demo_command(
    out: Annotated[Path, typer.Option(help=say("โฟลเดอร์ผลลัพธ์", "Folder for all results."))] = Path(
        "demo"
    ),
    province: Annotated[
        str, typer.Option(help=say("รหัสจังหวัด", "Province code."))
    ] = DEFAULT_PROVINCE,
    households: Annotated[
        int | None,
        typer.Option(help=say("จำนวนครัวเรือน (ปกติเท่าจริง)", "Households (real size by default).")),
    ] = None,
    seed: Annotated[int, typer.Option(help=say("เลขตั้งต้นสุ่ม", "Random seed."))] = DEFAULT_SEED,
    boundaries: Annotated[
        Path | None,
        typer.Option(
            help=say(
                "GeoJSON ขอบเขตพื้นที่ (COD-AB) สำหรับแผนที่ในรายงาน และให้หมู่บ้านอยู่ในตำบลจริง",
                "GeoJSON boundaries (COD-AB) for the map of the report; villages are placed in them.",
            )
        ),
    ] = None,
    is_served: Annotated[
        bool,
        typer.Option(
            "--serve/--no-serve",
            help=say("เปิดเว็บไซต์ค้างไว้จนกด Ctrl-C", "Run the site until Ctrl-C."),
        ),
    ] = True,
    port: Annotated[
        int,
        typer.Option(
            help=say(
                "พอร์ตของเว็บไซต์ ถ้าไม่ว่างใช้เลขถัดไป",
                "Port of the site; the next free one if it is taken.",
            )
        ),
    ] = DEFAULT_PORT,
) -> None:
    """Synthesise a survey and registers, ingest, link, measure, target, report, publish, serve."""
    progress = OnScreen()
    done = demo(
        out,
        province=province,
        households=households,
        seed=seed,
        boundaries=boundaries,
        progress=progress,
    )
    line(done.ingested.proof_th, done.ingested.proof_en)
    line("ข้อมูลสังเคราะห์ ไม่ใช่คนจริง", "SYNTHETIC DATA: no real people.")
    show_headlines(done.headlines)
    _show_linked(done)
    for file in done.outputs:
        line(f"เขียน {file}", f"wrote {file}")
    line(
        f"เปิดรายงานในเบราว์เซอร์: {done.outputs[0].resolve().as_uri()}",
        f"Open the report in a browser: {done.outputs[0].resolve().as_uri()}",
    )
    make_site(out, province=province, boundaries=boundaries, progress=progress)
    say_how_to_enter(out, province)
    if is_served:
        open_site(port)


def _show_linked(done: DemoResult) -> None:
    """What the registers came to, and the target by each document of rules."""
    people = done.linked
    outside = people.persons - people.in_survey
    line(
        f"เชื่อม {len(people.sources)} แหล่ง: {people.persons:,} คนไม่นับซ้ำ อยู่ในแบบสำรวจ {people.in_survey:,} อยู่แต่ในทะเบียน {outside:,} รอคนตรวจ {people.review:,} คู่",
        f"Linked {len(people.sources)} sources: {people.persons:,} people, each counted once; {people.in_survey:,} in the "
        f"survey, {outside:,} in registers only; {people.review:,} pairs wait for review.",
    )
    for rules in done.targeted.rules:
        wanted = (rules.name, f"target_{rules.fiscal_year}")
        for found in done.targeted.groups:
            if (found.rules, found.group.name) == wanted and found.people is not None:
                line(
                    f"{found.group.title.th}: {found.people:,} คน {found.households:,} ครัวเรือน",
                    f"{found.group.title.en}: {found.people:,} people, {found.households:,} households",
                )
