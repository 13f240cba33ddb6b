"""Targets, households, overlaps and sources as a reader meets them: real Chromium, a real small demo."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from support.process import CHROMIUM, NO_CHROMIUM

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)
VIEWS = ("1440-th", "1440-en", "390-th", "390-en")


@pytest.fixture(scope="module")
def seen(demo_site, tmp_path_factory) -> dict[str, Any]:
    report = demo_site.folder / "report.html"
    script = Path(__file__).with_name("inspect_targets.mjs")
    folder = tmp_path_factory.mktemp("targets")
    asked = ["node", str(script), str(report), str(CHROMIUM), str(folder)]
    ran = subprocess.run(asked, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def _known(counts: list[int | None]) -> list[int]:
    """Without areas where nobody is known: the table says "no data" there."""
    return [count for count in counts if count is not None]


def test_nothing_fails_and_nothing_is_fetched(seen) -> None:
    assert seen["errors"] == []
    assert seen["requests"] == []


@pytest.mark.parametrize("view", VIEWS)
def test_no_serious_barrier_with_everything_open(seen, view) -> None:
    assert seen["views"][view]["violations"] == []


@pytest.mark.parametrize("view", VIEWS)
def test_the_sections_fit_the_width_and_every_bar_is_described(seen, view) -> None:
    shown = seen["views"][view]
    assert shown["overflow"] <= 0
    assert shown["homes"] == 10
    assert (shown["bars"], shown["unnamed"]) == (6, 0)


@pytest.mark.parametrize(
    ("view", "words"), [("390-th", "ข้อมูลส่วนบุคคล"), ("390-en", "Personal data")]
)
def test_the_page_says_that_it_holds_personal_data(seen, view, words) -> None:
    assert words in seen["views"][view]["personal"]


def test_every_text_changes_with_the_language(seen) -> None:
    for name in ("headings", "texts"):
        thai, english = (seen["views"][view][name] for view in ("1440-th", "1440-en"))
        assert len(thai) == len(english) == 5
        assert not set(thai) & set(english)


def test_enter_on_a_district_opens_its_subdistricts_and_the_trail_leads_back(seen) -> None:
    district = seen["district"]
    assert district["trail"][-1] == seen["opened"]
    assert len(district["trail"]) == 2
    assert all(name.startswith("ตำบล") for name in district["areas"])
    assert sum(_known(district["people"])) == seen["province"]["people"][0]
    assert seen["focusStays"]
    assert seen["back"] == seen["province"]


def test_choosing_a_group_changes_the_counts_of_the_same_areas(seen) -> None:
    assert seen["chosen"]["group"] == "0"
    assert sorted(seen["chosen"]["areas"]) == sorted(seen["district"]["areas"])
    people = seen["chosen"]["people"]
    assert _known(people) == sorted(_known(people), reverse=True)
    assert None not in people[: len(_known(people))]


def test_the_keyboard_reaches_and_opens_a_household(seen) -> None:
    assert seen["keyboard"]["open"]
    assert seen["keyboard"]["reasons"] >= 1
    assert seen["keyboard"]["members"] >= 1
    assert seen["allOpen"] == 10


def test_a_group_is_shown_on_the_map(seen) -> None:
    assert seen["map"]["shown"] == "g2"
    assert seen["map"]["focus"] == "map-shown"
    assert "ครัวเรือนเปราะบาง" in seen["map"]["card"]


def test_an_overlap_is_seen_for_one_district(seen) -> None:
    overlap = seen["overlap"]
    assert 0 < overlap["district"] < overlap["whole"]
    assert sum(overlap["parts"]) == overlap["district"]


def test_what_was_opened_and_chosen_survives_a_change_of_language(seen) -> None:
    assert seen["afterSwitch"] == {"open": 10, "area": "4101", "map": "g2"}
