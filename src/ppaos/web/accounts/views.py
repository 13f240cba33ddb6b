"""One's own account: who one is here, one's tokens, and opening an account by invitation."""

from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ppaos.domain.errors import SettingError, UserError
from ppaos.domain.privacy.purposes import purpose_title
from ppaos.operations.accounts import actions, actions_tokens, queries
from ppaos.operations.accounts.models import Invitation
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import permissions_of, scope_of
from ppaos.operations.areas.queries import titles_of
from ppaos.web.accounts import invitations
from ppaos.web.accounts.forms import AccountForm, TokenForm
from ppaos.web.accounts.labels import permission_title, role_title
from ppaos.web.accounts.second_factor import needs_second_factor
from ppaos.web.requests.auth import current_user, first_area, permitted
from ppaos.web.text import is_thai, say


@require_GET
@permitted(None)
def mine(request: HttpRequest) -> HttpResponse:
    """Who one is here: name, roles and areas, second factor, and where to change them."""
    user = current_user(request)
    titles = titles_of(code for _, code in user.held())
    agencies = queries.agency_titles()
    grants = [
        {
            "role": role_title(grant.role),
            "area": titles[grant.area_code],
            "code": grant.area_code,
            "agency": agencies.get(grant.agency),
        }
        for grant in user.grants.order_by("role", "area_code")
    ]
    permissions = [permission_title(item) for item in Permission if item in permissions_of(user)]
    return render(
        request,
        "accounts/mine.html",
        {"grants": grants, "permissions": permissions, "has_second_factor": is_mfa_enabled(user)},
    )


@never_cache
@require_http_methods(["GET", "POST"])
@permitted(None)
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens; making one shows its secret once."""
    user = current_user(request)
    mine = permissions_of(user)
    form = TokenForm(
        request.POST or None,
        mine=mine,
        initial={"area": first_area(scope_of(user, Permission.SEE_COUNTS))},
    )
    secret = None
    if request.method == "POST" and form.is_valid():
        try:
            _, secret = actions_tokens.make_token(user=user, **form.cleaned_data)
            form = TokenForm(mine=mine)
        except UserError as error:
            form.add_error(None, say(error.th, error.en))
    rows = [
        {
            "token": token,
            "permissions": [permission_title(Permission(item)) for item in token.permissions],
            "purpose": purpose_title(token.purpose),
        }
        for token in queries.tokens_of(user)
    ]
    can_make = any(item in mine for item in actions_tokens.TOKEN_PERMISSIONS)
    what = {"form": form, "rows": rows, "secret": secret, "can_make": can_make}
    return render(request, "accounts/tokens.html", what)


@require_POST
@permitted(None)
def revoke_token(request: HttpRequest, number: int) -> HttpResponse:
    """Take one of one's own tokens back."""
    token = queries.tokens_of(current_user(request)).filter(pk=number).first()
    if token is not None:
        actions_tokens.revoke_token(token=token, by=current_user(request))
        messages.success(request, say("ถอนโทเคนแล้ว", "The token no longer works."))
    return redirect("accounts:tokens")


@never_cache
@require_GET
def invitation_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The link of an invitation: note it in the session and show the page without the secret."""
    invitations.hold(request, secret)
    return redirect("accounts:invitation")


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Open an account by invitation, or take its role to the account that is signed in."""
    found = invitations.session_invitation(request)
    if found is None:
        return render(request, "accounts/invitation_closed.html", status=410)
    if request.user.is_authenticated:
        return _accepted(request, found)
    form = AccountForm(
        request.POST or None,
        invitation=found,
        initial={"username": queries.free_username(found.email.partition("@")[0])},
    )
    if request.method == "POST" and form.is_valid() and _opened(request, found, form):
        return redirect("account_login")
    return render(request, "accounts/invitation.html", {**_about(found, request), "form": form})


def _opened(request: HttpRequest, found: Invitation, form: AccountForm) -> bool:
    """Open the account; false, with an error on the form, when it cannot be opened."""
    given = form.cleaned_data
    try:
        actions.open_account(
            invitation=found,
            username=given["username"],
            password=given["password"],
            name=(given["first_name"], given["last_name"]),
            language="th" if is_thai() else "en",
        )
    except SettingError as error:
        form.add_error(None, say(error.th, error.en))
        return False
    invitations.let_go(request)
    messages.success(
        request, say("เปิดบัญชีแล้ว เข้าสู่ระบบได้เลย", "Your account is open. Sign in to it now.")
    )
    return True


def _accepted(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Ask the signed-in person whether this account takes the role; then give it."""
    user = current_user(request)
    if request.method == "POST" and not needs_second_factor(user):
        try:
            actions.accept(invitation=found, user=user)
        except UserError as error:
            messages.error(request, say(error.th, error.en))
            return redirect("accounts:mine")
        invitations.let_go(request)
        messages.success(request, say("ได้รับบทบาทแล้ว", "You now have the role."))
        return redirect("accounts:mine")
    return render(request, "accounts/invitation.html", _about(found, request))


def _about(found: Invitation, request: HttpRequest) -> dict[str, object]:
    return {
        "invitation": found,
        "role": role_title(found.role),
        "area": titles_of([found.area_code])[found.area_code],
        "agency": queries.agency_titles().get(found.agency),
        "has_account": queries.account_of(found.email) is not None,
        "providers": get_adapter(request).list_providers(request),
    }
