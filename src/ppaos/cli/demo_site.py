"""The last part of `ppaos demo`: a site of its own beside the files, with accounts of every role."""

import os
from pathlib import Path

from ppaos.cli.console import line, rows
from ppaos.cli.site_process import free_port, prepare, serve, use_folders
from ppaos.cli.text import say
from ppaos.domain.progress import Progress

HOST = "127.0.0.1"


def make_site(out: Path, *, province: str, boundaries: Path | None, progress: Progress) -> None:
    """Publish the demo's store into a site of its own, with people, resources and visits to try.

    The site's database is always a file of its own inside the folder: accounts that everybody
    knows the password of must not reach a database that the environment names for real work.
    `boundaries`: a GeoJSON file or folder for the map. Errors: those of publishing and importing.
    """
    use_folders(out / "site", out / "store")
    os.environ.pop("PPAOS_DATABASE_URL", None)
    prepare()
    from ppaos.operations.accounts.demo import make_demo_accounts
    from ppaos.operations.accounts.queries import account_named
    from ppaos.operations.areas.demo import make_demo_resources
    from ppaos.operations.events.demo import make_demo_events
    from ppaos.operations.publications.queries import publication_of
    from ppaos.workflows.publish.job import publish

    published = publish(out / "store", title=say("สาธิต", "demo"), progress=progress)
    line(
        f"เผยแพร่รุ่นที่ {published.publication}: {published.households:,} ครัวเรือน {published.people:,} คน ใน {published.seconds:,.0f} วินาที",
        f"Published version {published.publication}: {published.households:,} households, {published.people:,} people, in {published.seconds:,.0f} seconds",
    )
    for problem in published.warnings:
        line(f"ข้อควรทราบ: {problem.th}", f"Note: {problem.en}")
    make_demo_accounts(province)
    if boundaries is not None:
        _import_boundaries(boundaries, progress)
    with progress.step(
        th="สร้างทรัพยากรและการเยี่ยมสำหรับการสาธิต", en="Generating demonstration resources and visits"
    ):
        make_demo_resources(province)
        publication = publication_of(published.publication)
        by = account_named("field")
        if publication is not None and by is not None:
            make_demo_events(publication, by=by, province=province)


def _import_boundaries(boundaries: Path, progress: Progress) -> None:
    from ppaos.operations.areas.actions_boundaries import import_boundaries

    files = [boundaries] if boundaries.is_file() else sorted(boundaries.glob("*.*json"))
    for file in files:
        with progress.step(th=f"นำเข้าขอบเขต {file.name}", en=f"Importing boundaries {file.name}"):
            import_boundaries(file, source=file.name, keeps_others=True)


def say_how_to_enter(out: Path, province: str) -> None:
    """Accounts with their roles and areas, the password, and how to open the site again."""
    from ppaos.operations.accounts.demo import DEMO_PASSWORD, make_demo_accounts

    heads = [("ชื่อผู้ใช้", "user name"), ("บทบาท", "role"), ("พื้นที่", "area")]
    made = make_demo_accounts(province)
    rows(heads, [(item.username, say(item.title.th, item.title.en), item.area) for item in made])
    line(f"รหัสผ่านของทุกบัญชีสาธิต: {DEMO_PASSWORD}", f"Password of every demo account: {DEMO_PASSWORD}")
    again = f"ppaos serve --data {out / 'site'} --store {out / 'store'}"
    line(f"เปิดเว็บไซต์อีกครั้งด้วย: {again}", f"To open the site again: {again}")


def open_site(port: int) -> None:
    """Serve the site until Ctrl-C at the port, or at the next free one."""
    serve(HOST, free_port(HOST, port), workers=2)
