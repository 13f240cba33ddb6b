"""The page of a household says what comes next, whatever there is on record of it.

The rows are made here: neither a store nor a published version is needed.
"""

import html
import re
from dataclasses import replace

import pytest
from django.test import Client

from factories.accounts import make_account
from factories.events import make_event
from factories.people import make_household, make_person
from factories.publications import INSTRUMENT, make_publication, settings_of
from ppaos.definitions.instruments.loader import load
from ppaos.operations.accounts.models import User
from ppaos.operations.accounts.permissions import Role
from ppaos.operations.people.models import Household

pytestmark = pytest.mark.django_db
FAILS = {"lacks": ("income",)}


@pytest.fixture
def officer() -> User:
    return make_account(Role.DISTRICT, "4101")


def page_of(household: Household, user: User) -> tuple[int, str]:
    """Status and plain text of the page, in English."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = "en"
    answer = client.get(f"/households/{household.household_id}/")
    text = answer.content.decode()
    found = re.search(r'class="hh-next">(.*?)</p>', text, re.S)
    words = found[1] if found else text
    return answer.status_code, " ".join(html.unescape(re.sub(r"<[^>]+>", " ", words)).split())


@pytest.mark.parametrize(
    ("given", "done", "says"),
    [
        ({"in_survey": False}, (), "Visit and survey it"),
        ({"missing": ("income",)}, (), "Check what is missing or contradictory below (1)"),
        ({}, (), "Nothing is urgent"),
        (FAILS, (), "Visit the household"),
        (FAILS, ("visit",), "Arrange help for"),
        (FAILS, ("help",), "Check whether the help worked"),
        (FAILS, ("visit", "help"), "Check whether the help worked"),
        (FAILS, ("visit", "help", "exit"), "out of poverty"),
        (FAILS, ("exit", "visit"), "out of poverty"),
    ],
)
def test_the_next_step_follows_from_what_fails_and_what_was_done(
    officer: User, given: dict[str, object], done: tuple[str, ...], says: str
) -> None:
    household = make_household(make_publication(), **given)
    if household.in_survey:
        make_person(household)
    for kind in done:
        make_event(household, kind)
    status, told = page_of(household, officer)
    assert status == 200
    assert says in told


def test_a_household_that_cannot_be_judged_is_asked_again(officer: User) -> None:
    strict = settings_of(replace(load(INSTRUMENT), missing="listwise"))
    household = make_household(make_publication(settings=strict), missing=("income",))
    assert "Ask for the missing answers" in page_of(household, officer)[1]


def test_what_was_done_for_another_household_changes_nothing(officer: User) -> None:
    publication = make_publication()
    household, other = make_household(publication, **FAILS), make_household(publication, **FAILS)
    make_event(other, "exit")
    assert "Visit the household" in page_of(household, officer)[1]
    assert "out of poverty" in page_of(other, officer)[1]


def test_a_household_of_another_district_is_as_if_there_were_none(officer: User) -> None:
    household = make_household(make_publication(), village_code="41020101", **FAILS)
    assert page_of(household, officer)[0] == 404
    assert page_of(household, make_account(Role.DISTRICT, "4102"))[0] == 200
