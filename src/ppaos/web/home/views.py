"""Home, language and health."""

import logging
import time
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ppaos.operations.accounts.actions import choose_language
from ppaos.operations.accounts.models import User
from ppaos.operations.accounts.scope import permissions_of
from ppaos.operations.publications.queries import current_publication
from ppaos.operations.results.public_queries import CLOSED
from ppaos.web.navigation import entries_for

_log = logging.getLogger("ppaos.health")
_CHECKED_FOR: Final = 5
"""Seconds for which one look at the state of the site answers everybody who asks."""


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The first page of somebody's work; the public pages for somebody not signed in."""
    if isinstance(request.user, User):
        entries = entries_for(permissions_of(request.user), "")
        return redirect(entries[0].href) if entries else render(request, "home/no_role.html")
    return redirect("account_login" if settings.PUBLIC_LEVEL == CLOSED else "public:home")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch between Thai and English, and come back to the same page."""
    wanted = "en" if request.POST.get("language") == "en" else "th"
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    if isinstance(request.user, User):
        choose_language(user=request.user, language=wanted)
    response = redirect(back)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        wanted,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
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
    checks = _checks(int(time.monotonic() // _CHECKED_FOR))
    is_ready = checks["database"] and checks["schema"] and checks["cache"]
    body = {"status": "ready" if is_ready else "not ready", "checks": checks}
    return JsonResponse(body, status=200 if is_ready else 503)


@lru_cache(maxsize=1)
def _checks(_stretch: int) -> dict[str, bool]:
    """What holds in a stretch of time; whatever comes after something that breaks does not hold."""
    found = {"database": False, "schema": False, "cache": False, "publication": False}
    try:
        executor = MigrationExecutor(connection)
        found["database"] = True
        found["schema"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        cache.set("ready", "1", 10)
        found["cache"] = cache.get("ready") == "1"
        found["publication"] = current_publication() is not None
    except Exception:  # noqa: BLE001 -- whatever broke, the answer is that it is not ready
        _log.exception("the site is not ready")
    return found
