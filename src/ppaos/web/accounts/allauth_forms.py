"""The library's forms with our labels; what they ask and check is unchanged."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.contrib.auth.password_validation import password_validators_help_texts

from ppaos.web.accounts.messages import LABELS
from ppaos.web.text import localized


class _OwnLabels:
    """Labels in the reader's language; hints inside a field, which vanish while typing, are left out."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in LABELS:
                field.label = localized(LABELS[name])
                field.widget.attrs.pop("placeholder", None)
            if name in ("password", "oldpassword"):
                field.help_text = ""
            if name == "password1":
                field.help_text = " ".join(password_validators_help_texts())


class LoginForm(_OwnLabels, account.LoginForm):  # type: ignore[misc]
    """Name and password."""


class ChangePasswordForm(_OwnLabels, account.ChangePasswordForm):  # type: ignore[misc]
    """The old password, and the new one twice."""


class SetPasswordForm(_OwnLabels, account.SetPasswordForm):  # type: ignore[misc]
    """A first password, twice."""


class ResetPasswordForm(_OwnLabels, account.ResetPasswordForm):  # type: ignore[misc]
    """The address that a link is mailed to."""


class ResetPasswordKeyForm(_OwnLabels, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, twice."""


class AddEmailForm(_OwnLabels, account.AddEmailForm):  # type: ignore[misc]
    """A new email address."""


class ReauthenticateForm(_OwnLabels, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""


class CodeForm(_OwnLabels, factor.AuthenticateForm):  # type: ignore[misc]
    """A code of the app, or a recovery code."""


class CodeAgainForm(_OwnLabels, factor.ReauthenticateForm):  # type: ignore[misc]
    """A code once more."""


class ActivateAppForm(_OwnLabels, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app."""


class AddKeyForm(_OwnLabels, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A key, its name, and whether it signs in without a password."""


class EditKeyForm(_OwnLabels, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a key."""
