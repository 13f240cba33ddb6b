"""What was done for households: events of one, households somebody visited, counts by month.

A household counts once however often it was visited, helped or recorded as out. An area without
an event has none recorded; whether nobody went or nobody wrote it down is not known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Exists, Max, OuterRef, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear

from ppaos.domain.area.scope import Scope
from ppaos.operations.accounts.models import User
from ppaos.operations.accounts.scope import within
from ppaos.operations.events.models import HouseholdEvent

KINDS: Final = tuple(HouseholdEvent.Kind.values)


@dataclass(frozen=True)
class MonthOfEvents:
    """Households of one month, each once a kind."""

    year: int
    """Of the Christian era."""
    month: int
    visited: int
    helped: int
    exited: int


def events_of(household_id: str, scope: Scope) -> QuerySet[HouseholdEvent]:
    """Events of one household inside a scope, newest first, with who recorded them."""
    found = HouseholdEvent.objects.filter(within(scope), household_id=household_id)
    return found.select_related("by").order_by("-on", "-id")


def visited_by(user: User) -> QuerySet[HouseholdEvent, str]:
    """Identities of the households that somebody recorded a visit of; for a subquery."""
    found = HouseholdEvent.objects.filter(by=user, kind=HouseholdEvent.Kind.VISIT)
    return found.order_by().values_list("household_id", flat=True).distinct()


def last_visits(household_ids: Sequence[str], scope: Scope) -> dict[str, date]:
    """The day of the last recorded visit of each household that has one, inside a scope."""
    visits = HouseholdEvent.objects.filter(
        within(scope), kind=HouseholdEvent.Kind.VISIT, household_id__in=household_ids
    )
    return dict(visits.order_by().values_list("household_id").annotate(Max("on")))


def event_of(kind: str, household_field: str) -> Exists:
    """Whether an event of a kind is recorded of the household that a field of the query names."""
    events = HouseholdEvent.objects.order_by().filter(
        kind=kind, household_id=OuterRef(household_field)
    )
    return Exists(events)


def months_of_events(scope: Scope) -> tuple[MonthOfEvents, ...]:
    """How many households of the scope were visited, helped and are out, by months with an event."""
    rows = HouseholdEvent.objects.filter(within(scope)).order_by()
    by_month = rows.values_list(ExtractYear("on"), ExtractMonth("on"), "kind")
    found: dict[tuple[int, int], dict[str, int]] = {}
    for year, month, kind, count in by_month.annotate(Count("household_id", distinct=True)):
        found.setdefault((year, month), {})[kind] = count
    return tuple(
        MonthOfEvents(year, month, *[counts.get(kind, 0) for kind in KINDS])
        for (year, month), counts in sorted(found.items())
    )
