"""People whose role asks for a second factor set one up before they do anything else."""

from collections.abc import Callable
from typing import Final

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ppaos.operations.accounts.models import User
from ppaos.web.requests.errors import refusal, wants_json
from ppaos.web.text import say

Respond = Callable[[HttpRequest], HttpResponse]
_OPEN: Final = frozenset(
    {
        "account_login", "account_logout", "account_reauthenticate", "language", "live", "ready",
        "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn",
        "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
    }
)  # fmt: skip
"""Addresses that lead to a second factor, and out."""


def require_second_factor(respond: Respond) -> Respond:
    """Lead whoever lacks a second factor that their role asks for to where it is set up."""

    def answer(request: HttpRequest) -> HttpResponse:
        return respond(request)

    def process_view(
        request: HttpRequest, view: object, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        user = request.user
        if not isinstance(user, User) or not needs_second_factor(user):
            return None
        match = request.resolver_match
        if match is not None and match.view_name in _OPEN:
            return None
        th = "บทบาทของท่านต้องใช้การยืนยันตัวตนสองขั้นตอนในการเข้าสู่ระบบ ตั้งค่าแอปยืนยันตัวตนหรือกุญแจความปลอดภัยก่อนใช้งาน"
        en = "Your role asks for a second factor. Set up an authenticator app or a security key first."
        if wants_json(request):
            return refusal(403, "second_factor", th=th, en=en)
        messages.warning(request, say(th, en))
        return redirect("mfa_index")

    answer.process_view = process_view  # type: ignore[attr-defined]
    return answer


def needs_second_factor(user: User) -> bool:
    """Whether the person's role asks for a second factor that the account does not have."""
    is_asked = bool(set(settings.REQUIRE_MFA_ROLES) & set(user.role_names()))
    return is_asked and not is_mfa_enabled(user)
