"""Parts of the suite that measure the site, and the figures that they are held to."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from benchmarks.processes import Timing, job
from benchmarks.site.environment import Site, has_postgresql

RATE = 20.0
ONE_PROVINCE = "41"
PEER_HOUSEHOLDS = 20_000
LIMITS = {
    "dashboard": 200, "country": 200, "map": 200, "wide_map": 200,
    "search": 150, "searched_rows": 150, "household": 100, "what_if": 500,
}  # fmt: skip
"""Kind of page -> milliseconds that 95 of 100 requests may take at most."""
TITLES = {
    "dashboard": "dashboard of one's own area",
    "country": "dashboard of the country",
    "map": "map data, one or two levels below an area",
    "wide_map": "map data, districts of the country or villages of a province",
    "search": "search by two conditions in a province, of the survey and registers",
    "searched_rows": "search by two conditions in a province, one a recorded event or a name",
    "household": "household page",
    "what_if": "what-if of the country",
}


class Bench(Protocol):
    """What a part is given."""

    folder: Path
    scale: Any
    say: Callable[[str], None]
    results: dict[str, Any]

    def done(self, name: str, timing: Timing) -> None:
        """Keep and tell the figures of one job."""


def publishing(bench: Bench) -> None:
    """Four provinces into an empty PostgreSQL database, and again beside that."""
    site = _four_provinces(bench)
    if site is None:
        return
    bench.done("site_publish", job("publish_site", runs=1, site=site))
    peer = job("publish_peer", runs=1, site=site, households=PEER_HOUSEHOLDS)
    bench.done("site_publish_peer", peer)
    bench.done("site_publish_again", job("publish_site", runs=1, site=site, again=True))


def on_postgresql(bench: Bench) -> None:
    """Pages, peers and exports on what `publishing` published."""
    site = _four_provinces(bench)
    if site is None:
        return
    _pages(bench, "site", site)
    bench.done("site_peers", job("peers_site", runs=1, site=site, questions=40))
    _exports(bench, "site", site)


def with_a_crowd(bench: Bench) -> None:
    """Many sessions at once on what `publishing` published."""
    site = _four_provinces(bench)
    if site is not None:
        users, seconds = bench.scale.crowd
        bench.done("site_crowd", job("crowd_site", runs=1, site=site, users=users, seconds=seconds))


def on_sqlite(bench: Bench) -> None:
    """One province on SQLite: publish, pages, peers, exports."""
    store = _store(bench, "site-province", [ONE_PROVINCE])
    site = Site(bench.folder / "site-on-sqlite", store, "sqlite").plain()
    bench.done("site_sqlite_publish", job("publish_site", runs=1, site=site))
    _pages(bench, "site_sqlite", site)
    bench.done("site_sqlite_peers", job("peers_site", runs=1, site=site, questions=40))
    _exports(bench, "site_sqlite", site)


def _four_provinces(bench: Bench) -> dict[str, str] | None:
    """The site on PostgreSQL; null, and said so, when none answers."""
    if not has_postgresql():
        bench.say("site: not measured, no PostgreSQL answers (set PPAOS_BENCH_DATABASE)")
        return None
    store = _store(bench, "site", None)
    return Site(bench.folder / "site-on-postgresql", store, "postgresql").plain()


def _pages(bench: Bench, name: str, site: dict[str, str]) -> None:
    seconds = bench.scale.steady_seconds
    bench.done(f"{name}_pages", job("ask_site", runs=1, site=site, rate=RATE, seconds=seconds))


def _exports(bench: Bench, name: str, site: dict[str, str]) -> None:
    """Each form at full size and at a fifth of it: memory must not grow with the rows."""
    for form in ("csv", "xlsx"):
        for size, part in (("", 1), ("_fifth", 5)):
            wanted = bench.scale.exported // part
            done = job("export_site", runs=1, site=site, form=form, households=wanted)
            bench.done(f"{name}_export_{form}{size}", done)


def _store(bench: Bench, name: str, provinces: list[str] | None) -> Path:
    """The store to publish; made when it is not there."""
    folder = bench.folder / name
    if not (folder / "store" / "catalog.json").exists():
        shutil.rmtree(folder, ignore_errors=True)
        households = bench.scale.site_households
        made = job(
            "make_site_store", runs=1, out=str(folder), households=households, provinces=provinces
        )
        bench.done(f"{name.replace('-', '_')}_store", made)
    return folder / "store"
