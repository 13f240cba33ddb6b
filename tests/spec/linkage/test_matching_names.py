"""Thai names: what counts as the same way of writing, the same sound, one letter away."""

import ibis
import pyarrow as pa
import pytest

from ppaos.matching.names import as_written, keys_of, normal_form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("รัตน์", "รัตน"),
        ("สม ชาย", "สมชาย"),
        ("เเก้ว", "แก้ว"),
        ("นํ้าฝน", "น้ำฝน"),
        ("Somchai", "somchai"),
    ],
)
def test_ways_of_writing_one_name(one, other):
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(("one", "other"), [("สมชาย", "สมชัย"), ("แก้ว", "แก้ม"), ("ปู", "ปู่")])
def test_names_that_are_different_stay_so(one, other):
    assert normal_form(one) != normal_form(other)


def test_keys_of_a_name():
    (row,) = keys_of(["ศรีสุข"]).to_pylist()
    (alike,) = keys_of(["สีสุข"]).to_pylist()
    assert row["consonants"] == "ศร"
    assert len(row["letters"]) == len(row["letters"].encode()) == len("ศรีสุข")
    assert row["sound"][0] == alike["sound"][0]


def test_a_name_of_one_sound_has_one_key():
    sounds = {row["sound"] for row in keys_of(["พิเชษฐ์", "พิเชษ", "พิเชศ"]).to_pylist()}
    assert len(sounds) == 1


def test_a_name_of_signs_alone_is_missing():
    (row,) = keys_of([".-"]).to_pylist()
    assert row == {
        "written": ".-",
        "name": None,
        "sound": None,
        "consonants": None,
        "letters": None,
    }


def test_what_a_name_column_says_before_keys():
    names = ["นางสาวมาลี", "เด็กชาย สมชาย", " ดำ  แดง ", "ไม่ระบุ", None, "นายิกา"]
    table = ibis.memtable(pa.table({"place": range(6), "name": names}))
    found = table.mutate(name=as_written(table["name"])).order_by("place").to_pyarrow()
    assert found["name"].to_pylist() == ["มาลี", "สมชาย", "ดำ แดง", None, None, "นายิกา"]
