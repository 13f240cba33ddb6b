"""Every table of the store: what a row is, its key, and what a missing value means."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class TableKind:
    """Promise of one table."""

    row: str
    key: tuple[str, ...]
    missing: str


TABLES: Final[dict[str, TableKind]] = {
    "households": TableKind("household in a round", ("round_be", "house_code"), "not answered"),
    "members": TableKind(
        "person in a household in a round",
        ("round_be", "house_code", "person_number"),
        "not answered, or not asked of this person",
    ),
    "profiles": TableKind(
        "household in a round",
        ("round_be", "house_code"),
        "never missing: unanswered indicators are bits of `missing`",
    ),
    "cube": TableKind(
        "pattern of deprivations in a village and round",
        ("round_be", "area_code", "deprived", "not_applicable", "missing"),
        "never missing",
    ),
    "cube_subdistrict": TableKind(
        "pattern of deprivations in a subdistrict and round",
        ("round_be", "area_code", "deprived", "missing"),
        "never missing",
    ),
    "cube_village": TableKind(
        "pattern of deprivations in a village and round",
        ("round_be", "area_code", "deprived", "missing"),
        "never missing",
    ),
    "estimates": TableKind(
        "measure of an area or group in a round under one rule",
        ("t", "loa", "subg", "measure", "indicator", "dimension", "rule", "k", "wgts"),
        "no such value, such as the intensity where nobody is poor",
    ),
    "changes": TableKind(
        "change of a measure between two rounds",
        (
            "t0",
            "t1",
            "loa",
            "subg",
            "measure",
            "indicator",
            "dimension",
            "rule",
            "k",
            "wgts",
            "ctype",
            "ann",
        ),
        "no such value",
    ),
    "missing_audit": TableKind("indicator in a round", ("t", "indicator"), "never missing"),
    "persons": TableKind(
        "person",
        ("person_id",),
        "not known; household_id: no household; sources and facts are bits that the manifest names",
    ),
    "person_links": TableKind(
        "record without a valid citizen ID",
        ("source", "record_key"),
        "match_probability: not linked by the model",
    ),
    "households_linked": TableKind(
        "household", ("household_id",), "house_code: a household without one; head: nobody named"
    ),
    "household_links": TableKind(
        "person outside the survey", ("person_id",), "household_id: no household could be found"
    ),
    "person_field_values": TableKind(
        "value that a source gives for a field on which a person's sources disagree",
        ("person_id", "field", "value", "source"),
        "as_of: the source does not say",
    ),
    "link_findings": TableKind(
        "finding of the linkage", (), "the finding is not about such a thing"
    ),
    "review_pairs": TableKind(
        "pair of records that a person should look at", ("pair_id",), "not known"
    ),
    "link_decisions": TableKind(
        "decision on a pair of records", ("pair_id", "decided_at"), "never missing"
    ),
    "target_persons": TableKind(
        "person, with the groups they are in",
        ("person_id",),
        "household_id, village_code: not known; fails_mpi: household not surveyed or left out",
    ),
    "target_households": TableKind(
        "household, with its groups, vulnerability and priority",
        ("household_id",),
        "not known; vulnerability_level: in no level; surveyed_on: not surveyed",
    ),
    "person_cube": TableKind(
        "pattern of sources, facts and groups in a village",
        ("area_code", "sources", "facts", "groups", "fails_mpi", "is_unmatched"),
        "fails_mpi: household not surveyed or left out",
    ),
    "household_cube": TableKind(
        "pattern of groups in a village",
        ("area_code", "groups", "fails_mpi"),
        "fails_mpi: household not surveyed or left out",
    ),
    "target_counts": TableKind(
        "target group in an area",
        ("rules", "group_name", "level", "area_code"),
        "the store lacks a fact that the rule reads, and nobody was found",
    ),
    "export_log": TableKind(
        "list that was handed out",
        ("exported_at", "sha256"),
        "never missing; rules and group_name are empty for a list of everybody",
    ),
}
