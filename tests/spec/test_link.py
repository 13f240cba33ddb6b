"""Spec of the linkage: few people in several registers, each once, with where each fact came from."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ppaos.engine.store import Store
from ppaos.workflows.link import link
from ppaos.workflows.link_model import Matching
from tests.factories import registers as given

NUMBERS_ONLY = Matching(is_used=False)


def rows(store: Store, table: str) -> list[dict]:
    return pa.concat_tables(
        [pq.read_table(file) for file in store.get(table).files], promote_options="permissive"
    ).to_pylist()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Two surveyed households of one and two people."""
    store = Store(tmp_path / "store")
    homes = [given.home(1, member_count=1), given.home(2)]
    people = [
        given.member(1, 1),
        given.member(2, 2),
        given.member(3, 2, person_number=2, relation=3, sex=2, prefix="น.ส."),
    ]
    given.bring_in(store, tmp_path, given.SURVEY_HOMES, homes)
    given.bring_in(store, tmp_path, given.SURVEY_MEMBERS, people)
    return store


def test_a_person_in_survey_and_register_is_one(store: Store, tmp_path: Path) -> None:
    cards = [
        given.entry(given.CARD, "C1", given.member(1, 1)),
        given.entry(given.CARD, "C9", given.member(9, 9)),
    ]
    given.bring_in(store, tmp_path, given.CARD, cards)
    done = link(store, matching=NUMBERS_ONLY)
    assert (done.persons, done.in_survey) == (4, 3)
    persons = rows(store, "persons")
    names = store.get("persons").manifest.settings["sources"]
    card = 1 << names.index(given.CARD)
    assert sorted((p["house_code"], bool(p["sources"] & card)) for p in persons) == [
        (given.house_code(1), True),
        (given.house_code(2), False),
        (given.house_code(2), False),
        (given.house_code(9), True),
    ]
    facts = store.get("persons").manifest.settings["facts"]
    holds = 1 << facts.index("holds_card")
    assert sum(bool(p["facts"] & holds) for p in persons) == 2
    assert not any(p["is_unmatched"] for p in persons)
