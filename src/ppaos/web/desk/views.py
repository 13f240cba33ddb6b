"""First page of the desk, and sources with their freshness."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ppaos.domain.area.codes import NATION
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import scope_of
from ppaos.operations.audit.actions import record
from ppaos.operations.jobs.queries import desk_jobs
from ppaos.operations.publications.queries import current_publication
from ppaos.web.desk.pair_comparison import visible_pairs
from ppaos.web.desk.permissions import frame, has_country
from ppaos.web.desk.store_status import imports, older_tables, sources_in, the_store
from ppaos.web.jobs.presentation import job_row
from ppaos.web.requests.auth import current_user, first_area, permitted

LATEST_JOBS = 10
CYCLES = {
    "daily": Bilingual("รายวัน", "daily"),
    "weekly": Bilingual("รายสัปดาห์", "weekly"),
    "monthly": Bilingual("รายเดือน", "monthly"),
    "quarterly": Bilingual("รายไตรมาส", "quarterly"),
    "half_yearly": Bilingual("ทุกครึ่งปี", "half-yearly"),
    "yearly": Bilingual("รายปี", "yearly"),
    "two_yearly": Bilingual("ทุกสองปี", "every two years"),
    "once": Bilingual("ครั้งเดียว", "once"),
}


@require_GET
@permitted(Permission.SEE_DESK)
def home(request: HttpRequest) -> HttpResponse:
    """What is published, what is old, what waits, and what is being done."""
    user = current_user(request)
    scope = scope_of(user, Permission.SEE_DESK)
    record("desk_viewed", area=first_area(scope), details={"page": "home"})
    found = sources_in(scope)
    what = {
        "has_store": the_store().exists,
        "current": current_publication(),
        "expired": [item for item in found if item.listed.is_expired and item.listed.rows],
        "held": [item for item in found if item.listed.rows],
        "older": older_tables(),
        "open_pairs": sum(pair["status"] == "open" for pair in visible_pairs(user)),
        "last_import": next(iter(imports()), None) if scope.is_country else None,
        "jobs": [job_row(job) for job in desk_jobs(user)[:LATEST_JOBS]],
        "is_country": scope.is_country,
        "may_import": has_country(request, Permission.IMPORT),
        "may_publish": has_country(request, Permission.PUBLISH),
    }
    return render(request, "desk/home.html", frame(request) | what)


@require_GET
@permitted(Permission.SEE_DESK)
def sources(request: HttpRequest) -> HttpResponse:
    """Every source: whose, what for, how fresh, and its rows in the person's areas."""
    scope = scope_of(current_user(request), Permission.SEE_DESK)
    record("desk_viewed", area=first_area(scope), details={"page": "sources"})
    found = sources_in(scope)
    what = {"sources": found, "cycles": CYCLES, "is_country": scope.is_country, "nation": NATION}
    return render(request, "desk/sources.html", frame(request) | what)
