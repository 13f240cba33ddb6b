"""What goes wrong in files that agencies send, injected on purpose, and what must become of it.

A trapped row gets one trap. Duplicates and conflicts are copies at the end of the file, so that
row numbers of the others stay. `Truth` rows tell every difference from the clean file.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ppaos.domain.thai.dates import MONTHS, to_buddhist

HIGHEST_RATE: Final = 0.5
ACCEPTED, NORMALISED, FLAGGED = "accepted", "accepted_normalised", "accepted_flagged"
QUARANTINED, REPEAT, REFUSED = "quarantined", "exact_repeat", "refused"

Row = Mapping[str, str | None]
Edits = dict[str, str | None]


class Truth(NamedTuple):
    """One injected difference: `row` counts data rows from 1, the header apart; empty is missing."""

    file: str
    row: int
    column: str
    key: str
    kind: str
    original: str
    injected: str
    outcome: str


class Edit(NamedTuple):
    """One difference of a table, before it is known which file and format holds it."""

    row: int
    column: str
    key: str
    kind: str
    original: str
    injected: str
    outcome: str


class Trap(NamedTuple):
    """A kind of trap: `edit` gives the cells it changes, none where the row does not lend itself."""

    kind: str
    outcome: str
    weight: float
    edit: Callable[[random.Random, Row], Edits]


def with_traps(
    table: pa.Table, chance: np.random.Generator, *, rate: float
) -> tuple[pa.Table, list[Edit]]:
    """The table as text with `rate` of its rows trapped, and every difference by row then column.

    Rows of the result are those of `table` in order, then the copies that duplicate or contradict.
    """
    texts = as_text(table)
    rows = np.sort(chance.permutation(table.num_rows)[: round(rate * table.num_rows)])
    luck = random.Random(int(chance.integers(2**62)))
    originals = texts.take(pa.array(rows, pa.int64())).to_pylist()
    kinds = MEMBER_TRAPS if "person_number" in texts.column_names else HOUSEHOLD_TRAPS
    edits: list[Edit] = []
    copies: list[int] = []
    for row, original in zip(rows.tolist(), originals, strict=True):
        trap, changed = _pick(luck, kinds, original)
        if trap.kind in COPYING:
            edits += _copied(original, trap, changed, first=row, copy=table.num_rows + len(copies))
            copies.append(row)
        else:
            edits += [_edit(row, original, trap, column, to) for column, to in changed.items()]
    if copies:
        texts = pa.concat_tables([texts, texts.take(pa.array(copies))]).combine_chunks()
    return applied(texts, edits), sorted(edits)


def without_required(table: pa.Table) -> tuple[pa.Table, str]:
    """The first rows without two required columns, and the names of those columns."""
    dropped = ["house_code", "village_code"]
    return as_text(table.slice(0, 20)).drop_columns(dropped), " ".join(dropped)


def as_text(table: pa.Table) -> pa.Table:
    """Every column as text; true and false in English; missing stays missing."""
    columns = {name: pc.cast(table[name], pa.string()) for name in table.column_names}
    return pa.Table.from_arrays(
        list(columns.values()), names=list(columns), metadata=table.schema.metadata
    ).combine_chunks()


def _pick(luck: random.Random, kinds: tuple[Trap, ...], original: Row) -> tuple[Trap, Edits]:
    """A trap drawn by weight among those that the row lends itself to."""
    left = list(kinds)
    while True:
        trap = luck.choices(left, [kind.weight for kind in left])[0]
        changed = trap.edit(luck, original)
        if changed or trap.kind == "duplicate_row":
            return trap, changed
        left.remove(trap)


def _edit(row: int, original: Row, trap: Trap, column: str, injected: str | None) -> Edit:
    before = original[column] if column else None
    return Edit(
        row + 1, column, _key(original), trap.kind, before or "", injected or "", trap.outcome
    )


def _copied(original: Row, trap: Trap, changed: Edits, *, first: int, copy: int) -> list[Edit]:
    if trap.kind == "duplicate_row":
        return [_edit(copy, original, trap, "", None)]
    edits = []
    for column, injected in changed.items():
        edits.append(_edit(first, original, trap, column, original[column]))
        edits.append(_edit(copy, original, trap, column, injected))
    return edits


def _key(original: Row) -> str:
    number = original.get("person_number")
    return f"{original['house_code']}/{number}" if number else str(original["house_code"])


def applied(texts: pa.Table, edits: list[Edit]) -> pa.Table:
    """The table of texts with the edits made in it."""
    by_column: dict[str, dict[int, str | None]] = defaultdict(dict)
    for edit in edits:
        if edit.column and edit.original != edit.injected:
            by_column[edit.column][edit.row - 1] = edit.injected or None
    for column, changes in by_column.items():
        mask = np.zeros(texts.num_rows, dtype=np.bool_)
        mask[list(changes)] = True
        values = pa.array([changes[row] for row in sorted(changes)], pa.string())
        whole = pa.concat_arrays(texts[column].chunks)
        position = texts.column_names.index(column)
        new = pc.replace_with_mask(whole, pa.array(mask), values)
        texts = texts.set_column(position, column, new)
    return texts


_THAI_DIGITS: Final = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_PREFIX_FORMS: Final = {
    "นาย": ["นาย.", " นาย ", "นาย  "],
    "นาง": ["นาง.", " นาง", "นาง  "],
    "น.ส.": ["นางสาว", "นส.", "น.ส", " น.ส. ", "น. ส."],
    "ด.ช.": ["เด็กชาย", "ดช.", "ด.ช", " ด.ช."],
    "ด.ญ.": ["เด็กหญิง", "ดญ.", "ด.ญ", "ด.ญ. "],
    "ว่าที่ร้อยตรี": ["ว่าที่ ร.ต.", "ว่าที่ร.ต.", "ว่าที่ ร้อยตรี"],
}


def _duplicate(luck: random.Random, row: Row) -> Edits:
    return {}


def _conflict_of(column: str) -> Callable[[random.Random, Row], Edits]:
    def edit(luck: random.Random, row: Row) -> Edits:
        now = row[column] or "0"
        return {column: str(int(now) + 1)} if now.isdigit() else {column: f"{now}ใหม่"}

    return edit


def buddhist_date_of(column: str) -> Callable[[random.Random, Row], Edits]:
    """A date as 15/03/2565."""

    def edit(luck: random.Random, row: Row) -> Edits:
        year, month, day = (int(part) for part in (row[column] or "0-0-0").split("-"))
        return {column: f"{day:02d}/{month:02d}/{to_buddhist(year)}"} if month else {}

    return edit


def thai_date_of(column: str) -> Callable[[random.Random, Row], Edits]:
    """A date as ๑๕ มี.ค. ๒๕๖๕."""

    def edit(luck: random.Random, row: Row) -> Edits:
        year, month, day = (int(part) for part in (row[column] or "0-0-0").split("-"))
        text = f"{day} {MONTHS[month - 1].short_th} {to_buddhist(year)}".translate(_THAI_DIGITS)
        return {column: text} if month else {}

    return edit


def thai_digits_of(*columns: str) -> Callable[[random.Random, Row], Edits]:
    """One of the columns in Thai digits."""

    def edit(luck: random.Random, row: Row) -> Edits:
        column = luck.choice(columns)
        now = row[column]
        return {column: now.translate(_THAI_DIGITS)} if now else {}

    return edit


def whitespace_of(*columns: str) -> Callable[[random.Random, Row], Edits]:
    """One of the columns with spaces that do not belong there."""

    def edit(luck: random.Random, row: Row) -> Edits:
        column = luck.choice(columns)
        text = luck.choice(["  {}", "{} ", "\u00a0{}", " {}  "]).format(row[column])
        return {column: text} if row[column] else {}

    return edit


def _missing_of(*columns: str) -> Callable[[random.Random, Row], Edits]:
    def edit(luck: random.Random, row: Row) -> Edits:
        return {luck.choice(columns): None}

    return edit


def _code_outside_of(*columns: str) -> Callable[[random.Random, Row], Edits]:
    def edit(luck: random.Random, row: Row) -> Edits:
        asked = [column for column in columns if row[column] is not None]
        return {luck.choice(asked): luck.choice(["9", "15", "77"])} if asked else {}

    return edit


def _unknown_area(luck: random.Random, row: Row) -> Edits:
    """A province or a district number that was never given out."""
    village = row["village_code"] or ""
    return {"village_code": luck.choice([f"99{village[2:]}", f"{village[:2]}00{village[4:]}"])}


def _mangled_house_number(luck: random.Random, row: Row) -> Edits:
    """What a spreadsheet makes of 25/2: a date. Only numbers that it takes for one."""
    day, _, month = (row["house_number"] or "").partition("/")
    if not month or not 1 <= int(day) <= 28 or not 1 <= int(month) <= 12:
        return {}
    as_stored = f"2025-{int(month):02d}-{int(day):02d} 00:00:00"
    return {"house_number": luck.choice([as_stored, f"{day}-{MONTHS[int(month) - 1].short_th}"])}


def bad_check_digit(luck: random.Random, row: Row) -> Edits:
    """The number with another last digit."""
    number = row["citizen_id"]
    if not number:
        return {}
    return {"citizen_id": number[:12] + str((int(number[12]) + luck.randint(1, 9)) % 10)}


def _impossible_age(luck: random.Random, row: Row) -> Edits:
    return {"age_years": luck.choice(["150", "-3", "999", "211"])}


def misspelt_prefix(luck: random.Random, row: Row) -> Edits:
    """Another way of writing the prefix."""
    prefix = row["prefix"]
    return {"prefix": luck.choice(_PREFIX_FORMS[prefix])} if prefix else {}


def attached_prefix(luck: random.Random, row: Row) -> Edits:
    """The prefix at the front of the first name."""
    if not row["prefix"] or not row["first_name"]:
        return {}
    return {"prefix": None, "first_name": f"{row['prefix']}{row['first_name']}"}


COPYING: Final = frozenset(["duplicate_row", "conflicting_row"])
HOUSEHOLD_TRAPS: Final = (
    Trap("duplicate_row", REPEAT, 2, _duplicate),
    Trap("conflicting_row", QUARANTINED, 1, _conflict_of("q22_income_other_baht")),
    Trap("buddhist_date", NORMALISED, 2, buddhist_date_of("surveyed_on")),
    Trap("thai_date", NORMALISED, 2, thai_date_of("surveyed_on")),
    Trap(
        "thai_digits",
        NORMALISED,
        2,
        thai_digits_of("house_code", "village_code", "member_count", "q22_income_primary_baht"),
    ),
    Trap("mangled_house_number", FLAGGED, 60, _mangled_house_number),
    Trap("unknown_area", QUARANTINED, 1, _unknown_area),
    Trap("extra_whitespace", NORMALISED, 2, whitespace_of("village_name", "house_code")),
    Trap(
        "missing_required",
        QUARANTINED,
        1,
        _missing_of("house_code", "village_code", "member_count"),
    ),
    Trap("code_outside_list", QUARANTINED, 1, _code_outside_of("q4_1", "q8_2", "q9_1", "q11_8_3")),
)
MEMBER_TRAPS: Final = (
    Trap("bad_check_digit", FLAGGED, 3, bad_check_digit),
    Trap("duplicate_row", REPEAT, 2, _duplicate),
    Trap("conflicting_row", QUARANTINED, 1, _conflict_of("last_name")),
    Trap("buddhist_date", NORMALISED, 2, buddhist_date_of("born_on")),
    Trap("thai_date", NORMALISED, 2, thai_date_of("born_on")),
    Trap("thai_digits", NORMALISED, 2, thai_digits_of("house_code", "citizen_id", "age_years")),
    Trap("unknown_area", QUARANTINED, 1, _unknown_area),
    Trap("impossible_age", QUARANTINED, 1, _impossible_age),
    Trap("misspelt_prefix", NORMALISED, 2, misspelt_prefix),
    Trap("attached_prefix", NORMALISED, 1, attached_prefix),
    Trap("extra_whitespace", NORMALISED, 2, whitespace_of("first_name", "last_name")),
    Trap(
        "missing_required",
        QUARANTINED,
        1,
        _missing_of("house_code", "village_code", "person_number", "sex", "age_years"),
    ),
    Trap("code_outside_list", QUARANTINED, 1, _code_outside_of("sex", "relation", "occupation")),
)
