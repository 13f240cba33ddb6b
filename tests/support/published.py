"""Published figures and other tools' outputs that may not be copied into the repository."""

import csv
import json
import os
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("PPAOS_REFERENCE") or ROOT.parent / "shared" / "reference")
"""The folder with them, which not everybody has: tests that need it are skipped without."""
NO_REFERENCE = "no folder of published figures: name it in PPAOS_REFERENCE"
FIGURES: Final = {
    "mpi/expected_levels_equal.csv": 11_776,
    "mpi/expected_changes_equal.csv": 18_029,
    "mpi/worked_afmpi_conformity.json": 112,
}
"""File of the folder -> how many published numbers of it the tests compare with ours."""


def unchecked(tests: int) -> str:
    """What a run says that skipped tests for want of the files."""
    absent = sum(count for name, count in FIGURES.items() if not (REFERENCE / name).is_file())
    return (
        f"{absent:,} published figures were not checked ({tests} tests skipped): "
        "the reference files are absent (PPAOS_REFERENCE)."
    )


def figures_in(path: Path) -> int:
    """How many published numbers a file holds: estimates, errors, bounds, degrees of freedom."""
    if path.suffix == ".csv":
        with path.open(newline="") as file:
            rows = list(csv.DictReader(file))
        return sum(
            row[name] not in ("", "NA", "NaN") for row in rows for name in ("b", "se", "ll", "ul")
        )
    cases = json.loads(path.read_text("utf-8"))["cases"]
    return sum(_numbers(case["expected"]) for case in cases)


def _numbers(value: Any) -> int:
    if isinstance(value, dict):
        return sum(map(_numbers, value.values()))
    if isinstance(value, list):
        return sum(map(_numbers, value))
    return isinstance(value, int | float)
