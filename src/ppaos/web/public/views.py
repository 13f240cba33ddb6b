"""Views of the public pages: an area, its map, and how figures are protected."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from ppaos.domain.area.codes import LEVEL_TITLES, NATION
from ppaos.domain.errors import SettingError
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.areas.outlines import boundary_stamp, outlines_of
from ppaos.operations.areas.queries import heading_of
from ppaos.operations.publications import labels
from ppaos.operations.results.public_queries import public_area
from ppaos.web.choropleth.outlines import PROVINCES
from ppaos.web.choropleth.parameters import METHODS
from ppaos.web.choropleth.values import codes_inside
from ppaos.web.public import presentation
from ppaos.web.public.context import PublicContext, public_page
from ppaos.web.text import say

KEPT_SECONDS = 3_600


@require_safe
@public_page
def home(request: HttpRequest, opened: PublicContext) -> HttpResponse:
    """The country's page."""
    return _page(request, opened, NATION)


@require_safe
@public_page
def go(request: HttpRequest, opened: PublicContext) -> HttpResponse:
    """Lead to the area chosen in the picker."""
    return redirect("public:area", code=opened.area(request.GET.get("area") or NATION).code)


@require_safe
@public_page
def area(request: HttpRequest, opened: PublicContext, code: str) -> HttpResponse:
    """The page of an area."""
    return _page(request, opened, code)


def _page(request: HttpRequest, opened: PublicContext, code: str) -> HttpResponse:
    place = opened.area(code)
    level = presentation.part_level(opened, place.code)
    asked = request.GET.get("measure") or presentation.FIRST
    measure = opened.measure(asked)
    if level is not None and not opened.is_published(asked, level):
        measure = opened.measure(presentation.FIRST)
    held = public_area(opened.table, place.code)
    sort = request.GET.get("sort", "")
    return render(
        request,
        "public/area.html",
        {
            "opened": opened,
            "here": "area",
            "area": place,
            "heading": heading_of(place),
            "path": presentation.path(place),
            "choices": presentation.choices(opened, place),
            "held": held,
            "headline": presentation.headline(opened, held),
            "breakdowns": list(presentation.breakdowns(opened, place, held)),
            "parts": presentation.parts(opened, place, measure.name, sort),
            "sort": sort,
            "measure": measure,
            "measure_choices": _choices(opened, level),
            "instrument": labels.instrument(opened.publication),
            "round_be": opened.publication.reading.round_be,
            **_map_addresses(opened, place.code, level, measure.name),
        },
    )


def _choices(opened: PublicContext, level: str | None) -> list[Any]:
    """Measures that a map of the level can show."""
    return [
        item for item in opened.measures.values() if level and opened.is_published(item.name, level)
    ]


def _map_addresses(
    opened: PublicContext, code: str, level: str | None, measure: str
) -> dict[str, str]:
    if level is None:
        return {}
    values = urlencode({"measure": measure, "v": opened.table.pk})
    outlines = urlencode({"v": boundary_stamp()})
    return {
        "map_data": f"{reverse('public:map', args=[code])}?{values}",
        "map_boundaries": f"{reverse('public:boundaries', args=[code])}?{outlines}",
    }


@require_safe
@public_page
def map_values(request: HttpRequest, opened: PublicContext, code: str) -> HttpResponse:
    """Values of an area's map."""
    place = opened.area(code)
    measure = opened.measure(request.GET.get("measure") or presentation.FIRST)
    level = presentation.part_level(opened, place.code)
    if level is not None and not opened.is_published(measure.name, level):
        th, en = LEVEL_TITLES[measure.level]
        raise SettingError(
            th=f"'{measure.title.th}' เผยแพร่ถึงระดับ{th} เลือกตัววัดอื่นสำหรับแผนที่นี้",
            en=f"'{measure.title.en}' is published down to the {en}. Choose another for this map.",
        )
    method = request.GET.get("method", "")
    method = method if method in METHODS else next(iter(METHODS))
    return with_cache_time(JsonResponse(presentation.map_values(opened, place, measure, method)))


@require_safe
@gzip_page
@public_page
def boundaries(request: HttpRequest, opened: PublicContext, code: str) -> HttpResponse:
    """Outlines of the areas on an area's map."""
    place = opened.area(code)
    level = presentation.part_level(opened, place.code)
    codes = codes_inside(presentation.EVERYWHERE, place.code, level) if level else []
    text = outlines_of(codes, level or place.level, provinces=PROVINCES).as_json()
    return with_cache_time(HttpResponse(text, content_type="application/json"))


@require_safe
@public_page
def method(request: HttpRequest, opened: PublicContext) -> HttpResponse:
    """How figures are protected, and how much is withheld at every level."""
    names = ("poor:people", "poor:households")
    rows = []
    for level in opened.levels:
        lost = opened.table.withheld.get(level, {})
        told = [(say("จำนวนคนจน", "Number of the poor"), *_sum(lost, names))]
        told += [
            (
                _word(kind),
                *_sum(
                    lost,
                    [name for name in lost if name.startswith(kind) and name.endswith(":people")],
                ),
            )
            for kind in ("dimension:", "indicator:")
        ]
        rows.append((Bilingual(*LEVEL_TITLES[level]), [item for item in told if any(item[1:])]))
    what = {
        "opened": opened,
        "here": "method",
        "rows": rows,
        "levels": LEVEL_TITLES,
        "instrument": labels.instrument(opened.publication),
    }
    return render(request, "public/method.html", what)


def _word(kind: str) -> str:
    return say("รายมิติ", "By dimension") if kind == "dimension:" else say("รายตัวชี้วัด", "By indicator")


def _sum(lost: dict[str, list[int]], names: Any) -> tuple[int, int]:
    """Cells shown and cells withheld of several measures."""
    pairs = [lost[name] for name in names if name in lost]
    return sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)


def with_cache_time(response: HttpResponse) -> HttpResponse:
    """An answer that is the same for everybody, and may be kept for a while."""
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response
