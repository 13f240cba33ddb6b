"""Who is found again by name, birth, sex and place, and who of the same house is not."""

import json
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ppaos.domain.errors import ColumnError, DocumentError, SettingError
from ppaos.matching.chart import write_chart
from ppaos.matching.comparisons import COMPARISONS
from ppaos.matching.people import match_people, pair_schema
from ppaos.matching.resolve import resolve
from ppaos.matching.thresholds import Thresholds
from ppaos.matching.training import train_model
from ppaos.matching.weights import shipped_model

SCHEMA = pa.schema(
    [
        ("record_id", pa.string()),
        ("source", pa.string()),
        ("first_name", pa.string()),
        ("last_name", pa.string()),
        ("sex", pa.int16()),
        ("born_on", pa.date32()),
        ("born_on_precision", pa.string()),
        ("house_code", pa.string()),
        ("house_number", pa.string()),
        ("village_code", pa.string()),
        ("age_years", pa.int16()),
    ]
)
HOUSE, VILLAGE = "41010000011", "41010101"


def record(name, first, last="ศรีบุญเรือง", sex=1, born="1975-03-15", **other):
    text, _, precision = (born or "").partition(" ")
    return {
        "record_id": name,
        "source": "survey" if name.startswith("k") else "card",
        "first_name": first,
        "last_name": last,
        "sex": sex,
        "born_on": date.fromisoformat(text) if text else None,
        "born_on_precision": (precision or "day") if text else None,
        "house_code": HOUSE,
        "house_number": "25/2",
        "village_code": VILLAGE,
        "age_years": None,
    } | other


ELSEWHERE = {"house_code": "41020000077", "house_number": "8", "village_code": "41020304"}
NOWHERE = {"house_code": None, "house_number": None, "village_code": None}
# One house: father, son of the same first letters, twin daughters; and a namesake far away.
KEYED = [
    record("k-father", "สมชาย", age_years=47),
    record("k-son", "สมชัย", born="2001-11-02", age_years=21),
    record("k-twin-a", "มาลี", sex=2, born="2005-06-09", age_years=17),
    record("k-twin-b", "มานี", sex=2, born="2005-06-09", age_years=17),
    record("k-twin-c", "แพรวา", sex=2, born="2010-01-31", age_years=12),
    record("k-twin-d", "พิมพ์ใจ", sex=2, born="2010-01-31", age_years=12),
    record("k-namesake", "สมชาย", "แก้วกล้า", born="1975-08-20", **ELSEWHERE),
    record("k-tone", "พิเชษฐ์", "วงศ์สวัสดิ์", born="1960-01-01 year", **ELSEWHERE),
]
CASES = {
    "same": (record("u1", "นายสมชาย"), "k-father"),
    "misspelt": (record("u2", "สมชย", "ศรีบุนเรือง"), "k-father"),
    "swapped": (record("u3", "ศรีบุญเรือง", "สมชาย"), "k-father"),
    "day and month swapped": (
        record("u4", "พิเชษ", "วงสวัสดิ์", born="1960-05-09", **ELSEWHERE),
        "k-tone",
    ),
    "moved": (record("u5", "สมชาย", **NOWHERE), "k-father"),
    "birth unknown": (record("u6", "สมชาย", born=None), "k-father"),
    "age alone": (record("u7", "สมชาย", born=None, age_years=46), "k-father"),
    "a twin": (record("u8", "พิมพ์ใจ", sex=2, born="2010-01-31"), "k-twin-d"),
    "a twin whose sister has nearly her name": (
        record("u15", "มานี", sex=2, born="2005-06-09"),
        None,
    ),
    "another child of the house": (record("u9", "วิภา", sex=2, born="2008-01-30"), None),
    "the other brother": (record("u10", "อนุชา", born="1999-04-04"), None),
    "a third twin": (record("u11", "กนกพร", sex=2, born="2005-06-09"), None),
    "kin next door": (
        record("u12", "สมชาย", born="1950-02-01", house_code="41010000099", house_number="3"),
        None,
    ),
    "a namesake": (record("u13", "สมชาย", "แก้วกล้า", born="1933-08-01", **NOWHERE), None),
    "nothing known": (record("u14", None, None, None, None, **NOWHERE), None),
}


def write(file, rows):
    pq.write_table(pa.Table.from_pylist(rows, SCHEMA), file)
    return file


def ids_of(row):
    return row["left_id"], row["right_id"]


@pytest.fixture(scope="module")
def matched(tmp_path_factory):
    folder = tmp_path_factory.mktemp("matching")
    unkeyed = write(folder / "unkeyed.parquet", [row for row, _ in CASES.values()])
    keyed = write(folder / "keyed.parquet", KEYED)
    out = folder / "pairs.parquet"
    summary = match_people(unkeyed, keyed, out, folder=folder / "work")
    return summary, pq.read_table(out)


@pytest.mark.parametrize("case", CASES)
def test_who_is_whom(matched, case):
    row, person = CASES[case]
    found = {one["record_id"]: one for one in resolve(matched[1]).assignments.to_pylist()}
    assert found.get(row["record_id"], {}).get("keyed_id") == person


def test_twins_of_nearly_one_name_are_left_to_a_person(matched):
    asked = [row for row in resolve(matched[1]).review.to_pylist() if row["left_id"] == "u15"]
    assert {row["right_id"] for row in asked} == {"k-twin-a", "k-twin-b"}
    assert {row["reason"] for row in asked} == {"ambiguous"}


def test_pairs_are_whole_ordered_and_explained(matched):
    summary, pairs = matched
    assert pairs.schema.equals(pair_schema().to_pyarrow())
    ids = list(zip(pairs["left_id"].to_pylist(), pairs["right_id"].to_pylist(), strict=True))
    assert ids == sorted(set(ids))
    assert summary.unkeyed == len(CASES)
    assert summary.keyed == len(KEYED)
    assert summary.pairs_with_keyed + summary.pairs_among_unkeyed == len(ids)
    assert min(pairs["match_probability"].to_pylist()) >= Thresholds().review
    for row in pairs.to_pylist():
        assert row["left_id"].startswith("u")
        assert row["right_is_keyed"] == row["right_id"].startswith("k")
        evidence = json.loads(row["evidence"])
        assert list(evidence) == [comparison.key for comparison in COMPARISONS]
    (same,) = [row for row in pairs.to_pylist() if ids_of(row) == ("u1", "k-father")]
    told = json.loads(same["evidence"])
    assert told["first_name"]["level"] == "exact"
    assert told["birth"]["th"] == "เกิดวันเดียวกัน (บ้านเดียวกัน)"
    assert told["place"]["en"] == "same house"
    assert told["sex"]["weight"] > 0


def test_weights_add_up_to_the_weight_of_the_pair(matched):
    starts = [
        row["match_weight"] - sum(one["weight"] for one in json.loads(row["evidence"]).values())
        for row in matched[1].to_pylist()
    ]
    assert starts == pytest.approx([starts[0]] * len(starts), abs=0.05)


def test_records_of_one_stranger_find_each_other(tmp_path):
    rows = [
        record("u1", "ทองใบ", "คำภูมี", born="1948-05-05"),
        record("u2", "ทองใบ", "คำภูมี", born="1948-05-05", source="complaints"),
        record("u3", "ทองดี", "คำภูมี", sex=2, born="1952-05-09"),
    ]
    unkeyed, keyed = write(tmp_path / "u.parquet", rows), write(tmp_path / "k.parquet", [])
    out = tmp_path / "pairs.parquet"
    match_people(unkeyed, keyed, out, folder=tmp_path / "work")
    found = resolve(pq.read_table(out)).assignments.to_pylist()
    assert [(row["record_id"], row["group_id"]) for row in found] == [("u1", "u1"), ("u2", "u1")]


def test_nobody_to_compare_leaves_an_empty_file_of_the_same_columns(tmp_path):
    unkeyed, keyed = write(tmp_path / "u.parquet", []), write(tmp_path / "k.parquet", KEYED)
    out = tmp_path / "pairs.parquet"
    summary = match_people(unkeyed, keyed, out, folder=tmp_path / "work")
    assert summary.pairs_with_keyed == summary.pairs_among_unkeyed == 0
    assert pq.read_schema(out).equals(pair_schema().to_pyarrow())


def test_a_missing_column_is_named(tmp_path):
    unkeyed = tmp_path / "u.parquet"
    pq.write_table(pa.Table.from_pylist([], SCHEMA).drop_columns(["sex"]), unkeyed)
    keyed = write(tmp_path / "k.parquet", KEYED)
    with pytest.raises(ColumnError, match="sex"):
        match_people(unkeyed, keyed, tmp_path / "pairs.parquet", folder=tmp_path / "work")


def test_a_model_of_another_version_is_refused(tmp_path):
    model = shipped_model()
    del model["comparisons"]["sex"]["same"]
    files = write(tmp_path / "u.parquet", KEYED), write(tmp_path / "k.parquet", KEYED)
    with pytest.raises(DocumentError, match=r"sex\.same"):
        match_people(*files, tmp_path / "p.parquet", folder=tmp_path / "work", model=model)


def test_a_near_agreement_never_weighs_more_than_an_exact_one():
    weights = shipped_model()["comparisons"]
    for key in ("first_name", "last_name", "birth"):
        exact = {}
        assert len(weights[key]) > 2, key
        for level, (m, u) in weights[key].items():
            stratum = level.rpartition(":")[0]
            exact.setdefault(stratum, m / u)
            assert m / u <= exact[stratum] * 1.01, level


def test_the_chart_shows_every_comparison_and_needs_no_network(tmp_path):
    svg = write_chart(shipped_model(), tmp_path / "weights.svg").read_text("utf-8")
    assert svg.startswith("<svg")
    for comparison in COMPARISONS:
        assert comparison.en in svg
    html = write_chart(shipped_model(), tmp_path / "weights.html").read_text("utf-8")
    assert "cdn." not in html
    with pytest.raises(SettingError):
        write_chart(shipped_model(), tmp_path / "weights.png")


def test_too_few_people_to_train_on(tmp_path):
    files = write(tmp_path / "u.parquet", []), write(tmp_path / "k.parquet", KEYED)
    with pytest.raises(SettingError, match=f"Only {len(KEYED)} persons"):
        train_model(*files, folder=tmp_path / "work")
