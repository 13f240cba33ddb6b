"""Where synthetic houses stand: near their village, in its area, the same in every round."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from openpyxl import load_workbook

from ppaos.definitions.sources import loader
from ppaos.domain.errors import FileError
from ppaos.synthetic import calibration
from ppaos.synthetic.geography import villages_of
from ppaos.synthetic.polygons import are_inside, drawn_in, drawn_inside
from ppaos.synthetic.village_places import place_villages
from ppaos.workflows.synth.job import SynthSummary, synthesise

KM = 111.2
NAMES = ("house_code", "latitude", "longitude")
SMALL: dict[str, Any] = {"provinces": ["85"], "households": 3000, "workers": 1}
SQUARE = [np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0]])]
RING = [*SQUARE, np.array([[1.0, 1.0], [3.0, 1.0], [3.0, 3.0], [1.0, 3.0]])]


def houses(made: SynthSummary, round_be: int = 2565) -> list[dict[str, Any]]:
    """Rows of the household files of one round."""
    files = str(made.out / f"round={round_be}" / "households" / "*" / "*.parquet")
    found = duckdb.sql(
        f"select house_code, village_code, latitude, longitude from '{files}' order by house_code"
    )
    return found.to_arrow_table().to_pylist()


def boundary_file(folder: Path, boxes: dict[str, Sequence[float]]) -> Path:
    """GeoJSON of boxes (west, south, east, north) by area code."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]],
            },
        }
        for code, (w, s, e, n) in boxes.items()
    ]
    path = folder / "boxes.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> SynthSummary:
    out = tmp_path_factory.mktemp("positions") / "out"
    return synthesise(out, rounds=[2564, 2565], **SMALL)


def test_about_three_houses_in_a_hundred_have_no_position(laid_out: SynthSummary) -> None:
    found = houses(laid_out)
    without = [item for item in found if item["latitude"] is None]
    assert all(item["longitude"] is None for item in without)
    assert len(without) / len(found) == pytest.approx(0.03, abs=0.012)


def test_a_house_stands_where_it_stood(laid_out: SynthSummary) -> None:
    before = {item["house_code"]: item for item in houses(laid_out, 2564)}
    now = {item["house_code"]: item for item in houses(laid_out)}
    both = before.keys() & now.keys()
    assert len(both) > 2500
    assert all(before[code] == now[code] for code in both)


def test_houses_stand_within_a_kilometre_of_their_village_with_five_decimals(
    laid_out: SynthSummary,
) -> None:
    villages = villages_of("85")
    places = dict(
        zip(villages.code_texts(), place_villages("85", villages, {}).points, strict=True)
    )
    seen = set()
    for item in houses(laid_out):
        if item["latitude"] is None:
            continue
        east, north = places[item["village_code"]]
        away = np.hypot(
            (item["longitude"] - east) * np.cos(np.radians(north)), item["latitude"] - north
        )
        assert away * KM <= 1.01
        assert round(item["latitude"], 5) == item["latitude"]
        assert round(item["longitude"], 5) == item["longitude"]
        seen.add((item["latitude"], item["longitude"]))
    assert len(seen) > 2800


def test_villages_of_a_district_lie_closer_than_those_of_another() -> None:
    villages = villages_of("41")
    points = place_villages("41", villages, {}).points
    middles = np.array([points[villages.district == d].mean(axis=0) for d in range(20)])
    nearest = np.argmin(np.linalg.norm(points[:, np.newaxis] - middles[np.newaxis], axis=2), axis=1)
    assert np.mean(nearest == villages.district) > 0.9


@pytest.mark.parametrize("province", calibration.province_codes())
def test_every_layout_lies_in_the_range_that_the_source_takes(province: str) -> None:
    form = loader.load("bmn-households-2560").row_schema
    points = place_villages(province, villages_of(province), {}).points
    reach = 1.01 / KM / np.cos(np.radians(20))
    for name, values in (("longitude", points[:, 0]), ("latitude", points[:, 1])):
        low, high = form[name].range
        assert low + reach < values.min() and values.max() < high - reach


def test_houses_stand_in_the_finest_boundary_that_there_is(tmp_path: Path) -> None:
    boxes = {
        "85": (98.0, 9.0, 99.0, 10.0),
        "8501": (98.0, 9.0, 98.4, 9.4),
        "850101": (98.10, 9.10, 98.12, 9.11),
    }
    made = synthesise(tmp_path / "out", boundaries=boundary_file(tmp_path, boxes), **SMALL)
    assert set(made.villages) == {"subdistrict", "district", "province", "layout"}
    assert made.villages["layout"] == 0
    assert all(made.villages[name] for name in ("subdistrict", "district", "province"))
    assert sum(made.villages.values()) == len(villages_of("85").codes)
    for item in houses(made):
        if item["latitude"] is None:
            continue
        codes = [item["village_code"][:digits] for digits in (6, 4, 2)]
        west, south, east, north = boxes[next(code for code in codes if code in boxes)]
        assert west - 1e-5 <= item["longitude"] <= east + 1e-5
        assert south - 1e-5 <= item["latitude"] <= north + 1e-5


def test_boundaries_of_elsewhere_leave_the_layout(tmp_path: Path, laid_out: SynthSummary) -> None:
    file = boundary_file(tmp_path, {"41": (102.0, 17.0, 103.0, 18.0)})
    made = synthesise(tmp_path / "out", boundaries=file, **SMALL)
    assert made.villages["layout"] == sum(made.villages.values())
    assert houses(made) == houses(laid_out)


def test_boundaries_change_positions_and_nothing_else(
    tmp_path: Path, laid_out: SynthSummary
) -> None:
    file = boundary_file(tmp_path, {"85": (98.0, 9.0, 99.0, 10.0)})
    made = synthesise(tmp_path / "out", boundaries=file, **SMALL)
    part = "round=2565/{}/province=85/SYNTHETIC-part-0.parquet"
    households, members = part.format("households"), part.format("members")
    assert (made.out / members).read_bytes() == (laid_out.out / members).read_bytes()
    left, right = (
        duckdb.sql(
            f"select * exclude (latitude, longitude) from '{each.out / households}'"
        ).to_arrow_table()
        for each in (made, laid_out)
    )
    assert left.equals(right)
    missing = [[item["latitude"] is None for item in houses(each)] for each in (made, laid_out)]
    assert missing[0] == missing[1]


def test_every_format_carries_the_positions(tmp_path: Path) -> None:
    made = synthesise(
        tmp_path / "out", formats=["parquet", "csv", "xlsx"], **(SMALL | {"households": 200})
    )
    folder = made.out / "round=2565" / "households" / "province=85"
    parquet = f"select {', '.join(NAMES)} from '{folder}/SYNTHETIC-part-0.parquet'"
    expected = sorted(duckdb.sql(parquet).fetchall())
    with (folder / "SYNTHETIC-part-0.csv").open(encoding="utf-8", newline="") as file:
        written = [[row[name] for name in NAMES] for row in csv.DictReader(file)]
    texts = [(code, *(float(text) if text else None for text in rest)) for code, *rest in written]
    assert sorted(texts) == expected
    sheet = load_workbook(folder / "SYNTHETIC-part-0.xlsx").active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]  # type: ignore[union-attr]
    places = [rows[0].index(name) for name in NAMES]
    assert sorted(tuple(row[place] for place in places) for row in rows[1:]) == expected


def test_boundaries_that_cannot_be_read_write_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileError):
        synthesise(tmp_path / "out", boundaries=tmp_path / "absent.geojson", **SMALL)
    assert not (tmp_path / "out").exists()


def test_points_in_a_hole_are_outside() -> None:
    points = np.array([[0.5, 0.5], [2.0, 2.0], [3.5, 2.0], [5.0, 2.0], [-1.0, 2.0]])
    assert are_inside(RING, points).tolist() == [True, False, True, False, False]
    assert are_inside(SQUARE, points).tolist() == [True, True, True, False, False]


def test_points_are_drawn_inside_even_of_an_area_too_thin_to_hit() -> None:
    chance = np.random.default_rng(1)
    assert are_inside(RING, drawn_inside(chance, RING, 500)).all()
    line = [np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]])]
    assert drawn_inside(chance, line, 3).tolist() == [[0.0, 0.0]] * 3


def test_points_outside_move_towards_their_anchor() -> None:
    anchors = np.array([[0.5, 0.5], [0.5, 0.5], [2.0, 2.0]])
    points = np.array([[0.5, -0.1], [0.6, 0.6], [2.1, 2.1]])
    moved = drawn_in(RING, anchors, points)
    assert moved[0] == pytest.approx([0.5, 0.2])
    assert moved[1].tolist() == [0.6, 0.6]
    assert moved[2].tolist() == [2.0, 2.0]  # its anchor lies outside too
