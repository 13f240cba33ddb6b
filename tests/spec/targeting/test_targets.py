"""Target groups of a linked store: small households and persons in, groups and counts out."""

import pyarrow.parquet as pq
import pytest

from ppaos.definitions.target_groups.loader import load, parse, shipped
from ppaos.domain.errors import CheckError, DocumentError, SettingError, StoreError
from ppaos.engine.store import Store
from ppaos.workflows.target.job import target
from support.linked_stores import household, linked_store, person, read

A, B, C, OUTSIDE = "41010101001", "41010102002", "90010101003", "41010101009"
DUCKDB = "duckdb://?threads=1"


def fiscal_2566(**changes):
    """The shipped rules of 2566 over the toy instrument."""
    text = shipped()["fiscal-2566"].read_text("utf-8").replace("tpmap-2560", "toy")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return parse(text, name="fiscal-2566")


def rules_of(groups, **parts):
    """A document of one's own: groups as {name: (unit, rule)}."""
    lines = ["targets: own", "title: {th: ของเรา, en: own}", "fiscal_year: 2566", "source: tests"]
    for part, rules in parts.items():
        lines += [f"{part}:", *[f"  {name}: '{rule}'" for name, rule in rules.items()]]
    lines.append("groups:")
    for name, (unit, rule) in groups.items():
        lines.append(f"  '{name}': {{unit: {unit}, rule: '{rule}', title: {{th: ก, en: g}}}}")
    return parse("\n".join(lines), name="own")


@pytest.fixture
def people():
    return [
        person(1, A, "holds_card"),
        person(2, A, age_years=70),
        person(3, B, age_years=20),
        person(4, B, "holds_card", age_years=5),
        person(5, C, "holds_card"),
        person(6, None, "holds_card", "found_locally", sources=("finds",), is_unmatched=True),
        person(7, "L0123456789ab", sources=("cards",)),
        person(8, OUTSIDE, "holds_card", sources=("cards",)),
        person(9, OUTSIDE, "found_locally", sources=("cards", "finds")),
    ]


@pytest.fixture
def homes():
    return [
        household(A, house_ok=0, income_baht=50000),
        household(B),
        household(C, income_baht=None),
    ]


def members(store, group, rules="fiscal-2566"):
    """Numbers of the persons and codes of the households of a group."""
    settings = store.get("target_persons").manifest.settings
    bit = 1 << settings["groups"].index([rules, group])
    persons = {
        int(r["person_id"][-12:], 16) for r in read(store, "target_persons") if r["groups"] & bit
    }
    return persons, {
        r["household_id"] for r in read(store, "target_households") if r["groups"] & bit
    }


def test_people_fall_in_the_published_groups(tmp_path, homes, people):
    store = linked_store(tmp_path, homes, people)
    target(store, rules=[fiscal_2566()], engine=DUCKDB)
    assert members(store, "1.1") == ({1}, {A})
    assert members(store, "1.2") == ({2}, {A})
    assert members(store, "target_2566") == ({1}, {A})
    assert members(store, "3.1") == ({4, 5}, {B, C})
    assert members(store, "3.2") == ({6, 8}, {OUTSIDE})
    assert members(store, "4") == ({6}, set())
    assert members(store, "neet") == ({3}, {B})
    # A and B have a low income and one dependant each; the income of C is not known
    assert members(store, "2") == ({1, 2, 3, 4}, {A, B})


def test_the_rule_of_the_card_changes_who_is_a_target(tmp_path, homes, people):
    store = linked_store(tmp_path, homes, people)
    later = parse(
        shipped()["fiscal-2567"].read_text("utf-8").replace("tpmap-2560", "toy"), name="fiscal-2567"
    )
    made = target(store, rules=[fiscal_2566(), later], engine=DUCKDB)
    counts = {(item.rules, item.group.name): item.people for item in made.groups}
    assert counts["fiscal-2566", "target_2566"] == 1
    assert counts["fiscal-2567", "target_2567"] == 2
    assert members(store, "target_2567", "fiscal-2567") == ({1, 2}, {A})


LEVELS = [
    # income of two people, dependants, house, level
    (199998, 3, 1, 3), (199998, 3, 0, 3), (199998, 2, 1, 2), (199998, 1, 0, 2),
    (199998, 0, 1, 1), (199998, 0, 0, 1), (200000, 0, 0, 1), (200000, 0, 1, None),
    (200000, 1, 1, 0), (200000, 5, 0, 0), (None, 1, 0, None), (None, 0, 0, 1), (None, 0, 1, None),
]  # fmt: skip


def test_dependants_decide_first_and_income_counts_below_100000_a_person(tmp_path):
    homes, people = [], []
    for number, (income, dependants, house_ok, _) in enumerate(LEVELS):
        code = f"410101010{number:02}"
        homes.append(household(code, income_baht=income, house_ok=house_ok))
        people.append(person(100 * number, code))
        people += [person(100 * number + i + 1, code, age_years=14) for i in range(dependants)]
    store = linked_store(tmp_path, homes, people)
    target(store, rules=[fiscal_2566()], engine=DUCKDB)
    rows = sorted(read(store, "target_households"), key=lambda row: row["household_id"])
    assert len(rows) == len(LEVELS)
    for row, (income, dependants, house_ok, level) in zip(rows, LEVELS, strict=True):
        assert (row["vulnerability_level"], row["dependants"]) == (level, dependants)
        assert row["housing_problem"] is (house_ok == 0)
        assert row["low_income"] is (None if income is None else income < 200000)


def test_dependants_are_children_older_disabled_and_bedridden_people(tmp_path):
    people = [
        person(1, A, age_years=14), person(2, A, age_years=15), person(3, A, age_years=59),
        person(4, A, age_years=60), person(5, A, "is_bedridden", age_years=30),
        person(6, A, age_years=None),
    ]  # fmt: skip
    store = linked_store(tmp_path, [household(A)], people)
    target(store, rules=[fiscal_2566()], engine=DUCKDB)
    assert read(store, "target_households")[0]["dependants"] == 3


NEETS = [
    (14, (), False), (15, (), True), (24, (), True), (25, (), False), (20, ("works",), False),
    (None, (), False), (20, ("is_student",), False), (20, ("in_school",), False),
    (20, ("holds_card",), True),
]  # fmt: skip


def test_neet_is_15_to_24_neither_studying_nor_working(tmp_path):
    people = [person(i, A, *facts, age_years=age) for i, (age, facts, _) in enumerate(NEETS)]
    store = linked_store(tmp_path, [household(A)], people)
    target(store, rules=[fiscal_2566()], engine=DUCKDB)
    assert members(store, "neet")[0] == {i for i, (_, _, is_neet) in enumerate(NEETS) if is_neet}


def test_a_fact_that_no_source_tells_is_no_zero(tmp_path, homes, people):
    told = ("is_student", "works")
    persons = [{**row, "facts": row["facts"] & 3} for row in people]
    store = linked_store(tmp_path, homes, persons, facts=told, sources=("survey",))
    made = {
        item.group.name: item for item in target(store, rules=[fiscal_2566()], engine=DUCKDB).groups
    }
    assert made["1.1"].people is None
    assert made["1.1"].lacking == ("holds_card",)
    assert made["neet"].people == 1
    assert made["neet"].lacking == ("in_school",)
    assert made["2"].people == 4
    stored = [row for row in read(store, "target_counts") if row["group_name"] == "1.1"]
    assert {row["people"] for row in stored} == {None}
    assert len(stored) == len(
        [row for row in read(store, "target_counts") if row["group_name"] == "2"]
    )


def test_counts_of_every_level_come_from_the_villages(tmp_path, homes, people):
    store = linked_store(tmp_path, homes, people)
    target(store, rules=[fiscal_2566()], engine=DUCKDB)
    found = {
        (row["level"], row["area_code"]): (row["people"], row["households"])
        for row in read(store, "target_counts")
        if row["group_name"] == "3.1"
    }
    assert found["country", "nat"] == (2, 2)
    assert found["region", "R3"] == (1, 1)
    assert found["region", "R6"] == (1, 1)
    assert found["province", "41"] == (1, 1)
    assert found["village", "41010101"] == (0, 0)
    assert found["village", "41010102"] == (1, 1)
    assert found["village", "none"] == (0, 0)
    assert ("village", "41010103") not in found


def test_cubes_hold_everybody(tmp_path, homes, people):
    store = linked_store(tmp_path, homes, people)
    made = target(store, rules=[fiscal_2566()], engine=DUCKDB)
    assert (made.persons, made.households) == (9, 5)
    assert sum(row["people"] for row in read(store, "person_cube")) == 9
    assert sum(row["households"] for row in read(store, "household_cube")) == 5


def test_a_household_outside_the_survey_has_people_and_no_profile(tmp_path, homes, people):
    store = linked_store(tmp_path, homes, people)
    target(store, rules=[fiscal_2566()], engine=DUCKDB)
    rows = {row["household_id"]: row for row in read(store, "target_households")}
    assert rows[OUTSIDE]["people"] == 2
    assert rows[OUTSIDE]["village_code"] == "41010101"
    assert not rows[OUTSIDE]["in_survey"]
    assert {rows[OUTSIDE][name] for name in ("fails_mpi", "score", "low_income")} == {None}
    assert rows["L0123456789ab"]["house_code"] is None


def test_rules_of_ones_own_use_conditions_counts_and_dimensions(tmp_path, homes, people):
    store = linked_store(tmp_path, homes, people)
    own = rules_of(
        {
            "both": ("household", "crowded or fails_living"),
            "card": ("person", "in_welfare_cards and not in_members"),
            "with": ("person", "old and card_holders >= 1"),
        },
        persons={"grown": "age_years >= 18", "old": "grown and age_years >= 60"},
        counts={"grown_ups": "grown", "card_holders": "holds_card"},
        households={"crowded": "grown_ups > 2 and people > 1"},
    )
    target(store, rules=[own], engine=DUCKDB)
    assert members(store, "both", "own") == ({1, 2}, {A})
    assert members(store, "card", "own") == ({7, 8, 9}, {"L0123456789ab", OUTSIDE})
    assert members(store, "with", "own") == ({2}, {A})


def test_who_fails_may_follow_another_identification(tmp_path, homes, people):
    store = linked_store(tmp_path, homes, people)
    text = "rule: {rule: dimensions, m: 2}\ngroups:"
    strict = parse(
        rules_of({"g": ("person", "fails_mpi")}).text.replace("groups:", text), name="own"
    )
    wide = rules_of({"g": ("person", "fails_mpi")}).text.replace("targets: own", "targets: wide")
    homes[1]["water_ok"] = 0
    store = linked_store(tmp_path / "two", homes, people)
    target(store, rules=[strict, parse(wide, name="wide")], engine=DUCKDB)
    assert members(store, "g", "own") == ({1, 2}, {A})
    assert members(store, "g", "wide") == ({1, 2, 3, 4}, {A, B})
    fails = {row["household_id"]: row["fails_mpi"] for row in read(store, "target_households")}
    assert (fails[A], fails[B], fails[OUTSIDE]) == (True, False, None)


def test_an_unknown_word_is_named_with_its_line_and_the_words_there_are(tmp_path, homes, people):
    store = linked_store(tmp_path, homes, people)
    with pytest.raises(DocumentError) as caught:
        target(store, rules=[rules_of({"g": ("person", "holds_kard")})], engine=DUCKDB)
    assert "own line 6: groups.g.rule: unknown word holds_kard" in caught.value.en
    assert "holds_card" in caught.value.en
    assert "lacks_housing" in caught.value.en
    assert "บรรทัด 6" in caught.value.th


@pytest.mark.parametrize(
    ("parts", "wrong"),
    [
        ({"persons": {"works": "age_years > 3"}}, "persons.works: 'works' already is a word"),
        ({"persons": {"a": "b", "b": "works"}}, "persons.a: unknown word b"),
        ({"households": {"h": "holds_card"}}, "households.h: unknown word holds_card"),
        ({"counts": {"people": "works"}}, "counts.people: 'people' already is a word"),
        ({"levels": {1: "works"}}, "levels.1: unknown word works"),
    ],
)
def test_conditions_see_what_stands_above_them(tmp_path, homes, people, parts, wrong):
    store = linked_store(tmp_path, homes, people)
    with pytest.raises(DocumentError) as caught:
        target(store, rules=[rules_of({"g": ("person", "in_survey")}, **parts)], engine=DUCKDB)
    assert wrong in caught.value.en


def test_what_cannot_be_computed_says_what_comes_first(tmp_path, homes, people):
    with pytest.raises(StoreError, match="ppaos link"):
        target(Store(tmp_path / "none"))
    store = linked_store(tmp_path / "store", homes, people)
    with pytest.raises(SettingError, match="measured with 'toy'"):
        target(store, rules=["fiscal-2566"])
    with pytest.raises(SettingError, match="twice"):
        target(store, rules=[fiscal_2566(), fiscal_2566()])
    with pytest.raises(DocumentError, match="Shipped are fiscal-2566, fiscal-2567"):
        load("fiscal-2500")
    assert not store.has("target_persons")


def test_nothing_is_stored_when_a_household_stands_twice(tmp_path, homes, people):
    store = linked_store(tmp_path, homes, people)
    assert store.get("households").rows == 3
    target(store, rules=[fiscal_2566()], engine=DUCKDB)
    before = store.get("target_persons").files
    with store.change() as change:
        table = pq.read_table(store.get("households").files[0])
        pq.write_table(table.slice(0, 2), change.folder("households") / "h.parquet")
        change.replace(store.get("households").manifest)
    with pytest.raises(CheckError, match="measure again"):
        target(store, rules=[fiscal_2566()], engine=DUCKDB)
    assert store.get("target_persons").files == before
