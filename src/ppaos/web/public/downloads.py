"""Open data: every published figure of a level as CSV and JSON, with what it means.

In a CSV a withheld figure is `[c]` (confidential) and one that was not counted `[x]`, so that no
reader takes either for zero; the metadata names both as null.
"""

import csv
import io
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from ppaos.adapters.list_files import guarded
from ppaos.domain.area.codes import LEVEL_TITLES, NATION
from ppaos.domain.area.scope import Scope
from ppaos.domain.errors import SettingError
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.areas.queries import titles_of
from ppaos.operations.results.counts import UNPLACED
from ppaos.operations.results.models import PublicArea
from ppaos.operations.results.public_queries import public_level
from ppaos.web.public import metadata as descriptions
from ppaos.web.public.context import PublicContext, PublicMeasure, public_page
from ppaos.web.public.views import with_cache_time

WITHHELD: Final = "[c]"
NO_DATA: Final = "[x]"
_JSON: Final = {"ensure_ascii": False}


@require_safe
@public_page
def page(request: HttpRequest, opened: PublicContext) -> HttpResponse:
    """What there is to download."""
    levels = [
        (level, Bilingual(*LEVEL_TITLES[level]), measures_at(opened, level))
        for level in opened.levels
    ]
    what = {
        "opened": opened,
        "here": "data",
        "levels": levels,
        "about": descriptions.about(opened),
        "level_titles": {level: Bilingual(*LEVEL_TITLES[level]) for level in opened.levels},
    }
    return render(request, "public/data.html", what)


@require_safe
@public_page
def catalog(request: HttpRequest, opened: PublicContext) -> HttpResponse:
    """The data sets as a catalogue of the W3C's DCAT vocabulary, in JSON-LD."""
    base = request.build_absolute_uri(reverse("public:data"))
    found = descriptions.catalog(opened, base)
    return with_cache_time(
        JsonResponse(found, json_dumps_params=_JSON, content_type="application/ld+json")
    )


@require_safe
@gzip_page
@public_page
def as_csv(request: HttpRequest, opened: PublicContext, level: str) -> HttpResponse:
    """Figures of every area of a level, one row an area; `?area=` narrows it."""
    measures = measures_at(opened, level)
    areas, titles = _areas(request, opened, level)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([*descriptions.KEYS, *[descriptions.column(item.name) for item in measures]])
    for area in areas:
        name = titles[area.code]
        cells = [_cell(area, item.name) for item in measures]
        writer.writerow([area.code, guarded(name.th), guarded(name.en), area.parent_code, *cells])
    response = HttpResponse(
        stream.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = (
        f'attachment; filename="{descriptions.file(opened, level)}.csv"'
    )
    return with_cache_time(response)


@require_safe
@public_page
def metadata(request: HttpRequest, opened: PublicContext, level: str) -> HttpResponse:
    """What the columns of the CSV mean (CSV on the Web, W3C 2015)."""
    found = descriptions.csv_metadata(
        opened, level, measures_at(opened, level), [WITHHELD, NO_DATA]
    )
    return with_cache_time(JsonResponse(found, json_dumps_params=_JSON))


@require_safe
@gzip_page
@public_page
def as_json(request: HttpRequest, opened: PublicContext, level: str) -> HttpResponse:
    """The same as JSON with its description; a measure in neither list of an area has no data."""
    measures = measures_at(opened, level)
    areas, titles = _areas(request, opened, level)
    names = {item.name for item in measures}
    found = {
        **descriptions.about(opened),
        "level": level,
        "measures": [descriptions.measure(item) for item in measures],
        "areas": [
            {
                "code": area.code,
                "name": titles[area.code].as_json(),
                "parent": area.parent_code or None,
                "values": {name: value for name, value in area.values.items() if name in names},
                "withheld": [name for name in area.withheld if name in names],
            }
            for area in areas
        ],
    }
    response = JsonResponse(found, json_dumps_params=_JSON)
    response["Content-Disposition"] = f'inline; filename="{descriptions.file(opened, level)}.json"'
    return with_cache_time(response)


def measures_at(opened: PublicContext, level: str) -> list[PublicMeasure]:
    """Measures published for a level. Errors: SettingError for a level that is not public."""
    if level not in opened.levels:
        raise SettingError(
            th=f"ไม่เผยแพร่ระดับ '{level}' เลือก: {', '.join(opened.levels)}",
            en=f"Level '{level}' is not published. Choose one of: {', '.join(opened.levels)}.",
        )
    return [item for item in opened.measures.values() if opened.is_published(item.name, level)]


def _areas(
    request: HttpRequest, opened: PublicContext, level: str
) -> tuple[list[PublicArea], dict[str, Bilingual]]:
    """Areas of the level inside the asked area, and their names."""
    code = request.GET.get("area") or NATION
    inside = Scope.of([opened.area(code).code])
    found = [
        area
        for area in public_level(opened.table, level)
        if inside.is_country or (area.code and inside.covers(area.code))
    ]
    titles = titles_of(area.code for area in found if area.code)
    return found, titles | {"": UNPLACED}


def _cell(area: PublicArea, name: str) -> Any:
    if name in area.values:
        return area.values[name]
    return WITHHELD if name in area.withheld else NO_DATA
