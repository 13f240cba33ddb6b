"""A citizen ID is shown to those who may see it, for a purpose, on record, and not too often."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import RequestFactory
from django.utils import timezone

from ppaos.domain.errors import ScopeError, SettingError, StoreError
from ppaos.domain.identity.citizen_id import is_citizen_id
from ppaos.domain.privacy.purposes import ID_PURPOSES, PURPOSES, purpose_title, stated
from ppaos.operations.accounts.models import User
from ppaos.operations.audit.actions import request_of
from ppaos.operations.audit.models import Entry
from ppaos.operations.people.models import Person
from ppaos.operations.publications.models import Publication
from ppaos.web.requests import unmasking
from ppaos.web.requests.unmasking import TooManyError, citizen_id_lookup, unmask

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings: Any, small_store: Any) -> None:
    settings.PPAOS_STORE = small_store.root


@pytest.fixture
def person(published: Publication) -> Person:
    """Somebody of district 4101 with a number."""
    return Person.objects.filter(
        publication=published, village_code__startswith="4101", has_citizen_id=True
    )[0]


def shown(user: User, person: Any, **form: str) -> str:
    request = RequestFactory().post("/", {"purpose": "visit", **form})
    request.user = user
    with request_of(user, address="192.0.2.3"):
        return unmask(request, person)


def test_the_number_is_shown_and_on_record_with_its_purpose(
    people_by_role: dict[str, User], person: Person
) -> None:
    number = shown(people_by_role["district"], person, note="ส่งต่อ")
    assert is_citizen_id(number)
    entry = Entry.objects.latest("number")
    assert (entry.action, entry.actor, entry.purpose) == ("unmask", "district", "visit: ส่งต่อ")
    assert (entry.target_kind, entry.target_id) == ("person", str(person.person_id))
    assert (entry.area_code, entry.address) == (person.village_code, "192.0.2.3")
    assert number not in str(vars(entry))
    assert citizen_id_lookup(number) == person.person_id


@pytest.mark.parametrize(
    "role", ["field", "analyst", "agency", "auditor", "administrator", "foreign"]
)
def test_others_see_no_number_and_nothing_is_opened(
    people_by_role: dict[str, User], person: Person, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unmasking.vault, "show", lambda *_, **__: pytest.fail("vault was opened"))
    before = Entry.objects.count()
    with pytest.raises(ScopeError):
        shown(people_by_role[role], person)
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "form",
    [{"purpose": ""}, {"purpose": "curiosity"}, {"purpose": "planning"}, {"purpose": "other"}],
)
def test_a_number_needs_a_purpose_of_the_list(
    people_by_role: dict[str, User], person: Person, form: dict[str, str]
) -> None:
    before = Entry.objects.count()
    with pytest.raises(SettingError):
        shown(people_by_role["provincial"], person, **form)
    assert Entry.objects.count() == before


def test_an_hour_holds_thirty_numbers(people_by_role: dict[str, User], person: Person) -> None:
    user = people_by_role["provincial"]
    for _ in range(unmasking.MOST_AN_HOUR):
        shown(user, person)
    with pytest.raises(TooManyError):
        shown(user, person)
    assert Entry.objects.latest("number").action == "unmask_refused"
    assert Entry.objects.filter(action="unmask").count() == unmasking.MOST_AN_HOUR
    assert is_citizen_id(shown(people_by_role["national"], person))
    Entry.objects.filter(actor="provincial").update(at=timezone.now() - timedelta(hours=1))
    assert is_citizen_id(shown(user, person))


def test_somebody_without_a_village_is_the_countrys(people_by_role: dict[str, User]) -> None:
    class Unplaced:
        person_id, household_id, village_code, has_citizen_id = uuid4(), "", "", True

    with pytest.raises(ScopeError):
        shown(people_by_role["provincial"], Unplaced())
    with pytest.raises(StoreError, match="no citizen ID"):
        shown(people_by_role["national"], Unplaced())
    assert Entry.objects.latest("number").action == "unmask"


def test_numbers_are_looked_up_however_they_are_written(
    people_by_role: dict[str, User], person: Person
) -> None:
    number = shown(people_by_role["national"], person)
    bare = number.replace("-", "")
    thai = bare.translate({ord("0") + n: chr(ord("๐") + n) for n in range(10)})
    assert {citizen_id_lookup(text) for text in (number, bare, thai, f" {number} ")} == {
        person.person_id
    }
    wrong = bare[:-1] + str((int(bare[-1]) + 1) % 10)
    assert citizen_id_lookup(wrong) is None
    assert citizen_id_lookup("") is None
    assert citizen_id_lookup("สมชาย") is None


def test_purposes_are_named_once_with_a_basis_in_both_languages() -> None:
    names = [item.name for item in PURPOSES]
    assert len(set(names)) == len(names)
    assert all(item.title.th and item.title.en and item.legal_basis.en for item in PURPOSES)
    assert stated("visit", " a\nb ") == "visit: a b"
    assert stated("planning") == "planning"
    assert "planning" not in [item.name for item in ID_PURPOSES]
    assert purpose_title("visit: ก").th == "เยี่ยมบ้านและตรวจข้อมูลในพื้นที่ (ก)"
    assert purpose_title("gone").en == "gone"
