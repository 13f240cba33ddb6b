"""What each written value is stored as, and what is said of one that cannot be stored."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import ibis
import pyarrow as pa
import pytest

from ppaos.domain import identity, intake, intake_repair
from ppaos.domain.intake import Field, Form, RowRule
from ppaos.engine.backends import Engine, connect

AREAS = pa.table({"code": ["41", "4101", "410101", "100101"]})
ABOLISHED = pa.table({"code": ["410199"], "successors": ["410101 410102"]})
Judge = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def engine() -> Any:
    engine = connect("duckdb://")
    yield engine
    engine.close()


def both_lanes(engine: Engine, raw: pa.Table, form: Form) -> tuple[list[dict], list[dict]]:  # type: ignore[type-arg]
    """Rows of the fast lane that stay there, and every row judged by the slow lane."""
    areas, gone = ibis.memtable(AREAS), ibis.memtable(ABOLISHED)
    sorted_ = engine.arrow(intake.sorted_rows(ibis.memtable(raw), form, AREAS["code"].to_pylist()))
    fast = [row for row in sorted_.to_pylist() if row["_raw"] is None]
    texts = [[None if v is None else str(v) for v in row.values()] for row in raw.to_pylist()]
    forced = sorted_.set_column(
        sorted_.column_names.index("_raw"), "_raw", pa.array(texts, pa.list_(pa.string()))
    )
    table = ibis.memtable(forced)
    steps: tuple[Callable[[Any], Any], ...] = (
        lambda rows: intake_repair.tidied(rows, form),
        lambda rows: intake_repair.bared(rows, form),
        lambda rows: intake_repair.judged(rows, form, areas, gone),
        lambda rows: intake_repair.marked(rows, form),
    )
    for step in steps:
        table = ibis.memtable(engine.arrow(step(table)))
    return fast, engine.arrow(table).to_pylist()


@pytest.fixture
def judge(engine: Engine) -> Judge:
    def run(kind: str, text: str | None, **settings: Any) -> dict[str, Any]:
        form = Form((Field("x", kind, **settings),), ("x",))
        fast, slow = both_lanes(engine, pa.table({"x": pa.array([text], pa.string())}), form)
        row = slow[0]
        if fast:  # what the fast lane takes, the slow lane takes for the same
            assert fast[0]["x"] == row["x"] and row["x__code"] is None and not row["x__changed"]
        return {
            "value": row["x"],
            "code": row["x__code"],
            "changed": row["x__changed"],
            "flag": row["x__flag"],
            "detail": row["x__detail"],
            "precision": row.get("x_precision"),
            "fast": bool(fast),
        }

    return run


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


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("41010000028", "41010000028", None),
        ("4101-000002-8", "41010000028", None),
        ("๔๑๐๑๐๐๐๐๐๒๘", "41010000028", None),
        ("4101000002", None, "bad_house_code"),
        ("4.101E+10", None, "bad_house_code"),
        ("1_000_00000", None, "bad_house_code"),
    ],
)
def test_house_codes(judge: Judge, text: str, value: str | None, code: str | None) -> None:
    found = judge("house_code", text)
    assert (found["value"], found["code"]) == (value, code)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("123456789012", "citizen_id_length"),
        ("12345678901234", "citizen_id_length"),
        ("G000000000001", "citizen_id_not_digits"),
        ("1.2E+12", "citizen_id_not_digits"),
        ("9101700230705", "citizen_id_class"),
        ("1101700230700", "citizen_id_check_digit"),
        ("๑๑๐๑๗๐๐๒๓๐๗๐๐", "citizen_id_check_digit"),
    ],
)
def test_a_wrong_citizen_id_is_missing_and_keeps_the_row_out_only_where_it_is_required(
    judge: Judge, text: str, problem: str
) -> None:
    found = judge("citizen_id", text)
    assert (found["value"], found["code"], found["flag"]) == (None, None, problem)
    assert found["changed"]
    found = judge("citizen_id", text, required=True)
    assert (found["value"], found["code"], found["flag"]) == (None, problem, None)
    as_number = identity.citizen_id_problem(text.translate(str.maketrans("๐๑๒๓๗", "01237")))
    assert as_number is not None and as_number.code == problem


def test_a_citizen_id_that_is_not_there_is_no_finding(judge: Judge) -> None:
    found = judge("citizen_id", "")
    assert (found["value"], found["code"], found["flag"]) == (None, None, None)


def test_a_birth_date_of_more_than_120_years_ago_is_kept(judge: Judge) -> None:
    found = judge("date", "01/05/2420")
    assert (found["value"], found["code"]) == (dt.date(1877, 5, 1), None)


def test_check_digits_agree_with_the_scalar_rule(engine: Engine) -> None:
    numbers = [
        f"{first}{middle:011d}" for first in range(9) for middle in (7, 10170023070, 98765432109)
    ]
    right = [number + identity.check_digit(number) for number in numbers]
    wrong = [n[:12] + str((int(n[12]) + step) % 10) for n in right for step in range(1, 10)]
    table = ibis.memtable(pa.table({"id": [*right, *wrong]}))
    told = engine.arrow(table.select(ok=intake.check_digit_holds(table["id"].cast("int64"))))["ok"]
    assert told.to_pylist() == [identity.is_citizen_id(text) for text in [*right, *wrong]]
    assert told.to_pylist().count(True) == len(right)


def test_citizen_ids_are_read_with_punctuation_and_of_the_zero_class(judge: Judge) -> None:
    number = "012345678901" + identity.check_digit("012345678901")
    shown = identity.format_citizen_id(number)
    assert judge("citizen_id", shown)["value"] == number
    assert judge("citizen_id", shown)["flag"] is None


@pytest.mark.parametrize(
    "text", ["25-Feb", "Feb-25", "25-ก.พ.", "2025-02-25 00:00:00", "25/2/2565", "2-May-25"]
)
def test_a_house_number_that_became_a_date_is_missing_and_flagged(judge: Judge, text: str) -> None:
    found = judge("house_number", text)
    assert (found["value"], found["code"], found["flag"]) == (None, None, "house_number_mangled")
    assert found["changed"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("17.41567", 17.41567), ("๑๗.๔๑๕๖๗", 17.41567), (" 6 ", 6.0), ("20.5", 20.5)],
)
def test_positions_are_decimal_degrees(judge: Judge, text: str, value: float) -> None:
    found = judge("degrees", text, low=5.5, high=20.5)
    assert (found["value"], found["code"], found["flag"]) == (value, None, None)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("0", "position_outside"),
        ("102.8", "position_outside"),
        ("-17.4", "position_outside"),
        ("17°24'56\"N", "not_degrees"),
        ("17,41567", "not_degrees"),
    ],
)
def test_a_wrong_position_is_missing_and_flagged_and_its_original_kept(
    judge: Judge, text: str, flag: str
) -> None:
    found = judge("degrees", text, low=5.5, high=20.5)
    assert (found["value"], found["code"], found["flag"]) == (None, None, flag)
    assert found["changed"] and not found["fast"]


@pytest.mark.parametrize("text", ["", "-", "N/A", "NaN", None])
def test_a_missing_position_is_missing_and_nothing_is_said(judge: Judge, text: str | None) -> None:
    found = judge("degrees", text, low=5.5, high=20.5)
    assert (found["value"], found["code"], found["flag"]) == (None, None, None)


@pytest.mark.parametrize("text", ["25/2", "99/1", "7", "12/34 ก", "1/2/3", "123/45-46"])
def test_house_numbers_are_kept(judge: Judge, text: str) -> None:
    found = judge("house_number", text)
    assert (found["value"], found["code"], found["flag"]) == (text, None, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("นางสาว", "น.ส."),
        ("น. ส.", "น.ส."),
        ("นส.", "น.ส."),
        ("เด็กชาย", "ด.ช."),
        ("นาย ", "นาย"),
        ("ว่าที่ ร.ต.", "ว่าที่ร้อยตรี"),
        ("Mr.", "นาย"),
        ("พ.ต.อ.", "พ.ต.อ."),
    ],
)
def test_prefixes_have_one_stored_form(judge: Judge, text: str, value: str) -> None:
    assert judge("prefix", text)["value"] == value


@pytest.mark.parametrize(
    ("prefix", "name", "stored"),
    [
        (None, "นายสมชาย", ("นาย", "สมชาย")),
        (None, "นางสาวสมหญิง", ("น.ส.", "สมหญิง")),
        (None, "ว่าที่ ร.ต. สมชาย", ("ว่าที่ร้อยตรี", "สมชาย")),
        ("นาย", "นายสมชาย", ("นาย", "สมชาย")),
        ("น.ส.", "นางนวล", ("น.ส.", "นางนวล")),
        ("นาย", "สมชาย", ("นาย", "สมชาย")),
        ("ด.ช.", "ด.ช.เก่ง", ("ด.ช.", "เก่ง")),
    ],
)
def test_a_prefix_written_onto_the_name_is_taken_off_when_it_agrees(
    engine: Engine, prefix: str | None, name: str, stored: tuple[str, str]
) -> None:
    form = Form((Field("p", "prefix"), Field("n", "name", prefix_field="p")), ("n",))
    raw = pa.table({"p": pa.array([prefix], pa.string()), "n": [name]})
    _, slow = both_lanes(engine, raw, form)
    assert (slow[0]["p"], slow[0]["n"]) == stored


def test_text_is_tidied_and_unreadable_text_quarantined(judge: Judge) -> None:
    assert judge("text", " บ้าน\u00a0หนองบัว  ๒ ")["value"] == "บ้าน หนองบัว 2"
    assert judge("text", "บ้าน\ufffdก")["code"] == "unreadable_text"


def test_synthetic_marks_are_read_in_any_wording(judge: Judge) -> None:
    for text in ("1", "true", "SYNTHETIC", "สังเคราะห์"):
        assert judge("synthetic_mark", text)["value"] is True
    assert judge("synthetic_mark", "0")["value"] is False


def test_row_rules_break_only_on_values_that_are_there(engine: Engine) -> None:
    form = Form(
        (Field("part", "integer"), Field("whole", "integer")),
        ("whole",),
        (RowRule("part_exceeds_whole", "part <= whole", ("part", "whole")),),
    )
    raw = pa.table({"part": ["1", "3", None], "whole": ["2", "2", "2"]})
    fast, slow = both_lanes(engine, raw, form)
    assert [row["part"] for row in fast] == [1, None]
    assert [row["__rule0"] for row in slow] == [False, True, False]
    assert [row["_good"] for row in slow] == [True, False, True]


def test_typed_columns_of_parquet_need_no_texts(engine: Engine) -> None:
    form = Form(
        (
            Field("n", "integer", low=0, high=9),
            Field("c", "code", codes=YES_NO),
            Field("d", "date"),
            Field("s", "synthetic_mark"),
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
    fast = engine.arrow(intake.sorted_rows(ibis.memtable(raw), form, AREAS["code"].to_pylist()))
    assert [row["_raw"] is None for row in fast.to_pylist()] == [True, False, False]
    assert fast["_raw"][1].as_py() == ["10", "1", "2022-03-15", "true"]
