"""Which version people see, and earlier ones that can be looked back at."""

from django.db.models import QuerySet

from ppaos.operations.publications.models import Publication

State = Publication.State


def current_publication() -> Publication | None:
    """The version that everybody sees; null before the first publish."""
    return Publication.objects.filter(state=State.CURRENT).first()


def readable_publications() -> QuerySet[Publication]:
    """The current version and those kept, newest first."""
    return Publication.objects.filter(state__in=[State.CURRENT, State.KEPT])


def publication_of(number: int | None) -> Publication | None:
    """A version that can be looked at: the current one by default; null when there is none such."""
    if number is None:
        return current_publication()
    return readable_publications().filter(pk=number).first()
