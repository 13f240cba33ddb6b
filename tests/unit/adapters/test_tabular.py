"""Researchers' files in, results out."""

import pyarrow as pa
import pytest
from openpyxl import Workbook

from ppaos.adapters.tabular import read_table, write_table
from ppaos.domain.errors import FileError


def test_missing_marks_of_a_csv_are_missing(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("d,g\n1,เหนือ\nNA,\n.,ใต้\n0,NaN\n", encoding="utf-8-sig")
    assert read_table(path).to_pydict() == {
        "d": [1, None, None, 0], "g": ["เหนือ", None, "ใต้", None],
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_thai_texts_are_read_in_each_encoding(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes("ภาค,d\nเหนือ,1\n".encode(encoding))
    assert read_table(path).to_pydict() == {"ภาค": ["เหนือ"], "d": [1]}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_told_from_the_header(tmp_path, delimiter):
    path = tmp_path / "a.csv"
    path.write_text(f"a{delimiter}b\n1{delimiter}2\n")
    assert read_table(path).to_pydict() == {"a": [1], "b": [2]}


def sheet(path, rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_columns_of_a_sheet_keep_missing_cells_and_mixed_kinds(tmp_path):
    path = sheet(tmp_path / "a.xlsx", [["d", "mixed"], [1, "x"], [None, 2], [0, None]])
    found = read_table(path).to_pydict()
    assert found["d"] == [1, None, 0]
    assert found["mixed"][0] == "x" and found["mixed"][2] is None


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_column_name_twice_is_an_error(tmp_path, kind):
    path = tmp_path / f"a.{kind}"
    if kind == "csv":
        path.write_text("a,b,a\n1,2,3\n")
    else:
        sheet(path, [["a", "b", "a"], [1, 2, 3]])
    with pytest.raises(FileError, match="column name repeated: a") as caught:
        read_table(path)
    assert "ชื่อคอลัมน์ซ้ำ" in caught.value.th


TABLE = pa.table(
    {"b": [0.1, None], "measure": pa.array(["H", "A"]).dictionary_encode(), "t": ["", "ปี"]}
)


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_what_is_written_is_read_again(tmp_path, kind):
    found = read_table(write_table(TABLE, tmp_path / "deep" / f"a.{kind}")).to_pydict()
    assert found["b"] == [0.1, None]
    assert found["measure"] == ["H", "A"]
    assert found["t"][1] == "ปี"


def test_results_are_written_in_known_formats_only(tmp_path):
    with pytest.raises(FileError, match="can be written"):
        write_table(TABLE, tmp_path / "a.dta")
