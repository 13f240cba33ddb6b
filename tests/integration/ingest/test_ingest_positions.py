"""House positions on their way into the store: optional, and never a reason to lose a household."""

import csv
from pathlib import Path
from typing import Any

import duckdb

from ppaos.engine.store import Store
from ppaos.workflows.ingest.job import IngestSummary, ingest
from ppaos.workflows.synth.job import synthesise

NAMES = ("latitude", "longitude")


def household_rows(folder: Path) -> list[dict[str, str]]:
    """Sound rows of a household file, as texts, with every house located."""
    made = synthesise(folder / "made", provinces=["85"], households=60, formats=["csv"], workers=1)
    (path,) = (item for item in made.files if "/households/" in item.as_posix())
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row | {"latitude": "9.96", "longitude": "98.63"} for row in rows]


def taken(folder: Path, rows: list[dict[str, str]]) -> tuple[IngestSummary, dict[str, Any]]:
    """What ingest says of the rows, and the stored positions by house code."""
    path = folder / "households.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    store = Store(folder / "store")
    done = ingest([path], store=store, report_folder=folder / "quality")
    files = [str(file) for file in store.get("households").files]
    found = duckdb.read_parquet(files).project("house_code, latitude, longitude").fetchall()
    return done, {code: position for code, *position in found}


def test_a_file_without_positions_is_taken(tmp_path: Path) -> None:
    rows = household_rows(tmp_path)
    for row in rows:
        for name in NAMES:
            del row[name]
    done, stored = taken(tmp_path, rows)
    assert done.exit_code == 0 and len(stored) == len(rows)
    assert all(position == [None, None] for position in stored.values())


def test_headers_of_agencies_are_understood(tmp_path: Path) -> None:
    rows = [
        {
            {"latitude": "ละติจูด", "longitude": "LNG"}.get(name, name): text
            for name, text in row.items()
        }
        for row in household_rows(tmp_path)
    ]
    _, stored = taken(tmp_path, rows)
    assert all(position == [9.96, 98.63] for position in stored.values())


def test_a_wrong_position_is_told_and_the_household_kept(tmp_path: Path) -> None:
    rows = household_rows(tmp_path)
    wrong = ("0", "0"), ("98.63", "9.96"), ("9°57'36\"", "98.63"), ("", "-")
    for row, (north, east) in zip(rows, wrong, strict=False):
        row |= {"latitude": north, "longitude": east}
    done, stored = taken(tmp_path, rows)
    (file,) = done.files
    assert (file.accepted, file.quarantined) == (len(rows), 0)
    assert [stored[row["house_code"]] for row in rows[:5]] == [
        [None, None],
        [None, None],
        [None, 98.63],
        [None, None],
        [9.96, 98.63],
    ]
    report = next(path for path in done.report if path.suffix == ".csv").read_text("utf-8-sig")
    assert report.count("position_outside") == 4
    assert report.count("not_degrees") == 1
    assert "อยู่นอกประเทศไทย (5.5-20.5 องศา)" in report
