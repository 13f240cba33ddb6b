"""One household: its page, a number shown, an event recorded, and the family's own picture."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ppaos.domain.casework.next_step import next_step
from ppaos.domain.errors import SettingError, UserError
from ppaos.domain.privacy.purposes import ID_PURPOSES
from ppaos.operations.accounts.models import User
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.purposes import purpose_of
from ppaos.operations.accounts.scope import scope_of
from ppaos.operations.audit import actions as audit
from ppaos.operations.events.actions import record_event
from ppaos.operations.events.models import HouseholdEvent
from ppaos.operations.events.queries import events_of
from ppaos.operations.people.models import Household
from ppaos.operations.people.queries import household_of, people_of, person_of
from ppaos.operations.publications.labels import instrument
from ppaos.operations.publications.models import Publication
from ppaos.web.households.page.explanation import explained
from ppaos.web.households.page.history import rounds_of
from ppaos.web.households.page.presentation import shown_household
from ppaos.web.households.picture.presentation import picture_of
from ppaos.web.requests.auth import current_user, in_version, not_found, permitted, publication_for
from ppaos.web.requests.errors import status_of
from ppaos.web.requests.limits import paced
from ppaos.web.requests.unmasking import unmask
from ppaos.web.text import say
from ppaos.workflows.explain.members import MASKED


@require_safe
@permitted(Permission.SEE_HOUSEHOLDS)
@paced()
def page(request: HttpRequest, household_id: str) -> HttpResponse:
    """Everything that is known of one household and why it stands where it stands."""
    publication = publication_for(request)
    household = _household(request, publication, household_id)
    if household is None:
        return not_found(request)
    return _page(request, publication, household)


@require_safe
@permitted(Permission.SEE_HOUSEHOLDS)
@paced()
def picture(request: HttpRequest, household_id: str) -> HttpResponse:
    """One page for the family itself, to be printed."""
    publication = publication_for(request)
    household = _household(request, publication, household_id)
    if household is None:
        return not_found(request)
    _viewed(request, "picture_printed", household)
    explanation = explained(publication, household)
    return render(
        request,
        "households/picture.html",
        {
            "publication": publication,
            "household": household,
            "explanation": explanation,
            "picture": picture_of(explanation),
        },
    )


@require_http_methods(["POST"])
@permitted(Permission.UNMASK)
def unmask_person(request: HttpRequest, household_id: str) -> HttpResponse:
    """The citizen ID of one member, in place of its mask."""
    publication = publication_for(request)
    household = _household(request, publication, household_id)
    one = person_of(household, request.POST.get("person", "")) if household else None
    if household is None or one is None or not one.has_citizen_id:
        return not_found(request)
    one.village_code = household.village_code
    told, status = {}, 200
    try:
        told["number"] = unmask(request, one)
    except UserError as error:
        told["refused"], status = say(error.th, error.en), status_of(error)
    shown = {
        "member_id": str(one.person_id),
        "household": household,
        "purposes": ID_PURPOSES,
        "mask": MASKED,
        **told,
    }
    if request.headers.get("HX-Request"):
        # htmx puts an answer in place only when it is not an error
        return render(request, "households/number.html", shown)
    return _page(request, publication, household, shown, status=status)


@require_POST
@permitted(Permission.RECORD)
def record(request: HttpRequest, household_id: str) -> HttpResponse:
    """Record a visit, help or exit."""
    publication = publication_for(request)
    household = _household(request, publication, household_id)
    if household is None:
        return not_found(request)
    try:
        event = record_event(
            kind=request.POST.get("kind", ""),
            household_id=household.household_id,
            village_code=household.village_code,
            on=_day(request.POST.get("on", "")),
            note=request.POST.get("note", ""),
            by=current_user(request),
        )
    except UserError as error:
        given = {"event_error": say(error.th, error.en), "given": request.POST}
        return _page(request, publication, household, given, status=status_of(error))
    messages.success(
        request, say(f"บันทึก '{event.get_kind_display()}' แล้ว", f"Recorded: {event.kind}.")
    )
    page_of = reverse("households:page", args=[household_id])
    return redirect(f"{in_version(page_of, publication.version)}#events")


def _household(
    request: HttpRequest, publication: Publication, household_id: str
) -> Household | None:
    scope = scope_of(current_user(request), Permission.SEE_HOUSEHOLDS)
    return household_of(publication, household_id, scope)


def _viewed(request: HttpRequest, action: str, household: Household) -> None:
    audit.record(
        action,
        target=("household", household.household_id),
        area=household.village_code,
        purpose=purpose_of(current_user(request)),
        details={"publication": household.publication_id},
    )


def _page(
    request: HttpRequest,
    publication: Publication,
    household: Household,
    more: Mapping[str, Any] = MappingProxyType({}),
    *,
    status: int = 200,
) -> HttpResponse:
    """The page, put on record for whatever reason it is shown; `more` is what a form adds to it."""
    _viewed(request, "household_viewed", household)
    what = {**_shown(current_user(request), publication, household), **more}
    return render(request, "households/page.html", what, status=status)


def _shown(user: User, publication: Publication, household: Household) -> dict[str, Any]:
    people = people_of(household)
    explanation = explained(publication, household, people)
    seen = scope_of(user, Permission.SEE_HOUSEHOLDS)
    village = household.village_code
    events = list(events_of(household.household_id, seen)[:50])
    return {
        "publication": publication,
        "household": household,
        "explanation": explanation,
        "shown": shown_household(household, explanation, scope_of(user, Permission.SEE_COUNTS)),
        "dimension_count": len(instrument(publication).dimensions),
        "rounds": rounds_of(publication, household),
        "events": events,
        "next_step": next_step(explanation, {event.kind for event in events}),
        "kinds": [(kind.value, say(kind.label, kind.name.title())) for kind in HouseholdEvent.Kind],
        "may_record": scope_of(user, Permission.RECORD).covers(village),
        "may_review": scope_of(user, Permission.REVIEW).covers(village),
        "may_unmask": scope_of(user, Permission.UNMASK).covers(village),
        "purposes": ID_PURPOSES,
        "mask": MASKED,
        "given": {},
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SettingError(th="เลือกวันที่ทำ", en="Choose the day on which it was done.") from None
