"""A source that is withdrawn was never there: rows, findings, history, and nothing else."""

from pathlib import Path

import pytest

from ppaos.domain.errors import FileError, StoreError
from ppaos.engine.manifest import Manifest
from ppaos.engine.store import Store
from ppaos.engine.vault import files as vault_files
from ppaos.workflows import vault
from ppaos.workflows.ingest.job import ingest
from ppaos.workflows.stored.sources import older_tables
from ppaos.workflows.stored.withdraw import withdraw
from support.citizen_ids import check_digit
from support.ingest_bench import Bench, counts
from support.survey_files import SOURCE, row, write_csv

TABLES = ("small", "quarantine", "ingest_originals")
FIRST = [row(1), row(2, village_code="10010101"), row(3, people="x"), row(4, people="๓")]
SECOND = [row(11), row(12, people="y"), row(13, people="๔")]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path)
    write_csv(bench.files / "a.csv", FIRST)
    write_csv(bench.files / "b.csv", SECOND)
    return bench


def other_source(folder: Path) -> Path:
    """The same columns in a source and table of another name."""
    path = folder / "other.yaml"
    text = SOURCE.replace("source: small-survey", "source: other").replace(
        "table: small", "table: others"
    )
    path.write_text(text, encoding="utf-8")
    return path


def test_a_store_after_withdrawal_is_one_that_never_had_the_file(
    bench: Bench, tmp_path: Path
) -> None:
    bench.run()
    never = Bench(tmp_path / "never", make=True)
    never.run(bench.files / "b.csv")
    done = withdraw("small-survey", store=bench.store, file="a.csv")
    assert done.rows == {"small": 3, "quarantine": 1, "ingest_originals": 1}
    for table in TABLES:
        assert bench.contents(table) == never.contents(table)
        one, other = bench.store.get(table), never.store.get(table)
        assert (one.rows, one.manifest.counts, one.manifest.inputs) == (
            other.rows, other.manifest.counts, other.manifest.inputs,
        )  # fmt: skip


def test_a_file_that_was_withdrawn_can_be_ingested_again(bench: Bench) -> None:
    bench.run()
    before = {table: bench.contents(table) for table in TABLES}
    withdraw("small-survey", store=bench.store, file="a.csv")
    summary = bench.run()
    assert [item.ingested_before for item in summary.files] == [False, True]
    assert {table: bench.contents(table) for table in TABLES} == before


def test_withdrawing_a_source_leaves_the_others_and_no_trace_on_the_disk(
    bench: Bench, tmp_path: Path
) -> None:
    bench.run(bench.files / "a.csv")
    bench.run(bench.files / "b.csv")
    ingest([bench.files / "b.csv"], store=bench.store, source=other_source(tmp_path))
    others = {
        "others": bench.contents("others"),
        **{
            table: [item for item in bench.contents(table) if "other" in item]
            for table in TABLES[1:]
        },
    }
    done = withdraw("small-survey", store=bench.store)
    assert [item.mark for item in done.files] == ["a.csv@1", "b.csv@2"]
    assert bench.store.names() == ["ingest_originals", "others", "quarantine"]
    assert all(others.values())
    assert {table: bench.contents(table) for table in others} == others
    on_disk = set(bench.store.root.rglob("*.parquet"))
    assert on_disk == {f for name in bench.store.names() for f in bench.store.get(name).files}
    left = "".join(path.read_text("utf-8") for path in bench.store.root.rglob("*.json"))
    assert "a.csv" not in left and "small-survey" not in left


def test_the_last_source_leaves_an_empty_store_that_can_be_used_again(bench: Bench) -> None:
    first = bench.run()
    withdraw("small-survey", store=bench.store)
    assert bench.store.names() == []
    assert counts(bench.run()) == counts(first)


def test_what_is_not_stored_cannot_be_withdrawn(bench: Bench) -> None:
    bench.run()
    before = (bench.store.root / "catalog.json").read_bytes()
    with pytest.raises(StoreError, match="small-survey") as caught:
        withdraw("nothing", store=bench.store)
    assert "small-survey" in caught.value.th
    with pytest.raises(FileError, match=r"a\.csv@1, b\.csv@1"):
        withdraw("small-survey", store=bench.store, file="c.csv")
    bench.run(write_csv(bench.folder / "north" / "a.csv", [row(31)]))
    with pytest.raises(FileError, match=r"a\.csv@2"):
        withdraw("small-survey", store=bench.store, file="a.csv")
    done = withdraw("small-survey", store=bench.store, file="a.csv@2")
    assert done.rows == {"small": 1}
    assert (bench.store.root / "catalog.json").read_bytes() != before
    assert len(bench.rows()) == 5


def test_files_that_repeated_the_withdrawn_rows_are_named(bench: Bench) -> None:
    bench.run(bench.files / "a.csv")
    bench.run(write_csv(bench.folder / "c.csv", [row(1), row(41)]))
    done = withdraw("small-survey", store=bench.store, file="a.csv")
    assert [item.mark for item in done.ingest_again] == ["c.csv@2"]
    withdraw("small-survey", store=bench.store, file="c.csv")
    assert counts(bench.run(bench.folder / "c.csv")) == (2, 2, 0, 0)


LINKED = {"round_be": 2565, "facts": [], "reference_date": "2022-12-31"}
"""What a linkage says of itself beside its sources."""


def derived(store: Store, name: str, inputs: dict[str, str], **settings: object) -> None:
    with store.change() as change:
        (change.folder(name) / "rows.parquet").write_bytes(b"")
        change.replace(
            Manifest(table=name, row="row", rows=1, inputs=inputs, settings=dict(settings))
        )


def test_tables_made_from_other_rows_than_those_of_today_are_older(bench: Bench) -> None:
    bench.run()
    stored = bench.store.get("small")
    hashes = {f"small:{d[:12]}": d for d in stored.manifest.inputs.values()}
    paths = {file.relative_to(bench.store.root).as_posix(): "-" for file in stored.files}
    derived(bench.store, "by_hash", hashes)
    derived(bench.store, "by_path", paths)
    derived(bench.store, "of_derived", {"by_hash:1": "1"})
    derived(bench.store, "without_inputs", {})
    assert older_tables(bench.store) == ()
    done = withdraw("small-survey", store=bench.store, file="a.csv")
    assert {item.name: item.changed for item in done.older} == {
        "by_hash": ("small",),
        "by_path": ("small",),
        "of_derived": ("by_hash",),
    }
    derived(bench.store, "by_hash", {"small:b": bench.store.get("small").manifest.inputs["b.csv"]})
    assert [item.name for item in older_tables(bench.store)] == ["by_path"]
    withdraw("small-survey", store=bench.store)
    assert [item.name for item in older_tables(bench.store)] == ["by_hash", "by_path", "of_derived"]


def test_a_register_that_came_after_the_linkage_makes_it_older(
    bench: Bench, tmp_path: Path
) -> None:
    bench.run()
    files = bench.store.get("small").files
    paths = {file.relative_to(bench.store.root).as_posix(): "-" for file in files}
    derived(bench.store, "persons", paths, sources=["small-survey"], **LINKED)
    assert older_tables(bench.store) == ()
    source = other_source(tmp_path)
    source.write_text(
        source.read_text("utf-8").replace("refresh: yearly", "refresh: yearly\nlink: person")
    )
    ingest([bench.files / "b.csv"], store=bench.store, source=source)
    assert [(item.name, item.changed) for item in older_tables(bench.store)] == [
        ("persons", ("others",))
    ]


def with_id(number: int, person: int) -> dict[str, str]:
    first = f"1{person:011d}"
    return row(number, citizen_id=first + check_digit(first))


def test_citizen_ids_that_no_row_refers_to_leave_the_vault(bench: Bench) -> None:
    write_csv(bench.files / "a.csv", [with_id(n, n) for n in range(1, 200)])
    write_csv(bench.files / "b.csv", [with_id(n + 300, n) for n in range(150, 260)])
    bench.run()
    folder = vault.vault_folder(bench.store.root)
    assert vault_files.hashes(folder).num_rows == 259
    assert withdraw("small-survey", store=bench.store, file="a.csv").forgotten_ids == 149
    checked = vault.check(bench.store)
    assert (checked.verified.ids, checked.missing) == (110, 0)
    bench.run(bench.files / "a.csv")
    checked = vault.check(bench.store)
    assert (checked.verified.ids, checked.missing) == (259, 0)
    corrected = write_csv(bench.folder / "later" / "a.csv", [with_id(1, 1)])
    bench.run(corrected, corrects=True)
    checked = vault.check(bench.store)
    assert (checked.verified.ids, checked.missing) == (111, 0)
    assert withdraw("small-survey", store=bench.store).forgotten_ids == 111
    assert vault_files.files(folder) == []
