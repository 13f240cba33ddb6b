"""A store of about 1.5 million households, made by the program's own steps, to be published."""

import time
from pathlib import Path
from typing import Any

Result = dict[str, Any]
PROVINCES = ("30", "40", "41", "42")


def make_site_store(
    *, out: str, households: int | None, provinces: list[str] | None = None
) -> Result:
    """Synthesise provinces with their registers, ingest, link, measure and target them.

    `households`: of each province, instead of their real number. `provinces`: the four by default.
    """
    from ppaos.engine.store import Store
    from ppaos.workflows.ingest.job import ingest
    from ppaos.workflows.link.job import link
    from ppaos.workflows.measure.job import measure
    from ppaos.workflows.synth.job import synthesise
    from ppaos.workflows.target.job import target

    folder, times = Path(out), {}
    started = time.perf_counter()

    def step(name: str) -> None:
        nonlocal started
        times[f"{name}_seconds"] = time.perf_counter() - started
        started = time.perf_counter()

    synthesise(
        folder / "files",
        provinces=provinces or list(PROVINCES),
        households=households,
        rounds=(2564, 2565),
        registers=True,
        formats=["parquet"],
    )
    step("synth")
    store = Store(folder / "store")
    ingest([folder / "files"], store=store, report_folder=folder / "quality")
    step("ingest")
    link(store)
    step("link")
    measure(store)
    step("measure")
    found = target(store)
    step("target")
    return {
        "seconds": sum(times.values()), **times,
        "households": found.households, "persons": found.persons,
    }  # fmt: skip
