"""Pages of households: who sees which, what goes on record, and that nothing else leaks."""

import itertools
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from factories.people import make_household
from ppaos.domain.identity.citizen_id import format_citizen_id
from ppaos.domain.privacy.purposes import purpose_title
from ppaos.operations.audit.models import Entry
from ppaos.operations.events.models import HouseholdEvent
from ppaos.operations.people.models import Household, Person, SavedSearch
from ppaos.workflows import vault

pytestmark = pytest.mark.django_db
SEARCH = "/households/"
MASK = "x-xxxx-xxxxx-xx-x"


@pytest.fixture
def signed(client, people_by_role, sign_in):
    """A client signed in as somebody of a role."""
    return lambda name: sign_in(client, people_by_role[name])


@pytest.fixture
def home(published):
    """A surveyed household of the field team's subdistrict's district, with people."""
    rows = Household.objects.filter(publication=published, in_survey=True, members__gt=1)
    return rows.filter(village_code__startswith="41").order_by("-priority").first()


@pytest.fixture
def foreign_home(published):
    return Household.objects.filter(publication=published, province_code="40").first()


def _text(response):
    return response.content.decode()


def _count(response):
    found = re.search(r'class="hh-count">\s*<strong>([\d,]+)</strong>', _text(response))
    return int(found[1].replace(",", "")) if found else 0


# --- search


@pytest.mark.parametrize("name", ["agency", "analyst", "auditor", "administrator"])
def test_roles_that_see_no_households_are_told_so(published, signed, name, home):
    client = signed(name)
    for path in (SEARCH, f"{SEARCH}{home.household_id}/", f"{SEARCH}{home.household_id}/picture/"):
        answer = client.get(path)
        assert answer.status_code == 403 and home.head_name not in _text(answer)


def test_nobody_searches_without_signing_in(published, client):
    answer = client.get(SEARCH + "?area=41")
    assert answer.status_code == 302 and "/account/login/" in answer["Location"]


def test_before_a_search_there_is_no_list_and_no_entry(published, signed):
    answer = signed("provincial").get(SEARCH)
    assert answer.status_code == 200 and "hh-table" not in _text(answer)
    assert not Entry.objects.filter(action="search").exists()


def test_the_list_holds_what_the_scope_holds(published, signed, foreign_home):
    every = Household.objects.filter(publication=published)
    mine = every.filter(village_code__startswith="41")
    assert _count(signed("national").get(SEARCH + "?area=nat")) == every.count()
    assert _count(signed("provincial").get(SEARCH + "?area=nat")) == mine.count()
    field = every.filter(village_code__startswith="410101")
    assert _count(signed("field").get(SEARCH + "?poor=")) == field.count()
    for query in ("?area=40", "?province=40", "?area=40010101"):
        assert signed("provincial").get(SEARCH + query).status_code in (403, 404, 400)
    named = signed("provincial").get(f"{SEARCH}?house={foreign_home.household_id}")
    assert _count(named) == 0 and foreign_home.head_name not in _text(named)


def test_the_next_page_goes_on_and_the_previous_comes_back(published, signed):
    client = signed("national")
    first = _text(client.get(SEARCH + "?area=nat"))
    following = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = _text(client.get(following))
    back = re.search(r'rel="prev" href="([^"]+)"', second)[1].replace("&amp;", "&")

    rows = re.compile(r'href="/households/([0-9L][^/"]+)/"')
    assert not set(rows.findall(first)) & set(rows.findall(second))
    assert rows.findall(_text(client.get(back))) == rows.findall(first)


def test_a_search_is_on_record_by_its_filters_only(published, signed, home):
    person = Person.objects.filter(publication=published, household_id=home.household_id).first()
    signed("provincial").get(SEARCH, {"area": "41", "card": "yes", "name": person.name_key})

    entry = Entry.objects.get(action="search")
    assert entry.area_code == "41" and entry.details["has_name"] is True
    assert entry.details["query"] == "area=41&card=yes"
    assert person.name_key not in str(entry.details)


@pytest.mark.parametrize(
    "query",
    [
        "level=99", "card=maybe", "group=none", "dimension=x", "failing=-1", "after=zzz", "house=12",
        "name=%E0%B8%81", "area=99x", "before=%00", "area=41&after=" + "a" * 5000,
    ],
)  # fmt: skip
def test_a_search_that_cannot_be_is_answered_with_what_to_do(published, signed, query):
    answer = signed("provincial").get(
        f"{SEARCH}?{query}" if "area" in query else f"{SEARCH}?area=41&{query}"
    )
    assert answer.status_code in (400, 404)
    assert 'role="alert"' in _text(answer)


def test_an_empty_list_says_which_condition_to_loosen(published, signed):
    dimension = published.reading.dimension_names[0]
    answer = signed("provincial").get(f"{SEARCH}?area=41&dimension={dimension}&failing=0")
    assert _count(answer) == 0
    assert "hh-empty" in _text(answer) and f"dimension={dimension}" in _text(answer)


def test_the_selects_offer_only_what_lies_in_scope(published, signed):
    text = _text(signed("district").get(reverse("households:areas") + "?province=41&district=4101"))
    assert 'value="4101"' in text and 'value="4102"' not in text and 'value="40"' not in text
    assert 'value="410101"' in text
    wide = _text(signed("national").get(reverse("households:areas")))
    assert 'value="40"' in wide and 'value="41"' in wide


def test_columns_are_chosen_for_the_session(published, signed):
    client = signed("provincial")
    assert "ลำดับความเร่งด่วน" in _text(client.get(SEARCH + "?area=41"))
    sent = {"column": ["house_code", "nonsense"], "query": "area=41&name=ก&evil=1"}
    answer = client.post(reverse("households:columns"), sent)
    assert answer.status_code == 302 and "evil" not in answer["Location"]
    text = _text(client.get(SEARCH + "?area=41"))
    assert '<th scope="col" role="columnheader">รหัสประจำบ้าน' in text
    assert 'columnheader" class="num">ลำดับความเร่งด่วน' not in text


# --- saved searches


def test_a_search_is_saved_without_a_name_run_and_deleted(published, signed, people_by_role):
    client = signed("provincial")
    client.post(
        reverse("households:save"), {"title": " ถือบัตร ", "query": "area=41&card=yes&name=สมชาย"}
    )
    kept = SavedSearch.objects.get(user=people_by_role["provincial"])
    assert (kept.name, kept.query) == ("ถือบัตร", "area=41&card=yes")
    assert f'href="/households/?{kept.query}"'.replace("&", "&amp;") in _text(client.get(SEARCH))
    assert Entry.objects.get(action="search_saved").details == {"query": "area=41&card=yes"}

    signed("district").post(reverse("households:delete", args=[kept.pk]))
    assert SavedSearch.objects.filter(pk=kept.pk).exists()
    signed("provincial").post(reverse("households:delete", args=[kept.pk]))
    assert not SavedSearch.objects.exists()
    assert Entry.objects.get(action="search_deleted").details == {"query": "area=41&card=yes"}


@pytest.mark.parametrize("title", ["", "   ", "ก" * 121])
def test_a_search_without_a_usable_name_is_not_saved(published, signed, title):
    answer = signed("provincial").post(
        reverse("households:save"), {"title": title, "query": "area=41"}
    )
    assert answer.status_code == 400 and not SavedSearch.objects.exists()


# --- citizen IDs


@pytest.fixture
def numbered(published, small_store, settings):
    """A person of province 41 with a number in the vault, and the number."""
    settings.PPAOS_STORE = small_store.root
    people = Person.objects.filter(
        publication=published, village_code__startswith="41", has_citizen_id=True
    ).exclude(household_id="")
    one = people.order_by("person_id").first()
    shown = vault.show(small_store, str(one.person_id), purpose="test", account="test")
    return one, shown.text


def test_a_citizen_id_is_found_by_post_and_kept_nowhere(published, signed, numbered):
    one, number = numbered
    sent = {"citizen_id": number, "purpose": "visit"}
    answer = signed("provincial").post(reverse("households:by_number"), sent)

    assert answer.status_code == 302 and answer["Location"] == f"/households/{one.household_id}/"
    entry = Entry.objects.get(action="id_search")
    digits = number.replace("-", "")
    assert (entry.target_id, entry.purpose) == (one.household_id, "visit")
    assert entry.area_code == one.village_code
    assert digits not in str(entry.details) and digits not in entry.target_id
    foreign = signed("foreign").post(reverse("households:by_number"), sent)
    assert foreign.status_code == 404 and one.household_id not in _text(foreign)
    assert Entry.objects.filter(action="id_search").last().details == {
        "found": False,
        "is_number": True,
    }


@pytest.mark.parametrize(
    ("given", "is_recorded"),
    [
        ({"citizen_id": "1234567890123", "purpose": "visit"}, True),
        ({"citizen_id": "1-1000-00000-00-9", "purpose": ""}, False),
        ({"citizen_id": "", "purpose": "visit"}, True),
        ({"citizen_id": "1100000000009", "purpose": "planning"}, False),
    ],
)
def test_a_search_by_number_needs_a_number_and_a_purpose(
    published, signed, given, is_recorded, numbered
):
    answer = signed("provincial").post(reverse("households:by_number"), given)
    assert answer.status_code == 400 and 'id="number-error"' in _text(answer)
    entries = Entry.objects.filter(action="id_search").values_list("details", "area_code")
    assert list(entries) == ([({"found": False, "is_number": False}, "41")] if is_recorded else [])


def test_searches_by_number_are_limited(published, signed, numbered, monkeypatch):
    monkeypatch.setattr("ppaos.web.households.search.views.MOST_NUMBERS_AN_HOUR", 1)
    client, sent = signed("provincial"), {"citizen_id": numbered[1], "purpose": "visit"}
    assert client.post(reverse("households:by_number"), sent).status_code == 302
    assert client.post(reverse("households:by_number"), sent).status_code == 429
    assert Entry.objects.filter(action="id_search").count() == 1
    refused = Entry.objects.get(action="id_search_refused")
    assert (refused.area_code, refused.purpose) == (numbered[0].village_code, "visit")


def test_a_number_is_shown_with_permission_and_purpose_only(published, signed, numbered):
    one, number = numbered
    address = reverse("households:unmask", args=[one.household_id])
    sent = {"person": str(one.person_id), "purpose": "visit"}
    client = signed("provincial")
    assert MASK in _text(client.get(f"/households/{one.household_id}/"))

    refused = client.post(address, sent | {"purpose": ""})
    assert refused.status_code == 400 and number not in _text(refused)
    shown = client.post(address, sent)
    assert shown.status_code == 200 and number in _text(shown)
    assert "no-store" in shown["Cache-Control"]
    part = client.post(address, sent, headers={"HX-Request": "true"})
    assert number in _text(part) and "<html" not in _text(part)
    entries = Entry.objects.filter(action="unmask")
    assert [entry.purpose for entry in entries] == ["visit", "visit"]
    assert number.replace("-", "") not in str([entry.details for entry in entries])

    assert signed("field").post(address, sent).status_code == 403
    assert signed("foreign").post(address, sent).status_code == 404
    stranger = Person.objects.filter(publication=published).exclude(household_id=one.household_id)
    other = sent | {"person": str(stranger.first().person_id)}
    assert signed("provincial").post(address, other).status_code == 404


def test_no_page_holds_a_number_or_its_hash(published, signed, numbered):
    one, number = numbered
    client = signed("provincial")
    for path in ("", "picture/"):
        text = _text(client.get(f"/households/{one.household_id}/{path}"))
        assert number not in text and number.replace("-", "") not in text
    assert format_citizen_id(number) == number


# --- the household page


def test_a_household_page_is_on_record_with_a_purpose_marked_as_assumed(published, signed, home):
    address = f"/households/{home.household_id}/"
    text = _text(signed("provincial").get(address))
    assert home.head_name in text
    people = Person.objects.filter(publication=published, household_id=home.household_id)
    for person in people:
        assert person.name in text
    entry = Entry.objects.get(action="household_viewed")
    assert (entry.target_id, entry.area_code) == (home.household_id, home.village_code)
    assert entry.purpose == "assumed:planning"
    assert purpose_title(entry.purpose).en.endswith("(assumed from the role)")


def test_a_foreign_household_is_answered_like_one_that_does_not_exist(
    published, signed, foreign_home
):
    client = signed("provincial")
    for path in ("", "picture/"):
        foreign = client.get(f"/households/{foreign_home.household_id}/{path}")
        unknown = client.get(f"/households/41999999999/{path}")
        assert foreign.status_code == unknown.status_code == 404
        bare = [
            re.sub(r'value="[^"]{20,}"', "", _text(answer)).replace(name, "")
            for answer, name in ((foreign, foreign_home.household_id), (unknown, "41999999999"))
        ]
        assert bare[0] == bare[1]
    assert not Entry.objects.filter(action__in=["household_viewed", "picture_printed"]).exists()
    assert client.get("/households/nonsense/").status_code == 404


def test_a_page_in_english_says_the_same(published, signed, home):
    client = signed("provincial")
    client.cookies["django_language"] = "en"
    text = _text(client.get(f"/households/{home.household_id}/"))
    assert "5 dimensions" in text and "5 มิติ" not in text


def test_every_household_of_a_province_has_its_pages(published, signed):
    client = signed("national")
    homes = Household.objects.filter(publication=published).order_by("household_id")
    unsure = homes.filter(in_survey=True, deprived=0)[:3].values_list("household_id", flat=True)
    # the made-up survey has neither a missing answer nor a household without a house code
    homes.filter(household_id__in=list(unsure)).update(missing=1)
    make_household(published, household_id="L000000000001", in_survey=False)
    kinds = [
        homes.filter(in_survey=False)[:8],
        homes.filter(house_code="")[:4],
        homes.filter(latitude=None)[:4],
        homes.filter(missing__gt=0)[:6],
    ]
    assert all(kinds)
    for home in itertools.chain(*kinds):
        name = home.household_id
        page = client.get(f"/households/{name}/")
        assert page.status_code == 200, name
        assert name in _text(page)
        assert ('id="h-indicators"' in _text(page)) == home.in_survey, name
        picture = client.get(f"/households/{name}/picture/")
        assert picture.status_code == 200, name
        assert '<article class="hh-picture' in _text(picture), name


@pytest.mark.parametrize("more", ["record", "unmask"])
def test_no_form_shows_the_page_without_an_entry(published, signed, numbered, more):
    home = numbered[0].household_id
    client = signed("provincial")
    answer = client.post(
        f"/households/{home}/{more}/", {"kind": "x", "person": str(numbered[0].person_id)}
    )
    assert answer.status_code == 400
    assert 'id="h-members"' in _text(answer)
    assert Entry.objects.get(action="household_viewed").target_id == home


# --- the picture


def test_the_picture_says_every_state_in_words_and_no_code(published, signed, home):
    from ppaos.web.households.page.explanation import explained
    from ppaos.web.households.picture.presentation import picture_of

    answer = signed("provincial").get(f"/households/{home.household_id}/picture/")
    text = re.sub(r"<[^>]+>", " ", _text(answer).split('<article class="hh-picture')[1])
    made = picture_of(explained(published, home))
    assert made.reds and all(line.text.th in text and line.ask.th in text for line in made.reds)
    assert home.household_id not in text and home.house_code not in text
    assert not re.search(r"\d{6,}", text) and "MPI" not in text
    assert Entry.objects.get(action="picture_printed").target_id == home.household_id


# --- events


def test_an_event_is_recorded_from_the_page(published, signed, people_by_role, home):
    address = reverse("households:record", args=[home.household_id])
    today = timezone.localdate().isoformat()
    sent = {"kind": "visit", "on": today, "note": "พบ <b>ทุกคน</b>"}
    client = signed("provincial")
    answer = client.post(address, sent, follow=True)
    assert "พบ &lt;b&gt;ทุกคน&lt;/b&gt;" in _text(answer)
    event = HouseholdEvent.objects.get()
    assert (event.household_id, event.village_code) == (home.household_id, home.village_code)
    assert event.by == people_by_role["provincial"]
    for wrong in ({"on": "2999-01-01"}, {"on": "x"}, {"kind": ""}):
        refused = client.post(address, sent | wrong)
        assert refused.status_code == 400 and 'id="event-error"' in _text(refused)
    assert signed("foreign").post(address, sent).status_code == 404
    assert signed("analyst").post(address, sent).status_code == 403
    assert HouseholdEvent.objects.count() == 1
