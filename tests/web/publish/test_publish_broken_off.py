"""Publishing that breaks off, or fails after the switch: what stays, and what readers see."""

import pytest
from django.urls import reverse

from factories.publications import make_publication
from ppaos.domain.errors import StoreError
from ppaos.operations.audit.models import Entry
from ppaos.operations.jobs.actions import run_job
from ppaos.operations.jobs.models import Job
from ppaos.operations.publications import actions
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.queries import current_publication, publication_of
from ppaos.operations.results import actions_public
from ppaos.workflows.publish import versions as publish_versions
from ppaos.workflows.publish.job import make_current, publish
from support.publishing import change_catalog, interrupt, rows_of, stop_after

pytestmark = pytest.mark.django_db(transaction=True)
State = Publication.State


def test_a_break_just_before_the_switch_leaves_nothing(small_store, monkeypatch):
    before = make_publication()
    with monkeypatch.context() as patch:
        patch.setattr(publish_versions, "put_villages", interrupt)
        with pytest.raises(KeyboardInterrupt):
            publish(small_store, title="two")
    failed = Publication.objects.get(title="two")
    assert failed.state == State.FAILED and failed.ready_at is None
    assert not any(rows_of(failed.pk).values())
    assert current_publication() == before
    entry = Entry.objects.latest("number")
    assert (entry.action, entry.target_id) == ("publication_changed", str(failed.pk))
    assert entry.details == {"change": "failed", "title": "two"}


def test_a_break_just_after_the_switch_leaves_the_new_version(small_store):
    with pytest.raises(KeyboardInterrupt):
        publish(small_store, title="one", progress=stop_after("Checking and switching"))
    first = current_publication()
    assert first.title == "one" and first.ready_at
    before = rows_of(first.pk)
    assert all(before.values())
    second = publish(small_store).publication  # what killed runs left is swept; this was none
    assert publication_of(first.pk).state == State.KEPT
    assert rows_of(first.pk) == rows_of(second) == before


def test_a_break_while_the_entry_is_noted_leaves_the_new_version(small_store, monkeypatch):
    """The audit notes its newest entry after the commit."""
    with monkeypatch.context() as patch:
        make = actions.finish

        def finish(*given):
            make(*given)
            patch.setattr("ppaos.operations.audit.chain_head.HeadFile.advance", interrupt)

        patch.setattr(actions, "finish", finish)
        with pytest.raises(KeyboardInterrupt):
            publish(small_store, title="one")
    assert current_publication().title == "one"
    assert all(rows_of(current_publication().pk).values())


def _emptied(tables):
    for table in ("target_households", "target_persons"):
        tables[table]["files"] = []
        for item in tables[table]["history"]:
            item["rows"] = 0


def test_a_store_without_households_is_refused_before_loading(store):
    change_catalog(store, _emptied)
    with pytest.raises(StoreError, match="holds no household"):
        publish(store, title="two")
    assert Publication.objects.get(title="two").state == State.FAILED


def test_a_fault_after_the_switch_is_told_and_mended_later(small_store, monkeypatch, client):
    def break_down(*_, **__):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(actions_public, "public_figures", break_down)
        patch.setattr("ppaos.workflows.publish.job.drop_older", break_down)
        done = publish(small_store)
    assert current_publication().pk == done.publication
    assert [item.en.split(".")[0] for item in done.warnings] == [
        "The public table could not be built", "Old versions were not removed",
    ]  # fmt: skip
    answer = client.get("/public/")
    assert answer.status_code == 503 and answer["Retry-After"]
    assert "กำลังเตรียมข้อมูลสาธารณะ" in answer.content.decode()
    make_current(done.publication)
    assert client.get("/public/data/").status_code == 200


def test_a_damaged_store_is_refused_on_the_page_of_the_job(
    client, people_by_role, sign_in, settings, store
):
    settings.PPAOS_STORE = store.root
    file = store.get("persons").files[0]
    file.write_bytes(file.read_bytes()[:-100])
    before = make_publication()
    sign_in(client, people_by_role["administrator"])
    asked = client.post(reverse("desk:publish"), {"title": "สอง"})
    job = Job.objects.get(kind="publish")
    assert asked.status_code == 302 and asked.url == reverse("jobs:page", args=[job.pk])
    run_job.call(str(job.pk))
    for language, told in (("th", "เสียหาย อ่านไม่ได้ กู้คืน"), ("en", "is damaged and cannot be read")):
        client.cookies["django_language"] = language
        for page in (asked.url, reverse("desk:versions")):
            assert told in client.get(page).content.decode()
    assert Publication.objects.get(title="สอง").state == Publication.State.FAILED
    assert current_publication() == before
