"""Households in scope: the list behind a number, and one household with its reasons.

Each answer is put on record. Citizen IDs are not given in any form.
"""

import json
from typing import Any, Final

from django.http import HttpRequest
from ninja import Path, Query, Router

from ppaos.domain.explanation.records import Answer, GroupReason, IndicatorReason, Member, as_json
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.purposes import purpose_of
from ppaos.operations.audit.actions import record
from ppaos.operations.people.models import Household
from ppaos.operations.people.queries import household_of, households_in_order, people_of
from ppaos.operations.people.search import key_of
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.settings import names_of
from ppaos.web.api import schemas
from ppaos.web.api.authentication import allowed
from ppaos.web.api.descriptions import operation
from ppaos.web.api.errors import not_found
from ppaos.web.api.parameters import HouseholdsAsked, OneHousehold, QueryParameters
from ppaos.web.api.schemas import words
from ppaos.web.households.page.explanation import explained
from ppaos.web.households.search.query import Finder
from ppaos.web.requests.auth import area_in_scope, current_user, version_of

router = Router(tags=["households"])
_COLUMNS: Final = (
    "house_code", "house_number", "head_name", "village_code", "village_name", "people", "members",
    "card_holders", "in_survey", "surveyed_on", "fails_mpi", "dimensions", "deprived",
    "vulnerability_level", "groups", "priority", "is_new", "latitude", "longitude", "is_synthetic",
)  # fmt: skip
_EMPTY_IS_NULL: Final = ("house_code", "house_number", "head_name", "village_code", "village_name")


@router.get(
    "/households",
    response={200: schemas.Households, **schemas.REFUSALS},
    operation_id="households",
    **operation(
        Bilingual("รายชื่อครัวเรือน", "Households"),
        Bilingual(
            "ครัวเรือนที่เข้าทุกเงื่อนไข เรียงตามความเร่งด่วน เฉพาะในพื้นที่ของท่าน ทุกคำขอถูกบันทึก",
            "Households that fulfil every condition, the most urgent first, in your areas only. "
            "Every request is recorded.",
        ),
    ),
)
def households(request: HttpRequest, asked: Query[HouseholdsAsked]) -> Any:
    """A page of households."""
    scope = allowed(request, Permission.SEE_HOUSEHOLDS)
    publication = version_of(asked.version)
    area = area_in_scope(request, asked.area, Permission.SEE_HOUSEHOLDS)
    wanted = asked.as_filter(publication, area.code)
    key = key_of(asked.after, "after") if asked.after else None
    finder = Finder(publication, scope, current_user(request), wanted)
    page = finder.page(key, size=asked.size)
    rows = households_in_order(publication, page.households, scope, _COLUMNS)
    _on_record(
        request,
        target=("households", "list"),
        area=area.code,
        details={
            "query": wanted.as_query(),
            "households": len(rows),
            "publication": publication.pk,
        },
    )
    return {
        "publication": publication.pk,
        "total": finder.count,
        "items": [_row(publication, row) for row in rows],
        "next": page.after.text() if page.after else None,
    }


@router.get(
    "/households/{household_id}",
    response={200: schemas.Household, **schemas.REFUSALS},
    operation_id="household",
    **operation(
        Bilingual("ครัวเรือนหนึ่ง", "One household"),
        Bilingual(
            "ตัวชี้วัด กลุ่ม เหตุผล และสมาชิกของครัวเรือน โดยไม่มีเลขประจำตัว ทุกคำขอถูกบันทึก",
            "Indicators, groups, reasons and people of a household, without citizen IDs. Every request is recorded.",
        ),
    ),
)
def household(request: HttpRequest, one: Path[OneHousehold], asked: Query[QueryParameters]) -> Any:
    """One household with its reasons."""
    scope, publication = allowed(request, Permission.SEE_HOUSEHOLDS), version_of(asked.version)
    found = household_of(publication, one.household_id, scope)
    if found is None:
        return not_found()
    _on_record(
        request,
        target=("household", found.household_id),
        area=found.village_code,
        details={"publication": publication.pk},
    )
    return _whole(publication, found)


def _on_record(request: HttpRequest, *, details: dict[str, Any], **facts: Any) -> None:
    user = current_user(request)
    token = {"token": user.api_token.pk} if user.api_token else {}
    record("api_read", by=user, purpose=purpose_of(user), details=details | token, **facts)


def _row(publication: Publication, row: dict[str, Any]) -> dict[str, Any]:
    settings = publication.reading
    is_measured = row["fails_mpi"] is not None
    return {
        **row,
        **{name: row[name] or None for name in _EMPTY_IS_NULL},
        "dimensions": names_of(settings.dimension_names, row["dimensions"]) if is_measured else None,
        "indicators": names_of(settings.indicator_names, row["deprived"]) if is_measured else None,
        "groups": names_of(settings.group_keys, row["groups"]),
    }  # fmt: skip


def _whole(publication: Publication, stored: Household) -> dict[str, Any]:
    told = explained(publication, stored, people_of(stored))
    names = publication.reading.indicator_names
    row = {name: getattr(stored, name) for name in ("household_id", *_COLUMNS)}
    rounds = json.loads(stored.history)
    return {
        **_row(publication, row),
        "publication": publication.pk,
        "score": None if told.verdict is None or told.verdict.score is None else str(told.verdict.score),
        "dimension_states": [
            {"name": item.name, "title": words(item.title), "is_failing": item.is_failing}
            for item in told.dimensions
        ],
        "indicator_states": [_indicator(item) for item in told.indicators],
        "reasons": [_reason(item) for item in told.groups],
        "people_of": [_member(item) for item in told.members],
        "ways_out": [list(item.indicators) for item in told.ways_out],
        "doubts": [
            {"text": words(item.text), "action": words(item.action)} for item in told.doubts
        ],
        "history": [
            {"round_be": number, "indicators": names_of(names, deprived), "surveyed_on": on}
            for number, deprived, _, _, on in rounds
        ],
    }  # fmt: skip


def _indicator(item: IndicatorReason) -> dict[str, Any]:
    return {
        "name": item.name,
        "dimension": item.dimension,
        "title": words(item.title),
        "state": item.state,
        "weight": str(item.weight),
        "answers": [_answer(answer) for answer in item.answers],
    }


def _reason(item: GroupReason) -> dict[str, Any]:
    return {
        "name": f"{item.rules}/{item.group}",
        "title": words(item.title),
        "rule": item.rule,
        "values": [_answer(answer) for answer in item.values],
    }


def _member(item: Member) -> dict[str, Any]:
    return {
        "name": item.name,
        "sex": item.sex and words(item.sex),
        "age_years": item.age_years,
        "relation": item.relation and words(item.relation),
        "in_survey": item.in_survey,
        "facts": [words(fact.title) for fact in item.facts],
        "sources": [words(found.origin.title) for found in item.records],
        "groups": [_reason(group) for group in item.groups],
    }


def _answer(item: Answer) -> dict[str, Any]:
    value = as_json(item.value)
    return {
        "name": item.column,
        "title": words(item.title),
        "value": value if isinstance(value, bool | int | float | str | None) else str(value),
        "label": item.label and words(item.label),
    }
