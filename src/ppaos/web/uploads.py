"""Requests that are too large are answered before anything of them is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from ppaos.web.words import say

Respond = Callable[[HttpRequest], HttpResponse]


def upload_limit(respond: Respond) -> Respond:
    """Refuse bodies of more than PPAOS_UPLOAD_MB with status 413 and a way on."""

    def answer(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        limit = settings.UPLOAD_MB * 1024 * 1024
        if length.isdigit() and int(length) <= limit:
            return respond(request)
        message = say(
            f"ไฟล์ใหญ่กว่า {settings.UPLOAD_MB} เมกะไบต์ แบ่งไฟล์เป็นรายจังหวัดหรืออำเภอแล้วส่งทีละไฟล์ หรือให้ผู้ดูแลระบบใช้ ppaos ingest",
            f"The file is larger than {settings.UPLOAD_MB} megabytes. Split it by province or district and send one at a time, or let an administrator run ppaos ingest.",
        )
        if request.path.startswith("/api/"):
            return JsonResponse({"code": "too_large", "message": message}, status=413)
        what = {"message": message, "status": 413}
        return render(request, "errors/message.html", what, status=413)

    return answer
