"""What is answered: raw answers of people and households, from which the pass rules are read.

People answer first; household counts are counted from them, so that both agree. Nobody in a
household that passes an indicator fails it; in one that fails, at least one eligible member does.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from ppaos.synthetic import hardship
from ppaos.synthetic.calibration import FAILING_SIZE_RATIO, failing_people
from ppaos.synthetic.incomes import Incomes, draw_incomes
from ppaos.synthetic.occupations import NO_OCCUPATION, STUDENT, education_of, occupation_of
from ppaos.synthetic.population import HEALTH, STUDY, TURN, WAGE, WORK, Population
from ppaos.synthetic.randomness import stream
from ppaos.synthetic.round import OLD, YOUNG, Respondents, asked_in

Claims = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]
_ALSO: Final = 0.2  # chance that another eligible member of a failing household fails too
# Household questions: item -> its sub-answers.
SUB_ANSWERS: Final[dict[int, tuple[str, ...]]] = {
    4: tuple(f"q4_{part}" for part in range(1, 5)),
    5: tuple(f"q5_{part}" for part in range(1, 5)),
    8: ("q8_1", "q8_2"),
    9: ("q9_1", "q9_2"),
    10: ("q10_1",),
    11: (*(f"q11_{part}" for part in range(1, 8)), *(f"q11_8_{part}" for part in range(1, 5))),
}


@dataclass(frozen=True)
class Answers:
    """Answers of one round. `eligible` and `fails` hold claims `(p,)` by จปฐ item 1 to 28.

    `household_fails` `(h, 17)` in the order of `hardship.INDICATORS`; `no_income` whom item 20 or
    21 finds with neither occupation nor income; `household_codes` yes/no sub-answers `(h,)`.
    """

    asked: Respondents
    eligible: dict[int, Claims]
    fails: dict[int, Claims]
    household_fails: Claims
    no_income: Claims
    education: Codes
    occupation: Codes
    exercise: Codes
    has_card: Claims
    incomes: Incomes
    household_codes: dict[str, Codes]


def answers_of(population: Population, round_be: int, *, seed: int) -> Answers:
    """What the households of a population answer in a round."""
    chance = stream(seed, population.province, f"answers {round_be}")
    asked = asked_in(population, round_be)
    eligible = _eligible(asked)
    failed = _household_failures(chance, population, asked, eligible)
    luck = population.people.luck[asked.people]
    fails: dict[int, Claims] = {}
    is_low = population.people.birth_weight_g[asked.people] < 2500
    fails[1] = eligible[1] & is_low
    order = {16: STUDY, 17: STUDY, 19: STUDY, 20: WORK, 21: WORK, 28: HEALTH}
    for item in (7, 15, 16, 17, 19, 20, 21, 27, 28):
        if item == 20:
            eligible[20] = eligible[20] | fails[17]
        column = failed[:, hardship.INDICATORS.index(item)]
        fails[item] = _who_fails(
            chance, asked, eligible[item] & column[asked.household], luck[:, order.get(item, TURN)]
        )
    is_student = asked.is_student & ~fails[17]
    no_job = fails[20] | fails[21]
    no_income = no_job & (chance.random(len(no_job)) < 0.7)
    education = education_of(asked, luck[:, STUDY], is_student, fails)
    occupation = occupation_of(asked, luck[:, WORK], education, is_student, eligible, fails)
    earns = (eligible[20] | eligible[21]) & ~no_income
    return Answers(
        asked=asked,
        eligible=eligible,
        fails=fails,
        household_fails=failed,
        no_income=no_income,
        education=education,
        occupation=occupation,
        exercise=_exercise(chance, eligible[7], fails[7], luck[:, TURN]),
        has_card=luck[:, TURN] < 0.83,
        incomes=draw_incomes(
            chance,
            household=asked.household,
            size=asked.size,
            earns=earns,
            occupation=occupation,
            wage_luck=luck[:, WAGE],
            lasting=population.households.traits[asked.households, 15],
            is_poor=failed[:, hardship.INDICATORS.index(22)],
        ),
        household_codes=_sub_answers(chance, failed),
    )


def _eligible(asked: Respondents) -> dict[int, Claims]:
    """Who each person item applies to `(p,)`, before anybody fails."""
    age = asked.age
    working_age = (age >= YOUNG) & (age < OLD)
    return {
        1: age <= 1,
        7: age >= 6,
        15: (age >= 3) & (age <= 5),
        16: (age >= 6) & (age < YOUNG),
        17: asked.finished_m3,
        19: working_age,
        20: working_age & ~asked.is_student & ~asked.cannot_care_for_self,
        21: (age >= OLD) & ~asked.cannot_care_for_self,
        27: age >= OLD,
        28: asked.is_disabled,
    }


def _household_failures(
    chance: np.random.Generator,
    population: Population,
    asked: Respondents,
    eligible: dict[int, Claims],
) -> Claims:
    """Which indicators each household fails `(h, 17)`."""
    households = population.households
    traits = households.traits[asked.households]
    is_low = population.people.birth_weight_g[asked.people] < 2500
    low_weight = asked.count(eligible[1] & is_low) > 0
    scores = hardship.hardship_scores(
        chance, area_hardship=households.area_hardship[asked.households], lasting=traits[:, 0]
    )
    failing = hardship.failing_households(
        scores,
        sizes=asked.size,
        surely=low_weight,
        people=failing_people(
            population.province, round_be=asked.round_be, households=population.base_households
        ),
        size_ratio=FAILING_SIZE_RATIO,
    )
    can_fail = np.stack(
        [
            asked.count(eligible[item]) > 0 if item in eligible else np.ones_like(failing)
            for item in hardship.INDICATORS
        ],
        axis=1,
    )
    failed = np.zeros((len(failing), len(hardship.INDICATORS)), dtype=np.bool_)
    failed[failing] = hardship.failed_indicators(
        chance, traits=traits[failing], can_fail=can_fail[failing], low_weight=low_weight[failing]
    )
    return failed


def _who_fails(
    chance: np.random.Generator,
    asked: Respondents,
    candidates: Claims,
    luck: npt.NDArray[np.float32],
) -> Claims:
    """Among candidates the one of most `luck` in each household, and some of the others."""
    people = np.flatnonzero(candidates)
    failed = np.zeros(len(candidates), dtype=np.bool_)
    if not len(people):
        return failed
    people = people[np.lexsort((luck[people], asked.household[people]))]
    household = asked.household[people]
    is_last = np.append(household[1:] != household[:-1], True)
    failed[people] = is_last | (chance.random(len(people)) < _ALSO)
    return failed


def _exercise(
    chance: np.random.Generator, asked: Claims, fails: Claims, luck: npt.NDArray[np.float32]
) -> Codes:
    """1 three days of 30 minutes, 2 bouts on five days, 3 neither; 0 where not asked."""
    kind = np.where(0.7 * luck + 0.3 * chance.random(len(luck)) < 0.6, 1, 2)
    return np.where(asked, np.where(fails, 3, kind), 0).astype(np.int8)


def _sub_answers(chance: np.random.Generator, failed: Claims) -> dict[str, Codes]:
    """Yes/no answers `(h,)`: all yes where the item passes, at least one no where it fails."""
    answers: dict[str, Codes] = {}
    for item, names in SUB_ANSWERS.items():
        rows = np.flatnonzero(failed[:, hardship.INDICATORS.index(item)])
        table = np.ones((len(failed), len(names)), dtype=np.int8)
        no = chance.random((len(rows), len(names))) < 0.15
        no[np.arange(len(rows)), chance.integers(0, len(names), len(rows))] = True
        table[rows] = ~no
        answers |= {name: table[:, column] for column, name in enumerate(names)}
    return answers


__all__ = ["NO_OCCUPATION", "STUDENT", "SUB_ANSWERS", "Answers", "answers_of"]
