"""Who calls the API, what they may ask, and how often.

A program comes with `Authorization: Bearer TOKEN` and acts for the token's owner, narrowed to what
the token allows. A person signed in on the site may call from the browser; anything that changes
something would then have to pass the same check against forged requests as a form.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer
from ninja.throttling import BaseThrottle

from ppaos.domain.area.scope import Scope
from ppaos.operations.accounts.actions_pace import count_up
from ppaos.operations.accounts.actions_tokens import token_user
from ppaos.operations.accounts.models import User
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import scope_of
from ppaos.operations.areas.models import Area
from ppaos.operations.publications.models import Publication
from ppaos.web.requests.auth import PageRefusal, area_in_scope, current_user, version_of
from ppaos.web.requests.limits import MINUTE, seconds_left


class TokenRefused(Exception):  # noqa: N818 -- an answer, not a fault
    """The token is unknown, expired or taken back."""


class TokenAuth(HttpBearer):
    """A token of the API, made on the site."""

    def authenticate(self, request: HttpRequest, token: str) -> User:
        """The token's owner. Errors: TokenRefused; a session is not asked then."""
        user = token_user(token)
        if user is None:
            raise TokenRefused
        request.user = user
        return user


class Session(APIKeyCookie):
    """Somebody signed in on the site."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        """The signed-in person; null for nobody."""
        return request.user if isinstance(request.user, User) else None


class PerMinute(BaseThrottle):
    """So many requests in each minute of the clock for each token and each signed-in person."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether the request is answered."""
        user = current_user(request)
        who = f"token{user.api_token.pk}" if user.api_token else f"account{user.pk}"
        return count_up(f"api:{who}", seconds=MINUTE) <= settings.API_PER_MINUTE

    def wait(self) -> float:
        """Seconds until the next minute."""
        return float(seconds_left(MINUTE))


@dataclass(frozen=True)
class About:
    """What a question about counts is about, as the caller may see it."""

    scope: Scope
    publication: Publication
    area: Area


def about(request: HttpRequest, version: int | None, area: str | None = None) -> About:
    """The version and area (the first of the caller's own by default) of a question about counts.

    Errors: Refused, NoSuchVersion, NothingPublished; AreaError for an unknown area.
    """
    scope = allowed(request, Permission.SEE_COUNTS)
    publication = version_of(version)
    return About(scope, publication, area_in_scope(request, area, Permission.SEE_COUNTS))


def allowed(request: HttpRequest, permission: Permission) -> Scope:
    """Areas in which the caller has a permission. Errors: Refused when there is none."""
    scope = scope_of(current_user(request), permission)
    if scope.is_empty:
        raise PageRefusal(
            th=f"ไม่มีสิทธิ์ '{permission.label}' ขอสิทธิ์จากผู้ดูแลระบบ หรือสร้างโทเคนที่มีสิทธิ์นี้",
            en=f"The permission '{permission.value}' is lacking. Ask the administrator for it, "
            "or make a token that has it.",
        )
    return scope
