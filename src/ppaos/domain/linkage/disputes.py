"""Where records of one citizen ID disagree: other people's numbers, and which value wins.

In: records (`linkage.person_records`) paired with the record that stands for their person. Out:
which records carry somebody else's number, and every differing value with its source, date and
whether it wins under the precedence rule. Nothing is overwritten: losing values are rows too.
"""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Final

import ibis

from ppaos.domain import relations as ir
from ppaos.domain.linkage.records import BIRTH_PRECISION, KEY, NUMBER, PERSON, PLACE

COMPARED: Final = ("first_name", "last_name", "sex", "born_on", "village_code", "house_code")
_TAKEN: Final = (*PLACE, KEY, "as_of", *COMPARED, BIRTH_PRECISION)
OTHER: Final = "other_"
_SIGNS: Final = (
    "sex", "born_year", "born_day", "first_name", "last_name", "village_code", "house_code",
)  # fmt: skip
_PRECISION_ORDER: Final = {"day": 0, "month": 1, "year": 2}


def disagreeing(survey: ir.Table, records: ir.Table) -> ir.Table:
    """`person_id` of everybody of whom a record says something else than the survey does.

    Compares hashes of the texts, which a join carries at a fraction of their size; that two texts
    share a hash of 64 bits would hide one difference in 10^19.
    """
    joined = _signs(survey).inner_join(
        _signs(records).rename({OTHER + name: name for name in _SIGNS}), PERSON
    )
    unlike = [(joined[name] != joined[OTHER + name]).fill_null(False) for name in _SIGNS]
    return joined.filter(reduce(or_, unlike)).select(PERSON).distinct()


def _signs(records: ir.Table) -> ir.Table:
    born = records["born_on"]
    day = (records[BIRTH_PRECISION] == "day").ifelse(born.epoch_days(), ibis.null("int64"))
    texts = {
        name: records[name].hash()
        for name in ("first_name", "last_name", "village_code", "house_code")
    }
    return records.select(
        PERSON,
        "sex",
        born_year=born.year(),
        born_day=day,
        **{
            name: records[name].isnull().ifelse(ibis.null("int64"), text)
            for name, text in texts.items()
        },
    )


def beside(reference: ir.Table, records: ir.Table) -> ir.Table:
    """Every record next to the record that stands for its person, where the two differ.

    `reference`: one record a person. Columns of the pair: `person_id`, those of the reference as
    they are, those of the record with `other_` before them, and `is_disputed`.
    """
    named = records.select(PERSON, *_TAKEN).rename({OTHER + name: name for name in _TAKEN})
    pairs = reference.select(PERSON, *_TAKEN).inner_join(named, PERSON)
    return pairs.filter(reduce(or_, [differs(pairs, name) for name in COMPARED])).mutate(
        is_disputed=is_somebody_elses(pairs)
    )


def differs(pairs: ir.Table, name: str) -> ir.BooleanValue:
    """Whether two known values differ; dates are compared as far as both are known."""
    left, right = pairs[name], pairs[OTHER + name]
    unlike = left != right
    if name == "born_on":
        day = (pairs[BIRTH_PRECISION] == "day") & (pairs[OTHER + BIRTH_PRECISION] == "day")
        unlike = day.ifelse(unlike, left.year() != right.year())
    return ir.claim(unlike.fill_null(False))


def is_somebody_elses(pairs: ir.Table) -> ir.BooleanValue:
    """Whether two records of one number cannot be the same person.

    So they are when the first names are far apart (more than half of the longer one would have to
    change, and neither is the other's last name) and, besides, sex differs, or birth years are more
    than one apart, or last names and districts both differ. A change of last name or address alone
    never is.
    """
    first, other = pairs["first_name"], pairs[OTHER + "first_name"]
    longest = ibis.greatest(first.length(), other.length())
    far = 2 * first.levenshtein(other) > longest
    swapped = (first == pairs[OTHER + "last_name"]) | (other == pairs["last_name"])
    years = (pairs["born_on"].year() - pairs[OTHER + "born_on"].year()).abs()
    elsewhere = pairs["village_code"].substr(0, 4) != pairs[OTHER + "village_code"].substr(0, 4)
    unlike_family = 2 * pairs["last_name"].levenshtein(pairs[OTHER + "last_name"]) > ibis.greatest(
        pairs["last_name"].length(), pairs[OTHER + "last_name"].length()
    )
    besides = (
        (pairs["sex"] != pairs[OTHER + "sex"]).fill_null(False)
        | (years > 1).fill_null(False)
        | (unlike_family & elsewhere).fill_null(False)
    )
    return ir.claim(far.fill_null(False) & ~swapped.fill_null(False) & besides)


def values(records: ir.Table, fields: Sequence[str]) -> ir.Table:
    """Long form: one row per record and known field.

    Columns: `person_id`, `field`, `value` (text), `source_number`, `record_key`, `as_of`, and
    `precision` (0 day, 1 month, 2 year; 0 where the field is no date).
    """
    parts = []
    for name in fields:
        known = records.filter(records[name].notnull())
        precise = ir.whole(ibis.literal(0, "int8"))
        value = ir.text(known[name].cast("string"))
        if name == "born_on":
            kind = known[BIRTH_PRECISION]
            order = [(kind == text, place) for text, place in _PRECISION_ORDER.items()]
            precise = ir.whole(ibis.cases(*order, else_=0).cast("int8"))
            value = ir.text(
                ibis.cases(
                    (kind == "year", value.substr(0, 4)),
                    (kind == "month", value.substr(0, 7)),
                    else_=value,
                )
            )
        parts.append(
            known.select(
                PERSON,
                NUMBER,
                KEY,
                "as_of",
                field=ibis.literal(name),
                value=value,
                precision=precise,
            )
        )
    return reduce(lambda a, b: a.union(b), parts)


def settled(long: ir.Table, tiers: ir.Table, precise: Sequence[str]) -> ir.Table:
    """Fields on which a person's records disagree, each value with whether it wins.

    `tiers`: `field`, `source_number`, `tier`. `precise`: fields whose more precise value wins
    first. Order: precision (for those), tier, freshest, source number, record key. One row per
    person, field, value and source (its freshest); a date known to the year agrees with any day of
    that year.
    """
    told = long.group_by([PERSON, "field"]).aggregate(
        least=long["value"].min(), most=long["value"].max()
    )
    unlike = told.filter(told["least"] != told["most"]).select(PERSON, "field")
    ranked = long.semi_join(unlike, [PERSON, "field"]).inner_join(tiers, ["field", NUMBER])
    first = ranked["field"].isin(list(precise)).ifelse(ranked["precision"], 0)
    # a missing date is the stalest of all
    age = -ir.whole(ibis.coalesce(ranked["as_of"].epoch_days(), -(10**6)))
    order = [first, ranked["tier"], age, ranked[NUMBER], ranked[KEY]]
    person = ir.window(group_by=[PERSON, "field"], order_by=order)
    same = ir.window(group_by=[PERSON, "field", "value", NUMBER], order_by=order)
    placed = ranked.mutate(
        _place=ibis.row_number().over(person), _copy=ibis.row_number().over(same)
    )
    whole = ir.window(group_by=[PERSON, "field"])
    winner = (placed["_place"] == 0).ifelse(placed["value"], ibis.null("string")).max().over(whole)
    dates = placed["field"] == "born_on"
    within = placed["value"].startswith(winner) | winner.startswith(placed["value"])
    agrees = (placed["value"] == winner) | (dates & within)
    told = placed.mutate(wins=placed["_place"] == 0, _differs=(~agrees).cast("int8"))
    contested = told.mutate(_any=told["_differs"].max().over(whole))
    rows = contested.filter((contested["_any"] == 1) & (contested["_copy"] == 0))
    return rows.select(PERSON, "field", "value", NUMBER, KEY, "as_of", "wins")


def overridden(persons: ir.Table, winners: ir.Table) -> ir.Table:
    """Persons with the winning value of sex, birth date and village where records disagreed.

    `winners`: one row a person with nullable `sex`, `born_on`, `born_on_precision`, `village_code`.
    """
    joined = persons.left_join(winners, PERSON)
    fields = ("sex", "born_on", BIRTH_PRECISION, "village_code")
    return joined.select(
        **{
            name: ibis.coalesce(joined[f"{name}_right"], persons[name])
            if name in fields
            else persons[name]
            for name in persons.columns
        }
    )


def winners(settled_values: ir.Table) -> ir.Table:
    """One row a person with the winning text of each contested field, as its own type."""
    won = settled_values.filter(settled_values["wins"])

    def text(field: str) -> ir.StringValue:
        return ir.text(won["value"].max(where=won["field"] == field))

    born = text("born_on")
    return won.group_by(PERSON).aggregate(
        sex=text("sex").cast("int16"),
        born_on=(
            born + ir.text(ibis.literal("-01-01")).substr(0, ir.whole(10 - born.length()))
        ).cast("date"),
        born_on_precision=ibis.cases(
            (born.length() == 10, "day"),
            (born.length() == 7, "month"),
            (born.length() == 4, "year"),
        ),
        village_code=text("village_code"),
    )
