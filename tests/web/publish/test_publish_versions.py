"""Versions: the old one stays readable until the new one is whole, and nothing of a failed one stays."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from databases import address_of, own_postgresql
from django.conf import settings
from django.db import connection

from ppaos.domain.errors import CheckError, SettingError, StoreError
from ppaos.operations.audit.models import Entry
from ppaos.operations.people.models import Household, Person
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.queries import current_publication, publication_of
from ppaos.workflows.publish.job import make_current, publish, withdraw
from ppaos.workflows.publish.versions import only_one
from support.killed import kill_at
from support.process import environment
from support.publishing import Watch, change_catalog, rows_of, stop_after

pytestmark = pytest.mark.django_db(transaction=True)


PARTS = r"SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^people_[a-z]+_p\d+$'"


def parts():
    """Tables of single versions in the database."""
    if connection.vendor != "postgresql":
        return set()
    with connection.cursor() as cursor:
        cursor.execute(PARTS)
        return {row[0] for row in cursor.fetchall()}


def test_readers_keep_the_old_version_until_the_new_one_is_whole(store):
    first = publish(store, title="one").publication
    before = rows_of(first)

    def look(step):
        if not step.startswith(("Checking", "Building")):
            assert current_publication().pk == first
            assert rows_of(first) == before

    watch = Watch(look)
    second = publish(store, title="two", by="somebody", progress=watch).publication
    assert len(watch.steps) == 6
    assert current_publication().pk == second
    assert publication_of(first).state == Publication.State.KEPT
    assert rows_of(first) == before == rows_of(second)
    assert Publication.objects.get(pk=second).made_by == "somebody"
    done = list(Entry.objects.order_by("number").values_list("action", "target_id"))[-2:]
    assert done == [("publish_started", str(second)), ("publication_changed", str(second))]


def test_old_versions_go_when_there_are_more_than_are_kept(store):
    numbers = [publish(store, keep=2).publication for _ in range(3)]
    assert list(Publication.objects.values_list("pk", flat=True)) == numbers[:0:-1]
    assert not any(rows_of(numbers[0]).values())
    make_current(numbers[1])
    assert current_publication().pk == numbers[1]
    with pytest.raises(SettingError, match="in use"):
        withdraw(numbers[1])
    withdraw(numbers[2])
    assert not any(rows_of(numbers[2]).values())
    with pytest.raises(SettingError, match="no version"):
        make_current(numbers[2])


def test_households_that_were_not_there_before_are_new(store):
    first = publish(store).publication
    found = {"sources": 1 << Publication.objects.get().reading.sources.index("local-finds")}
    known = Household.objects.filter(publication_id=first)
    assert set(known.filter(is_new=True)) == set(known.filter(**found))
    gone = list(known.filter(in_survey=True).values_list("household_id", flat=True)[:5])
    known.filter(household_id__in=gone).delete()
    second = publish(store).publication
    fresh = Household.objects.filter(publication_id=second, is_new=True).exclude(**found)
    assert sorted(fresh.values_list("household_id", flat=True)) == sorted(gone)


def test_register_rows_that_lie_in_another_province_find_their_person(store):
    first = publish(store).publication

    def change(tables):
        for table in ("welfare_cards", "old_age_allowance"):
            moved = {}
            for file in tables[table]["files"]:
                new = file.replace("village_code=40", "village_code=x").replace(
                    "village_code=41", "village_code=40"
                )
                moved[file] = new.replace("village_code=x", "village_code=41")
            for old in moved:
                (store.root / old).rename(store.root / f"{old}.moving")
            for old, new in moved.items():
                (store.root / f"{old}.moving").rename(store.root / new)
            tables[table]["files"] = list(moved.values())

    change_catalog(store, change)
    second = publish(store).publication
    told = [
        dict(Person.objects.filter(publication_id=number).values_list("person_id", "records"))
        for number in (first, second)
    ]
    assert told[0] == told[1]
    assert sum("state-welfare-card" in records for records in told[1].values()) > 100


def _without(table):
    return lambda store: change_catalog(store, lambda tables: tables.pop(table))


def _older_targets(store):
    def change(tables):
        for name in ("target_households", "target_persons"):
            tables[name]["history"][-1]["made_at"] = "2020-01-01T00:00:00+00:00"

    change_catalog(store, change)


def _later_file(store):
    def change(tables):
        files = tables["welfare_cards"]["files"]
        other = files[0].replace("import-00001", "import-00002")
        shutil.copy(store.root / files[0], store.root / other)
        files.append(other)

    change_catalog(store, change)


def _other_survey(store):
    def change(tables):
        inputs = tables["households"]["history"][-1]["inputs"]
        tables["households"]["history"][-1]["inputs"] = dict.fromkeys(inputs, "0" * 64)

    change_catalog(store, change)


def _cut_off(store):
    file = store.get("persons").files[0]
    file.write_bytes(file.read_bytes()[:-100])


def _scratched(store):
    """Bytes in the middle of a file are other ones: its footer is sound."""
    file = next(item for item in store.get("persons").files if "41" in str(item))
    held = bytearray(file.read_bytes())
    held[4 : len(held) // 2] = b"\xff" * (len(held) // 2 - 4)
    file.write_bytes(bytes(held))


def _fewer_rows(store):
    file = store.get("target_persons").files[0]
    table = pq.read_table(file, partitioning=None)
    pq.write_table(table.slice(0, table.num_rows - 3), file)


def _gone(store):
    store.get("profiles").files[0].unlink()


def _other_estimates(store):
    file = store.get("estimates").files[0]
    table = pq.read_table(file, partitioning=None)
    more = [value + 1 if value is not None else None for value in table["b"].to_pylist()]
    place = table.schema.get_field_index("b")
    pq.write_table(table.set_column(place, "b", [more]), file)


@pytest.mark.parametrize(
    ("harm", "error", "told"),
    [
        (_without("target_households"), StoreError, "Run ppaos target first"),
        (_without("profiles"), StoreError, "Run ppaos measure first"),
        (_older_targets, StoreError, "was made before.*Run ppaos target, before"),
        (_later_file, StoreError, "Run ppaos link, then ppaos measure, then ppaos target"),
        (_other_survey, StoreError, "Run ppaos measure, then ppaos target"),
        (_cut_off, StoreError, "is damaged"),
        (_scratched, StoreError, "cannot be read"),
        (_fewer_rows, StoreError, "does not have the .* rows"),
        (_gone, StoreError, "is gone"),
        (_other_estimates, CheckError, "Poor households"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_store_that_is_not_whole_is_refused_and_leaves_nothing(store, harm, error, told):
    first = publish(store).publication
    before, tables = rows_of(first), parts()
    harm(store)
    with pytest.raises(error, match=told):
        publish(store, title="two")
    failed = Publication.objects.get(title="two")
    assert failed.state == Publication.State.FAILED
    assert failed.error_th and failed.error_en
    assert not any(rows_of(failed.pk).values())
    assert parts() == tables
    assert current_publication().pk == first
    assert rows_of(first) == before
    with pytest.raises(SettingError, match="is not complete"):
        make_current(failed.pk)


def test_a_run_that_breaks_in_the_middle_leaves_nothing(store):
    first = publish(store).publication
    tables = parts()

    with pytest.raises(KeyboardInterrupt):
        publish(store, title="two", progress=stop_after("Loading villages"))
    failed = Publication.objects.get(title="two")
    assert failed.state == Publication.State.FAILED
    assert not any(rows_of(failed.pk).values())
    assert parts() == tables
    assert current_publication().pk == first


def test_two_runs_at_once_are_refused(store):
    other = """
import sys
from ppaos.web.setup import configure
configure(schema=False)
from ppaos.domain.errors import StoreError
from ppaos.workflows.publish.versions import only_one
try:
    with only_one():
        print("free")
except StoreError as error:
    print(error.code)
"""
    address = "sqlite:///:memory:"
    if connection.vendor == "postgresql":
        address = address_of(connection.settings_dict["NAME"])
    same_site = environment(PPAOS_DATA=settings.FOLDERS.data, PPAOS_DATABASE_URL=address)
    with only_one():
        said = _python(other, same_site)
    assert said == "store"
    assert _python(other, same_site) == "free"


PROGRAM = """
from ppaos.web.setup import configure
configure()
from ppaos.workflows.publish.job import publish
publish(sys.argv[2], progress=Watch())
"""
AFTERWARDS = """
import json, sys
from ppaos.web.setup import configure
configure()
from django.db import connection
from ppaos.operations.people.models import Household, Person, Conflict
from ppaos.operations.publications.models import Publication
from ppaos.workflows.publish.job import publish
def parts():
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(sys.argv[2])
        return sorted(row[0] for row in cursor.fetchall())
def names(model):
    with connection.cursor() as cursor:
        return connection.introspection.get_constraints(cursor, model._meta.db_table)
left = [[p.pk, p.state] for p in Publication.objects.order_by("pk")]
done = publish(sys.argv[1]).publication
print(json.dumps({
    "left": left, "done": done,
    "states": [[p.pk, p.state] for p in Publication.objects.order_by("pk")],
    "rows": {str(p.pk): [m.objects.filter(publication=p).count() for m in (Household, Person, Conflict)]
             for p in Publication.objects.all()},
    "parts": parts(),
    "indexes": [sorted(i.name for i in m._meta.indexes if i.name not in names(m)) for m in (Household, Person)],
}))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "step",
    [
        pytest.param("Loading households", marks=pytest.mark.nightly),
        pytest.param("Loading villages", marks=pytest.mark.nightly),
        "Indexing",
    ],
)
def test_what_a_killed_run_left_is_swept_by_the_next(small_store, tmp_path, monkeypatch, step):
    monkeypatch.setenv("PPAOS_DATA", str(tmp_path / "site"))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "ppaos.web.settings")
    if connection.vendor == "postgresql":
        with own_postgresql() as address:
            monkeypatch.setenv("PPAOS_DATABASE_URL", address)
            told = _killed_then_published(small_store.root, step)
        assert told["parts"] == ["people_household_p2", "people_person_p2"]
    else:
        monkeypatch.delenv("PPAOS_DATABASE_URL", raising=False)
        told = _killed_then_published(small_store.root, step)
    assert told["left"] == [[1, "building"]]
    assert told["states"] == [[1, "failed"], [2, "current"]]
    assert told["rows"]["1"] == [0, 0, 0]
    assert told["indexes"] == [[], []]
    assert all(told["rows"]["2"])


def _killed_then_published(store: Path, step: str) -> dict[str, object]:
    kill_at(step, PROGRAM, str(store))
    told: dict[str, object] = json.loads(_python(AFTERWARDS, dict(os.environ), str(store), PARTS))
    return told


def _python(program: str, environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()
