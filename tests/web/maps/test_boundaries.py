"""Imported boundaries: replaced whole or not at all, unmatched codes told, drawn only in scope."""

import json
from pathlib import Path

import pytest

from ppaos.adapters.area_names import area_codes
from ppaos.domain.errors import FileError
from ppaos.operations.areas import outlines
from ppaos.operations.areas.actions_boundaries import import_boundaries
from ppaos.operations.areas.models import Boundary
from ppaos.operations.areas.outlines import boundary_stamp, imported_levels, outlines_of
from ppaos.operations.audit.models import Entry
from ppaos.web.maps import views
from ppaos.web.maps.importing import import_and_record
from support.report_estimates import squares

DISTRICTS = area_codes("district", "41")
pytestmark = pytest.mark.django_db


@pytest.fixture
def built(tmp_path, monkeypatch) -> Path:
    """Outlines that the site is built with: provinces 41 and 42, side by side."""
    file = tmp_path / "provinces.geojson"
    document = squares({"code": ["41", "42"]})
    for feature, code in zip(document["features"], ["41", "42"], strict=True):
        feature["properties"] = {"code": code}
    file.write_text(json.dumps(document | {"source": {"th": "โครงร่าง", "en": "outlines"}}), "utf-8")
    monkeypatch.setattr(views, "PROVINCES", file)
    return file


def _file(folder: Path, codes: dict[str, list[str]], name: str = "b.geojson") -> Path:
    file = folder / name
    file.write_text(json.dumps(squares(codes)), encoding="utf-8")
    return file


def _codes(text: str) -> list[str]:
    return [item["properties"]["code"] for item in json.loads(text)["features"]]


def test_unmatched_codes_are_told_both_ways(tmp_path) -> None:
    read = import_boundaries(_file(tmp_path, {"ADM2_PCODE": [*DISTRICTS[1:], "4199"]}), source="s")
    (level,) = read.levels
    assert (level.level, level.matched) == ("district", len(DISTRICTS) - 1)
    assert "4101" in level.without_boundary
    assert level.without_area == ("4199",)


def test_a_second_import_replaces_its_levels_and_no_other(tmp_path) -> None:
    import_boundaries(
        _file(tmp_path, {"ADM1_PCODE": ["41"], "ADM2_PCODE": DISTRICTS}), source="one"
    )
    import_boundaries(_file(tmp_path, {"ADM2_PCODE": ["4101", "4102"]}), source="two")
    assert [row[:3] for row in imported_levels()] == [
        ("province", 1, "one"),
        ("district", 2, "two"),
    ]


def test_others_are_kept_when_asked(tmp_path) -> None:
    import_boundaries(_file(tmp_path, {"ADM2_PCODE": ["4101", "4102"]}), source="one")
    import_boundaries(
        _file(tmp_path, {"ADM2_PCODE": ["4102", "4103"]}), source="two", keeps_others=True
    )
    assert dict(Boundary.objects.values_list("code", "source")) == {
        "4101": "one", "4102": "two", "4103": "two",
    }  # fmt: skip


def test_a_malformed_file_changes_nothing(tmp_path) -> None:
    good = _file(tmp_path, {"ADM2_PCODE": ["4101"]})
    import_and_record(good, source="one")
    before = boundary_stamp()
    document = squares({"ADM2_PCODE": ["4101", "4102"]})
    document["features"][1]["geometry"]["coordinates"] = [[["x", 1]]]
    bad = tmp_path / "bad.geojson"
    bad.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(FileError, match="4102"):
        import_and_record(bad, source="two")
    assert boundary_stamp() == before
    assert list(Boundary.objects.values_list("code", "source")) == [("4101", "one")]
    assert Entry.objects.filter(action="boundaries_imported").count() == 1


def test_a_boundary_has_its_bounds_and_a_point_inside(tmp_path) -> None:
    import_boundaries(_file(tmp_path, {"ADM2_PCODE": ["4101"]}), source="one")
    row = Boundary.objects.get(code="4101")
    assert row.west < row.longitude < row.east
    assert row.south < row.latitude < row.north
    assert row.geometry["type"] == "Polygon"


def test_imported_outlines_come_before_built_ones_and_finer_ones_are_joined(
    built, tmp_path
) -> None:
    assert _codes(outlines_of(["41", "43"], "province", provinces=built).as_json()) == ["41"]
    region = outlines_of(["R3"], "region", provinces=built)
    assert _codes(region.as_json()) == ["R3"]
    ring = json.loads(region.as_json())["features"][0]["geometry"]["coordinates"]
    assert len(ring) == 1, "the border between the two provinces is gone"
    assert outlines_of(["4101"], "district", provinces=built).is_schematic
    import_boundaries(
        _file(tmp_path, {"ADM3_PCODE": ["410101", "410102", "410201"]}), source="fine"
    )
    joined = outlines_of(["4101", "4102"], "district", provinces=built)
    assert _codes(joined.as_json()) == ["4101", "4102"]
    assert joined.source.en == "fine"


def test_too_many_finer_areas_are_not_joined(built, tmp_path, monkeypatch) -> None:
    import_boundaries(_file(tmp_path, {"ADM3_PCODE": ["410101", "410102"]}), source="fine")
    monkeypatch.setattr(outlines, "_JOINABLE", 1)
    assert outlines_of(["4101"], "district", provinces=built).is_schematic


def test_somebody_gets_outlines_of_their_own_areas_only(
    built, tmp_path, client, sign_in, people_by_role
) -> None:
    import_boundaries(
        _file(tmp_path, {"ADM2_PCODE": DISTRICTS, "ADM3_PCODE": ["410101", "410201"]}), source="s"
    )
    sign_in(client, people_by_role["district"])
    answer = client.get("/map/boundaries.json", {"area": "4101", "level": "subdistrict", "v": "1"})
    assert _codes(answer.content.decode()) == ["410101"]
    assert answer["Cache-Control"].startswith("private")
    assert _codes(
        client.get("/map/boundaries.json", {"area": "4101", "level": "district"}).content.decode()
    ) == ["4101"]
    assert (
        client.get("/map/boundaries.json", {"area": "41", "level": "district"}).status_code == 403
    )
    assert client.get("/map/boundaries.json", {"area": "4102"}).status_code == 403
    assert client.get("/map/boundaries.json", {"area": "4101", "level": "x"}).status_code == 400


def test_without_boundaries_the_answer_is_a_schematic(
    built, client, sign_in, people_by_role
) -> None:
    sign_in(client, people_by_role["provincial"])
    answer = client.get("/map/boundaries.json", {"area": "41", "level": "district"}).json()
    assert answer["is_schematic"] is True
    assert answer["features"] == []
    assert answer["source"]["th"]
