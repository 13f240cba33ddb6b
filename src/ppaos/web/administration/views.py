"""People of the administrator's areas: their roles, closing accounts, invitations."""

from typing import Any, Final
from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ppaos.domain.area.scope import Scope
from ppaos.domain.errors import UserError
from ppaos.operations.accounts import actions, queries
from ppaos.operations.accounts.models import Grant, Invitation, User
from ppaos.operations.accounts.permissions import Permission, Role
from ppaos.operations.accounts.scope import scope_of
from ppaos.operations.areas.queries import titles_of
from ppaos.web.accounts.labels import role_title
from ppaos.web.accounts.mail import is_sent_for_real, send_invitation
from ppaos.web.administration.forms import InvitationForm, RoleForm
from ppaos.web.requests.auth import current_user, not_found, permitted
from ppaos.web.text import say

PAGE: Final = 50


@require_GET
@permitted(Permission.ADMINISTER)
def people(request: HttpRequest) -> HttpResponse:
    """Accounts with a role inside one's areas, a page at a time by their name."""
    scope = _scope(request)
    text, role = request.GET.get("q", "").strip()[:100], request.GET.get("role", "")
    found = queries.visible_people(scope, text=text, role=role if role in Role.values else "")
    after = request.GET.get("after", "")[:150]
    rows = list((found.filter(username__gt=after) if after else found)[: PAGE + 1])
    shown = rows[:PAGE]
    return render(
        request, "administration/people.html",
        {
            "rows": [{"user": user, "grants": _shown(queries.shown_grants(user))} for user in shown],
            "next_after": shown[-1].username if len(rows) > PAGE else "",
            "count": found.count(), "q": text, "role": role, "roles": _roles(),
            "invitations": queries.open_invitations(scope).count(),
        },
    )  # fmt: skip


@require_GET
@permitted(Permission.ADMINISTER)
def person_page(request: HttpRequest, number: int) -> HttpResponse:
    """One account: its roles inside one's areas, and what can be done with it."""
    user = _user(request, number)
    if user is None:
        return not_found(request)
    return _page_of(request, user, RoleForm(scope=_scope(request)))


@require_POST
@permitted(Permission.ADMINISTER)
def add_role(request: HttpRequest, number: int) -> HttpResponse:
    """Give the account a role."""
    user = _user(request, number)
    if user is None:
        return not_found(request)
    form = RoleForm(request.POST, scope=_scope(request))
    if form.is_valid():
        try:
            actions.grant_role(user=user, by=current_user(request), **form.cleaned_data)
        except UserError as error:
            form.add_error(None, say(error.th, error.en))
    if form.errors:
        return _page_of(request, user, form, status=400)
    messages.success(request, say("ให้บทบาทแล้ว", "The role was granted."))
    return redirect("administration:person", number=user.pk)


@require_POST
@permitted(Permission.ADMINISTER)
def remove_role(request: HttpRequest, number: int, grant: int) -> HttpResponse:
    """Take a role away."""
    found = queries.visible_grants(_scope(request)).filter(pk=grant, user_id=number).first()
    if found is None:
        return not_found(request)
    actions.revoke_role(grant=found, by=current_user(request))
    messages.success(request, say("ถอนบทบาทแล้ว", "The role was removed."))
    if _user(request, number) is None:
        return redirect("administration:people")
    return redirect("administration:person", number=number)


@require_POST
@permitted(Permission.ADMINISTER)
def set_active(request: HttpRequest, number: int) -> HttpResponse:
    """Close the account, or open it again."""
    user = _user(request, number)
    if user is None:
        return not_found(request)
    is_active = request.POST.get("active") == "1"
    actions.set_active(user=user, is_active=is_active, by=current_user(request))
    messages.success(
        request,
        say("เปิดบัญชีแล้ว", "The account is open.")
        if is_active
        else say("ปิดบัญชีแล้ว เข้าสู่ระบบไม่ได้อีก", "The account is closed; nobody signs in with it."),
    )
    return redirect("administration:person", number=user.pk)


@require_POST
@permitted(Permission.ADMINISTER)
def reset_second_factor(request: HttpRequest, number: int) -> HttpResponse:
    """Take the second factor of somebody who lost it away."""
    user = _user(request, number)
    if user is None:
        return not_found(request)
    actions.reset_second_factor(user=user, by=current_user(request))
    messages.success(request, say("ยกเลิกการยืนยันตัวตนสองขั้นตอนแล้ว", "The second factor was removed."))
    return redirect("administration:person", number=user.pk)


@require_http_methods(["GET", "POST"])
@permitted(Permission.ADMINISTER)
def invitations(request: HttpRequest) -> HttpResponse:
    """Open invitations of one's areas, and a form for a new one."""
    scope = _scope(request)
    form = InvitationForm(request.POST or None, scope=scope)
    link = ""
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = actions.invite(by=current_user(request), **form.cleaned_data)
        except UserError as error:
            form.add_error(None, say(error.th, error.en))
        else:
            link = _sent(request, made, secret)
            form = InvitationForm(scope=scope)
    rows = list(queries.open_invitations(scope))
    titles = titles_of(item.area_code for item in rows)
    shown = [
        {"invitation": item, "role": role_title(item.role), "area": titles[item.area_code]}
        for item in rows
    ]
    return render(
        request,
        "administration/invitations.html",
        {"form": form, "rows": shown, "link": link, "areas": queries.areas_to_choose(scope)},
        status=400 if form.errors else 200,
    )


@require_POST
@permitted(Permission.ADMINISTER)
def revoke_invitation(request: HttpRequest, number: UUID) -> HttpResponse:
    """Take an invitation back."""
    found = queries.open_invitations(_scope(request)).filter(pk=number).first()
    if found is None:
        return not_found(request)
    actions.revoke_invitation(invitation=found, by=current_user(request))
    messages.success(request, say("ถอนคำเชิญแล้ว", "The invitation was withdrawn."))
    return redirect("administration:invitations")


def _sent(request: HttpRequest, made: Invitation, secret: str) -> str:
    """Mail the link; the link itself where it could not be mailed, for the administrator to pass on."""
    link = request.build_absolute_uri(reverse("accounts:invitation_link", args=[secret]))
    if send_invitation(made, link) and is_sent_for_real():
        messages.success(request, say("ส่งคำเชิญทางอีเมลแล้ว", "The invitation was sent by email."))
        return ""
    return link


def _scope(request: HttpRequest) -> Scope:
    return scope_of(current_user(request), Permission.ADMINISTER)


def _user(request: HttpRequest, number: int) -> User | None:
    return queries.visible_people(_scope(request)).filter(pk=number).first()


def _roles() -> list[tuple[str, Any]]:
    return [(item.value, role_title(item)) for item in Role]


def _shown(grants: list[Grant]) -> list[dict[str, Any]]:
    titles = titles_of(grant.area_code for grant in grants)
    agencies = queries.agency_titles()
    return [
        {
            "grant": grant, "role": role_title(grant.role), "area": titles[grant.area_code],
            "agency": agencies.get(grant.agency),
        }
        for grant in grants
    ]  # fmt: skip


def _page_of(request: HttpRequest, user: User, form: RoleForm, status: int = 200) -> HttpResponse:
    scope = _scope(request)
    grants = list(queries.visible_grants(scope).filter(user=user).order_by("role", "area_code"))
    return render(
        request, "administration/person.html",
        {
            "account": user, "grants": _shown(grants), "form": form, "areas": queries.areas_to_choose(scope),
            "is_oneself": user.pk == current_user(request).pk,
            "has_second_factor": is_mfa_enabled(user),
            "can_close": queries.is_wholly_in(user, scope),
        },
        status=status,
    )  # fmt: skip
