"""A user's boundaries: codes from several property names, one grid, unmatched codes both ways."""

import json
from pathlib import Path

import pytest

from ppaos.adapters.area_names import AreaNames, area_codes
from ppaos.adapters.geojson import match, read_boundaries
from ppaos.domain.errors import FileError
from support.report_estimates import squares

SHARED_GEO = Path(__file__).resolve().parents[4] / "shared" / "geo"


def _file(folder: Path, document: object) -> Path:
    file = folder / "b.geojson"
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("ADM1_PCODE", "TH41", "41"),
        ("adm2_pcode", "TH4101", "4101"),
        ("ADM3_PCODE", "TH410101", "410101"),
        ("code", 4101, "4101"),
        ("area_code", "410101", "410101"),
    ],
)
def test_codes_are_read_from_each_known_property(name, value, code, tmp_path) -> None:
    document = squares({"code": ["41"]})
    document["features"][0]["properties"] = {name: value}
    boundaries = read_boundaries(_file(tmp_path, document))
    assert [each for areas in boundaries.levels.values() for each in areas] == [code]


def test_neighbours_keep_their_common_corner(tmp_path) -> None:
    levels = read_boundaries(_file(tmp_path, squares({"ADM2_PCODE": ["4101", "4102"]}))).levels
    left, right = (set(levels["district"][code][0]) for code in ("4101", "4102"))
    assert len(left & right) == 2


def test_unmatched_codes_are_told_both_ways(tmp_path) -> None:
    boundaries = read_boundaries(_file(tmp_path, squares({"ADM2_PCODE": ["4101", "4199"]})))
    found = match(boundaries, "district", ["4101", "4102"])
    assert found.matched == ("4101",)
    assert found.without_boundary == ("4102",)
    assert found.without_data == ("4199",)


def test_codes_of_no_known_form_are_reported(tmp_path) -> None:
    document = squares({"ADM2_PCODE": ["4101", "41x"]})
    assert read_boundaries(_file(tmp_path, document)).unread == ("41x",)


@pytest.mark.parametrize("document", [[], {"type": "Topology"}, squares({"name": ["x"]})])
def test_a_file_without_usable_boundaries_is_refused(document, tmp_path) -> None:
    with pytest.raises(FileError, match=r"FeatureCollection|ADM1_PCODE"):
        read_boundaries(_file(tmp_path, document))


def test_a_file_cut_in_the_middle_is_refused(tmp_path) -> None:
    file = _file(tmp_path, squares({"code": ["41"]}))
    file.write_text(file.read_text("utf-8")[:60], encoding="utf-8")
    with pytest.raises(FileError, match="cannot be read"):
        read_boundaries(file)


@pytest.mark.skipif(
    not SHARED_GEO.exists(), reason="the COD-AB boundaries are not beside the checkout"
)
def test_real_subdistricts_lack_fourteen_codes_and_hold_three_stale_ones() -> None:
    boundaries = read_boundaries(SHARED_GEO / "tha_adm3.geojson")
    found = match(boundaries, "subdistrict", area_codes("subdistrict"))
    assert (len(found.without_boundary), len(found.without_data)) == (14, 3)


def test_areas_are_named_and_an_unknown_code_is_called_by_its_code() -> None:
    names = AreaNames({"41010101": "บ้านหนองบัว"})
    assert names.title("nat").en == "Thailand"
    assert names.title("R3").en == "Northeastern"
    assert names.title("4101").th == "เมืองอุดรธานี"
    assert names.title("41010101").th == "บ้านหนองบัว"
    assert names.title("99").th == "99"


def test_codes_of_a_scope_are_prefixes_or_a_region() -> None:
    assert len(area_codes("province")) == 77
    assert len(area_codes("district", "41")) == 20
    assert area_codes("province", "R2") == ["20", "21", "22", "23", "24", "25", "27"]
