"""The site as people meet it: each role's main journey, and every page in both languages and widths."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from support.registers import COMPLAINTS

HERE = Path(__file__).parent
NOTHING_FOUND = "/households/?area=4101&poor=yes&level=0&failing=5"
# {household} is a poor one and {village} is where it is; "PATH STATUS" where that is not 200
PAGES = {
    "provincial": [
        "/dashboard/41/", "/dashboard/41/?view=potential", "/dashboard/41/?view=progress",
        "/dashboard/{village}/", "/map/", "/households/?area=41&poor=yes", NOTHING_FOUND,
        "/households/{household}/", "/households/{household}/picture/",
        "/households/export/?area=41&poor=yes", "/whatif/?area=41", "/files/", "/desk/",
        "/desk/sources/", "/desk/review/", "/api/v1/docs/", "/dashboard/40/ 403",
    ],
    "administrator": [
        "/desk/imports/", "/desk/versions/", "/desk/resources/", "/administration/",
        "/administration/invitations/", "/account/", "/account/2fa/", "/account/password/change/",
    ],
    "national": ["/dashboard/nat/", "/map/?area=nat&level=region"],
    "auditor": ["/audit/"],
    "agency": ["/files/agency/"],
    "nobody": [
        "/public/", "/public/data/", "/public/method/", "/account/login/",
        "/account/password/reset/", "/nowhere/ 404",
    ],
}  # fmt: skip
WIDTHS = (1440, 390)
NAMED = ("/households/4", "/dashboard/40/", "/nowhere/")  # by a person or a status
on_every_screen = pytest.mark.parametrize("width", WIDTHS)


@pytest.fixture(scope="module", params=PAGES)
def visited(request, site) -> dict[str, Any]:
    """Every page of a role, as seen in Thai and in English at 1440 and 390 pixels."""
    role = request.param
    with closing(sqlite3.connect(site.folder / "site" / "ppaos.sqlite3")) as database:
        household, village = database.execute(
            "SELECT household_id, village_code FROM people_household WHERE fails_mpi LIMIT 1"
        ).fetchone()
    pages = [page.format(household=household, village=village) for page in PAGES[role]]
    found = json.loads(site.run(HERE / "visit_pages.mjs", role, *pages))
    return {"role": role, **found}


@pytest.fixture
def journey(site):
    """What somebody met on a journey; nothing may have failed on the way."""

    def gone(name: str, *arguments: object, width: int = 1440) -> dict[str, Any]:
        found = json.loads(site.run(HERE / "journeys.mjs", name, str(width), *map(str, arguments)))
        assert found.pop("errors") == []
        return found

    return gone


def test_no_page_fails_breaks_the_policy_or_asks_another_server(visited) -> None:
    assert visited["errors"] == []
    assert len(visited["pages"]) == 2 * len(PAGES[visited["role"]])


def test_no_page_has_a_serious_barrier_to_access_or_scrolls_sideways(visited) -> None:
    assert {page: told for page, seen in visited["pages"].items() if (told := _faults(seen))} == {}


def _faults(seen: dict[str, Any]) -> dict[str, Any]:
    """What keeps somebody from using a page, by width."""
    by_width = {width: seen[str(width)] for width in WIDTHS}
    return {
        width: view for width, view in by_width.items() if view["barriers"] or view["overflow"] > 0
    }


def test_every_page_speaks_both_languages_under_one_heading(visited) -> None:
    assert visited["pages"]
    for page, seen in visited["pages"].items():
        assert (seen["lang"], seen["headings"]) == (page[:2], 1), page
    for page, seen in visited["pages"].items():
        if page.startswith("th "):
            other = visited["pages"][f"en{page[2:]}"]
            assert seen["said"] != other["said"], page
            assert seen["title"] != other["title"] or page[3:].startswith(NAMED)


@on_every_screen
def test_a_secretariat_goes_from_the_province_to_one_household(journey, width) -> None:
    found = journey("secretariat", width=width)
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
    assert found["picture"]["paper"] == 1, "the family's picture does not fit one page"


@on_every_screen
def test_lists_and_maps_lead_from_a_region_down_to_a_village(journey, width) -> None:
    found = journey("descent", width=width)
    by_list = [step["path"].strip("/").split("/")[-1] for step in found["byList"]]
    assert by_list[:3] == ["R3", "41", "4117"]
    assert [len(code) for code in by_list[3:]] == [6, 8]
    assert by_list[4].startswith(by_list[3])
    *on_map, last = found["byMap"]
    assert [step["path"].split("area=")[1] for step in on_map] == by_list[:4]
    assert last == found["byList"][-1]
    assert len({step["h1"] for step in found["byMap"]}) == len(by_list)


@on_every_screen
def test_a_search_is_narrowed_and_an_empty_one_says_what_to_do(journey, width) -> None:
    found = journey("search", width=width)
    assert found["provinces"] == 1
    assert found["before"] == 1 < found["after"]
    assert found["result"]["rows"] > 0 and "surveyed=yes" in found["result"]["path"]
    assert found["result"]["chips"] == 2  # the district, and that it was surveyed
    assert "ไม่พบครัวเรือน" in found["nothing"]


@on_every_screen
def test_a_what_if_answers_at_once_and_its_address_can_be_passed_on(journey, width) -> None:
    found = journey("whatif", width=width)
    assert found["before"] != found["after"] == found["shared"]
    for part in ("legend", "picture"):
        assert found["mapBefore"][part] != found["mapAfter"][part]
    assert found["mapShared"]["colours"] == found["mapAfter"]["colours"]
    assert "rule=intersection" in found["address"]
    assert found["rows"] > 5
    assert found["file"]["lines"] > found["rows"]


@on_every_screen
def test_the_map_is_gone_down_by_clicking_it_or_its_table(journey, width) -> None:
    found = journey("map", width=width)
    assert found["drawn"] in ("map", "schematic") and found["method"]
    assert "area=4117" in found["clicked"] and found["clicked"] == found["byTable"]
    assert found["rows"] > 3


@on_every_screen
def test_a_list_is_made_for_an_agency_and_fetched_by_its_people(journey, width) -> None:
    found = journey("handover", width=width)
    assert found["landed"] == "/dashboard/41/"
    for name, start in {"csv": "\u00ef\u00bb\u00bf", "xlsx": "PK"}.items():
        job, file = found[name]["job"], found[name]["file"]
        assert job["state"] == "เสร็จแล้ว" and "ดาวน์โหลดไฟล์" in job["text"]
        assert not _faults(job["page"])
        assert file["name"].endswith(f".{name}") and file["start"].startswith(start)
        assert file["bytes"] > 500
        assert found[name]["agencyFile"] == file
    assert found["search"] == 403


@on_every_screen
def test_a_field_team_records_a_visit_and_finds_it_again(journey, width) -> None:
    found = journey("visit", width=width)
    assert found["landed"] == "/dashboard/410101/"
    assert found["noted"] and found["visited"] == 1


@on_every_screen
def test_an_analyst_sees_figures_and_no_people(journey, width) -> None:
    found = journey("analyst", width=width)
    assert found["households"] == 0 and found["status"] == 403
    assert "ไม่มีสิทธิ์" in found["message"] and found["back"] == found["landed"]


@on_every_screen
def test_an_auditor_searches_the_audit_and_has_it_verified(journey, width) -> None:
    found = journey("auditor", width=width)
    assert found["rows"] > 0
    assert "ไม่พบรายการที่ถูกแก้" in found["after"]["text"]


def test_a_pair_is_decided_and_the_decision_taken_back(journey) -> None:
    found = journey("review")
    assert found["open"] >= 1 and {"=", "≠", "?", "–"} >= set(found["signs"])
    assert found["decided"] == 1 and found["undone"] == found["open"]


def test_an_administrator_imports_computes_and_publishes(journey, tmp_path: Path) -> None:
    (tmp_path / "complaints.csv").write_text(COMPLAINTS, "utf-8")
    found = journey("administrator", str(tmp_path / "complaints.csv"))
    for step in ("imported", "processed", "published"):
        assert found[step]["state"] == "Done", found[step]["text"]
    assert found["aside"]["lines"] >= 2
    assert not _faults(found["imported"]["page"])
    assert "In use" in found["versions"][0] and "Kept" in found["versions"][1]
    assert found["stillHere"] == "/desk/versions/"


@on_every_screen
def test_somebody_without_an_account_sees_public_figures_only(journey, width) -> None:
    found = journey("public", width=width)
    assert found["landed"] == "/public/" and found["links"] == 0
    assert "ประเทศไทย" in found["text"] and not re.search(r"\d{11}", found["text"])
    assert found["asked"].startswith("/account/login/?next=/dashboard/41/")
    assert found["file"]["lines"] > 1


@on_every_screen
def test_the_language_is_switched_in_place_and_back_and_the_keyboard_works(journey, width) -> None:
    found = journey("language", width=width)
    assert found["landed"] == "/dashboard/4101/"
    assert set(found["stayed"]) == {"/dashboard/4101/?view=progress"}
    assert found["spoken"] == [["en", "Mueang Udon Thani District"], ["th", "อำเภอเมืองอุดรธานี"]]
    assert (found["first"], found["focus"]) == ("#content", "#content")
    # the menu folds away on a telephone only
    assert found["menu"] == [width == WIDTHS[0], True]
