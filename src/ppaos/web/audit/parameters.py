"""What an inspector asks of the audit: the query of the address, and the entries that answer it.

An inspector of an area sees what was done to that area, whoever did it, and what people did all of
whose areas lay inside it when they did it; nothing else.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from ppaos.domain.area.scope import Scope, smallest_area
from ppaos.domain.errors import SettingError
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import areas_within, scope_of
from ppaos.operations.areas.queries import known_area
from ppaos.operations.audit.models import Entry
from ppaos.operations.audit.queries import EntryFilter, entries
from ppaos.web.requests.auth import current_user

_FIRST_DAY: Final = date(1900, 1, 1)
_LAST_DAY: Final = date(9999, 1, 1)
"""Days that every database and time zone can count with."""


@dataclass(frozen=True)
class AuditQuery:
    """The fields of the form as they were filled in."""

    person: str = ""
    action: str = ""
    target: str = ""
    area: str = ""
    since: str = ""
    until: str = ""

    def query(self) -> str:
        """The fields that are filled in, as the query of an address."""
        return urlencode({name: value for name, value in vars(self).items() if value})


def asked_of(request: HttpRequest) -> AuditQuery:
    """The fields of the address, each cut to what a field can hold."""
    return AuditQuery(
        **{
            name: request.GET.get(name, "").strip()[:150]
            for name in AuditQuery.__dataclass_fields__
        }
    )


def visible(request: HttpRequest) -> Q:
    """Condition of the entries that the inspector may see."""
    scope = scope_of(current_user(request), Permission.SEE_AUDIT)
    return areas_within(scope, "area_code") | areas_within(scope, "actor_area")


def found_entries(request: HttpRequest, asked: AuditQuery) -> QuerySet[Entry]:
    """The entries that answer.

    Errors: AreaError for an unknown area; SettingError for a day that is none.
    """
    areas = None
    if asked.area:
        areas = areas_within(Scope.of([known_area(asked.area).code]), "area_code")
    wanted = EntryFilter(
        actor=asked.person,
        action=asked.action,
        target=asked.target,
        areas=areas,
        since=_day(asked.since),
        until=_day(asked.until),
    )
    return entries(visible(request), wanted)


def inspected_area(request: HttpRequest) -> str:
    """The smallest area that holds all that the inspector sees: where inspecting is recorded."""
    return smallest_area(scope_of(current_user(request), Permission.SEE_AUDIT).prefixes)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise _no_day(text) from error
    if not _FIRST_DAY <= found <= _LAST_DAY:
        raise _no_day(text)
    return found


def _no_day(text: str) -> SettingError:
    return SettingError(
        th=f"'{text}' ไม่ใช่วันที่ค้นได้ เขียนเป็น ปี ค.ศ.-เดือน-วัน เช่น 2026-01-31",
        en=f"'{text}' is not a date that can be searched. Write YEAR-MONTH-DAY, such as 2026-01-31.",
    )
