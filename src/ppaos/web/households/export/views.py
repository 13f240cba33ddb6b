"""Ask for a list of households as a file: for whom, for what, which columns, which format."""

from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ppaos.definitions.agencies import loader as agencies
from ppaos.definitions.agencies.loader import Agency
from ppaos.domain.errors import UserError
from ppaos.domain.privacy.agency_lists import DEFAULT_AGENCY, require_format, require_somebody
from ppaos.domain.privacy.purposes import PURPOSES, stated
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import scope_of
from ppaos.operations.jobs.actions import enqueue
from ppaos.operations.people.search import COUNTED
from ppaos.web.households.export import lists
from ppaos.web.households.export.tasks import FORMATS
from ppaos.web.households.search.form import conditions_of
from ppaos.web.households.search.query import Finder, search_of
from ppaos.web.requests.auth import current_user, permitted, publication_for
from ppaos.web.text import say


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(Permission.EXPORT)
def export(request: HttpRequest) -> HttpResponse:
    """The form of an export; sent, it becomes a job."""
    is_sent = request.method == "POST"
    query = QueryDict(request.POST.get("query", "")) if is_sent else request.GET
    publication = publication_for(request)
    asked = search_of(query, publication)
    # nobody is named in a job, so a list is of filters only
    scope = scope_of(current_user(request), Permission.EXPORT)
    finder = Finder(publication, scope, current_user(request), asked.anonymous())
    error = ""
    if is_sent:
        try:
            return _queued(request, finder)
        except UserError as refused:
            error = say(refused.th, refused.en)
    given = request.POST if is_sent else request.GET
    agency = _agency(given.get("agency", ""))
    page = {
        **_choices(finder, agency, given, given.getlist("field") if is_sent else None),
        "publication": publication,
        "version": request.GET.get("version", ""),
        "named": asked.names_somebody,
        "error": error,
    }
    return render(request, "households/export.html", page, status=400 if error else 200)


def _queued(request: HttpRequest, finder: Finder) -> HttpResponse:
    given = request.POST
    agency = agencies.shipped(given.get("agency", ""))
    permitted = lists.permitted_of(finder, agency, given.getlist("field"))
    purpose = stated(given.get("purpose", ""), given.get("note", ""))
    require_format(given.get("format", ""), FORMATS)
    require_somebody(finder.count)
    parameters: dict[str, Any] = {
        "query": finder.search.saved_query(),
        "publication": finder.publication.pk,
        "agency": agency.agency,
        "fields": list(permitted.fields),
        "format": given["format"],
        "purpose": purpose,
        "unit": permitted.unit,
    }
    details = {
        key: parameters[key] for key in ("query", "publication", "agency", "fields", "format")
    }
    job = enqueue(
        "export",
        current_user(request),
        permitted.area,
        parameters,
        purpose=purpose,
        details=details,
    )
    return redirect("jobs:page", number=job.pk)


def _choices(
    finder: Finder, agency: Agency, given: QueryDict, wanted: list[str] | None
) -> dict[str, Any]:
    return {
        "finder": finder,
        "counted": COUNTED,
        "query": finder.search.saved_query(),
        "query_pairs": parse_qsl(finder.search.saved_query()),
        "conditions": conditions_of(finder.publication, finder.search),
        "agencies": [(item, item.agency == agency.agency) for item in lists.agencies_of()],
        "agency": agency,
        "fields": lists.fields_of(agency, wanted),
        "purposes": PURPOSES,
        "formats": FORMATS,
        "given": given,
    }


def _agency(name: str) -> Agency:
    return agencies.shipped(name if name in agencies.names() else DEFAULT_AGENCY)
