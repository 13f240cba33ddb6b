"""The work that is timed, one function a job: `python -m benchmarks.jobs NAME '{"argument": ...}'`.

Each prints one line of JSON: `seconds` of the work, and what it counted. Libraries are loaded
before the clock starts. Files are in the system's cache when they have been read before.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import registers, site_store
from benchmarks.site import publishing, work as site

Result = dict[str, Any]


def cube_of_answers(*, answers: str, out: str) -> Result:
    """Raw answers to stored profiles to the stored cube by village, as `measure` does it."""
    from ppaos.definitions.instruments.loader import load
    from ppaos.domain.measurement.profiles import profile
    from ppaos.engine.backends import connect

    instrument = load("tpmap-2560")
    files = sorted(Path(answers).rglob("*.parquet"))
    started = time.perf_counter()
    engine = connect()
    table = engine.parquet(files)
    keep = {"round_be": table.round_be, "house_code": "house_code", "area_code": "village_code"}
    profiles = Path(out) / "profiles.parquet"
    rows = engine.write_parquet(profile(table, instrument, keep=keep), profiles)
    middle = time.perf_counter()
    cells = _count(engine, profiles, Path(out) / "cube.parquet")
    ended = time.perf_counter()
    return {
        "seconds": ended - started,
        "profile_seconds": middle - started,
        "households": rows,
        "cells": cells,
        "profiles_bytes": profiles.stat().st_size,
        "cube_bytes": (Path(out) / "cube.parquet").stat().st_size,
    }


def cube_of_profiles(*, profiles: str, out: str) -> Result:
    """Stored profiles to the stored cube by village."""
    from ppaos.domain.measurement.profiles import profile  # noqa: F401  (loads what the job needs)
    from ppaos.engine.backends import connect

    started = time.perf_counter()
    cells = _count(connect(), Path(profiles), Path(out) / "cube.parquet")
    return {"seconds": time.perf_counter() - started, "cells": cells}


def _count(engine: Any, profiles: Path, file: Path) -> int:
    from ppaos.domain.measurement.cube import count

    table = engine.parquet([profiles])
    return int(engine.write_parquet(count(table, by=("round_be", "area_code")), file))


def ingest(*, source: str, store: str) -> Result:
    """Files of one kind into a fresh store; every row must be accepted."""
    from ppaos.definitions.sources import area_codes
    from ppaos.engine.store import Store
    from ppaos.workflows.ingest.job import ingest as bring_in

    area_codes.in_force()
    started = time.perf_counter()
    summary = bring_in([Path(source)], store=Store(Path(store)))
    seconds = time.perf_counter() - started
    assert summary.accepted == summary.rows > 0, summary.proof_en
    return {"seconds": seconds, "rows": summary.rows}


def register(*, answers: str, store: str) -> Result:
    """A store whose `households` are those files, so that measuring does not wait for ingest."""
    import pyarrow.parquet as pq

    from ppaos.engine.manifest import Manifest
    from ppaos.engine.store import Store

    started, rows = time.perf_counter(), 0
    with Store(Path(store)).change() as change:
        for number, file in enumerate(sorted(Path(answers).rglob("*.parquet"))):
            (change.folder("households") / f"{number}.parquet").symlink_to(file)
            rows += pq.read_metadata(file).num_rows
        inputs = {"synthetic census": "0" * 64}
        change.replace(
            Manifest(table="households", row="household", rows=rows, inputs=inputs, synthetic=True)
        )
    return {"seconds": time.perf_counter() - started, "rows": rows}


def measure(*, store: str) -> Result:
    """`ppaos.measure`: profiles, cube, every estimate of every level, written."""
    import ppaos

    call = ppaos.measure
    started = time.perf_counter()
    result = call(store)
    seconds = time.perf_counter() - started
    return {
        "seconds": seconds,
        "estimates": len(result.estimates),
        "households": sum(result.households.values()),
    }


def another_scheme(*, store: str, villages: bool) -> Result:
    """Median answer of an opened cube over six schemes, each new to it; every measure as rows."""
    from ppaos.domain.measurement.schemes import scheme
    from ppaos.workflows.measure.whatif import StoredCube

    started = time.perf_counter()
    cube = StoredCube.open(store)
    opened = time.perf_counter() - started
    levels = ("country", "region", "province", "district", "subdistrict")
    started = time.perf_counter()
    cells = cube.villages() if villages else None
    read = time.perf_counter() - started
    levels = (*levels, "village") if villages else levels
    asked = [scheme(cube.instrument, k=k) for k in ("1/3", "1/5", "2/5")]
    asked += [
        scheme(cube.instrument, weights=text) for text in ("health=2/5", "income=1/2,health=1/4")
    ]
    asked.append(scheme(cube.instrument, k="1/4", weights="education=3/10"))
    seconds, rows, places = [], 0, 0
    for one in asked:
        started = time.perf_counter()
        table = cube.ask(one, levels=levels, cells=cells)
        seconds.append(time.perf_counter() - started)
        rows = len(table)
    places = rows // len(
        set(
            zip(
                *[
                    table[name].slice(0, 200).to_pylist()
                    for name in ("measure", "indicator", "dimension")
                ],
                strict=True,
            )
        )
    )
    return {
        "seconds": statistics.median(seconds),
        "slowest": max(seconds),
        "first": seconds[0],
        "open_seconds": opened,
        "read_villages_seconds": read if villages else None,
        "rows": rows,
        "areas": places,
    }


def one_question(*, store: str) -> Result:
    """A single `ppaos.whatif` in a fresh process, loading included."""
    started = time.perf_counter()
    import ppaos

    rows = len(ppaos.whatif(store, k="1/3", weights="health=2/5"))
    return {"seconds": time.perf_counter() - started, "rows": rows}


def synthesise(
    *, out: str, provinces: list[str] | None, households: int | None, form: str
) -> Result:
    """The synthetic census."""
    from ppaos.workflows.synth.job import synthesise as make

    started = time.perf_counter()
    summary = make(Path(out), provinces=provinces, households=households, formats=[form])
    seconds = time.perf_counter() - started
    size = sum(file.stat().st_size for file in summary.files)
    return {
        "seconds": seconds,
        "households": sum(item.households for item in summary.counts),
        "people": sum(item.people for item in summary.counts),
        "bytes": size,
    }


def make_persons(*, answers: str, file: str, persons: int, dense: bool) -> Result:
    """The file of persons on which we and our peers do the same work."""
    from benchmarks.persons.make import make

    started = time.perf_counter()
    rows = make(Path(answers), Path(file), persons=persons, dense=dense)
    return {"seconds": time.perf_counter() - started, "rows": rows}


def persons(*, tool: str, file: str, small: str, out: str, repeats: int) -> Result:
    """The same work by one tool: `seconds` from the file, `again_seconds` from what it holds in memory.

    Medians of `repeats`, after one pass over a small file that loads what the tool loads late.
    """
    from importlib import import_module

    from benchmarks.persons.work import save

    peer = import_module(f"benchmarks.persons.{tool}")
    peer.estimate(Path(small))
    seconds, again = [], []
    for _ in range(repeats):
        started = time.perf_counter()
        done = peer.estimate(Path(file))
        seconds.append(time.perf_counter() - started)
    save(done.tables(), Path(out))
    held = peer.hold(Path(file))
    for _ in range(repeats):
        started = time.perf_counter()
        peer.again(held)
        again.append(time.perf_counter() - started)
    return {
        "seconds": statistics.median(seconds),
        "again_seconds": statistics.median(again),
        **done.parts,
    }


def make_matching(*, folder: str, people: int, records: int) -> Result:
    """The people and the records that `match_people` compares."""
    from benchmarks.matching import make

    started = time.perf_counter()
    rows = sum(make(Path(folder), people=people, records=records))
    return {"seconds": time.perf_counter() - started, "rows": rows}


def match_people(*, folder: str) -> Result:
    """Records without a citizen ID against people with one: compared, and resolved."""
    import pyarrow.parquet as pq

    from ppaos.matching.people import match_people as match
    from ppaos.matching.resolve import resolve

    here = Path(folder)
    unkeyed, keyed, pairs = (here / f"{name}.parquet" for name in ("unkeyed", "keyed", "pairs"))
    started = time.perf_counter()
    summary = match(unkeyed, keyed, pairs, folder=here / "work", memory_limit="3GB")
    compared = time.perf_counter()
    found = resolve(pq.read_table(pairs))
    return {
        "seconds": time.perf_counter() - started,
        "compare_seconds": compared - started,
        "records": summary.unkeyed,
        "people": summary.keyed,
        "pairs": summary.pairs_with_keyed + summary.pairs_among_unkeyed,
        "linked": found.assignments.num_rows,
        "to_review": found.review.num_rows,
    }


def synthesise_registers(*, out: str, households: int | None) -> Result:
    """The survey and every register of the country."""
    from ppaos.workflows.synth.job import synthesise as make

    started = time.perf_counter()
    made = make(Path(out), households=households, registers=True)
    return {"seconds": time.perf_counter() - started, "files": len(made.files)}


JOBS: dict[str, Callable[..., Result]] = {
    job.__name__: job
    for job in (
        cube_of_answers,
        cube_of_profiles,
        ingest,
        register,
        measure,
        another_scheme,
        one_question,
        synthesise,
        make_persons,
        persons,
        make_matching,
        match_people,
        synthesise_registers,
        registers.register_people,
        registers.link_and_target,
        registers.explain_households,
        site_store.make_site_store,
        site.publish_site,
        publishing.publish_peer,
        site.ask_site,
        site.crowd_site,
        site.peers_site,
        site.export_site,
    )
}

if __name__ == "__main__":
    print(json.dumps(JOBS[sys.argv[1]](**json.loads(sys.argv[2]))))
