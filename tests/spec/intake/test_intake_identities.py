"""Written numbers, addresses, positions and prefixes of people and homes: stored, missing or flagged."""

import datetime as dt

import ibis
import pyarrow as pa
import pytest

from ppaos.domain.identity import citizen_id as identity
from ppaos.domain.intake import fast_lane as intake
from ppaos.domain.intake.schema import RowField, RowSchema
from ppaos.engine.backends import Engine
from support.citizen_ids import check_digit
from support.lanes import Judge, both_lanes


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
    right = [number + check_digit(number) for number in numbers]
    wrong = [n[:12] + str((int(n[12]) + step) % 10) for n in right for step in range(1, 10)]
    table = ibis.memtable(pa.table({"id": [*right, *wrong]}))
    told = engine.arrow(table.select(ok=intake.check_digit_holds(table["id"].cast("int64"))))["ok"]
    assert told.to_pylist() == [identity.is_citizen_id(text) for text in [*right, *wrong]]
    assert told.to_pylist().count(True) == len(right)


def test_citizen_ids_are_read_with_punctuation_and_of_the_zero_class(judge: Judge) -> None:
    number = "012345678901" + check_digit("012345678901")
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
    schema = RowSchema((RowField("p", "prefix"), RowField("n", "name", prefix_field="p")), ("n",))
    raw = pa.table({"p": pa.array([prefix], pa.string()), "n": [name]})
    _, slow = both_lanes(engine, raw, schema)
    assert (slow[0]["p"], slow[0]["n"]) == stored
