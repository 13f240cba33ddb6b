"""Who is in a register and was never surveyed: people and houses outside the survey's population.

They have numbers and house codes of their own, beyond any that the survey's population can have,
so that no outsider is by chance a surveyed person. The last of them are in no house and, but for
what local teams write down, in no register.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from ppaos.domain.thai.dates import to_common
from ppaos.synthetic import families, numbers
from ppaos.synthetic.calibration import BASE_ROUND, PEOPLE_PER_HOUSEHOLD
from ppaos.synthetic.geography import Villages
from ppaos.synthetic.names import FAMILY_NAMES, FIRST_NAMES
from ppaos.synthetic.randomness import stream
from ppaos.synthetic.registers.quotas import card_quota

_PEOPLE_PER_CARD: Final = 1.7
_FINDS_PER_HOUSEHOLD: Final = 0.0045  # about 58,000 in the country (our assumption)
_MIDDLE_OF_YEAR: Final = 181
_BORN_FROM_2527: Final = 5113  # days from 1970 to 1 January 1984


@dataclass(frozen=True)
class Outsiders:
    """Houses `(h,)` and people `(o,)`, house by house, then the people that only teams found.

    `household` position of the house, -1 for those without one; `luck` uniform;
    `income_per_person` baht a year; `found_from` the first person whom only teams found.
    """

    house_village: npt.NDArray[np.int32]
    house_digits: npt.NDArray[np.uint8]
    house_number: npt.NDArray[np.int16]
    household: npt.NDArray[np.int32]
    village: npt.NDArray[np.int32]
    relation: npt.NDArray[np.int8]
    sex: npt.NDArray[np.int8]
    age: npt.NDArray[np.int16]
    born_day: npt.NDArray[np.int32]
    is_married: npt.NDArray[np.bool_]
    first_name: npt.NDArray[np.int16]
    last_name: npt.NDArray[np.int16]
    id_digits: npt.NDArray[np.uint8]
    has_id: npt.NDArray[np.bool_]
    luck: npt.NDArray[np.float32]
    income_per_person: npt.NDArray[np.float64]
    found_from: int


def draw_outsiders(seed: int, province: str, villages: Villages, households: int) -> Outsiders:
    """The outsiders of a province whose survey has `households` households in the base round.

    `age` is in whole years in the base round, the same in every round.
    """
    chance = stream(seed, province, "outsiders")
    quota = card_quota(province, households)
    cards = quota.confirmed_outside + quota.unconfirmed_outside
    houses = max(round(cards * _PEOPLE_PER_CARD / PEOPLE_PER_HOUSEHOLD), 3)
    found = max(round(households * _FINDS_PER_HOUSEHOLD), 8)
    members = families.draw_members(chance, households=houses, mean_size=PEOPLE_PER_HOUSEHOLD)
    weights = villages.weights / villages.weights.sum()
    house_village = chance.choice(len(weights), houses, p=weights).astype(np.int32)
    lived = len(members.household)
    household = np.concatenate([members.household, np.full(found, -1, np.int32)])
    village = chance.choice(len(weights), lived + found, p=weights).astype(np.int32)
    village[:lived] = house_village[members.household]
    sex = np.concatenate([members.sex, chance.integers(1, 3, found).astype(np.int8)])
    age = np.concatenate([members.age, chance.integers(3, 82, found).astype(np.int16)])
    back = np.floor(age * 365.2425 + chance.random(len(age)) * 365.0)
    born_day = (_first_day(to_common(BASE_ROUND)) + _MIDDLE_OF_YEAR - back).astype(np.int32)
    id_digits, has_id = numbers.citizen_ids(
        chance,
        province=province,
        office=villages.district_codes[villages.district[village]],
        is_own_office=np.ones(len(village), np.bool_),
        born_from_2527=born_day >= _BORN_FROM_2527,
        first_rank=numbers.LATER_RANKS,
    )
    has_id[lived:] &= chance.random(found) < 0.12
    alone = np.arange(houses, houses + found, dtype=np.int32)
    relation = np.concatenate([members.relation, np.full(found, families.HEAD, np.int8)])
    return Outsiders(
        house_village=house_village,
        house_digits=numbers.later_house_codes(
            villages.district_codes[villages.district[house_village]]
        ),
        house_number=numbers.draw_house_numbers(chance, houses),
        household=household,
        village=village,
        relation=relation,
        sex=sex,
        age=age,
        born_day=born_day,
        is_married=np.concatenate([members.is_married, np.zeros(found, np.bool_)]),
        first_name=FIRST_NAMES.draw(chance, sex),
        last_name=FAMILY_NAMES.draw(chance, np.concatenate([members.household, alone]), relation),
        id_digits=id_digits,
        has_id=has_id,
        luck=chance.random(len(age), dtype=np.float32),
        income_per_person=np.exp(chance.normal(11.0, 0.7, len(age))),
        found_from=lived,
    )


def _first_day(year: int) -> int:
    return int((np.datetime64(f"{year}-01-01") - np.datetime64("1970-01-01")).astype(int))
