"""Jobs of the site's benchmarks: each enters one site, does one thing, and says what it took."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from benchmarks.site import arrivals
from benchmarks.site.environment import MB, Server, Site, memory_growth, served
from benchmarks.site.people import SESSIONS, Sample, prepare
from benchmarks.site.requests import Asker

Result = dict[str, Any]
KINDS = (
    "dashboard", "country", "map", "wide_map", "search", "searched_rows", "household", "what_if",
)  # fmt: skip
SAMPLE = "sample.json"
_SPAWNED = 10
"""Sessions of the crowd that begin each second."""
_WARM = 24
"""Requests of each kind before those that count; every process of the server gets some."""


def publish_site(*, site: dict[str, str], again: bool = False) -> Result:
    """`ppaos publish` into an empty database, or beside the version that is there.

    `seconds` end when everybody sees the version; `public_seconds` make its public table after that.
    """
    here = Site.of(site)
    if not again:
        here.make_empty()
    here.enter()
    from ppaos.workflows.publish.job import publish

    made = publish(here.store, title="benchmark")
    return {
        "seconds": made.seconds, "public_seconds": made.public_seconds,
        "households": made.households, "people": made.people,
    }  # fmt: skip


def ask_site(*, site: dict[str, str], rate: float, seconds: float) -> Result:
    """Each kind of page by itself at a steady rate, on a freshly started server.

    Flat figures `KIND_p95_ms` and so on; `KIND_first_ms` is the first request of the kind that the
    server got; `KIND_processor_ms` is the server's processor time of one.
    """
    here = Site.of(site)
    here.enter()
    sample = prepare(here.folder / SAMPLE)
    found: Result = {"rate": rate, "households": sample["households"]}
    faults: list[str] = []
    started = time.perf_counter()
    with served(here) as server:
        found |= _warmed(server, sample)
        for place, kind in enumerate(KINDS):
            ask = _asking(sample, kind, seed=place)
            before = server.processor_seconds()
            taken = arrivals.arrive(ask, port=server.port, rate=rate, seconds=seconds, seed=place)
            faults += taken.faults
            took = (server.processor_seconds() - before) * 1000 / len(taken.milliseconds)
            figures = {**taken.figures(), "processor_ms": took}
            found |= {f"{kind}_{name}": value for name, value in figures.items()}
        found["server_peak_mb"] = server.peak_bytes / MB
    for fault in faults[:10]:
        print(fault, file=sys.stderr)
    return {"seconds": time.perf_counter() - started, "faults": len(faults), **found}


def crowd_site(*, site: dict[str, str], users: int, seconds: int) -> Result:
    """`users` sessions for so many seconds, by locust; figures of each kind and of all."""
    here = Site.of(site)
    here.enter()
    sample = prepare(here.folder / SAMPLE)
    assert users <= SESSIONS
    made = here.folder / "crowd"
    command = [
        sys.executable, "-m", "locust", "-f", "benchmarks/site/locustfile.py", "--headless",
        "--users", str(users), "--spawn-rate", str(_SPAWNED),
        "--run-time", f"{seconds + users // _SPAWNED}s",
        "--only-summary", "--json-file", str(made), "--exit-code-on-error", "0", "--host",
    ]  # fmt: skip
    environment = {**os.environ, "PPAOS_BENCH_SAMPLE": str(here.folder / SAMPLE)}
    environment["PYTHONPATH"] = os.pathsep.join([*sys.path[:1], *sys.path])
    started = time.perf_counter()
    with served(here) as server:
        _warmed(server, sample)
        subprocess.run([*command, server.address], env=environment, check=True, stdout=sys.stderr)
        found: Result = {
            "users": users, "with_all_seconds": seconds, "server_peak_mb": server.peak_bytes / MB,
        }  # fmt: skip
    entries = json.loads(made.with_suffix(".json").read_text("utf-8"))
    for entry in entries:
        found |= {f"{entry['name']}_{name}": value for name, value in _figures(entry).items()}
    whole = sum((Counter(_times(entry)) for entry in entries), Counter())
    found |= {
        "requests": sum(entry["num_requests"] for entry in entries),
        "faults": sum(entry["num_failures"] for entry in entries),
        **_percentiles(whole),
    }
    return {"seconds": time.perf_counter() - started, **found}


def export_site(*, site: dict[str, str], form: str, households: int) -> Result:
    """A list of about so many households through the handler of export jobs.

    `growth_mb` is how much the process grew while it wrote, above what it held with the cube read.
    """
    here = Site.of(site)
    here.enter()
    from ppaos.operations.accounts.models import User
    from ppaos.operations.jobs.models import Job
    from ppaos.web.tasks import find_work, run_job

    find_work()
    user = User.objects.get(username="load-0")
    job = _queued(user, form, households)
    with memory_growth() as growth:
        started = time.perf_counter()
        run_job.call(str(job.pk))
        seconds = time.perf_counter() - started
    done = Job.objects.get(pk=job.pk)
    assert done.state == Job.State.DONE, done.error_en
    size = (here.folder / "made" / done.file).stat().st_size
    return {
        "seconds": seconds,
        "rows": done.result["rows"],
        "file_mb": size / MB,
        "growth_mb": growth[0] / MB,
    }


def peers_site(*, site: dict[str, str], questions: int) -> Result:
    """The same questions through plain queries of the database, answers compared."""
    from benchmarks.site.peers import compare

    here = Site.of(site)
    here.enter()
    started = time.perf_counter()
    found = compare(json.loads((here.folder / SAMPLE).read_text("utf-8")), questions)
    return {"seconds": time.perf_counter() - started, **found}


def _warmed(server: Server, sample: Sample) -> Result:
    """Every process of the server has read what it holds; milliseconds of the first requests."""
    found = {}
    for kind in KINDS:
        ask = _asking(sample, kind, seed=1_000)
        found[f"{kind}_first_ms"] = arrivals.fetch(server.port, *ask())
        for _ in range(_WARM):
            arrivals.fetch(server.port, *ask())
    return found


def _asking(sample: Sample, kind: str, *, seed: int) -> Callable[[], tuple[str, str]]:
    asker = Asker(sample, seed=seed)

    def ask() -> tuple[str, str]:
        person, address = asker.ask(kind)
        return person["session"], address

    return ask


def _queued(user: Any, form: str, households: int) -> Any:
    """A job for the smallest list of a province, or of all, that has as many households."""
    from ppaos.definitions.agencies import loader as agencies
    from ppaos.domain.area.scope import Scope
    from ppaos.domain.privacy.agency_lists import DEFAULT_AGENCY, fields_of_list
    from ppaos.operations.jobs.actions import enqueue
    from ppaos.operations.publications.queries import current_publication
    from ppaos.operations.results.cube import cubes_of
    from ppaos.web.households.search.query import Finder, search_of

    publication = current_publication()
    assert publication is not None
    everywhere = Scope(("",))
    codes = {code[:2] for code in cubes_of(publication).villages.tolist() if code}
    asked = [
        {"area": area, **more}
        for area in ("nat", *sorted(codes))
        for more in ({}, {"card": "no"}, {"card": "yes"}, {"poor": "no"}, {"surveyed": "yes"})
    ]
    counted = [
        (Finder(publication, everywhere, user, search_of(one, publication)).count, one)
        for one in asked
    ]
    enough = [pair for pair in counted if pair[0] >= households]
    _, wanted = min(enough, key=_count) if enough else max(counted, key=_count)
    fields = fields_of_list(agencies.load(DEFAULT_AGENCY), "household")
    parameters = {
        "query": urlencode(wanted), "publication": publication.pk, "agency": DEFAULT_AGENCY,
        "fields": list(fields), "format": form, "purpose": "benchmark", "unit": "household",
    }  # fmt: skip
    return enqueue("export", user, wanted["area"], parameters)


def _count(pair: tuple[int, dict[str, str]]) -> int:
    return pair[0]


def _figures(entry: dict[str, Any]) -> Result:
    """Requests, faults and percentiles of one kind, from locust's counts of each duration."""
    return {
        "requests": entry["num_requests"],
        "faults": entry["num_failures"],
        **_percentiles(_times(entry)),
    }


def _times(entry: dict[str, Any]) -> dict[int, int]:
    """Milliseconds (rounded by locust) -> how many requests took so long."""
    return {round(float(text)): number for text, number in entry["response_times"].items()}


def _percentiles(times: dict[int, int]) -> Result:
    total, seen, found = sum(times.values()), 0, {}
    for took in sorted(times):
        seen += times[took]
        for percent in (50, 95, 99):
            name = f"p{percent}_ms"
            if name not in found and seen * 100 >= total * percent:
                found[name] = float(took)
    return found
