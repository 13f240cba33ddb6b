"""Who is asked in a round: the households and people there on the survey day, and their ages."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ppaos.domain.thai.dates import to_common
from ppaos.synthetic.population import HEALTH, STUDY, Population

YOUNG, OLD = 15, 60
# Chance to be a full-time student at 15, 16, ... 24; at 15 it is for those still in lower secondary.
_STUDIES = np.array([0.97, 0.93, 0.90, 0.72, 0.55, 0.48, 0.42, 0.24, 0.10, 0.05])
_FINISHES_AT_15 = 0.88  # share of people aged 15 who finished M3 in the past year
_DISABLED = np.array([0.008, 0.009, 0.012, 0.016, 0.020, 0.028, 0.048, 0.075, 0.120, 0.16, 0.2])


@dataclass(frozen=True)
class Respondents:
    """Households `(h,)` and people `(p,)` of one round as positions in the population.

    `households`, `people` positions; `household` `(p,)` position in `households`; `survey_date`
    `(h,)` days since 1970; `age` whole years; `size` members; the rest are claims about people.
    """

    round_be: int
    households: npt.NDArray[np.int64]
    people: npt.NDArray[np.int64]
    household: npt.NDArray[np.int32]
    survey_date: npt.NDArray[np.int32]
    age: npt.NDArray[np.int16]
    size: npt.NDArray[np.int16]
    finished_m3: npt.NDArray[np.bool_]
    is_student: npt.NDArray[np.bool_]
    is_disabled: npt.NDArray[np.bool_]
    cannot_care_for_self: npt.NDArray[np.bool_]
    is_bedridden: npt.NDArray[np.bool_]

    def count(self, claim: npt.NDArray[np.bool_]) -> npt.NDArray[np.int16]:
        """How many members of each household the claim `(p,)` is true of `(h,)`."""
        counted = np.bincount(self.household[claim], minlength=len(self.households))
        return counted.astype(np.int16)


def asked_in(population: Population, round_be: int) -> Respondents:
    """The households and people of `population` that the survey of a round meets."""
    all_households, everybody = population.households, population.people
    there = (all_households.enters <= round_be) & (round_be < all_households.leaves)
    new_year = int(
        (np.datetime64(f"{to_common(round_be)}-01-01") - np.datetime64("1970-01-01")).astype(int)
    )
    date = (new_year + all_households.survey_day).astype(np.int32)
    present = there[everybody.household] & (everybody.enters <= round_be)
    present &= round_be < everybody.leaves
    present &= everybody.born_day <= date[everybody.household]
    households, people = np.flatnonzero(there), np.flatnonzero(present)
    position = np.cumsum(there, dtype=np.int32) - 1
    household = position[everybody.household[people]]
    age = _age(everybody.born_day[people], date[everybody.household[people]])
    luck = everybody.luck[people]
    finished = (age == YOUNG) & (luck[:, STUDY] * 7 % 1 < _FINISHES_AT_15)
    prevalence = _DISABLED[np.minimum(age // 10, 10)]
    health = luck[:, HEALTH]
    dependent = (health < 0.14 * prevalence) & (age >= 6)
    return Respondents(
        round_be=round_be,
        households=households,
        people=people,
        household=household,
        survey_date=date[households],
        age=age,
        size=np.bincount(household, minlength=len(households)).astype(np.int16),
        finished_m3=finished,
        is_student=_students(age, luck[:, STUDY], finished) & ~dependent,
        is_disabled=health < prevalence,
        cannot_care_for_self=dependent,
        is_bedridden=(health < 0.05 * prevalence) & (age >= 6),
    )


def _students(
    age: npt.NDArray[np.int16], luck: npt.NDArray[np.float32], finished_m3: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Full-time students aged 15 to 24; whoever has just finished M3 goes on unless a round fails."""
    chance = _STUDIES[np.clip(age - YOUNG, 0, len(_STUDIES) - 1)]
    in_years = (age >= YOUNG) & (age < YOUNG + len(_STUDIES))
    return in_years & ((luck < chance) | finished_m3)


def _age(born: npt.NDArray[np.int32], asked: npt.NDArray[np.int32]) -> npt.NDArray[np.int16]:
    """Whole years between two dates given as days since 1970."""
    born_year, born_rest = _year_and_rest(born)
    asked_year, asked_rest = _year_and_rest(asked)
    years = asked_year - born_year - (asked_rest < born_rest)
    ages: npt.NDArray[np.int16] = years.astype(np.int16)
    return ages


def year_month_day(
    days: npt.NDArray[np.int32],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Western year, month 1-12 and day 1-31 of days since 1970."""
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    number = months.astype(np.int64)
    return number // 12 + 1970, number % 12 + 1, (dates - months).astype(np.int64) + 1


def _year_and_rest(
    days: npt.NDArray[np.int32],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    year, month, day = year_month_day(days)
    return year, month * 32 + day
