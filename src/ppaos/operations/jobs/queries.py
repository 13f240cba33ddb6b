"""Which jobs and files somebody may see.

An export belongs to the person who asked for it. Work of the data desk can be followed by those who
sit at the desk of its whole area; without an area it is of the country. An agency's people get the
exports that were made for their agency inside their area.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from ppaos.domain.area.scope import Scope
from ppaos.operations.accounts.models import User
from ppaos.operations.accounts.permissions import Permission, Role
from ppaos.operations.accounts.scope import areas_within, may, scope_of, within
from ppaos.operations.jobs.kinds import KINDS
from ppaos.operations.jobs.models import Job

KEPT_DAYS: Final = 7
State = Job.State
UNFINISHED: Final = (State.QUEUED, State.RUNNING)


def visible_to(user: User) -> Q:
    """Condition for the jobs that somebody may follow: their own, and those of their areas."""
    return Q(by=user) | _followed_by(user)


def job_for(user: User, number: UUID) -> Job | None:
    """A job that somebody may follow; null for any other."""
    return Job.objects.filter(visible_to(user), pk=number).first()


def exports_of(user: User) -> QuerySet[Job]:
    """Exports that somebody asked for, newest first."""
    return Job.objects.filter(by=user, kind="export")


def pairs_being_decided() -> set[str]:
    """Pairs of records with a decision that was made and is not in the store yet."""
    waiting = Job.objects.filter(kind="decide", state__in=UNFINISHED)
    return {str(item["pair"]) for item in waiting.values_list("parameters", flat=True)}


def latest_decisions_of(user: User, *, most: int = 100) -> QuerySet[Job]:
    """The last decisions on pairs that somebody made, newest first."""
    return Job.objects.filter(by=user, kind="decide").order_by("-created_at")[:most]


def agency_files_for(user: User) -> QuerySet[Job]:
    """Finished exports for the agencies that somebody works for, inside the area of each grant."""
    scope = scope_of(user, Permission.AGENCY_FILES)
    wanted = Q(pk__in=[])
    for area, agency in user.grants.filter(role=Role.AGENCY).values_list("area_code", "agency"):
        here = scope.narrowed(area)
        inside = within(here, "area_code")
        if here == Scope.of([area]):
            inside |= Q(area_code=area)
        wanted |= Q(parameters__agency=agency) & inside
    return Job.objects.filter(wanted, kind="export", state=State.DONE)


def downloadable(user: User, number: UUID) -> Job | None:
    """An export whose file somebody may fetch now: their own where they may still export, or one
    for their agency. Null for any other, and for one whose file is no longer kept.
    """
    job = exports_of(user).filter(pk=number).first()
    if job is not None and not may(user, Permission.EXPORT, job.area_code):
        job = None
    job = job or agency_files_for(user).filter(pk=number).first()
    return job if job is not None and job.state == State.DONE and has_file(job) else None


def desk_jobs(user: User) -> QuerySet[Job]:
    """Imports, computations and publishes that somebody may follow, newest first."""
    return Job.objects.filter(_followed_by(user))


def unfinished(kind: str, by: User) -> Job | None:
    """Somebody's newest job of a kind that is not over; null when there is none."""
    return Job.objects.filter(kind=kind, by=by, state__in=UNFINISHED).first()


def folder_of(job: Job) -> Path:
    """Where this attempt of a job writes its files; an attempt before it may still be writing."""
    return folder_of_attempts(job) / str(job.attempts)


def folder_of_attempts(job: Job) -> Path:
    """The folder of all files of a job."""
    return Path(settings.FOLDERS.made) / str(job.pk)


def uploads_of(job: Job) -> Path | None:
    """Where the file that was uploaded for a job lies; null for a job without one."""
    name = job.parameters.get("upload")
    return upload_folder(name) if name else None


def upload_folder(name: str) -> Path:
    """Where an upload lies, by the name that was made for it."""
    return Path(settings.FOLDERS.uploads) / name


def file_of(job: Job) -> Path:
    """The file that a finished job made."""
    return Path(settings.FOLDERS.made) / job.file


def has_file(job: Job) -> bool:
    """Whether the file is still kept."""
    return bool(job.file) and file_of(job).is_file()


def expires_at(job: Job) -> datetime | None:
    """When the file of a finished job is removed."""
    return job.finished_at + timedelta(days=KEPT_DAYS) if job.finished_at else None


def expired_jobs() -> QuerySet[Job]:
    """Finished jobs whose file has been kept long enough."""
    old = timezone.now() - timedelta(days=KEPT_DAYS)
    return Job.objects.filter(finished_at__lt=old).exclude(file="")


def _followed_by(user: User) -> Q:
    """Condition for the jobs of the areas in which somebody may follow their kind."""
    found = Q(pk__in=[])
    for permission in {kind.followed_with for kind in KINDS.values() if kind.followed_with}:
        names = [name for name, kind in KINDS.items() if kind.followed_with is permission]
        found |= Q(kind__in=names) & areas_within(scope_of(user, permission), "area_code")
    return found
