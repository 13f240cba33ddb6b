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
}
