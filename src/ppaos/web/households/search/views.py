"""Search for households; choose columns; find somebody by their number; keep searches."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ppaos.domain.area.codes import NATION
from ppaos.domain.area.scope import Scope, smallest_area
from ppaos.domain.errors import UserError
from ppaos.domain.privacy.purposes import ID_PURPOSES, stated
from ppaos.operations.accounts.models import User
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.purposes import purpose_of
from ppaos.operations.accounts.scope import may, scope_of
from ppaos.operations.audit import actions as audit
from ppaos.operations.people.actions import delete_search, save_search
from ppaos.operations.people.models import Household
from ppaos.operations.people.queries import households_in_order, saved_searches_of
from ppaos.operations.people.search import COUNTED, Key, household_of_person, key_of
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.conditions.registry import conditions
from ppaos.operations.results.filters import HouseholdFilter
from ppaos.web.households.columns import COLUMNS, SESSION_KEY, chosen_columns, fields_of, listed
from ppaos.web.households.search.area_choices import LEVELS, AreaSelect, area_selects, area_title
from ppaos.web.households.search.form import conditions_of, form_fields
from ppaos.web.households.search.query import Finder, area_of_form, search_of
from ppaos.web.requests.auth import (
    PageRefusal,
    current_user,
    in_version,
    permitted,
    publication_for,
)
from ppaos.web.requests.errors import status_of
from ppaos.web.requests.limits import TooManyError, paced
from ppaos.web.requests.unmasking import citizen_id_lookup
from ppaos.web.text import say

MOST_NUMBERS_AN_HOUR: Final = 60


@require_safe
@permitted(Permission.SEE_HOUSEHOLDS)
@paced()
def search(request: HttpRequest) -> HttpResponse:
    """The form, and the page of households that were asked for."""
    publication = publication_for(request)
    scope = scope_of(current_user(request), Permission.SEE_HOUSEHOLDS)
    is_asked = any(name in request.GET for name in _words())
    asked, found, error = HouseholdFilter(), None, None
    try:
        asked = search_of(request.GET, publication)
        _require_area(publication, request, asked)
        if is_asked:
            found = _found(request, Finder(publication, scope, current_user(request), asked))
    except UserError as refused:
        error = refused
    page = {
        **_form(request, publication, asked, request.GET),
        **({"area_selects": _selects(request, publication)} if error else {}),
        "error": say(error.th, error.en) if error else "",
        "is_asked": is_asked,
        **(found or {}),
    }
    return render(request, "households/search.html", page, status=400 if error else 200)


@require_safe
@permitted(Permission.SEE_HOUSEHOLDS)
def areas(request: HttpRequest) -> HttpResponse:
    """The selects of the area, after one of them was changed."""
    selects = _selects(request, publication_for(request))
    return render(request, "households/areas.html", {"area_selects": selects})


@require_POST
@permitted(Permission.SEE_HOUSEHOLDS)
def columns(request: HttpRequest) -> HttpResponse:
    """Choose the columns of the list, for this session."""
    chosen = chosen_columns(request.POST.getlist("column"))
    request.session[SESSION_KEY] = [column.name for column in chosen]
    return _back(request)


@require_POST
@permitted(Permission.SEE_HOUSEHOLDS)
def by_number(request: HttpRequest) -> HttpResponse:
    """The household of the person with a citizen ID, which is never part of an address."""
    publication, user = publication_for(request), current_user(request)
    scope = scope_of(user, Permission.SEE_HOUSEHOLDS)
    try:
        given = request.POST.get("purpose", ""), request.POST.get("note", "")
        purpose = stated(*given, of=ID_PURPOSES)
        identity = citizen_id_lookup(request.POST.get("citizen_id", ""))
        found = household_of_person(publication, identity, scope) if identity else None
        _record_id_search(user, scope, purpose, found, is_number=identity is not None)
    except UserError as error:
        told = say(error.th, error.en)
        return _number_answer(request, publication, told, status=status_of(error))
    if identity is None:
        told = say(
            "เลขประจำตัวประชาชนไม่ถูกต้อง ตรวจทั้ง 13 หลักแล้วพิมพ์ใหม่",
            "This is not a valid citizen ID. Check all 13 digits and type it again.",
        )
        return _number_answer(request, publication, told)
    if found is None:
        told = say(
            "ไม่พบคนที่มีเลขนี้ในพื้นที่ของท่าน ลองค้นด้วยชื่อ",
            "Nobody with this number was found in your areas. Try the name.",
        )
        return _number_answer(request, publication, told, status=404)
    return redirect(
        in_version(reverse("households:page", args=[found.household_id]), publication.version)
    )


@require_POST
@permitted(Permission.SEE_HOUSEHOLDS)
def save(request: HttpRequest) -> HttpResponse:
    """Keep the search under a name."""
    asked = search_of(QueryDict(request.POST.get("query", "")), publication_for(request))
    kept = save_search(
        name=request.POST.get("title", ""), query=asked.saved_query(), by=current_user(request)
    )
    told = say(f"บันทึกการค้นหา '{kept.name}' แล้ว", f"Search '{kept.name}' was saved.")
    if asked.names_somebody:
        told += " " + say("ชื่อคนและรหัสประจำบ้านไม่ถูกบันทึก", "The name and house code were not saved.")
    messages.success(request, told)
    return _back(request)


@require_POST
@permitted(Permission.SEE_HOUSEHOLDS)
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Forget a search of one's own."""
    if delete_search(number=number, by=current_user(request)):
        messages.success(request, say("ลบการค้นหาแล้ว", "The search was deleted."))
    return _back(request)


def _record_id_search(
    user: User, scope: Scope, purpose: str, found: Household | None, *, is_number: bool
) -> None:
    """Put a search by citizen ID on record, in the village that it led to.

    Errors: TooManyError above the rate.
    """
    is_recorded = audit.record_at_most(
        MOST_NUMBERS_AN_HOUR,
        "id_search",
        "id_search_refused",
        by=user,
        purpose=purpose,
        target=("household", found.household_id) if found else ("", ""),
        area=found.village_code if found else smallest_area(scope.prefixes),
        details={"found": found is not None, "is_number": is_number},
    )
    if not is_recorded:
        raise TooManyError(
            th=f"ค้นด้วยเลขประจำตัวได้ไม่เกิน {MOST_NUMBERS_AN_HOUR} ครั้งต่อชั่วโมง รอแล้วลองใหม่",
            en=f"At most {MOST_NUMBERS_AN_HOUR} searches by citizen ID an hour. Wait and try again.",
        )


def _found(request: HttpRequest, finder: Finder) -> dict[str, Any]:
    """The page of households, its neighbours, and what to do when there is none."""
    asked, publication = finder.search, finder.publication
    key = _key(request)
    shown = finder.page(key)
    columns = chosen_columns(request.session.get(SESSION_KEY))
    rows = households_in_order(publication, shown.households, finder.scope, fields_of(columns))
    details = {
        **asked.as_details(), "page": key is not None, "shown": len(rows), "publication": publication.pk,
    }  # fmt: skip
    purpose = purpose_of(current_user(request))
    audit.record(
        "search", area=smallest_area(finder.inside.prefixes), purpose=purpose, details=details
    )
    told = conditions_of(publication, asked)
    return {
        "columns": columns,
        "rows": listed(publication, rows, columns),
        "count": finder.count,
        "is_bounded": finder.is_bounded,
        "bounding": finder.bounding,
        "counted": COUNTED,
        "conditions": [(item, _address(publication, item.without)) for item in told],
        "previous": _address(publication, asked, before=shown.before.text())
        if shown.before
        else "",
        "next": _address(publication, asked, after=shown.after.text()) if shown.after else "",
        "loosened": []
        if finder.count
        else [
            (item.title, item.households, _address(publication, item.search))
            for item in finder.loosened()
        ],
    }


def _selects(request: HttpRequest, publication: Publication) -> list[AreaSelect]:
    """The selects of the area as the form was sent, whatever else of it was refused."""
    scope = scope_of(current_user(request), Permission.SEE_HOUSEHOLDS)
    return area_selects(publication, scope, area_of_form(request.GET))


def _key(request: HttpRequest) -> Key | None:
    if request.GET.get("before"):
        return key_of(request.GET["before"], "before")
    return key_of(request.GET["after"], "after") if request.GET.get("after") else None


def _form(
    request: HttpRequest, publication: Publication, asked: HouseholdFilter, given: Mapping[str, Any]
) -> dict[str, Any]:
    user = current_user(request)
    scope = scope_of(user, Permission.SEE_HOUSEHOLDS)
    chosen = {column.name for column in chosen_columns(request.session.get(SESSION_KEY))}
    current = _address(publication, asked)
    return {
        "publication": publication,
        "search": asked,
        "area_selects": area_selects(publication, scope, asked.area),
        "fields": form_fields(publication, asked, given),
        "all_columns": [(column, column.name in chosen) for column in COLUMNS],
        "saved": [
            (item, f"{reverse('households:search')}?{_kept(publication, item.query)}")
            for item in saved_searches_of(user)
        ],
        "purposes": ID_PURPOSES,
        "current": current,
        "query": _kept(publication, asked.list_query()),
        "export_address": f"{reverse('households:export')}?{_kept(publication, asked.list_query())}"
        if may(user, Permission.EXPORT)
        else "",
    }


def _require_area(publication: Publication, request: HttpRequest, asked: HouseholdFilter) -> None:
    """Errors: AreaError for an area that does not exist; Refused for one that is not in scope."""
    code = asked.area
    if code == NATION:
        return
    title = area_title(publication, code)
    scope = scope_of(current_user(request), Permission.SEE_HOUSEHOLDS)
    if scope.narrowed(code).is_empty:
        raise PageRefusal(
            th=f"{title.th} อยู่นอกพื้นที่ของท่าน เลือกพื้นที่ของท่านในหน้าค้นหา",
            en=f"{title.en} is outside your areas. Choose one of yours on the search page.",
        )


def _number_answer(
    request: HttpRequest, publication: Publication, told: str, *, status: int = 400
) -> HttpResponse:
    page = _form(request, publication, HouseholdFilter(), {}) | {
        "number_error": told,
        "given_purpose": request.POST.get("purpose", ""),
        "given_note": request.POST.get("note", "")[:200],
        "is_asked": False,
    }
    return render(request, "households/search.html", page, status=status)


def _address(publication: Publication, asked: HouseholdFilter, **more: str) -> str:
    """Address of a search; a version that is looked back at stays the same."""
    query = _kept(publication, asked.list_query(), **more)
    return f"{reverse('households:search')}?{query}"


def _kept(publication: Publication, query: str, **more: str) -> str:
    """A query string in the version of the publication."""
    given = {"version": publication.version, **more}
    extra = urlencode({name: text for name, text in given.items() if text})
    return "&".join(part for part in (query, extra) if part)


def _words() -> tuple[str, ...]:
    """Names in an address that ask for a list."""
    return (*LEVELS, "area", *[item.address_word for item in conditions()])


def _back(request: HttpRequest) -> HttpResponse:
    """To the search that a form was sent from, which its query names."""
    query = request.POST.get("query", "")
    known = {key: value for key, value in QueryDict(query).items() if key in {*_words(), "version"}}
    address = reverse("households:search")
    return redirect(f"{address}?{urlencode(known)}" if known else address)
