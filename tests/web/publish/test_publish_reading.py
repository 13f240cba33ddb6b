"""Reading a store for publishing: names of villages, and no more memory than the machine can give."""

import shutil

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from ppaos.engine.publishing import rows as publishing
from ppaos.engine.publishing.rows import StoreRows
from ppaos.engine.store import Store
from ppaos.workflows.publish.store_facts import facts_of

pytestmark = pytest.mark.django_db
GIGABYTE = 1 << 30


@pytest.fixture
def renamed(small_store, tmp_path):
    """The small store, where villages had a name in earlier rounds that sorts last, and the villages
    of the newest round."""
    shutil.copytree(small_store.root, tmp_path / "store")
    store, newest = Store(tmp_path / "store"), set()
    for file in store.get("households").files:
        table = pq.read_table(file, partitioning=None)
        is_newest = pc.equal(table["round_be"], 2565)
        names = pc.if_else(is_newest, table["village_name"], pa.scalar("ฮชื่อเดิม"))
        newest |= set(pc.unique(table["village_code"].filter(is_newest)).to_pylist())
        place = table.schema.get_field_index("village_name")
        pq.write_table(table.set_column(place, "village_name", names), file)
    return store, newest


def test_a_village_is_called_as_in_the_newest_round(renamed):
    store, newest = renamed
    with StoreRows(store, facts_of(store).form(1, is_first=True)) as rows:
        rows.prepare(rows.provinces())
        batches = list(rows.rows(rows.village_rows([]), ["village_code", "name"]))
    names = dict(row for batch in batches for row in batch)
    assert len(newest) > 10
    assert not [code for code in newest if names[code] in ("", "ฮชื่อเดิม")]
    assert {names[code] for code in names.keys() - newest} <= {"ฮชื่อเดิม"}


@pytest.mark.parametrize(("machine", "taken"), [(64, "6.0 GiB"), (4, "2.0 GiB")])
def test_joining_takes_at_most_half_of_the_machine(small_store, monkeypatch, machine, taken):
    monkeypatch.setattr(publishing, "_machine_memory", lambda: machine * GIGABYTE)
    with StoreRows(small_store, facts_of(small_store).form(1, is_first=True)) as rows:
        assert rows.run("SELECT current_setting('memory_limit')") == [(taken,)]


def test_a_container_has_what_it_may_use(monkeypatch, tmp_path):
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(publishing, "_CONTAINER", limit)
    whole = publishing._machine_memory()
    for told, memory in ((str(GIGABYTE // 4), GIGABYTE // 4), ("max", whole)):
        limit.write_text(f"{told}\n", "ascii")
        assert publishing._machine_memory() == memory
