"""Who may open a page: sign-in, permission, and the area that a page is asked for.

A page outside somebody's areas says so and leads back; a household outside them is answered like
one that does not exist.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from ppaos.domain.area.codes import NATION
from ppaos.domain.area.scope import Scope, smallest_area
from ppaos.domain.errors import UserError
from ppaos.operations.accounts.models import User
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import scope_of
from ppaos.operations.areas.models import Area
from ppaos.operations.areas.queries import known_area
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.queries import current_publication, publication_of
from ppaos.web.requests.errors import came_from, refusal, refused, wants_json
from ppaos.web.text import say

Given = ParamSpec("Given")
View = Callable[Concatenate[HttpRequest, Given], HttpResponseBase]


class PageRefusal(Exception):  # noqa: N818 -- an answer, not a fault
    """The page is not for this person; answered with status 403 and a way back."""

    def __init__(self, *, th: str, en: str) -> None:
        self.th, self.en = th, en
        super().__init__(en)


class NothingPublished(Exception):  # noqa: N818 -- likewise
    """There is no publication to look at; answered with a page that says how to make one."""


class NoSuchVersion(Exception):  # noqa: N818 -- likewise
    """There is no such publication, or it cannot be looked at; answered with status 404."""


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
                return _sign_in_first(request)
            if permission is not None and scope_of(request.user, permission).is_empty:
                return refused(
                    request,
                    403,
                    "refused",
                    th=f"บัญชีนี้ไม่มีสิทธิ์ '{permission.label}' ติดต่อผู้ดูแลระบบหากต้องใช้ในงาน",
                    en=f"This account lacks the permission '{permission.value}'. Ask the administrator if your work needs it.",
                )
            try:
                return view(request, *args, **kwargs)
            except PageRefusal as error:
                return refused(request, 403, "refused", th=error.th, en=error.en)
            except NoSuchVersion:
                return _no_such_version(request)
            except NothingPublished:
                return _nothing_published(request)

        answer.ppaos_permission = permission  # type: ignore[attr-defined]
        return answer

    return around


def current_user(request: HttpRequest) -> User:
    """The signed-in person of a page that only signed-in people reach."""
    return cast(User, request.user)


def area_in_scope(request: HttpRequest, code: str | None, permission: Permission) -> Area:
    """The asked area, or the widest of the person's own when none is asked.

    Errors: AreaError for an unknown area; Refused for one that is not wholly in scope.
    """
    scope = scope_of(current_user(request), permission)
    if code is None or code == "":
        return known_area(first_area(scope))
    area = known_area(code)
    if not scope.covers(area.code):
        raise PageRefusal(
            th=f"{area.name_th} อยู่นอกพื้นที่ของท่าน เลือกพื้นที่ของท่านจากหน้าภาพรวม",
            en=f"{area.name_en} is outside your areas. Choose one of yours from the dashboard.",
        )
    return area


def first_area(scope: Scope) -> str:
    """The area that somebody starts at: the smallest that holds all of theirs, if it is theirs.

    Somebody with areas far apart starts at the first of them.
    """
    held = smallest_area(scope.prefixes)
    if held and not scope.covers(held):
        held = next(iter(scope.regions() or scope.prefixes))
    return held or NATION


def publication_for(request: HttpRequest) -> Publication:
    """The version that a page shows: `?version=N`, else the current one.

    The frame of the page names the same one, and `Publication.version` keeps links in it.
    Errors: NoSuchVersion; NothingPublished without any.
    """
    text = request.GET.get("version", "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NoSuchVersion
    found = version_of(int(text) if text else None)
    request.publication = found  # type: ignore[attr-defined]
    return found


def in_version(address: str, version: str) -> str:
    """An address without a query, in the version that is looked back at; empty is the current one."""
    return f"{address}?version={version}" if version else address


def version_of(number: int | None) -> Publication:
    """A version that can be looked at; the current one when no number is given.

    Errors: NoSuchVersion; NothingPublished without any.
    """
    found = publication_of(number)
    if found is None:
        raise NothingPublished if current_publication() is None else NoSuchVersion
    return found


def not_found(request: HttpRequest, error: UserError | None = None) -> HttpResponse:
    """The page of something that does not exist, or that this person may not know of."""
    th = "ไม่พบสิ่งที่ขอ หรืออยู่นอกพื้นที่ของท่าน ตรวจรหัสอีกครั้ง หรือค้นหาใหม่"
    en = "It was not found, or lies outside your areas. Check the code, or search again."
    if error is not None:
        th, en = error.th, error.en
    return refused(request, 404, "not_found", th=th, en=en)


def current_address(request: HttpRequest) -> str:
    """The same page of the current version; the first page for what is not read but sent."""
    if request.method not in ("GET", "HEAD"):
        return reverse("home")
    given = request.GET.copy()
    given.pop("version", None)
    return f"{request.path}?{given.urlencode()}" if given else request.path


def own_address(request: HttpRequest) -> str:
    """Where this page can be read again; for what is sent, the page it was sent from.

    The first page where the browser does not say which.
    """
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    return came_from(request) or reverse("home")


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and from there back to a page that can be opened."""
    if wants_json(request):
        return refusal(
            401,
            "sign_in",
            th="ต้องเข้าสู่ระบบก่อน เปิดหน้าเว็บแล้วเข้าสู่ระบบ",
            en="Sign in first: open the site and sign in.",
        )
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    messages.warning(
        request,
        say(
            "ท่านออกจากระบบไปแล้ว สิ่งที่ส่งมายังไม่ถูกบันทึก เข้าสู่ระบบแล้วทำอีกครั้ง",
            "Your session had ended, so what you sent was not saved. Sign in and send it again.",
        ),
    )
    return redirect_to_login(came_from(request) or reverse("home"))


def _no_such_version(request: HttpRequest) -> HttpResponse:
    return refused(
        request,
        404,
        "version",
        th="ไม่มีรุ่นข้อมูลนี้ หรือถูกลบไปแล้ว ดูรุ่นที่ใช้งานอยู่แทน หรือเลือกรุ่นอื่นจากหน้าภาพรวม",
        en="There is no such data version, or it was removed. "
        "See the current one instead, or choose another on the dashboard.",
        back=current_address(request),
    )


def _nothing_published(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return refusal(
            503,
            "nothing_published",
            th="ยังไม่มีข้อมูลที่เผยแพร่ ผู้ดูแลระบบเผยแพร่ได้ด้วย ppaos publish",
            en="Nothing has been published. The administrator does so with ppaos publish.",
        )
    return render(request, "errors/nothing_published.html", status=503)


def whole_number(text: Any, *, default: int, least: int, most: int) -> int:
    """A number of an address, held inside its bounds; anything else is the default."""
    try:
        return max(least, min(most, int(str(text))))
    except (TypeError, ValueError):
        return default
