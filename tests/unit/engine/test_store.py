"""A store changes in one step or not at all."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ppaos.domain.errors import StoreError
from ppaos.engine.manifest import Manifest
from ppaos.engine.store import Store


def manifest(name, rows):
    return Manifest(table=name, row="row", rows=rows, inputs={})


def write(store, name, values, *, append=False):
    with store.change() as change:
        pq.write_table(pa.table({"v": values}), change.folder(name) / "rows.parquet")
        (change.append if append else change.replace)(manifest(name, len(values)))


def read(store, name):
    return [v for file in store.get(name).files for v in pq.read_table(file)["v"].to_pylist()]


def files(root):
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_a_replaced_table_holds_the_new_rows_only(tmp_path):
    store = Store(tmp_path)
    write(store, "a", [1, 2])
    write(store, "a", [3])
    assert read(store, "a") == [3]
    assert store.get("a").rows == 1
    assert len(list(tmp_path.glob("tables/a/*"))) == 1


def test_appended_rows_join_those_that_are_there(tmp_path):
    store = Store(tmp_path)
    write(store, "a", [1, 2])
    write(store, "a", [3], append=True)
    assert sorted(read(store, "a")) == [1, 2, 3]
    assert store.get("a").rows == 3
    assert [item.rows for item in store.get("a").history] == [2, 1]


@pytest.mark.parametrize("problem", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_a_run_that_ends_before_its_commit_leaves_the_store_as_it_was(tmp_path, problem):
    store = Store(tmp_path)
    write(store, "a", [1, 2])
    before, catalogue = read(store, "a"), (tmp_path / "catalog.json").read_bytes()
    with pytest.raises(problem), store.change() as change:
        pq.write_table(pa.table({"v": [9]}), change.folder("a") / "rows.parquet")
        change.replace(manifest("a", 1))
        raise problem
    assert (tmp_path / "catalog.json").read_bytes() == catalogue
    assert read(store, "a") == before


def test_what_a_killed_run_left_behind_is_swept_by_the_next(tmp_path):
    store = Store(tmp_path)
    write(store, "a", [1])
    with pytest.raises(RuntimeError), store.change() as change:
        pq.write_table(pa.table({"v": [9]}), change.folder("b") / "rows.parquet")
        raise RuntimeError
    left = [name for name in files(tmp_path) if name.startswith("tables/b")]
    assert left
    write(store, "a", [2])
    assert not [name for name in files(tmp_path) if name.startswith("tables/b")]


def test_a_store_is_written_by_one_run_at_a_time(tmp_path):
    store = Store(tmp_path)
    with store.change(), pytest.raises(StoreError, match="Another run is writing") as caught:
        write(Store(tmp_path), "a", [1])
    assert "มีงานอื่นกำลังเขียน" in caught.value.th
    write(store, "a", [1])
    assert read(store, "a") == [1]


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b"\xff\xfe", b'{"format": 1}', b'{"tables": 3}', b""]
)
def test_a_damaged_catalogue_is_an_error_and_is_not_overwritten(tmp_path, content):
    store = Store(tmp_path)
    write(store, "a", [1])
    (tmp_path / "catalog.json").write_bytes(content)
    with pytest.raises(StoreError, match="is damaged") as caught:
        store.get("a")
    assert "เสียหาย" in caught.value.th
    with pytest.raises(StoreError):
        write(store, "a", [2])
    assert (tmp_path / "catalog.json").read_bytes() == content
    assert len([name for name in files(tmp_path) if name.endswith(".parquet")]) == 1


def test_a_store_of_another_version_is_an_error(tmp_path):
    write(Store(tmp_path), "a", [1])
    path = tmp_path / "catalog.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 99}))
    with pytest.raises(StoreError, match="another version"):
        Store(tmp_path).get("a")


def test_a_table_that_is_not_there_lists_those_that_are(tmp_path):
    store = Store(tmp_path)
    write(store, "a", [1])
    with pytest.raises(StoreError, match=r"has no table 'b' \(it has: a\)"):
        store.get("b")


def test_a_file_that_is_gone_is_named(tmp_path):
    store = Store(tmp_path)
    write(store, "a", [1])
    store.get("a").files[0].unlink()
    with pytest.raises(StoreError, match=r"rows.parquet of table 'a' is gone"):
        store.get("a")


def test_a_store_cannot_be_a_file(tmp_path):
    path = tmp_path / "file"
    path.write_text("")
    with pytest.raises(StoreError, match="cannot be written") as caught:
        write(Store(path), "a", [1])
    assert "เขียนคลังข้อมูล" in caught.value.th


def test_an_empty_change_leaves_no_catalogue(tmp_path):
    with Store(tmp_path).change():
        pass
    assert not Store(tmp_path).exists
    assert Store(tmp_path).names() == []


def write_files(change, name, files):
    for file, values in files.items():
        pq.write_table(pa.table({"v": values}), change.folder(name) / file)


def kept(store, table, *names):
    return [file for file in store.get(table).files if file.name in names]


def test_a_rewrite_takes_files_out_and_writes_others_anew_while_the_rest_stay_where_they_are(
    tmp_path,
):
    store = Store(tmp_path)
    with store.change() as change:
        write_files(change, "a", {"x.parquet": [1], "y.parquet": [2, 3], "z.parquet": [4]})
        change.append(manifest("a", 4))
    stays = kept(store, "a", "x.parquet")
    before = [(file, file.stat().st_ino, file.read_bytes()) for file in stays]
    with store.change() as change:
        write_files(change, "a", {"y.parquet": [3]})
        change.rewrite("a", stays, [manifest("a", 2)])
    assert sorted(read(store, "a")) == [1, 3]
    assert store.get("a").rows == 2 and len(store.get("a").history) == 1
    assert [(file, file.stat().st_ino, file.read_bytes()) for file in stays] == before
    on_disk = set(tmp_path.rglob("*.parquet"))
    assert on_disk == set(store.get("a").files)
    told = [json.loads(path.read_text()) for path in tmp_path.rglob("manifest*.json")]
    assert all(item["rows"] != 4 for item in told)


def test_rows_can_join_a_table_in_the_commit_that_takes_others_out(tmp_path):
    store = Store(tmp_path)
    write(store, "a", [1, 2])
    for order in ("rewrite first", "append first"):
        with store.change() as change:
            write_files(change, "a", {"new.parquet": [7]})
            if order == "append first":
                change.append(manifest("a", 1))
                change.rewrite("a", [], [])
            else:
                change.rewrite("a", [], [])
                change.append(manifest("a", 1))
        assert read(store, "a") == [7]
        assert [item.rows for item in store.get("a").history] == [1]


def test_several_manifests_join_a_table_in_one_commit(tmp_path):
    store = Store(tmp_path)
    write(store, "a", [1])
    with store.change() as change:
        write_files(change, "a", {"x.parquet": [2], "y.parquet": [3, 4]})
        change.append(manifest("a", 1))
        change.append(manifest("a", 2))
    assert [item.rows for item in store.get("a").history] == [1, 1, 2]
    assert sorted(read(store, "a")) == [1, 2, 3, 4]
    assert len(list(tmp_path.rglob("manifest*.json"))) == 3


def test_a_table_of_which_nothing_is_left_is_gone(tmp_path):
    store = Store(tmp_path)
    write(store, "a", [1])
    write(store, "b", [2])
    with store.change() as change:
        change.rewrite("a", [], [])
    assert store.names() == ["b"]
    assert [name for name in files(tmp_path) if name.startswith("tables/a")] == []
    assert not (tmp_path / "tables" / "a").exists()


def test_a_rewrite_that_does_not_reach_its_commit_takes_nothing_out(tmp_path):
    store = Store(tmp_path)
    write(store, "a", [1, 2])
    before = (tmp_path / "catalog.json").read_bytes()
    with pytest.raises(RuntimeError), store.change() as change:
        write_files(change, "a", {"new.parquet": [7]})
        change.rewrite("a", [], [])
        raise RuntimeError
    assert (tmp_path / "catalog.json").read_bytes() == before
    assert read(store, "a") == [1, 2]
    write(store, "b", [3])
    assert read(store, "a") == [1, 2]
    assert not [name for name in files(tmp_path) if name.endswith("new.parquet")]
