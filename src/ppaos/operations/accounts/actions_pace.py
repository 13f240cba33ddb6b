"""Count how often something is done in a window of the clock, exactly, for every process at once."""

import time

from django.db import transaction
from django.db.models import F

from ppaos.operations.accounts.models import Tally


@transaction.atomic
def count_up(key: str, *, seconds: int, by: int = 1) -> int:
    """Add to the count of `key` in the running window of so many seconds, and tell the sum."""
    now = int(time.time())
    window = now // seconds
    kept = Tally.objects.filter(key=f"{key}:{seconds}:{window}")
    if not kept.update(count=F("count") + by):
        until = (window + 1) * seconds
        _, is_new = Tally.objects.get_or_create(
            key=f"{key}:{seconds}:{window}", defaults={"until": until, "count": by}
        )
        if is_new:
            _sweep(now)
            return by
        kept.update(count=F("count") + by)
    return kept.values_list("count", flat=True).get()


def _sweep(now: int) -> None:
    """Forget windows that are over; rows that somebody else sweeps are left to them."""
    over = Tally.objects.filter(until__lte=now).select_for_update(skip_locked=True)
    Tally.objects.filter(pk__in=list(over.values_list("pk", flat=True)[:1_000])).delete()
