"""Two registers or groups beside each other: numbers by hand, and the people behind them."""

import pytest

from ppaos.definitions.target_groups.loader import parse
from ppaos.domain.errors import AreaError, SettingError, StoreError
from ppaos.domain.targeting.overlap import PARTS
from ppaos.engine.store import Store
from ppaos.workflows.target.job import target
from ppaos.workflows.target.overlap import overlap, people_of_part, write_people
from support.linked_stores import household, linked_store, person

A, B, OUTSIDE = "41010101001", "90010101002", "41010101009"
DUCKDB = "duckdb://?threads=1"
OWN = """
targets: own
title: {th: ของเรา, en: own}
fiscal_year: 2566
source: tests
groups:
  old: {unit: person, rule: "age_years >= 60", title: {th: แก่, en: old}}
  poor: {unit: household, rule: fails_mpi, title: {th: จน, en: poor}}
"""
PEOPLE = [
    person(1, A, "holds_card", sources=("survey", "cards")),
    person(2, A, age_years=70),
    person(3, A, age_years=20),
    person(4, B, "holds_card", age_years=61, sources=("survey", "cards")),
    person(5, OUTSIDE, "holds_card", sources=("cards",)),
    person(6, None, "holds_card", sources=("cards",), village_code="41010103"),
    person(7, OUTSIDE, "holds_card", sources=("cards",), is_unmatched=True),
    person(8, None, sources=("finds",), is_unmatched=True),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    homes = [household(A, house_ok=0), household(B)]
    made = linked_store(tmp_path_factory.mktemp("sets") / "store", homes, PEOPLE)
    again = OWN.replace("targets: own", "targets: again")
    target(made, rules=[parse(OWN, name="own"), parse(again, name="again")], engine=DUCKDB)
    return made


def parts(table, area="nat"):
    (row,) = [row for row in table.to_pylist() if row["area_code"] == area]
    return tuple(row[name] for name in ("all", *PARTS))


def numbers(table):
    return [int(text[-12:], 16) for text in table["person_id"].to_pylist()]


def test_five_parts_of_people_and_households(store):
    found = overlap(store, "survey", "cards", engine=DUCKDB)
    assert parts(found.people) == (8, 2, 2, 2, 0, 2)
    # of OUTSIDE one member is unmatched and one is not: the household is known
    assert parts(found.households) == (3, 2, 0, 1, 0, 0)


def test_areas_within_a_level_and_the_unknown_village(store):
    found = overlap(store, "in_members", "holds_card", level="province", engine=DUCKDB)
    assert found.people["area_code"].to_pylist() == ["41", "90", "none"]
    assert parts(found.people, "41") == (6, 1, 2, 2, 0, 1)
    assert parts(found.people, "90") == (1, 1, 0, 0, 0, 0)
    assert parts(found.people, "none") == (1, 0, 0, 0, 0, 1)
    inside = overlap(store, "survey", "cards", level="village", area="4101", engine=DUCKDB)
    assert inside.people["area_code"].to_pylist() == ["41010101", "41010103"]
    assert inside.households["area_code"].to_pylist() == ["41010101"]


def test_exclusion_and_inclusion_errors_are_lists_of_people(store):
    never_surveyed = people_of_part(store, "cards", "survey", "only_a", engine=DUCKDB)
    assert sorted(numbers(never_surveyed)) == [5, 6]
    assert never_surveyed.column_names == ["person_id", "household_id", "village_code"]
    no_card = people_of_part(store, "fails_mpi", "holds_card", "only_a", engine=DUCKDB)
    assert numbers(no_card) == [2, 3]
    assert numbers(people_of_part(store, "survey", "cards", "unmatched", engine=DUCKDB)) == [7, 8]


def test_groups_go_by_their_name_or_their_document(store):
    found = overlap(store, "own:old", "again:poor", engine=DUCKDB)
    assert parts(found.people) == (8, 1, 1, 2, 2, 2)
    assert parts(found.households) == (3, 1, 1, 0, 1, 0)
    with pytest.raises(SettingError, match="Write one of own:old, again:old"):
        overlap(store, "old", "survey", engine=DUCKDB)


def test_unknown_names_levels_parts_and_areas_are_answered(store, tmp_path):
    with pytest.raises(
        SettingError, match=r"Unknown name 'cardz'.*cards.*holds_card.*own:old.*fails_mpi"
    ):
        overlap(store, "cardz", "survey", engine=DUCKDB)
    with pytest.raises(SettingError, match="Unknown level 'tambon'"):
        overlap(store, "cards", "survey", level="tambon", engine=DUCKDB)
    with pytest.raises(SettingError, match="Unknown part 'a'"):
        people_of_part(store, "cards", "survey", "a", engine=DUCKDB)
    with pytest.raises(AreaError):
        overlap(store, "cards", "survey", area="4", engine=DUCKDB)
    with pytest.raises(StoreError, match="ppaos target"):
        overlap(Store(tmp_path), "cards", "survey")


def test_a_list_is_written_as_a_file(store, tmp_path):
    out = tmp_path / "lists" / "no-card.csv"
    write_people(people_of_part(store, "fails_mpi", "holds_card", "only_a", engine=DUCKDB), out)
    lines = out.read_text("utf-8").splitlines()
    assert lines[0].replace('"', "") == "person_id,household_id,village_code"
    assert lines[1].replace('"', "").endswith(f"2,{A},41010101")
    assert len(lines) == 3
