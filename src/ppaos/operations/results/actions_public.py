"""Decide once what of a publication is public."""

from typing import Final

from django.db import IntegrityError, transaction

from ppaos.domain.errors import CheckError
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.models import PublicArea, PublicTable
from ppaos.operations.results.public_queries import public_table
from ppaos.operations.results.public_tables import NOTHING, public_figures

_AT_ONCE: Final = 1_000


def make_public_table(publication: Publication, *, below: int, deepest: str) -> PublicTable:
    """The public table of a publication: made now, unless it was made before.

    Where the counts do not add up nothing is published, and the table says why.
    """
    made = public_table(publication, below=below, deepest=deepest)
    if made is not None:
        return made
    error_th = error_en = ""
    try:
        figures = public_figures(publication, below=below, deepest=deepest)
    except CheckError as error:
        figures, error_th, error_en = NOTHING, error.th, error.en
    try:
        with transaction.atomic():
            table = PublicTable.objects.create(
                publication=publication,
                below=below,
                deepest=deepest,
                measures=figures.measures,
                withheld=figures.withheld,
                error_th=error_th,
                error_en=error_en,
            )
            PublicArea.objects.bulk_create(
                (
                    PublicArea(
                        table=table,
                        code=area.code,
                        parent_code=area.parent_code,
                        level=area.level,
                        values=area.values,
                        withheld=area.withheld,
                    )
                    for area in figures.areas
                ),
                batch_size=_AT_ONCE,
            )
    except IntegrityError:  # another process made the same one meanwhile
        return PublicTable.objects.get(publication=publication, below=below, deepest=deepest)
    return table
