"""Stored public tables: one area, its parts, or a whole level."""

from typing import Final

from django.db.models import QuerySet

from ppaos.operations.publications.models import Publication
from ppaos.operations.results.models import PublicArea, PublicTable

CLOSED: Final = "none"
"""Deepest level of a site without public pages."""


def public_table(publication: Publication, *, below: int, deepest: str) -> PublicTable | None:
    """The public table of a publication under a threshold; null when it was not made yet."""
    return PublicTable.objects.filter(publication=publication, below=below, deepest=deepest).first()


def public_area(table: PublicTable, code: str) -> PublicArea | None:
    """Figures of one area; null when nothing was counted there."""
    return PublicArea.objects.filter(table=table, code=code).first()


def public_level(table: PublicTable, level: str) -> QuerySet[PublicArea]:
    """Figures of every area of a level, in the order of their codes."""
    return PublicArea.objects.filter(table=table, level=level)
