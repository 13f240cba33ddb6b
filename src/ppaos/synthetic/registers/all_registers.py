"""The ten registers beside the survey: by name, each drawn for one province.

Every register has a stream of chance of its own, so that it is the same alone and among others.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from ppaos.domain.thai.dates import to_common
from ppaos.synthetic.arrow_columns import coded
from ppaos.synthetic.randomness import stream
from ppaos.synthetic.registers.benefits import (
    disability_register,
    newborn_grants,
    old_age_allowance,
    social_assistance,
    welfare_cards,
)
from ppaos.synthetic.registers.problems import complaints, local_finds, thaiqm_people
from ppaos.synthetic.registers.registrants import Registrants
from ppaos.synthetic.registers.rows import (
    Register,
    all_dates,
    by_village,
    change_days,
    day_of,
    register_of,
    table_of,
)

_AREAS: Final = (
    "infrastructure", "economy", "health", "education", "participation", "environment", "risk",
)  # fmt: skip


def drawn_registers(view: Registrants, names: Sequence[str], *, seed: int) -> Iterator[Register]:
    """The registers asked for, in that order."""
    for name in names:
        chance = stream(seed, view.population.province, f"register {name}")
        yield REGISTERS[name](view, chance)


def education_register(view: Registrants, chance: np.random.Generator) -> Register:
    """Ages 6 to 24: pupils and most of those who left; one row in twenty-five is out of date."""
    size = len(view.age)
    in_years = (view.age >= 6) & (view.age <= 24) & (np.arange(size) < view.found_from)
    luck = chance.random(size)
    studies = np.where(view.is_surveyed, view.is_student, luck * 11 % 1 < 1.35 - view.age / 24)
    fails = np.zeros(size, np.bool_)
    fails[: view.surveyed] = view.answers.fails[16]
    studies = np.where(view.is_surveyed & (view.age < 15), ~fails, studies)
    rows = np.flatnonzero(in_years & (luck < np.where(studies, 0.97, 0.72)))
    rows = rows[by_village(view, rows)]
    count = len(rows)
    stale = chance.random(count) < 0.04
    day = day_of(to_common(view.answers.asked.round_be), 6, 10)
    level = np.searchsorted([12, 15, 18], view.age[rows], side="right") + 1
    return register_of("education-register", view, chance, rows, {
        "academic_year": np.full(count, view.answers.asked.round_be, np.int16),
        "school_level": level.astype(np.int8),
        "enrolled": (studies[rows] ^ stale).astype(np.int8),
        "as_of": all_dates(change_days(chance, count, day)),
    })  # fmt: skip


def villages_nrd2c(view: Registrants, chance: np.random.Generator) -> Register:
    """Every village, with the levels of seven areas; poorer villages have more problems."""
    villages = view.population.villages
    count = len(villages.codes)
    people = np.bincount(view.village, minlength=count)
    first = np.unique(view.household[view.is_in_house], return_index=True)[1]
    households = np.bincount(view.village[view.is_in_house][first], minlength=count)
    failing = np.bincount(view.village, weights=view.is_failing, minlength=count)
    hardship = failing / np.maximum(people, 1)
    names, name_of = np.unique(villages.names.astype(str), return_inverse=True)
    columns: dict[str, pa.Array[Any]] = {
        "round_be": pa.array(np.full(count, view.answers.asked.round_be, np.int16)),
        "village_code": coded(np.arange(count), villages.code_texts()),
        "village_name": coded(name_of, names.tolist()),
        "household_count": pa.array(households.astype(np.int32)),
        "population": pa.array(people.astype(np.int32)),
        "as_of": all_dates(
            change_days(chance, count, day_of(to_common(view.answers.asked.round_be), 5, 31))
        ),
        "synthetic": pa.array(np.ones(count, np.bool_)),
    }
    for area in _AREAS:
        score = 1.0 + chance.standard_normal(count) - 12 * hardship
        level = 1 + np.searchsorted([-0.4, 0.9], score)
        columns[f"{area}_level"] = pa.array(level.astype(np.int8))
    table = table_of("villages-nrd2c", view, columns)
    return Register("villages-nrd2c", table, np.zeros(0, np.int64))


REGISTERS: Final[dict[str, Callable[[Registrants, np.random.Generator], Register]]] = {
    "state-welfare-card": welfare_cards,
    "disability-register": disability_register,
    "old-age-allowance": old_age_allowance,
    "newborn-grant": newborn_grants,
    "msdhs-social-assistance": social_assistance,
    "complaints-1300": complaints,
    "thaiqm": thaiqm_people,
    "education-register": education_register,
    "villages-nrd2c": villages_nrd2c,
    "local-finds": local_finds,
}
