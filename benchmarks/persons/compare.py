"""Run the same work by every tool that is here, refuse answers that differ, and give the ratios."""

import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.csv
import pyarrow.parquet as pq

from benchmarks.persons.work import LEAST, NAMES, POINTS, WHOLE, Table, differences, save
from benchmarks.processes import Timing, job, timed

TOOLS = {"ours": "PPAOS", "polars_groups": "Polars", "pandas_groups": "pandas"}
TOLERANCE = 1e-12
MOST_FOR_CSV = 2_000_000
"""data.table reads the persons as CSV; beyond this many that says more of CSV than of data.table."""


def compare(file: Path, *, runs: int, repeats: int) -> dict[str, Any]:
    """Seconds of every tool, from the file and again from memory, and how far answers differ.

    Errors: ValueError when two answers differ by more than 1e-12.
    """
    small = file.with_name(f"{file.stem}-small.parquet")
    pq.write_table(pq.read_table(file).slice(0, 1000), small)
    result: dict[str, Any] = {"persons": pq.read_metadata(file).num_rows, "tools": {}}
    answers = {tool: file.with_name(f"{file.stem}-{tool}.npz") for tool in (*TOOLS, "data_table")}
    for tool, title in TOOLS.items():
        out = str(answers[tool])
        timing = job(
            "persons",
            runs=runs,
            tool=tool,
            file=str(file),
            small=str(small),
            out=out,
            repeats=repeats,
        )
        result["tools"][title] = _plain(timing)
    if with_data_table() and result["persons"] <= MOST_FOR_CSV:
        result["tools"]["R data.table"] = _plain(
            _data_table(file, answers["data_table"], runs, repeats)
        )
    for tool, answer in answers.items():
        if tool == "ours" or not answer.exists():
            continue
        largest, result["figures_compared"] = differences(answers["ours"], answer)
        if largest > TOLERANCE:
            raise ValueError(f"{tool} differs from ours by {largest}")
        result["largest_difference"] = max(largest, result.get("largest_difference", 0.0))
    return result


def with_data_table() -> bool:
    """Whether R is here; its script says so itself when the library is not."""
    return shutil.which("Rscript") is not None


def _plain(timing: Timing) -> dict[str, Any]:
    again = float(np.median([run.result["again_seconds"] for run in timing.chosen]))
    return {**timing.plain(), "again_seconds": again}


def _data_table(file: Path, answer: Path, runs: int, repeats: int) -> Timing:
    rows, out = file.with_suffix(".csv"), file.with_name(f"{file.stem}-data_table.csv")
    pyarrow.csv.write_csv(pq.read_table(file), rows)
    points = ",".join(f"{name}={value}" for name, value in zip(NAMES, POINTS, strict=True))
    least = ",".join(f"{k}={value}" for k, value in LEAST.items())
    script = str(Path(__file__).with_name("data_table.R"))
    timing = timed(
        ["Rscript", script, str(rows), points, str(WHOLE), least, str(out), str(repeats)], runs=runs
    )
    save(_read(out), answer)
    return timing


def _read(file: Path) -> dict[tuple[Fraction, str], Table]:
    lines: dict[tuple[Fraction, str], list[list[str]]] = {}
    for line in file.read_text("utf-8").splitlines():
        key, *values = line.split(",")
        level, _, cutoff = key.partition(" ")
        lines.setdefault((Fraction(cutoff), level), []).append(values)
    return {
        key: ([row[0] for row in rows], np.array([row[1:] for row in rows], dtype=float))
        for key, rows in lines.items()
    }
