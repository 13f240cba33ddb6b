"""Why a household is poor: every statement of the record against what was put into the store."""

import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from ppaos.domain.errors import SettingError, StoreError
from ppaos.domain.explanation.records import Explanation, as_json
from ppaos.engine.lookup import Lookup
from ppaos.engine.store import Store
from ppaos.workflows.explain.household import explain
from ppaos.workflows.explain.households import reasons, top_households
from support.registers import CARD, citizen_id
from support.targeted_village import FAR, OUTSIDE, POOR, WELL, measured_village, targeted_village

MASK = "x-xxxx-xxxxx-xx-x"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return targeted_village(tmp_path_factory.mktemp("village"))


@pytest.fixture(scope="module")
def poor(store: Store) -> Explanation:
    return explain(store, POOR)


def states(found: Explanation) -> dict[str, str]:
    return {item.name: item.state for item in found.indicators}


def test_says_by_which_rule_and_score_it_is_poor(poor: Explanation) -> None:
    assert poor.verdict is not None
    assert (poor.verdict.is_poor, poor.verdict.rule) == (True, "any_dimension")
    assert poor.verdict.score == Fraction(1, 15)
    assert [item.name for item in poor.dimensions if item.is_failing] == ["income"]


def test_shows_the_answers_that_a_deprivation_was_read_from(poor: Explanation) -> None:
    income = next(item for item in poor.indicators if item.name == "income")
    read = {answer.column: answer.value for answer in income.answers}
    assert read["q22_income_primary_baht"] == 30_000
    assert (income.value, income.line) == (30_000, 38_000)
    assert income.origin is not None
    assert (income.origin.source, income.origin.as_of) == ("bmn-households-2560", date(2022, 2, 1))


def test_each_indicator_has_one_of_four_states(poor: Explanation) -> None:
    found = states(poor)
    assert len(found) == 17
    assert found["income"] == "deprived"
    assert found["housing"] == "missing"
    assert found["birth_weight"] == "not_applicable"
    assert found["drinking_water"] == "not_deprived"


def test_words_a_code_as_the_source_does(poor: Explanation) -> None:
    water = next(item for item in poor.indicators if item.name == "drinking_water")
    assert [answer.label.th for answer in water.answers if answer.label] == ["ใช่", "ใช่"]


def test_smallest_change_is_the_one_failing_indicator(poor: Explanation) -> None:
    assert [way.indicators for way in poor.ways_out] == [("income",)]


def test_a_member_is_named_masked_and_traced_to_registers(poor: Explanation) -> None:
    (member,) = poor.members
    assert (member.citizen_id, member.in_survey) == (MASK, True)
    records = {item.origin.source: item for item in member.records}
    assert set(records) == {CARD, "disability-register"}
    card = records[CARD]
    assert (card.record_key, card.how, card.probability) == ("C1", "citizen_id", None)
    assert card.origin.as_of == date(2022, 6, 1)
    assert {fact.name for fact in member.facts} >= {"holds_card", "disability_registered"}


def test_no_citizen_id_is_in_the_record(store: Store) -> None:
    told = list(reasons(store))
    assert len(told) > 1 and any(found.members for found in told)
    for found in told:
        text = json.dumps(as_json(found), ensure_ascii=False)
        digits = re.sub(r"[^0-9]+", " ", text.replace("-", ""))
        for number in range(1, 10):
            assert citizen_id(number) not in digits


def test_a_group_comes_with_its_rule_and_the_values_that_met_it(poor: Explanation) -> None:
    group = next(item for item in poor.members[0].groups if item.group == "1.1")
    assert group.rule == "fails_mpi and holds_card"
    assert {answer.column: answer.value for answer in group.values} == {
        "fails_mpi": True,
        "holds_card": True,
    }
    assert {item.unit for item in poor.groups} <= {"household"}


def test_what_is_missing_or_contradicts_is_said_with_source_and_date(poor: Explanation) -> None:
    doubts = {(item.kind, item.code): item for item in poor.doubts}
    assert ("missing_answer", "housing") in doubts
    name = doubts["disagreement", "last_name"]
    assert {answer.value for answer in name.values} == {"พรมมา", "แสงเงิน"}
    assert "1 Sep 2022 (2565 BE)" in name.text.en and "1 ก.ย. 2565" in name.text.th


def test_priority_is_the_sum_of_its_terms(poor: Explanation) -> None:
    assert poor.priority is not None
    assert sum(term.thousandths for term in poor.priority_terms) == poor.priority > 0


def test_a_house_that_lacks_nothing_is_not_poor(store: Store) -> None:
    found = explain(store, WELL)
    assert found.verdict is not None
    assert (found.verdict.is_poor, found.verdict.score, found.ways_out) == (False, 0, ())
    assert [member.person_number for member in found.members] == [1, 2]


def test_a_house_that_only_a_register_knows_is_explained(store: Store) -> None:
    found = explain(store, OUTSIDE)
    assert (found.in_survey, found.verdict, found.indicators) == (False, None, ())
    (member,) = found.members
    assert member.name.startswith("นาย")
    assert [item.group for item in member.groups] == ["3.2"]
    assert next(item.kind for item in found.doubts) == "not_surveyed"


def test_a_house_code_of_another_province_is_found(store: Store) -> None:
    found = explain(store, FAR)
    assert found.place.village_code == "41010101"
    assert found.verdict is not None and found.verdict.is_poor


def test_hyphens_persons_and_households_without_code_are_understood(store: Store) -> None:
    assert explain(store, f"{POOR[:4]}-{POOR[4:10]}-{POOR[10:]}").house_code == POOR
    person = explain(store, WELL).members[1].person_id
    again = explain(store, person)
    assert (again.house_code, [item.is_asked_for for item in again.members]) == (
        WELL,
        [False, True],
    )
    with Lookup(store) as lookup:
        homes = lookup.distinct("households_linked", "household_id")
    local = next(name for name in homes if name.startswith("L"))
    found = explain(store, local)
    assert (found.house_code, found.house_number, len(found.members)) == (None, "99", 1)


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("41019999991", "Check all 11 digits"),
        ("4101", "Check the digits"),
        (citizen_id(1), "Do not type a citizen ID"),
        ("00000000-0000-4000-8000-000000000000", "Check the identity"),
    ],
)
def test_an_unknown_code_is_answered_with_what_to_check(
    store: Store, code: str, advice: str
) -> None:
    with pytest.raises(SettingError) as caught:
        explain(store, code)
    assert advice in caught.value.en


def test_an_empty_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        explain(tmp_path / "nowhere", POOR)


def test_a_store_that_was_only_measured_is_explained(tmp_path: Path) -> None:
    found = explain(measured_village(tmp_path), POOR)
    assert found.verdict is not None and found.verdict.is_poor
    assert [member.citizen_id for member in found.members] == [MASK]
    assert (found.groups, found.priority) == ((), None)


def test_verdict_and_score_are_those_that_targeting_stored(store: Store) -> None:
    with Lookup(store) as lookup:
        homes = lookup.distinct("target_households", "household_id")
        rows = {
            row["household_id"]: row
            for row in lookup.find("target_households", "household_id", homes)
        }
    surveyed = [found for found in reasons(store) if found.verdict is not None]
    assert len(surveyed) == 3
    for found in surveyed:
        row, judged = rows[found.household_id], found.verdict
        assert judged is not None
        assert judged.is_poor == row["fails_mpi"]
        assert judged.score == Fraction(row["score"], row["score_of"])
        assert judged.dimensions_failing == row["dimensions_failing"]


def test_households_of_an_area_or_group_come_once_each(store: Store) -> None:
    everybody = [found.household_id for found in reasons(store)]
    assert len(everybody) == len(set(everybody)) == 5
    assert [found.household_id for found in reasons(store, area="41", group="1.1")] == [POOR]
    assert list(reasons(store, area="50")) == []
    with pytest.raises(SettingError):
        list(reasons(store, group="9.9"))


def test_first_households_come_in_order_of_priority(store: Store) -> None:
    first = top_households(store, "41", 2)
    every = sorted(reasons(store), key=lambda item: (-(item.priority or 0), item.household_id))
    assert [item.household_id for item in first] == [item.household_id for item in every[:2]]
