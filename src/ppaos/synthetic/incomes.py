"""What households live on: yearly incomes in baht of four kinds, and each member's share.

Members' incomes sum to the household's primary and secondary income. `other` is what reaches the
household and no earner (remittances, allowances); own produce is valued for the household.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from ppaos.synthetic.calibration import INCOME_LINE_BAHT
from ppaos.synthetic.occupations import FARMING

Baht = npt.NDArray[np.int64]
# Income a head above the line, so that 86 in 100 households stay under 100,000 baht a person,
# the share that the vulnerable households of fiscal 2566 have of all.
_MEDIAN_ABOVE_LINE: Final = 30_000
_SPREAD: Final = 0.67
# Earning power of occupations 0 to 8.
_WAGE: Final = np.array([0.35, 0.0, 0.9, 0.8, 1.5, 1.3, 2.4, 1.8, 0.5])


@dataclass(frozen=True)
class Incomes:
    """Baht a year: four kinds `(h,)`, and `of_person` `(p,)`, 0 for those who earn nothing."""

    primary: Baht
    secondary: Baht
    other: Baht
    own_produce: Baht
    of_person: Baht


def draw_incomes(
    chance: np.random.Generator,
    *,
    household: npt.NDArray[np.int32],
    size: npt.NDArray[np.int16],
    earns: npt.NDArray[np.bool_],
    occupation: npt.NDArray[np.int8],
    wage_luck: npt.NDArray[np.float32],
    lasting: npt.NDArray[np.float32],
    is_poor: npt.NDArray[np.bool_],
) -> Incomes:
    """Incomes of households `(h,)` and people `(p,)`, `household` and `size` joining the two.

    `is_poor` households fall under the line for each member and the others do not, whatever else;
    `lasting` `(h,)` normal: poorer when high, the same in every round.
    """
    households = len(size)
    earners = np.bincount(household[earns], minlength=households)
    farmers = np.bincount(household[earns & (occupation == FARMING)], minlength=households)
    total = _totals(chance, size, lasting, is_poor)
    produce_share = np.where(farmers > 0, 0.16, 0.05) * chance.random(households)
    own_produce = (total * produce_share / 100).astype(np.int64) * 100
    cash = total - own_produce
    other_share = 0.30 * chance.random(households) ** 2
    other = np.where(earners > 0, (cash * other_share / 100).astype(np.int64) * 100, cash)
    earned = cash - other
    part = np.where(earners > 0, 0.35 * chance.random(households) ** 2, 0.0)
    secondary = (earned * part / 100).astype(np.int64) * 100
    return Incomes(
        primary=earned - secondary,
        secondary=secondary,
        other=other,
        own_produce=own_produce,
        of_person=_shares(household, earns, earned, _WAGE[np.maximum(occupation, 0)], wage_luck),
    )


def _totals(
    chance: np.random.Generator,
    size: npt.NDArray[np.int16],
    lasting: npt.NDArray[np.float32],
    is_poor: npt.NDArray[np.bool_],
) -> Baht:
    """Total income `(h,)` in hundreds of baht, on the right side of the line."""
    luck = -0.85 * lasting + 0.527 * chance.standard_normal(len(size))
    above = INCOME_LINE_BAHT + _MEDIAN_ABOVE_LINE * np.exp(_SPREAD * luck)
    below = INCOME_LINE_BAHT * (0.12 + 0.87 * chance.beta(2.6, 1.1, len(size)))
    passing = np.ceil(above * size / 100) * 100
    failing = np.floor(below * size / 100) * 100
    totals: Baht = np.where(is_poor, failing, passing).astype(np.int64)
    return totals


def _shares(
    household: npt.NDArray[np.int32],
    earns: npt.NDArray[np.bool_],
    earned: Baht,
    wage: npt.NDArray[np.float64],
    luck: npt.NDArray[np.float32],
) -> Baht:
    """Each person's part `(p,)` of what the household earned; the first earner takes the rest."""
    weight = np.where(earns, np.maximum(wage, 0.2) * (0.4 + luck), 0.0)
    together = np.bincount(household, weights=weight, minlength=len(earned))
    part = weight / np.maximum(together, 1e-9)[household]
    income: Baht = np.floor(part * earned[household]).astype(np.int64)
    left = earned - np.bincount(household, weights=income, minlength=len(earned)).astype(np.int64)
    earners = np.flatnonzero(earns)
    first = (
        earners[np.append(True, household[earners][1:] != household[earners][:-1])]
        if len(earners)
        else earners
    )
    income[first] += left[household[first]]
    return income
