"""Requests that are too large are answered before anything of them is read.

Files are sent by signed-in people who may, to the views that say so; every other request is a form.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from ppaos.operations.accounts.scope import may
from ppaos.web.requests.errors import came_from, refused

Respond = Callable[[HttpRequest], HttpResponse]
View = TypeVar("View", bound=Callable[..., Any])
_MEGABYTE = 1024 * 1024


def takes_files(view: View) -> View:
    """Let a view that asks for a permission be sent files of up to PPAOS_UPLOAD_MB."""
    view.ppaos_takes_files = True  # type: ignore[attr-defined]
    return view


class upload_limit:  # noqa: N801 -- a middleware is named like a function
    """Refuse a larger body with status 413 and a way on; stands before whatever reads a form."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The view's answer."""
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *_: Any
    ) -> HttpResponse | None:
        """The refusal; null for a body that may be read."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        is_for_files = _may_send_files(request, view)
        limit = settings.UPLOAD_MB * _MEGABYTE if is_for_files else settings.FORM_BYTES
        if length.isdigit() and int(length) <= limit:
            return None
        if is_for_files:
            th = f"ไฟล์ใหญ่กว่า {settings.UPLOAD_MB} เมกะไบต์ แบ่งไฟล์เป็นรายจังหวัดหรืออำเภอแล้วส่งทีละไฟล์ หรือให้ผู้ดูแลระบบใช้ ppaos ingest"
            en = f"The file is larger than {settings.UPLOAD_MB} megabytes. Split it by province or district and send one at a time, or let an administrator run ppaos ingest."
        else:
            th = f"ข้อมูลที่ส่งใหญ่กว่า {limit // _MEGABYTE} เมกะไบต์ หน้านี้รับเฉพาะแบบฟอร์ม ผู้มีสิทธิ์ส่งไฟล์ได้ที่หน้าจัดการข้อมูล"
            en = f"What was sent is larger than {limit // _MEGABYTE} megabytes. This page takes forms only; those who may send files do so at the data desk."
        return refused(request, 413, "too_large", th=th, en=en, back=came_from(request))


def _may_send_files(request: HttpRequest, view: Callable[..., Any]) -> bool:
    permission = getattr(view, "ppaos_permission", None)
    takes = getattr(view, "ppaos_takes_files", False)
    return bool(takes and permission is not None and may(request.user, permission))
