"""Home, language, health and errors."""

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ppaos.operations.accounts.models import User
from ppaos.operations.accounts.scope import permissions_of
from ppaos.operations.publications.queries import current_publication
from ppaos.web.navigation import entries_for
from ppaos.web.words import say


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The first page of somebody's work; the public pages for somebody not signed in."""
    if isinstance(request.user, User):
        entries = entries_for(permissions_of(request.user), "")
        return redirect(entries[0].href) if entries else render(request, "home/no_role.html")
    try:
        return redirect(reverse("public:home"))
    except NoReverseMatch:
        return redirect("account_login")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch between Thai and English, and come back to the same page."""
    wanted = "en" if request.POST.get("language") == "en" else "th"
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = redirect(back)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, wanted, max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True,
    )  # fmt: skip
    return response


@never_cache
@require_GET
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "live"})


@never_cache
@require_GET
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers, its schema is this program's, and the cache works."""
    checks = {"database": False, "schema": False, "cache": False, "publication": False}
    try:
        executor = MigrationExecutor(connection)
        checks["database"] = True
        checks["schema"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        cache.set("ready", "1", 10)
        checks["cache"] = cache.get("ready") == "1"
        checks["publication"] = current_publication() is not None
    except DatabaseError:
        return JsonResponse({"status": "not ready", "checks": checks}, status=503)
    is_ready = checks["database"] and checks["schema"] and checks["cache"]
    body = {"status": "ready" if is_ready else "not ready", "checks": checks}
    return JsonResponse(body, status=200 if is_ready else 503)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of an address that leads nowhere."""
    message = say(
        "ไม่มีหน้าที่ขอ ตรวจที่อยู่อีกครั้ง หรือเริ่มจากหน้าแรก",
        "There is no such page. Check the address, or start from the first page.",
    )
    return render(request, "errors/message.html", {"message": message, "status": 404}, status=404)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of a refused request, such as a form whose session ended."""
    message = say(
        "คำขอนี้ไม่ได้รับอนุญาต ย้อนกลับแล้วลองใหม่ หากยังไม่ได้ให้เข้าสู่ระบบอีกครั้ง",
        "The request was refused. Go back and try again; if it still fails, sign in anew.",
    )
    return render(request, "errors/message.html", {"message": message, "status": 403}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """The page of a fault of the program."""
    return render(request, "errors/broken.html", status=500)
