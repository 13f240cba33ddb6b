"""The site as people meet it: each role's main journey, and every page in both languages and widths."""

import json
from pathlib import Path
from typing import Any

import pytest

from factories.registers import COMPLAINTS

HERE = Path(__file__).parent
PAGES = {
    "provincial": [
        "/dashboard/41/", "/dashboard/41/?view=potential", "/dashboard/41/?view=progress", "/map/",
        "/households/?area=41&poor=yes", "/households/export/?area=41&poor=yes", "/whatif/?area=41",
        "/files/", "/desk/", "/desk/sources/", "/desk/review/",
    ],
    "administrator": [
        "/desk/imports/", "/desk/versions/", "/desk/resources/", "/administration/",
        "/administration/invitations/", "/account/", "/account/2fa/", "/account/password/change/",
    ],
    "auditor": ["/audit/"],
    "agency": ["/files/agency/"],
    "nobody": ["/public/", "/public/data/", "/public/method/", "/account/login/", "/account/password/reset/"],
}  # fmt: skip


@pytest.fixture(scope="module", params=PAGES)
def visited(request, site) -> dict[str, Any]:
    """Every page of a role, as seen in Thai and in English at 1440 and 390 pixels."""
    role = request.param
    found = json.loads(site.run(HERE / "visit_pages.mjs", role, *PAGES[role]))
    return {"role": role, **found}


@pytest.fixture
def journey(site):
    """What somebody met on a journey; nothing may have failed on the way."""

    def gone(name: str, *arguments: str) -> dict[str, Any]:
        found = json.loads(site.run(HERE / "journeys.mjs", name, *arguments))
        assert found.pop("errors") == []
        return found

    return gone


def test_no_page_fails_breaks_the_policy_or_asks_another_server(visited) -> None:
    assert visited["errors"] == []
    assert {
        page: seen["status"] for page, seen in visited["pages"].items() if seen["status"] != 200
    } == {}


def test_no_page_has_a_serious_barrier_to_access(visited) -> None:
    found = {
        f"{page} at {width}": seen[width]["barriers"]
        for page, seen in visited["pages"].items()
        for width in ("1440", "390")
        if seen[width]["barriers"]
    }
    assert found == {}


def test_no_page_scrolls_sideways(visited) -> None:
    wide = {
        f"{page} at {width}": seen[width]["overflow"]
        for page, seen in visited["pages"].items()
        for width in ("1440", "390")
        if seen[width]["overflow"] > 0
    }
    assert wide == {}


def test_every_page_speaks_both_languages_under_one_heading(visited) -> None:
    for page, seen in visited["pages"].items():
        assert (seen["lang"], seen["headings"]) == (page[:2], 1), page
    titles = {page: seen["title"] for page, seen in visited["pages"].items()}
    for page, title in titles.items():
        if page.startswith("th "):
            assert title != titles[f"en{page[2:]}"], page


def test_a_secretariat_goes_from_the_province_to_one_household(journey) -> None:
    found = journey("secretariat")
    assert found["landed"] == "/dashboard/41/" and "อุดรธานี" in found["h1"]
    assert found["menu"] >= 6
    assert found["district"]["path"].startswith("/dashboard/4117/")
    assert "บ้านผือ" in found["district"]["h1"]
    assert len(found["potential"]) > 3 and len(found["progress"]) > 2
    # the number on the dashboard is the number of rows behind it
    assert found["list"]["rows"] == found["poorHouseholds"] > 0
    assert found["household"]["path"].startswith("/households/41")
    assert found["household"]["sections"] >= 7
    assert not found["picture"]["digits"], "the family's picture shows a code"


def test_a_search_is_narrowed_and_an_empty_one_says_what_to_do(journey) -> None:
    found = journey("search")
    assert found["provinces"] == 1
    assert found["after"] > 1
    assert found["result"]["rows"] > 0 and "surveyed=yes" in found["result"]["path"]
    assert "ไม่พบครัวเรือน" in found["nothing"]


def test_a_what_if_answers_at_once_and_its_address_can_be_passed_on(journey) -> None:
    found = journey("whatif")
    assert found["before"] != found["after"] == found["shared"]
    assert "rule=intersection" in found["address"]
    assert found["rows"] > 5


def test_the_map_is_gone_down_by_clicking_it_or_its_table(journey) -> None:
    found = journey("map")
    assert found["drawn"] in ("map", "schematic") and found["method"]
    assert "area=4117" in found["clicked"] and found["clicked"] == found["byTable"]
    assert found["rows"] > 3


def test_a_list_is_made_for_an_agency_and_fetched_by_its_people(journey) -> None:
    found = journey("handover")
    assert found["job"]["state"] == "เสร็จแล้ว" and "ดาวน์โหลดไฟล์" in found["job"]["text"]
    assert found["file"]["bytes"] > 500
    assert found["agencyFile"] == found["file"]
    assert found["agencySearch"] == 403


def test_a_field_team_records_a_visit_and_finds_it_again(journey) -> None:
    found = journey("visit")
    assert found["landed"] == "/dashboard/410101/"
    assert found["noted"] and found["visited"] == 1


def test_an_analyst_sees_figures_and_no_people(journey) -> None:
    found = journey("analyst")
    assert found["households"] == 0 and found["status"] == 403
    assert "ไม่มีสิทธิ์" in found["message"] and found["back"] == found["landed"]


def test_an_auditor_searches_the_audit_and_has_it_verified(journey) -> None:
    found = journey("auditor")
    assert found["rows"] > 0
    assert "ไม่พบแถวที่ถูกแก้" in found["after"]["text"]


def test_a_pair_is_decided_and_the_decision_taken_back(journey) -> None:
    found = journey("review")
    assert found["open"] >= 1 and {"=", "≠", "?", "–"} >= set(found["signs"])
    assert found["decided"] == 1 and found["undone"] == found["open"]


def test_an_administrator_imports_computes_and_publishes(journey, tmp_path: Path) -> None:
    (tmp_path / "complaints.csv").write_text(COMPLAINTS, "utf-8")
    found = journey("administrator", str(tmp_path / "complaints.csv"))
    for step in ("imported", "processed", "published"):
        assert found[step]["state"] == "Done", found[step]["text"]
    assert found["aside"] >= 2
    assert "In use" in found["versions"][0] and "Kept" in found["versions"][1]
    assert found["stillHere"] == "/desk/versions/"


def test_somebody_without_an_account_sees_public_figures_only(journey) -> None:
    found = journey("public")
    assert found["landed"] == "/public/" and found["links"] == 0
    assert found["asked"].startswith("/account/login/?next=/dashboard/41/")


def test_the_language_is_switched_in_place_and_the_keyboard_and_telephone_work(journey) -> None:
    found = journey("language")
    assert found["stayed"] and (found["lang"], found["kept"]) == ("en", "en")
    assert (found["first"], found["focus"]) == ("#content", "#content")
    assert not found["hidden"] and found["shown"]
