"""What-ifs that somebody named, and figures that documents state."""

from django.db.models import QuerySet

from ppaos.operations.accounts.models import User
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.models import StatedFigure, WhatIfScenario


def named_what_ifs(user: User) -> QuerySet[WhatIfScenario]:
    """The person's own, by name."""
    return WhatIfScenario.objects.filter(user=user)


def stated_figures(publication: Publication, area: str) -> QuerySet[StatedFigure]:
    """Figures that documents state of an area."""
    return StatedFigure.objects.filter(publication=publication, area_code=area)
