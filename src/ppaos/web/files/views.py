"""Lists of made files, and fetching one, which is recorded."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.areas.queries import titles_of
from ppaos.operations.audit.actions import record
from ppaos.operations.jobs.models import Job
from ppaos.operations.jobs.queries import agency_files_for, downloadable, exports_of, file_of
from ppaos.web.jobs.presentation import JobRow, job_row
from ppaos.web.requests.auth import current_user, not_found, permitted

A_PAGE: Final = 50


@require_GET
@permitted(Permission.EXPORT)
def own(request: HttpRequest) -> HttpResponse:
    """Exports of the person, newest first."""
    return _listed(request, Paginator(exports_of(current_user(request)), A_PAGE), "files/list.html")


@require_GET
@permitted(Permission.AGENCY_FILES)
def agency(request: HttpRequest) -> HttpResponse:
    """Lists that were made for the person's agency in its areas."""
    found = Paginator(agency_files_for(current_user(request)), A_PAGE)
    return _listed(request, found, "files/agency.html")


@require_GET
@permitted(Permission.SEE_COUNTS)
def download(request: HttpRequest, number: UUID) -> HttpResponseBase:
    """The file, if it is theirs and still kept; recorded before it is sent."""
    job = downloadable(current_user(request), number)
    if job is None:
        return not_found(request)
    record(
        "export_downloaded",
        target=("job", str(job.pk)),
        area=job.area_code,
        details={"file": file_of(job).name, "agency": job.parameters.get("agency", "")},
    )
    return FileResponse(file_of(job).open("rb"), as_attachment=True, filename=file_of(job).name)


def _listed(request: HttpRequest, found: Paginator[Job], template: str) -> HttpResponse:
    page = found.get_page(request.GET.get("page"))
    return render(request, template, {"page": page, "jobs": _shown(page.object_list)})


def _shown(jobs: Iterable[Job]) -> list[JobRow]:
    jobs = list(jobs)
    titles = titles_of([job.area_code for job in jobs])
    return [job_row(job, titles) for job in jobs]
