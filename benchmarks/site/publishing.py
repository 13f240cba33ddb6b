"""The peer of publishing: the same rows through Django's bulk_create into the same indexed tables."""

import time
from typing import Any, Final

from benchmarks.site.environment import Site

Result = dict[str, Any]
_BATCH: Final = 1000


def publish_peer(*, site: dict[str, str], households: int) -> Result:
    """Write the first `households` of the current version, and their people, as another version.

    Making the objects and reading the rows do not count. The site is as before when it ends.
    """
    Site.of(site).enter()
    from django.db import connection

    from ppaos.operations.people.loading import remove
    from ppaos.operations.people.models import Household, Person
    from ppaos.operations.people.partitions import partition_name
    from ppaos.operations.publications.models import Publication
    from ppaos.operations.publications.queries import current_publication

    publication = current_publication()
    assert publication is not None
    other = 1 + max(Publication.objects.values_list("pk", flat=True))
    household_rows = list(
        Household.objects.filter(publication=publication).order_by("household_id")[:households]
    )
    last = household_rows[-1].household_id
    people = list(
        Person.objects.filter(publication=publication, household_id__gt="", household_id__lte=last)
    )
    for row in (*household_rows, *people):
        row.publication_id = other
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in (Household, Person):
                table = model._meta.db_table
                cursor.execute(
                    f'CREATE TABLE "{partition_name(table, other)}" '
                    f'PARTITION OF "{table}" FOR VALUES IN ({other})'
                )
    begun = time.perf_counter()
    Household.objects.bulk_create(household_rows, batch_size=_BATCH)
    Person.objects.bulk_create(people, batch_size=_BATCH)
    seconds = time.perf_counter() - begun
    remove(other)
    return {"seconds": seconds, "households": len(household_rows), "people": len(people)}
