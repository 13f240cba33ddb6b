"""What is wrong in registers, put in on purpose: no number, another's number, misspelt names.

Most rows that lose their citizen ID get a second mistake, in a name or the birth date, so that
finding the person again is put to the test. Everything is told: the kind of each row for the
truth of links, and each changed cell for the truth file of traps.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ppaos.synthetic import traps
from ppaos.synthetic.geography import Villages
from ppaos.synthetic.randomness import stream
from ppaos.synthetic.registers.registrants import Positions
from ppaos.synthetic.registers.rows import Register, keys
from ppaos.synthetic.spelling import misspelt
from ppaos.synthetic.traps import ACCEPTED, FLAGGED, NORMALISED, Edit, Edits, Row, Trap

DUPLICATE: Final = "duplicate_person"
MOVED_DISTRICT: Final = "moved_district"
WITHOUT_NUMBER: Final = frozenset(["no_id", "bad_check_digit", "other_persons_id"])
_SECOND_ERROR: Final = 0.65
_READ: Final = (
    "citizen_id", "prefix", "first_name", "last_name", "born_on", "house_code", "village_code",
)  # fmt: skip


@dataclass(frozen=True)
class FaultyRegister:
    """A register as text with its mistakes; `rows` and `kinds` as `Register.rows` and `notes`."""

    table: pa.Table
    rows: Positions
    kinds: Mapping[int, str]
    edits: Sequence[Edit]


@dataclass(frozen=True)
class Others:
    """What a row may be mistaken for: numbers and house codes of others, villages by district."""

    ids: Sequence[str]
    house_codes: Sequence[str]
    villages: Mapping[str, Sequence[str]]


def with_errors(
    register: Register, chance: np.random.Generator, *, rate: float, villages: Villages
) -> FaultyRegister:
    """The register with a mistake in `rate` of its rows; copies stand at the end."""
    texts, key = traps.as_text(register.table), register.key
    picked = np.sort(chance.permutation(texts.num_rows)[: round(rate * texts.num_rows)])
    luck = random.Random(int(chance.integers(2**62)))
    originals = texts.select([key, *_READ]).take(pa.array(picked, pa.int64())).to_pylist()
    kinds, edits, copies = dict(register.notes), list[Edit](), list[int]()
    ordinary = _person_traps(_others(texts, villages, chance))
    for row, original in zip(picked.tolist(), originals, strict=True):
        chosen = _mistakes(luck, ordinary, original)
        told = "+".join(trap.kind for trap, _ in chosen)
        if told == DUPLICATE:
            copies.append(row)
            kinds[texts.num_rows + len(copies) - 1] = told
        elif told:
            kinds[row] = "+".join(filter(None, [kinds.get(row), told]))
            edits += _edits(row, original, original[key], chosen)
    if copies:
        more = texts.take(pa.array(copies))
        new = keys(str(texts[key][0].as_py())[:2], texts.num_rows + 1, len(copies))
        edits += [
            Edit(texts.num_rows + place + 1, key, old, DUPLICATE, old, now, ACCEPTED)
            for place, (old, now) in enumerate(zip(_texts(more[key]), _texts(new), strict=True))
        ]
        texts = pa.concat_tables([texts, more]).combine_chunks()
    rows = np.concatenate([register.rows, register.rows[np.array(copies, np.int64)]])
    return FaultyRegister(traps.applied(texts, edits), rows, kinds, tuple(sorted(edits)))


def moved_district(seed: int, province: str, villages: Villages) -> tuple[str, str] | None:
    """A village, and the code in another district that registers give it; None with one district."""
    chance = stream(seed, province, MOVED_DISTRICT)
    village = int(np.argsort(villages.weights)[-1 - int(chance.integers(0, 5))])
    elsewhere = np.flatnonzero(villages.district != villages.district[village])
    if not len(elsewhere):
        return None
    codes = villages.code_texts()
    return codes[village], codes[int(chance.choice(elsewhere))][:6] + "99"


def with_moved_village(soiled: FaultyRegister, key: str, move: tuple[str, str]) -> FaultyRegister:
    """Every row of the village under its other code; a row that has no other mistake says so."""
    old, new = move
    column = soiled.table["village_code"].combine_chunks()
    where: Any = pc.fill_null(pc.equal(column, pa.scalar(old)), pa.scalar(False))
    found = np.flatnonzero(where.to_numpy(zero_copy_only=False)).tolist()
    position = soiled.table.column_names.index("village_code")
    changed = pc.if_else(where, new, column)
    record = _texts(soiled.table[key].take(pa.array(found, pa.int64())))
    edits = [
        Edit(row + 1, "village_code", name, MOVED_DISTRICT, old, new, ACCEPTED)
        for row, name in zip(found, record, strict=True)
    ]
    return FaultyRegister(
        soiled.table.set_column(position, "village_code", changed),
        soiled.rows,
        {**dict.fromkeys(found, MOVED_DISTRICT), **soiled.kinds},
        tuple(sorted([*soiled.edits, *edits])),
    )


def misspelling_of(column: str) -> Callable[[random.Random, Row], Edits]:
    """The name in `column` as somebody who heard it might write it."""

    def edit(luck: random.Random, row: Row) -> Edits:
        wrong = misspelt(luck, row[column] or "")
        return {column: wrong} if wrong else {}

    return edit


def _mistakes(
    luck: random.Random, ordinary: Sequence[Trap], original: Row
) -> list[tuple[Trap, Edits]]:
    """One mistake, or two where the number is lost; none where the row lends itself to none."""
    first = _pick(luck, ordinary, original)
    if first is None:
        return []
    trap, _ = first
    if trap.kind in WITHOUT_NUMBER and luck.random() < _SECOND_ERROR:
        second = _pick(luck, HEARD_WRONG, original)
        return [first] if second is None else [first, second]
    return [first]


def _pick(luck: random.Random, kinds: Sequence[Trap], original: Row) -> tuple[Trap, Edits] | None:
    left = list(kinds)
    while left:
        trap = luck.choices(left, [kind.weight for kind in left])[0]
        changed = trap.edit(luck, original)
        if changed or trap.kind == DUPLICATE:
            return trap, changed
        left.remove(trap)
    return None


def _edits(row: int, original: Row, key: str, chosen: Sequence[tuple[Trap, Edits]]) -> list[Edit]:
    return [
        Edit(row + 1, column, key, trap.kind, original[column] or "", now or "", trap.outcome)
        for trap, changed in chosen
        for column, now in changed.items()
    ]


def _others(texts: pa.Table, villages: Villages, chance: np.random.Generator) -> Others:
    some = (
        pa.array(chance.integers(0, texts.num_rows, 400), pa.int64())
        if texts.num_rows
        else pa.array([], pa.int64())
    )
    by_district: dict[str, list[str]] = {}
    for code in villages.code_texts():
        by_district.setdefault(code[:4], []).append(code)
    ids, houses = (
        [text for text in texts[name].take(some).to_pylist() if text]
        for name in ("citizen_id", "house_code")
    )
    return Others(ids, houses, by_district)


def _person_traps(others: Others) -> tuple[Trap, ...]:
    def anothers(column: str, texts: Sequence[str]) -> Callable[[random.Random, Row], Edits]:
        def edit(luck: random.Random, row: Row) -> Edits:
            other = luck.choice(texts) if texts else None
            return {column: other} if row[column] and other and other != row[column] else {}

        return edit

    def moved(luck: random.Random, row: Row) -> Edits:
        village = row["village_code"]
        if not village or village[:4] not in others.villages:
            return {}
        near = luck.random() < 0.6
        district = village[:4] if near else luck.choice(list(others.villages))
        other = luck.choice(others.villages[district])
        return {"village_code": other, "house_code": None} if other != village else {}

    return (
        Trap("no_id", ACCEPTED, 25, _lost("citizen_id")),
        Trap("bad_check_digit", FLAGGED, 10, traps.bad_check_digit),
        Trap("other_persons_id", ACCEPTED, 2, anothers("citizen_id", others.ids)),
        *HEARD_WRONG,
        Trap("attached_prefix", NORMALISED, 4, traps.attached_prefix),
        Trap("misspelt_prefix", NORMALISED, 4, traps.misspelt_prefix),
        Trap("moved_village", ACCEPTED, 6, moved),
        Trap("wrong_house_code", ACCEPTED, 3, anothers("house_code", others.house_codes)),
        Trap("lost_house_code", ACCEPTED, 4, _lost("house_code")),
        Trap(DUPLICATE, ACCEPTED, 3, lambda luck, row: {}),
        Trap("older_than_120", ACCEPTED, 0.3, _older_than_120),
        Trap("thai_digits", NORMALISED, 2, traps.thai_digits_of("citizen_id", "house_code")),
        Trap("extra_whitespace", NORMALISED, 3, traps.whitespace_of("first_name", "last_name")),
        Trap("buddhist_date", NORMALISED, 2, traps.buddhist_date_of("born_on")),
        Trap("thai_date", NORMALISED, 2, traps.thai_date_of("born_on")),
    )


def _lost(column: str) -> Callable[[random.Random, Row], Edits]:
    return lambda luck, row: {column: None} if row[column] else {}


def _swapped_names(luck: random.Random, row: Row) -> Edits:
    first, last = row["first_name"], row["last_name"]
    if not first or not last or first == last:
        return {}
    return {"first_name": last, "last_name": first}


def _year_only(luck: random.Random, row: Row) -> Edits:
    born = row["born_on"] or ""
    return {} if not born or born.endswith("-00-00") else {"born_on": f"{born[:4]}-00-00"}


def _birth_off(luck: random.Random, row: Row) -> Edits:
    """Day and month exchanged where both can be either, or the year off by one."""
    born = row["born_on"] or ""
    if not born or born.endswith("-00-00"):
        return {}
    year, month, day = born.split("-")
    if day != month and int(day) <= 12 and luck.random() < 0.6:
        return {"born_on": f"{year}-{day}-{month}"}
    if (month, day) == ("02", "29"):
        day = "28"
    return {"born_on": f"{int(year) + luck.choice([-1, 1])}-{month}-{day}"}


def _older_than_120(luck: random.Random, row: Row) -> Edits:
    born = row["born_on"] or ""
    if not born or not "1900" < born < "1950" or born.endswith("-00-00"):
        return {}
    return {"born_on": f"{luck.randint(1885, 1898)}-{born[5:7]}-{min(int(born[8:]), 28):02d}"}


HEARD_WRONG: Final = (
    Trap("misspelt_first_name", ACCEPTED, 12, misspelling_of("first_name")),
    Trap("misspelt_last_name", ACCEPTED, 12, misspelling_of("last_name")),
    Trap("swapped_names", ACCEPTED, 3, _swapped_names),
    Trap("year_only_birth", ACCEPTED, 5, _year_only),
    Trap("birth_off", ACCEPTED, 6, _birth_off),
)


def _texts(column: "pa.Array[Any] | pa.ChunkedArray[Any]") -> list[str]:
    """Texts of a column that has no missing one."""
    return [str(text) for text in column.to_pylist()]
