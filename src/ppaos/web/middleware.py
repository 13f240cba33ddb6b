"""What every request passes: facts for the audit, and user errors as pages."""

from collections.abc import Callable
from typing import Final

from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from ppaos.domain.errors import AreaError, ScopeError, SettingError, UserError
from ppaos.operations.audit.actions import request_of
from ppaos.web.unmasking import TooManyError
from ppaos.web.words import say

_STATUSES: Final = ((AreaError, 404), (TooManyError, 429), (ScopeError, 403))
_NUL: Final = "NUL (0x00)"
"""In what PostgreSQL's driver says of a zero byte, which its texts cannot hold."""
Respond = Callable[[HttpRequest], HttpResponse]


def request_facts(respond: Respond) -> Respond:
    """Tell the audit whose request it is and where it came from; keep personal pages out of caches."""

    def answer(request: HttpRequest) -> HttpResponse:
        with request_of(request.user, address=request.META.get("REMOTE_ADDR", "")):
            response = respond(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        return response

    return answer


class user_errors:  # noqa: N801 -- a middleware is named like a function
    """A `UserError` becomes a page (or JSON) that says what is wrong and what to do next."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The view's answer."""
        return self.respond(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of a user error; null for any other."""
        if isinstance(error, ValueError | DataError) and _NUL in str(error):
            error = SettingError(
                th="ข้อความมีอักขระที่เก็บไม่ได้ (ศูนย์) ลบออกแล้วลองใหม่",
                en="The text holds a character that cannot be kept (zero). Remove it and try again.",
            )
        if not isinstance(error, UserError):
            return None
        status = next((code for kind, code in _STATUSES if isinstance(error, kind)), 400)
        if "json" in request.headers.get("Accept", "") or request.path.startswith("/api/"):
            body = {"code": error.code, "th": error.th, "en": error.en}
            return JsonResponse(body, status=status)
        what = {"message": say(error.th, error.en), "status": status}
        return render(request, "errors/message.html", what, status=status)
