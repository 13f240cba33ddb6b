"""Synthetic visits, help and exits of some poor households, for the demonstration.

Which households and how many days ago follow from the household's identity alone, so that the
same publication always comes out the same on the same day. Every event is marked as synthetic.
"""

import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from ppaos.operations.accounts.models import User
from ppaos.operations.audit import actions as audit
from ppaos.operations.events.models import HouseholdEvent
from ppaos.operations.people.models import Household
from ppaos.operations.publications.models import Publication

MOST_HOUSEHOLDS: Final = 5_000
_DAYS: Final = 300
_VISITED, _HELPED, _OUT = 38, 55, 22
"""In a hundred: of poor households, of visited ones, of helped ones."""


@transaction.atomic
def make_demo_events(
    publication: Publication, *, by: User, province: str = "41", today: date | None = None
) -> int:
    """Store events of the province's poor households, recorded by the demo field account.

    Returns how many were stored: none when synthetic events are there already.
    """
    held = HouseholdEvent.objects.filter(is_synthetic=True, village_code__startswith=province)
    if held.exists():
        return 0
    poor = Household.objects.filter(
        publication=publication, province_code=province, fails_mpi=True
    ).order_by("household_id")
    events: list[HouseholdEvent] = []
    households = 0
    for household_id, village_code in poor.values_list("household_id", "village_code").iterator():
        made = list(_events(household_id, village_code, by, today or timezone.localdate()))
        households += bool(made)
        events += made
        if households == MOST_HOUSEHOLDS:
            break
    HouseholdEvent.objects.bulk_create(events, batch_size=1000)
    audit.record(
        "event_recorded", by=by, area=province, details={"synthetic": True, "events": len(events)}
    )
    return len(events)


def _events(
    household_id: str, village_code: str, by: User, today: date
) -> Iterator[HouseholdEvent]:
    chance = zlib.crc32(f"events {household_id}".encode())
    if not village_code or chance % 100 >= _VISITED:
        return
    kind = HouseholdEvent.Kind
    steps: list[tuple[str, int]] = [(kind.VISIT, chance // 100 % _DAYS)]
    if chance // 30_000 % 100 < _HELPED:
        steps.append((kind.HELP, steps[0][1] - 10 - chance // 3_000_000 % 40))
        if chance // 7_000_000 % 100 < _OUT:
            steps.append((kind.EXIT, steps[1][1] - 60))
    for what, ago in steps:
        if ago >= 0:
            yield HouseholdEvent(
                kind=what,
                household_id=household_id,
                village_code=village_code,
                on=today - timedelta(days=ago),
                by=by,
                note="",
                is_synthetic=True,
            )
