"""Which household somebody belongs to whom the survey has not met.

By house code; failing that by the household of the head that the record names (the head, never
the registered house master); failing that by the address, when the record's head or family name is
also found there; failing that the address makes a household of its own, with a local number.
"""

from typing import Final

import ibis

from ppaos.domain import relations as ir
from ppaos.domain.intake.schema import HASHED
from ppaos.domain.linkage.records import HEAD_OF_HOUSEHOLD, PERSON

ADDRESS: Final = ("village_code", "house_number")
LOCAL_MARK: Final = "L"


def single_addresses(household_rows: ir.Table) -> ir.Table:
    """Addresses that exactly one surveyed household has: `village_code`, `house_number`, `at_house`."""
    known = household_rows.filter(
        household_rows["house_number"].notnull() & household_rows["village_code"].notnull()
    )
    counted = known.group_by(list(ADDRESS)).aggregate(
        at_house=known["house_code"].min(), houses=known.count()
    )
    return counted.filter(counted["houses"] == 1).drop("houses")


def placed(
    outside: ir.Table, addresses: ir.Table, members: ir.Table, head_house: ir.Table
) -> ir.Table:
    """`outside` (one row a person) with `household_id` and `household_how`.

    `addresses`: see `single_addresses`. `members`: `house_code`, `first_name`, `last_name`,
    `relation` of the people surveyed at those addresses. `head_house`: `head_citizen_id_hash` and
    `of_head`, the surveyed household of each head that a record names.
    `household_how`: house_code | head | address_and_head | address | none (no household: null).
    """
    at = outside.left_join(addresses, list(ADDRESS)).drop(*[f"{name}_right" for name in ADDRESS])
    families = members.select(at_house=members["house_code"], last_name=members["last_name"])
    related = at.semi_join(families, ["at_house", "last_name"]).select(PERSON)
    head = members.filter(members["relation"] == HEAD_OF_HOUSEHOLD)
    heads = head.select(
        at_house=head["house_code"],
        head_first_name=head["first_name"],
        head_last_name=head["last_name"],
    )
    same_head = at.semi_join(heads, ["at_house", "head_first_name", "head_last_name"]).select(
        PERSON
    )
    known = related.union(same_head, distinct=True).mutate(_known=ibis.literal(True))
    joined = at.left_join(known, PERSON).drop(f"{PERSON}_right")
    column = "head_citizen_id" + HASHED
    told = joined.left_join(head_house, column).drop(f"{column}_right")
    by_address = told["_known"].fill_null(False) & told["at_house"].notnull()
    has_address = told["village_code"].notnull() & told["house_number"].notnull()
    how = ibis.cases(
        (told["house_code"].notnull(), "house_code"),
        (told["of_head"].notnull(), "head"),
        (by_address, "address_and_head"),
        (has_address, "address"),
        else_="none",
    )
    household = ibis.cases(
        (told["house_code"].notnull(), told["house_code"]),
        (told["of_head"].notnull(), told["of_head"]),
        (by_address, told["at_house"]),
        (has_address, local_household(told["village_code"], told["house_number"])),
    )
    return told.mutate(household_id=household, household_how=how).drop(
        "at_house", "_known", "of_head"
    )


def local_household(village: ir.StringValue, number: ir.StringValue) -> ir.StringValue:
    """`L` and 12 hex digits of the address: a household without a house code."""
    text = village + "|" + number
    return ir.text(ibis.literal(LOCAL_MARK)) + text.hexdigest("sha256").substr(0, 12)


def households(persons: ir.Table, surveyed: ir.Table) -> ir.Table:
    """One row per household: those surveyed, and those that only registers know.

    `surveyed`: `house_code`, `village_code` of the round. `members` counts linked persons, `heads`
    those who are head in the survey; `head_person_id` is the head of lowest identity.
    """
    named = persons.filter(persons["household_id"].notnull())
    is_head = (named["relation"] == HEAD_OF_HOUSEHOLD).fill_null(False)
    counted = named.group_by("household_id").aggregate(
        sources=named["sources"].bit_or(),
        head_person_id=named["person_id"].argmin(named["person_number"], where=is_head),
        heads=is_head.cast("int16").sum().cast("int16"),
        members=named.count().cast("int32"),
        _village=named["village_code"].min(),
        _code=named["house_code"].max(),
    )
    household_rows = surveyed.select(
        _household=surveyed["house_code"], _at=surveyed["village_code"]
    )
    joined = counted.outer_join(
        household_rows, counted["household_id"] == household_rows["_household"]
    )
    return joined.select(
        household_id=ibis.coalesce(joined["household_id"], joined["_household"]),
        house_code=ibis.coalesce(joined["_household"], joined["_code"]),
        village_code=ibis.coalesce(joined["_at"], joined["_village"]),
        in_survey=joined["_household"].notnull(),
        sources=ibis.coalesce(joined["sources"], ibis.literal(0, "int64")),
        head_person_id=joined["head_person_id"],
        heads=ibis.coalesce(joined["heads"], ibis.literal(0, "int16")),
        members=ibis.coalesce(joined["members"], ibis.literal(0, "int32")),
    )
