"""The pass over a CSV file: rows counted apart from the engine, in any block size."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from ppaos.adapters import csv_files
from support.property_runs import examples

CELLS = st.text(alphabet='ab,"\n ก๑', max_size=4)
TABLES = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=12)


@given(table=TABLES, block=st.integers(1, 40))
@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_are_counted_as_the_csv_module_counts_them_in_any_block_size(
    table: list[list[str]], block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_files, "_BLOCK", block)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["x", "y", "z"])
    writer.writerows(table)
    path = tmp_path / "a.csv"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    found = csv_files.examine(path, tmp_path)
    assert (found.rows, found.cut_rows, found.headers) == (len(table), (), ("x", "y", "z"))


def test_plain_utf8_is_read_where_it_stands_and_everything_else_from_a_numbered_copy(
    tmp_path: Path,
) -> None:
    plain, thai = tmp_path / "plain.csv", tmp_path / "thai.csv"
    plain.write_bytes("ชื่อ,ข\nก,1\n".encode())
    thai.write_bytes("ชื่อ,ข\nก,1\n".encode("cp874"))
    one, two = csv_files.examine(plain, tmp_path), csv_files.examine(thai, tmp_path)
    assert (one.readable, one.numbered, one.encoding) == (plain, False, "utf-8")
    assert (two.encoding, two.numbered) == ("windows-874", True)
    assert two.readable.read_text("utf-8") == "_row,ชื่อ,ข\n1,ก,1\n"


def test_utf8_with_a_damaged_place_is_still_utf8_with_a_replacement_character(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("ชื่อ,ข\n".encode() + "สวัสดี".encode()[:-1] + b",1\n")
    found = csv_files.examine(path, tmp_path)
    assert (found.encoding, found.rows) == ("utf-8", 1)
    assert "\ufffd" in found.readable.read_text("utf-8")


def test_a_row_of_another_width_is_kept_with_its_number_and_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('x,y\n1,2\n3\n4,5,6\n7,"8"\n', encoding="utf-8")
    found = csv_files.examine(path, tmp_path)
    assert [(cut.row, cut.fields, cut.text) for cut in found.cut_rows] == [
        (2, 1, "3"),
        (3, 3, "4,5,6"),
    ]
    assert (found.rows, found.readable.read_text("utf-8")) == (4, "_row,x,y\n1,1,2\n4,7,8\n")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_delimiter_is_the_one_that_parts_the_header(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        mark.join(["a, b", "c", "d"]).replace("a, b", '"a, b"' if mark == "," else "a b")
        + f"\n1{mark}2{mark}3\n"
    )
    assert csv_files.examine(path, tmp_path).delimiter == mark


def test_every_byte_is_told_to_whoever_watches(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    seen: list[int] = []
    csv_files.examine(path, tmp_path, seen=seen.append)
    assert sum(seen) == path.stat().st_size
