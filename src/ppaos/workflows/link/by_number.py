"""From the records of every source to people: by number first, then by the model and decisions.

In: the records of `link_inputs`. Out (kept as steps): survey rows and outside rows with the
identity of their person, facts by person, disputed pairs, and how each record without a valid
number came by its identity.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

import ibis
import pyarrow as pa

from ppaos.definitions.precedence.loader import Precedence
from ppaos.domain import relations as ir
from ppaos.domain.linkage import disputes as linkage_disputes, records as linkage
from ppaos.domain.linkage.records import KEY, NUMBER, PERSON, PLACE
from ppaos.domain.presence import present
from ppaos.workflows.link.inputs import LinkInputs, PeopleSource
from ppaos.workflows.link.steps import Steps

HAS_ID = "has_citizen_id"
_AFTER_EVERY_RELATION: Final = 99
"""Of somebody whose relation to the head is not known; codes of relations are below it."""


@dataclass(frozen=True)
class NumberMatches:
    """What the numbers alone say."""

    survey: ir.Table
    """Survey records with a valid number."""
    registers: ir.Table
    """Register records with a valid number that is their own."""
    outside: ir.Table
    """Those of `registers` whose number the survey does not have."""
    pairs: ir.Table
    """Records that differ from the one that stands for their person."""
    loose: ir.Table
    """Records without a usable number, to be linked otherwise."""
    repeated: ir.Table
    """Survey rows of people found in several households of the round; `survey` has one of each."""


@dataclass(frozen=True)
class LinkedPeople:
    """Everybody, once."""

    survey: ir.Table
    outside: ir.Table
    by_person: ir.Table
    """Bits over register records: see `linkage.facts_by_person`."""
    repeated: ir.Table
    """Survey rows of people found in several households of the round."""


def by_number(steps: Steps, inputs: LinkInputs, precedence: Precedence) -> NumberMatches:
    """Link by citizen ID, and set aside numbers that are somebody else's."""
    survey_all = _union([item.records for item in inputs.surveys])
    registers_all = _union([item.records for item in inputs.registers], like=survey_all)
    numbered = survey_all.filter(survey_all[PERSON].notnull())
    registers = registers_all.filter(registers_all[PERSON].notnull())
    survey, repeated = _one_household_each(steps, numbered, registers, "number")
    outside = steps.keep("outside-number", registers.anti_join(survey, PERSON))
    unlike = steps.keep("disagreeing", linkage_disputes.disagreeing(survey, registers))
    met = steps.keep("survey-disagreeing", survey.semi_join(unlike, PERSON))
    told = steps.keep("registers-disagreeing", registers.semi_join(unlike, PERSON))
    pairs = steps.keep("pairs-survey", linkage_disputes.beside(met, told))
    within = _pairs_outside(outside, inputs, precedence)
    pairs = pairs.union(steps.keep("pairs-outside", within))
    disputed = pairs.filter(pairs["is_disputed"]).select(
        **{name: pairs[linkage_disputes.OTHER + name] for name in PLACE}
    )
    disputed = steps.keep("disputed", disputed.distinct())
    loose = [survey_all.filter(survey_all[PERSON].isnull())]
    loose.append(registers_all.filter(registers_all[PERSON].isnull()))
    if steps.rows["disputed"]:
        loose.append(
            registers.semi_join(disputed, list(PLACE)).mutate(**{PERSON: ibis.null("uuid")})
        )
        registers = registers.anti_join(disputed, list(PLACE))
        outside = steps.keep("outside-own", outside.anti_join(disputed, list(PLACE)))
    return NumberMatches(
        survey, registers, outside, pairs, steps.keep("loose", _union(loose)), repeated
    )


def assembled(
    steps: Steps, keyed: NumberMatches, assigned: ir.Table, survey_numbers: Sequence[int]
) -> LinkedPeople:
    """Everybody with all their records.

    `assigned`: for each record of `keyed.loose` its place, `person_id`, and `has_citizen_id`,
    whether that person has a number from another record. `survey_numbers`: the bits of surveys.
    """
    given = keyed.loose.drop(PERSON).inner_join(
        assigned.select(*PLACE, PERSON, HAS_ID), list(PLACE)
    )
    given = steps.keep("given", given)
    of_survey = given[NUMBER].isin(list(survey_numbers))
    columns = keyed.survey.columns
    # whoever the numbers found in one household and the model in another lives in two
    met = given.filter(of_survey)
    again = steps.keep("met-again", met.semi_join(keyed.survey, PERSON))
    first, twice = _one_household_each(
        steps, met.anti_join(again, list(PLACE)), keyed.registers, "model"
    )
    survey = keyed.survey.mutate(**{HAS_ID: ibis.literal(True)}).union(
        first.select(*columns, HAS_ID)
    )
    repeated = _union(
        [
            keyed.repeated,
            twice.select(*columns),
            again.select(*columns),
            keyed.survey.semi_join(again, PERSON),
        ]
    )
    registers = keyed.registers.union(given.filter(~of_survey).select(*keyed.registers.columns))
    by_person = steps.keep("by-person", linkage.facts_by_person(registers))
    outside = _outside(steps, keyed, given.filter(~of_survey), survey)
    return LinkedPeople(survey, outside, by_person, steps.keep("repeated", repeated))


def _outside(steps: Steps, keyed: NumberMatches, loose: ir.Table, survey: ir.Table) -> ir.Table:
    """Register rows of people whom the survey has not met, with `has_citizen_id`.

    `loose`: register rows that the model or a decision gave a person.
    """
    columns = [*keyed.outside.columns, HAS_ID]
    numbered = keyed.outside.mutate(**{HAS_ID: ibis.literal(True)})
    rows = numbered.select(*columns).union(loose.select(*columns))
    met = steps.keep("met", survey.semi_join(rows, PERSON).select(PERSON))
    return steps.keep("outside", rows.anti_join(met, PERSON))


def _one_household_each(
    steps: Steps, survey: ir.Table, registers: ir.Table, by: str
) -> tuple[ir.Table, ir.Table]:
    """Survey rows with each person once, and all rows of people who occur more than once.

    The row kept is that of the house which most register rows of the person name; then where the
    person stands nearest to the head (head, spouse, child, ...); then of the lowest house code and
    person number. All rows are reported as a conflict.
    """
    counted = survey.group_by(PERSON).aggregate(rows=survey.count())
    twice = steps.keep(
        f"in-two-households-{by}", counted.filter(counted["rows"] > 1).select(PERSON)
    )
    repeated = steps.keep(f"rows-in-two-households-{by}", survey.semi_join(twice, PERSON))
    if not steps.rows[f"in-two-households-{by}"]:
        return survey, repeated
    named = registers.semi_join(twice, PERSON)
    houses = named.group_by([PERSON, "house_code"]).aggregate(_named=named.count())
    told = repeated.left_join(houses, [PERSON, "house_code"])
    rank = [
        -ir.whole(ibis.coalesce(told["_named"], ibis.literal(0, "int64"))),
        ibis.coalesce(told["relation"], ibis.literal(_AFTER_EVERY_RELATION, "int16")),
        told["house_code"],
        told["person_number"],
        *(told[name] for name in PLACE),
    ]
    place = ibis.row_number().over(ir.window(group_by=PERSON, order_by=rank))
    ranked = told.select(*PLACE, _place=place)
    extra = steps.keep(f"extra-rows-{by}", ranked.filter(ranked["_place"] > 0).select(*PLACE))
    return survey.anti_join(extra, list(PLACE)), repeated


def _pairs_outside(outside: ir.Table, inputs: LinkInputs, precedence: Precedence) -> ir.Table:
    """Differences among registers about people whom the survey has not met."""
    counted = outside.group_by(PERSON).aggregate(rows=outside.count())
    several = outside.semi_join(counted.filter(counted["rows"] > 1), PERSON)
    order = [rank_of(several, inputs.sources, precedence), several[KEY]]
    place = ibis.row_number().over(ir.window(group_by=PERSON, order_by=order))
    ranked = several.mutate(_place=place)
    first = ranked.filter(ranked["_place"] == 0).drop("_place")
    rest = ranked.filter(ranked["_place"] > 0).drop("_place")
    return linkage_disputes.beside(first, rest)


def rank_of(
    records: ir.Table, sources: Sequence[PeopleSource], precedence: Precedence
) -> ir.IntegerValue:
    """How far a record's source is from the most trusted for names: lower is better."""
    rule = precedence.fields["first_name"]
    branches = [
        (records[NUMBER] == item.number, rule.tier(item.source.source) * 100 + item.number)
        for item in sources
    ]
    return ir.whole(ibis.cases(*branches).cast("int32"))


def field_values(
    steps: Steps,
    inputs: LinkInputs,
    keyed: NumberMatches,
    assigned: ir.Table,
    precedence: Precedence,
) -> ir.Table:
    """Every value of the fields on which a person's records disagree (`person_field_values`)."""
    own = keyed.pairs.filter(~keyed.pairs["is_disputed"]).select(PERSON)
    people = own.union(assigned.filter(assigned[HAS_ID]).select(PERSON)).distinct()
    people = steps.keep("people-that-differ", people)
    given = keyed.loose.drop(PERSON).inner_join(assigned.select(*PLACE, PERSON), list(PLACE))
    columns = keyed.survey.columns
    known = [
        steps.engine.parquet([steps.file(name)])
        for name in ("survey-disagreeing", "registers-disagreeing")
    ]
    rest = people.anti_join(known[0], PERSON)
    rows = [item.semi_join(people, PERSON) for item in known]
    rows.append(keyed.outside.semi_join(rest, PERSON))
    if steps.count(given.filter(given[PERSON].notnull()).semi_join(rest, PERSON)):
        # people whose numbered records agree, and whom the model gave one more
        joined = steps.keep("given-more", given.semi_join(rest, PERSON).select(PERSON).distinct())
        rows.append(keyed.survey.semi_join(joined, PERSON))
        rows.append(keyed.registers.semi_join(keyed.survey.semi_join(joined, PERSON), PERSON))
    rows.append(given.select(*columns).semi_join(people, PERSON))
    if steps.rows["disputed"]:
        disputed = steps.engine.parquet([steps.file("disputed")])
        rows = [item.anti_join(disputed, list(PLACE)) for item in rows[:-1]] + rows[-1:]
    records = steps.keep("records-that-differ", _union([item.select(*columns) for item in rows]))
    tiers = ibis.memtable(
        pa.table(
            {
                "field": [name for name in precedence.names for _ in inputs.sources],
                NUMBER: pa.array(
                    [item.number for _ in precedence.names for item in inputs.sources], pa.int16()
                ),
                "tier": pa.array(
                    [
                        precedence.tier(name, item.source.source)
                        for name in precedence.names
                        for item in inputs.sources
                    ],
                    pa.int16(),
                ),
            }
        )
    )
    precise = [name for name, rule in precedence.fields.items() if rule.prefer == "precise"]
    long = steps.keep("values", linkage_disputes.values(records, precedence.names))
    return steps.keep("settled", linkage_disputes.settled(long, tiers, precise))


def _union(parts: Sequence[ir.Table], like: ir.Table | None = None) -> ir.Table:
    if not parts:
        return present(like, "a table with the columns").filter(ibis.literal(False))
    return reduce(lambda a, b: a.union(b), parts)
