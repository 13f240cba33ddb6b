"""Public pages and open data: open to all, the same figures everywhere, nothing small in any of them."""

import csv
import io
import json
import re

import numpy as np
import pytest
from django.urls import reverse

from ppaos.domain.area.codes import LEVELS
from ppaos.domain.area.scope import Scope
from ppaos.operations.publications.models import Publication
from ppaos.operations.results import counts
from ppaos.operations.results.actions_public import make_public_table
from ppaos.operations.results.models import PublicArea, PublicTable
from ppaos.operations.results.public_tables import HOUSEHOLDS, PEOPLE, POOR, POOR_HOUSEHOLDS
from support.table_attacker import Attacker, Knowledge

EVERYWHERE = Scope(("",))
PUBLIC = LEVELS[:-1]


@pytest.fixture
def table(published) -> PublicTable:
    return make_public_table(published, below=5, deepest="subdistrict")


@pytest.fixture(autouse=True)
def _threshold(settings) -> None:
    settings.SUPPRESS_BELOW, settings.PUBLIC_LEVEL = 5, "subdistrict"


def _counted(published, name: str) -> dict[str, float | None]:
    """The counted value of every area of every public level, without suppression."""
    measure = counts.Measure(name, counts.UNPLACED, "people", name)
    found = {}
    for level in PUBLIC:
        rows = counts.values(published, measure, scope=EVERYWHERE, area="nat", level=level).rows
        found |= {row.code: row.value for row in rows if row.code}
    return found


def test_shown_figures_are_the_counted_ones(published, table) -> None:
    names = [name for name, _ in table.measures if name.endswith((":people", ":households"))]
    wanted = {name: _counted(published, name) for name in names}
    checked = 0
    for area in PublicArea.objects.filter(table=table).exclude(code=""):
        for name in names:
            if name in area.values:
                assert area.values[name] == wanted[name][area.code]
                checked += 1
        if "poor:ratio" in area.values:
            ratio = counts.value(
                published,
                counts.measure_named(published, "poor:ratio"),
                scope=EVERYWHERE,
                area=area.code,
            )
            assert area.values["poor:ratio"] == pytest.approx(ratio, abs=1e-12)
        for name in {"m0", "intensity"} & area.values.keys():
            measure = counts.measure_named(published, name)
            value = counts.value(published, measure, scope=EVERYWHERE, area=area.code)
            assert area.values[name] == pytest.approx(value, abs=1e-12)
    assert checked > 200


def test_nothing_small_is_shown_and_much_is_withheld(table) -> None:
    for area in PublicArea.objects.filter(table=table):
        for name, value in area.values.items():
            if name.endswith((":people", ":households")):
                assert value == 0 or value >= 5
        for whole, part in ((PEOPLE, POOR), (HOUSEHOLDS, POOR_HOUSEHOLDS)):
            if {whole, part} <= area.values.keys():
                rest = area.values[whole] - area.values[part]
                assert rest == 0 or rest >= 5
                assert rest or not area.values[part], "everybody is poor"
        assert not area.values.keys() & set(area.withheld)
    assert any(area.withheld for area in PublicArea.objects.filter(table=table))


def test_withheld_households_cannot_be_worked_out(published, table) -> None:
    """An attacker reads the open data of a province, its districts and subdistricts."""
    names = [PEOPLE, HOUSEHOLDS, POOR, POOR_HOUSEHOLDS]
    names += [name for name, _ in table.measures if re.fullmatch(r"dimension:\w+:people", name)]
    dimensions = tuple(names[4:])
    known = Knowledge(
        within={POOR: PEOPLE, POOR_HOUSEHOLDS: HOUSEHOLDS} | dict.fromkeys(dimensions, POOR),
        covers={POOR: dimensions},
        households_of={HOUSEHOLDS: PEOPLE, POOR_HOUSEHOLDS: POOR},
    )
    truth = {name: _counted(published, name) for name in names}
    areas = [
        area
        for level in ("province", "district", "subdistrict")
        for area in PublicArea.objects.filter(table=table, level=level)
        if area.code.startswith("41")
    ]
    place = {area.code: at for at, area in enumerate(areas)}
    parents = [place.get(area.parent_code, -1) for area in areas]
    values = {
        name: np.array([int(truth[name][area.code] or 0) for area in areas]) for name in names
    }
    hidden = {name: np.array([name in area.withheld for area in areas]) for name in names}
    first = {name: mask & (np.cumsum(mask) <= 4) for name, mask in hidden.items()}
    found = Attacker(names, parents, known).intervals(values, hidden, first)
    assert len(found) > 10
    for (name, area), (low, high) in found.items():
        small = 0 < values[name][area] < 5
        assert high - low >= (5 if small else 1), (name, areas[area].code)


def test_a_table_is_made_once(published, table) -> None:
    assert make_public_table(published, below=5, deepest="subdistrict").pk == table.pk
    other = make_public_table(published, below=10, deepest="district")
    assert other.pk != table.pk
    levels = PublicArea.objects.filter(table=other).values_list("level", flat=True)
    assert set(levels) <= set(LEVELS[:4])


def _page(client, name: str, *args: str, **asked: str) -> str:
    answer = client.get(reverse(f"public:{name}", args=args), asked)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


@pytest.mark.parametrize("code", ["nat", "R3", "41", "4101", "410101"])
def test_everybody_may_open_a_page(client, published, code) -> None:
    page = _page(client, "area", code)
    assert "<h1" in page and "ข้อมูลสังเคราะห์" in page
    assert "style=" not in page
    client.cookies["django_language"] = "en"
    assert "Synthetic data" in _page(client, "area", code)


def test_the_first_page_is_the_countrys(client, published) -> None:
    assert client.get("/").url == reverse("public:home")
    assert _page(client, "home") and _page(client, "method") and _page(client, "data")


def test_page_map_csv_and_json_agree(client, published, table) -> None:
    level, name = "district", "poor:people"
    text = client.get(reverse("public:csv", args=[level])).content.decode("utf-8-sig")
    rows = {row["area_code"]: row for row in csv.DictReader(io.StringIO(text))}
    found = client.get(reverse("public:json", args=[level])).json()
    shown = client.get(reverse("public:map", args=["41"]), {"measure": name}).json()
    page = _page(client, "area", "41")
    assert found["threshold"] == 5 and found["synthetic"] is True
    by_code = {area["code"]: area for area in found["areas"]}
    for area in shown["areas"]:
        code, value, state = area["code"], area["value"], area["state"]
        cell = rows[code]["poor_people"] if code in rows else "[x]"
        assert cell == {"ok": str(value), "suppressed": "[c]", "none": "[x]"}[state]
        if code in by_code:
            assert by_code[code]["values"].get(name) == value
            assert (name in by_code[code]["withheld"]) == (state == "suppressed")
        if state == "ok":
            line = re.search(rf'<tr data-code="{code}">(.*?)</tr>', page, re.S)
            assert line and f"{value:,}" in line[1]
    assert {area["state"] for area in shown["areas"]} >= {"ok"}


def test_files_hold_no_withheld_number(client, published, table) -> None:
    """No answer of the public pages holds a withheld value in any form."""
    withheld = 0
    for level in PUBLIC:
        found = client.get(reverse("public:json", args=[level])).json()
        for area in found["areas"]:
            assert not set(area["withheld"]) & area["values"].keys()
            withheld += len(area["withheld"])
    assert withheld


def test_a_file_can_be_narrowed_to_an_area(client, published) -> None:
    found = client.get(reverse("public:json", args=["district"]), {"area": "41"}).json()
    assert found["areas"] and {area["code"][:2] for area in found["areas"]} == {"41"}


def test_metadata_describes_every_column(client, published) -> None:
    for level in PUBLIC:
        text = client.get(reverse("public:csv", args=[level])).content.decode("utf-8-sig")
        header = next(csv.reader(io.StringIO(text)))
        found = client.get(reverse("public:metadata", args=[level])).json()
        assert [item["name"] for item in found["tableSchema"]["columns"]] == header
    catalog = json.loads(client.get(reverse("public:catalog")).content)
    assert catalog["@type"] == "dcat:Catalog" and len(catalog["dcat:dataset"]) == len(PUBLIC)
    for data_set in catalog["dcat:dataset"]:
        assert {
            "dct:title",
            "dct:description",
            "dct:publisher",
            "dct:license",
            "dct:temporal",
        } <= data_set.keys()
        for item in data_set["dcat:distribution"]:
            address = item["dcat:downloadURL"]["@id"].replace("http://testserver", "")
            assert client.get(address).status_code == 200


def test_indicators_end_at_the_district(client, published) -> None:
    header = client.get(reverse("public:csv", args=["subdistrict"])).content.decode().splitlines()
    assert "indicator_" not in header[0] and "dimension_" in header[0]
    answer = client.get(
        reverse("public:map", args=["4101"]), {"measure": "indicator:income:people"}
    )
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/public/99/", 404),
        ("/public/abc/", 404),
        ("/public/41010101/", 404),
        ("/public/41/?measure=all:people", 400),
        ("/public/41/map.json?measure=group:x:people", 400),
        ("/public/data/village.csv", 400),
        ("/public/data/house.json", 400),
        ("/public/data/district.json?area=41010101", 404),
        ("/public/go/?area=xx", 404),
    ],
)
def test_what_is_not_public_is_explained(client, published, address, status) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    if ".json" in address:
        assert answer.json()["th"] and answer.json()["en"]
    else:
        assert 'role="alert"' in answer.content.decode()


def test_old_versions_are_not_public(client, published) -> None:
    """Two versions of the same figures could be subtracted from each other."""
    plain = client.get(reverse("public:json", args=["district"])).json()
    asked = client.get(reverse("public:json", args=["district"]), {"version": "1"}).json()
    assert plain == asked and plain["publication"] == published.pk


def test_a_site_can_have_no_public_pages(client, published, settings) -> None:
    settings.PUBLIC_LEVEL = "none"
    for name in ("home", "data", "method", "catalog"):
        assert client.get(reverse(f"public:{name}")).status_code == 404


def test_without_a_publication_the_page_says_so(client, db) -> None:
    Publication.objects.update(state=Publication.State.KEPT)
    answer = client.get(reverse("public:home"))
    assert answer.status_code == 503
    assert "ยังไม่มีข้อมูลสาธารณะ" in answer.content.decode()


def test_only_reading_is_answered(client, published) -> None:
    for name in ("home", "data", "catalog"):
        assert client.post(reverse(f"public:{name}")).status_code == 405
