"""Who may open a page: sign-in, permission, and the area that a page is asked for.

A page outside somebody's areas says so and leads back; a household outside them is answered like
one that does not exist.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from ppaos.domain.errors import UserError
from ppaos.domain.scope import Scope, shown_code
from ppaos.operations.accounts.models import User
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import scope_of
from ppaos.operations.areas.models import Area
from ppaos.operations.areas.queries import known_area
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.queries import publication_of
from ppaos.web.words import say

Given = ParamSpec("Given")
View = Callable[Concatenate[HttpRequest, Given], HttpResponseBase]


class Refused(Exception):  # noqa: N818 -- an answer, not a fault
    """The page is not for this person; answered with status 403 and a way back."""

    def __init__(self, *, th: str, en: str) -> None:
        self.th, self.en = th, en
        super().__init__(en)


class NothingPublished(Exception):  # noqa: N818 -- likewise
    """There is no publication to look at; answered with a page that says how to make one."""


def permitted(permission: Permission | None) -> Callable[[View[Given]], View[Given]]:
    """Only for people who have the permission somewhere; others sign in, or are told.

    Null lets everybody in who is signed in, such as to their own account.
    """

    def around(view: View[Given]) -> View[Given]:
        @wraps(view)
        def answer(
            request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs
        ) -> HttpResponseBase:
            if not request.user.is_authenticated:
                if _wants_json(request):
                    return JsonResponse({"code": "sign_in"}, status=401)
                return redirect_to_login(request.get_full_path())
            if permission is not None and scope_of(request.user, permission).is_empty:
                return refusal(
                    request,
                    th=f"บัญชีนี้ไม่มีสิทธิ์ '{permission.label}' ติดต่อผู้ดูแลระบบหากต้องใช้ในงาน",
                    en=f"This account may not '{permission.value}'. Ask the administrator if your work needs it.",
                )
            try:
                return view(request, *args, **kwargs)
            except Refused as refused:
                return refusal(request, th=refused.th, en=refused.en)
            except NothingPublished:
                return render(request, "errors/nothing_published.html", status=503)

        answer.ppaos_permission = permission  # type: ignore[attr-defined]
        return answer

    return around


def person(request: HttpRequest) -> User:
    """The signed-in person of a page that only signed-in people reach."""
    return cast(User, request.user)


def area_in_scope(request: HttpRequest, code: str | None, permission: Permission) -> Area:
    """The asked area, or the widest of the person's own when none is asked.

    Errors: AreaError for an unknown area; Refused for one that is not wholly in scope.
    """
    scope = scope_of(person(request), permission)
    if code is None or code == "":
        return known_area(home_code(scope))
    area = known_area(code)
    if not scope.covers(area.code):
        raise Refused(
            th=f"{area.name_th} อยู่นอกพื้นที่ของท่าน เลือกพื้นที่ของท่านจากหน้าภาพรวม",
            en=f"{area.name_en} is outside your areas. Choose one of yours from the dashboard.",
        )
    return area


def home_code(scope: Scope) -> str:
    """The area that somebody starts at: the first of theirs."""
    return shown_code(scope.prefixes[0]) if scope.prefixes else shown_code("")


def publication_for(request: HttpRequest) -> Publication:
    """The version that a page shows: `?version=N`, else the current one.

    Errors: NothingPublished when there is none.
    """
    text = request.GET.get("version", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
    found = publication_of(number)
    if found is None:
        raise NothingPublished
    return found


def refusal(request: HttpRequest, *, th: str, en: str) -> HttpResponse:
    """The page (or JSON) of somebody who may not."""
    if _wants_json(request):
        return JsonResponse({"code": "refused", "th": th, "en": en}, status=403)
    return render(
        request, "errors/message.html", {"message": say(th, en), "status": 403}, status=403
    )


def not_found(request: HttpRequest, error: UserError | None = None) -> HttpResponse:
    """The page of something that does not exist, or that this person may not know of."""
    message = say(
        "ไม่พบสิ่งที่ขอ หรืออยู่นอกพื้นที่ของท่าน ตรวจรหัสอีกครั้ง หรือค้นหาใหม่",
        "It was not found, or lies outside your areas. Check the code, or search again.",
    )
    if error is not None:
        message = say(error.th, error.en)
    if _wants_json(request):
        return JsonResponse({"code": "not_found", "message": message}, status=404)
    return render(request, "errors/message.html", {"message": message, "status": 404}, status=404)


def _wants_json(request: HttpRequest) -> bool:
    return request.path.endswith(".json") or "application/json" in request.headers.get("Accept", "")


def whole_number(text: Any, *, default: int, least: int, most: int) -> int:
    """A number of an address, held inside its bounds; anything else is the default."""
    try:
        return max(least, min(most, int(str(text))))
    except (TypeError, ValueError):
        return default
