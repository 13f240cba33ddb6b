"""Areas: one, and those of a level inside another."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from ppaos.domain.area.codes import LEVELS, level_of
from ppaos.domain.errors import SettingError
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.accounts.scope import areas_within
from ppaos.operations.areas.models import Area
from ppaos.operations.areas.queries import areas_of, level_below
from ppaos.web.api import schemas
from ppaos.web.api.authentication import about
from ppaos.web.api.descriptions import operation
from ppaos.web.api.etags import unchanged
from ppaos.web.api.parameters import AreasAsked, OneArea, QueryParameters

router = Router(tags=["areas"])


@router.get(
    "/areas",
    response={200: schemas.Areas, 304: None, **schemas.REFUSALS},
    operation_id="areas",
    **operation(
        Bilingual("รายการพื้นที่", "Areas"),
        Bilingual(
            "พื้นที่ของระดับหนึ่งในพื้นที่ที่ขอ เรียงตามรหัส เฉพาะที่อยู่ในสิทธิ์ของท่าน",
            "Areas of one level inside the requested area, by code, limited to your areas.",
        ),
    ),
)
def areas(request: HttpRequest, response: HttpResponse, asked: Query[AreasAsked]) -> Any:
    """A page of areas."""
    one = about(request, asked.version, asked.area)
    if done := unchanged(request, response, one):
        return done
    inside = one.area
    level = asked.level or level_below(inside.level) or inside.level
    if LEVELS.index(level) < LEVELS.index(inside.level):
        raise SettingError(
            th=f"ระดับ '{level}' ไม่อยู่ในพื้นที่ {inside.code} เลือกระดับที่เล็กกว่า",
            en=f"Level '{level}' does not lie inside area {inside.code}. Choose a finer one.",
        )
    within = areas_within(one.scope.narrowed(inside.code), "code")
    rows = areas_of(level, within & Q(code__gt=asked.after or ""))
    found = list(rows[: asked.size + 1])
    shown = found[: asked.size]
    following = shown[-1].code if len(found) > asked.size else None
    return {"items": [_area(item) for item in shown], "next": following}


@router.get(
    "/areas/{code}",
    response={200: schemas.Area, 304: None, **schemas.REFUSALS},
    operation_id="area",
    **operation(
        Bilingual("พื้นที่หนึ่ง", "One area"), Bilingual("ชื่อและระดับของพื้นที่", "Name and level of an area.")
    ),
)
def area(
    request: HttpRequest, response: HttpResponse, one: Path[OneArea], asked: Query[QueryParameters]
) -> Any:
    """One area."""
    found = about(request, asked.version, one.code)
    return unchanged(request, response, found) or _area(found.area)


def _area(item: Area) -> dict[str, Any]:
    return {
        "code": item.code,
        "level": level_of(item.code),
        "name": {"th": item.name_th, "en": item.name_en},
        "parent": item.parent_code or None,
    }
