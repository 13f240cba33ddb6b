"""Where people live: the household of those whom the survey has not met, and all households."""

from ppaos.domain import relations as ir
from ppaos.domain.intake.schema import HASHED
from ppaos.domain.linkage import households as linkage_households
from ppaos.domain.linkage.records import PERSON
from ppaos.workflows.link.steps import Steps


def placed(steps: Steps, best: ir.Table, survey: ir.Table, household_rows: ir.Table) -> ir.Table:
    """`best` (one row an outside person) with `household_id` and `household_how`.

    `survey`: survey rows with their person. `households`: surveyed households with their address.
    """
    addresses = linkage_households.single_addresses(household_rows)
    column = "head_citizen_id" + HASHED
    wanted = best.filter(best["house_code"].isnull())
    near = addresses.semi_join(wanted, list(linkage_households.ADDRESS))
    near = steps.keep("addresses", near)
    members = steps.keep(
        "members-there",
        survey.semi_join(near.select(house_code=near["at_house"]), "house_code").select(
            "house_code", "first_name", "last_name", "relation"
        ),
    )
    named = wanted.filter(wanted[column].notnull()).select(column).distinct()
    head_house = steps.keep(
        "house-of-head",
        named.inner_join(survey, named[column] == survey[PERSON]).select(
            column, of_head=survey["house_code"]
        ),
    )
    return linkage_households.placed(best, near, members, head_house)


def households(persons: ir.Table, household_rows: ir.Table) -> ir.Table:
    """All households: see `linkage_households.households`."""
    return linkage_households.households(persons, household_rows)


def links(steps: Steps) -> ir.Table:
    """How each outside person came by a household: `household_links`."""
    rows = steps.engine.parquet([steps.file("outside-placed")])
    return rows.select(PERSON, "household_id", how=rows["household_how"])
