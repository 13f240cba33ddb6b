"""Which version people see, and earlier ones that can be looked back at."""

from typing import Final

from django.db.models import QuerySet

from ppaos.operations.publications.models import Publication

State = Publication.State
READABLE: Final = (State.CURRENT, State.KEPT)


def current_publication() -> Publication | None:
    """The version that everybody sees; null before the first publish."""
    return Publication.objects.filter(state=State.CURRENT).first()


def readable_publications() -> QuerySet[Publication]:
    """The current version and those kept, newest first."""
    return Publication.objects.filter(state__in=READABLE)


def all_publications() -> QuerySet[Publication]:
    """Every version in whatever state, newest first."""
    return Publication.objects.all()


def is_being_prepared(publication: Publication) -> bool:
    """Whether a version is still being prepared, read anew."""
    return Publication.objects.filter(pk=publication.pk, state=State.BUILDING).exists()


def publication_of(number: int | None) -> Publication | None:
    """A version that can be looked at: the current one by default; null when there is none such."""
    if number is None:
        return current_publication()
    return readable_publications().filter(pk=number).first()
