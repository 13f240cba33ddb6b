"""Background work: write a list of households to a file, and put on record what it holds.

The scope is that of the person when the work is done, not when it was asked for: who lost a role
in the meantime gets nothing. Who gained areas gets no more than the one area that the job is of,
for the file is later handed out by it.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import get_language

from ppaos.adapters.list_files import write_csv, write_xlsx
from ppaos.definitions.agencies import loader as agencies
from ppaos.domain.errors import SettingError
from ppaos.domain.progress import Progress, ProgressStep
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import scope_of
from ppaos.operations.audit.actions import record
from ppaos.operations.jobs.models import Job
from ppaos.operations.jobs.queries import folder_of
from ppaos.operations.publications.queries import publication_of
from ppaos.web.households.export import lists
from ppaos.web.households.search.query import Finder, search_of
from ppaos.web.tasks import Outcome, handles

FORMATS: Final = ("csv", "xlsx")
_STEP: Final = 1_000


@handles("export")
def export_households(job: Job, progress: Progress) -> Outcome:
    """Write the list that the job asks for.

    Nothing is handed out that the audit does not hold. Errors: SettingError when the version is
    gone or the person may not have the list any more.
    """
    given = job.parameters
    finder = _finder(job)
    agency = agencies.shipped(given["agency"])
    permitted = lists.permitted_of(finder, agency, given["fields"])
    fields = permitted.fields
    language = "en" if (get_language() or "th").startswith("en") else "th"
    total = finder.count if finder.search.is_of_cells else None
    folder = folder_of(job)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"households-{job.area_code or 'nat'}-v{finder.publication.pk}.{given['format']}"
    with progress.step(th="เขียนรายชื่อ", en="Writing the list", total=total) as step:
        rows = _counted(lists.rows_of(finder, agency, fields, language), step)
        titles = lists.titles_of(agency, fields, language)
        about = partial(lists.about, finder, agency, fields, given["purpose"])
        written = _write(
            folder / name, given["format"], titles, rows, about, lists.warning_of(finder)
        )
    made = lists.record_of(
        finder,
        permitted,
        purpose=given["purpose"],
        format_=given["format"],
        rows=written,
        file=folder / name,
    )
    record(
        "list_made",
        by=job.by,
        target=("job", str(job.pk)),
        area=job.area_code,
        purpose=given["purpose"],
        details=made.as_row(),
    )
    return Outcome({"rows": written, "publication": finder.publication.pk}, name)


def _finder(job: Job) -> Finder:
    publication = publication_of(job.parameters["publication"])
    if publication is None or job.by is None:
        raise SettingError(
            th="รุ่นข้อมูลของรายชื่อนี้ถูกลบแล้ว ค้นหาและส่งออกใหม่จากรุ่นปัจจุบัน",
            en="The data version of this list was removed. Search and export again from the current one.",
        )
    job.by.forget_held()
    scope = scope_of(job.by, Permission.EXPORT)
    if not scope.covers(job.area_code):
        raise SettingError(
            th="ท่านไม่มีสิทธิ์ส่งออกรายชื่อของพื้นที่นี้แล้ว", en="You may no longer export lists of this area."
        )
    asked = search_of(QueryDict(job.parameters["query"]), publication)
    here = replace(asked, area=job.area_code)
    return Finder(publication, scope.narrowed(job.area_code), job.by, here)


def _counted(rows: Iterator[list[Any]], step: ProgressStep) -> Iterator[list[Any]]:
    count = 0
    for count, row in enumerate(rows, start=1):
        yield row
        if count % _STEP == 0:
            step.advance(_STEP)
    step.advance(count % _STEP)


def _write(
    file: Path,
    format_: str,
    titles: list[str],
    rows: Iterator[list[Any]],
    about: Callable[[int], list[tuple[str, str]]],
    warning: str,
) -> int:
    if format_ == "xlsx":
        return write_xlsx(file, titles, rows, about=about, warning=warning)

    def lines(count: int) -> Iterator[list[str]]:
        if warning:
            yield [f"# {warning}"]
        for name, text in about(count):
            yield [f"# {name}: {text}"]

    return write_csv(file, titles, rows, before=lines)
