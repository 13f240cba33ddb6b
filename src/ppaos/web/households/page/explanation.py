"""Why a published household stands where it stands: the explanation of `ppaos explain`.

In: a household row and its people. Out: an `Explanation`, made by the same code as that of the
store, from published rows instead of stored ones. Two things differ: a person surveyed in another
household than the linkage says is told there, not here; and of a register record only the
columns are known that reasons show.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from ppaos.definitions.sources.loader import Source
from ppaos.domain.explanation.records import Explanation
from ppaos.domain.measurement.instrument_record import instrument_of
from ppaos.domain.targeting.priority import TERMS
from ppaos.operations.people.models import Conflict, Household, Person
from ppaos.operations.people.queries import conflicts_of, people_of
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.publication_cache import PublicationCache
from ppaos.operations.publications.settings import PublicationSettings
from ppaos.workflows.explain.context import Context, Sources
from ppaos.workflows.explain.household import explanation_of
from ppaos.workflows.explain.rows import HouseholdRows, PersonRecord

Row = dict[str, Any]
_MADE_FROM: Final = ("households", "members", "profiles", "persons", "target_households")
_held: PublicationCache[Context] = PublicationCache(3)


def explained(
    publication: Publication, household: Household, people: Sequence[Person] | None = None
) -> Explanation:
    """The explanation of one household; `people` are read when they are not given."""
    everybody = people_of(household) if people is None else people
    context = context_of_publication(publication)
    conflicts = conflicts_of(household, everybody)
    rows = rows_of(publication, household, everybody, conflicts, context.sources)
    return explanation_of(context, rows)


def context_of_publication(publication: Publication) -> Context:
    """What reasons of a publication are worded with; made once in this process."""
    return _held.of(publication, lambda: _context(publication.reading))


def rows_of(
    publication: Publication,
    household: Household,
    people: Sequence[Person],
    conflicts: Iterable[Conflict],
    sources: Sources,
) -> HouseholdRows:
    """Published rows in the form that explanations read."""
    settings = publication.reading
    rows = HouseholdRows(household.household_id)
    rows.target = _target(household)
    if household.in_survey:
        rows.survey = _survey(household, settings.household_columns)
        rows.profile = {
            name: getattr(household, name) for name in ("deprived", "not_applicable", "missing")
        }
    for person in people:
        rows.persons.append(_person(person, household))
        rows.target_persons[person.person_id] = person.groups
        if person.in_survey and person.person_number is not None:
            rows.members[person.person_number] = _member(person, settings.member_columns)
        rows.records[person.person_id] = _records(person, sources)
    slots = {
        "person_field_values": rows.values,
        "link_findings": rows.findings,
        "review_pairs": rows.reviews,
    }
    for conflict in conflicts:
        row = _conflict(conflict.row)
        is_settled = row.get("status", "open") != "open"
        if conflict.table in slots and row not in slots[conflict.table] and not is_settled:
            slots[conflict.table].append(row)
    return rows


def _context(settings: PublicationSettings) -> Context:
    instrument, round_be = instrument_of(settings.record), settings.round_be
    return Context(
        sources=Sources(
            stored=settings.documents,
            tables=settings.tables,
            in_bit_order=settings.sources,
            facts=settings.facts,
            as_of=settings.as_of,
        ),
        instrument=instrument.for_round(round_be),
        round_be=round_be,
        absent=settings.absent_in(round_be),
        groups=settings.groups,
        rules_texts=settings.rules,
        made_from={
            name: settings.made_from[name] for name in _MADE_FROM if name in settings.made_from
        },
    )


def _survey(household: Household, columns: Sequence[str]) -> Row:
    return {
        "round_be": household.round_be,
        "house_code": household.house_code or None,
        "house_number": household.house_number or None,
        "village_code": household.village_code or None,
        "village_name": household.village_name or None,
        "surveyed_on": household.surveyed_on,
        **dict(zip(columns, json.loads(household.answers), strict=False)),
        "synthetic": household.is_synthetic,
    }


def _target(household: Household) -> Row:
    terms = [int(text) for text in household.priority_terms.split(",") if text]
    return {
        "household_id": household.household_id,
        "house_code": household.house_code or None,
        "village_code": household.village_code or None,
        "people": household.members if household.people is None else household.people,
        **{
            name: getattr(household, name)
            for name in (
                "members", "in_survey", "surveyed_on", "fails_mpi", "deprived", "missing", "score",
                "score_of", "dimensions_failing", "dependants", "card_holders", "low_income",
                "housing_problem", "vulnerability_level", "sources", "facts", "is_unmatched",
                "groups", "priority",
            )
        },
        **{f"priority_{term}": value for term, value in zip(TERMS, terms, strict=False)},
    }  # fmt: skip


def _person(person: Person, household: Household) -> Row:
    names = (
        "person_id", "household_id", "person_number", "sex", "born_on", "age_years", "relation",
        "in_survey", "sources", "facts", "has_citizen_id", "is_unmatched", "name",
    )  # fmt: skip
    return {
        **{name: getattr(person, name) for name in names},
        "village_code": person.village_code or None,
        "born_on_precision": person.born_on_precision or None,
        "house_code": household.house_code or household.household_id,
    }


def _member(person: Person, columns: Sequence[str]) -> Row:
    return {
        "person_number": person.person_number,
        "citizen_id_hash": person.person_id if person.has_citizen_id else None,
        **dict(zip(columns, json.loads(person.answers), strict=False)),
        "synthetic": person.is_synthetic,
    }


def _records(person: Person, sources: Sources) -> list[PersonRecord]:
    found = []
    for source, key, how, probability, values in json.loads(person.records):
        row = {**_typed(values, sources.document(source)), "synthetic": person.is_synthetic}
        found.append(PersonRecord(source, row, key, how, probability))
    return found


def _typed(values: Row, document: Source | None) -> Row:
    """Values of a record with days as days, which JSON keeps as text."""
    if document is None:
        return values
    typed = {}
    for name, value in values.items():
        described = document.columns.get(name)
        is_day = described is not None and described.type == "date" and isinstance(value, str)
        typed[name] = date.fromisoformat(value) if is_day else value
    return typed


def _conflict(row: Mapping[str, Any]) -> Row:
    made = dict(row)
    if isinstance(made.get("person_id"), str):
        made["person_id"] = UUID(made["person_id"])
    for name in ("as_of", "left_born_on", "right_born_on"):
        if isinstance(made.get(name), str):
            made[name] = date.fromisoformat(made[name][:10])
    return made
