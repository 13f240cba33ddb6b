"""Who is a target: from persons and profiles to group bits, vulnerability and counts.

In: `persons` of the linkage (with bits of sources and facts), answers of the survey, and documents
of rules. Out: relations, one row a person or a household, in which bit g of `groups` says whether
group g holds; and their counts by area. A household is in a group of persons when any of its
members is; a person is in a group of households when the household is.

Unknown is not in: a rule that lacks a fact gives false here, and the lacking fact is named by the
reasons of the household.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import Final

import ibis

from ppaos.domain import relations as ir
from ppaos.domain.errors import SettingError
from ppaos.domain.measurement.cube import AREA, whole_sum
from ppaos.domain.measurement.instrument import Instrument
from ppaos.domain.measurement.profiles import profile
from ppaos.domain.presence import present
from ppaos.domain.rules.expressions import Expression
from ppaos.domain.targeting.rules import (
    FAILS,
    INCOME,
    LEVEL,
    PERSON_COLUMNS,
    TargetGroup,
    TargetRules,
    has_income,
    renamed,
    written_out,
)

HOUSEHOLD: Final = "household_id"
MOST_BITS: Final = 62
"""Groups of one mask, a signed 64-bit integer: the highest bit but the sign stays free."""
NO_AREA: Final = "none"
"""Code of people and households whose village nobody knows; a level of its own at every level."""
_FINISHED: Final = frozenset(
    {
        HOUSEHOLD, "village_code", "surveyed_on", "people", "members", "in_survey", "deprived", "missing",
        "score", "score_of", "dimensions_failing", "sources", "facts", "is_unmatched", "own_groups",
    }
)  # fmt: skip
STORED_COUNTS: Final = ("dependants", "card_holders")
STORED_CONDITIONS: Final = ("low_income", "housing_problem")


@dataclass(frozen=True)
class Bits:
    """What the bits of `sources` and `facts` mean, lowest first."""

    tables: tuple[str, ...]
    facts: tuple[str, ...]

    def has(self, name: str) -> bool:
        """Whether the store can answer this word of the vocabulary of persons."""
        known = {*self.facts, *[f"in_{table}" for table in self.tables]}
        return name in known or name in (*PERSON_COLUMNS, "source_count", "has_household")


@dataclass(frozen=True)
class Plan:
    """Documents of rules over columns that exist once, however many documents use them.

    The first document is the main one: its counts, conditions, levels and priority are stored.
    """

    rules: tuple[TargetRules, ...]
    counts: Mapping[str, Expression]
    """Column of `members` -> condition of a person, over the vocabulary of persons."""
    levels: tuple[Mapping[int, Expression], ...]
    """Of each document: level -> condition over columns of households."""
    conditions: Mapping[str, Expression]
    """Conditions of households that are stored by name."""
    groups: tuple[tuple[str, TargetGroup], ...]
    """(document, group) in the order of their bits; rules over columns."""
    stored: Mapping[str, str]
    """Name that the store shows -> column of `members`."""

    def reads(self, unit: str) -> frozenset[str]:
        """Every column that the groups of a unit read."""
        rules = [group.rule for _, group in self.groups if group.unit == unit]
        return frozenset().union(*[rule.names for rule in rules])

    def bits(self, unit: str) -> int:
        """Bits of all groups of a unit together."""
        return sum(1 << place for place, (_, group) in enumerate(self.groups) if group.unit == unit)

    @property
    def household_reads(self) -> frozenset[str]:
        """Every column of households that conditions, levels and groups of any unit read."""
        rules = [
            *self.conditions.values(),
            *[rule for each in self.levels for rule in each.values()],
        ]
        own = frozenset().union(*[rule.names for rule in rules])
        return own | self.reads("household") | self.reads("person")


def plan(rules: Sequence[TargetRules]) -> Plan:
    """Lay several documents beside each other.

    Errors: SettingError when they hold more groups than a whole number has bits, or two documents
    share a name.
    """
    given = [written_out(item) for item in rules]
    counts: dict[str, Expression] = {}
    columns: dict[str, str] = {}
    levels, groups = [], []
    main: dict[str, str] = {}
    conditions: dict[str, Expression] = {}
    for number, document in enumerate(given):
        names = {}
        for name, rule in document.counts.items():
            column = columns.setdefault(rule.text, f"count_{len(columns)}")
            counts[column] = rule
            names[name] = column
        names |= {LEVEL: f"level_{number}", FAILS: f"fails_{number}"}
        levels.append({place: renamed(rule, names) for place, rule in document.levels.items()})
        for group in document.groups:
            over = replace(group, rule=renamed(group.rule, names))
            groups.append((document.name, over))
        if not number:
            main = {name: names[name] for name in STORED_COUNTS if name in names}
            conditions = {
                name: renamed(document.households[name], names)
                for name in STORED_CONDITIONS
                if name in document.households
            }
    _require_distinct([document.name for document in given])
    if len(groups) > MOST_BITS:
        raise SettingError(
            th=f"กฎที่เลือกมีกลุ่มเป้าหมายรวม {len(groups)} กลุ่ม คำนวณพร้อมกันได้ไม่เกิน {MOST_BITS} กลุ่ม เลือกเอกสารให้น้อยลง",
            en=f"The chosen rules hold {len(groups)} groups; at most {MOST_BITS} can be computed at once. "
            "Choose fewer documents.",
        )
    return Plan(tuple(given), counts, tuple(levels), conditions, tuple(groups), main)


def person_words(persons: ir.Table, bits: Bits, names: Iterable[str]) -> ir.Table:
    """`persons` with a column for each word that is not one yet.

    A fact or source that the store does not have is missing for everybody. Other names are left
    for the rule to complain about.
    """
    words: dict[str, ir.Value] = {}
    for name in sorted(set(names) - set(persons.columns)):
        if name in bits.facts:
            words[name] = _bit(persons["facts"], bits.facts.index(name))
        elif name.removeprefix("in_") in bits.tables and name.startswith("in_"):
            words[name] = _bit(persons["sources"], bits.tables.index(name[3:]))
        elif name == "source_count":
            each = [
                ir.whole(_bit(persons["sources"], i).cast("int64")) for i in range(len(bits.tables))
            ]
            words[name] = reduce(add, each, ir.whole(ibis.literal(0, "int64")))
        elif name == "has_household":
            words[name] = persons[HOUSEHOLD].notnull()
        else:
            words[name] = ibis.null("boolean")
    return persons.mutate(**words) if words else persons


def members_by_household(persons: ir.Table, plan: Plan, bits: Bits) -> ir.Table:
    """One row per household of `persons`: `members`, what any member has, and the counts.

    Columns: `household_id`, `members`, `household_village` (the smallest code of its members), bits
    `sources` and `facts` of all members together, `is_unmatched` (all of them are), and the counts
    of the plan, for which unknown is not counted. Persons without a household are left out.
    """
    known = persons.filter(persons[HOUSEHOLD].notnull())
    names = frozenset().union(*[rule.names for rule in plan.counts.values()])
    words = person_words(known, bits, names)
    return words.group_by(HOUSEHOLD).aggregate(
        members=words.count(),
        household_village=words["village_code"].min(),
        sources=words["sources"].bit_or(),
        facts=words["facts"].bit_or(),
        matched=words.count(where=~words["is_unmatched"]),
        **{
            column: words.count(where=rule.condition(words)) for column, rule in plan.counts.items()
        },
    )


def surveyed_households(answers: ir.Table, instrument: Instrument) -> ir.Table:
    """One row per household of one survey round: bits of its profile and what targeting reads.

    Columns: `household_id`, `village_code`, `surveyed_on` (null where the survey has no date),
    `people`, `deprived`, `not_applicable`, `missing` and, where the instrument measures income,
    `income_per_person_baht`.
    """
    has_date = "surveyed_on" in answers.columns
    keep: dict[str, ir.Value | str] = {
        HOUSEHOLD: present(instrument.key, "the key of the instrument"),
        "village_code": present(instrument.area, "the area of the instrument"),
        "surveyed_on": answers["surveyed_on"] if has_date else ibis.null("date"),
    }
    if has_income(instrument):
        income = next(item for item in instrument.indicators if item.name == "income")
        value = present(income.below, "the line of income").value
        keep[INCOME] = value.ibis(answers, instrument.parameters).cast("float64")
    bits = profile(answers, instrument, keep=keep)
    return bits.select(*keep, "people", "deprived", "not_applicable", "missing")


def households_with_words(
    surveyed: ir.Table, verdicts: ir.Table, members: ir.Table, plan: Plan, instrument: Instrument
) -> ir.Table:
    """One row per household that was surveyed or that persons live in, with all words of the rules.

    `verdicts`: one row per pattern (`deprived`, `missing`) with `score`, `score_of`,
    `dimensions_failing` and `fails_0`, `fails_1`, ... of each document. Households that were not
    surveyed lack all of these; surveyed ones without a known member lack the counts.
    Columns beside the words: `level_0`, ... of each document, and the bits of household groups as
    `own_groups`.
    """
    scored = surveyed.join(verdicts, ["deprived", "missing"])
    joined = scored.outer_join(members, HOUSEHOLD)
    both = joined.mutate(
        **{
            HOUSEHOLD: ibis.coalesce(joined[HOUSEHOLD], joined[f"{HOUSEHOLD}_right"]),
            "village_code": ibis.coalesce(joined["village_code"], joined["household_village"]),
            "in_survey": joined[HOUSEHOLD].notnull(),
            "people": ibis.coalesce(joined["people"], joined["members"]),
            "sources": ibis.coalesce(joined["sources"], ibis.literal(0, "int64")),
            "facts": ibis.coalesce(joined["facts"], ibis.literal(0, "int64")),
            "is_unmatched": joined[HOUSEHOLD].isnull() & (joined["matched"] == 0),
        }
    )
    words = both.mutate(**indicator_words(both, instrument, plan.household_reads))
    levelled = words.mutate(
        **{f"level_{number}": level(words, rules) for number, rules in enumerate(plan.levels)},
        **{name: rule.condition(words) for name, rule in plan.conditions.items()},
    )
    judged = levelled.mutate(own_groups=group_bits(levelled, plan, "household"))
    return judged.select(*[name for name in judged.columns if _is_kept(name, plan)])


def _is_kept(name: str, plan: Plan) -> bool:
    """Whether persons or the finished households read a column of the judged ones."""
    if name in plan.reads("person") or name in plan.conditions or name in plan.stored.values():
        return True
    return name in _FINISHED or name.startswith(("fails_", "level_"))


def indicator_words(
    households: ir.Table, instrument: Instrument, names: Iterable[str]
) -> dict[str, ir.BooleanValue]:
    """Those of `lacks_INDICATOR` and `fails_DIMENSION` that are asked for.

    An unanswered indicator is missing; a dimension fails when any answered indicator does, and is
    missing when none does but one is unanswered. All are missing without a survey.
    """
    wanted = set(names) - set(households.columns)
    words: dict[str, ir.BooleanValue] = {}
    for place, name in enumerate(instrument.names):
        if f"lacks_{name}" in wanted:
            words[f"lacks_{name}"] = _lacks(households, 1 << place)
    for dimension, places in instrument.dimension_members().items():
        if f"fails_{dimension}" in wanted:
            words[f"fails_{dimension}"] = _lacks(households, sum(1 << place for place in places))
    return words


def level(households: ir.Table, rules: Mapping[int, Expression]) -> ir.IntegerValue:
    """The first level whose condition holds, in the order of the document; null when none does."""
    if not rules:
        return ir.whole(ibis.null("int16"))
    branches = [
        (rule.condition(households), ibis.literal(place, "int16")) for place, rule in rules.items()
    ]
    return ir.whole(ibis.cases(*branches))


def group_bits(rows: ir.Table, plan: Plan, unit: str) -> ir.IntegerValue:
    """Bits of the groups of a unit whose rule holds; unknown is not in."""
    total = ir.whole(ibis.literal(0, "int64"))
    for place, (_, group) in enumerate(plan.groups):
        if group.unit == unit:
            one = ibis.literal(1 << place, "int64")
            bit = group.rule.condition(rows).ifelse(one, ibis.literal(0, "int64"))
            total = ir.whole(total + ir.whole(bit))
    return total


def target_persons(persons: ir.Table, households: ir.Table, plan: Plan, bits: Bits) -> ir.Table:
    """One row per person with the bits of every group, and what their household fails.

    Columns: `person_id`, `household_id`, `village_code`, `sources`, `facts`, `groups`, `fails_mpi`,
    `is_unmatched`. The number of rows is that of `persons`: `households` has each key once.
    """
    reads = plan.reads("person")
    own = {*persons.columns, *PERSON_COLUMNS}
    of_household = sorted((reads & set(households.columns)) - own - {"fails_0"})
    household_rows = households.select(HOUSEHOLD, "fails_0", "own_groups", *of_household)
    words = person_words(persons, bits, reads - set(household_rows.columns))
    joined = words.left_join(household_rows, HOUSEHOLD)
    mine = group_bits(joined, plan, "person")
    return joined.select(
        "person_id",
        HOUSEHOLD,
        "village_code",
        "sources",
        "facts",
        groups=mine | ir.whole(ibis.coalesce(joined["own_groups"], ibis.literal(0, "int64"))),
        fails_mpi=joined["fails_0"],
        is_unmatched=joined["is_unmatched"],
    )


def groups_of_members(targets: ir.Table, plan: Plan) -> ir.Table:
    """One row per household with a member in any group of persons: `member_groups`, their bits."""
    mask = ibis.literal(plan.bits("person"), "int64")
    some = targets.filter(((targets["groups"] & mask) != 0) & targets[HOUSEHOLD].notnull())
    return some.group_by(HOUSEHOLD).aggregate(member_groups=(some["groups"] & mask).bit_or())


def person_cube(targets: ir.Table) -> ir.Table:
    """Persons counted by village, sources, facts, groups, failing and matching."""
    rows = targets.mutate(**{AREA: known_area(targets["village_code"])})
    key = [AREA, "sources", "facts", "groups", FAILS, "is_unmatched"]
    return rows.group_by(key).aggregate(people=rows.count())


def household_cube(targets: ir.Table) -> ir.Table:
    """Households, and the people that the survey counts in them, by village, groups and failing."""
    rows = targets.mutate(**{AREA: known_area(targets["village_code"])})
    return rows.group_by([AREA, "groups", FAILS]).aggregate(
        households=rows.count(), people=whole_sum(rows["people"])
    )


def counts_by_village(cube: ir.Table, measure: str, groups: int) -> ir.Table:
    """One row per village of a cube: `all` and, for each bit, `g0`, `g1`, ...: sums of a measure."""
    # first fewer rows, then one sum for each bit
    few = cube.group_by([AREA, "groups"]).aggregate(amount=whole_sum(cube[measure]))
    nothing = ibis.literal(0, "int64")
    sums = {
        f"g{place}": whole_sum(ir.whole(_bit(few["groups"], place).ifelse(few["amount"], nothing)))
        for place in range(groups)
    }
    return few.group_by(AREA).aggregate(all=whole_sum(few["amount"]), **sums)


def known_area(village_code: ir.StringValue) -> ir.StringValue:
    """The code, or NO_AREA where it is missing."""
    return ir.text(ibis.coalesce(village_code, ibis.literal(NO_AREA)))


def _lacks(households: ir.Table, bits: int) -> ir.BooleanValue:
    mask = ibis.literal(bits, "int64")
    fails = (households["deprived"] & mask) != 0
    unknown = (households["missing"] & mask) != 0
    known = households["deprived"].notnull()
    return ir.claim(ibis.cases((fails, True), (unknown, None), (known, False)))


def _bit(bits: ir.IntegerValue, place: int) -> ir.BooleanValue:
    return ir.claim((bits & ir.whole(ibis.literal(1 << place, "int64"))) != 0)


def _require_distinct(names: Sequence[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SettingError(
            th=f"เลือกกฎ {', '.join(twice)} ซ้ำ เลือกแต่ละเอกสารครั้งเดียว หรือเปลี่ยนชื่อในเอกสาร",
            en=f"Rules {', '.join(twice)} are chosen twice. Name each document once, or rename one.",
        )
