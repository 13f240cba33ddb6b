"""Which rows a list of people or households holds, with the columns that its fields are made of.

In: the targets of a store, a scope and a bit of `groups`. Out: relations of one row a person or
household; joins look values up and never change how many rows there are.
"""

from collections.abc import Sequence
from functools import reduce
from typing import Final

import ibis

from ppaos.domain import relations as ir
from ppaos.domain.area.codes import level_of, within
from ppaos.domain.intake.schema import FILE, HASHED, IMPORT, ROW
from ppaos.domain.linkage.records import HEAD_OF_HOUSEHOLD

PLACE: Final = (IMPORT, FILE, ROW)
NAMES: Final = ("prefix", "first_name", "last_name")
_HOUSEHOLD: Final = (
    "people", "fails_mpi", "deprived", "missing", "score", "score_of", "surveyed_on",
    "vulnerability_level", "dependants", "card_holders", "low_income", "housing_problem", "priority",
)  # fmt: skip


def listed(targets: ir.Table, *, scope: str, group: int | None) -> ir.Table:
    """Rows of `target_persons` or `target_households` inside a scope and, if given, in a group.

    `group`: position of its bit. The country holds everybody, also those of no known village.
    """
    rows = targets
    if level_of(scope) != "country":
        rows = rows.filter(within(rows["village_code"], scope))
    if group is not None:
        rows = rows.filter((rows["groups"] & ibis.literal(1 << group, "int64")) != 0)
    return rows


def households_in_full(households: ir.Table, surveyed: ir.Table, members: ir.Table) -> ir.Table:
    """`households` (rows of `target_households`) with address, village and head from the survey.

    `surveyed` and `members` are the rows of the round; households outside it lack these columns.
    """
    addressed = households.left_join(_addresses(surveyed), "house_code").drop("house_code_right")
    headed = addressed.left_join(_heads(members), "house_code").drop("house_code_right")
    return headed.order_by(
        headed["village_code"], headed["priority"].desc(), headed["household_id"]
    )


def persons_in_full(
    people: ir.Table,
    persons: ir.Table,
    households: ir.Table,
    surveyed: ir.Table,
    members: ir.Table,
    named: ir.Table,
) -> ir.Table:
    """`people` (rows of `target_persons`) with who they are and what their household is.

    `households`: `target_households`. `named`: see `names_in_registers`, for people outside the survey.
    """
    who = people.select("person_id", "household_id", "village_code", "sources", "facts", "groups")
    own = persons.semi_join(who, "person_id").select(
        "person_id",
        "house_code",
        "person_number",
        "relation",
        "sex",
        "born_on",
        "age_years",
        "in_survey",
        "has_citizen_id",
    )
    rows = who.left_join(own, "person_id").drop("person_id_right")
    answered = members.semi_join(own, "house_code").select("house_code", "person_number", *NAMES)
    rows = rows.left_join(answered, ["house_code", "person_number"]).drop(
        "house_code_right", "person_number_right"
    )
    # a house code that only a register gives is nobody's place in the survey
    surveyed_names = {name: rows["in_survey"].ifelse(rows[name], None) for name in NAMES}
    rows = rows.mutate(**surveyed_names)
    rows = rows.left_join(named, "person_id").drop("person_id_right")
    rows = rows.mutate(
        **{
            name: rows["first_name"].isnull().ifelse(rows[f"{name}_right"], rows[name])
            for name in ("prefix", "last_name", "first_name")
        }
    ).drop(*[f"{name}_right" for name in NAMES])
    household = households.select("household_id", *_HOUSEHOLD)
    rows = rows.left_join(household, "household_id").drop("household_id_right")
    rows = rows.left_join(_addresses(surveyed), "house_code").drop("house_code_right")
    rows = rows.left_join(_heads(members), "house_code").drop("house_code_right")
    told = rows["house_number"].isnull().ifelse(rows["register_house_number"], rows["house_number"])
    rows = rows.mutate(house_number=told).drop("register_house_number")
    return rows.order_by(
        rows["village_code"], rows["household_id"], rows["person_number"], rows["person_id"]
    )


def names_in_registers(
    registers: Sequence[tuple[str, ir.Table]], links: ir.Table, outside: ir.Table
) -> ir.Table:
    """One row a person: `prefix`, `first_name`, `last_name`, `register_house_number`.

    `registers`: source name and rows, the one to be believed first. `links`: `person_links`, which
    says whose a record without a usable number is. `outside`: people that are looked for.
    """
    parts = [
        _named_records(rows, links.filter(links["source"] == source), rank)
        for rank, (source, rows) in enumerate(registers)
    ]
    if not parts:
        empty = dict.fromkeys((*NAMES, "register_house_number"), "string")
        return ir.table(ibis.memtable([], schema={"person_id": "uuid", **empty}))
    every = reduce(lambda a, b: a.union(b), parts).semi_join(outside, "person_id")
    known = every.filter(every["first_name"].notnull())
    order = [known[name] for name in ("rank", "first_name", "last_name", "register_house_number")]
    place = ibis.row_number().over(ir.window(group_by="person_id", order_by=order))
    numbered = known.mutate(_place=place)
    one = numbered.filter(numbered["_place"] == 0)
    return one.select("person_id", *NAMES, "register_house_number")


def _named_records(rows: ir.Table, links: ir.Table, rank: int) -> ir.Table:
    """Records with their person: by citizen ID unless a link gives the record to somebody else."""

    def text(name: str) -> ir.Value:
        return rows[name] if name in rows.columns else ibis.null("string")

    shown = rows.select(
        *PLACE,
        by_number=rows["citizen_id" + HASHED],
        **{name: text(name) for name in NAMES},
        register_house_number=text("house_number"),
    )
    moved = links.select(*PLACE, moved_to="person_id")
    joined = shown.left_join(moved, list(PLACE))
    return joined.select(
        person_id=ibis.coalesce(joined["moved_to"], joined["by_number"]),
        **{name: joined[name] for name in (*NAMES, "register_house_number")},
        rank=ibis.literal(rank, "int16"),
    )


def _addresses(surveyed: ir.Table) -> ir.Table:
    return surveyed.select("house_code", "house_number", "village_name")


def _heads(members: ir.Table) -> ir.Table:
    heads = members.filter(members["relation"] == HEAD_OF_HOUSEHOLD)
    return heads.group_by("house_code").aggregate(
        **{f"head_{name}": heads[name].argmin(heads["person_number"]) for name in NAMES}
    )
