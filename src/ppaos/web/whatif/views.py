"""Views of the what-if: the page and its answer, the same as JSON and CSV, and named ones."""

import csv
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ppaos.domain.measurement.instrument import Indicator
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import may
from ppaos.operations.areas.outlines import boundary_stamp
from ppaos.operations.areas.queries import children_of, path_of
from ppaos.operations.audit.actions import record
from ppaos.operations.results import actions
from ppaos.operations.results.filters import HouseholdFilter
from ppaos.operations.results.queries import named_what_ifs
from ppaos.web.choropleth.parameters import METHODS, levels_inside
from ppaos.web.requests.auth import current_user, permitted
from ppaos.web.text import number, percent, say
from ppaos.web.whatif.comparison import as_json, comparison, csv_rows
from ppaos.web.whatif.parameters import MISSING, RULES, SHOWN, WhatIfParameters, asked_of

K_CHOICES: Final = ("1/5", "1/4", "1/3", "2/5", "1/2", "3/5", "4/5", "1")


@require_safe
@permitted(Permission.SEE_COUNTS)
def page(request: HttpRequest) -> HttpResponse:
    """Controls and answer; only the answer when the controls ask for it again."""
    asked = asked_of(request)
    if (
        request.headers.get("HX-Request")
        and request.GET.get("here", asked.area.code) != asked.area.code
    ):
        # heading, levels and choices of areas change with the area, not the answer alone
        away = HttpResponse(status=204)
        away["HX-Redirect"] = f"{reverse('whatif:page')}?{asked.query()}"
        return away
    found = comparison(asked)
    outlines = {"area": asked.area.code, "level": asked.level, "v": boundary_stamp()}
    what = {
        "asked": asked,
        "found": found,
        "shown": SHOWN[asked.shown],
        "data_address": f"{reverse('whatif:data')}?{asked.query()}",
        "table_address": f"{reverse('whatif:table')}?{asked.query()}",
        "boundary_address": f"{reverse('maps:boundaries')}?{urlencode(outlines)}",
        "tiles": settings.TILES_URL,
        "tiles_attribution": settings.TILES_ATTRIBUTION,
        "query": asked.query(),
        "list_in_force": _list_in_force(request, asked),
    }
    if request.headers.get("HX-Request"):
        whole = found.total
        what |= {
            "is_part": True,
            "told_people": number(whole.value("poor_people")),
            "told_ratio": percent(whole.value("headcount_ratio"), 2),
        }
        response = render(request, "whatif/answer.html", what)
        response["HX-Push-Url"] = f"{reverse('whatif:page')}?{asked.query()}"
        return response
    what |= {
        "rules": RULES,
        "missing_rules": MISSING,
        "figures": SHOWN,
        "methods": METHODS,
        "levels": levels_inside(asked.area.code),
        "areas_above": [
            area for area in path_of(asked.area.code)
            if area.code != asked.area.code and asked.scope.covers(area.code)
        ],
        "areas_below": list(children_of(asked.area.code)),
        "dimensions": [
            (item, asked.weights.get(item.name, ""), _indicators(asked, item.name))
            for item in asked.instrument.dimensions
        ],
        "in_force": asked.weights_in_force,
        "k_choices": K_CHOICES,
        "has_indicator_weights": bool(set(asked.weights) & set(asked.instrument.names)),
        "named": named_what_ifs(current_user(request)),
    }  # fmt: skip
    return render(request, "whatif/page.html", what)


@require_safe
@permitted(Permission.SEE_COUNTS)
def data(request: HttpRequest) -> HttpResponse:
    """The answer as the map reads it."""
    asked = asked_of(request)
    return JsonResponse(as_json(asked, comparison(asked)))


@require_safe
@permitted(Permission.SEE_COUNTS)
def table(request: HttpRequest) -> HttpResponse:
    """The answer as CSV, beside the rule in force."""
    asked = asked_of(request)
    found = comparison(asked)
    record(
        "export_downloaded",
        target=("table", "whatif"),
        area=asked.area.code,
        details={"level": asked.level, "rows": len(found.rows), "query": asked.query()},
    )
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"whatif-{asked.area.code}-{asked.level}-version-{asked.publication.pk}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")  # spreadsheets take a file without it for another encoding
    csv.writer(response).writerows(csv_rows(asked, found))
    return response


@require_POST
@permitted(Permission.SEE_COUNTS)
def save(request: HttpRequest) -> HttpResponse:
    """Name the what-if that the page shows."""
    asked = asked_of(request)
    named = actions.save_what_if(
        name=request.POST.get("name", ""),
        query=asked.query(),
        area=asked.area.code,
        by=current_user(request),
    )
    messages.success(request, say(f"บันทึก '{named.name}' แล้ว", f"Saved '{named.name}'."))
    return redirect(f"{reverse('whatif:page')}?{asked.query()}")


@require_POST
@permitted(Permission.SEE_COUNTS)
def forget(request: HttpRequest, number: int) -> HttpResponse:
    """Delete one of the person's own."""
    if actions.delete_what_if(number=number, by=current_user(request)):
        messages.success(request, say("ลบแล้ว", "Deleted."))
    return redirect("whatif:page")


def _list_in_force(request: HttpRequest, asked: WhatIfParameters) -> str:
    """The households that fail under the rule in force, for who may see them."""
    if not may(current_user(request), Permission.SEE_HOUSEHOLDS, asked.area.code):
        return ""
    poor = HouseholdFilter.of(area=asked.area.code, fails_mpi=True).as_query()
    version = asked.publication.version
    return f"{reverse('households:search')}?{poor}{f'&version={version}' if version else ''}"


def _indicators(asked: WhatIfParameters, dimension: str) -> list[tuple[Indicator, str]]:
    return [
        (item, asked.weights.get(item.name, ""))
        for item in asked.instrument.indicators
        if item.dimension == dimension
    ]
