"""Citizen IDs and house codes: classes, check digit, what is shown."""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from stdnum.th import pin

from ppaos.domain.identity import citizen_id as identity
from support.citizen_ids import check_digit

TWELVE = st.text("0123456789", min_size=12, max_size=12)


@given(TWELVE.filter(lambda digits: digits[0] not in "09"))
def test_every_number_with_its_check_digit_is_accepted_here_and_by_stdnum(first: str) -> None:
    number = first + check_digit(first)
    assert identity.is_citizen_id(number)
    assert pin.is_valid(number)


@given(TWELVE, st.integers(1, 9))
def test_any_other_last_digit_is_refused(first: str, step: int) -> None:
    right = int(check_digit(first))
    wrong = first + str((right + step) % 10)
    problem = identity.citizen_id_problem(wrong)
    assert problem is not None
    expected = "citizen_id_class" if first[0] == "9" else "citizen_id_check_digit"
    assert problem.code == expected


def test_the_zero_series_is_accepted_although_stdnum_refuses_it() -> None:
    number = "012345678901" + check_digit("012345678901")
    assert identity.is_citizen_id(number)
    assert not pin.is_valid(number)
    assert 0 in identity.CITIZEN_ID_CLASSES


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "citizen_id_length"),
        ("123", "citizen_id_length"),
        ("12345678901234", "citizen_id_length"),
        ("12345678901ก3", "citizen_id_not_digits"),
        ("๓๑๐๐๖๐๐๔๔๕๖๓๕", "citizen_id_not_digits"),
        ("9100600445635", "citizen_id_class"),
        ("3100600445634", "citizen_id_check_digit"),
    ],
)
def test_a_bad_number_says_what_is_wrong_with_it(text: str, code: str) -> None:
    problem = identity.citizen_id_problem(text)
    assert problem is not None
    assert problem.code == code
    assert problem.th
    assert problem.en


def test_messages_do_not_show_more_than_the_last_three_digits() -> None:
    problem = identity.citizen_id_problem("3100600445634")
    assert problem is not None
    for message in (problem.th, problem.en):
        assert "x-xxxx-xxxxx-63-4" in message
        assert sum(letter.isdigit() for letter in message) == 3


def test_hyphens_and_spaces_are_allowed() -> None:
    assert identity.is_citizen_id("3-1006-00445-63-5")
    assert identity.is_citizen_id(" 3 1006 00445 63 5 ")


@given(st.lists(TWELVE, min_size=1, max_size=20))
def test_the_array_check_digit_equals_the_single_one(firsts: list[str]) -> None:
    digits = np.array([[int(d) for d in first] for first in firsts], dtype=np.uint8)
    assert identity.check_digits(digits).tolist() == [int(check_digit(first)) for first in firsts]


def test_a_number_is_masked_wholly_or_but_for_the_last_three() -> None:
    assert identity.mask_citizen_id("3100600445635") == "x-xxxx-xxxxx-xx-x"
    assert identity.mask_citizen_id("3-1006-00445-63-5", last=3) == "x-xxxx-xxxxx-63-5"
    assert identity.mask_citizen_id("12345", last=3) == "xxxxx"
    with pytest.raises(ValueError, match="last four"):
        identity.mask_citizen_id("3100600445635", last=13)


def test_numbers_are_grouped_for_reading() -> None:
    assert identity.format_citizen_id("3100600445635") == "3-1006-00445-63-5"
    assert identity.format_house_code("41010000028") == "4101-000002-8"
    assert identity.format_house_code("123") == "123"


def test_the_array_check_digit_refuses_other_shapes() -> None:
    with pytest.raises(ValueError, match="shape"):
        identity.check_digits(np.zeros((3, 13), dtype=np.uint8))
