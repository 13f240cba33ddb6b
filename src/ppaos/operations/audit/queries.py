"""Entries of the audit that somebody may see, narrowed by what they search, a page at a time.

What may be seen is given as a condition (`visible`): whose areas count is the caller's knowledge.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from ppaos.operations.audit.models import Entry

PAGE: Final = 50
_BLOCK: Final = 2_000


@dataclass(frozen=True)
class EntryFilter:
    """What is searched; empty fields narrow nothing."""

    actor: str = ""
    """Beginning of the account's name."""
    action: str = ""
    target: str = ""
    """Identity of what was done something to, whole."""
    areas: Q | None = None
    """Condition on the area of the entry."""
    since: date | None = None
    until: date | None = None
    """Days of Thailand, both included."""


@dataclass(frozen=True)
class EntryPage:
    """Entries, newest first, and where the neighbouring pages begin."""

    rows: list[Entry]
    older: int | None
    """Number before which older entries begin; null on the last page."""
    newer: int | None
    """Number after which newer entries begin; null on the first page."""


def entries(visible: Q, wanted: EntryFilter) -> QuerySet[Entry]:
    """Entries that may be seen and are wanted, in no order."""
    found = Entry.objects.filter(visible)
    if wanted.actor:
        found = found.filter(actor__startswith=wanted.actor)
    if wanted.action:
        found = found.filter(action=wanted.action)
    if wanted.target:
        found = found.filter(target_id=wanted.target)
    if wanted.areas is not None:
        found = found.filter(wanted.areas)
    if wanted.since is not None:
        found = found.filter(at__gte=_moment(wanted.since, time.min))
    if wanted.until is not None:
        found = found.filter(at__lte=_moment(wanted.until, time.max))
    return found


def page(
    found: QuerySet[Entry], *, before: int | None = None, after: int | None = None, size: int = PAGE
) -> EntryPage:
    """One page: the newest entries, those older than `before`, or those just newer than `after`."""
    if after is not None:
        rows = list(found.filter(number__gt=after).order_by("number")[: size + 1])
        has_newer = len(rows) > size
        rows = rows[:size][::-1]
        return EntryPage(
            rows,
            older=rows[-1].number if rows else None,
            newer=rows[0].number if has_newer else None,
        )
    older = found if before is None else found.filter(number__lt=before)
    rows = list(older.order_by("-number")[: size + 1])
    has_older = len(rows) > size
    rows = rows[:size]
    return EntryPage(
        rows,
        older=rows[-1].number if has_older else None,
        newer=rows[0].number if before is not None and rows else None,
    )


def entry_of(visible: Q, number: int) -> Entry | None:
    """One entry; null when there is none such or it may not be seen."""
    return Entry.objects.filter(visible, number=number).first()


def newest_first(found: QuerySet[Entry]) -> Iterator[Entry]:
    """Every entry, newest first, read in blocks."""
    part = found
    while rows := list(part.order_by("-number")[:_BLOCK]):
        yield from rows
        part = found.filter(number__lt=rows[-1].number)


def times_done(actor_id: int, action: str, *, within: timedelta) -> int:
    """How often an account did something lately."""
    since = timezone.now() - within
    return Entry.objects.filter(actor_id=actor_id, action=action, at__gte=since).count()


def _moment(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
