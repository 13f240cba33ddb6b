"""Pages of households are those of a plain query, in every direction; counts are exact; scope holds."""

import itertools
import random
from collections import Counter

import pytest

from ppaos.domain.area.scope import Scope
from ppaos.domain.errors import SettingError
from ppaos.operations.events.actions import record_event
from ppaos.operations.events.conditions.step import OWN
from ppaos.operations.events.models import HouseholdEvent
from ppaos.operations.people import search
from ppaos.operations.people.models import Household, Person
from ppaos.operations.people.search import Key, key_of, name_keys
from ppaos.operations.results.conditions import member_name
from ppaos.operations.results.filters import HouseholdFilter
from ppaos.web.households.search.query import Finder, area_of_form, search_of

pytestmark = pytest.mark.django_db
COUNTRY = Scope.of(["nat"])


def _choices(publication):
    settings = publication.reading
    return {
        "dimension": settings.dimension_names[:3],
        "indicator": settings.indicator_names[::5],
        "has_card": [True, False],
        "failing": [0, 1, 2],
        "level": [0, 1, 2],
        "group": ["/".join(pair) for pair in settings.groups][::4],
        "fails_mpi": [True, False],
        "in_survey": [True, False],
        "fact": settings.facts[::6],
    }


def _filters(publication, count):
    choices = _choices(publication)
    every = [
        {a: x, b: y}
        for a, b in itertools.combinations(choices, 2)
        for x in choices[a]
        for y in choices[b]
    ]
    random.Random(3).shuffle(every)
    areas = itertools.cycle(["nat", "41", "R3", "4101", "40"])
    found = [HouseholdFilter.of(area=area, **one) for area, one in zip(areas, every, strict=False)]
    return [HouseholdFilter(), HouseholdFilter.of(area="41"), *found[:count]]


def _finder(publication, user, asked, scope=COUNTRY):
    return Finder(publication, scope, user, asked)


def _plain(publication, condition):
    rows = Household.objects.filter(condition, publication=publication)
    return list(rows.order_by("-priority", "household_id").values_list("priority", "household_id"))


@pytest.mark.parametrize("few", [True, False], ids=["looked up", "walked"])
def test_pages_by_cells_are_those_of_a_plain_query(published, people_by_role, monkeypatch, few):
    monkeypatch.setattr(search, "_MOST_CELLS", 2_000 if few else 0)
    monkeypatch.setattr(search, "_WALKED", 7)
    chance, longest = random.Random(5), 0
    for asked in _filters(published, 40):
        finder = _finder(published, people_by_role["national"], asked)
        want = _plain(published, asked.condition(published, COUNTRY))
        assert finder.count == len(want), asked
        names = [name for _, name in want]
        longest = max(longest, len(names))

        seen, key = [], None
        while True:
            page = finder.page(key, size=11)
            seen += page.households
            if page.after is None or len(seen) > 60:
                break
            key = page.after
        assert seen == names[: len(seen)], asked
        assert len(seen) == len(names) or len(seen) > 60

        if len(want) > 3:
            at = chance.randrange(len(want))
            later = finder.page(Key(*want[at], "after"), size=5)
            assert list(later.households) == names[at + 1 : at + 6]
            assert (later.after is not None) == (at + 6 < len(names))
            earlier = finder.page(Key(*want[at], "before"), size=5)
            assert list(earlier.households) == names[max(0, at - 5) : at]
            assert (earlier.before is not None) == (at > 5)
    assert longest > 60


@pytest.mark.parametrize("few", [True, False], ids=["looked up", "walked"])
def test_who_was_visited_or_helped_is_paged_like_a_plain_query(
    published, people_by_role, monkeypatch, few
):
    monkeypatch.setattr(search, "_MOST_CELLS", 2_000 if few else 0)
    monkeypatch.setattr(search, "_WALKED", 7)
    homes = list(Household.objects.filter(publication=published).order_by("household_id")[::5])
    for place, home in enumerate(homes):
        for kind in ("visit", "help", "exit")[: place % 4]:
            record_event(
                kind=kind,
                household_id=home.household_id,
                village_code=home.village_code,
                on=published.ready_at.date(),
                by=people_by_role["national"],
            )
    events = HouseholdEvent.objects.values_list("household_id", flat=True)
    visited, helped = (set(events.filter(kind=kind)) for kind in ("visit", "help"))
    reached = {
        "anyone": visited, "helped": helped, "exited": set(events.filter(kind="exit")),
        "waiting": visited - helped,
    }  # fmt: skip
    for conditions in ({}, {"area": "41", "fact": "works"}, {"surveyed": "yes", "fact": "works"}):
        for word in (*reached, "never"):
            asked = search_of({**conditions, "visited": word}, published)
            finder = _finder(published, people_by_role["national"], asked)
            plain = [
                name
                for _, name in _plain(
                    published, asked.without("step").condition(published, COUNTRY)
                )
            ]
            want = [
                name for name in plain if (name in reached.get(word, visited)) != (word == "never")
            ]
            assert finder.count == len(want) > 0, (conditions, word)
            assert [name for _, name in _plain(published, finder.condition)] == want
            page = finder.page(None, size=9)
            assert list(page.households) == want[:9]
            if page.after:
                assert list(finder.page(page.after, size=9).households) == want[9:18]


def test_a_page_back_shows_the_page_that_was_left(published, people_by_role):
    finder = _finder(published, people_by_role["provincial"], HouseholdFilter.of(area="41"))
    first = finder.page(None, size=10)
    second = finder.page(first.after, size=10)

    assert first.before is None and second.before is not None
    assert finder.page(second.before, size=10).households == first.households


def test_a_key_comes_back_from_its_text_and_no_other_text_is_one():
    key = Key(512, "41050199212", "before")
    assert key_of(key.text(), "before") == key

    for text in ("", "x", "ก", "!!!!", "NTEy", "a" * 300, Key(99_999, "4", "after").text()):
        with pytest.raises(SettingError) as refused:
            key_of(text, "after")
        assert "Search" in refused.value.en


def _somebody(publication, **more):
    people = Person.objects.filter(publication=publication, village_code__startswith="41", **more)
    return people.exclude(household_id="").exclude(name_key="").order_by("person_id").first()


@pytest.mark.parametrize("title", ["", "นาย", "น.ส. "])
def test_a_name_finds_the_household_of_any_member(published, people_by_role, title):
    one = _somebody(published, relation=3)
    asked = HouseholdFilter.of(area="41", name=title + one.name_key[:-1])
    finder = _finder(published, people_by_role["provincial"], asked, Scope.of(["41"]))

    found = finder.page(None).households
    assert one.household_id in found
    assert finder.count == len(found) and not finder.is_bounded
    foreign = _finder(published, people_by_role["foreign"], asked, Scope.of(["40"]))
    assert foreign.page(None).households == () and foreign.count == 0


def test_keys_of_a_name_keep_what_was_typed():
    assert name_keys("สมชาย ใจดี") == ["สมชายใจดี"]
    assert name_keys("นางสาว สมหญิง") == ["นางสาวสมหญิง", "สมหญิง"]
    assert name_keys("นาย") == ["นาย"]


def test_too_little_or_too_common_a_name_says_what_to_type(published, people_by_role, monkeypatch):
    national = people_by_role["national"]
    with pytest.raises(SettingError, match="2 letters"):
        _finder(published, national, HouseholdFilter.of(name="ส")).page(None)
    monkeypatch.setattr(search, "MOST_NAMED", 0)
    common = _somebody(published).name_key[:2]
    with pytest.raises(SettingError, match="Type more"):
        _finder(published, national, HouseholdFilter.of(name=common)).page(None)


def test_people_elsewhere_do_not_make_a_name_too_common(published, people_by_role, monkeypatch):
    """The bound must not tell how many people outside the scope have a name."""
    homes = Household.objects.filter(publication=published)
    people = Person.objects.filter(publication=published).exclude(household_id="")
    begin = Counter(name[:2] for name in people.values_list("name_key", flat=True) if name)
    common = begin.most_common(1)[0][0]
    inside, provincial = (
        people.filter(
            name_key__startswith=common,
            village_code__startswith="41",
            household_id__in=homes.filter(village_code__startswith=code).values("household_id"),
        ).count()
        for code in ("4101", "41")
    )
    assert 0 < inside < provincial
    monkeypatch.setattr(search, "MOST_NAMED", inside)
    asked = HouseholdFilter.of(name=common)
    mine = _finder(published, people_by_role["district"], asked, Scope.of(["4101"]))
    assert 0 < mine.count <= inside
    with pytest.raises(SettingError, match="Type more"):
        _ = _finder(published, people_by_role["provincial"], asked, Scope.of(["41"])).count


def test_a_house_code_finds_its_household_in_scope_only(published, people_by_role):
    home = Household.objects.filter(publication=published, province_code="41").first()
    asked = search_of({"house": f"{home.household_id[:4]}-{home.household_id[4:]}"}, published)
    user = people_by_role["provincial"]

    assert _finder(published, user, asked).page(None).households == (home.household_id,)
    assert _finder(published, user, asked, Scope.of(["40"])).page(None).households == ()
    with pytest.raises(SettingError, match="11 digits"):
        search_of({"house": "123"}, published)


def test_households_that_one_visited_are_ones_own(published, people_by_role):
    homes = Household.objects.filter(publication=published, village_code__startswith="4101")
    first, second = homes.order_by("household_id")[:2]
    for home, by in ((first, "district"), (second, "provincial")):
        record_event(
            kind="visit",
            household_id=home.household_id,
            village_code=home.village_code,
            on=published.ready_at.date(),
            by=people_by_role[by],
        )

    finder = _finder(published, people_by_role["district"], HouseholdFilter.of(step=OWN))
    assert finder.page(None).households == (first.household_id,) and finder.count == 1


def test_a_long_count_of_names_stops_and_says_so(published, people_by_role, monkeypatch):
    monkeypatch.setattr(search, "COUNTED", 2)
    every = list(
        Household.objects.filter(publication=published).values_list("household_id", flat=True)[:9]
    )
    monkeypatch.setattr(member_name, "households_named", lambda *_: every)
    finder = _finder(
        published, people_by_role["national"], HouseholdFilter.of(failing=0, name="กก")
    )

    assert finder.is_bounded and finder.count == 3
    assert [title.en for title in finder.bounding] == ["name"]


def test_a_search_that_finds_nothing_says_what_each_condition_hides(published, people_by_role):
    dimension = published.reading.dimension_names[0]
    nothing = HouseholdFilter.of(area="41", dimension=dimension, failing=0)
    finder = _finder(published, people_by_role["national"], nothing)

    assert finder.count == 0 and finder.page(None).households == ()
    hidden = {item.name: item.households for item in finder.loosened()}
    scope = COUNTRY
    for name in ("dimension", "failing"):
        condition = nothing.without(name).condition(published, scope)
        assert hidden[name] == Household.objects.filter(condition).count()
    assert "area" not in hidden  # it would not help


def test_the_form_names_the_deepest_area_that_lies_in_those_above(published):
    form = {"province": "41", "district": "4101", "subdistrict": "", "village": ""}
    assert area_of_form(form) == "4101"
    assert area_of_form(form | {"district": "4001"}) == "41"
    assert area_of_form(form | {"province": ""}) == "nat"
    assert search_of(form, published).area == "4101"
    assert search_of({"area": "R3"}, published).area == "R3"


def test_what_is_kept_of_a_search_names_nobody(published):
    asked = search_of(
        {"area": "41", "card": "yes", "name": "สมชาย", "house": "41010000001", "visited": "me"},
        published,
    )
    assert asked.saved_query() == "area=41&card=yes&visited=me"
    told = asked.as_details()
    assert told == {"query": asked.saved_query(), "has_name": True, "has_house_code": True}
    assert "name=" in asked.as_query() and "house=" in asked.as_query()
    assert search_of(_pairs(asked.as_query()), published) == asked


def test_the_condition_of_a_scope_is_part_of_every_row_that_is_read(published):
    rows = Household.objects.filter(publication=published, province_code="40")
    names = list(rows.values_list("household_id", flat=True)[:3])
    from ppaos.operations.people.queries import household_of, households_in_order

    assert households_in_order(published, names, Scope.of(["41"]), ["head_name"]) == []
    assert household_of(published, names[0], Scope.of(["41"])) is None
    assert household_of(published, names[0], Scope()) is None
    ordered = households_in_order(published, names[::-1], COUNTRY, ["head_name"])
    assert [row["household_id"] for row in ordered] == names[::-1]


def _pairs(query):
    from django.http import QueryDict

    return QueryDict(query)
