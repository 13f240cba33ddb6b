"""What people learnt and do: highest education and occupation, by birth year, age and latent luck."""

from typing import Final

import numpy as np
import numpy.typing as npt

from ppaos.domain.thai.dates import to_common
from ppaos.synthetic.round import OLD, YOUNG, Respondents

NO_OCCUPATION, STUDENT, FARMING, DAY_LABOUR, EMPLOYEE, TRADE, GOVERNMENT, BUSINESS, OTHER = range(9)
NOT_ASKED: Final = -1
# Cumulative shares of the education levels 0, 2, 3, 4, 5, 6, 7, by western birth year.
_LEVELS: Final = np.array([0, 2, 3, 4, 5, 6, 7], dtype=np.int8)
_BORN: Final = np.array([1960, 1980])
_EDUCATION: Final = np.cumsum(
    [
        [0.07, 0.82, 0.04, 0.03, 0.01, 0.027, 0.003],
        [0.03, 0.52, 0.14, 0.16, 0.05, 0.09, 0.01],
        [0.01, 0.10, 0.23, 0.35, 0.09, 0.20, 0.02],
    ],
    axis=1,
)
# Cumulative shares of occupations 2 to 8: little school, more school, age 60 and over.
_OCCUPATION: Final = np.cumsum(
    [
        [0.50, 0.31, 0.05, 0.09, 0.005, 0.015, 0.03],
        [0.20, 0.17, 0.27, 0.11, 0.14, 0.06, 0.05],
        [0.55, 0.12, 0.01, 0.10, 0.01, 0.03, 0.18],
    ],
    axis=1,
)


def education_of(
    asked: Respondents,
    luck: npt.NDArray[np.float32],
    is_student: npt.NDArray[np.bool_],
    fails: dict[int, npt.NDArray[np.bool_]],
) -> npt.NDArray[np.int8]:
    """Highest level attended `(p,)`; -1 under 3 years. Low `luck` goes far, as it studies long."""
    age = asked.age
    cohort = np.searchsorted(_BORN, to_common(asked.round_be) - age, side="right")
    place = (1 - luck[:, None] > _EDUCATION[cohort]).sum(axis=1)
    adult = _LEVELS[np.minimum(place, len(_LEVELS) - 1)]
    adult = np.where(
        age < 18, np.minimum(adult, 3), np.where(age < 22, np.minimum(adult, 4), adult)
    )
    studying = np.where(age == YOUNG, 3, np.where(age < 19, 4, np.maximum(adult, 4)))
    school = np.where(age < 12, 2, 3)
    school = np.where(fails[16], np.where(age < 9, 0, 2), school)
    small = np.where(fails[15], 0, 1)
    level = np.select(
        [age < 3, age < 6, age < YOUNG, fails[19], asked.finished_m3, is_student],
        [NOT_ASKED, small, school, 0, 3, studying],
        default=adult,
    )
    return level.astype(np.int8)


def occupation_of(
    asked: Respondents,
    luck: npt.NDArray[np.float32],
    education: npt.NDArray[np.int8],
    is_student: npt.NDArray[np.bool_],
    eligible: dict[int, npt.NDArray[np.bool_]],
    fails: dict[int, npt.NDArray[np.bool_]],
) -> npt.NDArray[np.int8]:
    """Occupation `(p,)`: -1 under 6 years, student or none to 14, then by education and age.

    People who cannot care for themselves, and those who fail item 20 or 21, have none.
    """
    age = asked.age
    group = np.where(age >= OLD, 2, np.where(education >= 4, 1, 0))
    place = (luck[:, None] > _OCCUPATION[group]).sum(axis=1)
    working = FARMING + np.minimum(place, OTHER - FARMING)
    has_none = fails[20] | fails[21] | asked.cannot_care_for_self
    at_school = eligible[16] & ~fails[16]
    occupation = np.select(
        [age < 6, at_school | is_student, eligible[16] | has_none],
        [NOT_ASKED, STUDENT, NO_OCCUPATION],
        default=working,
    )
    return occupation.astype(np.int8)
