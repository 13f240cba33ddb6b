"""What every request passes: its language, facts for the audit, and user errors as pages."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from ppaos.domain.errors import SettingError, UserError
from ppaos.operations.accounts.models import User
from ppaos.operations.audit.actions import request_of
from ppaos.web.requests.errors import refused_by

_NUL: Final = "NUL (0x00)"
"""In what PostgreSQL's driver says of a zero byte, which its texts cannot hold."""
Respond = Callable[[HttpRequest], HttpResponse]


def reader_language(respond: Respond) -> Respond:
    """Thai, unless the reader chose English; what a browser was set to by its maker is not asked."""

    def answer(request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        translation.activate(language)
        response = respond(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response

    return answer


def language_of(request: HttpRequest) -> str:
    """The language chosen in this browser, else the one of the account, else Thai."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if chosen is None and isinstance(request.user, User):
        chosen = request.user.language
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


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
                th="ข้อความมีอักขระที่ระบบเก็บไม่ได้ (NUL) ลบออกแล้วลองใหม่",
                en="The text holds a character that cannot be stored (zero). Remove it and try again.",
            )
        return refused_by(request, error) if isinstance(error, UserError) else None
