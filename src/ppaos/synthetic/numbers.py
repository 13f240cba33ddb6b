"""Numbers of people and houses: citizen IDs of the right class, house codes, house numbers.

Every number is unique in the country, whichever provinces are made. A number has the form and the
check digit of a real one, so that it may by chance be somebody's: the synthetic mark tells.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from ppaos.domain.identity.citizen_id import check_digits

_RUNNING: Final = 10_000_000
_SCRAMBLE: Final = 7_654_321  # coprime with 10 million, so that no two run into one number
_OWN: Final = 9_000_000  # running numbers below go to people of the office's own province
_FOREIGN: Final = 10_000  # running numbers of one office for people of each other province
LATER_RANKS: Final = 5_000_000  # own running numbers from here go to people never surveyed
LATER_HOUSES: Final = 700_000
_BORDER: Final = frozenset(["50", "55", "57", "58", "63", "70", "71", "85"])


def citizen_ids(
    chance: np.random.Generator,
    *,
    province: str,
    office: npt.NDArray[np.int16],
    is_own_office: npt.NDArray[np.bool_],
    born_from_2527: npt.NDArray[np.bool_],
    first_rank: int = 0,
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
    """Digits `(p, 13)` and `(p,)` whether the person has a number at all.

    `office` four-digit code of the registration office; `is_own_office` whether it lies in the
    province; `born_from_2527` born on or after 1 January 2527 (class 1 begins there).
    `first_rank` is where the running numbers of each office begin.
    """
    count = len(office)
    rank = first_rank + rank_within(office.astype(np.int64) * 2 + is_own_office)
    foreign = _OWN + int(province) * _FOREIGN + rank
    running = np.where(is_own_office, rank, foreign)
    running = (running * _SCRAMBLE + office.astype(np.int64) * 13) % _RUNNING
    first = _classes(chance, born_from_2527, border=province in _BORDER)
    digits = np.empty((count, 13), dtype=np.uint8)
    digits[:, 0] = first
    put_digits(digits[:, 1:5], office.astype(np.int64))
    put_digits(digits[:, 5:12], running)
    digits[:, 12] = check_digits(digits[:, :12])
    has_none = chance.random(count) < (0.012 if province in _BORDER else 0.0015)
    return digits, ~has_none


def house_codes(
    chance: np.random.Generator,
    *,
    district_codes: npt.NDArray[np.int16],
    district: npt.NDArray[np.int16],
) -> npt.NDArray[np.uint8]:
    """Digits `(h, 11)`: registrar's office 4, running number 6 ascending in the district, and 1.

    The rule of a real code's last digit is not public: here it is a sum of digits and means
    nothing. `district` must ascend, so that codes ascend with the rows.
    """
    digits = np.empty((len(district), 11), dtype=np.uint8)
    put_digits(digits[:, :4], district_codes[district].astype(np.int64))
    step = chance.integers(1, 3, len(district))
    along = np.cumsum(step)
    starts = np.searchsorted(district, np.arange(len(district_codes)))
    before = np.concatenate([[0], along])[starts]
    running = along - before[district]
    wide = bool(len(running)) and int(running.max()) > 999_999
    put_digits(digits[:, 4:10], rank_within(district) + 1 if wide else running)
    digits[:, 10] = digits[:, :10].sum(axis=1, dtype=np.int64) % 10
    return digits


def later_house_codes(office: npt.NDArray[np.integer]) -> npt.NDArray[np.uint8]:
    """Digits `(h, 11)` of houses that no survey household has: running numbers from 700,000.

    `office` `(h,)` four-digit code of the registrar's office, in any order.
    """
    digits = np.empty((len(office), 11), dtype=np.uint8)
    put_digits(digits[:, :4], office.astype(np.int64))
    put_digits(digits[:, 4:10], LATER_HOUSES + rank_within(office.astype(np.int64)))
    digits[:, 10] = digits[:, :10].sum(axis=1, dtype=np.int64) % 10
    return digits


def house_number_texts() -> list[str]:
    """Every house number in use, `25` and `25/2` alike; see `draw_house_numbers`."""
    return [
        f"{number}/{part}" if part else str(number)
        for number in range(1, 400)
        for part in range(13)
    ]


def draw_house_numbers(chance: np.random.Generator, count: int) -> npt.NDArray[np.int16]:
    """`(count,)` positions in `house_number_texts`; three in ten houses have a `/part`."""
    number = np.minimum((chance.gamma(1.6, 60.0, count)).astype(np.int64), 398)
    part = np.where(chance.random(count) < 0.3, chance.integers(1, 13, count), 0)
    return (number * 13 + part).astype(np.int16)


def _classes(
    chance: np.random.Generator, born_from_2527: npt.NDArray[np.bool_], *, border: bool
) -> npt.NDArray[np.uint8]:
    rare = 8.0 if border else 1.0
    young = {1: 0.96, 2: 0.022, 5: 0.005, 7: 0.0008 * rare, 8: 0.0006 * rare, 0: 0.0006 * rare}
    old = {3: 0.935, 4: 0.025, 5: 0.022, 6: 0.001 * rare, 8: 0.0012 * rare, 0: 0.0004 * rare}
    drawn = []
    for shares in (young, old):
        probabilities = np.array(list(shares.values()))
        probabilities /= probabilities.sum()
        codes = np.array(list(shares), dtype=np.uint8)
        drawn.append(chance.choice(codes, len(born_from_2527), p=probabilities))
    return np.where(born_from_2527, drawn[0], drawn[1]).astype(np.uint8)


def rank_within(group: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
    """0, 1, 2, ... within each group, in the order of the rows."""
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    is_first = np.concatenate([[True], ordered[1:] != ordered[:-1]])
    starts = np.maximum.accumulate(np.where(is_first, np.arange(len(group)), 0))
    rank = np.empty(len(group), dtype=np.int64)
    rank[order] = np.arange(len(group)) - starts
    return rank


def put_digits(into: npt.NDArray[np.uint8], values: npt.NDArray[np.int64]) -> None:
    """Write whole numbers into `(n, d)`, one digit a column, zeros in front."""
    rest = values.copy()
    for position in range(into.shape[1] - 1, -1, -1):
        into[:, position] = rest % 10
        rest //= 10
