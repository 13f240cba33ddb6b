"""Area codes carry the hierarchy, in Python and on every engine alike."""

import pyarrow as pa
import pytest

from ppaos.domain.area.codes import (
    LEVELS,
    PROVINCES_OF_REGION,
    REGION_OF_PROVINCE,
    level_of,
    parent_code,
    parent_of,
    within,
)
from ppaos.domain.errors import AreaError

CODES = ["10010101", "41010203", "41010204", "90999999", None]
PARENTS = {
    "country": ["nat"] * 4,
    "region": ["R1", "R3", "R3", "R6"],
    "province": ["10", "41", "41", "90"],
    "district": ["1001", "4101", "4101", "9099"],
    "subdistrict": ["100101", "410102", "410102", "909999"],
    "village": CODES[:4],
}


@pytest.fixture(scope="module")
def villages(engine):
    return engine.table(pa.table({"code": pa.array(CODES)}))


def test_parents_are_the_same_in_python_and_on_the_engine(engine, villages):
    columns = {level: parent_code(villages.code, level) for level in LEVELS}
    found = engine.arrow(villages.select(villages.code, **columns)).sort_by("code")
    assert set(PARENTS) == set(LEVELS)
    for level, expected in PARENTS.items():
        assert found[level].to_pylist() == [*expected, None]
        assert [parent_of(code, level) for code in CODES[:4]] == expected


@pytest.mark.parametrize(
    ("scope", "inside"),
    [
        ("", CODES[:4]),
        ("nat", CODES[:4]),
        ("R3", CODES[1:3]),
        ("41", CODES[1:3]),
        ("4101", CODES[1:3]),
        ("410102", CODES[1:3]),
        ("41010204", ["41010204"]),
        ("42", []),
    ],
)
def test_a_scope_is_a_prefix(engine, villages, scope, inside):
    found = engine.arrow(villages.filter(within(villages.code, scope)))
    assert sorted(found["code"].to_pylist()) == inside


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("", "country"),
        ("nat", "country"),
        ("R3", "region"),
        ("41", "province"),
        ("4101", "district"),
        ("410101", "subdistrict"),
        ("41010101", "village"),
    ],
)
def test_the_level_is_the_length(code, level):
    assert level_of(code) == level


@pytest.mark.parametrize("code", ["4", "410", "R7", "๔๑", "4x", "410101011", " 41"])
def test_what_is_no_area_code(code):
    with pytest.raises(AreaError, match="an unknown format") as caught:
        level_of(code)
    assert caught.value.exit_code == 6 and "ไม่ถูกรูปแบบ" in caught.value.th


def test_each_of_77_provinces_lies_in_one_region():
    listed = [code for provinces in PROVINCES_OF_REGION.values() for code in provinces]
    assert len(listed) == len(set(listed)) == len(REGION_OF_PROVINCE) == 77
