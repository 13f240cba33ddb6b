"""The map: the same numbers in JSON, table and CSV, only of one's own areas, drilled to the village."""

import csv
import io
import re
from typing import Any

import pytest

from ppaos.domain.area.scope import Scope
from ppaos.domain.thai.address import village_title
from ppaos.operations.accounts.permissions import PERMISSIONS_OF, Permission
from ppaos.operations.audit.models import Entry
from ppaos.operations.people.models import Household
from ppaos.operations.results.counts import measures, values
from ppaos.web.choropleth import values as choropleth
from ppaos.web.maps import views

ADDRESSES = ["/map/", "/map/data.json", "/map/data.csv", "/map/boundaries.json", "/map/points.json"]


def _data(client, **asked: str) -> dict[str, Any]:
    answer = client.get("/map/data.json", asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def _rows(client, **asked: str) -> list[dict[str, str]]:
    text = client.get("/map/data.csv", asked).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_sees_a_map_without_signing_in(published, client, address) -> None:
    assert client.get(address).status_code in (302, 401)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "role", ["provincial", "district", "field", "agency", "analyst", "auditor"]
)
def test_foreign_areas_are_refused_to_every_role(
    published, client, sign_in, people_by_role, role, address
) -> None:
    sign_in(client, people_by_role[role])
    for code in ("40", "4001", "nat", "R3"):
        answer = client.get(address, {"area": code})
        assert answer.status_code == 403
        assert b"feature" not in answer.content.lower()


@pytest.mark.parametrize("level", ["district", "subdistrict", "village"])
def test_json_table_and_csv_hold_the_counted_values(
    published, client, sign_in, people_by_role, level
) -> None:
    sign_in(client, people_by_role["provincial"])
    scope = Scope.of(["41"])
    for name in ("poor:ratio", "poor:households", "all:people"):
        counted = values(published, measures(published)[name], scope=scope, area="41", level=level)
        expected = {row.code: row.value for row in counted.rows}
        asked = {"area": "41", "level": level, "measure": name}
        found = _data(client, **asked)
        shown = {area["code"]: area["value"] for area in found["areas"]}
        assert {code: shown[code] for code in expected} == expected
        assert found["total"]["value"] == counted.total.value
        listed = _rows(client, **asked)
        assert {row["area_code"]: row["value"] for row in listed[:-1]} == {
            code: "" if value is None else str(value) for code, value in shown.items()
        }
        assert listed[-1]["area_code"] == "41"


def test_an_area_without_households_has_no_data_which_is_not_zero(
    published, client, sign_in, people_by_role
) -> None:
    sign_in(client, people_by_role["provincial"])
    found = _data(client, area="41", level="subdistrict", measure="poor:households")
    states = {area["state"]: area["value"] for area in found["areas"]}
    assert states["none"] is None
    empty = next(area["code"] for area in found["areas"] if area["state"] == "none")
    page = client.get("/map/", {"area": "41", "level": "subdistrict", "measure": "poor:households"})
    row = re.search(rf'<tr data-code="{empty}">.*?</tr>', page.content.decode(), re.S)
    assert row and "ไม่มีข้อมูล" in row[0]


def test_a_count_adds_up_from_the_village_to_the_province(
    published, client, sign_in, people_by_role
) -> None:
    sign_in(client, people_by_role["provincial"])
    asked = {"area": "41", "measure": "all:households"}
    for level in ("district", "subdistrict", "village"):
        found = _data(client, level=level, **asked)
        assert sum(area["value"] or 0 for area in found["areas"]) == found["total"]["value"]


def test_links_lead_one_level_down_and_end_at_the_list(
    published, client, sign_in, people_by_role
) -> None:
    sign_in(client, people_by_role["provincial"])
    area, seen = "41", []
    for _ in range(3):
        found = _data(client, area=area, measure="poor:households", method="jenks")
        seen.append(found["level"])
        some = next(item for item in found["areas"] if item["value"] and item["code"])
        assert f"area={some['code']}" in some["link"]
        if found["level"] != "village":
            assert "method=jenks" in some["link"]
            assert client.get(some["link"]).status_code == 200
        area = some["code"]
    assert seen == ["district", "subdistrict", "village"]
    assert some["link"].startswith("/households/")


def test_an_analyst_is_offered_no_list_and_no_points(
    published, client, sign_in, people_by_role
) -> None:
    sign_in(client, people_by_role["analyst"])
    text = client.get("/map/", {"area": "41", "measure": "poor:households"}).content.decode()
    assert "/households/" not in text
    assert "points.json" not in text


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"area": "4199"}, 404),
        ({"area": "x"}, 404),
        ({"level": "galaxy"}, 400),
        ({"measure": "happiness"}, 400),
        ({"method": "guess"}, 400),
    ],
)
def test_what_is_not_known_is_told_with_what_to_choose(
    published, client, sign_in, people_by_role, asked, status
) -> None:
    sign_in(client, people_by_role["provincial"])
    answer = client.get("/map/", {"area": "41", **asked})
    assert answer.status_code == status
    assert re.search("เลือก|ใช้เลข", answer.content.decode())


def test_every_measure_can_be_chosen_once_and_drawn(
    published, client, sign_in, people_by_role
) -> None:
    sign_in(client, people_by_role["provincial"])
    text = client.get("/map/", {"area": "41"}).content.decode()
    select = re.search(r'id="map-measure".*?</select>', text, re.S)
    assert select
    offered = re.findall(r'<option value="([^"]+)"', select[0])
    assert sorted(offered) == sorted(measures(published))
    for name in offered:
        assert _data(client, area="41", level="district", measure=name)["measure"]["name"] == name


def test_points_are_households_in_scope_with_a_position_and_on_record(
    published, client, sign_in, people_by_role
) -> None:
    user = people_by_role["district"]
    sign_in(client, user)
    answer = client.get("/map/points.json", {"area": "4101", "measure": "all:households"}).json()
    expected = Household.objects.filter(
        publication=published, village_code__startswith="4101", latitude__isnull=False
    )
    assert len(answer["features"]) == expected.count()
    links = {item["properties"]["link"] for item in answer["features"]}
    assert links == {f"/households/{row.household_id}/" for row in expected}
    first = answer["features"][0]["properties"]
    household = next(row for row in expected if row.household_id in first["link"])
    village = village_title(household.village_code, household.village_name).th
    assert first["name"] == f"บ้านเลขที่ {household.house_number} {village}" and "หมู่" in village
    entry = Entry.objects.filter(action="points_viewed").latest("number")
    assert (entry.actor, entry.area_code) == (user.username, "4101")
    assert entry.details["households"] == len(answer["features"])


def test_points_show_the_households_that_the_measure_counts(
    published, client, sign_in, people_by_role
) -> None:
    sign_in(client, people_by_role["provincial"])
    for name in ("poor:ratio", "m0", "poor:people"):
        answer = client.get("/map/points.json", {"area": "41", "measure": name}).json()
        expected = Household.objects.filter(
            publication=published,
            village_code__startswith="41",
            fails_mpi=True,
            latitude__isnull=False,
        )
        assert len(answer["features"]) == expected.count()


def test_more_points_than_can_be_shown_are_capped_and_said(
    published, client, sign_in, people_by_role, monkeypatch
) -> None:
    for module in (choropleth, views):
        monkeypatch.setattr(module, "MOST_POINTS", 3)
    sign_in(client, people_by_role["provincial"])
    answer = client.get("/map/points.json", {"area": "41", "measure": "all:households"}).json()
    assert answer["is_capped"] is True
    assert len(answer["features"]) == 3


def test_points_need_the_permission_to_see_households(
    published, client, sign_in, people_by_role
) -> None:
    asked = {role: user for role, user in people_by_role.items() if role != "foreign"}
    seen = set()
    for role, user in asked.items():
        sign_in(client, user)
        area = {"district": "4101", "field": "410101"}.get(role, "41")
        allowed = any(Permission.SEE_HOUSEHOLDS in PERMISSIONS_OF[held] for held, _ in user.held())
        seen.add(allowed)
        assert client.get("/map/points.json", {"area": area}).status_code == (
            200 if allowed else 403
        )
    assert seen == {True, False}


def test_the_page_tells_what_to_do_without_a_publication(
    db, client, sign_in, people_by_role, monkeypatch
) -> None:
    monkeypatch.setattr("ppaos.web.requests.auth.publication_of", lambda number: None)
    monkeypatch.setattr("ppaos.web.requests.auth.current_publication", lambda: None)
    sign_in(client, people_by_role["provincial"])
    assert client.get("/map/").status_code == 503


def test_the_page_is_in_english_when_asked(published, client, sign_in, people_by_role) -> None:
    sign_in(client, people_by_role["provincial"])
    client.cookies["django_language"] = "en"
    text = client.get("/map/", {"area": "41"}).content.decode()
    main = re.search(r"<main.*?</main>", text, re.S)
    assert main and "Headcount ratio" in main[0]
    assert not re.search(
        "[\u0e00-\u0e7f]", re.sub(r"<th scope=.row.*?</th>|<option.*?</option>", "", main[0])
    )


def test_downloading_the_table_is_on_record(published, client, sign_in, people_by_role) -> None:
    sign_in(client, people_by_role["analyst"])
    answer = client.get("/map/data.csv", {"area": "41", "level": "district"})
    assert "attachment" in answer["Content-Disposition"]
    entry = Entry.objects.filter(action="export_downloaded").latest("number")
    assert entry.target_id == "map"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    details = {"level": "district", "measure": "poor:ratio", "rows": len(rows) - 1}
    assert entry.details == details and len(rows) > 5
    assert {row["publication"] for row in rows} == {str(published.pk)}


def test_the_index_is_a_score_and_not_per_cent(published, client, sign_in, people_by_role) -> None:
    sign_in(client, people_by_role["provincial"])
    asked = {"area": "41", "measure": "m0"}
    found = _data(client, **asked)
    assert (found["measure"]["unit"], found["measure"]["kind"]) == ("score", "ratio")
    page = client.get("/map/", asked).content.decode()
    shown = re.search(r"<tfoot>.*?</tfoot>", page, re.S)
    assert shown and f"{found['total']['value']:.4f}" in shown[0] and "%" not in shown[0]
    assert _rows(client, **asked)[0]["unit"] == "score"
