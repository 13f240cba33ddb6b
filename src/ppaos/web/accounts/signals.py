"""Sign-ins, sign-outs and changes of how somebody signs in go on record."""

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as factor_signals
from allauth.socialaccount import signals as provider_signals
from django.contrib.auth import signals as auth_signals
from django.http import HttpRequest

from ppaos.operations.accounts.models import User
from ppaos.operations.accounts.queries import account_named
from ppaos.operations.audit.actions import record


def connect() -> None:
    """Listen to what the sign-in machinery tells."""
    auth_signals.user_logged_in.connect(_signed_in, dispatch_uid="audit_sign_in")
    auth_signals.user_logged_out.connect(_signed_out, dispatch_uid="audit_sign_out")
    auth_signals.user_login_failed.connect(_sign_in_failed, dispatch_uid="audit_sign_in_failed")
    for signal, action in (
        (account_signals.password_changed, "password_changed"),
        (account_signals.password_set, "password_changed"),
        (account_signals.password_reset, "password_reset"),
        (account_signals.email_changed, "email_changed"),
        (factor_signals.authenticator_added, "second_factor_added"),
        (factor_signals.authenticator_removed, "second_factor_removed"),
        (factor_signals.authenticator_reset, "second_factor_renewed"),
        (factor_signals.authentication_failed, "second_factor_failed"),
    ):
        signal.connect(_recorder(action), weak=False, dispatch_uid=f"audit_{action}_{id(signal)}")
    for signal, action in (
        (provider_signals.social_account_added, "provider_connected"),
        (provider_signals.social_account_removed, "provider_removed"),
    ):
        signal.connect(_provider_recorder(action), weak=False, dispatch_uid=f"audit_{action}")


def _signed_in(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    record("sign_in", by=user)


def _signed_out(sender: Any, request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        record("sign_out", by=user)


def _sign_in_failed(sender: Any, credentials: dict[str, Any], **_: Any) -> None:
    """What was typed is not kept: people type passwords where names belong."""
    user = account_named(str(credentials.get("username") or credentials.get("email") or ""))
    target = ("account", str(user.pk)) if user is not None else ("", "")
    record(
        "sign_in_failed",
        target=target,
        area=user.own_area() if user is not None else "",
        details={"is_known": user is not None},
    )


def _recorder(action: str) -> Any:
    def recorded(sender: Any, request: HttpRequest | None = None, **facts: Any) -> None:
        user = facts.get("user") or getattr(request, "user", None)
        if not isinstance(user, User):
            return
        authenticator = facts.get("authenticator")
        details = {"kind": str(authenticator.type)} if authenticator is not None else {}
        record(action, by=user, target=("account", str(user.pk)), details=details)

    return recorded


def _provider_recorder(action: str) -> Any:
    def recorded(sender: Any, request: HttpRequest, **facts: Any) -> None:
        login, account = facts.get("sociallogin"), facts.get("socialaccount")
        user = login.user if login is not None else getattr(account, "user", None)
        if isinstance(user, User):
            record(action, by=user, target=("account", str(user.pk)))

    return recorded
