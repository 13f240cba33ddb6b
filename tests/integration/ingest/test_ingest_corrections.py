"""A corrected file takes the place of the stored one: its rows and nothing else."""

import hashlib
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ppaos.domain.errors import FileError
from ppaos.engine.store import Store
from support.ingest_bench import Bench, counts
from support.survey_files import row, write_csv

TABLES = ("small", "quarantine", "ingest_originals")
# One file of two provinces with a row for each of the three tables, and one of other houses.
FIRST = [
    row(1),
    row(2, people="3"),
    row(3, village_code="10010101"),
    row(4, people="x"),
    row(5, people="๓"),
]
OTHER = [row(11), row(12, village_code="10010101"), row(13, people="y"), row(14, people="๔")]
CORRECTED = [row(1), row(2, people="5"), row(4, people="2"), row(5, people="z"), row(6)]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path)
    write_csv(bench.files / "a.csv", FIRST)
    write_csv(bench.files / "b.csv", OTHER)
    bench.run()
    return bench


def corrected(bench: Bench, name: str = "a.csv") -> Path:
    return write_csv(bench.folder / "later" / name, CORRECTED)


def of_file(bench: Bench, name: str) -> dict[str, list[str]]:
    """Rows of one file in the tables of findings, and of its houses in the table of rows."""
    houses = {"a.csv": range(1, 10), "b.csv": range(11, 20)}[name]
    found = {
        table: sorted(str(item) for item in bench.rows(table) if item["file"] == name)
        for table in TABLES[1:]
    }
    wanted = {row(number)["house_code"] for number in houses}
    found["small"] = sorted(str(i) for i in bench.rows() if i["house_code"] in wanted)
    return found


def test_a_corrected_file_replaces_the_facts_of_its_predecessor_and_only_those(
    bench: Bench, tmp_path: Path
) -> None:
    others = of_file(bench, "b.csv")
    summary = bench.run(corrected(bench), corrects=True)
    assert counts(summary) == (5, 4, 1, 0)
    assert [(item.mark, item.accepted) for item in summary.replaced] == [("a.csv@1", 4)]
    assert of_file(bench, "b.csv") == others
    stored = {item["house_code"][-2:]: item["people"] for item in bench.rows()}
    assert {key: stored[key] for key in ("01", "02", "04", "06")} == {
        "01": 2, "02": 5, "04": 2, "06": 2,
    }  # fmt: skip
    assert "03" not in stored and "05" not in stored
    fresh = Bench((tmp_path / "fresh").absolute(), make=True)
    write_csv(fresh.files / "b.csv", OTHER)
    fresh.run()
    fresh.run(corrected(bench))
    for table in TABLES:
        assert bench.contents(table) == fresh.contents(table)


def test_files_that_hold_no_row_of_it_stay_where_they_are_byte_for_byte(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    write_csv(bench.files / "a.csv", [row(1), row(2)])
    write_csv(bench.files / "b.csv", [row(3, village_code="10010101")])
    bench.run()
    bench.run(write_csv(tmp_path / "c.csv", [row(4)]))
    files = {file: file.read_bytes() for file in bench.store.get("small").files}
    write_csv(bench.folder / "later" / "a.csv", [row(1, people="5")])
    bench.run(bench.folder / "later" / "a.csv", corrects=True)
    kept = set(files) & set(bench.store.get("small").files)
    assert len(kept) == 2 and all(file.read_bytes() == files[file] for file in kept)


def test_the_same_corrected_file_again_changes_nothing(bench: Bench) -> None:
    path = corrected(bench)
    bench.run(path, corrects=True)
    before = (bench.store.root / "catalog.json").read_bytes()
    for again in (True, False, "a.csv", "a.csv@1"):
        summary = bench.run(path, corrects=again)
        assert (summary.changed, summary.files[0].ingested_before) == (False, True)
        assert counts(summary) == (5, 0, 0, 5)
    assert (bench.store.root / "catalog.json").read_bytes() == before


def test_a_file_that_came_in_plainly_and_conflicted_can_be_made_the_correction(
    bench: Bench,
) -> None:
    path = corrected(bench, "better.csv")
    bench.run(path)
    told = [item for item in bench.rows("quarantine") if item["code"] == "conflicts_with_stored"]
    assert (
        len(told) == 1
        and "--corrects" in told[0]["action_en"]
        and "--corrects" in told[0]["action_th"]
    )
    summary = bench.run(path, corrects="a.csv")
    assert {item.mark for item in summary.replaced} == {"a.csv@1", "better.csv@2"}
    assert counts(summary) == (5, 4, 1, 0)
    codes = sorted((item["file"], item["code"]) for item in bench.rows("quarantine"))
    assert codes == [("b.csv", "not_a_number"), ("better.csv", "not_a_number")]


def test_the_old_file_can_be_brought_back(bench: Bench) -> None:
    before = {table: bench.contents(table) for table in TABLES}
    bench.run(corrected(bench), corrects=True)
    bench.run(bench.files / "a.csv", corrects=True)
    assert {table: bench.contents(table) for table in TABLES} == before


def test_manifests_speak_of_what_is_left(bench: Bench) -> None:
    bench.run(corrected(bench), corrects=True)
    for table in TABLES:
        stored = bench.store.get(table)
        there = sum(pq.read_metadata(file).num_rows for file in stored.files)
        assert stored.rows == there == len(bench.rows(table)) > 0
    first, second = bench.store.get("small").history
    assert list(first.inputs) == ["b.csv"] and list(second.inputs) == ["a.csv"]
    assert first.counts == {"in": 4, "accepted": 3, "quarantined": 1, "repeats": 0}
    assert second.counts == {"in": 5, "accepted": 4, "quarantined": 1, "repeats": 0}


def test_a_name_that_is_not_stored_is_refused_with_those_that_are(bench: Bench) -> None:
    before = (bench.store.root / "catalog.json").read_bytes()
    for name, asked in (("z.csv", True), ("a.csv", "z.csv"), ("a.csv", "a.csv@7")):
        (refused,) = bench.run(corrected(bench, name), corrects=asked).refused
        assert isinstance(refused.error, FileError)
        for text in (refused.error.th, refused.error.en):
            assert "a.csv@1" in text and "b.csv@1" in text
    assert (bench.store.root / "catalog.json").read_bytes() == before


def test_of_two_stored_files_of_one_name_the_one_meant_must_be_named(bench: Bench) -> None:
    bench.run(write_csv(bench.folder / "north" / "a.csv", [row(21), row(22)]))
    path = corrected(bench)
    (refused,) = bench.run(path, corrects=True).refused
    assert "a.csv@1" in refused.error.en and "a.csv@2" in refused.error.en
    summary = bench.run(path, corrects="a.csv@1")
    assert [item.mark for item in summary.replaced] == ["a.csv@1"]
    assert {row(21)["house_code"], row(22)["house_code"]} <= {i["house_code"] for i in bench.rows()}


def test_a_corrected_file_that_cannot_be_read_takes_nothing_out(bench: Bench) -> None:
    before = (bench.store.root / "catalog.json").read_bytes()
    for content in (b"", b"house_code,village_code,people\n", b"house_code,x\n41010000001,1\n"):
        path = bench.folder / "later" / "a.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        (refused,) = bench.run(path, corrects=True).refused
        assert "a.csv" in refused.error.en
    assert (bench.store.root / "catalog.json").read_bytes() == before


def test_files_judged_against_the_rows_that_went_out_are_named(bench: Bench) -> None:
    bench.run(write_csv(bench.folder / "c.csv", [row(2, people="3"), row(31)]))
    bench.run(write_csv(bench.folder / "d.csv", [row(32), row(33, people="w")]))
    bench.run(write_csv(bench.folder / "e.csv", [row(1, people="60"), row(34)]))
    summary = bench.run(corrected(bench), corrects=True)
    assert [item.name for item in summary.ingest_again] == ["c.csv", "e.csv"]


def test_corrected_rows_that_contradict_another_file_are_set_aside(bench: Bench) -> None:
    path = write_csv(bench.folder / "later" / "a.csv", [row(1), row(11, people="60")])
    assert counts(bench.run(path, corrects=True)) == (2, 1, 1, 0)
    assert [i["code"] for i in bench.rows("quarantine") if i["file"] == "a.csv"] == [
        "conflicts_with_stored"
    ]


def test_no_trace_of_the_replaced_rows_stays_in_the_store(bench: Bench) -> None:
    digest = hashlib.sha256((bench.files / "a.csv").read_bytes()).hexdigest()
    bench.run(corrected(bench), corrects=True)
    on_disk = set(bench.store.root.rglob("*.parquet"))
    assert on_disk == {file for table in TABLES for file in bench.store.get(table).files}
    assert not [
        path for path in bench.store.root.rglob("*.json") if digest in path.read_text("utf-8")
    ]


def test_a_copy_of_the_store_elsewhere_can_be_corrected(bench: Bench, tmp_path: Path) -> None:
    shutil.copytree(bench.store.root, tmp_path / "source=copy" / "store")
    bench.store = Store(tmp_path / "source=copy" / "store")
    assert counts(bench.run(corrected(bench), corrects=True)) == (5, 4, 1, 0)
    assert len(bench.rows("quarantine")) == 2
