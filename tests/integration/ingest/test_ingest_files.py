"""Files as they come: encodings, formats, cut ones, blank ones, and those that cannot be read."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from ppaos.domain.errors import ColumnError, FileError
from support.ingest_bench import Bench, counts
from support.survey_files import HEADERS, csv_text, row, write_csv


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_encodings_delimiters_and_formats_come_to_the_same_rows(tmp_path: Path) -> None:
    rows = [row(number) for number in range(1, 40)]
    found = {}
    for name, encoding, stated, delimiter in (
        ("plain", "utf-8", "utf-8", ","),
        ("bom", "utf-8-sig", "utf-8-sig", ";"),
        ("thai", "cp874", "windows-874", "\t"),
        ("wide", "utf-16", "utf-16", ","),
    ):
        (tmp_path / name).mkdir()
        bench = Bench(tmp_path / name)
        write_csv(bench.files / "a.csv", rows, encoding=encoding, delimiter=delimiter)
        summary = bench.run()
        assert (summary.files[0].encoding, summary.files[0].delimiter) == (stated, delimiter)
        assert counts(summary) == (39, 39, 0, 0)
        found[name] = bench.contents()
    for name in ("xlsx", "parquet"):
        (tmp_path / name).mkdir()
        bench = Bench(tmp_path / name)
        if name == "xlsx":
            book = Workbook()
            assert book.active is not None
            for line in (HEADERS, *(tuple(item.values()) for item in rows)):
                book.active.append([int(v) if v.isdigit() and len(v) < 3 else v for v in line])
            book.save(bench.files / "a.xlsx")
        else:
            pq.write_table(pa.Table.from_pylist(rows), bench.files / "a.parquet")
        assert counts(bench.run()) == (39, 39, 0, 0)
        found[name] = bench.contents()
    assert len({tuple(rows) for rows in found.values()}) == 1


def test_a_file_without_required_columns_is_refused_whole_and_the_others_go_on(
    bench: Bench,
) -> None:
    write_csv(bench.files / "good.csv", [row(1)])
    text = csv_text([row(2)]).replace("house_code,", "house,").replace(",people,", ",persons,")
    (bench.files / "lacking.csv").write_text(text, encoding="utf-8")
    summary = bench.run()
    assert [item.name for item in summary.refused] == ["lacking.csv"]
    error = summary.refused[0].error
    assert isinstance(error, ColumnError)
    assert "house_code" in error.en and "people" in error.en and "persons" in error.en
    assert summary.exit_code == ColumnError.exit_code
    assert counts(summary) == (1, 1, 0, 0)


def test_rows_with_a_wrong_number_of_fields_are_set_aside_as_they_stood(bench: Bench) -> None:
    lines = csv_text([row(number) for number in range(1, 6)]).splitlines()
    lines[2] += ",extra"
    lines[4] = lines[4].rsplit(",", 4)[0]
    (bench.files / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    summary = bench.run()
    assert bench.codes() == {2: ["cut_row"], 4: ["cut_row"]}
    assert counts(summary) == (5, 3, 2, 0)
    assert {item["_row"] for item in bench.rows()} == {1, 3, 5}
    raw = {item["row"]: item["raw_row"] for item in bench.rows("quarantine")}
    assert raw == {2: lines[2], 4: lines[4]}


@pytest.mark.parametrize("encoding", ["utf-8", "cp874"])
def test_a_csv_cut_in_the_middle_gives_its_whole_rows_and_sets_the_cut_one_aside(
    bench: Bench, encoding: str
) -> None:
    whole = csv_text([row(number) for number in range(1, 6)]).encode(encoding)
    last = whole.rindex("บ้าน".encode(encoding))
    (bench.files / "a.csv").write_bytes(whole[: last + 4])
    assert counts(bench.run()) == (5, 4, 1, 0)
    assert bench.codes() == {5: ["cut_row"]}


def test_quoted_delimiters_quotes_and_line_breaks_are_part_of_a_value(bench: Bench) -> None:
    write_csv(bench.files / "a.csv", [row(1, village_name='a "b", c\nd'), row(2)])
    assert counts(bench.run()) == (2, 2, 0, 0)
    assert sorted(item["village_name"] for item in bench.rows())[0] == 'a "b", c d'


def test_blank_lines_are_no_rows(bench: Bench) -> None:
    text = csv_text([row(1), row(2)]).replace("\n", "\r\n\r\n")
    (bench.files / "a.csv").write_bytes(text.encode())
    assert counts(bench.run()) == (2, 2, 0, 0)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("blank.csv", b"\xef\xbb\xbf\n \n"),
        ("binary.csv", b"\x00\x01\x02\x00"),
        ("odd.csv", "house_code,\u0e01\n".encode() + bytes(range(0x80, 0xFF)) * 3),
        ("cut.xlsx", b"PK\x03\x04 cut off"),
        ("cut.parquet", b"PAR1 cut off"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00"),
    ],
)
def test_files_that_cannot_be_read_are_refused_with_their_name(
    bench: Bench, name: str, content: bytes
) -> None:
    (bench.files / name).write_bytes(content)
    summary = bench.run()
    assert isinstance(summary.refused[0].error, FileError)
    assert name in summary.refused[0].error.en and name in summary.refused[0].error.th
    assert (counts(summary), summary.changed) == ((0, 0, 0, 0), False)
    assert not bench.store.exists


@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
def test_a_workbook_or_parquet_cut_in_the_middle_is_refused(bench: Bench, kind: str) -> None:
    path = bench.files / f"a.{kind}"
    if kind == "xlsx":
        book = Workbook()
        assert book.active is not None
        for number in range(200):
            book.active.append(list(row(number).values()))
        book.save(path)
    else:
        pq.write_table(pa.Table.from_pylist([row(number) for number in range(200)]), path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert isinstance(bench.run().refused[0].error, FileError)


def test_a_file_of_headers_alone_has_no_rows_and_changes_nothing(bench: Bench) -> None:
    write_csv(bench.files / "a.csv", [])
    summary = bench.run()
    assert (counts(summary), summary.changed, summary.refused) == ((0, 0, 0, 0), False, ())


def test_notes_and_hidden_files_of_a_folder_are_skipped_and_named(bench: Bench) -> None:
    write_csv(bench.files / "deep" / "a.csv", [row(1)])
    for name in ("README.txt", "TRUTH-SYNTHETIC.csv", ".hidden.csv", "notes.pdf"):
        (bench.files / name).write_text("x", encoding="utf-8")
    summary = bench.run()
    assert [item.name for item in summary.files] == ["deep/a.csv"]
    assert sorted(summary.skipped) == [
        ".hidden.csv",
        "README.txt",
        "TRUTH-SYNTHETIC.csv",
        "notes.pdf",
    ]


def test_a_path_that_is_not_there_and_a_folder_without_data_are_errors(bench: Bench) -> None:
    with pytest.raises(FileError, match="nowhere"):
        bench.run(bench.folder / "nowhere")
    with pytest.raises(FileError, match="No data files"):
        bench.run(bench.files)
