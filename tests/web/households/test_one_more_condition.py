"""A condition is one file: put beside the others, every part of the site has it."""

from pathlib import Path

import pytest
from django.http import QueryDict

from ppaos.definitions.agencies import loader as agencies
from ppaos.domain.area.scope import Scope
from ppaos.operations.people.models import Household
from ppaos.operations.results import conditions as package
from ppaos.operations.results.conditions.registry import condition_named, conditions
from ppaos.operations.results.cube import cubes_of
from ppaos.operations.results.filters import HouseholdFilter, from_query
from ppaos.web.api.parameters import households_schema
from ppaos.web.households.export import lists
from ppaos.web.households.search.form import conditions_of, form_fields
from ppaos.web.households.search.query import Finder

pytestmark = pytest.mark.django_db
COUNTRY = Scope.of(["nat"])
FILE = '''
"""Households without a house code."""

from django.db.models import Q

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.results.conditions.families import YesNoCondition


class WithoutHouseCode(YesNoCondition):
    """Whether there is no code."""

    name = address_word = "codeless"
    title = Bilingual("รหัสประจำบ้าน", "code of the house")
    place = 95
    about = Bilingual("ไม่มีรหัสประจำบ้านหรือไม่", "Whether there is no house code.")
    yes = Bilingual("ไม่มีรหัส", "without a code")
    no = Bilingual("มีรหัส", "with a code")

    def reach(self, value):
        """No cell knows."""
        return "household"

    def q(self, value, question):
        """By the code."""
        return Q(house_code="") if value else ~Q(house_code="")


CONDITION = WithoutHouseCode()
'''


@pytest.fixture
def one_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The registry with a file more."""
    (tmp_path / "without_house_code.py").write_text(FILE, "utf-8")
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    conditions.cache_clear()
    yield condition_named("codeless")
    monkeypatch.undo()
    conditions.cache_clear()
    assert "codeless" not in {item.name for item in conditions()}


def test_the_form_offers_it(one_more, published, client, sign_in, people_by_role):
    fields = form_fields(published, HouseholdFilter.of(codeless=True), {})["select"]
    names = [field.name for field in fields]
    assert names[names.index("surveyed") :] == ["surveyed", "codeless"]
    chosen = {option.value: option.is_chosen for option in fields[-1].options}
    assert chosen == {"yes": True, "no": False}

    page = sign_in(client, people_by_role["national"]).get("/households/?area=41&codeless=no")
    text = page.content.decode()
    assert page.status_code == 200 and '<select class="form-select" id="ask-codeless"' in text
    assert '<option value="no" selected>มีรหัส</option>' in text


def test_addresses_and_words_have_it(one_more, published):
    asked = from_query(QueryDict("area=41&poor=yes&codeless=no"), published)
    assert asked.value("codeless") is False
    assert asked.as_query() == "area=41&poor=yes&codeless=no"
    assert from_query(QueryDict(asked.saved_query()), published) == asked
    told = [chip.text.en for chip in conditions_of(published, asked)]
    assert told[1:] == ["fails", "with a code"]


def test_it_is_searched_and_its_absence_counted(one_more, published, people_by_role):
    asked = HouseholdFilter.of(area="41", codeless=True, in_survey=True)
    finder = Finder(published, COUNTRY, people_by_role["national"], asked)
    rows = Household.objects.filter(publication=published, province_code="41", in_survey=True)
    assert finder.count == rows.filter(house_code="").count()
    hidden = {item.name: item.title.en for item in finder.loosened()}
    assert hidden["codeless"] == "code of the house"


def test_the_api_has_it_and_described(one_more):
    schema = households_schema().model_json_schema()["properties"]
    names = list(schema)
    assert names.index("codeless") == names.index("surveyed") + 1
    assert schema["codeless"]["description"] == "Whether there is no house code."
    assert schema["codeless"]["enum"] == ["yes", "no"]


def test_the_record_of_an_export_names_it(one_more, published, people_by_role):
    asked = HouseholdFilter.of(area="41", codeless=False)
    finder = Finder(published, COUNTRY, people_by_role["national"], asked)
    agency = agencies.load("provincial-centre")
    about = dict(lists.about(finder, agency, ["household_id"], "planning", 1))
    assert "มีรหัส" in about["เงื่อนไข"]


def test_two_conditions_cannot_share_a_word(tmp_path, monkeypatch):
    (tmp_path / "poor_again.py").write_text(FILE.replace('"codeless"', '"poor"'), "utf-8")
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    conditions.cache_clear()
    with pytest.raises(LookupError, match="the same address_word"):
        conditions()
    monkeypatch.undo()
    conditions.cache_clear()
    assert len(conditions()) == len({item.place for item in conditions()}) > 10


def test_every_condition_that_cells_decide_is_decided_alike_by_the_query(published):
    """Each option of every select, over the cube and in the database."""
    cubes, seen = cubes_of(published), 0
    for item in conditions():
        for word, _ in item.options(published):
            value = item.parse(word, published)
            if item.reach(value) == "household":
                continue
            asked = HouseholdFilter.of(**{item.name: value})
            found = asked.matching(published, cubes, COUNTRY)
            rows = Household.objects.filter(asked.condition(published, COUNTRY))
            assert int(found.households.sum()) == rows.count(), (item, word)
            seen += 1
    assert seen > 50
