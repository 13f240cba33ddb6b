"""The page of a job, the part of it that is asked for again while it runs, and cancelling."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.jobs.actions import cancel
from ppaos.operations.jobs.queries import job_for
from ppaos.web.jobs.presentation import job_row
from ppaos.web.requests.auth import current_user, not_found, permitted
from ppaos.web.text import say

STOP_POLLING: Final = 286
"""Status by which htmx stops asking again."""


@never_cache
@require_GET
@permitted(Permission.SEE_COUNTS)
def page(request: HttpRequest, number: UUID) -> HttpResponse:
    """How far a job is; asks again by itself until it is over."""
    job = job_for(current_user(request), number)
    if job is None:
        return not_found(request)
    return render(request, "jobs/page.html", {"shown": job_row(job)})


@never_cache
@require_GET
@permitted(Permission.SEE_COUNTS)
def state(request: HttpRequest, number: UUID) -> HttpResponse:
    """The changing part of the page."""
    job = job_for(current_user(request), number)
    if job is None:
        return not_found(request)
    now = job_row(job)
    is_news = request.GET.get("said") != now.mark
    status = STOP_POLLING if now.is_over else 200
    return render(request, "jobs/state.html", {"shown": now, "is_news": is_news}, status=status)


@require_POST
@permitted(Permission.SEE_COUNTS)
def cancel_page(request: HttpRequest, number: UUID) -> HttpResponse:
    """Take a job out of the queue. Only the one who asked for it may."""
    job = job_for(current_user(request), number)
    if job is None or job.by_id != current_user(request).pk:
        return not_found(request)
    if cancel(job, by=current_user(request)):
        messages.success(request, say("ยกเลิกงานแล้ว", "The job was cancelled."))
    else:
        messages.warning(
            request,
            say(
                "งานเริ่มไปแล้วหรือจบแล้ว จึงยกเลิกไม่ได้",
                "The job has started or finished and cannot be cancelled.",
            ),
        )
    return redirect("jobs:page", number=job.pk)
