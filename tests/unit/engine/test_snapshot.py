"""A run that only reads sees one state of the store, whatever another run commits meanwhile."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ppaos.domain.errors import StoreError
from ppaos.engine.lookup import Lookup
from ppaos.engine.manifest import Manifest
from ppaos.engine.store import Store, snapshot_of


def write(store: Store, values: list[int], *names: str, append: bool = False) -> None:
    with store.change() as change:
        for name in names:
            rows = pa.table({"v": values})
            pq.write_table(rows, change.folder(name) / "rows.parquet")
            manifest = Manifest(table=name, row="row", rows=len(values), inputs={})
            (change.append if append else change.replace)(manifest)


def test_a_commit_between_two_reads_mixes_no_states(tmp_path: Path) -> None:
    store = Store(tmp_path)
    write(store, [1, 2], "a", "b")
    seen = store.snapshot()
    first = seen.get("a")
    write(store, [3], "a", "b", append=True)
    write(store, [4], "c")
    second = seen.get("b")
    assert first.rows == second.rows == 2
    assert [pq.read_table(file)["v"].to_pylist() for file in second.files] == [[1, 2]]
    assert seen.names() == ["a", "b"]
    assert not seen.has("c")
    assert store.get("b").rows == 3
    assert store.names() == ["a", "b", "c"]


def test_files_that_a_commit_replaced_are_asked_for_in_vain_with_what_to_do(tmp_path: Path) -> None:
    store = Store(tmp_path)
    write(store, [1, 2], "a", "b")
    seen = snapshot_of(tmp_path)
    assert seen.get("a").rows == 2
    write(store, [3], "b")
    assert seen.get("a").rows == 2
    with pytest.raises(StoreError, match=r"Another run changed store .* Run this again"):
        seen.get("b")


def test_a_lookup_that_was_open_during_a_commit_says_so(tmp_path: Path) -> None:
    store = Store(tmp_path)
    write(store, [1, 2], "a")
    with Lookup(store) as lookup:
        assert len(lookup.find("a", "v", [1])) == 1
        write(store, [1, 3], "a")
        with pytest.raises(StoreError, match="Another run changed"):
            lookup.find("a", "v", [1])
    with Lookup(store) as lookup:
        assert len(lookup.find("a", "v", [3])) == 1


def test_a_file_that_is_gone_without_a_commit_is_damage(tmp_path: Path) -> None:
    store = Store(tmp_path)
    write(store, [1], "a")
    seen = store.snapshot()
    seen.get("a").files[0].unlink()
    with pytest.raises(StoreError, match="Restore it from a backup"):
        seen.get("a")


def test_nothing_was_committed_before_the_first_commit(tmp_path: Path) -> None:
    seen = snapshot_of(tmp_path / "none")
    assert not seen.exists
    assert seen.names() == []
    assert seen.snapshot() is seen
