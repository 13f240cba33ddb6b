"""Versions that were published: which is in use, which are kept, which failed and why."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from ppaos.domain.errors import SettingError
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import scope_of
from ppaos.operations.audit.actions import record
from ppaos.operations.jobs.actions import enqueue
from ppaos.operations.publications.queries import all_publications
from ppaos.web.desk.permissions import frame, has_country, require_country
from ppaos.web.desk.store_status import older_tables, the_store
from ppaos.web.requests.auth import current_user, first_area, permitted
from ppaos.web.text import say
from ppaos.workflows.publish.versions import make_current

SHOWN = 30
STATES = {
    "building": Bilingual("กำลังเตรียม", "Being prepared"),
    "current": Bilingual("ใช้งานอยู่", "In use"),
    "kept": Bilingual("รุ่นก่อน", "Kept"),
    "failed": Bilingual("ไม่สำเร็จ", "Failed"),
    "removing": Bilingual("กำลังลบ", "Being removed"),
}


@require_GET
@permitted(Permission.SEE_DESK)
def page(request: HttpRequest) -> HttpResponse:
    """Every version, newest first, and the form to publish."""
    scope = scope_of(current_user(request), Permission.SEE_DESK)
    record("desk_viewed", area=first_area(scope), details={"page": "versions"})
    what = {
        "versions": [(item, STATES[item.state], say(item.error_th, item.error_en)) for item in all_publications()[:SHOWN]],
        "has_store": the_store().exists,
        "older": older_tables(),
        "is_country": scope.is_country,
        "may_publish": has_country(request, Permission.PUBLISH),
    }  # fmt: skip
    return render(request, "desk/versions.html", frame(request) | what)


@require_POST
@permitted(Permission.PUBLISH)
def publish(request: HttpRequest) -> HttpResponse:
    """Queue a publish."""
    require_country(request, Permission.PUBLISH)
    title = request.POST.get("title", "").strip()[:200]
    parameters = {"version_title": title, "title": title}
    job = enqueue("publish", current_user(request), parameters=parameters, details={"title": title})
    return redirect("jobs:page", number=job.pk)


@require_POST
@permitted(Permission.PUBLISH)
def change(request: HttpRequest) -> HttpResponse:
    """Use a kept version, or queue the removal of one."""
    require_country(request, Permission.PUBLISH)
    number, act = request.POST.get("version", ""), request.POST.get("act", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10) or act not in (
        "use",
        "drop",
    ):
        raise SettingError(
            th="เลือกรุ่นและสิ่งที่จะทำจากหน้ารุ่นข้อมูล",
            en="Choose a version and what to do from the page of versions.",
        )
    if act == "drop":
        parameters = {"publication": int(number), "title": number}
        details = {"publication": int(number)}
        job = enqueue("withdraw", current_user(request), parameters=parameters, details=details)
        return redirect("jobs:page", number=job.pk)
    problem = make_current(int(number))
    messages.success(
        request, say(f"ทุกคนเห็นรุ่นที่ {number} แล้ว", f"Everybody sees version {number} now.")
    )
    if problem is not None:
        messages.warning(request, say(problem.th, problem.en))
    return redirect("desk:versions")
