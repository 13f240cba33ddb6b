"""Answers that need not be made again: a publication does not change once it is ready."""

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags, quote_etag

from ppaos.version import __version__
from ppaos.web.api.authentication import About


def unchanged(request: HttpRequest, response: HttpResponse, asked: About) -> HttpResponse | None:
    """The answer 304 to a caller who has it already; else null, with its mark on `response`.

    The mark is made of the publication, the scope, the address and the program's version.
    """
    publication = asked.publication
    facts = (publication.pk, publication.ready_at, asked.scope.prefixes, __version__)
    told = f"{facts} {request.get_full_path()}"
    mark = quote_etag(hashlib.sha256(told.encode()).hexdigest()[:32])
    held = parse_etags(request.headers.get("If-None-Match", ""))
    is_held = mark in {item.removeprefix("W/") for item in held}
    found: HttpResponse = HttpResponseNotModified() if is_held else response
    found["ETag"] = mark
    found["Cache-Control"] = "private, no-cache"
    if publication.ready_at:
        found["Last-Modified"] = http_date(publication.ready_at.timestamp())
    patch_vary_headers(found, ["Authorization", "Cookie"])
    return found if is_held else None
