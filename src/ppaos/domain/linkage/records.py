"""Many source rows, one person: the records of every source in one form, and who they make up.

In: the stored rows of each source about people. Out: relations of records, of register facts by
person, and of persons. A valid citizen ID links on its own (its keyed hash is the person's
identity); records without one are given an identity by `ppaos.matching` or a local one, derived
from their source and key, so that a rerun gives the same.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add
from typing import Final

import ibis
import ibis.expr.datatypes as dt

from ppaos.domain import relations as ir
from ppaos.domain.intake.schema import FILE, HASHED, IMPORT, PRECISION, ROW
from ppaos.domain.rules.expressions import parse
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.domain.thai.dates import BUDDHIST_OFFSET

NUMBER: Final = "source_number"
KEY: Final = "record_key"
PERSON: Final = "person_id"
LINKED_REGISTERS: Final = "registers"
"""What a pair under review calls the records of one citizen ID together; its key is the person."""
LINKED_REGISTERS_TITLE: Final = Bilingual("ทะเบียนที่เชื่อมกันแล้ว", "linked registers")
BIRTH_PRECISION: Final = "born_on" + PRECISION
# What linkage reads wherever a source has a column of that name, and its type.
FIELDS: Final[Mapping[str, str]] = {
    "prefix": "string",
    "first_name": "string",
    "last_name": "string",
    "sex": "int16",
    "born_on": "date",
    BIRTH_PRECISION: "string",
    "age_years": "int16",
    "house_code": "string",
    "house_number": "string",
    "village_code": "string",
    "relation": "int16",
    "person_number": "int16",
    "head_first_name": "string",
    "head_last_name": "string",
    "head_citizen_id" + HASHED: "uuid",
}
PLACE: Final = (NUMBER, IMPORT, FILE, ROW)
HEAD_OF_HOUSEHOLD: Final = 1


def person_records(
    rows: ir.Table, *, number: int, key: Sequence[str], facts: Mapping[int, str], as_of: str | None
) -> ir.Table:
    """One row per stored row of a source, in the form that all sources share.

    Columns: `source_number`, where the row lies (`_import`, `_file`, `_row`), `record_key` (key
    values joined by "/"), `person_id` (uuid: the keyed hash of the citizen ID, null without a
    valid one), FIELDS (null where the source has no such column), `as_of` (date) and `facts`
    (int64: bit b set where rule `facts[b]` holds; unknown is not set).
    """
    columns: dict[str, ir.Value] = {
        NUMBER: typed(ir.whole(ibis.literal(number)), "int16"),
        IMPORT: rows[IMPORT],
        FILE: rows[FILE],
        ROW: rows[ROW],
        KEY: ir.text(ibis.literal("/")).join([rows[name].cast("string") for name in key]),
        PERSON: _column(rows, "citizen_id" + HASHED, "uuid"),
    }
    columns |= {name: _column(rows, name, kind) for name, kind in FIELDS.items()}
    columns["as_of"] = fresh_on(rows, as_of)
    columns["facts"] = fact_bits(rows, facts)
    return rows.select(**columns)


def fresh_on(rows: ir.Table, column: str | None) -> ir.DateValue:
    """The day a row speaks of: a date column, or 1 January of a Buddhist year; null without one."""
    if column is None or column not in rows.columns:
        return ir.date(ibis.null("date"))
    value = rows[column]
    if isinstance(value, ir.DateValue):
        return value
    return ibis.date(value.cast("int32") - BUDDHIST_OFFSET, 1, 1)


def fact_bits(rows: ir.Table, facts: Mapping[int, str]) -> ir.IntegerValue:
    """Bits of the facts whose rule holds; a rule that comes out unknown leaves its bit unset."""
    bits = [
        parse(rule).condition(rows).fill_null(ibis.literal(False)).ifelse(_bit(place), _bit(None))
        for place, rule in facts.items()
    ]
    return typed(ir.whole(reduce(add, bits, _bit(None))), "int64")


def typed(value: ir.IntegerValue, kind: str) -> ir.IntegerValue:
    """A whole number below 10^18 that an engine stores as `kind`.

    Ibis leaves out casts that it takes for idle and writes literals without their type, so that
    DuckDB would store small ones as 32 bits; hence the way through decimals, which it keeps.
    """
    return ir.whole(value.cast("decimal(18, 0)").cast(kind))


def facts_by_person(records: ir.Table) -> ir.Table:
    """One row per person: `sources` and `facts` (bits over their records), `records`, `registers`.

    `registers` is how many bits of `sources` are set, so that more records mean repeated rows.
    """
    source = typed(ir.whole(ibis.literal(1)), "int64") << records[NUMBER].cast("int64")
    found = records.group_by(PERSON).aggregate(
        sources=source.bit_or(), facts=records["facts"].bit_or(), records=records.count()
    )
    return found.mutate(registers=bit_count(found["sources"]))


@ibis.udf.scalar.builtin
def bit_count(bits: dt.Int64) -> dt.Int64:  # type: ignore[empty-body]  # the engine has it
    """How many bits of a whole number are set."""


def best_by_person(records: ir.Table, rank: ir.IntegerValue) -> ir.Table:
    """One row per person with the value of each field from the record of lowest `rank`.

    A record that lacks a field gives way to the next, so that no known value is hidden.
    """
    counted = records.group_by(PERSON).aggregate(_rows=records.count())
    several = counted.filter(counted["_rows"] > 1)
    ranked = records.mutate(_rank=rank).semi_join(several, PERSON)
    names = [name for name in FIELDS if name != BIRTH_PRECISION]
    best = {name: ranked[name].argmin(ranked["_rank"]) for name in names}
    # the precision belongs to the date that won
    precision = ranked[BIRTH_PRECISION].argmin(ranked["_rank"], where=ranked["born_on"].notnull())
    merged = ranked.group_by(PERSON).aggregate(**best, **{BIRTH_PRECISION: precision})
    columns = [PERSON, *FIELDS]
    single = records.anti_join(several, PERSON)
    return single.select(*columns).union(merged.select(*columns))


def survey_persons(survey: ir.Table, by_person: ir.Table, bit: int) -> ir.Table:
    """Survey rows as persons, with what registers say of them added to the bits."""
    joined = survey.left_join(by_person, PERSON)
    sources = typed(ir.whole(ibis.coalesce(joined["sources"], _bit(None))) | _bit(bit), "int64")
    return joined.select(
        person_id=survey[PERSON],
        house_code=joined["house_code"],
        household_id=joined["house_code"],
        village_code=joined["village_code"],
        person_number=joined["person_number"],
        relation=joined["relation"],
        sex=joined["sex"],
        born_on=joined["born_on"],
        born_on_precision=joined[BIRTH_PRECISION],
        age_years=joined["age_years"],
        in_survey=ibis.literal(True),
        sources=sources,
        facts=typed(survey["facts"] | ibis.coalesce(joined["facts_right"], _bit(None)), "int64"),
        has_citizen_id=joined["has_citizen_id"],
        records=ir.whole(ibis.coalesce(joined["records"], ibis.literal(0, "int64"))) + 1,
    )


def outside_persons(best: ir.Table, by_person: ir.Table, reference: ir.DateValue) -> ir.Table:
    """People whom only registers know, as persons; `best` as `best_by_person` gives it."""
    joined = best.inner_join(by_person, PERSON)
    age = ibis.coalesce(age_on(joined["born_on"], reference), joined["age_years"])
    return joined.select(
        person_id=joined[PERSON],
        house_code=joined["house_code"],
        household_id=joined["household_id"],
        village_code=joined["village_code"],
        person_number=ibis.null("int16"),
        relation=ibis.null("int16"),
        sex=joined["sex"],
        born_on=joined["born_on"],
        born_on_precision=joined[BIRTH_PRECISION],
        age_years=age.cast("int16"),
        in_survey=ibis.literal(False),
        sources=joined["sources"],
        facts=joined["facts"],
        has_citizen_id=joined["has_citizen_id"],
        records=joined["records"],
    )


def finished(persons: ir.Table, reference: ir.DateValue, oldest: int) -> ir.Table:
    """Persons in their stored form: age after the settled birth date, and who stands alone.

    The age is that on the reference date; the stated age where no birth date is known; null when
    the birth date makes it more than `oldest` years or less than none. `is_unmatched`: no valid
    number, and a single record.
    """
    by_birth = age_on(persons["born_on"], reference)
    known = persons["born_on"].notnull()
    age = known.ifelse(by_birth, persons["age_years"].cast("int64"))
    age = typed(age.between(0, oldest).ifelse(age, ibis.null("int64")), "int16")
    alone = ~persons["has_citizen_id"] & (persons["records"] == 1)
    return persons.mutate(age_years=age, is_unmatched=alone).drop("records")


def age_on(born_on: ir.DateValue, day: ir.DateValue) -> ir.IntegerValue:
    """Whole years from birth to a day; null when the birth date is."""
    before = (day.month() < born_on.month()) | (
        (day.month() == born_on.month()) & (day.day() < born_on.day())
    )
    return ir.whole(day.year() - born_on.year() - ir.whole(before.cast("int32")))


def _column(rows: ir.Table, name: str, kind: str) -> ir.Value:
    return rows[name].cast(kind) if name in rows.columns else ibis.null(kind)


def _bit(place: int | None) -> ir.IntegerValue:
    return ir.whole(ibis.literal(0 if place is None else 1 << place, "int64"))
