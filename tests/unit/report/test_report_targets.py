"""What the report says of registers, targets, overlaps and households, from a real small demo."""

import json
from datetime import date

import pyarrow.parquet as pq
import pytest

from ppaos.engine.store import Store
from ppaos.workflows.report.targets import aligned
from support.demo_site import data_of


@pytest.fixture(scope="module")
def data(demo_site) -> dict:
    return data_of(demo_site.folder / "report.html")


@pytest.fixture(scope="module")
def linked(data) -> dict:
    return data["linked"]


def _place(linked: dict, document: str, name: str) -> int:
    pairs = [(group["document"], group["name"]) for group in linked["groups"]]
    return pairs.index((document, name))


def test_surveyed_people_of_the_target_of_2567_are_those_who_fail(data, linked, demo_site) -> None:
    store, at = Store(demo_site.folder / "store"), _place(linked, "fiscal-2567", "target_2567")
    chosen, surveyed = set(), set()
    for file in store.get("target_persons").files:
        rows = pq.read_table(file, columns=["person_id", "groups"]).to_pylist()
        chosen |= {row["person_id"] for row in rows if row["groups"] >> at & 1}
    for file in store.get("persons").files:
        rows = pq.read_table(file, columns=["person_id", "in_survey"]).to_pylist()
        surveyed |= {row["person_id"] for row in rows if row["in_survey"]}
    counts = linked["levels"]["country"]
    assert counts["people"][at] == [len(chosen)]
    assert len(chosen & surveyed) == data["total"]["poor_people"] > 0
    assert counts["households"][at] == [data["total"]["poor_households"]]


@pytest.mark.parametrize("level", ["district", "subdistrict", "village"])
def test_groups_of_surveyed_people_add_up_at_every_level(linked, data, level) -> None:
    at = _place(linked, "fiscal-2567", "target_2567")
    column = linked["levels"][level]["people"][at]
    assert len(column) == len(data["levels"][level]["code"])
    assert sum(value or 0 for value in column) == linked["levels"]["country"]["people"][at][0]


def test_the_five_parts_of_an_overlap_are_everybody(linked) -> None:
    assert len(linked["overlaps"]) == 6
    for pair in linked["overlaps"]:
        for unit in ("people", "households"):
            total = pair[unit]["nat"]
            parts = [total[name] for name in ("both", "only_a", "only_b", "neither", "unmatched")]
            assert sum(parts) == total["all"]
            assert sum(row["all"] for code, row in pair[unit].items() if code != "nat") <= sum(
                parts
            )
        assert pair["people"]["nat"]["all"] == linked["linkage"]["persons"]


def test_poor_people_with_a_card_are_the_target_of_2566(linked) -> None:
    card = linked["overlaps"][0]["people"]["nat"]
    at = _place(linked, "fiscal-2566", "target_2566")
    assert card["both"] == linked["levels"]["country"]["people"][at][0]


def test_people_are_surveyed_or_in_registers_only(linked, data) -> None:
    found = linked["linkage"]
    assert found["in_survey"] == data["total"]["people"]
    assert found["in_survey"] + found["registers_only"] == found["persons"]
    assert found["registers_only"] > 0
    assert found["without_id"] == found["linked"] + found["alone"]


def test_every_source_says_whose_it_is_how_fresh_and_where(linked) -> None:
    assert len(linked["sources"]) == 12
    assert {source["name"] for source in linked["sources"]} >= {"state-welfare-card", "thaiqm"}
    for source in linked["sources"]:
        assert source["rows"] > 0
        assert source["agency"]["th"]
        assert source["fresh_on"] <= linked["on"]
        assert source["districts"] > 0
        age = date.fromisoformat(linked["on"]) - date.fromisoformat(source["fresh_on"])
        assert source["is_expired"] is (age.days > source["max_age_days"])


def test_evidence_for_one_person_weighs_more_than_none_and_against_less(linked) -> None:
    weight = {item["en"]: item["weight"] for item in linked["linkage"]["weights"]}
    assert weight["same house"] > weight["same village"] > 0 > weight["other sex"]
    assert linked["linkage"]["start"] < -10


def test_ten_households_come_in_order_of_priority_with_reasons(linked) -> None:
    homes = linked["households"]
    assert len(homes) == 10
    priorities = [home["priority"] for home in homes]
    assert priorities == sorted(priorities, reverse=True)
    for home in homes:
        assert sum(term["value"] for term in home["terms"]) == home["priority"]
        assert home["fails"] is (len(home["dimensions"]) > 0)
    first = homes[0]["indicators"][0]
    assert first["answers"]
    assert first["origin"]["agency"]["th"]
    assert first["origin"]["as_of"]


def test_no_last_name_card_number_or_identity_of_a_person_is_in_the_page(linked, demo_site) -> None:
    store = Store(demo_site.folder / "store")
    told = json.dumps(linked, ensure_ascii=False)
    codes = {home["code"].replace("-", "") for home in linked["households"]}
    names, cards, people = set(), set(), set()
    for file in store.get("members").files:
        for row in pq.read_table(file).to_pylist():
            if row["house_code"] in codes:
                names.add(row["last_name"])
                people.add(str(row["citizen_id_hash"]))
    for file in store.get("welfare_cards").files:
        cards |= set(pq.read_table(file)["card_number"].to_pylist())
    assert len(names) >= 5
    assert not [name for name in names if name and name in told]
    assert not [text for text in (*cards, *people) if text in told]


def test_published_figures_stand_beside_the_country_only() -> None:
    group = {"name": "1.1", "stated": [{"people": 211_739}], "note": {"th": "ก", "en": "a"}}
    own = {"name": "x", "stated": [], "note": {"th": "ข", "en": "b"}}
    parts = {"levels": {}, "groups": [group, own]}
    assert aligned(parts, {}, "nat")["groups"] == [group, own]
    assert aligned(parts, {}, "41")["groups"] == [{**group, "stated": [], "note": None}, own]


def test_counts_follow_the_order_of_areas_and_an_unknown_area_is_null() -> None:
    table = {
        "place": {"4101": 0, "4102": 1},
        "people": [[5, 7], [None, None]],
        "households": [[2, 3], [None, None]],
    }
    parts = {"levels": {"district": table}, "groups": []}
    found = aligned(parts, {"district": ["4102", "4109", "4101"]}, "41")["levels"]
    assert found == {
        "district": {
            "people": [[7, None, 5], [None, None, None]],
            "households": [[3, None, 2], [None, None, None]],
        }
    }
