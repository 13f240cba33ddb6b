"""Background work: what is queued, done, failed, cancelled and broken off, and who may follow it."""

import logging
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from ppaos.domain.errors import FileError, SettingError
from ppaos.operations.accounts.models import User
from ppaos.operations.audit.models import Entry
from ppaos.operations.jobs import actions
from ppaos.operations.jobs.actions import (
    Outcome,
    cancel,
    enqueue,
    recover_jobs,
    remove_expired_files,
    run_job,
)
from ppaos.operations.jobs.models import Job
from ppaos.operations.jobs.progress import JobProgress
from ppaos.operations.jobs.queries import (
    desk_jobs,
    file_of,
    folder_of,
    folder_of_attempts,
    has_file,
    job_for,
    upload_folder,
)
from ppaos.web.tasks import find_work
from ppaos.web.text import say

People = dict[str, User]
State = Job.State


@pytest.fixture
def does(monkeypatch) -> Callable[..., None]:
    """Let a kind of work be done by a function of the test."""
    find_work()

    def do(kind: str, handler: Callable[..., Any]) -> None:
        monkeypatch.setitem(actions._handlers, kind, handler)

    return do


def _run(job: Job) -> Job:
    run_job.call(str(job.pk))
    job.refresh_from_db()
    return job


def _running(job: Job, *, ago: timedelta = timedelta(minutes=5), attempts: int = 1) -> Job:
    """A job as a worker that died leaves it."""
    then = timezone.now() - ago
    Job.objects.filter(pk=job.pk).update(
        state=State.RUNNING, attempts=attempts, started_at=then, alive_at=then
    )
    DBTaskResult.objects.filter(args_kwargs__args__0=str(job.pk)).update(
        status="RUNNING", started_at=then
    )
    job.refresh_from_db()
    return job


def _waiting(job: Job) -> int:
    return DBTaskResult.objects.filter(args_kwargs__args__0=str(job.pk), status="READY").count()


def test_a_queued_job_has_a_place_in_the_queue_and_in_the_audit(people_by_role: People) -> None:
    by = people_by_role["provincial"]
    job = enqueue("export", by, "41", {"a": 1}, purpose="help", details={"level": 3})
    assert job.state == State.QUEUED
    assert _waiting(job) == 1
    entry = Entry.objects.get(action="export_requested", target_id=str(job.pk))
    assert (entry.actor, entry.area_code, entry.purpose) == ("provincial", "41", "help")
    assert entry.details == {"level": 3}


def test_an_unknown_kind_is_refused_before_anything_is_queued(people_by_role: People) -> None:
    with pytest.raises(SettingError):
        enqueue("dance", people_by_role["national"])
    assert not Job.objects.exists()


def test_a_done_job_keeps_its_result_and_file(people_by_role: People, does) -> None:
    def work(job: Job, progress: Any) -> Outcome:
        folder_of(job).mkdir(parents=True)
        (folder_of(job) / "list.csv").write_text("a\n1\n", "utf-8")
        with progress.step(th="เขียน", en="Writing", total=2) as step:
            step.advance(2)
        return Outcome({"facts": [["แถว", "Rows", 1]]}, "list.csv")

    does("export", work)
    job = _run(enqueue("export", people_by_role["provincial"], "41"))
    assert job.state == State.DONE
    assert job.result == {"facts": [["แถว", "Rows", 1]]}
    assert has_file(job)
    assert job.attempts == 1 and job.finished_at is not None


def test_a_user_error_is_told_in_both_languages_and_leaves_no_file(
    people_by_role: People, does
) -> None:
    def work(job: Job, progress: Any) -> Outcome:
        folder_of(job).mkdir(parents=True)
        raise FileError(th="ไฟล์ว่าง ส่งใหม่", en="The file is empty. Send it again.")

    does("import", work)
    job = _run(enqueue("import", people_by_role["administrator"]))
    assert (job.state, job.error_th) == (State.FAILED, "ไฟล์ว่าง ส่งใหม่")
    assert job.error_en == "The file is empty. Send it again."
    assert not folder_of(job).exists()


def test_a_fault_of_the_program_is_logged_and_told_without_its_words(
    people_by_role: People, does, caplog
) -> None:
    def work(job: Job, progress: Any) -> Outcome:
        raise RuntimeError("secret of the engine")

    does("publish", work)
    with caplog.at_level(logging.ERROR):
        job = _run(enqueue("publish", people_by_role["administrator"]))
    assert job.state == State.FAILED
    assert str(job.pk) in job.error_th and str(job.pk) in job.error_en
    assert "secret" not in job.error_th + job.error_en
    assert "secret of the engine" in caplog.text


def test_work_is_done_in_the_language_and_name_of_who_asked(people_by_role: People, does) -> None:
    seen = {}

    def work(job: Job, progress: Any) -> Outcome:
        seen["said"] = say("ไทย", "English")
        return Outcome()

    does("export", work)
    with translation.override("en"):
        job = enqueue("export", people_by_role["provincial"], "41")
    with translation.override("th"):
        _run(job)
    assert seen == {"said": "English"}


def test_a_cancelled_job_is_not_done_and_its_upload_is_gone(people_by_role: People, does) -> None:
    done = []
    does("import", lambda job, progress: done.append(job))
    name = uuid.uuid4().hex
    upload_folder(name).mkdir(parents=True)
    by = people_by_role["administrator"]
    job = enqueue("import", by, parameters={"upload": name})
    assert cancel(job, by=by)
    assert _run(job).state == State.CANCELLED
    assert not done
    assert not upload_folder(name).exists()
    assert Entry.objects.filter(action="job_cancelled", target_id=str(job.pk)).exists()
    assert not cancel(job, by=by)


def test_an_export_whose_worker_died_starts_again_once_and_then_fails_visibly(
    people_by_role: People,
) -> None:
    job = _running(enqueue("export", people_by_role["provincial"], "41"))
    assert recover_jobs() == 1
    job.refresh_from_db()
    assert job.state == State.QUEUED
    assert _waiting(job) == 1
    _running(job, attempts=2)
    assert recover_jobs() == 1
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert job.error_th and job.error_en
    assert _waiting(job) == 0
    assert not DBTaskResult.objects.filter(status="RUNNING").exists()


def test_an_import_whose_worker_died_says_what_to_do(people_by_role: People) -> None:
    job = _running(enqueue("import", people_by_role["administrator"]))
    assert recover_jobs() == 1
    job.refresh_from_db()
    assert job.state == State.INTERRUPTED
    assert "ส่งไฟล์เดิมอีกครั้ง" in job.error_th


def test_a_job_that_was_heard_of_lately_is_left_alone(people_by_role: People) -> None:
    job = _running(enqueue("export", people_by_role["provincial"], "41"), ago=timedelta(seconds=5))
    assert recover_jobs() == 0
    assert recover_jobs(stale_after=None) == 1
    job.refresh_from_db()
    assert job.state == State.QUEUED


def test_a_queued_job_that_lost_its_place_gets_one(people_by_role: People) -> None:
    job = enqueue("publish", people_by_role["administrator"])
    DBTaskResult.objects.update(status="FAILED")
    assert recover_jobs() == 1
    assert _waiting(job) == 1
    assert recover_jobs() == 0


def test_a_worker_that_comes_back_does_not_settle_a_job_that_was_taken_over(
    people_by_role: People, does
) -> None:
    def work(job: Job, progress: Any) -> Outcome:
        Job.objects.filter(pk=job.pk).update(attempts=2)
        return Outcome({"facts": []})

    does("export", work)
    job = _run(enqueue("export", people_by_role["provincial"], "41"))
    assert (job.state, job.result) == (State.RUNNING, {})


@pytest.mark.parametrize("ends_well", [True, False])
def test_a_worker_that_comes_back_leaves_the_file_of_the_next_one(
    people_by_role: People, does, ends_well: bool
) -> None:
    def write(job: Job, text: str) -> Outcome:
        folder_of(job).mkdir(parents=True)
        (folder_of(job) / "list.csv").write_text(text, "utf-8")
        return Outcome(file="list.csv")

    def late(job: Job, progress: Any) -> Outcome:
        outcome = write(job, "late")
        _running(job)
        assert recover_jobs() == 1
        does("export", lambda job, progress: write(job, "next"))
        run_job.call(str(job.pk))
        if ends_well:
            return outcome
        raise FileError(th="เขียนไม่ได้", en="Cannot write.")

    does("export", late)
    job = _run(enqueue("export", people_by_role["provincial"], "41"))
    assert (job.state, job.attempts) == (State.DONE, 2)
    assert file_of(job).read_text("utf-8") == "next"
    assert [path.name for path in folder_of_attempts(job).iterdir()] == ["2"]


def test_files_are_removed_after_seven_days(people_by_role: People, does) -> None:
    def work(job: Job, progress: Any) -> Outcome:
        folder_of(job).mkdir(parents=True)
        (folder_of(job) / "list.csv").write_text("a\n", "utf-8")
        return Outcome(file="list.csv")

    does("export", work)
    kept = _run(enqueue("export", people_by_role["provincial"], "41"))
    old = _run(enqueue("export", people_by_role["provincial"], "41"))
    Job.objects.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(days=8))
    assert remove_expired_files() == 1
    old.refresh_from_db()
    assert not has_file(old) and not folder_of(old).exists()
    assert has_file(kept)


def test_the_innermost_step_is_shown_and_counts_stay_inside_its_length() -> None:
    progress = JobProgress()
    with progress.step(th="นอก", en="outer", total=10) as outer:
        outer.advance(3)
        with progress.step(th="ใน", en="inner"):
            assert progress.shown().en == "inner"
        outer.advance(20)
        shown = progress.shown()
    assert (shown.th, shown.done, shown.of) == ("นอก", 10, 10)
    assert progress.shown().en == ""


def test_who_may_follow_a_job(people_by_role: People) -> None:
    export = enqueue("export", people_by_role["provincial"], "41")
    publish = enqueue("publish", people_by_role["administrator"])
    decide = enqueue("decide", people_by_role["provincial"], "41", {"pair": "x"})
    may = {
        name: [bool(job_for(user, job.pk)) for job in (export, publish, decide)]
        for name, user in people_by_role.items()
    }
    assert may.pop("provincial") == [True, False, True]
    assert may.pop("administrator") == [False, True, False]
    assert may.pop("national") == [False, True, False]
    for name, followed in may.items():
        assert followed == [False, False, False], name


def test_work_of_the_desk_is_followed_by_the_desk_of_its_whole_area(
    people_by_role: People, client, sign_in
) -> None:
    by = people_by_role["administrator"]
    of = {area: enqueue("import", by, area) for area in ("", "nat", "R3", "41", "4101", "40")}

    def followed(name: str) -> set[str]:
        user = people_by_role[name]
        own = {area for area, job in of.items() if job_for(user, job.pk)}
        assert {job.area_code for job in desk_jobs(user)} == own
        page = sign_in(client, user).get(reverse("desk:home"))
        if page.status_code == 200:
            assert {shown.job.area_code for shown in page.context["jobs"]} == own
        return own

    assert followed("national") == set(of)
    assert followed("provincial") == {"41", "4101"}
    assert followed("foreign") == {"40"}
    assert followed("auditor") == followed("analyst") == set()


def test_the_page_of_a_job_asks_again_until_it_is_over(
    client, people_by_role: People, sign_in, does
) -> None:
    does("export", lambda job, progress: Outcome({"facts": [["แถว", "Rows", 12345]]}))
    sign_in(client, people_by_role["provincial"])
    job = enqueue(
        "export", people_by_role["provincial"], "41", {"title": {"th": "รายชื่อ", "en": "List"}}
    )
    page = client.get(reverse("jobs:page", args=[job.pk]))
    assert 'hx-trigger="every 1s"' in page.content.decode()
    state = client.get(reverse("jobs:state", args=[job.pk]), {"said": "queued:"})
    assert state.status_code == 200
    assert "hx-swap-oob" not in state.content.decode()
    _run(job)
    state = client.get(reverse("jobs:state", args=[job.pk]), {"said": "queued:"})
    assert state.status_code == 286
    text = state.content.decode()
    assert "hx-swap-oob" in text and "12,345" in text
    assert "hx-trigger" not in client.get(reverse("jobs:page", args=[job.pk])).content.decode()


def test_the_page_of_an_export_says_for_whom_and_how_many_rows(
    client, people_by_role: People, sign_in, does
) -> None:
    does("export", lambda job, progress: Outcome({"rows": 1234, "publication": 7}))
    sign_in(client, people_by_role["provincial"])
    parameters = {"agency": "social-development"}
    job = _run(enqueue("export", people_by_role["provincial"], "41", parameters))
    text = client.get(reverse("jobs:page", args=[job.pk])).content.decode()
    assert "กระทรวงการพัฒนาสังคม" in text and "1,234" in text and "อุดรธานี" in text


def test_only_the_one_who_asked_may_cancel(client, people_by_role: People, sign_in) -> None:
    job = enqueue("publish", people_by_role["administrator"])
    sign_in(client, people_by_role["national"])
    assert client.post(reverse("jobs:cancel", args=[job.pk])).status_code == 404
    sign_in(client, people_by_role["administrator"])
    assert client.post(reverse("jobs:cancel", args=[job.pk])).status_code == 302
    job.refresh_from_db()
    assert job.state == State.CANCELLED
