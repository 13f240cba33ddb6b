"""Every benchmark, in an order in which each finds what it needs; each job in its own process."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.persons.compare import compare, with_data_table
from benchmarks.processes import Run, Timing, job

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


FULL = Scale("full", None, None, (1_000_000, 10_000_000), 1_000_000)
QUICK = Scale("quick", 640_000, 60_000, (100_000,), 100_000)


def run(
    data: Path, scale: Scale, say: Callable[[str], None], keep: Callable[[dict[str, Any]], None]
) -> dict[str, Any]:
    """All results by name, as plain numbers; `keep` hears of them after each job.

    What is made stays in `data`, to be looked at or deleted.
    """
    folder = data / scale.name
    folder.mkdir(parents=True, exist_ok=True)
    results: dict[str, Any] = {}

    def done(name: str, timing: Timing) -> None:
        results[name] = timing.plain()
        keep(results)
        one = timing.chosen[0]
        say(
            f"{name}: {timing.seconds:.3f} s, peak {timing.peak_gb:.2f} GB, "
            f"others took {results[name]['others']:.0%}; {_shown(one)}"
        )

    census = folder / "census"
    shutil.rmtree(census, ignore_errors=True)
    done("synth", _synth(census, None, scale.households, "parquet"))
    answers = str(census / ROUND / "households")
    out = folder / "cube"
    out.mkdir(exist_ok=True)
    done("answers_to_cube", job("cube_of_answers", runs=RUNS, answers=answers, out=str(out)))
    profiles = str(out / "profiles.parquet")
    done("profiles_to_cube", job("cube_of_profiles", runs=RUNS, profiles=profiles, out=str(out)))
    results["persons"] = _persons(folder, answers, scale, say)
    keep(results)
    _ingest_csv(folder, scale, done)
    _stored_survey(folder, answers, done)
    return results


def _stored_survey(folder: Path, answers: str, done: Callable[[str, Timing], None]) -> None:
    store = str(folder / "store")
    shutil.rmtree(store, ignore_errors=True)
    done("ingest_parquet", job("ingest", runs=1, source=answers, store=store))
    done("measure", job("measure", runs=1, store=store))
    done("another_scheme", job("another_scheme", runs=RUNS, store=store, villages=False))
    done("another_scheme_villages", job("another_scheme", runs=RUNS, store=store, villages=True))
    done("one_question", job("one_question", runs=RUNS, store=store))


def _synth(out: Path, provinces: list[str] | None, households: int | None, form: str) -> Timing:
    return job(
        "synthesise", runs=1, out=str(out), provinces=provinces, households=households, form=form
    )


def _persons(
    folder: Path, answers: str, scale: Scale, say: Callable[[str], None]
) -> list[dict[str, Any]]:
    wanted = [*((number, False) for number in scale.persons), (scale.dense, True)]
    results = []
    for number, dense in wanted:
        file = folder / f"persons-{number}-{'dense' if dense else 'census'}.parquet"
        job("make_persons", runs=1, answers=answers, file=str(file), persons=number, dense=dense)
        result = {"dense": dense, **compare(file, runs=RUNS, repeats=5)}
        results.append(result)
        for tool, took in result["tools"].items():
            say(
                f"{result['persons']:,} persons{' (worst case)' if dense else ''}, {tool}: {took['seconds']:.3f} s "
                f"from the file, {took['again_seconds']:.3f} s again, peak {took['peak_gb']:.2f} GB"
            )
    if not with_data_table():
        say("R data.table: skipped, no Rscript here")
    return results


def _ingest_csv(folder: Path, scale: Scale, done: Callable[[str, Timing], None]) -> None:
    census = folder / "csv"
    shutil.rmtree(census, ignore_errors=True)
    _synth(census, ["41"], scale.csv_households, "csv")
    for table in ("households", "members"):
        (path,) = (census / ROUND / table).rglob("*.csv")
        store = folder / f"store-{table}"

        def clean(store: Path = store) -> None:
            shutil.rmtree(store, ignore_errors=True)

        done(
            f"ingest_csv_{table}",
            job("ingest", runs=RUNS, before=clean, source=str(path), store=str(store)),
        )


def _shown(run: Run) -> str:
    return ", ".join(
        f"{name} {value:,.3f}" if isinstance(value, float) else f"{name} {value:,}"
        for name, value in run.result.items()
        if value is not None
    )
