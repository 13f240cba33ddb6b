"""Everybody whom a register may hold: the people of a survey round, then the outsiders, as one list.

Registers are rows of positions in this list, so that each agrees with the survey and with the
other registers wherever it does not move, age or err on purpose.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ppaos.domain.arrays import Flags
from ppaos.synthetic.answers import STUDENT, Answers
from ppaos.synthetic.arrow_columns import coded, dates, digit_texts
from ppaos.synthetic.families import FEMALE, HEAD
from ppaos.synthetic.names import FAMILY_NAMES, FIRST_NAMES, PREFIXES, prefixes
from ppaos.synthetic.numbers import house_number_texts, put_digits
from ppaos.synthetic.population import HEALTH, TURN, Population
from ppaos.synthetic.registers.outsiders import Outsiders
from ppaos.synthetic.tables import disabilities

Positions = npt.NDArray[np.int64]
UNKNOWN: Final = -1
_MOVED: Final = 0.02  # share of a register's rows that stand in another village than the survey's
_SAME_DISTRICT: Final = 0.6


@dataclass(frozen=True)
class Registrants:
    """People `(n,)`, the first `surveyed` of them in the order of the survey, and houses `(h,)`.

    `household` -1 for people in none; `head` position of the head of each house `(h,)`;
    `income_per_person` baht a year `(n,)`; `disability` 0 to 7; `occupation`, `education` codes of
    the survey, -1 where unknown. `found_from` is the first of those whom only teams found.
    """

    population: Population
    answers: Answers
    surveyed: int
    found_from: int
    household: npt.NDArray[np.int32]
    village: npt.NDArray[np.int32]
    relation: npt.NDArray[np.int8]
    sex: npt.NDArray[np.int8]
    age: npt.NDArray[np.int16]
    born_day: npt.NDArray[np.int32]
    is_birthday_known: Flags
    prefix: npt.NDArray[np.int8]
    first_name: npt.NDArray[np.int16]
    last_name: npt.NDArray[np.int16]
    id_digits: npt.NDArray[np.uint8]
    has_id: Flags
    is_failing: Flags
    is_student: Flags
    disability: npt.NDArray[np.int8]
    occupation: npt.NDArray[np.int8]
    income_per_person: npt.NDArray[np.float64]
    head: Positions
    house_digits: npt.NDArray[np.uint8]
    house_number: npt.NDArray[np.int16]

    @property
    def is_surveyed(self) -> Flags:
        """Whether each person is in a survey household."""
        inside: Flags = np.arange(len(self.age)) < self.surveyed
        return inside

    @property
    def is_in_house(self) -> Flags:
        """Whether each person lives in a house, surveyed or not."""
        lives: Flags = self.household >= 0
        return lives

    def guardians(self) -> Positions:
        """For each house the first woman of 18 to 49, or else its head."""
        found = self.head.copy()
        women = np.flatnonzero(
            (self.sex == FEMALE) & (self.age >= 18) & (self.age < 50) & self.is_in_house
        )[::-1]
        found[self.household[women]] = women
        return found

    def labels(self, rows: Positions) -> "pa.Array[Any]":
        """Whom each row is truly about: `house_code/person_number`, or `outside/N`."""
        inside = rows < self.surveyed
        households = digit_texts(self.house_digits[np.maximum(self.household[rows], 0)])
        starts = np.searchsorted(self.household[: self.surveyed], self.household[rows])
        person = pc.cast(pa.array(np.where(inside, rows - starts + 1, 0)), pa.string())
        number = np.zeros((len(rows), 9), dtype=np.uint8)
        outside = int(self.population.province) * 10_000_000 + rows - self.surveyed
        put_digits(number, np.where(inside, 0, outside))
        join: Any = pc.binary_join_element_wise  # the stub knows no mix of arrays and texts
        named = join(households, person, "/")
        apart = join("outside", digit_texts(number), "/")
        texts: pa.Array[Any] = pc.if_else(pa.array(inside), named, apart)
        return texts

    def house_texts(self, rows: Positions, is_there: Flags | None = None) -> "pa.Array[Any]":
        """House codes, null for people in no house and where `is_there` is false."""
        households = self.household[rows]
        there = households >= 0 if is_there is None else (households >= 0) & is_there
        return digit_texts(self.house_digits[np.maximum(households, 0)], there)

    def id_texts(self, rows: Positions, is_there: Flags | None = None) -> "pa.Array[Any]":
        """Citizen IDs, null for people without one and where `is_there` is false."""
        there = self.has_id[rows] if is_there is None else self.has_id[rows] & is_there
        return digit_texts(self.id_digits[rows], there)

    def person_columns(
        self, chance: np.random.Generator, rows: Positions
    ) -> "dict[str, pa.Array[Any]]":
        """What every register says of a person; one row in fifty stands in another village."""
        village, moved = self.villages_of(chance, rows)
        house = np.maximum(self.household[rows], 0)
        has_house = self.is_in_house[rows] & ~moved
        everywhere = np.ones(len(rows), np.bool_)
        return {
            "citizen_id": self.id_texts(rows),
            "prefix": coded(self.prefix[rows], list(PREFIXES)),
            "first_name": coded(self.first_name[rows], FIRST_NAMES.texts),
            "last_name": coded(self.last_name[rows], FAMILY_NAMES.texts),
            "sex": pa.array(self.sex[rows]),
            "born_on": dates(self.born_day[rows], self.is_birthday_known[rows]),
            "house_code": self.house_texts(rows, ~moved),
            "house_number": coded(self.house_number[house], house_number_texts(), has_house),
            "village_code": coded(village, self.population.villages.code_texts()),
            "synthetic": pa.array(everywhere),
        }

    def villages_of(
        self, chance: np.random.Generator, rows: Positions
    ) -> tuple[npt.NDArray[np.int32], Flags]:
        """Village of each row, and whether it is another than the person lives in."""
        villages = self.population.villages
        village = self.village[rows].copy()
        moved = chance.random(len(rows)) < _MOVED
        count = int(moved.sum())
        district = villages.district[village[moved]]
        starts = np.searchsorted(villages.district, np.arange(len(villages.district_codes) + 1))
        near = starts[district] + (
            chance.random(count) * (starts[district + 1] - starts[district])
        ).astype(np.int64)
        far = chance.integers(0, len(villages.codes), count)
        village[moved] = np.where(chance.random(count) < _SAME_DISTRICT, near, far)
        return village, moved


def registrants_of(population: Population, answers: Answers, outsiders: Outsiders) -> Registrants:
    """The people of the round of `answers`, then the outsiders."""
    asked, everybody, households = answers.asked, population.people, population.households
    who, out = asked.people, outsiders
    houses = len(asked.households)
    out_house = np.where(out.household >= 0, out.household + houses, UNKNOWN).astype(np.int32)
    no, unknown = np.zeros(len(out.age), np.bool_), np.full(len(out.age), UNKNOWN, np.int8)
    household_village = households.village[asked.households]
    luck = everybody.luck[who]
    pairs: dict[str, tuple[npt.NDArray[Any], npt.NDArray[Any]]] = {
        "household": (asked.household, out_house),
        "village": (household_village[asked.household], out.village),
        "relation": (everybody.relation[who], out.relation),
        "sex": (everybody.sex[who], out.sex),
        "age": (asked.age, out.age),
        "born_day": (everybody.born_day[who], out.born_day),
        "is_birthday_known": (everybody.is_birthday_known[who], ~no),
        "first_name": (everybody.first_name[who], out.first_name),
        "last_name": (everybody.last_name[who], out.last_name),
        "id_digits": (everybody.id_digits[who], out.id_digits),
        "has_id": (everybody.has_id[who], out.has_id),
        "is_failing": ((answers.household_fails.sum(axis=1) > 0)[asked.household], no),
        "is_student": (answers.occupation == STUDENT, no),
        "disability": (disabilities(luck[:, HEALTH], asked.is_disabled), unknown * 0),
        "occupation": (answers.occupation, unknown),
        "income_per_person": (_income_per_person(answers)[asked.household], out.income_per_person),
        "house_digits": (households.code_digits[asked.households], out.house_digits),
        "house_number": (households.number[asked.households], out.house_number),
    }
    joined = {name: np.concatenate(pair) for name, pair in pairs.items()}
    is_married = np.concatenate([everybody.is_married[who], out.is_married])
    return Registrants(
        population=population,
        answers=answers,
        surveyed=len(who),
        found_from=len(who) + out.found_from,
        prefix=prefixes(
            age=joined["age"],
            sex=joined["sex"],
            is_married=is_married,
            luck=np.concatenate([luck[:, TURN], out.luck]),
        ),
        head=_heads(joined["household"], joined["relation"], houses + len(out.house_number)),
        **joined,
    )


def _income_per_person(answers: Answers) -> npt.NDArray[np.float64]:
    """Baht a year of each household `(h,)` over its members."""
    income = answers.incomes
    total = income.primary + income.secondary + income.other + income.own_produce
    ratio: npt.NDArray[np.float64] = total / answers.asked.size
    return ratio


def _heads(
    household: npt.NDArray[np.int32], relation: npt.NDArray[np.int8], houses: int
) -> Positions:
    """The head of each house; its first member where no head is there."""
    found = np.zeros(houses, np.int64)
    for candidates in (household >= 0, (household >= 0) & (relation == HEAD)):
        people = np.flatnonzero(candidates)[::-1]
        found[household[people]] = people
    return found
