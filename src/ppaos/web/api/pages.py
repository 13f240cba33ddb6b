"""The page that explains the API to people: every address, its parameters and its answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from ppaos.web.api.reference import operations, records


@require_safe
def documentation(request: HttpRequest, api: NinjaAPI) -> HttpResponse:
    """The reference of the API, made from its OpenAPI document."""
    document = api.get_openapi_schema()
    listed = operations(document)
    return render(
        request,
        "api/documentation.html",
        {
            "operations": [(item, _command(request, item.example)) for item in listed],
            "records": records(document),
            "first": _command(request, reverse("api:v1:me")),
        },
    )


def _command(request: HttpRequest, address: str) -> str:
    return f'curl -H "Authorization: Bearer $TOKEN" "{request.build_absolute_uri(address)}"'
