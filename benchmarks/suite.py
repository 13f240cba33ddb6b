"""Every benchmark, in an order in which each finds what it needs; each job in its own process."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.persons.compare import compare, with_data_table
from benchmarks.processes import Run, Timing, job
from benchmarks.site.parts import on_postgresql, on_sqlite, publishing, with_a_crowd

RUNS = 3
ROUND = "round=2565"


@dataclass(frozen=True)
class Scale:
    """How much of everything: `households` None is the whole country."""

    name: str
    households: int | None
    csv_households: int | None
    persons: tuple[int, ...]
    dense: int
    matching: tuple[int, int]
    """People, of whom seven in eight have a citizen ID, and records without one."""
    site_households: int | None = None
    """Of each province of the site; null is their real number."""
    steady_seconds: float = 30.0
    """Of each kind of page at a steady rate."""
    crowd: tuple[int, int] = (200, 300)
    """Sessions at once, and seconds."""
    exported: int = 250_000
    """Households of an export."""


FULL = Scale("full", None, None, (1_000_000, 10_000_000), 1_000_000, (2_290_000, 500_000))
QUICK = Scale(
    "quick",
    640_000,
    60_000,
    (100_000,),
    100_000,
    (100_000, 20_000),
    site_households=5_000,
    steady_seconds=8.0,
    crowd=(40, 30),
    exported=5_000,
)


@dataclass(frozen=True)
class Bench:
    """Where results go while parts run."""

    folder: Path
    scale: Scale
    say: Callable[[str], None]
    results: dict[str, Any]

    @property
    def answers(self) -> str:
        """Folder of the household files of the country."""
        return str(self.folder / "census" / ROUND / "households")

    def done(self, name: str, timing: Timing) -> None:
        """Keep and tell the figures of one job."""
        self.results[name] = timing.plain()
        self.say(
            f"{name}: {timing.seconds:.3f} s, peak {timing.peak_gb:.2f} GB, "
            f"others took {self.results[name]['others']:.0%}; {_shown(timing.chosen[0])}"
        )


def run(
    data: Path,
    scale: Scale,
    parts: Sequence[str],
    results: dict[str, Any],
    say: Callable[[str], None],
    keep: Callable[[str], None],
) -> None:
    """Fill `results` by name with plain numbers; `keep` is called with each part when it is done.

    What is made stays in `data`, to be looked at or deleted; the census is made when its part runs
    or when it is not there.
    """
    folder = data / scale.name
    folder.mkdir(parents=True, exist_ok=True)
    bench = Bench(folder, scale, say, results)
    needs_census = any(not name.startswith("site") for name in parts)
    if needs_census and "synth" not in parts and not Path(bench.answers).exists():
        parts = ["synth", *parts]
    for name in parts:
        PARTS[name](bench)
        keep(name)


def _census(bench: Bench) -> None:
    census = bench.folder / "census"
    shutil.rmtree(census, ignore_errors=True)
    bench.done("synth", _synth(census, None, bench.scale.households, "parquet"))


def _cubes(bench: Bench) -> None:
    out = bench.folder / "cube"
    out.mkdir(exist_ok=True)
    profiles = str(out / "profiles.parquet")
    bench.done(
        "answers_to_cube", job("cube_of_answers", runs=RUNS, answers=bench.answers, out=str(out))
    )
    bench.done(
        "profiles_to_cube", job("cube_of_profiles", runs=RUNS, profiles=profiles, out=str(out))
    )


def _stored_survey(bench: Bench) -> None:
    store = str(bench.folder / "store")
    shutil.rmtree(store, ignore_errors=True)
    job("register", runs=1, answers=bench.answers, store=store)
    bench.done("measure", job("measure", runs=1, store=store))
    for name, villages in (("another_scheme", False), ("another_scheme_villages", True)):
        bench.done(name, job("another_scheme", runs=RUNS, store=store, villages=villages))
    bench.done("one_question", job("one_question", runs=RUNS, store=store))


def _ingest_parquet(bench: Bench) -> None:
    store = bench.folder / "store-ingested"
    shutil.rmtree(store, ignore_errors=True)
    bench.done("ingest_parquet", job("ingest", runs=1, source=bench.answers, store=str(store)))
    shutil.rmtree(store)


def _synth(out: Path, provinces: list[str] | None, households: int | None, form: str) -> Timing:
    return job(
        "synthesise", runs=1, out=str(out), provinces=provinces, households=households, form=form
    )


def _peers(bench: Bench) -> None:
    bench.results["persons"] = [
        _same_work(bench, bench.scale.persons[0], dense=False),
        _same_work(bench, bench.scale.dense, dense=True),
    ]
    if not with_data_table():
        bench.say("R data.table: skipped, no Rscript here")


def _peers_on_more(bench: Bench) -> None:
    before = bench.results.get("persons", [])[:2]
    more = [_same_work(bench, number, dense=False) for number in bench.scale.persons[1:]]
    bench.results["persons"] = [*before, *more]


def _same_work(bench: Bench, number: int, *, dense: bool) -> dict[str, Any]:
    file = bench.folder / f"persons-{number}-{'dense' if dense else 'census'}.parquet"
    job("make_persons", runs=1, answers=bench.answers, file=str(file), persons=number, dense=dense)
    result = {"dense": dense, **compare(file, runs=RUNS, repeats=5)}
    for tool, took in result["tools"].items():
        bench.say(
            f"{result['persons']:,} persons{' (worst case)' if dense else ''}, {tool}: "
            f"{took['seconds']:.3f} s from the file, {took['again_seconds']:.3f} s again, "
            f"peak {took['peak_gb']:.2f} GB"
        )
    return result


def _ingest_csv(bench: Bench) -> None:
    census = bench.folder / "csv"
    shutil.rmtree(census, ignore_errors=True)
    _synth(census, ["41"], bench.scale.csv_households, "csv")
    for table in ("households", "members"):
        (path,) = (census / ROUND / table).rglob("*.csv")
        store = bench.folder / f"store-{table}"

        def clean(store: Path = store) -> None:
            shutil.rmtree(store, ignore_errors=True)

        name = f"ingest_csv_{table}"
        bench.done(name, job("ingest", runs=RUNS, before=clean, source=str(path), store=str(store)))


def _matching(bench: Bench) -> None:
    folder = bench.folder / "matching"
    people, records = bench.scale.matching
    shutil.rmtree(folder, ignore_errors=True)
    job("make_matching", runs=1, folder=str(folder), people=people, records=records)
    bench.done("matching", job("match_people", runs=1, folder=str(folder)))


def _registers(bench: Bench) -> None:
    census, store = bench.folder / "census-registers", bench.folder / "store-people"
    if not census.exists():
        households = bench.scale.households
        job("synthesise_registers", runs=1, out=str(census), households=households)
    if not store.exists():
        job("register_people", runs=1, census=str(census), store=str(store))
    bench.done("link_target", job("link_and_target", runs=1, store=str(store)))
    bench.done("explain", job("explain_households", runs=RUNS, store=str(store)))


PARTS: dict[str, Callable[[Bench], None]] = {
    "synth": _census,
    "cubes": _cubes,
    "schemes": _stored_survey,
    "peers": _peers,
    "peers-on-more": _peers_on_more,
    "csv": _ingest_csv,
    "ingest": _ingest_parquet,
    "matching": _matching,
    "registers": _registers,
    "site-publish": publishing,
    "site": on_postgresql,
    "site-crowd": with_a_crowd,
    "site-sqlite": on_sqlite,
}


def _shown(run: Run) -> str:
    return ", ".join(
        f"{name} {value:,.3f}" if isinstance(value, float) else f"{name} {value:,}"
        for name, value in run.result.items()
        if value is not None
    )
