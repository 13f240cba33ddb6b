"""Pairs of records that somebody should look at: one page of them, and deciding."""

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ppaos.domain.errors import SettingError
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import scope_of
from ppaos.operations.audit.actions import record
from ppaos.operations.jobs.actions import enqueue
from ppaos.operations.jobs.models import Job
from ppaos.operations.jobs.queries import latest_decisions_of
from ppaos.web.desk.pair_comparison import (
    STATUS_TITLES,
    area_of,
    shown_pairs,
    visible_pair,
    visible_pairs,
)
from ppaos.web.desk.permissions import frame
from ppaos.web.jobs.presentation import job_row
from ppaos.web.requests.auth import current_user, first_area, not_found, permitted
from ppaos.web.text import localized, say

A_PAGE: Final = 10
SHOWN_FAILURES: Final = 5
MOST_NOTE: Final = 300
DECISIONS: Final = ("same", "different", "undone")


@require_GET
@permitted(Permission.REVIEW)
def page(request: HttpRequest) -> HttpResponse:
    """Pairs of one status, likeliest first."""
    user = current_user(request)
    status = request.GET.get("status", "open")
    status = status if status in STATUS_TITLES else "open"
    every = visible_pairs(user)
    counts = [(name, localized(STATUS_TITLES[name]), _count(every, name)) for name in STATUS_TITLES]
    found = Paginator([pair for pair in every if pair["status"] == status], A_PAGE)
    some = found.get_page(request.GET.get("page"))
    record(
        "desk_viewed",
        area=first_area(scope_of(user, Permission.REVIEW)),
        details={"page": "review", "pairs": [pair["pair_id"] for pair in some.object_list]},
    )
    what = {
        "page": some,
        "pairs": shown_pairs(some.object_list, user),
        "status": status,
        "counts": counts,
        "failures": [job_row(job) for job in _failures(request)],
        "most_note": MOST_NOTE,
    }
    return render(request, "desk/review.html", frame(request) | what)


@require_POST
@permitted(Permission.REVIEW)
def decide(request: HttpRequest) -> HttpResponse:
    """Queue a decision on a pair; the worker puts it into the store."""
    decision = request.POST.get("decision", "")
    if decision not in DECISIONS:
        raise SettingError(
            th="เลือกว่าเป็นคนเดียวกัน คนละคน หรือยกเลิกคำตัดสิน",
            en="Choose the same person, different people, or undo.",
        )
    pair = visible_pair(current_user(request), request.POST.get("pair", ""))
    if pair is None:
        return not_found(request)
    note = request.POST.get("note", "").strip()[:MOST_NOTE]
    enqueue(
        "decide",
        current_user(request),
        area_of(pair),
        {"pair": pair["pair_id"], "decision": decision, "note": note},
        details={"pair": pair["pair_id"], "decision": decision},
    )
    messages.success(
        request,
        say(
            "รับคำตัดสินแล้ว กำลังบันทึกลงคลังข้อมูล มีผลเมื่อคำนวณใหม่",
            "The decision is being saved in the store. It takes effect after the next computation.",
        ),
    )
    back = QueryDict(mutable=True)
    back["status"] = request.POST.get("status", "open")
    back["page"] = request.POST.get("page", "1")
    return redirect(f"{reverse('desk:review')}?{back.urlencode()}")


def _count(pairs: list[dict[str, object]], status: str) -> int:
    return sum(pair["status"] == status for pair in pairs)


def _failures(request: HttpRequest) -> list[Job]:
    """Own decisions that could not be kept, and were not made again since."""
    latest: dict[str, Job] = {}
    for job in latest_decisions_of(current_user(request)):
        latest.setdefault(job.parameters["pair"], job)
    failed = [job for job in latest.values() if job.state == Job.State.FAILED]
    return failed[:SHOWN_FAILURES]
