"""What was done for households: events of one, households somebody visited, counts by month.

A household counts once however often it was visited, helped or recorded as out. An area without
an event has none recorded; whether nobody went or nobody wrote it down is not known.
"""

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear, Left

from ppaos.domain.areas import LEVEL_DIGITS, NATION, parent_of
from ppaos.domain.scope import Scope
from ppaos.operations.accounts.models import User
from ppaos.operations.accounts.scope import within
from ppaos.operations.visits.models import HouseholdEvent

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


@dataclass(frozen=True)
class ProgressCounts:
    """Households with an event of each kind, in all and by month (months with an event only)."""

    visited: int
    helped: int
    exited: int
    months: tuple[MonthOfEvents, ...]


def events_of(household_id: str, scope: Scope) -> QuerySet[HouseholdEvent]:
    """Events of one household inside a scope, newest first, with who recorded them."""
    found = HouseholdEvent.objects.filter(within(scope), household_id=household_id)
    return found.select_related("by").order_by("-on", "-id")


def visited_by(user: User) -> QuerySet[HouseholdEvent, str]:
    """Identities of the households that somebody recorded a visit of; for a subquery."""
    found = HouseholdEvent.objects.filter(by=user, kind=HouseholdEvent.Kind.VISIT)
    return found.order_by().values_list("household_id", flat=True).distinct()


def visit_of(household_field: str) -> Exists:
    """Whether anybody recorded a visit of the household that a field of the query names."""
    visits = HouseholdEvent.objects.order_by().filter(
        kind=HouseholdEvent.Kind.VISIT, household_id=OuterRef(household_field)
    )
    return Exists(visits)


def households_with(kind: str, scope: Scope) -> QuerySet[HouseholdEvent, str]:
    """Identities of the households in scope that have an event of a kind; for a subquery."""
    found = HouseholdEvent.objects.filter(within(scope), kind=kind)
    return found.order_by().values_list("household_id", flat=True).distinct()


def progress_counts(scope: Scope) -> ProgressCounts:
    """How many households of the scope were visited, helped and are out, and in which months."""
    rows = HouseholdEvent.objects.filter(within(scope)).order_by()
    households = Count("household_id", distinct=True)
    whole = dict(rows.values_list("kind").annotate(households))
    monthly: dict[tuple[int, int], dict[str, int]] = {}
    by_month = rows.values_list(ExtractYear("on"), ExtractMonth("on"), "kind").annotate(households)
    for year, month, kind, count in by_month:
        monthly.setdefault((year, month), {})[kind] = count
    months = tuple(
        MonthOfEvents(year, month, *[found.get(kind, 0) for kind in KINDS])
        for (year, month), found in sorted(monthly.items())
    )
    return _counts(whole, months)


def progress_by_area(scope: Scope, level: str) -> dict[str, ProgressCounts]:
    """Counts of each area of a level that has an event (`months` empty), by area code.

    Households without a village count in the country only.
    """
    digits = LEVEL_DIGITS["province" if level == "region" else level]
    rows = HouseholdEvent.objects.filter(within(scope)).order_by()
    if digits:
        counted = rows.exclude(village_code="").values_list(Left("village_code", digits), "kind")
        found = counted.annotate(Count("household_id", distinct=True))
    else:
        whole = rows.values_list("kind").annotate(Count("household_id", distinct=True))
        return _by_area([(NATION, kind, count) for kind, count in whole])
    if level == "region":
        return _by_area([(parent_of(code, "region"), kind, count) for code, kind, count in found])
    return _by_area(list(found))


def _by_area(rows: list[tuple[str, str, int]]) -> dict[str, ProgressCounts]:
    found: dict[str, dict[str, int]] = {}
    for code, kind, count in rows:
        counts = found.setdefault(code, {})
        counts[kind] = counts.get(kind, 0) + count
    return {code: _counts(counts, ()) for code, counts in sorted(found.items())}


def _counts(households: dict[str, int], months: tuple[MonthOfEvents, ...]) -> ProgressCounts:
    visited, helped, exited = (households.get(kind, 0) for kind in KINDS)
    return ProgressCounts(visited, helped, exited, months)
