"""Shapes of a user's boundaries: repaired, simplified without gaps, joined; bad files are refused."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, strategies as st
from shapely.geometry import box

from ppaos.adapters.shapes import joined, read_shapes, simplified
from ppaos.domain.errors import FileError
from support.report_estimates import squares


def _file(folder: Path, document: object) -> Path:
    file = folder / "b.geojson"
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


def _with(geometry: object, **properties: object) -> dict:
    feature = {"type": "Feature", "properties": properties or {"code": "41"}, "geometry": geometry}
    return {"type": "FeatureCollection", "features": [feature]}


def _ring(*points: tuple[object, object]) -> dict:
    return {"type": "Polygon", "coordinates": [[list(point) for point in points]]}


def test_levels_and_codes_are_read_and_unknown_forms_told(tmp_path) -> None:
    document = squares({"ADM1_PCODE": ["41"], "ADM3_PCODE": ["410101", "41x"]})
    read = read_shapes(_file(tmp_path, document))
    assert {level: list(areas) for level, areas in read.levels.items()} == {
        "province": ["41"],
        "subdistrict": ["410101"],
    }
    assert read.unread == ("41x",)


def test_two_features_of_one_code_become_one_shape(tmp_path) -> None:
    document = squares({"ADM2_PCODE": ["4101", "4102"]})
    document["features"][1]["properties"] = {"ADM2_PCODE": "TH4101"}
    shape = read_shapes(_file(tmp_path, document)).levels["district"]["4101"]
    assert shape.geom_type == "Polygon"
    assert shape.area == pytest.approx(0.02)


def test_a_ring_that_crosses_itself_is_repaired(tmp_path) -> None:
    bow = _ring((102, 17), (103, 18), (103, 17), (102, 18), (102, 17))
    shape = read_shapes(_file(tmp_path, _with(bow))).levels["province"]["41"]
    assert shape.is_valid
    assert shape.area == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("geometry", "says"),
    [
        (_ring(("a", 1), (2, 3), (4, 5), ("a", 1)), "cannot be read"),
        (_ring((102, 17), (103, 17)), "cannot be read"),
        ({"type": "Polygon"}, "cannot be read"),
        ({"type": "Polygon", "coordinates": None}, "cannot be read"),
        ({"type": "LineString", "coordinates": [[102, 17], [103, 17]]}, "cannot be read"),
        (["Polygon"], "cannot be read"),
        (_ring((17, 102), (18, 102), (18, 103), (17, 102)), "outside Thailand"),
        (_ring((250000, 1900000), (260000, 1900000), (260000, 1910000), (250000, 1900000)), "outside Thailand"),
        (_ring((102, 17), (float("nan"), 17), (103, 18), (102, 17)), "cannot be read|outside"),
    ],
)  # fmt: skip
def test_an_outline_that_cannot_be_drawn_is_refused_by_its_code(geometry, says, tmp_path) -> None:
    with pytest.raises(FileError, match=says) as raised:
        read_shapes(_file(tmp_path, _with(geometry)))
    assert "41" in raised.value.en


@pytest.mark.parametrize(
    "document",
    [[], {}, {"features": {}}, {"features": [3]}, squares({"name": ["x"]}), _with(None), 7],
)
def test_a_file_without_usable_boundaries_says_what_it_needs(document, tmp_path) -> None:
    with pytest.raises(FileError, match=r"FeatureCollection|ADM1_PCODE"):
        read_shapes(_file(tmp_path, document))


def test_simplifying_opens_no_gap_between_neighbours() -> None:
    border = [(102 + 0.0005 * (place % 2), 17 + place / 500) for place in range(500)]
    left = shapely.Polygon([(101, 17), *border, (101, border[-1][1])])
    right = shapely.Polygon([(103, 17), *border, (103, border[-1][1])])
    simple = simplified({"41": left, "42": right}, 0.01)
    counts = shapely.get_num_coordinates(np.array(list(simple.values())))
    assert counts.max() < 100
    assert shapely.coverage_is_valid(np.array(list(simple.values())))
    assert simple["41"].intersection(simple["42"]).length > 0.9


@given(st.integers(1, 6), st.integers(1, 6), st.floats(0.0001, 0.05))
def test_no_area_vanishes_and_the_joined_area_stays(wide, high, tolerance) -> None:
    cells = {
        f"{x}{y}": box(102 + x / 10, 17 + y / 10, 102.1 + x / 10, 17.1 + y / 10)
        for x in range(wide)
        for y in range(high)
    }
    simple = simplified(cells, tolerance)
    assert all(not shape.is_empty for shape in simple.values())
    whole = joined(cells.values())
    assert whole.geom_type == "Polygon"
    assert whole.area == pytest.approx(wide * high / 100)
    assert not whole.interiors
