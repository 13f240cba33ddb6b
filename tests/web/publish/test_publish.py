"""A published version holds what the store holds: every row once, every count, nothing secret."""

import json
from collections import Counter

import duckdb
import pyarrow as pa
import pytest
from django.db.models import F

from ppaos.domain.identity.name_key import name_key
from ppaos.domain.targeting.priority import TERMS
from ppaos.operations.people.models import Conflict, Household, Person, Village
from ppaos.operations.publications import labels
from ppaos.operations.results.models import CubeBlock

pytestmark = pytest.mark.django_db
SAME = (
    "members", "in_survey", "surveyed_on", "fails_mpi", "deprived", "missing", "score", "score_of",
    "dimensions_failing", "vulnerability_level", "low_income", "housing_problem", "dependants",
    "sources", "facts", "groups", "priority", "is_unmatched",
)  # fmt: skip


def stored(store, table, columns="*", where="true"):
    """Rows of a stored table as dictionaries."""
    files = [str(file) for file in store.get(table).files]
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT {columns} FROM read_parquet(?, hive_partitioning=false, union_by_name=true) "
            f"WHERE {where}",
            [files],
        )
        names = [item[0] for item in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def households(published):
    return {item.household_id: item for item in Household.objects.filter(publication=published)}


def people(published):
    return {item.person_id: item for item in Person.objects.filter(publication=published)}


def cube(published, kind):
    blocks = CubeBlock.objects.filter(publication=published, kind=kind)
    return pa.concat_tables(
        [pa.ipc.open_file(pa.BufferReader(bytes(item.data))).read_all() for item in blocks]
    ).to_pylist()


def test_every_targeted_household_is_published_once_as_it_is(published, small_store):
    found, rows = households(published), stored(small_store, "target_households")
    assert len(found) == len(rows) == published.counts["households"]
    for row in rows:
        home = found[row["household_id"]]
        assert [getattr(home, name) for name in SAME] == [row[name] for name in SAME]
        assert home.people == (row["people"] if row["in_survey"] else None)
        assert home.village_code == row["village_code"]
        assert home.province_code == row["village_code"][:2]
        terms = ",".join(str(row[f"priority_{term}"]) for term in TERMS)
        assert home.priority_terms == terms
        assert home.card_holders == (row["card_holders"] or 0)


def test_every_person_is_published_once_with_their_groups(published, small_store):
    found = people(published)
    targets = {row["person_id"]: row for row in stored(small_store, "target_persons")}
    rows = stored(small_store, "persons")
    assert len(found) == len(rows) == len(targets) == published.counts["people"]
    for row in rows:
        person, target = found[row["person_id"]], targets[row["person_id"]]
        assert person.groups == target["groups"]
        assert person.household_id == (row["household_id"] or "")
        same = ("sex", "born_on", "age_years", "relation", "sources", "facts", "person_number")
        assert [getattr(person, name) for name in same] == [row[name] for name in same]


def test_groups_count_as_the_command_counted_them(published, small_store):
    groups = [tuple(pair) for pair in published.reading.groups]
    counted = stored(small_store, "target_counts", where="level IN ('country', 'province')")
    assert len(counted) >= len(groups) and any(row["people"] for row in counted)
    for row in counted:
        bit = 1 << groups.index((row["rules"], row["group_name"]))
        where = {} if row["level"] == "country" else {"village_code__startswith": row["area_code"]}
        if row["area_code"] == "none":
            where = {"village_code": ""}
        for model, count in ((Person, row["people"]), (Household, row["households"])):
            rows = model.objects.filter(publication=published, **where)
            assert rows.annotate(of=F("groups").bitand(bit)).filter(of=bit).count() == (count or 0)


def test_answers_are_those_of_the_survey(published, small_store):
    names, round_be = published.reading.household_columns, published.reading.round_be
    assert not set(names) & {"latitude", "house_code"}
    found = households(published)
    rows = stored(small_store, "households", where=f"round_be = {round_be}")
    for row in rows:
        home = found[row["house_code"]]
        assert json.loads(home.answers) == [row[name] for name in names]
        assert (home.village_name, home.house_number) == (row["village_name"], row["house_number"])
        both = row["latitude"] is not None and row["longitude"] is not None
        where = (row["latitude"], row["longitude"]) if both else (None, None)
        assert (home.latitude, home.longitude) == where
    assert len(rows) == sum(home.in_survey for home in found.values())
    names = published.reading.member_columns
    by_place = {
        (row["house_code"], row["person_number"]): row
        for row in stored(small_store, "members", where=f"round_be = {round_be}")
    }
    for person in people(published).values():
        if person.in_survey:
            row = by_place[person.household_id, person.person_number]
            assert json.loads(person.answers) == [row[name] for name in names]
        else:
            assert person.answers == "[]"


def test_history_is_that_of_earlier_rounds(published, small_store):
    found, round_be = households(published), published.reading.round_be
    days = {
        (row["round_be"], row["house_code"]): row["surveyed_on"]
        for row in stored(small_store, "households", "round_be, house_code, surveyed_on")
    }
    past = stored(small_store, "profiles", where=f"round_be < {round_be}")
    told = 0
    for row in past:
        home = found.get(row["house_code"])
        if home is not None:
            day = days[row["round_be"], row["house_code"]].isoformat()
            parts = ("round_be", "deprived", "not_applicable", "missing")
            assert [*[row[name] for name in parts], day] in json.loads(home.history)
            told += 1
    assert told == sum(len(json.loads(home.history)) for home in found.values()) > 0


def test_cubes_add_up_to_the_rows_and_cells_say_which(published):
    cells = {row["cell"]: row for row in cube(published, "households")}
    counted = Counter()
    for home in households(published).values():
        cell = cells[home.cell]
        assert cell["village_code"] == home.village_code
        same = ("deprived", "missing", "dimensions", "groups", "in_survey", "fails_mpi", "is_new")
        assert [cell[name] for name in same] == [getattr(home, name) for name in same]
        assert cell["level"] == home.vulnerability_level
        assert cell["has_card"] == (home.card_holders > 0)
        counted[home.cell] += 1
    assert counted == {number: row["households"] for number, row in cells.items()}
    assert sorted(cells) == list(range(len(cells)))
    rows = cube(published, "people")
    assert sum(row["people"] for row in rows) == published.counts["people"]
    assert {row["round_be"] for row in cube(published, "rounds")} == set(published.reading.rounds)


def test_dimensions_are_bits_of_what_fails(published):
    surveyed = [home for home in households(published).values() if home.in_survey]
    assert any(home.dimensions for home in surveyed)
    for home in surveyed:
        assert home.dimensions.bit_count() == home.dimensions_failing


def test_people_are_called_by_their_name_and_found_by_its_key(published, small_store):
    round_be = published.reading.round_be
    rows = stored(small_store, "members", where=f"round_be = {round_be}")
    names = {(row["house_code"], row["person_number"]): row for row in rows}
    won = {row["person_id"] for row in stored(small_store, "person_field_values", where="wins")}
    same, headed = 0, 0
    for person in people(published).values():
        assert person.name_key == name_key(person.name_key)
        assert bool(person.name) == bool(person.name_key)
        assert person.name or not person.in_survey
        if person.in_survey and person.person_id not in won:
            row = names[person.household_id, person.person_number]
            assert person.name == f"{row['prefix']}{row['first_name']} {row['last_name']}"
            assert person.name_key == name_key(row["first_name"] + row["last_name"])
            same += 1
    by_id = people(published)
    for home in households(published).values():
        if home.head_person_id is not None:
            assert home.head_name == by_id[home.head_person_id].name
            headed += 1
    assert same > 100 and headed > 100


def test_no_hash_of_a_citizen_id_but_the_persons_own_identity_is_published(published, small_store):
    hashes = {
        str(row["hash"])
        for table, column in (
            ("members", "citizen_id_hash"),
            ("thaiqm_people", "head_citizen_id_hash"),
            ("newborn_grants", "guardian_citizen_id_hash"),
        )
        for row in stored(small_store, table, f"{column} AS hash", f"{column} IS NOT NULL")
    }
    assert hashes
    texts = [(item.answers, item.records) for item in people(published).values()]
    texts += [(item.answers, item.history) for item in households(published).values()]
    texts += [
        ("", json.dumps(item.facts)) for item in Village.objects.filter(publication=published)
    ]
    whole = "\n".join(text for pair in texts for text in pair)
    assert "_hash" not in whole
    assert not {text for text in hashes if text in whole}
    for doubt in Conflict.objects.filter(publication=published):
        assert not [name for name in doubt.row if name.endswith("_hash")]


def test_doubts_are_told_where_they_belong(published, small_store):
    doubts = Conflict.objects.filter(publication=published)
    by_person = people(published)
    values = doubts.filter(table="person_field_values")
    assert values.count() == len(stored(small_store, "person_field_values"))
    for item in values:
        assert item.household_id == by_person[item.person_id].household_id
        assert item.village_code == by_person[item.person_id].village_code
    pairs = {item.row["pair_id"] for item in doubts.filter(table="review_pairs")}
    wanted = stored(small_store, "review_pairs", "pair_id", "status = 'open'")
    assert pairs == {row["pair_id"] for row in wanted}


def test_villages_are_those_of_the_village_survey_with_its_words(published, small_store):
    rows = {row["village_code"]: row for row in stored(small_store, "villages_nrd2c")}
    found = {item.village_code: item for item in Village.objects.filter(publication=published)}
    assert set(rows) <= set(found)
    code, row = next(iter(rows.items()))
    assert found[code].name == row["village_name"]
    assert found[code].facts["population"] == row["population"]


def test_the_version_can_be_read_without_the_store(published):
    assert labels.instrument(published).name == "tpmap-2560"
    titles = labels.group_titles(published)
    assert titles[0].key == "fiscal-2566/1.1"
    assert titles[0].title.th.startswith("คนเป้าหมายเร่งด่วน")
    facts = labels.fact_titles(published)
    assert tuple(facts) == published.reading.facts
    assert all(title.th != name for name, title in facts.items())
    assert published.reading.as_of["thaiqm"].year == 2022
    assert published.reading.rounds == (2564, 2565)
    assert published.is_synthetic
    assert published.store_versions["persons"]["made_at"]


def test_printed_figures_stand_beside_the_version(published):
    found = {
        (item.key, item.area_code): item
        for item in published.stated_figures.all()
        if item.year_be in (None, 2565, 2566)
    }
    assert found["poor:people", "41"].value == 36931
    first = found["group:fiscal-2566/1.2:people", "nat"]
    assert first.value == 443626
    assert "443,636" in first.finding_en and "443,636" in first.finding_th
    assert found["group:fiscal-2566/2:households", "nat"].value == 11023225
    assert "98.47" in found["assisted:households", "nat"].finding_en
    top = [item for (key, _), item in found.items() if key == "group:fiscal-2566/neet:ratio"]
    assert sorted(float(item.value) for item in top) == [0.2423, 0.2435, 0.2448, 0.2748, 0.2824]
    assert all(item.title_th and item.title_en and item.source_th for item in found.values())
