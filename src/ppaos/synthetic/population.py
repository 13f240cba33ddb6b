"""Who there is: every household and person of a province over all rounds, with what stays.

The population depends on seed, province and size, never on the round: houses, people, birth
dates, names, numbers, years of arriving and leaving, and latent traits (hardship, study, work,
health). A round only selects who is there and asks them.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from ppaos.domain.thai.dates import to_common
from ppaos.synthetic import families, numbers
from ppaos.synthetic.calibration import (
    BASE_ROUND,
    FIRST_ROUND,
    LAST_ROUND,
    PEOPLE_PER_HOUSEHOLD,
    Quota,
)
from ppaos.synthetic.geography import Villages, all_district_codes, villages_of
from ppaos.synthetic.names import FAMILY_NAMES, FIRST_NAMES
from ppaos.synthetic.randomness import stream

_TURNOVER: Final = 0.008  # households that come, and that go, each year
_MOVES_IN, _MOVES_OUT = 0.012, 0.018  # share of people, a year
_HAD_DIED, _HAD_LEFT, _WILL_BE_BORN = 0.025, 0.036, 0.022  # people a household, a year
ALWAYS: Final = 9999


@dataclass(frozen=True)
class PopulationHouseholds:
    """Households `(h,)` ascending by village then house code; `enters` <= round < `leaves`.

    `survey_day` days after 1 January of the round's year; `traits` `(h, 18)` standard normal:
    hardship in general, then one for each of the 17 indicators.
    """

    village: npt.NDArray[np.int32]
    code_digits: npt.NDArray[np.uint8]
    number: npt.NDArray[np.int16]
    enters: npt.NDArray[np.int16]
    leaves: npt.NDArray[np.int16]
    survey_day: npt.NDArray[np.int16]
    area_hardship: npt.NDArray[np.float32]
    traits: npt.NDArray[np.float32]


@dataclass(frozen=True)
class PopulationPeople:
    """People `(p,)`, household by household; `luck` `(p, 5)` uniform traits, columns below."""

    household: npt.NDArray[np.int32]
    relation: npt.NDArray[np.int8]
    sex: npt.NDArray[np.int8]
    born_day: npt.NDArray[np.int32]
    is_birthday_known: npt.NDArray[np.bool_]
    is_married: npt.NDArray[np.bool_]
    enters: npt.NDArray[np.int16]
    leaves: npt.NDArray[np.int16]
    first_name: npt.NDArray[np.int16]
    last_name: npt.NDArray[np.int16]
    id_digits: npt.NDArray[np.uint8]
    has_id: npt.NDArray[np.bool_]
    birth_weight_g: npt.NDArray[np.int16]
    luck: npt.NDArray[np.float32]


STUDY, WORK, HEALTH, WAGE, TURN = range(5)


@dataclass(frozen=True)
class Population:
    """A province over all rounds; `base_households` of them are there in the base round."""

    province: str
    base_households: int
    villages: Villages
    households: PopulationHouseholds
    people: PopulationPeople


def draw_population(seed: int, quota: Quota) -> Population:
    """The population of one province; the same for the same seed, province and size."""
    chance = stream(seed, quota.province, "population")
    villages = villages_of(quota.province)
    households = _draw_households(chance, villages, quota.households)
    people = _draw_people(chance, villages, households, quota)
    return Population(quota.province, quota.households, villages, households, people)


def _draw_households(
    chance: np.random.Generator, villages: Villages, base: int
) -> PopulationHouseholds:
    passing = round(base * _TURNOVER * (BASE_ROUND - FIRST_ROUND))
    count = base + 2 * passing
    enters, leaves = np.full(count, 0, np.int16), np.full(count, ALWAYS, np.int16)
    order = chance.permutation(count)
    gone, coming, stays = order[:passing], order[passing : 2 * passing], order[2 * passing :]
    leaves[gone] = chance.integers(FIRST_ROUND + 1, BASE_ROUND + 1, passing)
    enters[coming] = chance.integers(BASE_ROUND + 1, LAST_ROUND + 1, passing)
    enters[stays[:passing]] = chance.integers(FIRST_ROUND + 1, BASE_ROUND + 1, passing)
    leaves[stays[passing : 2 * passing]] = chance.integers(BASE_ROUND + 1, LAST_ROUND + 1, passing)
    weights = villages.weights / villages.weights.sum()
    village = np.sort(chance.choice(len(weights), count, p=weights)).astype(np.int32)
    traits = chance.standard_normal((count, 18), dtype=np.float32)
    village_day = chance.integers(1, 75, len(weights))
    return PopulationHouseholds(
        village=village,
        code_digits=numbers.house_codes(
            chance, district_codes=villages.district_codes, district=villages.district[village]
        ),
        number=numbers.draw_house_numbers(chance, count),
        enters=enters,
        leaves=leaves,
        survey_day=(village_day[village] + chance.integers(0, 10, count)).astype(np.int16),
        area_hardship=_area_hardship(chance, villages)[village],
        traits=traits,
    )


def _area_hardship(chance: np.random.Generator, villages: Villages) -> npt.NDArray[np.float32]:
    """Hardship that neighbours share `(v,)`: of district, subdistrict and village."""
    by_district = 0.30 * chance.standard_normal(len(villages.district_codes))
    by_subdistrict = 0.35 * chance.standard_normal(int(villages.subdistrict.max()) + 1)
    by_village = 0.50 * chance.standard_normal(len(villages.codes))
    total: npt.NDArray[np.float32] = (
        by_district[villages.district] + by_subdistrict[villages.subdistrict] + by_village
    ).astype(np.float32)
    return total


def _draw_people(
    chance: np.random.Generator, villages: Villages, households: PopulationHouseholds, quota: Quota
) -> PopulationPeople:
    base = families.draw_members(
        chance,
        households=len(households.village),
        mean_size=PEOPLE_PER_HOUSEHOLD * quota.size_factor,
    )
    members, born_day, enters, leaves = _with_passers(chance, base, households)
    count = len(members.household)
    district = villages.district[households.village[members.household]]
    office, is_own = _offices(chance, villages.district_codes, district)
    id_digits, has_id = numbers.citizen_ids(
        chance,
        province=quota.province,
        office=office,
        is_own_office=is_own,
        born_from_2527=born_day >= _day(1984),
    )
    known = chance.random(count) > np.where(members.age > 60, 0.045, 0.004)
    return PopulationPeople(
        household=members.household,
        relation=members.relation,
        sex=members.sex,
        born_day=born_day,
        is_birthday_known=known,
        is_married=members.is_married & (chance.random(count) < 0.85),
        enters=enters,
        leaves=leaves,
        first_name=FIRST_NAMES.draw(chance, members.sex),
        last_name=FAMILY_NAMES.draw(chance, members.household, members.relation),
        id_digits=id_digits,
        has_id=has_id,
        birth_weight_g=_birth_weights(chance, count),
        luck=chance.random((count, 5), dtype=np.float32),
    )


def _with_passers(
    chance: np.random.Generator, base: families.Members, households: PopulationHouseholds
) -> tuple[families.Members, npt.NDArray[np.int32], npt.NDArray[np.int16], npt.NDArray[np.int16]]:
    """Base members with years of arriving and leaving, and those only there in other years."""
    count, years = len(base.household), BASE_ROUND - FIRST_ROUND
    born = _birth_days(chance, base.age, households.survey_day[base.household])
    enters, leaves = np.zeros(count, np.int16), np.full(count, ALWAYS, np.int16)
    movable = base.relation != families.HEAD
    came = movable & (chance.random(count) < _MOVES_IN * years)
    went = movable & (chance.random(count) < _MOVES_OUT * years)
    enters[came] = chance.integers(FIRST_ROUND + 1, BASE_ROUND + 1, int(came.sum()))
    leaves[went] = chance.integers(BASE_ROUND + 1, LAST_ROUND + 1, int(went.sum()))
    groups = [(base, born, enters, leaves)]
    for rate, relation, (youngest, oldest) in (
        (_HAD_DIED, families.PARENT, (62, 95)),
        (_HAD_LEFT, families.CHILD, (17, 35)),
        (_WILL_BE_BORN, families.GRANDCHILD, (-3, 0)),
    ):
        household_rows = np.flatnonzero(chance.random(len(households.village)) < rate * years)
        size = len(household_rows)
        ages = chance.integers(youngest, oldest, size).astype(np.int16)
        passers = families.Members(
            household=household_rows.astype(np.int32),
            relation=np.full(size, relation, np.int8),
            sex=chance.integers(1, 3, size).astype(np.int8),
            age=ages,
            is_married=np.zeros(size, np.bool_),
        )
        end = np.full(size, ALWAYS, np.int16)
        if youngest > 0:
            end[:] = chance.integers(FIRST_ROUND + 1, BASE_ROUND + 1, size)
        days = _birth_days(chance, ages, households.survey_day[household_rows])
        groups.append((passers, days, np.zeros(size, np.int16), end))
    return _gathered(groups)


def _gathered(
    groups: list[
        tuple[families.Members, npt.NDArray[np.int32], npt.NDArray[np.int16], npt.NDArray[np.int16]]
    ],
) -> tuple[families.Members, npt.NDArray[np.int32], npt.NDArray[np.int16], npt.NDArray[np.int16]]:
    """All groups of people in one, household by household."""
    order = np.argsort(np.concatenate([g[0].household for g in groups]), kind="stable")
    members = families.Members(
        **{
            name: np.concatenate([getattr(g[0], name) for g in groups])[order]
            for name in ("household", "relation", "sex", "age", "is_married")
        }
    )
    born, enters, leaves = (np.concatenate([g[part] for g in groups])[order] for part in (1, 2, 3))
    return members, born, enters, leaves


def _birth_days(
    chance: np.random.Generator, age: npt.NDArray[np.int16], survey_day: npt.NDArray[np.int16]
) -> npt.NDArray[np.int32]:
    """Days from 1 January 1970 on which people of `age` at the base survey were born."""
    back = np.floor(age * 365.2425 + chance.random(len(age)) * 365.0)
    days: npt.NDArray[np.int32] = (_day(to_common(BASE_ROUND)) + survey_day - back).astype(np.int32)
    return days


def _offices(
    chance: np.random.Generator, own: npt.NDArray[np.int16], district: npt.NDArray[np.int16]
) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.bool_]]:
    """Where each person was registered: mostly at home, one in twenty in another province."""
    country = all_district_codes()
    elsewhere = country[country // 100 != own[0] // 100]
    luck = chance.random(len(district))
    own_office = np.where(
        luck < 0.85, own[district], own[chance.integers(0, len(own), len(district))]
    )
    is_own = luck < 0.95
    away = elsewhere[chance.integers(0, len(elsewhere), len(district))]
    return np.where(is_own, own_office, away).astype(np.int16), is_own


def _birth_weights(chance: np.random.Generator, count: int) -> npt.NDArray[np.int16]:
    """Birth weights in grams; 1.6 in a hundred under 2,500 g, fewer than a hospital's records."""
    weights = np.clip(3120 + 340 * chance.standard_normal(count), 2500, 4600)
    low = np.clip(2500 - chance.gamma(1.5, 180.0, count) - 1, 900, 2490)
    chosen = np.where(chance.random(count) < 0.016, low, weights)
    return (chosen // 10 * 10).astype(np.int16)


def _day(year: int) -> int:
    """Days from 1 January 1970 to 1 January of a (western) year."""
    return int((np.datetime64(f"{year}-01-01") - np.datetime64("1970-01-01")).astype(int))
