"""A site over the three-dimension instrument shows three dimensions, and the levels of its rules."""

import re
from html import unescape

import pytest

from ppaos.operations.people.models import Household
from ppaos.operations.publications.labels import (
    fact_kinds,
    instrument,
    rules_titles,
    vulnerability_levels,
)
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.counts import measures
from ppaos.workflows.publish.job import publish
from support.area_list import fill_areas
from support.three_dimensions import make_three_dimension_store

pytestmark = pytest.mark.django_db(transaction=True)
THREE = ["Health", "Education", "Living standards"]
FIVE = ("Access to public services", "Living conditions")


@pytest.fixture(scope="module")
def measured(small_store, tmp_path_factory):
    """The store that is published."""
    return make_three_dimension_store(small_store, tmp_path_factory.mktemp("three"))


@pytest.fixture
def publication(transactional_db, measured):
    """The current version, of three dimensions, until the test ends."""
    fill_areas()
    number = publish(measured, title="three dimensions").publication
    return Publication.objects.get(pk=number)


@pytest.fixture
def read(publication, client, people_by_role, sign_in):
    """The English text of a page, as the province's officer reads it."""

    def english(address):
        sign_in(client, people_by_role["provincial"])
        client.cookies["django_language"] = "en"
        answer = client.get(address)
        assert answer.status_code == 200
        return unescape(answer.content.decode())

    return english


def test_the_household_page_has_three_dimensions(publication, read):
    home = Household.objects.filter(
        publication=publication, village_code__startswith="41", in_survey=True
    ).first()
    text = read(f"/households/{home.household_id}/")
    assert '<h2 id="h-dimensions">3 dimensions</h2>' in text
    shown = text.split('class="hh-dimensions"')[1].split("</ul>")[0]
    assert re.findall(r"<strong>(.*?)</strong>", shown) == THREE
    assert not [title for title in FIVE if title in text]


def test_the_dashboard_has_three_dimensions_and_the_levels_of_the_document(publication, read):
    text = read("/dashboard/41/")
    table = text.split('id="title-dimensions"')[1].split("</table>")[0]
    assert [title for title in (*THREE, *FIVE) if title in table] == THREE
    levels = text.split('id="title-levels"')[1].split("</table>")[0]
    assert re.findall(r"Vulnerable, level (\d)", levels) == ["1", "0"]
    assert re.findall(r"Failing (\d) dimensions", levels) == ["3", "2", "1"]
    issues = text.split('id="title-issues"')[1].split("</table>")[0]
    assert "Failing without a card" in issues
    assert "fiscal year 2570" in text.split('id="title-groups"')[1].split("</table>")[0]


def test_the_progress_page_names_the_groups_of_the_document(publication, read):
    assert "All failing households (groups 1)" in read("/dashboard/41/?view=progress")


def test_a_list_shows_three_dimensions(publication, read):
    text = read("/households/?area=41&poor=yes")
    rows = text.split("<tbody")[1].split("</tbody>")[0]
    assert any(title in rows for title in THREE)
    assert not [title for title in FIVE if title in text]


def test_what_pages_ask_of_the_documents(publication):
    assert vulnerability_levels(publication) == (0, 1)
    assert len(instrument(publication).dimensions) == 3
    assert rules_titles(publication)["two-levels"].en == "fiscal year 2570"
    kinds = fact_kinds(publication)
    assert (kinds["holds_card"], kinds["works"], kinds["is_bedridden"]) == (
        "right",
        "ordinary",
        "problem",
    )
    names = list(measures(publication))
    assert [name for name in names if name.startswith("level:")] == [
        "level:0:households",
        "level:1:households",
    ]
    assert len([name for name in names if re.fullmatch(r"dimension:\w+:people", name)]) == 3
