"""The five parts add up to everybody at every level, and lists are as long as their numbers."""

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings, strategies as st

from ppaos.domain.area.codes import LEVELS
from ppaos.domain.measurement.cube import AREA
from ppaos.domain.targeting.overlap import PARTS, accounting, part_of, resolve
from ppaos.domain.targeting.targets import NO_AREA, person_cube
from ppaos.engine.backends import connect
from ppaos.engine.table_settings import TargetSettings
from ppaos.workflows.target.counts import area_of
from support.property_runs import examples

SETTINGS = TargetSettings(
    sources=("survey", "cards"),
    tables=("members", "welfare_cards"),
    facts=("holds_card", "works"),
    groups=(("own", "old"), ("own", "young")),
)
NAMES = ("survey", "in_welfare_cards", "holds_card", "works", "old", "own:young", "fails_mpi")
VILLAGES = ("41010101", "41010102", "41020101", "90010101", None)
KINDS = {
    "person_id": pa.int64(), "village_code": pa.string(), "sources": pa.int64(), "facts": pa.int64(),
    "groups": pa.int64(), "fails_mpi": pa.bool_(), "is_unmatched": pa.bool_(),
}  # fmt: skip


@st.composite
def people(draw: st.DrawFn) -> list[dict[str, Any]]:
    bits = st.integers(0, 3)
    return [
        {
            "person_id": number, "village_code": draw(st.sampled_from(VILLAGES)),
            "sources": draw(bits), "facts": draw(bits), "groups": draw(bits),
            "fails_mpi": draw(st.sampled_from([True, False, None])),
            "is_unmatched": draw(st.booleans()),
        }
        for number in range(draw(st.integers(1, 25)))
    ]  # fmt: skip


def is_in(row: dict[str, Any], name: str) -> bool:
    """Membership by hand."""
    places = {
        "survey": ("sources", 0), "in_welfare_cards": ("sources", 1), "holds_card": ("facts", 0),
        "works": ("facts", 1), "old": ("groups", 0), "own:young": ("groups", 1),
    }  # fmt: skip
    if name == "fails_mpi":
        return row["fails_mpi"] is True
    column, place = places[name]
    return bool(row[column] >> place & 1)


def part_by_hand(row: dict[str, Any], a: str, b: str) -> str:
    if row["is_unmatched"]:
        return "unmatched"
    both = (is_in(row, a), is_in(row, b))
    return {(True, True): "both", (True, False): "only_a", (False, True): "only_b"}.get(
        both, "neither"
    )


@pytest.fixture(scope="module")
def duckdb() -> Any:
    engine = connect("duckdb://?threads=1")
    yield engine
    engine.close()


@settings(max_examples=examples(25))
@given(people(), st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_parts_add_up_to_everybody_at_every_level(duckdb: Any, rows: Any, a: str, b: str) -> None:
    table = duckdb.table(
        pa.table(
            {name: pa.array([row[name] for row in rows], kind) for name, kind in KINDS.items()}
        )
    )
    first, second = resolve(a, SETTINGS), resolve(b, SETTINGS)
    cube = person_cube(table)
    assert "country" in LEVELS and PARTS
    for level in LEVELS:
        found = duckdb.arrow(accounting(cube, first, second, level=level, size=cube["people"]))
        expected: dict[str, dict[str, int]] = {}
        for row in rows:
            area = area_of(row["village_code"] or NO_AREA, level)
            counts = expected.setdefault(area, dict.fromkeys(PARTS, 0))
            counts[part_by_hand(row, a, b)] += 1
        assert {
            row[AREA]: {part: row[part] for part in PARTS} for row in found.to_pylist()
        } == expected
        assert sum(found["all"].to_pylist()) == len(rows)
        assert all(sum(row[part] for part in PARTS) == row["all"] for row in found.to_pylist())
    for part in PARTS:
        listed = duckdb.arrow(table.filter(part_of(table, first, second, part)))
        behind = {row["person_id"] for row in rows if part_by_hand(row, a, b) == part}
        assert set(listed["person_id"].to_pylist()) == behind
        assert len(listed) == sum(counts[part] for counts in expected.values())
