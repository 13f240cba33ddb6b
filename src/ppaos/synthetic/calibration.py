"""How many: households, people in failing households, and who decides them.

`PUBLISHED` figures come from the sources named in docs/explanation/synthetic-census.md. The
per-province figures are approximate: registered population in thousands (rounded, from general
knowledge), the share of it that the survey reaches (our assumption, low where people live in big
cities), and the number of people in failing households (only Udon Thani's and the order of the
first ten provinces are published). They are scaled so that national totals hold exactly.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

FIRST_ROUND: Final = 2562
LAST_ROUND: Final = 2568
BASE_ROUND: Final = 2565
INCOME_LINE_BAHT: Final = 38_000

HOUSEHOLDS_SURVEYED: Final = 12_817_903
# Round 2565 is fiscal 2566; round 2564 is fiscal 2565.
PEOPLE_IN_FAILING_HOUSEHOLDS: Final[dict[int, int]] = {2564: 1_028_112, 2565: 655_365}
PEOPLE_PER_HOUSEHOLD: Final = 36_130_610 / HOUSEHOLDS_SURVEYED
PEOPLE_PER_FAILING_HOUSEHOLD: Final = 655_365 / 197_298
FAILING_SIZE_RATIO: Final = PEOPLE_PER_FAILING_HOUSEHOLD / PEOPLE_PER_HOUSEHOLD

# People in failing households, round 2565. Order: published; figures: 41 published, others ours.
TOP_TEN_2565: Final[dict[str, int]] = {
    "50": 42_600,
    "80": 39_700,
    "41": 36_931,
    "81": 31_200,
    "31": 28_900,
    "95": 26_800,
    "57": 25_100,
    "84": 23_300,
    "40": 21_900,
    "36": 20_400,
}

_REACH: Final[dict[str, float]] = {
    "10": 0.10, "11": 0.30, "12": 0.30, "13": 0.32, "14": 0.52, "19": 0.52, "20": 0.38,
    "21": 0.48, "50": 0.55, "58": 0.50, "63": 0.50, "73": 0.52, "74": 0.38, "83": 0.36,
    "90": 0.54,
}  # fmt: skip
_OTHER_REACH: Final = 0.60
_POPULATION_THOUSANDS: Final = {
    "10": 5494, "11": 1360, "12": 1295, "13": 1201, "14": 820, "15": 273, "16": 734, "17": 202,
    "18": 318, "19": 638, "20": 1595, "21": 760, "22": 536, "23": 227, "24": 728, "25": 498,
    "26": 260, "27": 562, "30": 2630, "31": 1577, "32": 1373, "33": 1455, "34": 1868, "35": 530,
    "36": 1118, "37": 375, "38": 421, "39": 508, "40": 1785, "41": 1564, "42": 637, "43": 515,
    "44": 945, "45": 1291, "46": 972, "47": 1144, "48": 716, "49": 352, "50": 1792, "51": 399,
    "52": 718, "53": 442, "54": 430, "55": 473, "56": 459, "57": 1299, "58": 286, "60": 1029,
    "61": 324, "62": 709, "63": 678, "64": 577, "65": 844, "66": 522, "67": 970, "70": 865,
    "71": 894, "72": 830, "73": 921, "74": 589, "75": 189, "76": 482, "77": 552, "80": 1545,
    "81": 480, "82": 267, "83": 417, "84": 1073, "85": 194, "86": 510, "90": 1431, "91": 325,
    "92": 638, "93": 522, "94": 729, "95": 546, "96": 814,
}  # fmt: skip
# How much larger than the country's the households of a region are (our assumption).
_SIZE_BY_FIRST_DIGIT: Final = {
    "1": 0.96, "2": 0.97, "3": 1.05, "4": 1.05, "5": 0.93, "6": 0.95, "7": 0.97, "8": 1.02,
    "9": 1.08,
}  # fmt: skip


class Quota(NamedTuple):
    """What one province must come to."""

    province: str
    households: int
    size_factor: float


def province_codes() -> tuple[str, ...]:
    """The 77 two-digit province codes, ascending."""
    return tuple(_POPULATION_THOUSANDS)


def quotas(provinces: Sequence[str], households: int | None = None) -> tuple[Quota, ...]:
    """Households of each province; `households` is the total of the chosen provinces.

    None keeps every province at full size, so that all 77 sum to `HOUSEHOLDS_SURVEYED`. A given
    total is shared in proportion to full size by largest remainders.
    """
    full = full_size()
    if households is None:
        counts = [full[code] for code in provinces]
    else:
        counts = share(households, np.array([full[code] for code in provinces], dtype=float))
    return tuple(
        Quota(code, count, size_factor(code))
        for code, count in zip(provinces, counts, strict=True)
        if count
    )


def size_factor(province: str) -> float:
    """Mean household size of a province over the country's, so that the national mean holds."""
    full = full_size()
    national = sum(full[code] * _SIZE_BY_FIRST_DIGIT[code[0]] for code in full)
    return _SIZE_BY_FIRST_DIGIT[province[0]] * HOUSEHOLDS_SURVEYED / national


def failing_people(province: str, *, round_be: int, households: int, surveyed: float = 1.0) -> int:
    """People in failing households that a province of `households` must have in a round.

    Rounds 2564 and 2565 follow the published totals. Earlier rounds repeat 2564's number and
    later ones 2565's: an assumption, as nothing comparable is published.
    """
    year = 2564 if round_be <= 2564 else 2565
    return round(failing_targets(year)[province] * households / full_size()[province] * surveyed)


def people_not_surveyed(province: str) -> int:
    """Registered people of a province whom no survey household at full size has (rounded)."""
    surveyed = full_size()[province] * PEOPLE_PER_HOUSEHOLD * size_factor(province)
    return max(round(_POPULATION_THOUSANDS[province] * 1000 - surveyed), 0)


def full_size() -> dict[str, int]:
    """Households surveyed in each province at full size; sums to `HOUSEHOLDS_SURVEYED`."""
    weights = [
        population * _REACH.get(code, _OTHER_REACH) / _SIZE_BY_FIRST_DIGIT[code[0]]
        for code, population in _POPULATION_THOUSANDS.items()
    ]
    counts = share(HOUSEHOLDS_SURVEYED, np.array(weights))
    return dict(zip(_POPULATION_THOUSANDS, counts, strict=True))


def failing_targets(year: int) -> Mapping[str, int]:
    """People in failing households at full size, by province; sums to the published total."""
    full = full_size()
    others = [code for code in full if code not in TOP_TEN_2565]
    rates = np.random.default_rng(25652566).gamma(6.0, 1.0, len(others))
    weights = np.array([full[code] for code in others]) ** 0.75 * rates
    ceiling = min(TOP_TEN_2565.values()) - 600
    counts = _share_below(
        PEOPLE_IN_FAILING_HOUSEHOLDS[2565] - sum(TOP_TEN_2565.values()), weights, ceiling
    )
    targets = TOP_TEN_2565 | dict(zip(others, counts, strict=True))
    if year == BASE_ROUND:
        return targets
    drift = np.exp(np.random.default_rng(25642565).normal(0.0, 0.18, len(full)))
    weights = np.array([targets[code] for code in full]) * drift
    return dict(zip(full, share(PEOPLE_IN_FAILING_HOUSEHOLDS[year], weights), strict=True))


def share(total: int, weights: npt.NDArray[np.float64]) -> list[int]:
    """Whole numbers in proportion to `weights` that sum to `total` (largest remainders)."""
    exact = total * weights / weights.sum()
    counts = np.floor(exact).astype(int)
    largest = np.argsort(-(exact - counts), kind="stable")[: total - counts.sum()]
    counts[largest] += 1
    return [int(count) for count in counts]


def _share_below(total: int, weights: npt.NDArray[np.float64], ceiling: int) -> list[int]:
    weights = weights.copy()
    for _ in range(50):
        weights = np.minimum(weights, ceiling * weights.sum() / total)
    return share(total, weights)
