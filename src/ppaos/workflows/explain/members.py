"""The people of a household as reasons show them: who, which registers, which facts, how linked.

Citizen IDs never appear: the store has none in clear, and who has a valid one is shown by the mask.
"""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from ppaos.definitions.sources.loader import Source
from ppaos.domain.explanation.records import HOW_TITLES, GroupReason, Member, RegisterRecord
from ppaos.domain.identity.citizen_id import CITIZEN_ID_DIGITS, HIDDEN, mask_citizen_id
from ppaos.domain.rules.expressions import parse
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.engine.lookup import Row
from ppaos.workflows.explain.context import Context
from ppaos.workflows.explain.rows import HASH, HouseholdRows, PersonRecord

MASKED: Final = mask_citizen_id(HIDDEN * CITIZEN_ID_DIGITS)
_IDLE: Final = (None, 0, False, "")


def members_of(
    context: Context,
    rows: HouseholdRows,
    *,
    groups: Mapping[UUID, tuple[GroupReason, ...]],
    asked_for: UUID | None = None,
) -> tuple[Member, ...]:
    """Everybody of the household: those surveyed in the order of the survey, then the others."""
    found, shown = [], set()
    for person in rows.persons:
        survey = _survey_row(rows, person)
        if survey is not None:
            shown.add(survey["person_number"])
        found.append(_member(context, rows, person, survey, groups, asked_for))
    for number, survey in sorted(rows.members.items()):
        if number not in shown:
            found.append(_member(context, rows, _unlinked(survey), survey, groups, asked_for))
    return tuple(found)


def name_of(row: Row | None) -> str:
    """Prefix, first and last name of a row; empty when it has none."""
    if row is None or not (row.get("first_name") or row.get("last_name")):
        return ""
    prefix, first, last = (row.get(name) or "" for name in ("prefix", "first_name", "last_name"))
    return f"{prefix}{first} {last}".strip()


def survey_person(context: Context, rows: HouseholdRows, person_id: UUID) -> str:
    """What to call a person of the household in a sentence."""
    for person in rows.persons:
        if person["person_id"] == person_id:
            return _name(rows, person, _survey_row(rows, person))
    return ""


def _survey_row(rows: HouseholdRows, person: Row) -> Row | None:
    household = rows.survey["house_code"] if rows.survey else rows.household_id
    if not person["in_survey"] or person["house_code"] != household or not rows.members:
        return None
    return rows.members.get(person["person_number"])


def _unlinked(survey: Row) -> Row:
    """A survey row as `persons` would hold it, in a store that was not linked."""
    return {
        "person_id": survey[HASH],
        "person_number": survey["person_number"],
        "in_survey": True,
        "is_unmatched": False,
        "has_citizen_id": survey[HASH] is not None,
        "sources": 0,
        "facts": 0,
    }


def _member(
    context: Context,
    rows: HouseholdRows,
    person: Row,
    survey: Row | None,
    groups: Mapping[UUID, tuple[GroupReason, ...]],
    asked_for: UUID | None,
) -> Member:
    identity, sources = person["person_id"], context.sources
    among = sources.names_of(person["sources"] or 0)
    facts = tuple(sources.fact(name, among) for name in sources.facts_of(person["facts"] or 0))
    known = {**(survey or {}), **{k: v for k, v in person.items() if v is not None}}
    document = sources.of_row("members", survey or {})
    return Member(
        person_id=str(identity or ""),
        person_number=known.get("person_number"),
        name=_name(rows, person, survey),
        citizen_id=MASKED if person["has_citizen_id"] else None,
        sex=sources.answer(document, "sex", known.get("sex")).label,
        age_years=known.get("age_years"),
        born_on=known.get("born_on"),
        relation=sources.answer(document, "relation", known.get("relation")).label,
        in_survey=bool(person["in_survey"]),
        is_unmatched=bool(person["is_unmatched"]),
        is_asked_for=asked_for is not None and identity == asked_for,
        facts=facts,
        records=tuple(_record(context, item) for item in rows.records.get(identity, ())),
        groups=groups.get(identity, ()),
    )


def _name(rows: HouseholdRows, person: Row, survey: Row | None) -> str:
    if "name" in person:  # a published row: its name was chosen so when it was published
        return str(person["name"])
    won = {
        row["field"]: row["value"]
        for row in rows.values
        if row["wins"] and row["person_id"] == person["person_id"]
    }
    candidates = [survey, *[item.row for item in rows.records.get(person["person_id"], ())]]
    best = next((row for row in candidates if name_of(row)), None)
    return name_of({**(best or {}), **won})


def _record(context: Context, found: PersonRecord) -> RegisterRecord:
    document = context.sources.document(found.source)
    row = found.row or {}
    return RegisterRecord(
        origin=context.sources.origin(found.source, found.row),
        record_key=found.record_key,
        how=found.how,
        how_title=HOW_TITLES.get(found.how, Bilingual(found.how, found.how)),
        probability=found.probability,
        shown=tuple(
            context.sources.answer(document, name, row[name]) for name in _telling(document, row)
        ),
    )


def _telling(document: Source | None, row: Row) -> list[str]:
    """Key columns, then what the source's facts are read from, whether they hold or not.

    Of a fact over several columns, such as items that are ticked, only those with a value.
    """
    if document is None or not row:
        return []
    read: set[str] = set()
    for fact in document.facts.values():
        names = parse(fact.rule).names
        read |= {name for name in names if len(names) == 1 or row.get(name) not in _IDLE}
    rest = [name for name in document.columns if name in read and name not in document.key]
    return [name for name in (*document.key, *rest) if name in row]
