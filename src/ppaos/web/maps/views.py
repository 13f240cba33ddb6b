"""Views of the map: the page, its values as JSON and CSV, boundaries, and households."""

import csv
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from ppaos.domain.area.codes import LEVEL_TITLES, level_of
from ppaos.domain.thai.address import address
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.purposes import purpose_of
from ppaos.operations.accounts.scope import may, scope_of
from ppaos.operations.areas.outlines import boundary_stamp, outlines_of
from ppaos.operations.areas.queries import children_of, path_of
from ppaos.operations.audit.actions import record
from ppaos.operations.results.counts import measure_named
from ppaos.web.choropleth.measure_choices import measure_choices
from ppaos.web.choropleth.outlines import PROVINCES
from ppaos.web.choropleth.parameters import (
    FIRST_MEASURE,
    METHODS,
    MapParameters,
    asked_of,
    level_asked,
    levels_inside,
)
from ppaos.web.choropleth.values import (
    MOST_POINTS,
    behind,
    codes_inside,
    csv_rows,
    points_of,
    values_on_map,
)
from ppaos.web.requests.auth import (
    area_in_scope,
    current_user,
    in_version,
    permitted,
    publication_for,
)
from ppaos.web.requests.limits import paced
from ppaos.web.text import localized

_MOST_ROWS: Final = 500
_KEPT_SECONDS: Final = 86_400


@require_safe
@permitted(Permission.SEE_COUNTS)
def page(request: HttpRequest) -> HttpResponse:
    """The map of an area with its controls, and the same numbers as a table."""
    asked = asked_of(request)
    found = values_on_map(asked, current_user(request))
    code = asked.area.code
    outlines = {"area": code, "level": asked.level, "v": boundary_stamp()}
    sees_households = may(current_user(request), Permission.SEE_HOUSEHOLDS, code)
    return render(
        request,
        "maps/page.html",
        {
            "asked": asked,
            "found": found,
            "rows": found.rows[:_MOST_ROWS],
            "rows_left": max(0, len(found.rows) - _MOST_ROWS),
            "areas_above": _areas_above(asked),
            "areas_below": list(children_of(code)),
            "levels": levels_inside(code),
            "methods": METHODS,
            "measure_choices": measure_choices(asked.publication),
            "data_address": f"{reverse('maps:data')}?{asked.query()}",
            "table_address": f"{reverse('maps:table')}?{asked.query()}",
            "boundary_address": f"{reverse('maps:boundaries')}?{urlencode(outlines)}",
            "points_address": f"{reverse('maps:points')}?{asked.query()}"
            if sees_households
            else "",
            "tiles": settings.TILES_URL,
            "tiles_attribution": settings.TILES_ATTRIBUTION,
        },
    )


@require_safe
@permitted(Permission.SEE_COUNTS)
def data(request: HttpRequest) -> HttpResponse:
    """Values of a map as JSON."""
    return JsonResponse(values_on_map(asked_of(request), current_user(request)).as_json())


@require_safe
@permitted(Permission.SEE_COUNTS)
def table(request: HttpRequest) -> HttpResponse:
    """The same values as CSV."""
    asked = asked_of(request)
    found = values_on_map(asked, current_user(request))
    record(
        "export_downloaded",
        target=("table", "map"),
        area=asked.area.code,
        details={"level": asked.level, "measure": asked.measure.name, "rows": len(found.rows)},
    )
    measure = asked.measure.name.replace(":", "_").replace("/", "_")
    name = f"map-{asked.area.code}-{asked.level}-{measure}-version-{asked.publication.pk}"
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\ufeff")  # spreadsheets take a file without it for another encoding
    csv.writer(response).writerows(csv_rows(found))
    return response


@require_safe
@gzip_page
@permitted(Permission.SEE_COUNTS)
def boundaries(request: HttpRequest) -> HttpResponse:
    """Outlines of the areas of a level inside an area, as GeoJSON; none means a schematic."""
    area = area_in_scope(request, request.GET.get("area"), Permission.SEE_COUNTS)
    own = level_of(area.code)
    levels = {own: Bilingual(*LEVEL_TITLES[own])} | levels_inside(area.code)
    level = level_asked(request.GET.get("level"), levels, area.code)
    scope = scope_of(current_user(request), Permission.SEE_COUNTS)
    codes = [area.code] if level == own else codes_inside(scope, area.code, level)
    text = outlines_of(codes, level, provinces=PROVINCES).as_json()
    response = HttpResponse(text, content_type="application/json")
    if request.GET.get("v"):  # the address changes with the boundaries
        response["Cache-Control"] = f"private, max-age={_KEPT_SECONDS}"
    return response


@require_safe
@permitted(Permission.SEE_HOUSEHOLDS)
@paced(looks=10)
def points(request: HttpRequest) -> HttpResponse:
    """Positions of the households behind a map, the most urgent first, for those who may see them."""
    area = area_in_scope(request, request.GET.get("area"), Permission.SEE_HOUSEHOLDS)
    publication = publication_for(request)
    measure = measure_named(publication, request.GET.get("measure") or FIRST_MEASURE)
    scope = scope_of(current_user(request), Permission.SEE_HOUSEHOLDS).narrowed(area.code)
    found = points_of(publication, behind(measure), scope)
    kept = found[:MOST_POINTS]
    record(
        "points_viewed",
        area=area.code,
        purpose=purpose_of(current_user(request)),
        details={"measure": measure.name, "households": len(kept), "publication": publication.pk},
    )
    features = [_point(row, publication.version) for row in kept]
    return JsonResponse(
        {"type": "FeatureCollection", "is_capped": len(found) > MOST_POINTS, "features": features}
    )


def _point(row: tuple[Any, ...], version: str) -> dict[str, Any]:
    household_id, number, code, village, longitude, latitude = row
    names = {"village": Bilingual(village, village)}
    name = localized(address(house_number=number, village_code=code, names=names))
    link = in_version(reverse("households:page", args=[household_id]), version)
    geometry = {"type": "Point", "coordinates": [longitude, latitude]}
    return {"type": "Feature", "properties": {"name": name, "link": link}, "geometry": geometry}


def _areas_above(asked: MapParameters) -> list[tuple[Any, str]]:
    """The areas above that the person may see whole, each with the address of its map."""
    return [
        (area, f"{reverse('maps:page')}?{asked.drill_query(area.code)}")
        for area in path_of(asked.area.code)
        if area.code != asked.area.code and asked.scope.covers(area.code)
    ]
