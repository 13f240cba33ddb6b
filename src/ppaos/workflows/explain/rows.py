"""The stored rows that a few households rest on, read without touching what they do not need.

In: household identities. Out: for each, its survey row, profile, people, register records, what
contradicts and what was targeted. Registers are opened only where a person's `sources` bit says
that a record is there, and the files of the household's province before all others.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from ppaos.domain.linkage.records import LINKED_REGISTERS
from ppaos.engine.lookup import Lookup, Row
from ppaos.workflows.explain.context import StoreContext

HASH: Final = "citizen_id_hash"
BY_CITIZEN_ID: Final = "citizen_id"


@dataclass(frozen=True)
class PersonRecord:
    """One record of a person in one source."""

    source: str
    row: Row | None
    """Null when the record is known to be there but its row was not found."""
    record_key: str
    how: str
    probability: float | None


@dataclass
class HouseholdRows:
    """Everything stored about one household."""

    household_id: str
    survey: Row | None = None
    profile: Row | None = None
    linked: Row | None = None
    target: Row | None = None
    persons: list[Row] = field(default_factory=list)
    members: dict[int, Row] = field(default_factory=dict)
    """Person number -> survey row."""
    records: dict[UUID, list[PersonRecord]] = field(default_factory=lambda: defaultdict(list))
    target_persons: dict[UUID, int] = field(default_factory=dict)
    """Person -> `groups` bits."""
    values: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    reviews: list[Row] = field(default_factory=list)

    @property
    def is_known(self) -> bool:
        """Whether any table has heard of the household."""
        return bool(self.survey or self.linked or self.target or self.persons or self.members)


def rows_of_households(context: StoreContext, household_ids: Sequence[str]) -> list[HouseholdRows]:
    """Rows of households in the given order; unknown ones come back empty."""
    found = {name: HouseholdRows(name) for name in household_ids}
    _households(context, found)
    _people(context, found)
    everybody = {
        row["person_id"]: (household, row)
        for household in found.values()
        for row in household.persons
    }
    _records(context, everybody)
    _contradictions(context, found, everybody)
    return list(found.values())


def provinces_of(household_ids: Iterable[str]) -> set[str]:
    """First two digits of house codes: usually, not always, the province of the house."""
    return {name[:2] for name in household_ids if name[:2].isdigit()}


def _households(context: StoreContext, found: dict[str, HouseholdRows]) -> None:
    lookup, near = context.lookup, provinces_of(found)
    for row in lookup.find("target_households", "household_id", found, provinces=near):
        found[row["household_id"]].target = row
    # what it says of a targeted household is in the other table as well
    left = [name for name, household in found.items() if household.target is None]
    for row in lookup.find("households_linked", "household_id", left, provinces=near):
        found[row["household_id"]].linked = row
    codes = [name for name in found if name[:1].isdigit()]
    for table, slot in (("households", "survey"), ("profiles", "profile")):
        for row in lookup.find(table, "house_code", codes, provinces=near):
            if _is_of_round(context, row, getattr(found[row["house_code"]], slot)):
                setattr(found[row["house_code"]], slot, row)


def _people(context: StoreContext, found: dict[str, HouseholdRows]) -> None:
    lookup, near = context.lookup, provinces_of(found)
    codes = [name for name in found if name[:1].isdigit()]
    for row in lookup.find("members", "house_code", codes, provinces=near):
        household = found[row["house_code"]]
        wanted = household.survey["round_be"] if household.survey else context.round_be
        if wanted in (None, row["round_be"]):
            household.members[row["person_number"]] = row
    columns = ("person_id", "household_id", "groups")
    for row in lookup.find(
        "target_persons",
        "household_id",
        found,
        columns=columns,
        provinces=near,
        least=_known_people(found),
    ):
        found[row["household_id"]].target_persons[row["person_id"]] = row["groups"]
    _persons(context, found, near)


def _known_people(found: Mapping[str, HouseholdRows]) -> int:
    """How many people the households have in all: somebody may be listed in another province."""
    return sum(
        (household.target or household.linked or {}).get("members") or 0
        for household in found.values()
    )


def _persons(context: StoreContext, found: dict[str, HouseholdRows], near: set[str]) -> None:
    lookup = context.lookup
    if not lookup.has("persons"):
        return
    told = "household_id" in lookup.columns("persons")
    column = "household_id" if told else "house_code"
    owner: dict[UUID, str] = {}
    for row in lookup.find("persons", column, found, provinces=near, least=_known_people(found)):
        found[row[column]].persons.append(row)
        owner[row["person_id"]] = row[column]
    others: dict[UUID, HouseholdRows] = {}
    for household in found.values():
        head = (household.linked or {}).get("head_person_id")
        for person in (*household.target_persons, *([head] if head else [])):
            if person not in owner:
                others[person] = household
    for row in lookup.find("persons", "person_id", others, provinces=near):
        others[row["person_id"]].persons.append(row)
    for household in found.values():
        household.persons.sort(key=_order)


def _records(context: StoreContext, everybody: Mapping[UUID, tuple[HouseholdRows, Row]]) -> None:
    """Records of everybody in every source whose bit is set, by citizen ID or by a stored link."""
    sources, lookup = context.sources, context.lookup
    links: dict[tuple[UUID, str], list[Row]] = defaultdict(list)
    for link in lookup.find("person_links", "person_id", everybody):
        links[link["person_id"], link["source"]].append(link)
    wanted: dict[str, list[UUID]] = defaultdict(list)
    for person, (_, row) in everybody.items():
        for source in sources.names_of(row["sources"] or 0):
            document = sources.document(source)
            if document is None or document.role != "survey":
                wanted[source].append(person)
    for source, people in wanted.items():
        near = {
            (everybody[person][1].get("village_code") or "")[:2] for person in people
        } | provinces_of(everybody[person][0].household_id for person in people)
        own = {person: links[person, source] for person in people}
        for person, record in _records_in(context, source, own, near):
            everybody[person][0].records[person].append(record)
    place = {name: at for at, name in enumerate(sources.in_bit_order)}
    for person, (household, _) in everybody.items():
        household.records.get(person, []).sort(
            key=lambda found: (place.get(found.source, 0), found.record_key)
        )


def _records_in(
    context: StoreContext, source: str, people: Mapping[UUID, Sequence[Row]], near: set[str]
) -> list[tuple[UUID, PersonRecord]]:
    lookup, table = context.lookup, context.sources.tables.get(source, "")
    document = context.sources.document(source)
    key = document.key if document else ()
    linked = {_place(link): link for links in people.values() for link in links}
    alone = [person for person, links in people.items() if not links]
    beside = [person for person, links in people.items() if links]
    rows = lookup.find(table, HASH, alone, provinces=near)
    rows += lookup.find(table, HASH, beside, provinces=near, elsewhere=False)
    by_number = [
        (row[HASH], PersonRecord(source, row, _key_of(row, key), BY_CITIZEN_ID, None))
        for row in rows
    ]
    found = _not_moved(lookup, source, by_number)
    located: set[tuple[int, ...]] = set()
    for row in lookup.find(table, "_row", [row for _, _, row in linked], provinces=near):
        link = linked.get(_place(row))
        if link is not None and _place(row) not in located:
            located.add(_place(row))
            found.append((link["person_id"], _linked(source, row, link)))
    found += [
        (link["person_id"], _linked(source, None, link))
        for place, link in linked.items()
        if place not in located
    ]
    return found


def _place(row: Row) -> tuple[int, int, int]:
    """Import, file and row that a stored row came from: a row's number alone is of many files."""
    return row["_import"], row["_file"], row["_row"]


def _linked(source: str, row: Row | None, link: Row) -> PersonRecord:
    return PersonRecord(source, row, link["record_key"], link["how"], link["match_probability"])


def _not_moved(
    lookup: Lookup, source: str, found: Sequence[tuple[UUID, PersonRecord]]
) -> list[tuple[UUID, PersonRecord]]:
    """Records found by number, less those that a dispute or a decision gave to somebody else."""
    keys = [record.record_key for _, record in found]
    moved = {
        row["record_key"]
        for row in lookup.find("person_links", "record_key", keys, columns=("record_key", "source"))
        if row["source"] == source
    }
    return [pair for pair in found if pair[1].record_key not in moved]


def _contradictions(
    context: StoreContext,
    found: dict[str, HouseholdRows],
    everybody: Mapping[UUID, tuple[HouseholdRows, Row]],
) -> None:
    lookup = context.lookup
    for row in lookup.find("person_field_values", "person_id", everybody):
        everybody[row["person_id"]][0].values.append(row)
    for row in lookup.find("link_findings", "household_id", found):
        found[row["household_id"]].findings.append(row)
    for row in lookup.find("link_findings", "person_id", everybody):
        household = everybody[row["person_id"]][0]
        if row not in household.findings:
            household.findings.append(row)
    for side in ("left", "right"):
        for row in lookup.find("review_pairs", f"{side}_house_code", found):
            _add_review(found[row[f"{side}_house_code"]], row)
        owners = _owners_of_records(found)
        keys = {key for _, key in owners}
        for row in lookup.find("review_pairs", f"{side}_key", keys):
            owner = owners.get((row[f"{side}_source"], row[f"{side}_key"]))
            if owner is not None:
                _add_review(owner, row)


def _owners_of_records(found: Mapping[str, HouseholdRows]) -> dict[tuple[str, str], HouseholdRows]:
    owners = {
        (record.source, record.record_key): household
        for household in found.values()
        for records in household.records.values()
        for record in records
    }
    for household in found.values():
        for person in household.persons:
            owners[LINKED_REGISTERS, str(person["person_id"])] = household
    return owners


def _add_review(household: HouseholdRows, row: Row) -> None:
    if row["status"] == "open" and all(
        item["pair_id"] != row["pair_id"] for item in household.reviews
    ):
        household.reviews.append(row)


def _is_of_round(context: StoreContext, row: Row, held: Row | None) -> bool:
    """Rows of the asked round; without one, of the newest."""
    if context.round_be is not None:
        return bool(row["round_be"] == context.round_be)
    return held is None or row["round_be"] > held["round_be"]


def _key_of(row: Row, key: Sequence[str]) -> str:
    return "/".join(str(row.get(name)) for name in key)


def _order(row: Mapping[str, Any]) -> tuple[bool, int, str]:
    number = row.get("person_number")
    return number is None, number or 0, str(row["person_id"])
