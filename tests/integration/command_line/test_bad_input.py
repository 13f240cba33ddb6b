"""What people get wrong, and what they are told: Thai first, a code, and never a traceback."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ppaos.domain.errors import (
    AreaError,
    ColumnError,
    DesignError,
    DocumentError,
    FileError,
    SettingError,
)
from ppaos.workflows.estimate.job import estimate
from support.long_rows import value

DIMS = {"x": ["d1"], "y": ["d2"]}
COLUMNS = {
    "d1": [1, 0, 1, 0, 1, 1],
    "d2": [0, 0, 1, 1, 0, 1],
    "w": [1.0, 2.0, 1.0, 2.0, 1.0, 3.0],
    "psu": [1, 1, 2, 2, 3, 3],
}


def run(columns=None, **settings):
    table = pa.table({**COLUMNS, **(columns or {})})
    return estimate(table, **{"dims": DIMS, "k": ["1/3"], **settings})


def assert_helpful(error, *, thai):
    """Both languages, Thai first, and an exit code of its own."""
    assert thai in error.th
    assert str(error) == f"{error.th}\n{error.en}"
    assert error.exit_code > 1
    assert error.code


SETTINGS = {
    "k of 33": ({"k": ["33"]}, "Write 33% for per cent, or 1/3 for the fraction", "กำกวม"),
    "k of -1": ({"k": ["-1"]}, "between 0 and 1", "ระหว่าง 0 ถึง 1"),
    "k of 150%": ({"k": ["150%"]}, "between 0 and 1", "ระหว่าง 0 ถึง 1"),
    "k of a word": ({"k": ["third"]}, "is not a number", "ไม่ใช่ตัวเลข"),
    "dimw over 1": ({"dimw": {"x": "1/2", "y": "2/3"}}, "sum to 7/6", "รวมเป็น 1"),
    "dimw of decimals": ({"dimw": {"x": "0.33", "y": "0.66"}}, "sum to 99/100", "เศษส่วน"),
    "dimw lacking": ({"dimw": {"x": "1/2"}}, "lacking", "ขาด"),
    "dimw unknown": ({"dimw": {"x": "1/2", "z": "1/2"}}, "unknown", "ไม่รู้จัก"),
    "indw under 1": ({"indw": {"d1": "1/3", "d2": "1/3"}}, "sum to 2/3", "รวมเป็น 1"),
    "indw negative": ({"indw": {"d1": "-1", "d2": "2"}}, "sum to exactly 1", "รวมเป็น 1"),
    "indw too long": (
        {"indw": {"d1": "0." + "3" * 30, "d2": "0." + "6" * 29 + "7"}},
        "common denominator",
        "ตัวหารร่วม",
    ),
    "both weights": ({"dimw": {"x": "1"}, "indw": {"d1": "1"}}, "not both", "อย่างใดอย่างหนึ่ง"),
    "column twice": ({"dims": {"x": ["d1"], "y": ["d1"]}}, "one dimension only", "มิติเดียว"),
    "empty dimension": ({"dims": {"x": ["d1"], "y": []}}, "at least one column", "อย่างน้อยหนึ่ง"),
    "nothing to measure": ({"dims": None}, "either --instrument or --dim", "อย่างใดอย่างหนึ่ง"),
    "both to measure": ({"instrument": "tpmap-2560"}, "either --instrument", "อย่างใดอย่างหนึ่ง"),
    "unknown rule": ({"k": (), "rule": "nosuch"}, "Unknown identification rule", "ไม่รู้จักกฎ"),
    "k and another rule": ({"rule": "union"}, "does not go with rule", "ไม่ได้"),
    "m without its rule": ({"k": (), "rule": "union", "m": 2}, "m goes with", "m ใช้กับ"),
    "no m": ({"k": (), "rule": "dimensions"}, "needs m", "ต้องมี m"),
    "unknown missing": ({"missing": "nosuch"}, "Unknown missing rule", "ไม่รู้จักกฎค่าว่าง"),
    "unknown lonely": ({"lonely": "nosuch"}, "Unknown rule 'nosuch'", "ไม่รู้จัก"),
    "unknown unit": ({"unit": "dogs"}, "people or households", "people หรือ households"),
    "unknown df": ({"df": "nosuch"}, "design or domain", "design หรือ domain"),
    "confidence of 0.95": ({"level": 0.95}, "per cent from 50", "ร้อยละ"),
    "unknown compat": ({"compat": "stata"}, "Only mpitb is known", "ไม่รู้จัก compat"),
    "third per cent": ({"compat": "mpitb", "k": ["1/3"]}, "whole percent", "ร้อยละจำนวนเต็ม"),
    "unknown engine": ({"engine": "oracle://x"}, "Unknown engine 'oracle://x'", "ไม่รู้จัก"),
    "engine option": ({"engine": "duckdb://?nosuch=1"}, "does not take the options nosuch=1", "ตัวเลือก"),
    "threads of a word": ({"engine": "duckdb://?threads=two"}, "threads=two", "ตัวเลือก"),
    "levels without area": ({"levels": ["province"]}, "column of area codes", "รหัสพื้นที่"),
}  # fmt: skip


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_that_cannot_be(name):
    settings, english, thai = SETTINGS[name]
    with pytest.raises(SettingError, match=english) as caught:
        run(**settings)
    assert_helpful(caught.value, thai=thai)


@pytest.mark.parametrize(
    ("written", "shown"), [("0.33", "33/100"), ("33%", "33/100"), ("1/3", "1/3"), ("0", "0")]
)
def test_cutoffs_that_are_clear_are_taken_as_written(written, shown):
    table = run(k=[written]).levels
    assert value(table, "H", k=shown, loa="nat") is not None


BAD = {
    "unknown weight": ({}, {"weight": "nosuch"}, "lacks column nosuch", "ไม่มีคอลัมน์ nosuch"),
    "unknown group": ({}, {"over": ["nosuch*psu"]}, "lacks column nosuch", "ตรวจตัวสะกด"),
    "unknown answer": ({}, {"dims": {"x": ["nosuch"]}}, "lacks column nosuch", "ไม่มีคอลัมน์ nosuch"),
    "code 9": ({"d1": [1, 0, 9, 2, 0, 1]}, {}, "Column d1: 2 rows are neither 0, 1", "ไม่ใช่ 0, 1"),
    "coded words": ({"d1": list("yynnyn")}, {}, "Column d1 holds no numbers", "ไม่ใช่ตัวเลข"),
    "negative weight": ({"w": [1, 1, -1, 1, 1, 1]}, {"weight": "w"}, "under 0", "น้อยกว่า 0"),
    "missing weight": ({"w": [1, 1, None, 1, 1, 1]}, {"weight": "w"}, "1 rows are missing", "ว่าง"),
    "NaN weight": ({"w": np.array([1, np.nan] * 3)}, {"weight": "w"}, "3 rows are missing", "ว่าง"),
    "infinite weight": ({"w": [1, np.inf, 1, 1, 1, 1]}, {"weight": "w"}, "1 rows", "ว่าง"),
    "weight of words": ({"w": list("abcdef")}, {"weight": "w"}, "not numbers", "ไม่ใช่ตัวเลข"),
    "missing PSU": ({"psu": [1, 1, None, 2, 2, 2]}, {"psu": "psu"}, "psu: 1 rows are missing", "ว่าง"),
    "nobody in it": ({"n": [0, 1, 1, 1, 1, 1]}, {"size": "n"}, "n: 1 rows", "น้อยกว่า 1"),
    "half a person": ({"n": [2.5, 1, 1, 1, 1, 1]}, {"size": "n"}, "not whole numbers", "จำนวนเต็ม"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_columns_that_cannot_be_used(name):
    columns, settings, english, thai = BAD[name]
    with pytest.raises(ColumnError, match=english) as caught:
        run(columns, **settings)
    assert_helpful(caught.value, thai=thai)


def test_a_group_column_without_any_value():
    with pytest.raises(SettingError, match="Group 'g' has no value in any row") as caught:
        run({"g": pa.nulls(6, pa.string())}, over=["g"])
    assert_helpful(caught.value, thai="ไม่มีค่า")


def test_nobody_poor_has_a_null_intensity():
    table = run({"d1": [0] * 6, "d2": [0] * 6}, weight="w", psu="psu").levels
    assert (value(table, "H"), value(table, "M0"), value(table, "poor_people")) == (0, 0, 0)
    for column in ("b", "se", "ll", "ul"):
        assert value(table, "A", column=column) is None
        assert value(table, "pctb", "d1", column=column) is None


def test_weights_that_are_all_zero_give_nulls():
    table = run({"w": [0.0] * 6}, weight="w").levels
    assert value(table, "H") is None
    assert value(table, "people") == 0


def test_one_psu_is_an_error_unless_a_rule_is_chosen():
    with pytest.raises(DesignError, match="single PSU") as caught:
        run({"psu": [1] * 6}, psu="psu")
    assert_helpful(caught.value, thai="PSU")


@pytest.mark.parametrize("lonely", ["certainty", "adjust", "average", "collapse"])
def test_one_psu_has_no_standard_error(lonely):
    table = run({"psu": [1] * 6}, psu="psu", lonely=lonely).levels
    assert value(table, "H") == pytest.approx(5 / 6)
    assert value(table, "H", column="se") is None


@pytest.mark.parametrize("code", ["99", "4199", "419999", "411", "ก1"])
def test_an_area_code_that_does_not_exist(code):
    with pytest.raises(AreaError, match=f"do not exist: {code}") as caught:
        run({"area": ["41", code, "41", "41", "41", "41"]}, area="area", levels=["province"])
    assert_helpful(caught.value, thai="ไม่มีอยู่จริง")


def test_a_level_below_the_codes():
    with pytest.raises(SettingError, match="does not go with area codes of 2 digits"):
        run({"area": ["41"] * 6}, area="area", levels=["district"])


def test_codes_read_as_numbers_are_codes():
    columns = {"area": pa.array([41.0, 41.0, 40.0, 40.0, 41.0, None])}
    table = run(columns, area="area", levels=["province", "region"]).levels
    assert value(table, "households", loa="province", subg="41") == 3
    assert value(table, "households", loa="province", subg="40") == 2
    assert value(table, "households", loa="region", subg="R3") == 5
    assert value(table, "households", loa="nat") == 6


WAVES = {"t": [1, 1, 1, 2, 2, 2]}


def test_a_wave_without_any_answer():
    columns = {**WAVES, "d1": [1, 0, 1, None, None, None], "d2": [1, 0, 0, None, None, None]}
    with pytest.raises(SettingError, match="answers none of the indicators") as caught:
        run(columns, wave="t")
    assert_helpful(caught.value, thai="ไม่มีคำตอบ")


def test_an_indicator_absent_from_a_wave_gives_its_weight_to_its_dimension():
    columns = {**WAVES, "d3": [1, 1, 1, None, None, None]}
    result = run(columns, dims={"x": ["d1", "d3"], "y": ["d2"]}, wave="t", missing="listwise")
    table = result.levels
    assert value(table, "households", t="2") == 3  # listwise would otherwise leave nobody
    assert value(table, "actb", "d3", t="2") == 0
    # second wave: d1 0 1 1 and d2 1 0 1, each with half the weight
    assert value(table, "M0", t="2") == pytest.approx((0.5 + 0.5 + 1) / 3)
    assert any("Wave 2 did not ask d3" in english for _, english in result.notes)
    assert any("รอบ 2 ไม่ได้ถาม d3" in thai for thai, _ in result.notes)


def test_a_column_without_any_value_is_an_indicator_that_was_not_asked():
    result = run({"d3": pa.nulls(6)}, dims={"x": ["d1", "d3"], "y": ["d2"]})
    assert value(result.levels, "H") == pytest.approx(5 / 6)
    assert any("did not ask d3" in english for _, english in result.notes)


def test_nan_is_a_missing_answer():
    result = run({"d1": np.array([1, 0, np.nan, 0, 1, 1])})
    assert value(result.levels, "households") == 5
    assert any("left out 1 of 6 rows" in english for _, english in result.notes)


@pytest.mark.parametrize(
    "years", [["2018-19"] * 3 + ["2020"] * 3, [2020] * 3 + [2018] * 3, [1, 2, 3] * 2]
)
def test_years_that_do_not_order_waves(years):
    with pytest.raises(SettingError) as caught:
        run({**WAVES, "y": years}, wave="t", year="y")
    assert_helpful(caught.value, thai="ปี")


def test_a_table_without_rows():
    with pytest.raises(FileError, match="no rows") as caught:
        estimate(pa.table(COLUMNS).slice(0, 0), dims=DIMS)
    assert_helpful(caught.value, thai="ไม่มีแถว")


def test_a_column_name_that_occurs_twice():
    arrays = [pa.array([1, 0]), pa.array([1, 0])]
    with pytest.raises(ColumnError, match="Column name repeated: d1"):
        estimate(pa.Table.from_arrays(arrays, names=["d1", "d1"]), dims={"x": ["d1"]})


def test_an_unknown_instrument_lists_those_there_are():
    with pytest.raises(
        DocumentError, match=r"No instrument 'nosuch'. Shipped are .*tpmap-2560"
    ) as caught:
        estimate(pa.table(COLUMNS), instrument="nosuch")
    assert_helpful(caught.value, thai="ไม่พบเครื่องมือ")


def written(folder, kind):
    frame, path = pd.DataFrame(COLUMNS), folder / f"survey.{kind}"
    if kind == "csv":
        frame.to_csv(path, index=False)
    elif kind == "parquet":
        pq.write_table(pa.Table.from_pandas(frame), path)
    elif kind == "xlsx":
        frame.to_excel(path, index=False)
    else:
        frame.to_stata(path, write_index=False)
    return path


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx", "dta"])
def test_every_kind_of_file_gives_the_same_estimates(tmp_path, kind):
    found = estimate(written(tmp_path, kind), dims=DIMS, k=["1/3"], weight="w", psu="psu").levels
    assert found.to_pylist() == run(weight="w", psu="psu").levels.to_pylist()


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx", "dta"])
def test_a_file_cut_in_the_middle(tmp_path, kind):
    path = written(tmp_path, kind)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] if kind != "csv" else data[: data.rindex(b",")])
    with pytest.raises(FileError, match="cut off or damaged") as caught:
        estimate(path, dims=DIMS)
    assert_helpful(caught.value, thai="ถูกตัดกลางหรือเสียหาย")
    assert str(path) in caught.value.en


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx", "dta"])
@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01garbage\xff\xfe" * 40], ids=["empty", "garbage"]
)
def test_a_file_that_holds_nothing_of_its_kind(tmp_path, kind, content):
    path = tmp_path / f"survey.{kind}"
    path.write_bytes(content)
    expected = (FileError, ColumnError) if kind == "csv" else FileError
    with pytest.raises(expected) as caught:
        estimate(path, dims=DIMS)
    assert_helpful(caught.value, thai="")


def test_a_header_without_rows(tmp_path):
    path = tmp_path / "survey.csv"
    path.write_text("d1,d2\n")
    with pytest.raises(FileError, match="empty or has no rows"):
        estimate(path, dims=DIMS)


@pytest.mark.parametrize("name", ["survey.doc", "survey"])
def test_a_file_of_a_kind_that_is_not_read(tmp_path, name):
    (tmp_path / name).write_text("d1,d2\n1,0\n")
    with pytest.raises(FileError, match="unknown kind of file"):
        estimate(tmp_path / name, dims=DIMS)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FileError, match="No file"):
        estimate(tmp_path / "nosuch.csv", dims=DIMS)
