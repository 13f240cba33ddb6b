"""How people come in: by invitation, by password with a second factor, or through a provider."""

import base64
import hmac
import logging
from collections.abc import Mapping
from pathlib import PurePosixPath
from smtplib import SMTPException
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.shortcuts import redirect

from ppaos.operations.accounts.queries import has_verified
from ppaos.web.accounts import invitations
from ppaos.web.accounts.messages import ERRORS, MAILS, MESSAGES, mail_text
from ppaos.web.text import localized

_log = logging.getLogger("ppaos.accounts")
_KEPT_FACTS: Final = ("name", "given_name", "family_name")
"""What is kept of what a provider tells: never a citizen ID, a birth date or an address."""


class _OwnWords:
    """Errors of the library's forms in our words, in the reader's language."""

    error_messages: Mapping[str, Any]

    def validation_error(self, code: str, *values: Any) -> ValidationError:
        """The error of a code; one that we have no words for is told in the library's."""
        if code in ERRORS:
            return ValidationError(localized(ERRORS[code]), code=code)
        message = self.error_messages[code]
        return ValidationError(message % values if values else message, code=code)


class AccountAdapter(_OwnWords, DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody opens an account without an invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether an account may be opened now."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The reader's address, which `ppaos.web.wsgi` took from the proxies that are trusted."""
        return str(request.META.get("REMOTE_ADDR") or "unknown")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Tell what was done, in our words where the library names one of its own texts."""
        name = PurePosixPath(message_template or "").stem
        if name in MESSAGES:
            title = MESSAGES[name]
            if title is not None:
                messages.add_message(request, level, localized(title), extra_tags=extra_tags)
            return
        super().add_message(request, level, message_template, message_context, extra_tags, message)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """A mail in both languages."""
        name = PurePosixPath(template_prefix).name
        if name not in MAILS:
            mail: EmailMessage = super().render_mail(template_prefix, email, context, headers)
            return mail
        subject, text = mail_text(name, context)
        to = [email] if isinstance(email, str) else email
        return EmailMessage(
            self.format_email_subject(subject), text, self.get_from_email(), to, headers=headers
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail; a mail server that does not answer is logged and stops nobody's work."""
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError):
            _log.exception("the mail '%s' could not be sent", template_prefix)


class FactorAdapter(_OwnWords, DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors are kept sealed: the database alone does not sign anybody in."""

    def encrypt(self, text: str) -> str:
        """A secret as the database holds it."""
        return _sealing().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. Errors: InvalidToken when it was sealed under another key."""
        return _sealing().decrypt(encrypted_text.encode()).decode()


class KeyedProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """A provider whose name for a person is kept as a keyed hash: at ThaID it is the citizen ID."""

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The person as the database knows them."""
        name = f"{self.app.provider_id}:{super().extract_uid(data)}"
        return _keyed(name).hex()

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """What is kept of the provider's answer: the name to show."""
        facts = data.get("userinfo") or data.get("id_token") or data
        return {name: facts[name] for name in _KEPT_FACTS if name in facts}


class SocialAccountAdapter(_OwnWords, DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in through a provider is for accounts that exist, and for invited people."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Whether an account may be opened now."""
        return False

    def get_provider(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> Any:
        """The provider; one of OpenID Connect keeps hashes of names only."""
        found = super().get_provider(request, provider, client_id=client_id)
        if isinstance(found, OpenIDConnectProvider):
            return KeyedProvider(request, app=found.app)
        return found

    def authenticate_by_email(self, sociallogin: Any) -> Any:
        """The account of an address that the provider and this site both know to be the person's."""
        found = super().authenticate_by_email(sociallogin)
        if found is not None and has_verified(*found):
            return found
        return None

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Open the account of somebody who came with an invitation, and sign them in to it."""
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        invitation = invitations.session_invitation(request)
        if invitation is None:
            return
        user = invitations.opened_through_provider(request, invitation, sociallogin)
        if user is None:
            raise ImmediateHttpResponse(redirect("accounts:invitation"))
        sociallogin.connect(request, user)


def _keyed(text: str) -> bytes:
    """HMAC-SHA256 of a text under the site's lasting key."""
    return hmac.digest(str(settings.AUDIT_KEY).encode(), text.encode(), "sha256")


def _sealing() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_keyed("second factors")))
