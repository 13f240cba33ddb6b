"""Citizen IDs and house codes: classes, check digit, what is shown."""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from stdnum.th import pin

from ppaos.domain.identity import citizen_id as identity

TWELVE = st.text("0123456789", min_size=12, max_size=12)


@given(TWELVE.filter(lambda digits: digits[0] not in "09"))
def test_every_number_with_its_check_digit_is_accepted_here_and_by_stdnum(first: str) -> None:
    number = first + identity.check_digit(first)
    assert identity.is_citizen_id(number)
    assert pin.is_valid(number)


@given(TWELVE, st.integers(1, 9))
def test_any_other_last_digit_is_refused(first: str, step: int) -> None:
    right = int(identity.check_digit(first))
    wrong = first + str((right + step) % 10)
    problem = identity.citizen_id_problem(wrong)
    assert problem is not None
    expected = "citizen_id_class" if first[0] == "9" else "citizen_id_check_digit"
    assert problem.code == expected


def test_the_zero_series_is_accepted_although_stdnum_refuses_it() -> None:
    number = "012345678901" + identity.check_digit("012345678901")
    assert identity.is_citizen_id(number)
    assert not pin.is_valid(number)
    assert identity.citizen_id_class(number) == identity.CITIZEN_ID_CLASSES[0]


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
    assert identity.check_digits(digits).tolist() == [
        int(identity.check_digit(first)) for first in firsts
    ]


@given(st.lists(st.one_of(TWELVE.map(lambda t: t + "5"), st.text(max_size=15)), min_size=1))
def test_the_array_check_equals_the_single_one_for_unpunctuated_texts(texts: list[str]) -> None:
    texts = [identity.compact_number(text).replace("\x00", "") for text in texts]
    expected = [identity.is_citizen_id(text) for text in texts]
    assert identity.are_citizen_ids(np.array(texts, dtype=np.str_)).tolist() == expected


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


def test_a_house_code_is_eleven_digits() -> None:
    assert identity.house_code_problem("4101-000002-8") is None
    for bad in ("4101000002", "410100000281", "4101000002ก", ""):
        problem = identity.house_code_problem(bad)
        assert problem is not None
        assert problem.code == "house_code_form"


def test_the_array_check_digit_refuses_other_shapes() -> None:
    with pytest.raises(ValueError, match="shape"):
        identity.check_digits(np.zeros((3, 13), dtype=np.uint8))


def test_a_check_digit_needs_twelve_digits() -> None:
    with pytest.raises(ValueError, match="twelve"):
        identity.check_digit("123")


def test_the_class_of_a_bad_number_is_refused() -> None:
    with pytest.raises(ValueError, match="check digit"):
        identity.citizen_id_class("3100600445634")
