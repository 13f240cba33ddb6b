"""Measures and their values: by area, over rounds, and of target groups.

The numbers are those of the map and the dashboard: the same functions, the same scope.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.publications import labels
from ppaos.operations.results import counts
from ppaos.web.api import schemas
from ppaos.web.api.authentication import about
from ppaos.web.api.descriptions import operation
from ppaos.web.api.etags import unchanged
from ppaos.web.api.parameters import InArea, QueryParameters, SeriesAsked, ValuesAsked
from ppaos.web.api.schemas import words
from ppaos.web.choropleth import parameters, values as choropleth
from ppaos.web.requests.auth import current_user

router = Router(tags=["figures"])


@router.get(
    "/measures",
    response={200: schemas.Measures, 304: None, **schemas.REFUSALS},
    operation_id="measures",
    **operation(
        Bilingual("รายการตัววัด", "Measures"),
        Bilingual("ทุกตัววัดของรุ่นข้อมูล", "Every measure of a publication."),
    ),
)
def measures(request: HttpRequest, response: HttpResponse, asked: Query[QueryParameters]) -> Any:
    """Every measure."""
    one = about(request, asked.version)
    if done := unchanged(request, response, one):
        return done
    publication = one.publication
    items = [_measure(item) for item in counts.measures(publication).values()]
    return {"publication": publication.pk, "items": items}


@router.get(
    "/values",
    response={200: schemas.Values, 304: None, **schemas.REFUSALS},
    operation_id="values",
    **operation(
        Bilingual("ค่าของตัววัดตามพื้นที่", "Values of a measure"),
        Bilingual(
            "ค่าของทุกพื้นที่ระดับหนึ่งในพื้นที่ที่ขอ และค่ารวม ตรงกับแผนที่และหน้าภาพรวม หมู่บ้านขอได้ภายในจังหวัด",
            "Values of the areas of a level inside the asked area, and of the area itself, as on the map and "
            "the dashboard. Villages can be asked for within a province.",
        ),
    ),
)
def values(request: HttpRequest, response: HttpResponse, asked: Query[ValuesAsked]) -> Any:
    """Values of one measure."""
    one = about(request, asked.version, asked.area)
    publication = one.publication
    map_ = parameters.asked_for(
        publication, one.scope, one.area, level=asked.level, measure=asked.measure
    )
    if done := unchanged(request, response, one):
        return done
    found = choropleth.values_on_map(map_, current_user(request))
    return {
        "publication": publication.pk,
        "made_at": publication.ready_at,
        "measure": _measure(map_.measure),
        "area": one.area.code,
        "level": map_.level,
        "items": [_value(row) for row in found.rows],
        "total": _value(found.total),
    }


@router.get(
    "/series",
    response={200: schemas.Series, 304: None, **schemas.REFUSALS},
    operation_id="series",
    **operation(
        Bilingual("ตัววัดตามรอบสำรวจ", "A measure over rounds"),
        Bilingual(
            "ค่าของพื้นที่ในแต่ละรอบสำรวจ เก่าไปใหม่",
            "Value of an area in each survey round, oldest first.",
        ),
    ),
)
def series(request: HttpRequest, response: HttpResponse, asked: Query[SeriesAsked]) -> Any:
    """One measure over rounds."""
    one = about(request, asked.version, asked.area)
    publication, area = one.publication, one.area
    measure = counts.measure_named(publication, asked.measure)
    if done := unchanged(request, response, one):
        return done
    found = counts.series(publication, measure, scope=one.scope, area=area.code)
    return {
        "publication": publication.pk,
        "measure": _measure(measure),
        "area": area.code,
        "items": [{"round_be": round_be, "value": value} for round_be, value in found],
    }


@router.get(
    "/groups",
    response={200: schemas.Groups, 304: None, **schemas.REFUSALS},
    operation_id="groups",
    **operation(
        Bilingual("กลุ่มเป้าหมาย", "Target groups"),
        Bilingual(
            "ทุกกลุ่ม เกณฑ์ และจำนวนในพื้นที่ที่ขอ",
            "Every target group, its rule, and how many of the requested area are in it.",
        ),
    ),
)
def groups(request: HttpRequest, response: HttpResponse, asked: Query[InArea]) -> Any:
    """Target groups, counted in one area."""
    one = about(request, asked.version, asked.area)
    publication, area = one.publication, one.area
    if done := unchanged(request, response, one):
        return done
    rules = {
        f"{name}/{item.name}": item.rule.text
        for name, document in labels.rules(publication).items()
        for item in document.groups
    }

    def counted(group: str, unit: str) -> float | None:
        measure = counts.measure_named(publication, f"group:{group}:{unit}")
        return counts.value(publication, measure, scope=one.scope, area=area.code)

    items = [
        {
            "name": item.key,
            "title": words(item.title),
            "unit": item.unit,
            "rule": rules.get(item.key),
            "is_unofficial": item.is_unofficial,
            "people": counted(item.key, "people"),
            "households": counted(item.key, "households"),
        }
        for item in labels.group_titles(publication)
    ]
    return {"publication": publication.pk, "area": area.code, "items": items}


def _measure(item: counts.Measure) -> dict[str, Any]:
    return {"name": item.name, "title": words(item.title), "unit": item.unit, "kind": item.kind}


def _value(row: choropleth.MapRow) -> dict[str, Any]:
    return {"code": row.code, "name": words(row.title), "value": row.value, "state": row.state}
