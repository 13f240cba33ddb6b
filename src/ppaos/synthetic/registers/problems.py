"""Registers of trouble: calls to hotline 1300, the ThaiQM items, people whom local teams found.

Which items a household has follows what it fails in the survey; how many call, and about what, is
our assumption. Callers often name nobody, and teams seldom see a citizen ID.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ppaos.domain.arrays import Flags
from ppaos.domain.thai.dates import to_common
from ppaos.synthetic import hardship
from ppaos.synthetic.arrow_columns import coded, digit_texts
from ppaos.synthetic.families import HEAD
from ppaos.synthetic.names import FAMILY_NAMES, FIRST_NAMES
from ppaos.synthetic.numbers import put_digits
from ppaos.synthetic.registers.registrants import Positions, Registrants
from ppaos.synthetic.registers.rows import (
    Register,
    all_dates,
    by_village,
    change_days,
    day_of,
    register_of,
)

ITEM_COUNTS: Final = (6, 3, 5, 12, 4, 2, 5)
OCCUPATIONS: Final = (
    "ไม่มีอาชีพ", "กำลังศึกษา", "เกษตรกรรม", "รับจ้างทั่วไป", "พนักงานบริษัท", "ค้าขาย", "รับราชการ",
    "ธุรกิจส่วนตัว", "อื่น ๆ",
)  # fmt: skip
# ThaiQM area -> survey indicators whose failure makes a problem of it likely.
_CAUSES: Final = {0: (8,), 1: (9, 10), 2: (16, 17, 19), 4: (20, 21, 22), 6: (27, 28)}
_BACKGROUND: Final = (0.004, 0.003, 0.003, 0.006, 0.006, 0.002, 0.004)
_TEAMS: Final = ("ทีมพี่เลี้ยง", "ทีมปฏิบัติการตำบล", "อสม.", "ผู้ใหญ่บ้าน")
ANONYMOUS: Final = "anonymous"


def complaints(view: Registrants, chance: np.random.Generator) -> Register:
    """A third name nobody; a third give a name and a village; the rest more, half with an ID."""
    size = len(view.age)
    share = np.where(view.is_failing, 0.012, np.where(view.is_surveyed, 0.0015, 0.004))
    rows = np.flatnonzero(chance.random(size) < share)
    rows = rows[by_village(view, rows)]
    count = len(rows)
    luck = chance.random(count)
    is_anonymous, is_brief = luck < 0.35, luck < 0.65
    has_id = (luck > 0.82) & view.has_id[rows]
    day = day_of(_year(view), 12, 31)
    received = day - chance.integers(0, 340, count)
    homeless = ~view.is_in_house[rows] & (chance.random(count) < 0.8)
    topic = np.where(homeless, 1, _topics(view, chance, rows))
    status = np.where(received < day - 90, 3, chance.integers(1, 3, count))
    full = register_of("complaints-1300", view, chance, rows, {
        "province_code": coded(np.zeros(count, np.int64), [view.population.province]),
        "received_on": all_dates(received),
        "topic": topic.astype(np.int8),
        "status": status.astype(np.int8),
        "age_years": pa.array(_guessed(chance, view.age[rows]), mask=luck < 0.45),
        "as_of": all_dates(np.minimum(received + 30, day)),
    })  # fmt: skip
    hidden = {
        "citizen_id": ~has_id,
        "prefix": is_brief,
        "first_name": is_anonymous,
        "last_name": is_anonymous,
        "sex": is_anonymous,
        "born_on": ~has_id,
        "house_code": is_brief | (luck < 0.8),
        "house_number": is_brief,
        "village_code": is_anonymous & (luck < 0.15),
    }
    notes = dict.fromkeys(np.flatnonzero(is_anonymous).tolist(), ANONYMOUS)
    return Register(full.source, _hidden(full.table, hidden), rows, notes)


def thaiqm_people(view: Registrants, chance: np.random.Generator) -> Register:
    """People with a problem: most of failing households, one in forty of the others."""
    problems = _problem_areas(view, chance)
    rows = np.flatnonzero(problems.any(axis=1))
    rows = rows[by_village(view, rows)]
    count = len(rows)
    house = view.household[rows]
    head = view.head[house]
    sizes = np.bincount(view.household[view.is_in_house], minlength=len(view.head))
    numbers = np.zeros((count, 10), dtype=np.uint8)  # no telephone number begins with four zeros
    put_digits(numbers[:, 4:], chance.integers(0, 10**6, count))
    masters = chance.integers(0, len(FIRST_NAMES.texts), count)
    same = chance.random(count) < 0.7
    last = np.where(same, view.last_name[head], chance.integers(0, len(FAMILY_NAMES.texts), count))
    day = day_of(_year(view), 8, 31)
    occupation, seen = view.occupation[rows], change_days(chance, count, day)
    return register_of("thaiqm", view, chance, rows, {
        "head_citizen_id": view.id_texts(head),
        "head_first_name": coded(view.first_name[head], FIRST_NAMES.texts),
        "head_last_name": coded(view.last_name[head], FAMILY_NAMES.texts),
        "house_master_name": _full_names(masters, last),
        "member_count": np.clip(sizes[house], 1, 60).astype(np.int16),
        "occupation": coded(np.maximum(occupation, 0), list(OCCUPATIONS), occupation >= 0),
        "phone": digit_texts(numbers, chance.random(count) < 0.6),
        "surveyed_on": all_dates(seen - chance.integers(0, 120, count)),
        "as_of": all_dates(seen),
    } | _items(chance, problems[rows]))  # fmt: skip


def local_finds(view: Registrants, chance: np.random.Generator) -> Register:
    """People in no survey household: those in no register either, and a few who are in some."""
    known = np.flatnonzero(~view.is_surveyed & view.is_in_house)
    count_known = min(len(known), max((len(view.age) - view.found_from) // 7, 1))
    some = np.sort(chance.permutation(known)[:count_known])
    rows = np.concatenate([some, np.arange(view.found_from, len(view.age))])
    rows = rows[by_village(view, rows)]
    count = len(rows)
    kind = np.where(view.has_id[rows], 1, 4)
    luck = chance.random(count)
    kind = np.where(~view.is_in_house[rows] & (luck < 0.4), 2, np.where(luck > 0.75, 3, kind))
    day = day_of(_year(view), 12, 15)
    found = day - chance.integers(0, 330, count)
    full = register_of("local-finds", view, chance, rows, {
        "find_kind": kind.astype(np.int8),
        "status": chance.integers(1, 4, count).astype(np.int8),
        "found_on": all_dates(found),
        "team": coded(chance.integers(0, len(_TEAMS), count), list(_TEAMS)),
        "age_years": _guessed(chance, view.age[rows]),
        "as_of": all_dates(np.minimum(found + chance.integers(0, 60, count), day)),
    })  # fmt: skip
    hidden = {
        "citizen_id": chance.random(count) < 0.5,
        "last_name": chance.random(count) < 0.15,
        "born_on": chance.random(count) < 0.75,
        "house_code": chance.random(count) < 0.8,
    }
    return Register(full.source, _hidden(full.table, hidden), rows)


def _problem_areas(view: Registrants, chance: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Which of the seven areas each person has a problem in `(n, 7)`; nobody without a house."""
    failed, household = view.answers.household_fails, view.household[: view.surveyed]
    wanted = chance.random((len(view.age), len(ITEM_COUNTS))) < np.array(_BACKGROUND)
    for area, items in _CAUSES.items():
        columns = [hardship.INDICATORS.index(item) for item in items]
        has_cause = (failed[:, columns].sum(axis=1) > 0)[household]
        wanted[: view.surveyed, area] |= has_cause & (chance.random(view.surveyed) < 0.5)
    # the head stands for the household where nobody else does
    able = view.is_in_house & ((view.relation == HEAD) | (view.age >= 6))
    problems: Flags = wanted & able.reshape(-1, 1)
    return problems


def _items(
    chance: np.random.Generator, problems: npt.NDArray[np.bool_]
) -> dict[str, npt.NDArray[np.int8]]:
    """Answers 0 and 1 of the 37 items: at least one yes in each area that has a problem."""
    answers: dict[str, npt.NDArray[np.int8]] = {}
    for area, count in enumerate(ITEM_COUNTS):
        rows = np.flatnonzero(problems[:, area])
        yes = np.zeros((len(problems), count), dtype=np.int8)
        yes[rows] = chance.random((len(rows), count)) < 0.08
        yes[rows, chance.integers(0, count, len(rows))] = 1
        first = sum(ITEM_COUNTS[:area]) + 1
        answers |= {f"item_{first + place:02d}": yes[:, place] for place in range(count)}
    return answers


def _topics(
    view: Registrants, chance: np.random.Generator, rows: Positions
) -> npt.NDArray[np.int64]:
    age, luck = view.age[rows], chance.random(len(rows))
    topics: npt.NDArray[np.int64] = np.select(
        [
            luck < 0.15,
            view.disability[rows] > 0,
            (age >= 60) & (luck < 0.6),
            age < 18,
            luck < 0.55,
            luck < 0.7,
        ],
        [3, 4, 5, 6, 2, 7],
        8,
    )
    return topics


def _guessed(chance: np.random.Generator, age: npt.NDArray[np.int16]) -> npt.NDArray[np.int16]:
    """Ages as a stranger guesses them: adults to the nearest five years, one step out at times."""
    near = np.rint(age / 5) * 5 + chance.choice([-5, 0, 0, 0, 5], len(age))
    return np.clip(np.where(age < 15, age, near), 0, 110).astype(np.int16)


def _full_names(first: npt.NDArray[np.integer], last: npt.NDArray[np.integer]) -> "pa.Array[Any]":
    """`First Last` texts by positions in the lists of names."""
    firsts = np.array(FIRST_NAMES.texts, dtype=object)[first]
    lasts = np.array(FAMILY_NAMES.texts, dtype=object)[last]
    return pa.array(firsts + " " + lasts, pa.string())


def _hidden(table: pa.Table, hidden: dict[str, Flags]) -> pa.Table:
    """The table with cells emptied where the mask of their column is true."""
    for name, mask in hidden.items():
        column: Any = table[name].combine_chunks()  # plain or a DictionaryArray
        where = pa.array(np.arange(len(mask)), pa.int64(), mask=mask)
        position = table.column_names.index(name)
        if pa.types.is_dictionary(column.type):
            column = pa.DictionaryArray.from_arrays(column.indices.take(where), column.dictionary)
        else:
            column = column.take(where)
        table = table.set_column(position, name, column)
    return table


def _year(view: Registrants) -> int:
    return to_common(view.answers.asked.round_be)
