"""Precision and recall of a linkage, by hand: one pair found, one missed, one wrong."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ppaos.domain.errors import FileError, StoreError
from ppaos.engine.store import Store
from ppaos.workflows.link.by_model import MatchSettings
from ppaos.workflows.link.job import link
from ppaos.workflows.link.quality import COLUMNS, TRUTH_NAME, quality
from support import registers as given
from support.registers import CARD, SURVEY_HOMES, SURVEY_MEMBERS, house_code

# C1 is found by its number; C2 lost its number; C3 bears the number of another; C4 lost all.
TRUTH = [
    (CARD, "C1", f"{house_code(1)}/1", house_code(1), ""),
    (CARD, "C2", f"{house_code(2)}/1", house_code(2), "no_id+misspelt_last_name"),
    (CARD, "C3", "outside/1", None, "other_persons_id"),
    (CARD, "C4", "outside/2", None, "anonymous"),
    (CARD, "C5-was-quarantined", f"{house_code(1)}/1", house_code(1), "no_id"),
]


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    folder = tmp_path_factory.mktemp("quality")
    store = Store(folder / "store")
    people = [given.member(1, 1), given.member(2, 2), given.member(3, 2, person_number=2)]
    given.bring_in(store, folder, SURVEY_HOMES, [given.home(1, member_count=1), given.home(2)])
    given.bring_in(store, folder, SURVEY_MEMBERS, people)
    nameless = {"citizen_id": "", "first_name": "", "last_name": "", "house_code": ""}
    cards = [
        given.entry(CARD, "C1", people[0]),
        given.entry(CARD, "C2", people[1], citizen_id="", last_name="พรมา"),
        given.entry(CARD, "C3", people[2]),
        given.entry(CARD, "C4", people[2], **nameless),
    ]
    given.bring_in(store, folder, CARD, cards)
    names = ("source", "record_key", "person", "household", "dirt")
    columns = [pa.array(column, pa.string()) for column in zip(*TRUTH, strict=True)]
    truth = folder / "truth" / "province=41"
    truth.mkdir(parents=True)
    pq.write_table(pa.table(dict(zip(names, columns, strict=True))), truth / TRUTH_NAME)
    with pytest.raises(StoreError):
        quality(store, truth)
    link(store, matching=MatchSettings(is_used=False))
    with pytest.raises(FileError):
        quality(store, folder / "store")
    found = quality(store, folder / "truth")
    assert found.schema == COLUMNS
    return {(row["unit"], row["slice"]): row for row in found.to_pylist()}


@pytest.mark.parametrize(
    ("part", "records", "true", "linked", "right"),
    [
        ("all", 7, 2, 2, 1),
        ("with_id", 5, 1, 2, 1),
        ("without_id", 2, 1, 0, 0),
        ("without_id_named", 1, 1, 0, 0),
        ("dirt:no_id", 1, 1, 0, 0),
        ("dirt:misspelt_last_name", 1, 1, 0, 0),
        ("dirt:other_persons_id", 1, 0, 1, 0),
    ],
)
def test_pairs_of_people(measured, part, records, true, linked, right):
    row = measured["person", part]
    assert (row["records"], row["true_pairs"]) == (records, true)
    assert (row["linked_pairs"], row["right_pairs"]) == (linked, right)


def test_shares_and_what_is_undefined(measured):
    row = measured["person", "all"]
    assert (row["precision"], row["recall"], row["f1"]) == (0.5, 0.5, 0.5)
    missed = measured["person", "without_id"]
    assert (missed["precision"], missed["recall"], missed["f1"]) == (None, 0.0, None)
    assert measured["person", "dirt:other_persons_id"]["recall"] is None


def test_households_count_only_records_that_have_one(measured):
    # house 1: its member and C1; house 2: two members and C2, which states its house code
    row = measured["household", "all"]
    assert (row["records"], row["true_pairs"], row["right_pairs"]) == (5, 4, 4)
    assert row["precision"] == row["recall"] == 1.0


def test_households_come_after_people(measured):
    units = [unit for unit, _ in measured]
    assert units == sorted(units, key=["person", "household"].index)
