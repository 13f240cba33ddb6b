"""Switching versions and removing them: who comes between, and what broke off, destroys nothing."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection

from ppaos.domain.errors import CheckError, SettingError, StoreError
from ppaos.operations.areas.actions import villages_to_put
from ppaos.operations.areas.models import Area
from ppaos.operations.audit.models import Entry
from ppaos.operations.publications import actions
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.queries import current_publication, publication_of
from ppaos.operations.results import actions_public
from ppaos.operations.results.cube import cubes_of
from ppaos.operations.results.models import PublicTable
from ppaos.workflows.publish import versions as publish_versions
from ppaos.workflows.publish.job import make_current, publish, withdraw
from support.publishing import interrupt, kept_beside, rows_of

pytestmark = pytest.mark.django_db
State = Publication.State


@pytest.fixture
def published_twice(published):
    """Numbers of a kept version, without households and people, and of the current one."""
    return kept_beside(published).pk, published.pk


@contextmanager
def somebody_changes_versions():
    """Another connection holds the right to change versions."""
    begun, over = threading.Event(), threading.Event()

    def hold():
        with publish_versions.only_one():
            begun.set()
            over.wait(60)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert begun.wait(60)
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_only_a_whole_version_is_switched_to(published_twice):
    first, second = published_twice
    for state in (State.BUILDING, State.FAILED, State.REMOVING):
        Publication.objects.filter(pk=first).update(state=state)
        with pytest.raises(SettingError):
            make_current(first)
        with pytest.raises(SettingError):
            actions.finish(Publication.objects.get(pk=second), {})
        assert current_publication().pk == second
    Publication.objects.filter(pk=first).update(state=State.BUILDING)
    with pytest.raises(SettingError, match="being prepared"):
        withdraw(first)
    with pytest.raises(SettingError, match="not being prepared"):
        actions.fail(Publication.objects.get(pk=second), SettingError(th="ก", en="a"))


def test_what_somebody_held_before_the_switch_is_read_anew(published_twice):
    first, second = published_twice
    stale = Publication.objects.get(pk=first)
    make_current(first)
    with pytest.raises(SettingError, match="in use"):
        actions.begin_removal(stale)
    with pytest.raises(SettingError, match="not being removed"):
        actions.forget(stale)
    withdraw(second)
    with pytest.raises(SettingError, match="no version"):
        withdraw(second)


def test_one_change_of_versions_at_a_time(small_store, published_twice):
    first, second = published_twice
    with somebody_changes_versions():
        for act in (make_current, withdraw):
            with pytest.raises(StoreError, match="Another run"):
                act(first)
        with pytest.raises(StoreError, match="Another run"):
            publish(small_store)
    assert current_publication().pk == second
    assert publication_of(first).state == State.KEPT


def test_a_removal_that_broke_off_is_finished_by_whoever_comes_next(published_twice, monkeypatch):
    first, _ = published_twice
    with monkeypatch.context() as patch:
        patch.setattr(publish_versions.loading, "remove", interrupt)
        with pytest.raises(KeyboardInterrupt):
            withdraw(first)
    assert publication_of(first) is None
    with pytest.raises(SettingError, match="being removed"):
        make_current(first)
    assert rows_of(first)["CubeBlock"]
    monkeypatch.setattr(publish_versions.loading, "complete_indexes", lambda: None)
    with publish_versions.only_one():
        assert publish_versions.broken_off() == 1
    assert not Publication.objects.filter(pk=first).exists()
    assert not any(rows_of(first).values())
    removed = Entry.objects.filter(details__change="removed", target_id=str(first))
    assert removed.count() == 1


def test_printed_figures_are_those_of_the_version(published_twice):
    first, second = published_twice
    Publication.objects.get(pk=first).stated_figures.filter(area_code="41").delete()
    make_current(first)
    assert not current_publication().stated_figures.filter(area_code="41").exists()
    assert Publication.objects.get(pk=second).stated_figures.filter(area_code="41").exists()


def test_villages_of_the_version_join_the_list_of_areas(published_twice):
    first, _ = published_twice
    publication = Publication.objects.get(pk=first)
    codes = {code for code in cubes_of(publication).villages.tolist() if code}
    listed = set(Area.objects.filter(level="village").values_list("code", flat=True))
    assert codes <= listed
    name = publication.villages.exclude(name="").first()
    Area.objects.filter(code=name.village_code).update(name_th="ชื่ออื่น")
    Area.objects.filter(code=min(codes - {name.village_code})).delete()
    make_current(first)
    assert name.name in Area.objects.get(code=name.village_code).name_th
    assert codes <= set(Area.objects.filter(level="village").values_list("code", flat=True))
    wanted = {"41999901": "ข", "41010101": "ก", "41": "ค", "4101010x": "ง"}
    assert [item.code for item in villages_to_put(wanted)] == ["41010101", "41999901"]


def test_the_public_table_is_made_when_a_version_is_switched_to(published_twice, settings):
    first, second = published_twice
    made = PublicTable.objects.filter(below=settings.SUPPRESS_BELOW)
    assert [item.publication_id for item in made] == [second]
    assert make_current(first) is None
    assert made.filter(publication=first).exists()


def test_a_version_that_cannot_be_made_public_is_in_use_and_says_so(
    published_twice, monkeypatch, client
):
    asked = []

    def refuse(*_, **__):
        asked.append(1)
        raise CheckError(th="ตัวเลขไม่ลงตัว", en="The counts do not add up.")

    monkeypatch.setattr(actions_public, "public_figures", refuse)
    first, _ = published_twice
    told = make_current(first)
    assert told is not None and told.en == "The counts do not add up."
    assert current_publication().pk == first
    for _ in range(2):
        answer = client.get("/public/")
        assert answer.status_code == 503
        assert "เผยแพร่ต่อสาธารณะไม่ได้" in answer.content.decode()
    assert len(asked) == 1


def test_the_worker_makes_a_public_table_that_is_lacking(published, settings):
    settings.SUPPRESS_BELOW = 7
    made = PublicTable.objects.filter(below=7)
    with somebody_changes_versions():
        assert publish_versions.make_public_if_absent() is None
    assert not made.exists()
    assert publish_versions.make_public_if_absent() is None
    assert made.get().publication == published
    settings.PUBLIC_LEVEL = "none"
    settings.SUPPRESS_BELOW = 8
    assert publish_versions.make_public_if_absent() is None
    assert not PublicTable.objects.filter(below=8).exists()
