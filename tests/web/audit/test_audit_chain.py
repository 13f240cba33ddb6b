"""The audit chain: what it holds, that nobody changes it, and what verifying finds."""

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from databases import own_postgresql
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from ppaos.operations.accounts.models import User
from ppaos.operations.audit import triggers
from ppaos.operations.audit.actions import FIRST_HASH, head_file, record, request_of, storable
from ppaos.operations.audit.chain_head import Head, HeadFile, head_written
from ppaos.operations.audit.models import Entry
from ppaos.operations.audit.verify import verify


@pytest.fixture
def head(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> HeadFile:
    """A head file of this test's own; transactions that are rolled back never write to it."""
    file = HeadFile(tmp_path / "audit-head")
    monkeypatch.setattr("ppaos.operations.audit.actions.head_file", lambda: file)
    monkeypatch.setattr("ppaos.operations.audit.verify.head_file", lambda: file)
    return file


@pytest.fixture
def chain(db: Any, head: HeadFile) -> list[Entry]:
    """Five entries of an otherwise empty chain."""
    Entry.objects.all().delete()
    return [record("search", details={"n": number}) for number in range(5)]


@pytest.fixture
def guarded(db: Any) -> Iterator[None]:
    """The triggers of the real schema, which other tests do without."""
    triggers.install(connection)
    yield
    triggers.remove(connection)


def test_entries_are_numbered_without_gaps_and_each_follows_the_one_before(
    chain: list[Entry],
) -> None:
    assert [entry.number for entry in chain] == [1, 2, 3, 4, 5]
    assert chain[0].previous_hash == FIRST_HASH
    pairs = itertools.pairwise(chain)
    assert all(after.previous_hash == before.hash for before, after in pairs)
    found = verify()
    assert found.is_whole
    assert found.entries == 5
    assert found.head == Head(5, chain[-1].hash)


def test_an_entry_says_who_from_where_with_which_role_and_area(
    chain: list[Entry], people_by_role: dict[str, User]
) -> None:
    user = people_by_role["district"]
    with request_of(user, address="192.0.2.7"):
        entry = record("household_viewed", target=("household", "41010100001"), area="41010101")
    kept = Entry.objects.get(pk=entry.pk)
    assert (kept.actor_id, kept.actor, kept.roles) == (user.pk, "district", "district")
    assert (kept.actor_area, kept.area_code, kept.address) == ("4101", "41010101", "192.0.2.7")
    assert verify().is_whole


def test_an_entry_falls_with_the_transaction_that_it_belongs_to(chain: list[Entry]) -> None:
    with transaction.atomic():
        record("search")
        transaction.set_rollback(True)
    assert Entry.objects.count() == 5
    assert verify().is_whole


@pytest.mark.parametrize(
    "details",
    [
        {"float": 1e16, "small": 1e-7, "third": 1 / 3, "whole": 2.0, "minus": -0.0},
        {"text": "a\x00b", "half": "\ud83d", "thai": "ค้นหา", "quote": "\"'\\"},
        {"nested": {"list": (1, [2, {"k": None}])}, 7: True, "set": {3}},
        {"nan": float("nan"), "big": 2**70},
    ],
)
def test_odd_details_are_kept_as_they_are_hashed(
    chain: list[Entry], details: dict[Any, Any]
) -> None:
    record("search", details=details)
    assert verify().is_whole
    assert Entry.objects.latest("number").details == storable(details)


def test_texts_longer_than_their_column_are_cut(chain: list[Entry]) -> None:
    entry = record("search", purpose="x" * 900, target=("household", "y" * 500))
    assert (len(entry.purpose), len(entry.target_id)) == (300, 80)
    assert verify().is_whole


@pytest.mark.parametrize(
    "change",
    [
        {"action": "sign_in"}, {"actor": "somebody"}, {"details": {"n": 99}}, {"purpose": "visit"},
        {"area_code": "40"}, {"address": "192.0.2.1"}, {"hash": "0" * 64}, {"actor_id": 1},
        {"roles": "national"}, {"actor_area": "40"}, {"target_id": "1"}, {"target_kind": "x"},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_a_changed_field_of_any_entry_is_found(chain: list[Entry], change: dict[str, Any]) -> None:
    for number in (1, 3, 5):
        with transaction.atomic():
            Entry.objects.filter(number=number).update(**change)
            found = verify()
            assert not found.is_whole
            assert found.faults[0].number in (number, number + 1)
            transaction.set_rollback(True)


def test_a_missing_entry_is_named(chain: list[Entry]) -> None:
    Entry.objects.filter(number__in=[2, 3]).delete()
    fault = verify().faults[0]
    assert (fault.kind, fault.number) == ("missing", 2)
    assert "2 to 3" in fault.en


def test_the_first_entry_missing_is_named(chain: list[Entry]) -> None:
    Entry.objects.filter(number=1).delete()
    assert (verify().faults[0].kind, verify().faults[0].number) == ("missing", 1)


def test_an_entry_put_in_for_another_is_found(chain: list[Entry]) -> None:
    put_in = Entry.objects.get(number=3)
    put_in.details, put_in.hash = {"n": "forged"}, "f" * 64
    put_in.save()
    assert (verify().faults[0].kind, verify().faults[0].number) == ("inserted", 3)


def test_entries_added_without_the_key_are_found(chain: list[Entry]) -> None:
    forged = Entry.objects.get(number=5)
    forged.number, forged.previous_hash, forged.hash = 6, forged.hash, "e" * 64
    forged.save(force_insert=True)
    assert (verify().faults[0].kind, verify().faults[0].number) == ("altered", 6)


def test_renumbering_to_hide_a_missing_entry_is_found(chain: list[Entry]) -> None:
    Entry.objects.filter(number=3).delete()
    Entry.objects.filter(number=4).update(number=3)
    Entry.objects.filter(number=5).update(number=4)
    assert not verify().is_whole
    assert verify().faults[0].number == 3


def test_an_entry_that_comes_while_the_chain_is_walked_is_no_fault(
    chain: list[Entry], head: HeadFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def and_one_more(number: int) -> Iterator[Entry]:
        yield from list(Entry.objects.filter(number__gt=number).order_by("number"))
        head.advance(Head(6, "f" * 64))

    head.advance(Head(5, chain[-1].hash))
    monkeypatch.setattr("ppaos.operations.audit.verify._entries_after", and_one_more)
    found = verify()
    assert found.is_whole and found.entries == 5


def test_a_head_that_is_gone_or_unreadable_is_told(chain: list[Entry], head: HeadFile) -> None:
    assert not verify().is_noted
    head.path.write_text("nonsense", "utf-8")
    assert not verify().is_noted
    head.advance(Head(5, chain[-1].hash))
    assert verify().is_noted


def test_rows_missing_from_the_end_are_found_by_the_noted_head_only(
    chain: list[Entry], head: HeadFile
) -> None:
    Entry.objects.filter(number__gte=4).delete()
    assert verify().is_whole
    head.advance(Head(5, chain[4].hash))
    fault = verify().faults[0]
    assert (fault.kind, fault.number) == ("cut_off", 4)


def test_a_head_that_was_written_down_finds_a_chain_that_was_signed_anew(
    chain: list[Entry],
) -> None:
    written = Head(3, chain[2].hash)
    assert verify(expect=written).is_whole
    Entry.objects.all().delete()
    for number in range(5):
        record("search", details={"n": -number})
    assert verify().is_whole
    assert verify(expect=written).faults[0].kind == "replaced"


def test_an_emptied_audit_is_found_by_the_noted_head(chain: list[Entry], head: HeadFile) -> None:
    head.advance(Head(5, chain[4].hash))
    Entry.objects.all().delete()
    assert verify().faults[0].kind == "cut_off"


def test_only_the_last_entries_can_be_walked(chain: list[Entry]) -> None:
    found = verify(last=2)
    assert (found.first, found.entries) == (4, 2)
    Entry.objects.filter(number=2).update(action="x")
    assert verify(last=2).is_whole
    assert not verify(last=4).is_whole


def test_the_walk_goes_on_behind_the_first_fault(chain: list[Entry]) -> None:
    Entry.objects.filter(number__in=[2, 5]).update(action="x")
    assert {fault.number for fault in verify().faults} == {2, 5}


def test_a_head_file_holds_the_newest_only_and_survives_nonsense(tmp_path: Any) -> None:
    file = HeadFile(tmp_path / "folder" / "head")
    assert file.read() is None
    file.advance(Head(9, "a" * 64))
    file.advance(Head(7, "b" * 64))
    assert file.read() == Head(9, "a" * 64)
    assert file.path.stat().st_mode & 0o077 == 0
    file.path.write_text("nonsense " * 90)
    assert file.read() is None
    file.advance(Head(10, "c" * 64))
    assert file.read() == Head(10, "c" * 64)
    assert file.path.stat().st_size == 86
    assert head_written(f"12:{'A' * 64}") == Head(12, "a" * 64)
    assert head_written("12") is None


@pytest.mark.usefixtures("guarded")
def test_the_database_refuses_to_change_or_remove_an_entry(chain_before_guard: None) -> None:
    assert triggers.is_in_place(connection)
    number = record("search").number
    table = triggers.TABLE
    refused = [
        f"UPDATE {table} SET action = 'x' WHERE number = {number}",
        f"DELETE FROM {table} WHERE number = {number}",
        f"DELETE FROM {table}",
        f"UPDATE {table} SET purpose = purpose",
    ]
    if connection.vendor == "postgresql":
        refused.append(f"TRUNCATE {table}")
    else:
        refused.append(
            f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE number = {number}"
        )
    for statement in refused:
        with (
            pytest.raises(DatabaseError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Entry.objects.filter(number=number).update(action="x")
    assert Entry.objects.get(number=number).action == "search"
    assert verify(last=1).is_whole


@pytest.fixture
def chain_before_guard(head: HeadFile) -> None:
    """Only the head file; entries are added under the triggers."""


WRITERS = """
import sys, threading
from ppaos.web.setup import configure
configure(schema=False)
from django.db import connections
from ppaos.operations.audit.actions import record
def write(writer):
    for number in range(int(sys.argv[2])):
        record("search", details={"writer": writer, "n": number})
    connections.close_all()
threads = [threading.Thread(target=write, args=(name,)) for name in sys.argv[1]]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""
VERIFY = """
from ppaos.web.setup import configure
configure(schema=False)
from ppaos.operations.audit.actions import head_file
from ppaos.operations.audit.models import Entry
from ppaos.operations.audit.verify import verify
found = verify()
assert found.is_whole, found.faults
assert head_file().read() == found.head
for name in "abcdefgh":
    own = Entry.objects.filter(details__writer=name).order_by("number")
    numbers = [entry.details["n"] for entry in own]
    assert numbers == list(range(len(numbers)))
print(found.entries)
"""


def _run(code: str, *words: str, folder: Path, database: str) -> subprocess.Popen[str]:
    environment = {
        **os.environ, "PPAOS_DATA": str(folder), "PPAOS_DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "ppaos.web.settings",
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-c", code, *words],
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.fixture
def own_database(tmp_path: Path) -> Iterator[str]:
    """Address of a database of this test's own, with the audit's table only."""
    if connection.vendor == "postgresql":
        with own_postgresql() as address:
            yield address
    else:
        yield f"sqlite:///{tmp_path / 'audit.sqlite3'}"


def test_many_writers_in_two_processes_make_one_chain_without_gaps(
    tmp_path: Path, own_database: str
) -> None:
    migrate = (
        "from ppaos.web.setup import configure\nconfigure(schema=False)\n"
        "from django.core.management import call_command\ncall_command('migrate', 'audit', verbosity=0)"
    )
    each = 50 if connection.vendor == "postgresql" else 20
    made = _run(migrate, folder=tmp_path, database=own_database)
    _, told = made.communicate(timeout=120)
    assert made.returncode == 0, told
    running = [
        _run(WRITERS, names, str(each), folder=tmp_path, database=own_database)
        for names in ("abcd", "efgh")
    ]
    for process in running:
        _, told = process.communicate(timeout=240)
        assert process.returncode == 0, told
        assert "Traceback" not in told
    walked, told = _run(VERIFY, folder=tmp_path, database=own_database).communicate(timeout=120)
    assert walked.strip() == str(8 * each), told


def test_the_head_is_noted_beside_the_database_of_this_site() -> None:
    assert head_file().path == settings.FOLDERS.data / "audit-head"
