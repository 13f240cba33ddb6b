"""An older version is looked back at: its numbers, its households, and links that stay in it."""

import re
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from ppaos.engine.store import Store
from ppaos.operations.accounts.models import Grant, User
from ppaos.operations.people.models import Household
from ppaos.workflows.ingest.job import ingest
from ppaos.workflows.link.job import link
from ppaos.workflows.measure.job import measure
from ppaos.workflows.publish.job import publish
from ppaos.workflows.synth.job import synthesise
from ppaos.workflows.target.job import target
from support.area_list import fill_areas

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = [
    "/dashboard/41/", "/dashboard/41/?view=potential", "/dashboard/41/?view=progress",
    "/map/?area=41", "/whatif/?area=41", "/households/?area=41", "/households/",
    "/households/?area=41&poor=yes", "/households/?area=41&card=yes&failing=5",
    "/households/export/?area=41&poor=yes", "/households/{home}/", "/households/{home}/picture/",
]  # fmt: skip
VERSIONED = ("/dashboard/", "/map/", "/whatif/", "/households/")
ANYWHERE = {"/households/columns/"}
"""Chooses columns of the session, of no version; leads back by the query that it is sent."""


@pytest.fixture(scope="module")
def later_store(tmp_path_factory: Any) -> Store:
    """Another store of the same province, with other households."""
    root = tmp_path_factory.mktemp("later")
    synthesise(
        root / "files", provinces=["41"], households=60, seed=99, rounds=(2565,), registers=True
    )
    store = Store(root / "store")
    ingest([root / "files"], store=store, report_folder=root / "quality")
    link(store)
    measure(store)
    target(store)
    return store


class Two:
    """A site with two versions, and somebody of the country who looks at them."""

    def __init__(self, old: int, new: int) -> None:
        self.old, self.new = old, new
        user = User.objects.create_user(username="reader", email="reader@example.test")
        Grant.objects.create(user=user, role="national", area_code="nat")
        self.client = Client()
        self.client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        self.client.cookies["django_language"] = "en"

    def homes(self, version: int) -> set[str]:
        found = Household.objects.filter(publication_id=version, province_code="41")
        return set(found.values_list("household_id", flat=True))

    def get(self, address: str, version: object = "") -> Any:
        mark = "&" if "?" in address else "?"
        return self.client.get(f"{address}{mark}version={version}" if version else address)


@pytest.fixture
def two(db: None, small_store: Store, later_store: Store) -> Two:
    """The small store as the older version, the other one as the current."""
    fill_areas()
    old = publish(small_store, title="old").publication
    return Two(old, publish(later_store, title="new").publication)


def test_an_older_version_shows_its_own_numbers_and_keeps_its_links(two: Two) -> None:
    gone = min(two.homes(two.old) - two.homes(two.new))
    _numbers_are_of_the_asked_version(two)
    _a_household_of_the_old_version_is_found_there_only(two, gone)
    _every_link_of_a_page_stays_in_the_version(two, gone)
    _forms_lead_back_into_the_version(two, gone)
    _a_version_that_is_not_there_is_said_to_be_so(two)


def _numbers_are_of_the_asked_version(two: Two) -> None:
    expected = {two.old: len(two.homes(two.old)), two.new: len(two.homes(two.new))}
    assert expected[two.old] != expected[two.new]
    for asked, version in ((two.old, two.old), (two.new, two.new), ("", two.new)):
        households = {
            "map": two.get("/map/data.json?area=41&measure=all:households", asked).json()["total"]["value"],
            "api": two.get("/api/v1/values?area=41&measure=all:households", asked).json()["total"]["value"],
            "api list": two.get("/api/v1/households?area=41", asked).json()["total"],
            "search": _count(two.get("/households/?area=41", asked)),
        }  # fmt: skip
        assert set(households.values()) == {expected[version]}, (asked, households)
        for page in PAGES[:6]:
            text = two.get(page, asked).content.decode()
            assert f"Data version {version} " in text, page
            assert ("You are viewing earlier" in text) == (version == two.old), page


def _a_household_of_the_old_version_is_found_there_only(two: Two, home: str) -> None:
    for address in (
        f"/households/{home}/",
        f"/households/{home}/picture/",
        f"/api/v1/households/{home}",
    ):
        assert two.get(address, two.old).status_code == 200, address
        assert two.get(address).status_code == 404, address
    assert home in two.get(f"/households/?house={home}", two.old).content.decode()
    assert _count(two.get(f"/households/?house={home}")) == 0


def _every_link_of_a_page_stays_in_the_version(two: Two, home: str) -> None:
    for page in PAGES:
        answer = two.get(page.format(home=home), two.old)
        assert answer.status_code == 200, page
        left = [
            address
            for address in _links(answer.content.decode())
            if f"version={two.old}" not in address
        ]
        assert not left, (page, left)
        current = two.get(page.format(home=home)).content.decode()
        assert "version=" not in "".join(_links(current)), page


def _forms_lead_back_into_the_version(two: Two, home: str) -> None:
    event = {"kind": "visit", "on": "2026-01-05", "note": ""}
    done = two.client.post(f"/households/{home}/record/?version={two.old}", event)
    assert done["Location"] == f"/households/{home}/?version={two.old}#events"
    query = f"area=41&version={two.old}"
    saved = two.client.post(f"/households/saved/?version={two.old}", {"title": "a", "query": query})
    assert f"version={two.old}" in saved["Location"]
    columns = two.client.post("/households/columns/", {"query": query})
    assert f"version={two.old}" in columns["Location"]


def _a_version_that_is_not_there_is_said_to_be_so(two: Two) -> None:
    for asked in ("99999", "abc", "-1", "1e3", "99999999999999999999"):
        for page in ("/dashboard/41/", "/map/?area=41", "/whatif/", "/households/?area=41"):
            answer = two.get(page, asked)
            assert answer.status_code == 404, (page, asked)
            text = answer.content.decode()
            assert "There is no such data version" in text
            assert f'href="{page.replace("&", "&amp;")}"' in text  # the way to the current one
        told = two.get("/map/data.json?area=41", asked)
        assert (told.status_code, told.json()["code"]) == (404, "version")
        assert set(told.json()) == {"code", "th", "en"}


def _links(text: str) -> list[str]:
    """Addresses of the site's versioned pages in the body of a page, with what forms add to them."""
    body = text[text.index("<main") : text.index("</main>")]
    body = re.sub(r'(<form\b[^>]*?)hx-get="[^"]*"', r"\1", body)  # sends the form's fields along
    found = [
        unescape(item)
        for item in re.findall(r'(?:href|hx-get|hx-post|data-[\w-]+)="(/[^"]*)"', body)
    ]
    for form in re.findall(r"<form\b.*?</form>", body, re.S):
        action = re.search(r'action="([^"]*)"', form)
        hidden = re.search(r'name="version" value="(\d+)"', form)
        query = re.search(r'name="query" value="([^"]*)"', form)
        chosen = re.search(r'<select[^>]*name="version".*?value="(\d*)" selected', form, re.S)
        told = [item[1] for item in (hidden, chosen) if item and item[1]]
        address = unescape(action[1]) if action else ""
        if urlsplit(address).path not in ANYWHERE or query is None:
            found.append(address + "".join(f"&version={item}" for item in told))
        else:
            found.append(address + "?" + unescape(query[1]))
    return [
        item
        for item in found
        if item.startswith(VERSIONED) and not item.startswith("/map/boundaries.json")
    ]


def _count(response: Any) -> int:
    found = re.search(r'class="hh-count">\s*<strong>([\d,]+)</strong>', response.content.decode())
    return int(found[1].replace(",", "")) if found else 0
