"""Every count of households or people on the dashboard opens a list, and every chart has its file.

A count of households opens as many as it says. What has no list stands here with its reason.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from ppaos.operations.events.actions import record_event
from ppaos.operations.people.models import Household
from ppaos.web.dashboard.tables import Table

NO_LIST = {
    "months": "the search knows who was visited, not in which month",
    "staff": "people who work here, not people who are helped",
}
NO_LIST_ROWS = {
    ("children", ""): "households whose village is not known lie in no area that can be chosen",
    ("progress_by_area", ""): "the same",
    ("rounds", "2564"): "households of an earlier round are not published",
}
VIEWS = ("urgent", "potential", "progress")
SPEC = re.compile(r'data-spec="([^"]+)"')


@pytest.fixture
def worked_on(published, people_by_role) -> None:
    """Some households of the province were visited, some of them helped, some are out."""
    homes = Household.objects.filter(publication=published, village_code__startswith="41")
    for place, home in enumerate(homes.filter(fails_mpi=True).order_by("household_id")[:40]):
        for kind in ("visit", "help", "exit")[: place % 4]:
            record_event(
                kind=kind,
                household_id=home.household_id,
                village_code=home.village_code,
                on=published.ready_at.date() - timedelta(days=place),
                by=people_by_role["national"],
            )


@pytest.mark.parametrize("digits", [0, 2, 4, 6, 8])
@pytest.mark.parametrize("view", VIEWS)
def test_counts_open_the_list_behind_them(
    published, worked_on, client, sign_in, people_by_role, settings, view, digits
) -> None:
    settings.LOOKS_PER_MINUTE = settings.LOOKS_PER_HOUR = 1_000_000
    sign_in(client, people_by_role["national"])
    home = Household.objects.filter(publication=published, village_code__startswith="41")
    area = home.filter(fails_mpi=True).order_by("village_code")[0].village_code[:digits] or "nat"
    page = client.get(f"/dashboard/{area}/", {"view": view})
    opened = {}
    for what, unit, value, link in _numbers(page.context):
        assert link, f"{what} of {area} is {value} and opens nothing"
        if unit == "households" and link not in opened:
            opened[link] = client.get(link).context["count"]
        if unit == "households":
            assert opened[link] == value, (what, link)
    assert opened


def _numbers(context: Any) -> Iterator[tuple[str, str, float, str]]:
    """What, unit, value and link of every number above zero that must open a list."""
    given = {name: context[name] for name in context.keys()}  # noqa: SIM118 -- a list of contexts
    tables = [item for item in given.values() if isinstance(item, Table)]
    for name in ("village_tables", "resource_lists"):
        tables += given.get(name, ())
    for table in tables:
        for row in table.rows if table.name not in NO_LIST else ():
            if (table.name, row.code) in NO_LIST_ROWS:
                continue
            for column, value in zip(table.columns, row.values, strict=True):
                unit = row.unit if column.unit == "any" else column.unit
                is_stated = table.name == "stated" and column.name == "stated"
                if is_stated or unit not in ("people", "households") or not value:
                    continue
                if isinstance(value, int | float):
                    what = f"{column.name} of {row.code} in {table.name}"
                    yield what, unit, value, row.links.get(column.name, "")
    for figure in given.get("figures", ()):
        if figure.value:
            yield figure.name, figure.unit, figure.value, figure.href
    for item in given.get("remaining", ()):
        if item.count:
            yield item.title.en, "households", item.count, item.href


def test_people_of_no_household_are_said_to_be_in_no_list(
    published, client, sign_in, people_by_role
) -> None:
    sign_in(client, people_by_role["provincial"])
    for view, name in (("urgent", "issues"), ("potential", "support")):
        page = client.get("/dashboard/41/", {"view": view})
        assert "คนที่ไม่ทราบครัวเรือน" in page.context[name].note.th


@pytest.mark.parametrize(
    "address",
    [
        "/dashboard/41/?view=urgent",
        "/dashboard/41/?view=potential",
        "/dashboard/41/?view=progress",
        "/public/41/",
        "/public/",
    ],
)
def test_every_chart_has_its_table_and_its_file(
    published, worked_on, client, sign_in, people_by_role, address
) -> None:
    sign_in(client, people_by_role["provincial"])
    page = unescape(client.get(address).content.decode())
    for card in _cards(page):
        for _ in SPEC.findall(card):
            assert "<table" in card
            (link,) = re.findall(r'href="([^"]+csv[^"]*)"', card)
            file = client.get(link)
            assert file.status_code == 200
            assert file["Content-Type"].startswith("text/csv")
            rows = re.findall(r'<th scope="row">', card)
            lines = file.content.decode("utf-8-sig").strip().splitlines()
            assert len(lines) - 1 in (1, len(rows))
    if "potential" not in address:
        assert SPEC.search(page)


def _cards(page: str) -> list[str]:
    return re.split(r'class="card dash-card"', page)[1:]


def test_every_map_has_its_table_and_its_file(published, client, sign_in, people_by_role) -> None:
    sign_in(client, people_by_role["provincial"])
    for address in ("/map/", "/whatif/", "/dashboard/41/", "/public/"):
        page = unescape(client.get(address).content.decode())
        (table,) = re.findall(r'data-island="map"[^>]*data-table="#([^"]+)"', page)
        assert re.search(rf'<table[^>]*id="{table}"', page), address
        links = re.findall(r'href="([^"]*(?:\.csv)[^"]*)"', page)
        assert links and all(client.get(link).status_code == 200 for link in links), address
