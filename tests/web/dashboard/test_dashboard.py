"""The dashboard: every number is the counted one, opens the list that it counts, and stays in scope."""

import csv
import io
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ppaos.domain.area.codes import LEVELS, level_of
from ppaos.domain.area.scope import Scope
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.areas.models import Resource
from ppaos.operations.audit.models import Entry
from ppaos.operations.people.models import Household
from ppaos.operations.results.counts import measures, series, value, values
from ppaos.operations.results.cube import cubes_of
from ppaos.operations.results.filters import from_query
from ppaos.web.dashboard import urgent
from ppaos.web.dashboard.place import DashboardArea
from ppaos.web.dashboard.tables import Table, TableColumn, TableRow, as_csv

VIEWS = ["urgent", "potential", "progress"]
MOST_QUERIES = 32
"""Of one page, session and sign-in among them; it does not grow with the area."""
TABLES = [
    "children", "dimensions", "indicators", "groups", "levels", "issues", "rounds", "stated",
    "resource_counts", "resources", "staff", "support", "progress", "progress_by_area", "months",
    "villages",
]  # fmt: skip


def _page(client, code: str, **asked: str) -> str:
    answer = client.get(f"/dashboard/{code}/", asked)
    assert answer.status_code == 200, answer.content[:2000]
    return unescape(answer.content.decode())


def _csv(client, code: str, of: str, **asked: str) -> list[dict[str, str]]:
    answer = client.get(f"/dashboard/{code}/table.csv", {"of": of, **asked})
    assert answer.status_code == 200, answer.content[:2000]
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def _number(text: str) -> float | None:
    return float(text) if text else None


@pytest.mark.parametrize("view", VIEWS)
def test_nobody_sees_a_dashboard_without_signing_in(published, client, view) -> None:
    assert client.get("/dashboard/41/", {"view": view}).status_code == 302
    assert client.get("/dashboard/41/map.json").status_code == 401
    assert client.get("/dashboard/41/table.csv", {"of": "groups"}).status_code == 302


@pytest.mark.parametrize(
    "role", ["provincial", "district", "field", "agency", "analyst", "auditor"]
)
def test_areas_outside_ones_own_are_refused(
    published, client, sign_in, people_by_role, role
) -> None:
    sign_in(client, people_by_role[role])
    for code in ("40", "4001", "400101", "nat", "R3"):
        for address in ("", "map.json", "table.csv?of=children", "table.json?of=children"):
            answer = client.get(f"/dashboard/{code}/{address}")
            assert answer.status_code == 403
            assert b"data-code" not in answer.content
    assert client.get("/dashboard/", {"area": "40"}).status_code == 403


def test_somebody_starts_at_their_own_area(published, client, sign_in, people_by_role) -> None:
    for role, code in (("provincial", "41"), ("field", "410101"), ("national", "nat")):
        sign_in(client, people_by_role[role])
        answer = client.get("/dashboard/", {"view": "progress", "version": ""})
        assert answer["Location"] == f"/dashboard/{code}/?view=progress"


def test_unknown_areas_and_tables_say_what_to_do(
    published, client, sign_in, people_by_role
) -> None:
    sign_in(client, people_by_role["national"])
    assert client.get("/dashboard/99/").status_code == 404
    assert client.get("/dashboard/abc/").status_code == 404
    answer = client.get("/dashboard/41/table.csv", {"of": "nothing"})
    assert answer.status_code == 400
    assert "children" in answer.content.decode()
    answer = client.get("/dashboard/41/", {"view": "progress", "target": "nobody"})
    assert answer.status_code == 400


def _areas(published) -> list[str]:
    """One area of every level, from the country to a village, each inside the one before."""
    village = next(code for code in cubes_of(published).villages.tolist() if code[:2] == "41")
    areas = ["nat", "R3", "41", village[:4], village[:6], village]
    assert [level_of(code) for code in areas] == list(LEVELS)
    return areas


@pytest.mark.parametrize("view", VIEWS)
def test_every_level_has_a_page_with_a_bounded_number_of_queries(
    published, client, sign_in, people_by_role, view
) -> None:
    sign_in(client, people_by_role["national"])
    for code in _areas(published):
        _page(client, code, view=view)
        with CaptureQueriesContext(connection) as queries:
            page = _page(client, code, view=view)
        assert len(queries) <= MOST_QUERIES, [item["sql"][:120] for item in queries]
        assert re.search(r"<h1[^>]*>[^<]+</h1>", page)
        assert page.count("<table") == page.count("<caption")


def test_files_hold_the_counted_values_at_every_level(
    published, client, sign_in, people_by_role
) -> None:
    sign_in(client, people_by_role["national"])
    known, scope = measures(published), Scope.of(["nat"])
    for code in _areas(published):

        def own(name: str, area: str = code) -> float | None:
            return value(published, known[name], scope=scope, area=area)

        assert _csv(client, code, "groups") and _csv(client, code, "rounds")
        for table, stem in (("dimensions", "dimension"), ("indicators", "indicator")):
            assert _csv(client, code, table)
            for row in _csv(client, code, table):
                for column in ("households", "people", "ratio"):
                    expected = own(f"{stem}:{row['code']}:{column}")
                    assert _number(row[column]) == pytest.approx(expected)
        for row in _csv(client, code, "groups"):
            for column in ("households", "people"):
                assert _number(row[column]) == own(f"group:{row['code']}:{column}")
        for row in _csv(client, code, "rounds"):
            told = dict(series(published, known["poor:people"], scope=scope, area=code))
            assert _number(row["people"]) == told[int(row["code"])]
        if level_of(code) == "village":
            continue
        below = LEVELS[LEVELS.index(level_of(code)) + 1]
        counted = values(published, known["poor:people"], scope=scope, area=code, level=below)
        rows = {row["code"]: _number(row["poor_people"]) for row in _csv(client, code, "children")}
        expected = {item.code: item.value for item in counted.rows}
        assert {code: rows[code] for code in expected} == expected
        assert {rows[code] for code in rows.keys() - expected.keys()} <= {None}
        assert sum(found or 0 for found in rows.values()) == own("poor:people")
        shown = client.get(f"/dashboard/{code}/map.json", {"measure": "poor:people"}).json()
        assert shown["total"]["value"] == own("poor:people")


def test_page_and_file_show_the_same_numbers(published, client, sign_in, people_by_role) -> None:
    sign_in(client, people_by_role["provincial"])
    page = _page(client, "41")
    for name in ("dimensions", "groups", "children"):
        table = re.search(rf'<table[^>]*id="{name}">(.*?)</table>', page, re.S)
        assert table
        for row in _csv(client, "41", name):
            line = re.search(rf'<tr data-code="{row["code"]}">(.*?)</tr>', table[1], re.S)
            assert line
            count = _number(row.get("households") or row.get("poor_households") or "")
            told = "ไม่มีข้อมูล" if count is None else f"{count:,.0f}"
            assert told in re.sub(r"<[^>]+>", " ", line[1])


def test_a_number_opens_the_list_that_it_counts(published, client, sign_in, people_by_role) -> None:
    place = DashboardArea(_area("41"), published, people_by_role["provincial"])
    checked = 0
    for table in (urgent.dimensions(place), urgent.indicators(place), urgent.levels(place)):
        for row in table.rows:
            link = row.links["households"]
            count = row.values[[item.name for item in table.columns].index("households")]
            assert bool(link) == bool(count)
            if link:
                asked = {name: texts[0] for name, texts in parse_qs(urlsplit(link).query).items()}
                found = from_query(asked, published)
                assert found.area == "41"
                rows = Household.objects.filter(found.condition(published, Scope.of(["41"])))
                assert rows.count() == count
                checked += 1
    assert checked > 15


def _area(code: str) -> Any:
    from ppaos.operations.areas.models import Area

    return Area.objects.get(pk=code)


def test_who_sees_counts_only_gets_no_names_and_no_lists(
    published, client, sign_in, people_by_role
) -> None:
    sign_in(client, people_by_role["provincial"])
    rich = _page(client, "41")
    first = re.findall(r'href="(/households/[^"?]+/)"', rich)
    assert 0 < len(first) <= urgent.FIRST
    assert "/households/?" in rich
    names = Household.objects.filter(publication=published, fails_mpi=True, village_code__gte="41")
    names = {name for name in names.values_list("head_name", flat=True) if name}
    assert any(name in rich for name in names)
    for role in ("analyst", "agency", "auditor"):
        sign_in(client, people_by_role[role])
        for view in VIEWS:
            page = _page(client, "41", view=view)
            assert "/households/" not in page
            assert not any(name in page for name in names)


def test_the_first_households_are_the_most_urgent_and_seeing_them_is_recorded(
    published, client, sign_in, people_by_role
) -> None:
    sign_in(client, people_by_role["provincial"])
    before = Entry.objects.count()
    page = _page(client, "41")
    shown = re.findall(r'href="/households/([^"?/]+)/"', page)
    wanted = Household.objects.filter(
        publication=published, fails_mpi=True, village_code__startswith="41"
    ).order_by("-priority", "household_id")
    assert shown == list(wanted.values_list("household_id", flat=True)[: urgent.FIRST])
    entry = Entry.objects.last()
    assert Entry.objects.count() == before + 1
    assert (entry.action, entry.area_code, entry.actor) == ("search", "41", "provincial")
    assert entry.details["shown"] == len(shown)


def test_an_area_without_data_says_so_and_never_shows_zero(
    published, client, sign_in, people_by_role
) -> None:
    sign_in(client, people_by_role["national"])
    page = _page(client, "50")
    figures = re.findall(r'dash-figure-value">([^<]+)<', page)
    assert set(figures) == {"ไม่มีข้อมูล"}
    assert {row["people"] for row in _csv(client, "50", "groups")} == {""}
    assert all(row["poor_people"] == "" for row in _csv(client, "50", "children"))
    assert all(row["reached"] == "" for row in _csv(client, "50", "progress"))
    assert "นำเข้า" in _page(client, "50", view="potential")


def test_stated_figures_stand_beside_computed_ones(
    published, client, sign_in, people_by_role
) -> None:
    published.stated_figures.filter(area_code="41").delete()
    published.stated_figures.create(
        key="poor:people",
        area_code="41",
        value=36931,
        unit="people",
        title_th="เป้าหมาย",
        title_en="Target",
        source_th="เอกสาร 003",
        source_en="document 003",
        finding_th="ตัวเลขเดียว",
        finding_en="single value",
        year_be=2566,
    )
    sign_in(client, people_by_role["provincial"])
    page = _page(client, "41")
    assert "ตามเอกสาร: 36,931" in page
    assert "เอกสาร 003" in page
    (row,) = _csv(client, "41", "stated")
    computed = value(
        published, measures(published)["poor:people"], scope=Scope.of(["41"]), area="41"
    )
    assert (float(row["stated"]), float(row["computed"])) == (36931, computed)
    assert row["finding_en"] == "single value"
    assert "เอกสาร 003" not in _page(client, "4101")


def test_parts_sort_by_any_column(published, client, sign_in, people_by_role) -> None:
    sign_in(client, people_by_role["provincial"])

    def order(**asked: str) -> list[str]:
        page = _page(client, "41", **asked)
        table = re.search(r'<table[^>]*id="children">(.*?)</table>', page, re.S)
        return re.findall(r'<tr data-code="(\d+)">', table[1])

    rows = {row["code"]: _number(row["poor_people"]) for row in _csv(client, "41", "children")}
    usual = order()
    known = [rows[code] for code in usual if rows[code] is not None]
    assert known == sorted(known, reverse=True)
    assert [rows[code] for code in usual][len(known) :] == [None] * (len(usual) - len(known))
    assert order(sort="title", order="asc") != usual
    ascending = [rows[code] for code in order(sort="poor_people", order="asc")]
    assert [item for item in ascending if item is not None] == sorted(known)
    assert 'aria-sort="ascending"' in _page(client, "41", sort="poor_people", order="asc")
    assert order(sort="nonsense", order="x")


def test_every_table_has_a_file_and_a_description(
    published, client, sign_in, people_by_role
) -> None:
    sign_in(client, people_by_role["provincial"])
    for name in TABLES:
        answer = client.get("/dashboard/41/table.csv", {"of": name})
        assert answer.status_code == 200, name
        assert answer.content.startswith(b"\xef\xbb\xbf")
        file = re.search(r'filename="([^"]+)"', answer["Content-Disposition"])[1]
        assert file.startswith(f"ppaos-41-{name}-version-{published.pk}-")
        header = next(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        told = client.get("/dashboard/41/table.json", {"of": name}).json()
        assert [column["name"] for column in told["tableSchema"]["columns"]] == header
        assert told["url"] == file
        assert told["publication"] == published.pk
        entry = Entry.objects.filter(action="export_downloaded").last()
        assert (entry.target_id, entry.area_code) == (name, "41")


def test_links_to_files_on_the_pages_work(published, client, sign_in, people_by_role) -> None:
    sign_in(client, people_by_role["provincial"])
    Resource.objects.create(
        kind="project", area_code="4101", name_th="โครงการ", source="ทดสอบ", budget_baht=1
    )
    for view in VIEWS:
        links = re.findall(r'href="(/dashboard/41/table\.[^"]+)"', _page(client, "41", view=view))
        assert links
        for link in links:
            assert client.get(link).status_code == 200, link


def test_a_text_that_a_spreadsheet_would_run_is_disarmed() -> None:
    table = Table(
        "t",
        Bilingual("ก", "t"),
        Bilingual("ข", "r"),
        (
            TableColumn("agency", Bilingual("ค", "a"), "text"),
            TableColumn("count", Bilingual("ง", "c"), "count"),
        ),
        (
            TableRow("1", Bilingual("=cmd()", "+1"), ("@x", -3)),
            TableRow("2", Bilingual("ก", "b"), (None, None)),
        ),
    )
    rows = list(csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig"))))
    assert rows[0] == ["code", "title_th", "title_en", "agency_th", "agency_en", "count"]
    assert rows[1] == ["1", "'=cmd()", "'+1", "'@x", "'@x", "-3"]
    assert rows[2] == ["2", "ก", "b", "", "", ""]


def test_english_readers_read_english(published, client, sign_in, people_by_role) -> None:
    sign_in(client, people_by_role["provincial"])
    client.cookies["django_language"] = "en"
    for view in VIEWS:
        page = _page(client, "41", view=view)
        assert "Udon Thani Province" in page
        headings = re.findall(r"<h[12][^>]*>(.*?)</h[12]>", page, re.S)
        assert not [text for text in headings if re.search("[\u0e00-\u0e7f]", text)]


def test_an_earlier_version_is_kept_in_every_link(
    published, client, sign_in, people_by_role
) -> None:
    sign_in(client, people_by_role["provincial"])
    published.state = published.State.KEPT
    published.save(update_fields=["state"])
    page = _page(client, "41", version=str(published.pk))
    assert "กำลังดูรุ่นก่อน" in page
    links = re.findall(r'href="(/(?:dashboard|households)/[^"]*)"', page)
    plain = [link for link in links if f"version={published.pk}" not in link]
    # the menu, and the way back to the current version
    assert plain == ["/dashboard/", "/households/", "/dashboard/41/"]
