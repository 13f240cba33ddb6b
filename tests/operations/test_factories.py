"""Rows that tests make are rows that the program could have: their models find nothing wrong."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from factories.accounts import make_account, make_grant
from factories.events import make_event
from factories.people import make_household, make_person
from factories.publications import INSTRUMENT, make_publication, settings_of
from ppaos.definitions.instruments.loader import load, shipped
from ppaos.operations.accounts.permissions import PERMISSIONS_OF, Permission, Role
from ppaos.operations.accounts.scope import may
from ppaos.operations.people.models import Household, Person
from ppaos.operations.publications import labels
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.queries import current_publication

pytestmark = pytest.mark.django_db


def is_valid(row: models.Model) -> bool:
    """Whether its model takes it: values of every kind, choices, lengths and constraints.

    Empty texts are left out: publishing writes them where Django's forms would not.
    """
    empty = [field.name for field in row._meta.fields if not getattr(row, field.attname)]
    row.full_clean(exclude=empty, validate_unique=False)
    row.refresh_from_db()
    return True


@pytest.mark.parametrize("role", Role.values)
def test_an_account_may_what_its_role_lets_it(role: str) -> None:
    account = make_account(role, "41")
    assert is_valid(account) and is_valid(account.grants.get())
    allowed = {permission for permission in Permission if may(account, permission, "4101")}
    assert allowed == set(PERMISSIONS_OF[Role(role)])
    assert not [permission for permission in Permission if may(account, permission, "40")]


def test_accounts_are_told_apart_and_take_more_roles() -> None:
    first, second = make_account(), make_account(Role.ANALYST)
    assert first.username != second.username and first.held() == []
    make_grant(first, Role.AGENCY, "4101")
    assert first.held() == [("agency", "4101")]
    assert first.grants.get().agency == "msdhs"
    with pytest.raises(IntegrityError), transaction.atomic():
        make_grant(first, Role.AGENCY, "4101")


@pytest.mark.parametrize("name", sorted(shipped()))
def test_the_version_made_last_is_current_and_read_with_its_instrument(name: str) -> None:
    before = make_publication()
    publication = make_publication(settings=settings_of(load(name)))
    before.refresh_from_db()
    assert is_valid(publication) and is_valid(before)
    assert current_publication() == publication
    assert before.state == Publication.State.KEPT
    held = labels.instrument(publication)
    assert held.names == publication.reading.indicator_names
    assert publication.reading.rounds == (publication.reading.round_be,)
    assert labels.group_titles(publication) == () and labels.fact_titles(publication) == {}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {"fails_mpi": False, "dimensions_failing": 0, "deprived": 0}),
        ({"lacks": ("income",)}, {"fails_mpi": True, "dimensions_failing": 1}),
        ({"lacks": ("income",), "missing": ("exercise",)}, {"fails_mpi": True}),
        ({"missing": ("income",)}, {"fails_mpi": False, "deprived": 0}),
        ({"in_survey": False}, {"fails_mpi": None, "round_be": None, "people": None}),
        ({"household_id": "L000000000001"}, {"house_code": ""}),
        ({"village_code": ""}, {"province_code": "41"}),
    ],
)
def test_households_of_every_kind(given: dict[str, Any], expected: dict[str, Any]) -> None:
    household = make_household(make_publication(), **given)
    assert is_valid(household)
    assert {name: getattr(household, name) for name in expected} == expected
    assert Household.objects.filter(publication=household.publication).get() == household


def test_a_household_with_a_missing_answer_stands_as_the_instrument_says() -> None:
    strict = settings_of(replace(load(INSTRUMENT), missing="listwise"))
    household = make_household(make_publication(settings=strict), missing=("income",))
    assert is_valid(household)
    assert household.fails_mpi is None and household.score is None
    with pytest.raises(AssertionError, match="not of the instrument"):
        make_household(household.publication, lacks=("wealth",))


def test_people_belong_to_their_household_and_are_told_apart() -> None:
    household = make_household(make_publication(), village_code="41020101")
    people = [make_person(household), make_person(household, person_number=2, name="นางมี ทดสอบ")]
    assert all(is_valid(person) for person in people)
    assert {person.village_code for person in people} == {"41020101"}
    assert people[0].person_id != people[1].person_id
    assert people[1].name_key != people[0].name_key
    assert Person.objects.filter(publication=household.publication).count() == 2


def test_an_event_is_of_its_household_and_by_somebody_who_may_record_it() -> None:
    household = make_household(make_publication())
    for kind in ("visit", "help", "exit"):
        event = make_event(household, kind)
        assert is_valid(event)
        assert (event.household_id, event.kind) == (household.household_id, kind)
        assert may(event.by, Permission.RECORD, household.village_code)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_event(household, "call")
