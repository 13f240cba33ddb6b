"""Errors as the API answers them: a stable code, and what to do next in Thai and in English."""

import math
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from ppaos.domain.errors import UserError
from ppaos.web.api.authentication import TokenRefused
from ppaos.web.requests.auth import NoSuchVersion, NothingPublished, PageRefusal
from ppaos.web.requests.errors import refusal, refused_by

Answer = Callable[[HttpRequest, Any], HttpResponse]


def not_found() -> HttpResponse:
    """Something that does not exist, or that the caller may not know of."""
    return refusal(
        404,
        "not_found",
        th="ไม่พบสิ่งที่ขอ หรืออยู่นอกพื้นที่ของท่าน ตรวจรหัสและที่อยู่อีกครั้ง",
        en="It was not found, or lies outside your areas. Check the code and the address.",
    )


def answer_refusals(api: NinjaAPI) -> None:
    """Let every error of the API be answered in one form."""
    handlers: dict[type[Exception], Answer] = {
        AuthenticationError: _nobody,
        TokenRefused: _bad_token,
        Throttled: _too_many,
        ValidationError: _bad_parameters,
        NoSuchVersion: _no_version,
        NothingPublished: _nothing_published,
        PageRefusal: lambda _, error: refusal(403, "refused", th=error.th, en=error.en),
        UserError: refused_by,
        HttpError: _http_error,
        Http404: lambda _request, _error: not_found(),
        Exception: _fault,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _nobody(_request: HttpRequest, _error: Exception) -> HttpResponse:
    response = refusal(
        401,
        "sign_in",
        th="ต้องส่งโทเคนใน Authorization: Bearer หรือเข้าสู่ระบบก่อน สร้างโทเคนได้ที่หน้าผู้ใช้และสิทธิ์",
        en="Send a token as Authorization: Bearer, or sign in first. Tokens are made on the site.",
    )
    response["WWW-Authenticate"] = 'Bearer realm="ppaos"'
    return response


def _bad_token(_request: HttpRequest, _error: Exception) -> HttpResponse:
    response = refusal(
        401,
        "token",
        th="โทเคนไม่ถูกต้อง หมดอายุ หรือถูกถอนแล้ว สร้างโทเคนใหม่",
        en="The token is not valid, has expired or was revoked. Create a new one.",
    )
    response["WWW-Authenticate"] = 'Bearer realm="ppaos", error="invalid_token"'
    return response


def _too_many(_request: HttpRequest, error: Throttled) -> HttpResponse:
    seconds = math.ceil(error.wait or 0)
    return refusal(
        429,
        "too_many",
        th=f"ส่งคำขอถี่เกินไป รอ {seconds} วินาทีแล้วส่งใหม่",
        en=f"Too many requests. Wait {seconds} seconds and send it again.",
    )


def _bad_parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:
    said = "; ".join(
        f"{_parameter(request, item['loc'])}: {item['msg']}"
        for item in error.errors
        if item["type"] != "none_required"  # "or leave it out" is said of every parameter
    )
    return refusal(
        422,
        "parameters",
        th=f"พารามิเตอร์ไม่ถูกต้อง ดูค่าที่ใช้ได้ที่ /api/v1/docs/ ({said})",
        en=f"A parameter is not valid, see /api/v1/docs/: {said}.",
    )


def _parameter(request: HttpRequest, location: tuple[Any, ...]) -> str:
    """Name of the parameter that a finding is about; its location may go on into its kinds."""
    return str(next((part for part in location if part in request.GET), location[-1]))


def _no_version(_request: HttpRequest, _error: Exception) -> HttpResponse:
    return refusal(
        404,
        "version",
        th="ไม่มีรุ่นข้อมูลนี้ เลือกจาก /publications",
        en="There is no such version. Choose one from /publications.",
    )


def _nothing_published(_request: HttpRequest, _error: Exception) -> HttpResponse:
    return refusal(
        503,
        "nothing_published",
        th="ยังไม่มีข้อมูลที่เผยแพร่ ผู้ดูแลระบบเผยแพร่ได้ด้วย ppaos publish",
        en="Nothing has been published. The administrator does so with ppaos publish.",
    )


def _http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    return refusal(
        error.status_code,
        "request",
        th="คำขอนี้ไม่ได้รับอนุญาต ตรวจวิธีเรียกที่ /api/v1/docs/",
        en=f"The request was refused ({error}). See /api/v1/docs/ for how to call.",
    )


def _fault(_request: HttpRequest, error: Exception) -> HttpResponse:
    raise error
