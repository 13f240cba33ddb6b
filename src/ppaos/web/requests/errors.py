"""What somebody is told whose request is not fulfilled: a page, or JSON of one form for programs.

Every refusal of the site and of its API has a stable code and says in Thai and in English what is
wrong and what to do next. Which error has which status is told here alone.
"""

from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from ppaos.domain.errors import AreaError, ScopeError, UserError
from ppaos.web.requests.limits import TooManyError
from ppaos.web.text import say

_STATUSES: Final[tuple[tuple[type[UserError], int], ...]] = (
    (AreaError, 404),
    (TooManyError, 429),
    (ScopeError, 403),
)


def status_of(error: UserError) -> int:
    """The status with which an error is answered."""
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 400)


def refusal(status: int, code: str, *, th: str, en: str) -> HttpResponse:
    """The body of a refused request of a program."""
    body = {"code": code, "th": th, "en": en}
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def refused(
    request: HttpRequest, status: int, code: str, *, th: str, en: str, back: str = ""
) -> HttpResponse:
    """The answer in the form that was asked for; the page leads `back`, or to the first page."""
    if wants_json(request):
        return refusal(status, code, th=th, en=en)
    what = {"message": say(th, en), "status": status, "back": back}
    return render(request, "errors/message.html", what, status=status)


def refused_by(request: HttpRequest, error: UserError) -> HttpResponse:
    """The answer to a request that ended in a user error."""
    answer = refused(request, status_of(error), error.code, th=error.th, en=error.en)
    if isinstance(error, TooManyError):
        answer["Retry-After"] = str(error.seconds)
    return answer


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks, not somebody who reads pages."""
    is_data = request.path.startswith("/api/") or request.path.endswith(".json")
    return is_data or "json" in request.headers.get("Accept", "")


def came_from(request: HttpRequest) -> str:
    """The page of this site from which a request was sent; empty when it is not known."""
    parts = urlsplit(request.headers.get("Referer", ""))
    address = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        is_ours = parts.netloc == request.get_host() and address.startswith("/")
    except DisallowedHost:
        return ""
    return address if is_ours and url_has_allowed_host_and_scheme(address, None) else ""
