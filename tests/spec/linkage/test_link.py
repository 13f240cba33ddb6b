"""Spec of the linkage: few people in several registers, each once, with where each fact came from."""

import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ppaos.engine.store import Store
from ppaos.workflows.link import review
from ppaos.workflows.link.by_model import MatchSettings
from ppaos.workflows.link.job import LinkSummary, link
from ppaos.workflows.stored.withdraw import withdraw
from support import registers as given
from support.registers import CARD, DISABILITY, FINDS, SURVEY_HOMES, SURVEY_MEMBERS

NUMBERS_ONLY = MatchSettings(is_used=False)
THAIQM = "thaiqm"


def rows(store: Store, table: str) -> list[dict[str, Any]]:
    tables = [pq.read_table(file) for file in store.get(table).files]
    return pa.concat_tables(tables, promote_options="permissive").to_pylist()


def facts(store: Store) -> dict[str, tuple[str | None, frozenset[str], frozenset[str]]]:
    """Citizen ID hash or local identity -> household, sources, facts."""
    settings = store.get("persons").manifest.settings

    def named(bits: int, names: list[str]) -> frozenset[str]:
        return frozenset(name for place, name in enumerate(names) if bits >> place & 1)

    return {
        str(row["person_id"]): (
            row["household_id"],
            named(row["sources"], settings["sources"]),
            named(row["facts"], settings["facts"]),
        )
        for row in rows(store, "persons")
    }


def survey(store: Store, folder: Path) -> None:
    """Two surveyed households, of one person and of two."""
    homes = [given.home(1, member_count=1, q7_people=1, q7_exercise_3x30=1), given.home(2)]
    people = [
        given.member(1, 1),
        given.member(2, 2),
        given.member(3, 2, person_number=2, relation=3, sex=2, prefix="น.ส."),
    ]
    given.bring_in(store, folder, SURVEY_HOMES, homes)
    given.bring_in(store, folder, SURVEY_MEMBERS, people)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "store")
    survey(store, tmp_path)
    return store


def test_everybody_exists_once_with_the_facts_of_every_register(
    store: Store, tmp_path: Path
) -> None:
    cards = [
        given.entry(CARD, "C1", given.member(1, 1)),
        given.entry(CARD, "C9", given.member(9, 9), status=2),
    ]
    given.bring_in(store, tmp_path, CARD, cards)
    given.bring_in(store, tmp_path, DISABILITY, [given.entry(DISABILITY, "D9", given.member(9, 9))])
    done = link(store, matching=NUMBERS_ONLY)
    assert (done.persons, done.in_survey, done.without_id, done.changed) == (4, 3, 0, True)
    only_survey = (given.house_code(2), frozenset({SURVEY_MEMBERS}), frozenset())
    outside = frozenset({"card_unconfirmed", "disability_registered"})
    found = facts(store)
    assert set(found.values()) == {
        (given.house_code(1), frozenset({SURVEY_MEMBERS, CARD}), frozenset({"holds_card"})),
        only_survey,
        (given.house_code(9), frozenset({CARD, DISABILITY}), outside),
    }
    assert list(found.values()).count(only_survey) == 2


def test_a_rerun_changes_nothing(store: Store, tmp_path: Path) -> None:
    given.bring_in(store, tmp_path, CARD, [given.entry(CARD, "C1", given.member(1, 1))])
    link(store, matching=NUMBERS_ONLY)
    before = (store.root / "catalog.json").read_bytes()
    again = link(store, matching=NUMBERS_ONLY)
    assert not again.changed and again.persons == 3
    assert (store.root / "catalog.json").read_bytes() == before


def test_corrected_and_withdrawn_sources_take_their_facts_along(
    store: Store, tmp_path: Path
) -> None:
    link(store, matching=NUMBERS_ONLY)
    bare = facts(store)
    given.bring_in(store, tmp_path, DISABILITY, [given.entry(DISABILITY, "D2", given.member(2, 2))])
    link(store, matching=NUMBERS_ONLY)
    with_disability = facts(store)
    cards = [given.entry(CARD, f"C{n}", given.member(n, min(n, 2))) for n in (1, 2, 3)]
    given.bring_in(store, tmp_path, CARD, cards)
    better = [*cards[:2], {**cards[2], "status": 3}]
    given.bring_in(store, tmp_path / "later", CARD, better, corrects=True)
    link(store, matching=NUMBERS_ONLY)
    holders = [found for _, _, found in facts(store).values() if "holds_card" in found]
    assert len(holders) == 2
    assert sum("disability_registered" in found for _, _, found in facts(store).values()) == 1
    withdraw(CARD, store=store)
    link(store, matching=NUMBERS_ONLY)
    assert facts(store) == with_disability
    withdraw(DISABILITY, store=store)
    link(store, matching=NUMBERS_ONLY)
    assert facts(store) == bare


@pytest.fixture(scope="module")
def trouble(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, LinkSummary]:
    """A village where everything that can be wrong is wrong once."""
    folder = tmp_path_factory.mktemp("trouble")
    store = Store(folder / "store")
    homes = [given.home(n) for n in (1, 2, 3)]
    people = [
        given.member(1, 1),
        given.member(2, 1, person_number=2),
        given.member(3, 2, born_on="1890-05-01", age_years=60),
        given.member(4, 3),
        given.member(1, 3, person_number=2, relation=6),
        given.member(5, 3, person_number=3, relation=3),
    ]
    given.bring_in(store, folder, SURVEY_HOMES, homes)
    given.bring_in(store, folder, SURVEY_MEMBERS, people)
    other = {"first_name": "กัลยาณี", "sex": 2, "prefix": "นาง", "born_on": "1988-09-09"}
    cards = [
        given.entry(CARD, "C1", given.member(1, 1), registered_on="2022-05-01"),
        given.entry(CARD, "C2", given.member(1, 1), registered_on="2022-06-01"),
        given.entry(CARD, "C3", given.member(4, 3), **other),
        given.entry(CARD, "C4", given.member(5, 3), village_code=given.OTHER_DISTRICT),
    ]
    given.bring_in(store, folder, CARD, cards)
    old = given.entry(DISABILITY, "D1", given.member(2, 1), as_of="2015-01-01", last_name="ใจดี")
    given.bring_in(store, folder, DISABILITY, [old])
    return store, link(store, matching=NUMBERS_ONLY)


def findings(store: Store, code: str) -> list[dict[str, Any]]:
    return [row for row in rows(store, "link_findings") if row["code"] == code]


def test_two_heads_are_reported_with_the_household(trouble: tuple[Store, LinkSummary]) -> None:
    store, done = trouble
    found = {row["household_id"]: row["detail"] for row in findings(store, "two_heads")}
    assert found == {given.house_code(1): "2"}
    assert done.findings["two_heads"] == 1
    assert all(row["message_th"] and row["action_en"] for row in rows(store, "link_findings"))


def test_somebody_in_two_households_is_a_conflict_and_counted_once(
    trouble: tuple[Store, LinkSummary],
) -> None:
    store, _ = trouble
    (found,) = findings(store, "member_in_two_households")
    assert found["detail"] == f"{given.house_code(1)}, {given.house_code(3)}"
    own = [row for row in rows(store, "persons") if row["person_id"] == found["person_id"]]
    assert [row["household_id"] for row in own] == [given.house_code(1)]


def test_nobody_is_older_than_120_and_nobody_is_lost(trouble: tuple[Store, LinkSummary]) -> None:
    store, done = trouble
    (found,) = findings(store, "older_than_120")
    (own,) = [row for row in rows(store, "persons") if row["person_id"] == found["person_id"]]
    assert own["born_on"] == datetime.date(1890, 5, 1) and own["age_years"] is None
    assert done.in_survey == 5


def test_duplicated_people_in_a_register_are_named_with_their_rows(
    trouble: tuple[Store, LinkSummary],
) -> None:
    store, _ = trouble
    (found,) = findings(store, "duplicate_person_in_register")
    assert (found["source"], found["detail"]) == (CARD, "C1, C2")


def test_a_number_of_somebody_else_does_not_link(trouble: tuple[Store, LinkSummary]) -> None:
    store, done = trouble
    (found,) = findings(store, "same_id_different_person")
    assert found["record_key"] == "C3"
    assert "กัลยาณี" in found["detail"]
    card = 1 << list(done.sources).index(CARD)
    persons = rows(store, "persons")
    owner = [row for row in persons if row["person_id"] == found["person_id"]]
    assert not owner[0]["sources"] & card
    alone = [row for row in persons if row["is_unmatched"]]
    assert len(alone) == 1 and alone[0]["sources"] == card and not alone[0]["in_survey"]


def test_a_house_in_two_districts_is_reported(trouble: tuple[Store, LinkSummary]) -> None:
    store, _ = trouble
    (found,) = findings(store, "village_moved_district")
    assert found["detail"] == f"{given.VILLAGE} | {given.OTHER_DISTRICT}"
    assert found["household_id"] == given.house_code(3)


def test_an_expired_source_is_named_and_still_used(trouble: tuple[Store, LinkSummary]) -> None:
    store, done = trouble
    sources = {row["source"] for row in findings(store, "expired_source")}
    assert DISABILITY in sources and CARD not in sources
    number = 1 << list(done.sources).index(DISABILITY)
    assert sum(bool(row["sources"] & number) for row in rows(store, "persons")) == 1


def test_losing_values_stay_with_source_and_date(trouble: tuple[Store, LinkSummary]) -> None:
    store, _ = trouble
    names = [row for row in rows(store, "person_field_values") if row["field"] == "last_name"]
    told = {(row["source"], row["value"], row["wins"]) for row in names}
    surveyed = given.member(2, 1)["last_name"]
    # the register of disabled people copies names from the civil register: its tier comes first
    assert told == {(DISABILITY, "ใจดี", True), (SURVEY_MEMBERS, surveyed, False)}
    assert {row["as_of"] for row in names} == {datetime.date(2015, 1, 1), datetime.date(2022, 1, 1)}


def test_the_house_master_is_not_the_head(store: Store, tmp_path: Path) -> None:
    """A record without a house code goes to the head's household, whoever the house master is."""
    head, master = given.member(2, 2), given.member(1, 1)
    somebody = given.member(7, 7)
    found = given.entry(
        THAIQM,
        "T1",
        somebody,
        house_code="",
        head_citizen_id=head["citizen_id"],
        head_first_name=head["first_name"],
        head_last_name=head["last_name"],
        house_master_name=f"{master['first_name']} {master['last_name']}",
    )
    given.bring_in(store, tmp_path, THAIQM, [found])
    link(store, matching=NUMBERS_ONLY)
    (row,) = rows(store, "household_links")
    assert (row["household_id"], row["how"]) == (given.house_code(2), "head")


def test_without_a_code_the_address_counts_only_with_head_or_family(
    store: Store, tmp_path: Path
) -> None:
    own = given.member(7, 2)
    there = given.entry(
        FINDS, "F1", own, citizen_id="", house_code="", house_number="2", find_kind=1
    )
    stranger = {**there, "find_number": "F2", "last_name": "คนละตระกูล", "first_name": "อีกคน"}
    nowhere = {**stranger, "find_number": "F3", "house_number": ""}
    given.bring_in(store, tmp_path, FINDS, [there, stranger, nowhere])
    link(store, matching=NUMBERS_ONLY)
    found = {row["how"]: row["household_id"] for row in rows(store, "household_links")}
    assert found["address_and_head"] == given.house_code(2)
    assert found["address"].startswith("L") and found["none"] is None


def misspelt(store: Store, folder: Path) -> None:
    """A card without a number whose names and place say that it is member 2's."""
    card = given.entry(CARD, "C1", given.member(2, 2), citizen_id="", house_code="")
    given.bring_in(store, folder, CARD, [{**card, "first_name": "บุญมี่"}])


def test_the_model_links_people_without_a_number_and_decisions_win(
    store: Store, tmp_path: Path
) -> None:
    misspelt(store, tmp_path)
    everything = MatchSettings(thresholds=given.thresholds(match=0.5, review=0.001))
    done = link(store, matching=everything)
    assert (done.without_id, done.linked, done.persons) == (1, 1, 3)
    (row,) = rows(store, "person_links")
    assert (row["how"], row["record_key"]) == ("model", "C1")
    assert row["match_probability"] > 0.5
    nothing = MatchSettings(thresholds=given.thresholds(match=1.0, review=0.001))
    assert link(store, matching=nothing).persons == 4
    pairs = review.pairs(store, status="open")
    best = pairs[0]
    assert best["left_first_name"] == "บุญมี่" and best["right_first_name"] == "บุญมี"
    review.decide(store, best["pair_id"], "same", note="เห็นบัตรประชาชนแล้ว")
    decided = link(store, matching=nothing)
    assert (decided.persons, decided.linked, decided.changed) == (3, 1, True)
    assert [row["how"] for row in rows(store, "person_links")] == ["decision"]
    review.decide(store, best["pair_id"], "undone")
    assert link(store, matching=nothing).persons == 4
    review.decide(store, best["pair_id"], "different")
    kept_apart = link(store, matching=everything)
    assert (kept_apart.persons, kept_apart.alone) == (4, 1)
    assert len(rows(store, review.DECISIONS)) == 3
