"""Addresses of the API and of its documentation."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from ppaos.version import __version__
from ppaos.web.api import areas, households, measures, versions
from ppaos.web.api.authentication import PerMinute, Session, TokenAuth
from ppaos.web.api.errors import answer_refusals, not_found
from ppaos.web.api.pages import documentation

app_name = "api"
ABOUT = (
    "Areas, measures, target groups and households of a PPAOS site, within the caller's areas. Texts are in Thai "
    "and English. A null value is no data, which is not zero."
)


class ThaiJson(JSONRenderer):
    """JSON that keeps Thai letters, which escapes would make twice as long."""

    json_dumps_params = {"ensure_ascii": False}  # noqa: RUF012 -- as the library declares it


api = NinjaAPI(
    title="PPAOS",
    version=__version__,
    description=ABOUT,
    urls_namespace="api:v1",
    auth=[TokenAuth(), Session()],
    throttle=[PerMinute()],
    docs_url=None,
    renderer=ThaiJson(),
)
answer_refusals(api)
for part in (versions, areas, measures, households):
    api.add_router("", part.router)


def missing(request: HttpRequest, **_: Any) -> HttpResponse:
    """An address that the API does not have."""
    return not_found()


urlpatterns = [
    path("docs/", documentation, {"api": api}, name="docs"),
    path("", api.urls),
    re_path(r"", missing),
]
