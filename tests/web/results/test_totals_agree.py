"""One number everywhere: map, dashboard, lists, files, API, what-if, public pages and the store agree.

The numbers that the API gives for every area from the country to the village are the reference;
whatever else the site shows of the same measure and area must be equal to it.
"""

import csv
import io
import itertools
import json
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import pyarrow.parquet as pq
import pytest
from django.test import Client

from ppaos.domain.area.codes import LEVELS, level_of, parent_of
from ppaos.operations.results import counts

MEASURES = (
    "poor:households",
    "poor:people",
    "poor:ratio",
    "m0",
    "all:households",
    "all:people",
    "surveyed:households",
    "dimension:income:people",
    "indicator:income:households",
    "level:2:households",
    "group:fiscal-2566/1.1:people",
    "group:fiscal-2566/1.2:households",
    "fact:holds_card:people",
    "fact:works:households",
)
EXACT = 1e-12
Values = dict[str, float | None]
_values: dict[str, Values] = {}
"""Measure -> area of any level -> value; `""` is households whose village is not known. The tests
change nothing, so it is read once."""


class Site:
    """The site as somebody of the whole country reads it over HTTP."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, path: str, **given: Any) -> Any:
        response = self.client.get(f"{path}?{urlencode(given)}" if given else path)
        assert response.status_code == 200, (path, given, response.content[:300])
        return response

    def json(self, path: str, **given: Any) -> Any:
        return json.loads(self.get(path, **given).content)

    def csv(self, path: str, **given: Any) -> list[dict[str, str]]:
        text = self.get(path, **given).content.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    def value(self, measure: str, area: str) -> float | None:
        return self.values_of(measure).get(area)

    def values_of(self, measure: str) -> Values:
        """Values of every area with its name in the address, read from the API once."""
        if measure not in _values:
            found: Values = {}
            for area, level in walk():
                answer = self.json("/api/v1/values", measure=measure, area=area, level=level)
                found |= {item["code"]: item["value"] for item in answer["items"]}
                found[area] = answer["total"]["value"]
            _values[measure] = found
        return _values[measure]

    @cached_property
    def areas(self) -> list[str]:
        """Every area that has households, the country first."""
        found = self.values_of("all:households")
        return sorted((code for code in found if code and found[code]), key=_order)


def walk() -> Iterator[tuple[str, str]]:
    """(area, level of the areas inside) that together reach every area."""
    for level in ("region", "province", "district"):
        yield "nat", level
    for province in ("40", "41"):
        for level in ("subdistrict", "village"):
            yield province, level


def _order(code: str) -> tuple[int, str]:
    return LEVELS.index(level_of(code)), code


def _some(areas: list[str]) -> list[str]:
    """All areas down to the district, and every ninth below."""
    upper = [code for code in areas if level_of(code) not in ("subdistrict", "village")]
    lower = [code for code in areas if level_of(code) in ("subdistrict", "village")]
    return upper + lower[::9]


@pytest.fixture
def site(client, published, people_by_role, sign_in, settings) -> Site:
    settings.API_PER_MINUTE = settings.LOOKS_PER_MINUTE = settings.LOOKS_PER_HOUR = 1_000_000
    return Site(sign_in(client, people_by_role["national"]))


def test_every_level_is_walked(site) -> None:
    levels = {level_of(code) for code in site.areas}
    assert levels == set(LEVELS)
    assert len(site.areas) > 150
    assert all(site.values_of(name)["nat"] for name in MEASURES)


def test_parts_add_up_to_the_area_above(site, published) -> None:
    checked = 0
    for name in MEASURES:
        if counts.measure_named(published, name).kind == "ratio":
            continue
        found = site.values_of(name)
        for upper, lower in itertools.pairwise(LEVELS):
            sums = Counter({"nat": found.get("") or 0} if upper == "country" else {})
            for code, value in found.items():
                if code and level_of(code) == lower:
                    sums[parent_of(code, upper)] += value or 0
            for area in site.areas:
                if level_of(area) == upper:
                    assert sums[area] == (found[area] or 0), (name, area)
                    checked += bool(found[area])
    assert checked > 300


def test_the_map_and_its_file_show_what_the_api_says(site) -> None:
    for name in MEASURES:
        for area, level in walk():
            given = {"measure": name, "area": area, "level": level}
            map_ = site.json("/map/data.json", **given)
            assert map_["areas"]
            for item in [*map_["areas"], map_["total"]]:
                assert item["value"] == site.value(name, item["code"]), (name, item)
        rows = site.csv("/map/data.csv", measure=name, area="41", level="district")
        assert len(rows) > 5
        for row in rows:
            assert _number(row["value"]) == site.value(name, row["area_code"]), (name, row)


def test_the_dashboard_and_its_files_show_what_the_api_says(site) -> None:
    checked = 0
    for area in _some(site.areas):
        for name in MEASURES[:3]:
            map_ = site.json(f"/dashboard/{area}/map.json", measure=name)
            for item in [*map_["areas"], map_["total"]]:
                assert item["value"] == site.value(name, item["code"]), (name, item)
        if level_of(area) != "village":
            for row in site.csv(f"/dashboard/{area}/table.csv", of="children"):
                for name in ("poor:people", "poor:households", "poor:ratio"):
                    shown = _number(row[name.replace(":", "_")])
                    assert shown == site.value(name, row["code"]), (area, row)
                    checked += 1
        for table, stem in (("dimensions", "dimension"), ("indicators", "indicator")):
            for row in site.csv(f"/dashboard/{area}/table.csv", of=table):
                if row["code"] == "income":
                    for unit in ("people", "households"):
                        known = site.value(f"{stem}:income:{unit}", area)
                        assert _number(row[unit]) == known, (area, row)
    assert checked > 300


def test_the_page_of_an_area_has_the_same_numbers_in_its_head(site) -> None:
    for area in ("nat", "R3", "41", site.areas[-1]):
        figures = site.get(f"/dashboard/{area}/").context["figures"]
        shown = {item.name: item.value for item in figures}
        for name in ("poor:people", "poor:households", "poor:ratio", "m0"):
            assert shown[name] == site.value(name, area)


def test_every_number_opens_a_list_of_as_many_households(site, published) -> None:
    known = counts.measures(published)
    names = [name for name in MEASURES if known[name].listed and known[name].unit == "households"]
    assert len(names) > 4
    for place, area in enumerate(_some(site.areas)):
        for name in names:
            query = {"area": area, **_query(known[name].listed)}
            wanted = site.value(name, area) or 0
            assert site.json("/api/v1/households", **query, size=1)["total"] == wanted, query
            if place % 4 == 1:
                assert site.get("/households/", **query).context["count"] == wanted, query


def test_lists_hold_the_households_and_people_that_were_counted(site) -> None:
    listed = 0
    for area in _some(site.areas):
        if level_of(area) in ("country", "region"):
            continue
        rows, after = [], {}
        while True:
            page = site.json("/api/v1/households", area=area, poor="yes", size=200, **after)
            rows += page["items"]
            if page["next"] is None:
                break
            after = {"after": page["next"]}
        assert len(rows) == (site.value("poor:households", area) or 0)
        assert sum(row["people"] for row in rows) == (site.value("poor:people", area) or 0)
        listed += len(rows)
    assert listed


def test_groups_are_counted_alike(site) -> None:
    checked = 0
    for area in _some(site.areas)[:40]:
        for item in site.json("/api/v1/groups", area=area)["items"]:
            for unit in ("people", "households"):
                name = f"group:{item['name']}:{unit}"
                if name in MEASURES:
                    assert item[unit] == site.value(name, area), (name, area)
                    checked += 1
        for row in site.csv(f"/dashboard/{area}/table.csv", of="groups"):
            name = f"group:{row['code']}:people"
            if name in MEASURES:
                assert _number(row["people"]) == site.value(name, area), (name, area)
                checked += 1
    assert checked > 80


def test_the_rule_in_force_asked_as_a_what_if_changes_nothing(site) -> None:
    pairs = {
        "poor_people": "poor:people",
        "poor_households": "poor:households",
        "headcount_ratio": "poor:ratio",
        "m0": "m0",
    }
    checked = 0
    for shown, name in pairs.items():
        for area, level in walk():
            answer = site.json("/whatif/data.json", show=shown, area=area, level=level)
            for item in [*answer["areas"], answer["total"]]:
                wanted = site.value(name, item["code"])
                if item["value"] is None or wanted is None:
                    assert not item["value"] and not wanted, (name, item)
                else:
                    assert item["value"] == pytest.approx(wanted, abs=EXACT), (name, item)
                    checked += 1
    assert checked > 300


def test_public_figures_that_are_shown_are_the_same(site, published) -> None:
    compared, shown, withheld = {*MEASURES, *list(counts.measures(published))[:12]}, 0, 0
    for level in ("province", "district", "subdistrict"):
        for area in site.json(f"/public/data/{level}.json")["areas"]:
            withheld += len(area["withheld"])
            for name, value in area["values"].items():
                if name in compared and area["code"]:
                    wanted = site.value(name, area["code"])
                    assert value == pytest.approx(wanted, abs=EXACT), (name, area["code"])
                    shown += 1
    assert shown > 50
    assert withheld > 50


def test_the_store_says_the_same_at_every_level(site, published, small_store) -> None:
    names = {
        "H": "poor:ratio",
        "M0": "m0",
        "poor_people": "poor:people",
        "poor_households": "poor:households",
    }
    checked = 0
    own = {
        "t": str(published.reading.round_be), "rule": "any_dimension", "wgts": "instrument",
        "indicator": "", "dimension": "",
    }  # fmt: skip
    for row in _stored(small_store, "estimates", **own):
        if row["measure"] in names:
            wanted = site.value(names[row["measure"]], row["subg"])
            assert row["b"] == pytest.approx(wanted, abs=EXACT), row
            checked += 1
    assert checked > 400
    groups = {name.rsplit(":", 1)[0] for name in MEASURES if name.startswith("group:")}
    checked = 0
    for row in _stored(small_store, "target_counts"):
        group = f"group:{row['rules']}/{row['group_name']}"
        for unit in ("people", "households"):
            if group in groups and f"{group}:{unit}" in MEASURES:
                assert row[unit] == site.value(f"{group}:{unit}", row["area_code"] or "nat"), row
                checked += 1
    assert checked > 20


def _stored(store: Any, table: str, **wanted: str) -> list[dict[str, Any]]:
    conditions = [(name, "==", value) for name, value in wanted.items()] or None
    files = store.get(table).files
    return [row for file in files for row in pq.read_table(file, filters=conditions).to_pylist()]


def _number(text: str) -> float | None:
    return float(text) if text else None


def _query(listed: Any) -> dict[str, str]:
    """The conditions of a measure's list as an address has them."""
    return dict(
        item.split("=") for item in listed.as_query().replace("%2F", "/").split("&") if item
    )
