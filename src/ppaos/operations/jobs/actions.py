"""Queue background work, do it, and settle what was broken off.

`enqueue` writes the job and its place in the queue in one transaction. `run_job` is the one task of
the queue: it does a job by the function that `handles` its kind. A job is settled exactly once: a
worker that was thought dead and comes back finds its job taken over and says nothing about it.
Each attempt has a folder of its own, so that such a worker removes nobody else's file.
"""

import logging
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from ppaos.domain.errors import SettingError, UserError
from ppaos.domain.progress import Progress
from ppaos.operations.accounts.models import User
from ppaos.operations.audit.actions import record, request_of
from ppaos.operations.jobs.kinds import KINDS, kind_of
from ppaos.operations.jobs.models import Job
from ppaos.operations.jobs.progress import StepReading, reported
from ppaos.operations.jobs.queries import expired_jobs, folder_of, folder_of_attempts, uploads_of

logger = logging.getLogger(__name__)
State = Job.State
MOST_ATTEMPTS: Final = 2
STALE_AFTER: Final = timedelta(seconds=60)
"""A running job that was not told alive for so long has lost its worker."""


@dataclass(frozen=True)
class Outcome:
    """What a job came to: plain JSON values, and the name of the file it made in its folder."""

    result: Mapping[str, Any] = field(default_factory=dict)
    file: str = ""


Handler = Callable[[Job, Progress], Outcome | None]
_handlers: dict[str, Handler] = {}
_finders: list[Callable[[], None]] = []


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does the jobs of a kind.

    It gets the job and a progress, and raises UserError for what the person who asked can mend.
    """

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def find_handlers_with(finder: Callable[[], None]) -> None:
    """Call `finder`, which imports the modules of handlers, before the first job is done."""
    _finders.append(finder)


@transaction.atomic
def enqueue(
    kind: str,
    by: User | None,
    area: str = "",
    parameters: Mapping[str, Any] | None = None,
    *,
    purpose: str = "",
    details: Mapping[str, Any] | None = None,
) -> Job:
    """Queue a job and record who asked for it. `details` goes to the audit.

    `parameters` holds plain JSON values; the language of the request is added to it.
    Errors: SettingError for an unknown kind.
    """
    if kind not in KINDS:
        raise SettingError(
            th=f"ไม่รู้จักงานชนิด '{kind}' ใช้ {', '.join(KINDS)}",
            en=f"Unknown kind of job '{kind}'. Use {', '.join(KINDS)}.",
        )
    given = {"language": translation.get_language() or "th", **(parameters or {})}
    job = Job.objects.create(kind=kind, by=by, area_code=area, parameters=given)
    record(
        KINDS[kind].audited_as,
        by=by,
        target=("job", str(job.pk)),
        area=area,
        purpose=purpose,
        details=details,
    )
    run_job.enqueue(str(job.pk))
    return job


@task
def run_job(number: str) -> None:
    """Do one job, unless it was cancelled or somebody else does it."""
    job = _claim(UUID(number))
    if job is None:
        return
    try:
        handler = _handler_of(job.kind)
        language = job.parameters.get("language", "th")
        with (
            translation.override(language),
            request_of(job.by, address=""),
            reported(partial(_note, job)) as progress,
        ):
            outcome = handler(job, progress) or Outcome()
    except UserError as error:
        fail(job, th=error.th, en=error.en)
    except (SystemExit, KeyboardInterrupt):
        _settle_broken_off(job)
        raise
    except Exception:
        logger.exception("job %s (%s) failed", job.pk, job.kind)
        fail(
            job,
            th=f"ระบบขัดข้องระหว่างทำงาน ข้อมูลเดิมไม่เปลี่ยน แจ้งผู้ดูแลระบบพร้อมรหัสงาน {job.pk}",
            en=f"The program failed while working; nothing was changed. Tell the administrator the number of the job: {job.pk}",
        )
    else:
        finish(job, outcome)


def finish(job: Job, outcome: Outcome) -> bool:
    """Say that a job is done; returns whether it was still this run's to settle."""
    made = folder_of(job) / outcome.file
    file = made.relative_to(settings.FOLDERS.made).as_posix() if outcome.file else ""
    is_mine = _settle(job, state=State.DONE, result=dict(outcome.result), file=file)
    if not is_mine:
        shutil.rmtree(folder_of(job), ignore_errors=True)
    return is_mine


def fail(job: Job, *, th: str, en: str) -> bool:
    """Say why a job failed; returns whether it was still this run's to settle."""
    is_mine = _settle(job, state=State.FAILED, error_th=th, error_en=en)
    shutil.rmtree(folder_of(job), ignore_errors=True)
    return is_mine


@transaction.atomic
def cancel(job: Job, *, by: User) -> bool:
    """Take a job out of the queue; returns false when it has begun or is over."""
    changed = Job.objects.filter(pk=job.pk, state=State.QUEUED).update(
        state=State.CANCELLED, finished_at=timezone.now()
    )
    if changed:
        _forget_upload(job)
        record("job_cancelled", by=by, target=("job", str(job.pk)), area=job.area_code)
    return bool(changed)


def recover_jobs(*, stale_after: timedelta | None = STALE_AFTER) -> int:
    """Settle jobs whose worker died; returns how many.

    With `stale_after` null every running job is one: the caller is the only worker there is.
    Exports and publishes are queued again, once; others are marked with what to do.
    """
    since = timezone.now() if stale_after is None else timezone.now() - stale_after
    broken = Job.objects.filter(state=State.RUNNING, alive_at__lte=since)
    found = [job for job in broken if _settle_broken_off(job)]
    lost = [job for job in Job.objects.filter(state=State.QUEUED) if _is_lost(job, since)]
    for job in lost:
        run_job.enqueue(str(job.pk))
    return len(found) + len(lost)


def remove_expired_files() -> int:
    """Remove files that have been kept long enough; returns how many."""
    expired = list(expired_jobs())
    for job in expired:
        shutil.rmtree(folder_of_attempts(job), ignore_errors=True)
        Job.objects.filter(pk=job.pk).update(file="")
    return len(expired)


def _handler_of(kind: str) -> Handler:
    for finder in tuple(_finders):
        finder()
        _finders.remove(finder)
    return _handlers[kind]


def _claim(number: UUID) -> Job | None:
    """Take a queued job; null when it is no longer queued."""
    now = timezone.now()
    with transaction.atomic():
        waiting = Job.objects.select_for_update().filter(pk=number, state=State.QUEUED)
        job = waiting.first()
        if job is None:
            return None
        job.state, job.attempts = State.RUNNING, job.attempts + 1
        job.started_at = job.alive_at = now
        job.step_th, job.step_en, job.done, job.of = "", "", 0, 0
        job.save()
    return job


def _mine(job: Job) -> Any:
    """The row of a running job while this run is the one that does it."""
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)


def _note(job: Job, shown: StepReading) -> None:
    _mine(job).update(
        step_th=shown.th, step_en=shown.en, done=shown.done, of=shown.of, alive_at=timezone.now()
    )


def _settle(job: Job, **changes: Any) -> bool:
    changed = _mine(job).update(finished_at=timezone.now(), step_th="", step_en="", **changes)
    if changed:
        _forget_upload(job)
    return bool(changed)


def _forget_upload(job: Job) -> None:
    """Remove what was uploaded for a job that is over."""
    folder = uploads_of(job)
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)


@transaction.atomic
def _settle_broken_off(job: Job) -> bool:
    """Queue a broken-off job again, or say what to do; returns whether it was not settled before."""
    kind = kind_of(job.kind)
    if kind.is_retried and job.attempts < MOST_ATTEMPTS:
        changed = _mine(job).update(
            state=State.QUEUED,
            step_th="เริ่มใหม่หลังหยุดกลางคัน",
            step_en="Restarting after an interruption",
        )
        if changed:
            run_job.enqueue(str(job.pk))
    else:
        state = State.FAILED if kind.is_retried else State.INTERRUPTED
        told_to = {"error_th": kind.broken_off.th, "error_en": kind.broken_off.en}
        changed = int(_settle(job, state=state, **told_to))
    if changed:
        shutil.rmtree(folder_of(job), ignore_errors=True)
        logger.warning("job %s (%s) was broken off", job.pk, job.kind)
        _tasks_of(job).filter(status="RUNNING").update(status="FAILED", finished_at=timezone.now())
    return bool(changed)


def _is_lost(job: Job, since: datetime) -> bool:
    """Whether a queued job has no place in the queue: its worker died between the two."""
    tasks = _tasks_of(job)
    is_waiting = tasks.filter(status="READY").exists()
    return not is_waiting and not tasks.filter(status="RUNNING", started_at__gt=since).exists()


def _tasks_of(job: Job) -> Any:
    return DBTaskResult.objects.filter(args_kwargs__args__0=str(job.pk))
