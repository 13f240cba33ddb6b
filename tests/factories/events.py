"""What was done for a household."""

from datetime import date
from typing import Any

from factories.accounts import make_account
from ppaos.operations.accounts.permissions import Role
from ppaos.operations.events.models import HouseholdEvent
from ppaos.operations.people.models import Household


def make_event(
    household: Household, kind: HouseholdEvent.Kind | str = "visit", **changes: Any
) -> HouseholdEvent:
    """A visit, a help or an exit, recorded without a check whether `by` may."""
    given: dict[str, Any] = {
        "household_id": household.household_id,
        "village_code": household.village_code,
        "on": date(2022, 11, 1),
        "is_synthetic": True,
        **changes,
    }
    if "by" not in given:
        given["by"] = make_account(Role.FIELD_TEAM, household.village_code[:6])
    return HouseholdEvent.objects.create(kind=kind, **given)
