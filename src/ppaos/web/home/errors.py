"""Pages of what went wrong before or outside a view: no such address, a bad or refused request."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ppaos.web.requests.errors import came_from, refused


def malformed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of a request that cannot be read, such as a form with far too many fields."""
    return refused(
        request,
        400,
        "request",
        th="อ่านคำขอนี้ไม่ได้ ย้อนกลับ โหลดหน้าใหม่ แล้วส่งอีกครั้ง หากข้อความยาวมากให้แบ่งส่ง",
        en="The request cannot be read. Go back, reload the page and send it again; "
        "send a very long text in parts.",
        back=came_from(request),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of a refused request."""
    return refused(
        request,
        403,
        "refused",
        th="คำขอนี้ไม่ได้รับอนุญาต ย้อนกลับแล้วลองใหม่ หากยังไม่ได้ให้เข้าสู่ระบบอีกครั้ง",
        en="The request was refused. Go back and try again; if it still fails, sign in again.",
        back=came_from(request),
    )


def unproven(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page of a form whose token is missing or old: nothing of it was done."""
    return refused(
        request,
        403,
        "form_token",
        th="แบบฟอร์มนี้เก่าเกินไป หรือเบราว์เซอร์ไม่เก็บคุกกี้ จึงยังไม่ได้ทำสิ่งที่ขอ กลับไปหน้าเดิม โหลดใหม่ แล้วส่งอีกครั้ง",
        en="The form is too old, or your browser does not accept cookies, so nothing was done. "
        "Go back to its page, reload it and send it again.",
        back=came_from(request),
    )


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of an address that leads nowhere."""
    return refused(
        request,
        404,
        "not_found",
        th="ไม่มีหน้าที่ขอ ตรวจที่อยู่อีกครั้ง หรือเริ่มจากหน้าแรก",
        en="There is no such page. Check the address, or go to the start page.",
    )


def broken(request: HttpRequest) -> HttpResponse:
    """The page of a fault of the program."""
    return render(request, "errors/broken.html", status=500)
