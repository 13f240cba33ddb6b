"""The picture for a family: which light each answer gives, and that every indicator has plain words."""

from dataclasses import replace
from fractions import Fraction

import pytest

from ppaos.definitions.instruments import loader
from ppaos.domain.casework.traffic_light import light_of
from ppaos.domain.explanation.reasons import state_of
from ppaos.operations.accounts.purposes import purpose_of
from ppaos.operations.people.models import Household
from ppaos.operations.publications.labels import instrument
from ppaos.web.households.page.explanation import explained
from ppaos.web.households.page.history import rounds_of
from ppaos.web.households.picture.presentation import picture_of, plain_words

NEAR = Fraction(5, 4)


@pytest.fixture
def told(published):
    """The explanation of a surveyed, poor household."""
    rows = Household.objects.filter(publication=published, fails_mpi=True, village_code__gt="41")
    return explained(published, rows.order_by("-priority").first())


def test_every_indicator_of_the_shipped_instrument_has_plain_words():
    words, known = plain_words(), loader.load("tpmap-2560")
    assert set(words.indicators) == {item.name for item in known.indicators}
    for item in words.indicators.values():
        for text in (item.good, item.bad, item.ask, item.whom):
            assert text.th and text.en and not any(code in text.th for code in ("MPI", "จปฐ", "q1"))
    assert words.near_ratio == NEAR and words.unofficial


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "light"),
    [
        ({"state": "deprived"}, "red"),
        ({"state": "missing"}, "yellow"),
        ({"state": "not_deprived", "value": None, "line": None}, "green"),
        ({"state": "not_deprived", "is_asked": False}, "yellow"),
        ({"state": "not_deprived", "value": Fraction(47_499), "line": Fraction(38_000)}, "yellow"),
        ({"state": "not_deprived", "value": Fraction(47_500), "line": Fraction(38_000)}, "green"),
        ({"state": "deprived", "value": Fraction(1), "line": Fraction(38_000)}, "red"),
    ],
)
def test_the_light_of_an_answer(told, changed, light):
    item = replace(told.indicators[0], is_asked=True, value=None, line=None)
    assert light_of(replace(item, **changed), NEAR) == light


@pytest.mark.django_db
def test_the_picture_holds_every_indicator_once(told):
    made = picture_of(told)
    lines = [line for dimension in made.dimensions for line in dimension.lines]
    assert len(lines) + len(made.idle) == len(told.indicators)
    assert len(made.reds) == sum(item.state == "deprived" for item in told.indicators)
    assert len(made.reds) + len(made.yellows) + made.greens == len(lines)
    for line in lines:
        assert (line.ask is None) == (line.light == "green")
    for dimension, reason in zip(made.dimensions, told.dimensions, strict=True):
        assert (dimension.light == "red") == reason.is_failing


@pytest.mark.django_db
def test_an_indicator_without_plain_words_is_told_by_its_title(told):
    strange = tuple(replace(item, name=f"x_{item.name}") for item in told.indicators)
    made = picture_of(replace(told, indicators=strange))
    reds = [item.title for item in strange if item.state == "deprived"]
    assert [line.text for line in made.reds] == reds
    assert {line.whom for line in made.reds} == {plain_words().general.whom.pair()}


@pytest.mark.django_db
def test_a_household_that_was_not_surveyed_has_an_empty_picture(published):
    rows = Household.objects.filter(publication=published, in_survey=False)
    made = picture_of(explained(published, rows.first()))
    assert made.dimensions == () and made.reds == () and made.hotline.th


@pytest.mark.django_db
def test_history_judges_each_round_as_the_newest_is_judged(published):
    homes = Household.objects.filter(publication=published, in_survey=True).exclude(history="[]")
    names = instrument(published).names
    assert homes.exists()
    for home in homes[:40]:
        found = rounds_of(published, home)
        assert [one.round_be for one in found.rounds] == sorted(published.reading.rounds)
        last = found.rounds[-1]
        assert last.verdict.is_poor == home.fails_mpi
        assert last.verdict.dimensions_failing == home.dimensions_failing
        assert last.lacking == bin(home.deprived).count("1")
        states = [state_of(place, vars(home)) for place in range(len(names))]
        assert [item.state for item in last.indicators] == states
        shown = {title.th for title, _ in found.lines}
        lacking = {item.title.th for item in last.indicators if item.state == "deprived"}
        assert lacking <= shown


@pytest.mark.django_db
def test_a_household_without_rounds_has_no_history(published):
    rows = Household.objects.filter(publication=published, in_survey=False, history="[]")
    assert rounds_of(published, rows.first()).rounds == ()


def test_the_usual_purpose_is_that_of_the_role(people_by_role):
    assert purpose_of(people_by_role["field"]) == "assumed:visit"
    assert purpose_of(people_by_role["provincial"]) == "assumed:planning"
