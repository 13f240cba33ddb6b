"""What-ifs that somebody named."""

from django.db.models import QuerySet

from ppaos.operations.accounts.models import User
from ppaos.operations.results.models import WhatIfScenario


def named_what_ifs(user: User) -> QuerySet[WhatIfScenario]:
    """The person's own, by name."""
    return WhatIfScenario.objects.filter(user=user)
