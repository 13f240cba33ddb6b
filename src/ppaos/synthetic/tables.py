"""What is handed over: the household and member tables of a round, as the source files name them.

Columns and codes are those of the sources `bmn-households-2560` and `bmn-members-2560`. Every row
has `synthetic` true and every table says so in its metadata.
"""

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ppaos.definitions.sources import loader
from ppaos.synthetic.answers import Answers
from ppaos.synthetic.arrow_columns import coded, dates, digit_texts
from ppaos.synthetic.names import FAMILY_NAMES, FIRST_NAMES, PREFIXES, prefixes
from ppaos.synthetic.numbers import house_number_texts
from ppaos.synthetic.population import HEALTH, TURN, Population
from ppaos.synthetic.positions import Positions
from ppaos.synthetic.round import OLD, YOUNG

NOTICE_TH: Final = "ข้อมูลสังเคราะห์ ไม่ใช่ข้อมูลของบุคคลจริง ห้ามใช้ตัดสินใจเกี่ยวกับบุคคลหรือพื้นที่ใด"
NOTICE_EN: Final = (
    "Synthetic data: nobody in it is real. Not to be used to decide about any person or place."
)
_DISABILITY_SHARES: Final = np.cumsum([0.10, 0.19, 0.50, 0.08, 0.07, 0.03])


class Tables(NamedTuple):
    """The two tables of one province and round, and how many people are in failing households."""

    households: pa.Table
    members: pa.Table
    failing_households: int
    failing_people: int


def tables_of(
    population: Population, answers: Answers, positions: Positions, *, seed: int
) -> Tables:
    """Both tables, rows ascending by village, house code and person number."""
    asked = answers.asked
    failing = answers.household_fails.any(axis=1)
    metadata = {
        "synthetic": "true",
        "notice_th": NOTICE_TH,
        "notice_en": NOTICE_EN,
        "province": population.province,
        "round_be": str(asked.round_be),
        "seed": str(seed),
    }
    household_rows = digit_texts(population.households.code_digits[asked.households])
    village = population.households.village[asked.households]
    households = _household_columns(population, answers, household_rows, village)
    for name in ("latitude", "longitude"):
        households[name] = pa.array(getattr(positions, name)[asked.households], from_pandas=True)
    households = _as_in_source(households, "bmn-households-2560")
    members = _member_columns(population, answers, village)
    return Tables(
        households=pa.table(households, metadata=metadata),
        members=pa.table(members, metadata=metadata),
        failing_households=int(failing.sum()),
        failing_people=int(asked.size[failing].sum()),
    )


def _household_columns(
    population: Population,
    answers: Answers,
    household_rows: "pa.Array[Any]",
    village: npt.NDArray[np.int32],
) -> "dict[str, pa.Array[Any]]":
    asked, count = answers.asked, answers.asked.count
    income = answers.incomes
    codes = population.villages.code_texts()
    # Villages share names; a dictionary that repeats a text is not written the same every time.
    names, name_of_village = np.unique(population.villages.names.astype(str), return_inverse=True)
    number = population.households.number[asked.households]
    columns: dict[str, pa.Array[Any]] = {
        "round_be": pa.array(np.full(len(household_rows), asked.round_be, np.int16)),
        "house_code": household_rows,
        "house_number": coded(number, house_number_texts()),
        "village_code": coded(village, codes),
        "village_name": coded(name_of_village[village], names.tolist()),
        "surveyed_on": dates(asked.survey_date, np.ones(len(household_rows), np.bool_)),
        "member_count": pa.array(asked.size),
    }
    columns |= {name: pa.array(codes) for name, codes in _person_counts(answers).items()}
    columns |= {name: pa.array(codes) for name, codes in answers.household_codes.items()}
    columns |= {
        "q22_income_primary_baht": pa.array(income.primary.astype(np.int32)),
        "q22_income_secondary_baht": pa.array(income.secondary.astype(np.int32)),
        "q22_income_other_baht": pa.array(income.other.astype(np.int32)),
        "q22_income_own_produce_baht": pa.array(income.own_produce.astype(np.int32)),
        "q28_without_card": pa.array(count(answers.eligible[28] & ~answers.has_card)),
        "synthetic": pa.array(np.ones(len(household_rows), np.bool_)),
    }
    return columns


def _person_counts(answers: Answers) -> dict[str, npt.NDArray[np.int8]]:
    count, eligible, fails = answers.asked.count, answers.eligible, answers.fails
    exercise = answers.exercise
    claims = {
        "q1_infants": eligible[1],
        "q1_low_weight": fails[1],
        "q7_people": eligible[7],
        "q7_exercise_3x30": exercise == 1,
        "q7_exercise_5x10": exercise == 2,
        "q7_none": exercise == 3,
        "q15_children": eligible[15],
        "q15_not_served": fails[15],
        "q16_children": eligible[16],
        "q16_not_enrolled": fails[16],
        "q17_leavers": eligible[17],
        "q17_not_continuing": fails[17],
        "q19_people": eligible[19],
        "q19_not_literate": fails[19],
        "q20_people": eligible[20],
        "q20_no_occupation_no_income": fails[20] & answers.no_income,
        "q20_income_no_occupation": fails[20] & ~answers.no_income,
        "q21_people": eligible[21],
        "q21_no_occupation_no_income": fails[21] & answers.no_income,
        "q21_income_no_occupation": fails[21] & ~answers.no_income,
        "q27_older_people": eligible[27],
        "q27_not_cared": fails[27],
        "q28_disabled_people": eligible[28],
        "q28_not_cared": fails[28],
    }
    return {name: count(claim).astype(np.int8) for name, claim in claims.items()}


def _member_columns(
    population: Population, answers: Answers, village: npt.NDArray[np.int32]
) -> "dict[str, pa.Array[Any]]":
    asked, everybody = answers.asked, population.people
    who, age, household = asked.people, asked.age, asked.household
    sex = everybody.sex[who]
    prefix = prefixes(
        age=age, sex=sex, is_married=everybody.is_married[who], luck=everybody.luck[who, TURN]
    )
    starts = np.cumsum(asked.size, dtype=np.int64) - asked.size
    person_number = (np.arange(len(who)) - starts[household] + 1).astype(np.int8)
    house_digits = population.households.code_digits[asked.households]
    columns: dict[str, pa.Array[Any]] = {
        "round_be": pa.array(np.full(len(who), asked.round_be, np.int16)),
        "house_code": digit_texts(house_digits[household]),
        "village_code": coded(village[household], population.villages.code_texts()),
        "person_number": pa.array(person_number),
        "citizen_id": digit_texts(everybody.id_digits[who], everybody.has_id[who]),
        "prefix": coded(prefix, list(PREFIXES)),
        "first_name": coded(everybody.first_name[who], FIRST_NAMES.texts),
        "last_name": coded(everybody.last_name[who], FAMILY_NAMES.texts),
        "sex": pa.array(sex),
        "born_on": dates(everybody.born_day[who], everybody.is_birthday_known[who]),
        "age_years": pa.array(age),
        "relation": pa.array(everybody.relation[who]),
        "synthetic": pa.array(np.ones(len(who), np.bool_)),
    }
    columns |= _person_answers(population, answers)
    return _as_in_source(columns, "bmn-members-2560")


def _as_in_source(columns: "dict[str, pa.Array[Any]]", source: str) -> "dict[str, pa.Array[Any]]":
    """The columns in the order of their source; one that nothing is made for stays out of the file."""
    return {name: columns[name] for name in loader.load(source).columns if name in columns}


def _person_answers(population: Population, answers: Answers) -> "dict[str, pa.Array[Any]]":
    asked, eligible, fails = answers.asked, answers.eligible, answers.fails
    everybody, age = population.people, asked.age
    working = eligible[20] | eligible[21]
    disability = disabilities(everybody.luck[asked.people, HEALTH], asked.is_disabled)
    codes: dict[str, tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]] = {
        "education": (answers.education, answers.education >= 0),
        "occupation": (answers.occupation, answers.occupation >= 0),
        "disability": (disability, np.ones(len(age), np.bool_)),
        "cares_for_self": (~asked.cannot_care_for_self, age >= 6),
        "dependency": (_dependency(answers), np.ones(len(age), np.bool_)),
        "q7_exercise": (answers.exercise, eligible[7]),
        "q20_21_has_occupation": (~(fails[20] | fails[21]), working),
        "q20_21_has_income": (~answers.no_income, working),
        "q28_has_card": (answers.has_card, eligible[28]),
    }
    for item, name in _YES_NO_OF_PEOPLE.items():
        codes[name] = (~fails[item], eligible[item])
    columns: dict[str, pa.Array[Any]] = {
        name: pa.array(values.astype(np.int8), mask=~is_asked)
        for name, (values, is_asked) in codes.items()
    }
    weight = everybody.birth_weight_g[asked.people]
    columns["q1_birth_weight_g"] = pa.array(weight, mask=~eligible[1])
    income = answers.incomes.of_person.astype(np.int32)
    columns["income_baht"] = pa.array(income, mask=age < YOUNG)
    return columns


_YES_NO_OF_PEOPLE: Final = {
    15: "q15_served",
    16: "q16_enrolled",
    17: "q17_continues",
    19: "q19_literate",
    27: "q27_cared",
    28: "q28_cared",
}


def disabilities(
    luck: npt.NDArray[np.float32], is_disabled: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int8]:
    """Kind of disability 1 to 7, the same in every round; 0 none."""
    kind = 1 + np.searchsorted(_DISABILITY_SHARES, luck.astype(np.float64) * 7919 % 1)
    return np.where(is_disabled, kind, 0).astype(np.int8)


def _dependency(answers: Answers) -> npt.NDArray[np.int8]:
    """4 bedridden, 3 disabled, 2 aged 60 and over, 1 under 15, else 0; the first that holds."""
    asked = answers.asked
    dependency = np.select(
        [asked.is_bedridden, asked.is_disabled, asked.age >= OLD, asked.age < YOUNG], [4, 3, 2, 1]
    )
    return dependency.astype(np.int8)
