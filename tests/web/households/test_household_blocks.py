"""The page of a household shows what the store knows: each block with its data, in both languages.

What is expected is the explanation made in this process, so these are tests of how it is shown;
that it is right is tested against the store (`spec/explanation`, `test_household_explained`).
"""

import html
import itertools
import re
from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from ppaos.operations.accounts.models import User
from ppaos.operations.events.actions import record_event
from ppaos.operations.people.models import Household
from ppaos.web.households.page.explanation import explained
from ppaos.web.households.page.presentation import worded
from ppaos.web.text import day, localized

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(people_by_role: dict[str, User]) -> Client:
    client = Client()
    client.force_login(people_by_role["national"], "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def surveyed(published: Any) -> list[Household]:
    """Households of which each block has something to show: some fail, on some sources disagree."""
    homes = Household.objects.filter(publication=published, in_survey=True).order_by("household_id")
    poor = list(homes.filter(fails_mpi=True, latitude__isnull=False)[:3])
    others = (home for home in homes.filter(fails_mpi=False) if explained(published, home).doubts)
    doubted = list(itertools.islice(others, 3))
    assert len(poor) == len(doubted) == 3
    return [*poor, *doubted]


def _page(client: Client, home: Household, language: str) -> str:
    client.cookies["django_language"] = language
    return client.get(f"/households/{home.household_id}/").content.decode()


def _section(page: str, name: str) -> str:
    """The section under a heading."""
    found = re.search(rf'<section[^>]*aria-labelledby="{name}".*?</section>', page, re.S)
    assert found, name
    return found[0]


def _block(page: str, name: str) -> str:
    """Its text."""
    return _plain(_section(page, name))


def _plain(markup: str) -> str:
    text = html.unescape(re.sub(r"<[^>]+>", " ", markup))
    return " ".join(text.split())


def _holds(text: str, wanted: str) -> bool:
    return " ".join(wanted.split()) in text


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_indicator_has_its_answers_source_and_date(
    reader: Client, surveyed: list[Household], language: str
) -> None:
    answers = 0
    for home in surveyed:
        page = _page(reader, home, language)
        explanation = explained(home.publication, home)
        assert len(explanation.indicators) >= 15
        rows = re.findall(r"<tr\b.*?</tr>", _section(page, "h-indicators"), re.S)
        by_title = {_plain(row.split("</th>")[0]): _plain(row) for row in rows}
        with translation.override(language):
            for item in explanation.indicators:
                row = by_title[_plain(localized(item.title))]
                answers += len(item.answers)
                for answer in item.answers:
                    assert _holds(row, f"{localized(answer.title)} {worded(answer)}"), (
                        item.name,
                        row,
                    )
                if item.origin:
                    assert _holds(
                        row, f"{localized(item.origin.title)}, {day(item.origin.as_of)}"
                    ), row
        assert any(item.origin for item in explanation.indicators)
    assert answers > 15 * len(surveyed)


@pytest.mark.parametrize("language", ["th", "en"])
def test_what_would_change_it_conflicts_and_place_are_told(
    reader: Client, surveyed: list[Household], language: str
) -> None:
    seen = Counter[str]()
    for home in surveyed:
        page, explanation = _page(reader, home, language), explained(home.publication, home)
        for name in ("ways_out", "doubts", "dimensions", "groups"):
            seen[name] += len(getattr(explanation, name))
        assert explanation.ways_out or explanation.doubts
        with translation.override(language):
            for way in explanation.ways_out[:5]:
                assert all(_holds(_block(page, "h-ways"), localized(title)) for title in way.titles)
            for doubt in explanation.doubts:
                assert _holds(_block(page, "h-doubts"), localized(doubt.text))
            for dimension in explanation.dimensions:
                assert _holds(_block(page, "h-dimensions"), localized(dimension.title))
            for group in explanation.groups:
                assert _holds(_block(page, "h-groups"), localized(group.title))
        place = page[page.index('aria-labelledby="h-place"') :]
        assert f'data-lat="{home.latitude}"' in place and f'data-lon="{home.longitude}"' in place
        assert f"{home.latitude:.5f}, {home.longitude:.5f}" in _block(page, "h-place")
    assert all(seen[name] for name in ("ways_out", "doubts", "dimensions", "groups")), seen


def test_members_come_with_their_groups_and_register_records(
    reader: Client, surveyed: list[Household]
) -> None:
    recorded = 0
    for home in surveyed:
        page, explanation = _page(reader, home, "en"), explained(home.publication, home)
        articles = [_plain(item) for item in re.findall(r"<article\b.*?</article>", page, re.S)]
        assert len(articles) == len(explanation.members)
        with translation.override("en"):
            for article, member in zip(articles, explanation.members, strict=True):
                assert member.name is None or _holds(article, member.name)
                for group in member.groups:
                    assert _holds(article, localized(group.title))
                for record in member.records:
                    recorded += 1
                    assert _holds(
                        article, f"{localized(record.origin.title)}, {day(record.origin.as_of)}"
                    )
    assert recorded


def test_each_round_of_the_history_is_a_column(reader: Client, published: Any) -> None:
    home = (
        Household.objects.filter(publication=published, in_survey=True)
        .exclude(history="[]")
        .first()
    )
    assert home is not None
    block = _block(_page(reader, home, "en"), "h-rounds")
    rounds = re.findall(r"\b25\d\d\b", block.split("Fails the MPI")[0])
    assert {"2564", "2565"} <= set(rounds)


def test_a_household_that_was_not_surveyed_says_what_to_do_next(
    reader: Client, published: Any
) -> None:
    home = Household.objects.filter(publication=published, in_survey=False).first()
    assert home is not None
    page = _page(reader, home, "en")
    assert "Next: visit and survey it." in page
    assert 'id="h-indicators"' not in page


def test_the_page_says_what_to_do_next_as_the_work_goes_on(
    reader: Client, surveyed: list[Household], people_by_role: dict[str, User]
) -> None:
    def told_next(home: Household) -> str:
        found = re.search(r'class="hh-next">(.*?)</p>', _page(reader, home, "en"), re.S)
        assert found
        return _plain(found[1])

    poor, doubted = surveyed[0], surveyed[-1]
    assert "missing or contradictory" in told_next(doubted)
    expected = {
        None: "Visit the household",
        "visit": "Arrange help for",
        "help": "Check whether the help",
        "exit": "out of poverty",
    }
    for kind, words in expected.items():
        if kind:
            record_event(
                kind=kind,
                household_id=poor.household_id,
                village_code=poor.village_code,
                on=date(2026, 1, 5),
                note="",
                by=people_by_role["national"],
            )
        assert words in told_next(poor), kind
