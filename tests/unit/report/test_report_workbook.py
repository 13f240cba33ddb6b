"""The workbook: sheets of every level, empty cells for no data, formats, and no formulas."""

import openpyxl
import pytest

from ppaos.adapters import xlsx_tables
from ppaos.adapters.xlsx_tables import SYNTHETIC, write_workbook
from ppaos.definitions.instruments.loader import load
from ppaos.domain.errors import CheckError
from support.report_estimates import NOBODY_POOR, estimates, facts, village_names

INSTRUMENT = load("tpmap-2560")


def _write(file, long, **changed):
    names = {**village_names(1), "41010101": "=1+1"}
    given = {"instrument": INSTRUMENT, "village_names": names, "facts": facts(), **changed}
    return openpyxl.load_workbook(write_workbook(file, estimates=long, **given))


@pytest.fixture(scope="module")
def long():
    return estimates(INSTRUMENT, villages=1)


@pytest.fixture(scope="module")
def book(long, tmp_path_factory):
    return _write(tmp_path_factory.mktemp("book") / "w.xlsx", long)


def test_there_is_a_sheet_for_every_level(book) -> None:
    levels = ["ภาค region", "จังหวัด province", "อำเภอ เขต district", "ตำบล แขวง subdistrict"]
    assert book.sheetnames == ["README", "headline", *levels, "หมู่บ้าน village", "estimates"]


def test_every_sheet_says_that_the_data_is_synthetic(book) -> None:
    assert {sheet["A1"].value for sheet in book} == {SYNTHETIC}


def test_real_data_carries_no_such_mark(long, tmp_path) -> None:
    book = _write(tmp_path / "w.xlsx", long, facts=facts(synthetic=False))
    assert SYNTHETIC not in {sheet["A1"].value for sheet in book}


def test_a_level_sheet_is_frozen_filtered_and_formatted(book) -> None:
    sheet = book["อำเภอ เขต district"]
    assert sheet.freeze_panes == "D3"
    assert sheet.auto_filter.ref == "A2:AC22"
    assert (sheet["A3"].value, sheet["B3"].value) == ("4101", "เมืองอุดรธานี")
    assert (sheet["D3"].number_format, sheet["H3"].number_format) == ("#,##0", "0.00%")


def test_intensity_where_nobody_is_poor_is_an_empty_cell(book) -> None:
    row = next(r for r in book["ตำบล แขวง subdistrict"].values if r[0] == NOBODY_POOR)
    assert (row[7], row[8]) == (0, None)


def test_a_name_from_a_file_never_becomes_a_formula(book) -> None:
    cell = next(r for r in book["หมู่บ้าน village"].iter_rows() if r[0].value == "41010101")[1]
    assert (cell.value, cell.data_type) == ("'=1+1", "s")


def test_the_long_sheet_stops_at_the_district(book) -> None:
    rows = list(book["estimates"].values)[2:]
    assert {row[11] for row in rows} == {"nat", "region", "province", "district"}


def test_too_many_villages_are_left_out_and_readme_says_so(long, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(xlsx_tables, "MOST_VILLAGES", 10)
    book = _write(tmp_path / "w.xlsx", long)
    assert "หมู่บ้าน village" not in book.sheetnames
    assert any("Parquet" in str(row[1]) for row in book["README"].values if len(row) > 1)


def test_estimates_without_the_instruments_rule_are_refused(long, tmp_path) -> None:
    with pytest.raises(CheckError, match="any_dimension"):
        _write(tmp_path / "w.xlsx", long.slice(0, 0))
