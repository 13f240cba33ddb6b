"""One household of a publication: its row, its people, what contradicts about it, its searches.

Every query starts at a scope. A household outside it is answered like one that does not exist.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from ppaos.domain.area.scope import Scope
from ppaos.operations.accounts.models import User
from ppaos.operations.accounts.scope import within
from ppaos.operations.people.models import Conflict, Household, Person, SavedSearch, Village
from ppaos.operations.publications.models import Publication

Row = dict[str, Any]


def household_of(publication: Publication, household_id: str, scope: Scope) -> Household | None:
    """One household with everything that is known of it; null when it is not there or not in scope."""
    rows = Household.objects.filter(within(scope), publication=publication)
    return rows.filter(household_id=household_id).first()


def households_in_order(
    publication: Publication, household_ids: Sequence[str], scope: Scope, columns: Sequence[str]
) -> list[Row]:
    """Columns of households, in the given order; those that are not in scope are left out."""
    rows = Household.objects.filter(
        within(scope), publication=publication, household_id__in=household_ids
    )
    found = {row["household_id"]: row for row in rows.values("household_id", *columns)}
    return [found[name] for name in household_ids if name in found]


def rows_by_priority(condition: Q, columns: Sequence[str], *, block: int) -> Iterator[Row]:
    """Columns of the households that a condition holds for, most urgent first, read in blocks."""
    rows = Household.objects.filter(condition).order_by("-priority", "household_id")
    yield from rows.values(*columns).iterator(chunk_size=block)


def positions(condition: Q, *, most: int) -> list[tuple[Any, ...]]:
    """Households with a position, most urgent first: id, house number, village code and name,
    longitude, latitude. No more than `most`."""
    rows = Household.objects.filter(condition, latitude__isnull=False, longitude__isnull=False)
    return list(
        rows.order_by("-priority", "household_id").values_list(
            "household_id", "house_number", "village_code", "village_name", "longitude", "latitude"
        )[:most]
    )


def village_of(publication: Publication, code: str) -> Village | None:
    """A village of a publication; null when it has none of the code."""
    return Village.objects.filter(publication=publication, village_code=code).first()


def villages_inside(publication: Publication, area: str) -> list[tuple[str, str]]:
    """(code, name) of the villages of a publication whose codes begin so, ascending."""
    rows = Village.objects.filter(publication=publication, village_code__startswith=area)
    return list(rows.order_by("village_code").values_list("village_code", "name"))


def village_facts(publication: Publication) -> Iterator[tuple[str, dict[str, Any]]]:
    """(code, what the village survey says) of every village, ascending."""
    rows = Village.objects.filter(publication=publication).order_by("village_code")
    yield from rows.values_list("village_code", "facts").iterator(chunk_size=5000)


def people_of(household: Household) -> list[Person]:
    """Everybody of a household: those surveyed in the order of the survey, then the others."""
    people = Person.objects.filter(
        publication_id=household.publication_id, household_id=household.household_id
    )
    return sorted(
        people,
        key=lambda one: (one.person_number is None, one.person_number or 0, str(one.person_id)),
    )


def person_of(household: Household, person_id: str) -> Person | None:
    """One person of a household; null when nobody of it has the identity."""
    return next((one for one in people_of(household) if str(one.person_id) == person_id), None)


def conflicts_of(household: Household, people: Sequence[Person]) -> "QuerySet[Conflict]":
    """What contradicts about a household and its people, in the order in which it was stored."""
    of_people = Q(person_id__in=[one.person_id for one in people])
    rows = Conflict.objects.filter(
        of_people | Q(household_id=household.household_id), publication_id=household.publication_id
    )
    return rows.order_by("id")


def saved_searches_of(user: User) -> "QuerySet[SavedSearch]":
    """Searches that somebody named, by name."""
    return SavedSearch.objects.filter(user=user)
