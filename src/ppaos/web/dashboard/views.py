"""Views of the dashboard: an area's page, the small map's values, and every table as a file."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ppaos.domain.area.scope import shown_code
from ppaos.domain.errors import SettingError
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.purposes import purpose_of
from ppaos.operations.accounts.scope import scope_of
from ppaos.operations.audit import actions as audit
from ppaos.web.choropleth.parameters import asked_for
from ppaos.web.choropleth.values import values_on_map
from ppaos.web.dashboard import potential, progress, urgent, villages
from ppaos.web.dashboard.children import children
from ppaos.web.dashboard.frame import VIEWS, frame_of
from ppaos.web.dashboard.place import DashboardArea, place_of
from ppaos.web.dashboard.tables import Table, as_csv, as_metadata, chart_of
from ppaos.web.requests.auth import area_in_scope, permitted

Page = dict[str, Any]


@require_safe
@permitted(Permission.SEE_COUNTS)
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the chosen area, or to the person's own."""
    asked = request.GET.get("area", "").strip()
    found = area_in_scope(request, asked, Permission.SEE_COUNTS)
    given = {name: text for name, text in request.GET.items() if text and name != "area"}
    address = reverse("dashboard:area", args=[shown_code(found.code)])
    return redirect(f"{address}?{urlencode(given)}" if given else address)


@require_safe
@permitted(Permission.SEE_COUNTS)
def area(request: HttpRequest, code: str) -> HttpResponse:
    """One view of one area."""
    view = request.GET.get("view", "")
    view = view if view in VIEWS else next(iter(VIEWS))
    place = place_of(request, code)
    page = frame_of(request, place, view) | _VIEWS[view](request, place)
    return render(request, f"dashboard/{view}.html", page)


@require_safe
@permitted(Permission.SEE_COUNTS)
def map_values(request: HttpRequest, code: str) -> HttpResponse:
    """Values of the small map; its areas lead to their dashboards."""
    place = place_of(request, code)
    scope, measure = scope_of(place.user, Permission.SEE_COUNTS), request.GET.get("measure")
    asked = asked_for(place.publication, scope, place.area, measure=measure)
    found = values_on_map(asked, place.user).as_json()
    for item in found["areas"]:
        item["link"] = place.address(item["code"]) if item["code"] else None
    return JsonResponse(found)


@require_safe
@permitted(Permission.SEE_COUNTS)
def table_csv(request: HttpRequest, code: str) -> HttpResponse:
    """One table of the page as CSV: `?of=` names it."""
    place = place_of(request, code)
    found = _table(request, place)
    audit.record(
        "export_downloaded",
        target=("table", found.name),
        area=place.area.code,
        details={"rows": len(found.rows), "publication": place.publication.pk},
    )
    response = HttpResponse(as_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_file(place, found)}"'
    return response


@require_safe
@permitted(Permission.SEE_COUNTS)
def table_metadata(request: HttpRequest, code: str) -> HttpResponse:
    """What the columns of the CSV mean, which version it is of, and when that was made."""
    place = place_of(request, code)
    found, publication = _table(request, place), place.publication
    about = {
        "area": {"code": place.area.code, "th": place.area.name_th, "en": place.area.name_en},
        "publication": publication.pk,
        "dc:created": publication.ready_at.isoformat() if publication.ready_at else None,
        "round_be": publication.reading.round_be,
        "synthetic": publication.is_synthetic,
        "disclaimer": {"th": "ผลไม่ใช่สถิติทางการ", "en": "Results are not official statistics"},
    }
    response = JsonResponse(
        as_metadata(found, _file(place, found), about), json_dumps_params={"ensure_ascii": False}
    )
    name = f"{_file(place, found)}-metadata.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _file(place: DashboardArea, table: Table) -> str:
    made = f"-{place.publication.ready_at:%Y%m%d}" if place.publication.ready_at else ""
    return f"ppaos-{place.area.code}-{table.name}-version-{place.publication.pk}{made}.csv"


def _urgent(request: HttpRequest, place: DashboardArea) -> Page:
    rounds = urgent.rounds(place)
    return {
        "figures": urgent.figures(place),
        "dimensions": urgent.dimensions(place),
        "indicators": urgent.indicators(place),
        "groups": urgent.groups(place),
        "levels": urgent.levels(place),
        "issues": urgent.issues(place),
        "stated": urgent.stated(place),
        "rounds": rounds,
        "rounds_chart": chart_of(rounds, ["people", "households"], kind="line", unit="people"),
        "priority": _priority(place),
        "all_priority": place.list_of("poor:households"),
    }


def _priority(place: DashboardArea) -> list[urgent.PriorityHousehold]:
    """The households to visit first, put on record when there are any."""
    found = urgent.priority(place)
    if found:
        audit.record(
            "search",
            area=place.area.code,
            purpose=purpose_of(place.user),
            details={"page": "dashboard", "poor": "yes", "shown": len(found)},
        )
    return found


def _potential(request: HttpRequest, place: DashboardArea) -> Page:
    return {
        "village_tables": villages.village_tables(place),
        "resource_counts": potential.resource_counts(place),
        "resource_lists": potential.resource_lists(place),
        "no_resources": potential.NO_RESOURCES,
        "staff": potential.staff(place),
        "support": potential.support(place),
    }


def _progress(request: HttpRequest, place: DashboardArea) -> Page:
    done = _progress_of(request, place)
    months = progress.months(done)
    return {
        "done": done,
        "targets": progress.targets(place),
        "summary": progress.summary(done),
        "by_part": progress.by_part(done),
        "months": months,
        "months_chart": chart_of(months, ["visited", "helped", "exited"], kind="line"),
        "remaining": list(progress.left_to_do(done)),
    }


_VIEWS: Final[dict[str, Callable[[HttpRequest, DashboardArea], Page]]] = {
    "urgent": _urgent,
    "potential": _potential,
    "progress": _progress,
}


def _progress_of(request: HttpRequest, place: DashboardArea) -> progress.WorkProgress:
    target = progress.target_named(place, request.GET.get("target", ""))
    return progress.WorkProgress(place, target)


_TABLES: Final[dict[str, Callable[[HttpRequest, DashboardArea], Table | None]]] = {
    "children": lambda request, place: children(place, request.GET.get("measure", "")),
    "dimensions": lambda _, place: urgent.dimensions(place),
    "indicators": lambda _, place: urgent.indicators(place),
    "groups": lambda _, place: urgent.groups(place),
    "levels": lambda _, place: urgent.levels(place),
    "issues": lambda _, place: urgent.issues(place),
    "rounds": lambda _, place: urgent.rounds(place),
    "stated": lambda _, place: urgent.stated(place),
    "resource_counts": lambda _, place: potential.resource_counts(place),
    "resources": lambda _, place: potential.resources(place),
    "staff": lambda _, place: potential.staff(place),
    "support": lambda _, place: potential.support(place),
    "progress": lambda request, place: progress.summary(_progress_of(request, place)),
    "progress_by_area": lambda request, place: progress.by_part(_progress_of(request, place)),
    "months": lambda request, place: progress.months(_progress_of(request, place)),
}


def _table(request: HttpRequest, place: DashboardArea) -> Table:
    """The table that `?of=` names. Errors: SettingError for a name that no view has."""
    name = request.GET.get("of", "")
    if name.startswith("villages"):
        by_name = {table.name: table for table in villages.village_tables(place)}
        found = by_name.get(name)
    else:
        name = "resources" if name.startswith("resources-") else name
        make = _TABLES.get(name)
        found = make(request, place) if make else None
    if found is None:
        raise SettingError(
            th=f"ไม่มีตาราง '{name}' ของพื้นที่นี้ เลือก: {', '.join(_TABLES)}",
            en=f"This area has no table '{name}'. Choose one of: {', '.join(_TABLES)}.",
        )
    return found
