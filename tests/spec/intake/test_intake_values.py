"""What each written value is stored as, and what is said of one that cannot be stored."""

import datetime as dt

import ibis
import pyarrow as pa
import pytest

from ppaos.domain.intake import fast_lane as intake
from ppaos.domain.intake.schema import RowField, RowRule, RowSchema
from ppaos.engine.backends import Engine
from support.lanes import AREAS, Judge, both_lanes


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2022-03-15", "2022-03-15", "day"),
        ("2565-03-15", "2022-03-15", "day"),
        ("15/03/2565", "2022-03-15", "day"),
        ("15/3/2022", "2022-03-15", "day"),
        ("15-03-2565", "2022-03-15", "day"),
        ("๑๕ มี.ค. ๒๕๖๕", "2022-03-15", "day"),
        ("15 มีนาคม 2565", "2022-03-15", "day"),
        ("15 มีนาคม พ.ศ. 2565", "2022-03-15", "day"),
        ("15 มี.ค.2565", "2022-03-15", "day"),
        ("15-Mar-2022", "2022-03-15", "day"),
        ("1 พฤษภาคม 2500", "1957-05-01", "day"),
        ("31 ธ.ค. 2559", "2016-12-31", "day"),
        ("2022-03-15 00:00:00", "2022-03-15", "day"),
        ("2022-03-15T08:30:00", "2022-03-15", "day"),
        ("15/03/2565 10:20", "2022-03-15", "day"),
        ("1965-00-00", "1965-01-01", "year"),
        ("2508-00-00", "1965-01-01", "year"),
        ("00/00/2508", "1965-01-01", "year"),
        ("2508", "1965-01-01", "year"),
        ("2508-07-00", "1965-07-01", "month"),
        ("00/07/2508", "1965-07-01", "month"),
        ("กรกฎาคม 2508", "1965-07-01", "month"),
        ("ก.ค. 2508", "1965-07-01", "month"),
        ("07/2508", "1965-07-01", "month"),
        ("29/02/2563", "2020-02-29", "day"),
    ],
)
def test_dates_of_either_era_are_stored_with_their_precision(
    judge: Judge, text: str, day: str, precision: str
) -> None:
    found = judge("date", text)
    assert (found["value"], found["precision"]) == (dt.date.fromisoformat(day), precision)
    assert found["changed"] == (text != day)


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2565",
        "29/02/2562",
        "15/13/2565",
        "15 มี 2565",
        "ไม่ทราบ",
        "15/03/65",
        "9999-01-01",
        "1/1/1700",
    ],
)
def test_what_is_no_date_is_quarantined(judge: Judge, text: str) -> None:
    assert judge("date", text)["code"] == "not_a_date"


@pytest.mark.parametrize(
    ("text", "value", "changed"),
    [
        ("12", 12, False),
        ("12,000", 12000, True),
        ("๑๒", 12, True),
        (" 12 ", 12, True),
        ("12.0", 12, True),
        ("\u00a012\u200b", 12, True),
        ("0", 0, False),
        ("", None, False),
        (None, None, False),
        ("-", None, True),
        ("N/A", None, True),
    ],
)
def test_whole_numbers(judge: Judge, text: str | None, value: int | None, changed: bool) -> None:
    found = judge("integer", text, low=0, high=100_000)
    assert (found["value"], found["code"], found["changed"]) == (value, None, changed)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12.5", "not_a_number"),
        ("1e3", "not_a_number"),
        ("1_000", "not_a_number"),
        ("12,00", "not_a_number"),
        ("สิบสอง", "not_a_number"),
        ("12 บาท", "not_a_number"),
        ("-3", "out_of_range"),
        ("100001", "out_of_range"),
        ("99999999999999999999", "not_a_number"),
    ],
)
def test_numbers_that_cannot_be_used(judge: Judge, text: str, code: str) -> None:
    found = judge("integer", text, low=0, high=100_000)
    assert (found["value"], found["code"], found["fast"]) == (None, code, False)


def test_a_required_value_that_is_empty_is_quarantined(judge: Judge) -> None:
    for text in ("", "  ", "-", None):
        assert judge("integer", text, required=True)["code"] == "missing_required"


@pytest.mark.parametrize(
    ("text", "value"), [("12.5", 12.5), ("1,234.5", 1234.5), ("๓.๕", 3.5), ("-2", -2.0)]
)
def test_numbers_with_a_fraction(judge: Judge, text: str, value: float) -> None:
    found = judge("number", text)
    assert (found["value"], found["code"]) == (value, None)


@pytest.mark.parametrize(
    ("text", "value"), [("2565", 2565), ("๒๕๖๕", 2565), ("2022", 2565), ("2565.0", 2565)]
)
def test_years_are_stored_in_the_buddhist_era(judge: Judge, text: str, value: int) -> None:
    assert judge("year_be", text, low=2560, high=2600)["value"] == value


@pytest.mark.parametrize("text", ["65", "2540", "3000"])
def test_years_outside_the_range_are_quarantined(judge: Judge, text: str) -> None:
    assert judge("year_be", text, low=2560, high=2600)["code"] == "out_of_range"


YES_NO = {1: ("ใช่", "yes", "มี"), 0: ("ไม่ใช่", "no", "ไม่มี")}


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", 1), ("0", 0), ("๑", 1), ("1.0", 1), ("ใช่", 1), ("YES", 1), (" ไม่ มี ", 0), ("no", 0)],
)
def test_codes_are_given_by_number_or_by_label(judge: Judge, text: str, value: int) -> None:
    found = judge("code", text, codes=YES_NO)
    assert (found["value"], found["code"]) == (value, None)


@pytest.mark.parametrize("text", ["2", "-1", "maybe", "10", "0.5"])
def test_codes_outside_their_list_are_quarantined(judge: Judge, text: str) -> None:
    assert judge("code", text, codes=YES_NO)["code"] == "not_in_code_list"


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("41010101", "41010101", None),
        ("๔๑๐๑๐๑๐๑", "41010101", None),
        ("41 01 01 01", "41010101", None),
        ("41010101.0", "41010101", None),
        ("41010201", None, "unknown_area"),
        ("4101010", None, "unknown_area"),
        ("41019901", None, "abolished_area"),
        ("หมู่ 1", None, "unknown_area"),
    ],
)
def test_area_codes_must_be_in_force(
    judge: Judge, text: str, value: str | None, code: str | None
) -> None:
    found = judge("area_code", text)
    assert (found["value"], found["code"]) == (value, code)
    if code == "abolished_area":
        assert found["detail"] == "410101 410102"


def test_text_is_tidied_and_unreadable_text_quarantined(judge: Judge) -> None:
    assert judge("text", " บ้าน\u00a0หนองบัว  ๒ ")["value"] == "บ้าน หนองบัว 2"
    assert judge("text", "บ้าน\ufffdก")["code"] == "unreadable_text"


def test_synthetic_marks_are_read_in_any_wording(judge: Judge) -> None:
    for text in ("1", "true", "SYNTHETIC", "สังเคราะห์"):
        assert judge("synthetic_mark", text)["value"] is True
    assert judge("synthetic_mark", "0")["value"] is False


def test_row_rules_break_only_on_values_that_are_there(engine: Engine) -> None:
    schema = RowSchema(
        (RowField("part", "integer"), RowField("whole", "integer")),
        ("whole",),
        (RowRule("part_exceeds_whole", "part <= whole", ("part", "whole")),),
    )
    raw = pa.table({"part": ["1", "3", None], "whole": ["2", "2", "2"]})
    fast, slow = both_lanes(engine, raw, schema)
    assert [row["part"] for row in fast] == [1, None]
    assert [row["__rule0"] for row in slow] == [False, True, False]
    assert [row["_good"] for row in slow] == [True, False, True]


def test_typed_columns_of_parquet_need_no_texts(engine: Engine) -> None:
    schema = RowSchema(
        (
            RowField("n", "integer", low=0, high=9),
            RowField("c", "code", codes=YES_NO),
            RowField("d", "date"),
            RowField("s", "synthetic_mark"),
        ),
        ("n",),
    )
    raw = pa.table(
        {
            "n": pa.array([1, 10, None], pa.int64()),
            "c": pa.array([1, 1, 2], pa.int8()),
            "d": pa.array([dt.date(2022, 3, 15)] * 3),
            "s": [True] * 3,
        }
    )
    fast = engine.arrow(intake.triaged_rows(ibis.memtable(raw), schema, AREAS["code"].to_pylist()))
    assert [row["_raw"] is None for row in fast.to_pylist()] == [True, False, False]
    assert fast["_raw"][1].as_py() == ["10", "1", "2022-03-15", "true"]
