"""One job as a page shows it: its words, how far it is, and what to do next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone

from ppaos.definitions.agencies import loader as agencies
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.areas.queries import titles_of
from ppaos.operations.jobs.kinds import STATE_TITLES, kind_of
from ppaos.operations.jobs.models import Job
from ppaos.operations.jobs.queries import UNFINISHED, expires_at, has_file
from ppaos.web.text import localized, number, say

QUIET_AFTER: Final = timedelta(seconds=15)
_TONES: Final = {
    "queued": "secondary", "running": "primary", "done": "success", "failed": "danger",
    "interrupted": "warning", "cancelled": "secondary",
}  # fmt: skip


@dataclass(frozen=True)
class JobRow:
    """A job in the reader's language."""

    job: Job
    title: str
    about: str
    """What it was asked for, such as the name of a list; may be empty."""
    area: str
    state: str
    tone: str
    """Colour of the state's label; the word says the same."""
    step: str
    error: str
    facts: tuple[tuple[str, str], ...]
    """(what, value) of the result."""
    notes: tuple[str, ...]
    next_href: str
    next_title: str
    has_file: bool
    expires_at: datetime | None
    is_quiet: bool
    """Whether a running job has not been heard of for a while."""

    @property
    def is_over(self) -> bool:
        """Whether nothing changes any more."""
        return self.job.state not in UNFINISHED

    @property
    def mark(self) -> str:
        """What was last said aloud: changes when there is something new to say."""
        return f"{self.job.state}:{self.step}"


def job_row(job: Job, area_titles: dict[str, Bilingual] | None = None) -> JobRow:
    """The job as the page shows it."""
    titles = titles_of([job.area_code]) if area_titles is None else area_titles
    kind = kind_of(job.kind)
    result = job.result
    href, title = _next(job)
    return JobRow(
        job=job,
        title=localized(kind.title),
        about=_about(job),
        area=localized(titles[job.area_code or "nat"]) if job.area_code else "",
        state=localized(STATE_TITLES[job.state]),
        tone=_TONES[job.state],
        step=say(job.step_th, job.step_en),
        error=say(job.error_th, job.error_en),
        facts=tuple((say(th, en), _value(value)) for th, en, value in _facts(result)),
        notes=tuple(say(th, en) for th, en in result.get("notes", [])),
        next_href=href,
        next_title=title,
        has_file=has_file(job),
        expires_at=expires_at(job),
        is_quiet=job.state == "running"
        and job.alive_at is not None
        and timezone.now() - job.alive_at > QUIET_AFTER,
    )


def _facts(result: dict[str, Any]) -> list[Any]:
    """(Thai, English, value) of a result; an export tells its rows and the version they are of."""
    told_facts = list(result.get("facts", []))
    if "rows" in result:
        told_facts.append(("แถวในไฟล์", "Rows in the file", result["rows"]))
    if "publication" in result:
        told_facts.append(("รุ่นข้อมูล", "Data version", str(result["publication"])))
    return told_facts


def _value(value: Any) -> str:
    return number(value) if value is None or isinstance(value, int | float) else str(value)


def _about(job: Job) -> str:
    told_about = job.parameters.get("title")
    agency = job.parameters.get("agency")
    if told_about is None and agency in agencies.names():
        found = agencies.shipped(agency).title
        return say(found.th, found.en)
    if isinstance(told_about, dict):
        return say(str(told_about.get("th", "")), str(told_about.get("en", "")))
    return str(told_about or "")


def _next(job: Job) -> tuple[str, str]:
    """Where somebody goes from here."""
    if job.kind == "export":
        return reverse("files:list"), say("ไฟล์ส่งออกทั้งหมด", "All exports")
    if job.kind == "verify":
        return reverse("audit:search"), say("กลับบันทึกการใช้งาน", "Back to the audit")
    return reverse("desk:home"), say("กลับหน้าจัดการข้อมูล", "Back to the data desk")
