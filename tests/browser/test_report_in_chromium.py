"""The report as a reader meets it: real Chromium, both languages, desk and telephone."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ppaos.definitions.instruments.loader import load
from ppaos.workflows.report.job import write_report
from support.process import CHROMIUM, NO_CHROMIUM
from support.report_estimates import estimates, facts, squares, village_names

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)
VIEWS = ("1440-th", "1440-en", "390-th", "390-en")


def _inspected(folder: Path, boundaries: Path | None) -> dict[str, Any]:
    instrument = load("tpmap-2560")
    report = write_report(
        folder / "report.html",
        estimates=estimates(instrument),
        instrument=instrument,
        village_names=village_names(),
        facts=facts(),
        boundaries=boundaries,
    )
    script = Path(__file__).with_name("inspect_report.mjs")
    asked = ["node", str(script), str(report), str(CHROMIUM), str(folder)]
    ran = subprocess.run(asked, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.fixture(scope="module", params=["map", "tiles"])
def seen(request, tmp_path_factory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "tiles":
        return {"kind": "tiles", **_inspected(folder, None)}
    districts = [f"41{number:02d}" for number in range(1, 26)]
    subdistricts = [f"4101{number:02d}" for number in range(1, 26)]
    drawn = squares({"ADM2_PCODE": districts, "ADM3_PCODE": subdistricts})
    (folder / "boundaries.geojson").write_text(json.dumps(drawn), encoding="utf-8")
    return {"kind": "map", **_inspected(folder, folder / "boundaries.geojson")}


def test_nothing_fails_and_nothing_is_fetched(seen) -> None:
    assert seen["errors"] == []
    assert seen["requests"] == []


@pytest.mark.parametrize("view", VIEWS)
def test_no_serious_barrier_to_access(seen, view) -> None:
    assert seen["views"][view]["violations"] == []


@pytest.mark.parametrize("view", VIEWS)
def test_the_page_fits_its_width_and_every_chart_is_drawn_and_described(seen, view) -> None:
    shown = seen["views"][view]
    assert shown["overflow"] <= 0
    assert shown["charts"] >= 5
    assert shown["unlabelled"] == 0
    assert shown["banner"] == 1


def test_thai_is_the_default_and_english_is_remembered_in_the_address(seen) -> None:
    assert seen["defaultLanguage"] == "th"
    assert seen["afterSwitch"]["lang"] == "en"
    assert "lang=en" in seen["afterSwitch"]["hash"]
    assert seen["afterReload"] == "en"


def test_every_heading_changes_with_the_language(seen) -> None:
    thai, english = (seen["views"][view]["headings"] for view in ("1440-th", "1440-en"))
    assert len(thai) == len(english) == 10
    assert not set(thai) & set(english)


def test_the_thai_typeface_is_embedded(seen) -> None:
    assert seen["fonts"][0]
    assert seen["fonts"][1] >= 3


def test_areas_are_a_map_with_boundaries_and_a_labelled_schematic_without(seen) -> None:
    assert seen["schematic"] == (0 if seen["kind"] == "map" else 1)
    assert seen["areas"] == 20


def test_the_keyboard_moves_between_areas_and_opens_one(seen) -> None:
    assert seen["arrow"] == "4102"
    assert "Mueang Udon Thani" in seen["drilled"]


def test_an_area_without_data_is_hatched_and_says_so(seen) -> None:
    assert seen["noData"]["hatched"]
    assert "no data" in seen["noData"]["says"]
    assert "no data" in seen["legend"][-1]
    assert "1 areas" in seen["legend"][-1]


def test_the_table_is_searched_and_sorted_and_never_shows_zero_for_no_data(seen) -> None:
    assert len(seen["searched"]) == 1
    assert seen["searched"][0].count("no data") == 7
    ratios = [float(text.rstrip("%")) for text in seen["ratios"]]
    assert len(ratios) == 25
    assert ratios == sorted(ratios, reverse=True)


def test_a_village_name_with_markup_runs_nothing(seen) -> None:
    assert seen["scripts"] == 2
