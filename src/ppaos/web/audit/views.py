"""The inspector's screens: search the audit, look at one entry, take a CSV, verify the chain."""

import json
from itertools import chain
from typing import Any, Final

from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ppaos.adapters.list_files import csv_lines
from ppaos.domain.privacy.purposes import purpose_title
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.areas.queries import titles_of
from ppaos.operations.audit import queries, triggers
from ppaos.operations.audit.actions import record
from ppaos.operations.audit.models import Entry
from ppaos.operations.jobs.actions import enqueue
from ppaos.operations.jobs.queries import unfinished
from ppaos.web.accounts.labels import role_title
from ppaos.web.audit.labels import ACTIONS, action_title, target_title
from ppaos.web.audit.parameters import AuditQuery, asked_of, found_entries, inspected_area, visible
from ppaos.web.requests.auth import current_user, not_found, permitted, whole_number
from ppaos.web.text import localized

_LARGEST: Final = 2**62
_COLUMNS: Final = (
    "number", "at", "actor_id", "actor", "roles", "actor_area", "action", "target_kind",
    "target_id", "area_code", "purpose", "details", "address", "previous_hash", "hash",
)  # fmt: skip


@require_GET
@permitted(Permission.SEE_AUDIT)
def search(request: HttpRequest) -> HttpResponse:
    """Entries that answer the form, newest first."""
    asked = asked_of(request)
    found = found_entries(request, asked)
    before = whole_number(request.GET.get("before"), default=0, least=0, most=_LARGEST)
    after = whole_number(request.GET.get("after"), default=0, least=0, most=_LARGEST)
    page = queries.page(found, before=before or None, after=after or None)
    if asked != AuditQuery():
        _record("audit_viewed", request, asked)
    return render(
        request, "audit/search.html",
        {
            "asked": asked, "query": asked.query(), "page": page, "rows": _shown(page.rows),
            "actions": sorted(ACTIONS.items(), key=lambda item: localized(item[1])),
            "is_guarded": triggers.is_in_place(connection),
        },
    )  # fmt: skip


@require_GET
@permitted(Permission.SEE_AUDIT)
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """One entry with everything that it holds."""
    found = queries.entry_of(visible(request), min(number, _LARGEST))
    if found is None:
        return not_found(request)
    return render(
        request, "audit/entry.html",
        {
            "row": _shown([found])[0],
            "details": json.dumps(found.details, ensure_ascii=False, indent=2, sort_keys=True),
        },
    )  # fmt: skip


@require_GET
@permitted(Permission.SEE_AUDIT)
def table(request: HttpRequest) -> StreamingHttpResponse:
    """The entries that answer as CSV, all of them, newest first."""
    asked = asked_of(request)
    found = found_entries(request, asked)
    _record("audit_exported", request, asked)
    rows = (_cells(row) for row in queries.newest_first(found))
    lines = csv_lines(chain([_COLUMNS], rows))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"ppaos-audit-{timezone.localdate():%Y%m%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@permitted(Permission.SEE_AUDIT)
def verify(request: HttpRequest) -> HttpResponse:
    """Walk the whole chain in the background; a walk of the same person that is not over is shown."""
    by = current_user(request)
    job = unfinished("verify", by) or enqueue("verify", by, area=inspected_area(request))
    return redirect("jobs:page", number=job.pk)


def _record(action: str, request: HttpRequest, asked: AuditQuery) -> None:
    record(
        action, area=inspected_area(request), details={k: v for k, v in vars(asked).items() if v}
    )


def _shown(rows: list[Entry]) -> list[dict[str, Any]]:
    titles = titles_of(row.area_code for row in rows)
    return [
        {
            "entry": row,
            "action": action_title(row.action),
            "target": target_title(row.target_kind),
            "area": titles[row.area_code] if row.area_code else None,
            "roles": [role_title(name) for name in row.roles.split(",") if name],
            "purpose": purpose_title(row.purpose),
        }
        for row in rows
    ]


def _cells(row: Entry) -> list[Any]:
    return [_cell(getattr(row, name)) for name in _COLUMNS]


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return value
