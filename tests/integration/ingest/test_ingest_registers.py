"""Files of registers that are told by their headers, and what is wrong with some of them."""

import csv
from pathlib import Path

import pytest

from ppaos.definitions.sources import loader
from ppaos.domain.errors import ColumnError, FileError
from ppaos.engine.store import Store
from ppaos.workflows.ingest.job import ingest
from support.ingest_bench import Bench, counts
from support.survey_files import csv_text, row

CARD = {
    "card_number": "W1", "citizen_id": "1101700230700", "first_name": "สังเคราะห์", "last_name": "หนึ่ง",
    "sex": "1", "born_on": "1877-05-01", "village_code": "41010101", "status": "1",
    "as_of": "2022-06-01", "synthetic": "1",
}  # fmt: skip


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_register_is_told_by_its_headers_and_a_wrong_number_or_age_keeps_its_row(
    bench: Bench,
) -> None:
    path = written(bench.folder / "cards.csv", [CARD, {**CARD, "card_number": "W2"}])
    summary = ingest([path], store=bench.store)
    assert (summary.files[0].source, counts(summary)) == ("state-welfare-card", (2, 2, 0, 0))
    assert summary.accepted_flagged == 2
    stored = bench.rows("welfare_cards")
    assert {(item["citizen_id_hash"], str(item["born_on"])) for item in stored} == {
        (None, "1877-05-01")
    }


@pytest.mark.parametrize(
    "name", [n for n in loader.names() if loader.load(n).role in ("register", "find")]
)
def test_a_register_without_its_key_is_refused_with_the_column_named(
    tmp_path: Path, name: str
) -> None:
    source = loader.load(name)
    (key,) = source.key
    headers = [
        column.title.th for column_name, column in source.columns.items() if column_name != key
    ]
    path = tmp_path / "file.csv"
    path.write_text(",".join(headers) + "\n" + "," * (len(headers) - 1) + "\n", encoding="utf-8")
    summary = ingest([path], store=Store(tmp_path / "store"))
    error = summary.refused[0].error
    assert isinstance(error, ColumnError)
    assert f"of {name} lack: {key} " in error.en and key in error.th


def test_an_empty_register_is_refused_and_one_of_headers_alone_has_no_rows(tmp_path: Path) -> None:
    empty, headers = tmp_path / "empty.csv", tmp_path / "headers.csv"
    empty.write_bytes(b"")
    headers.write_text(",".join(CARD) + "\n", encoding="utf-8")
    summary = ingest([empty, headers], store=Store(tmp_path / "store"))
    assert [item.name for item in summary.refused] == ["empty.csv"]
    assert isinstance(summary.refused[0].error, FileError)
    assert (counts(summary), summary.changed) == ((0, 0, 0, 0), False)


def test_a_duplicated_header_is_named_and_the_first_column_counts(bench: Bench) -> None:
    lines = csv_text([row(1, people="2"), row(2, people="2")]).splitlines()
    text = "\n".join([lines[0] + ",people", *[line + ",9" for line in lines[1:]]])
    path = bench.folder / "twice.csv"
    path.write_text(text, encoding="utf-8")
    summary = bench.run(path)
    assert summary.files[0].repeated_columns == ("people",)
    assert summary.files[0].ignored_columns == ()
    assert counts(summary) == (2, 2, 0, 0)
    assert {item["people"] for item in bench.rows()} == {2}
