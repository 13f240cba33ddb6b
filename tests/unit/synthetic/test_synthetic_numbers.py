"""Citizen IDs, house codes and house numbers of the synthetic census."""

import numpy as np

from ppaos.domain.identity.citizen_id import HOUSE_CODE_DIGITS, check_digits
from ppaos.synthetic import numbers
from ppaos.synthetic.calibration import province_codes


def ids(province: str, *, office: int, is_own: bool, count: int) -> np.ndarray:
    digits, _ = numbers.citizen_ids(
        np.random.default_rng(1),
        province=province,
        office=np.full(count, office, np.int16),
        is_own_office=np.full(count, is_own),
        born_from_2527=np.arange(count) % 2 == 0,
    )
    return digits


def test_no_two_provinces_give_out_one_number_of_an_office() -> None:
    """The registration office of the first district, at home and from every other province."""
    first = province_codes()[0]
    parts = [ids(first, office=1001, is_own=True, count=200_000)]
    parts += [ids(code, office=1001, is_own=False, count=10_000) for code in province_codes()[1:]]
    running = np.concatenate(parts)[:, 1:12].astype(np.int64) @ 10 ** np.arange(10, -1, -1)
    assert len(np.unique(running)) == len(running)


def test_every_number_has_its_check_digit_and_no_class_nine() -> None:
    digits = ids("58", office=5801, is_own=True, count=5000)
    assert (check_digits(digits[:, :12]) == digits[:, 12]).all()
    assert set(digits[::2, 0]) <= {0, 1, 2, 5, 7, 8}
    assert set(digits[1::2, 0]) <= {0, 3, 4, 5, 6, 8}


def test_some_people_have_no_number_more_at_the_border() -> None:
    without = {}
    for province in ("58", "41"):
        _, has_id = numbers.citizen_ids(
            np.random.default_rng(1),
            province=province,
            office=np.full(50_000, int(province) * 100 + 1, np.int16),
            is_own_office=np.ones(50_000, np.bool_),
            born_from_2527=np.ones(50_000, np.bool_),
        )
        without[province] = (~has_id).mean()
    assert 0 < without["41"] < without["58"] < 0.02


def test_house_codes_ascend_are_unique_and_start_with_the_district() -> None:
    digits = numbers.house_codes(
        np.random.default_rng(1),
        district_codes=np.array([4101, 4102, 4105], np.int16),
        district=np.array([0, 0, 0, 2, 2], np.int16),
    )
    codes = ["".join(map(str, row)) for row in digits.tolist()]
    assert [code[:4] for code in codes] == ["4101", "4101", "4101", "4105", "4105"]
    assert codes == sorted(set(codes))
    assert all(len(code) == HOUSE_CODE_DIGITS and code.isdigit() for code in codes)


def test_house_codes_of_a_district_fit_their_six_digits_however_many() -> None:
    digits = numbers.house_codes(
        np.random.default_rng(1),
        district_codes=np.array([1001], np.int16),
        district=np.zeros(800_000, np.int16),
    )
    running = digits[:, 4:10].astype(np.int64) @ 10 ** np.arange(5, -1, -1)
    assert (np.diff(running) > 0).all()


def test_house_numbers_have_parts_in_three_of_ten_houses() -> None:
    drawn = numbers.draw_house_numbers(np.random.default_rng(1), 20_000)
    texts = np.array(numbers.house_number_texts())[drawn]
    assert 0.25 < np.char.count(texts, "/").mean() < 0.31
    assert len(set(numbers.house_number_texts())) == len(numbers.house_number_texts())
