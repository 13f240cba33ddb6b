"""Progress and potential: events against targets, resources, staff and village data of an area."""

import csv
import io
import re
from datetime import date, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from ppaos.domain.area.scope import Scope
from ppaos.domain.casework.steps import CaseStep
from ppaos.operations.areas.models import Area, Resource
from ppaos.operations.events.demo import make_demo_events
from ppaos.operations.events.models import HouseholdEvent
from ppaos.operations.events.progress import steps_by_village
from ppaos.operations.people.models import Household, Village
from ppaos.operations.results.filters import HouseholdFilter
from ppaos.web.dashboard import potential, progress, villages
from ppaos.web.dashboard.place import DashboardArea
from ppaos.web.households.search.query import Finder, search_of

VISIT, HELP, EXIT = HouseholdEvent.Kind.VISIT, HouseholdEvent.Kind.HELP, HouseholdEvent.Kind.EXIT


@pytest.fixture
def place(published, people_by_role):
    return DashboardArea(Area.objects.get(pk="41"), published, people_by_role["provincial"])


def _homes(published, **asked) -> list[Household]:
    rows = Household.objects.filter(
        publication=published, village_code__startswith="41", **asked
    ).order_by("household_id")
    return list(rows[:6])


def _event(home: Household, kind: str, by, on: date | None = None) -> HouseholdEvent:
    return HouseholdEvent.objects.create(
        kind=kind,
        household_id=home.household_id,
        village_code=home.village_code,
        on=on or timezone.localdate(),
        by=by,
    )


def _row(table, code: str) -> dict[str, object]:
    row = next(row for row in table.rows if row.code == code)
    return dict(zip([item.name for item in table.columns], row.values, strict=True))


def test_each_household_counts_once_a_kind_and_only_if_it_is_a_target(
    published, people_by_role, place
) -> None:
    by = people_by_role["field"]
    first, second, third, *_ = _homes(published, fails_mpi=True)
    other = _homes(published, fails_mpi=False)[0]
    for home in (first, first, second, other):
        _event(home, VISIT, by)
    _event(first, HELP, by)
    _event(first, EXIT, by)
    _event(third, HELP, by)
    found = progress.WorkProgress(place, progress.target_named(place, ""))
    table = progress.summary(found)
    targets = place.value("poor:households")
    assert _row(table, "visited")["reached"] == 2
    assert _row(table, "helped")["reached"] == 2
    assert _row(table, "exited")["reached"] == 1
    assert _row(table, "visited")["of"] == targets
    assert _row(table, "visited")["ratio"] == pytest.approx(2 / targets)
    assert found.never_visited == targets - 2
    left = list(progress.left_to_do(found))
    assert [item.count for item in left[:2]] == [targets - 2, 1]
    parts = progress.by_part(found)
    assert sum(parts.column("visited")[at] or 0 for at in range(len(parts.rows))) == 2
    assert _row(parts, first.village_code[:4])["exited"] == 1


def test_another_target_measures_the_same_events_anew(published, people_by_role, place) -> None:
    target = progress.target_named(place, "fiscal-2566/2.2")
    asked = target.asked.condition(published, place.scope)
    inside = Household.objects.filter(asked).order_by("household_id")[0]
    outside = Household.objects.filter(
        publication=published, village_code__startswith="41", vulnerability_level=0
    )[0]
    for home in (inside, outside):
        _event(home, VISIT, people_by_role["field"])
    found = progress.WorkProgress(place, target)
    assert _row(progress.summary(found), "visited")["reached"] == 1
    assert found.targeted == Household.objects.filter(asked).count()


def test_cells_agree_with_the_database(published, people_by_role, place) -> None:
    made = make_demo_events(published, by=people_by_role["field"], province="41")
    assert made > 5
    assert make_demo_events(published, by=people_by_role["field"], province="41") == 0
    asked = HouseholdFilter.of(area="41", fails_mpi=True)
    found = dict(steps_by_village(published, asked, Scope.of(["41"])))
    visited = HouseholdEvent.objects.filter(kind=VISIT).values("household_id")
    rows = Household.objects.filter(
        asked.condition(published, Scope.of(["41"])), household_id__in=visited
    )
    counted: dict[str, int] = {}
    for code in rows.values_list("village_code", flat=True):
        counted[code] = counted.get(code, 0) + 1
    assert {
        code: item[CaseStep.VISITED] for code, item in found.items() if item[CaseStep.VISITED]
    } == counted
    assert not HouseholdEvent.objects.filter(is_synthetic=False).exists()
    assert not HouseholdEvent.objects.filter(on__gt=timezone.localdate()).exists()


def test_new_and_removed_events_are_seen_at_once(published, people_by_role) -> None:
    by, asked, scope = people_by_role["field"], HouseholdFilter.of(area="41"), Scope.of(["41"])
    first, second, *_ = _homes(published)

    def visited() -> int:
        return sum(item[CaseStep.VISITED] for _, item in steps_by_village(published, asked, scope))

    assert visited() == 0
    event = _event(first, VISIT, by)
    assert visited() == 1
    _event(second, VISIT, by)
    assert visited() == 2
    event.delete()
    assert visited() == 1
    HouseholdEvent.objects.all().delete()
    assert visited() == 0


def test_a_household_that_the_version_lacks_is_no_target(published, people_by_role) -> None:
    HouseholdEvent.objects.create(
        kind=VISIT,
        household_id="99999999999",
        village_code="41010101",
        on=timezone.localdate(),
        by=people_by_role["field"],
    )
    asked = HouseholdFilter.of(area="41")
    assert not list(steps_by_village(published, asked, Scope.of(["41"])))


def test_months_are_those_of_the_area(published, client, sign_in, people_by_role) -> None:
    home = _homes(published)[0]
    today = timezone.localdate()
    before = today.replace(day=1) - timedelta(days=1)
    for on in (today, today, before):
        _event(home, VISIT, people_by_role["field"], on)
    sign_in(client, people_by_role["provincial"])
    answer = client.get("/dashboard/41/table.csv", {"of": "months"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["code"] for row in rows] == [f"{before:%Y-%m}", f"{today:%Y-%m}"]
    assert [row["visited"] for row in rows] == ["1", "1"]
    page = unescape(client.get("/dashboard/41/", {"view": "progress"}).content.decode())
    assert 'data-spec="chart-months"' in page


def test_nothing_recorded_says_what_to_do(published, client, sign_in, people_by_role) -> None:
    sign_in(client, people_by_role["provincial"])
    page = unescape(client.get("/dashboard/41/", {"view": "progress"}).content.decode())
    assert "บันทึกครั้งแรก" in page
    assert "แบ่งให้ทีมในพื้นที่เยี่ยม" in page


def test_resources_of_the_area_its_parts_and_those_above(published, place) -> None:
    for kind, area, budget in (
        ("project", "41", 100), ("project", "4101", 50), ("service", "410101", None),
        ("partner", "nat", None), ("product", "R3", None), ("project", "40", 900),
    ):  # fmt: skip
        Resource.objects.create(
            kind=kind, area_code=area, name_th=f"{kind} {area}", source="ทดสอบ", budget_baht=budget
        )
    counts = {row.code: row.values for row in potential.resource_counts(place).rows}
    assert counts == {
        "project": (2, 150), "service": (1, None), "partner": (None, None), "product": (None, None),
    }  # fmt: skip
    names = {table.name: len(table.rows) for table in potential.resource_lists(place)}
    assert names == {"resources-project": 2, "resources-service": 1, "resources-above": 2}
    assert len(potential.resources(place).rows) == 5
    region = DashboardArea(Area.objects.get(pk="R3"), place.publication, place.user)
    assert {row.title.th for row in potential.resources(region).rows} == {
        "project 41", "project 4101", "service 410101", "partner nat", "product R3", "project 40",
    }  # fmt: skip


def test_staff_is_counted_by_role_and_says_where_nobody_is(published, place) -> None:
    rows = {row.code: row.values for row in potential.staff(place).rows}
    districts = Area.objects.filter(level="district", code__startswith="41").count()
    assert rows["provincial"] == (1, 1, 0)
    assert rows["district"] == (1, 1, districts - 1)
    assert "national" not in rows
    assert rows["agency"] == (1, 1, "–")


def test_village_data_is_added_up_by_the_source_s_own_codes(published, place) -> None:
    numbers, levels = villages.village_tables(place)
    rows = list(
        Village.objects.filter(publication=published, village_code__startswith="41").values_list(
            "facts", flat=True
        )
    )
    told = [facts["household_count"] for facts in rows if facts.get("household_count") is not None]
    assert _row(numbers, "household_count") == {"villages": len(told), "total": sum(told)}
    economy = [facts.get("economy_level") for facts in rows]
    assert _row(levels, "economy_level") == {
        "code_1": economy.count(1), "code_2": economy.count(2), "code_3": economy.count(3),
        "no_data": economy.count(None),
    }  # fmt: skip
    assert "ยังไม่เป็นทางการ" in levels.note.th


def test_counts_of_villages_come_from_the_area_only(published, people_by_role) -> None:
    code = Village.objects.filter(publication=published, village_code__startswith="40")[0]
    one = DashboardArea(
        Area.objects.get(pk=code.village_code), published, people_by_role["national"]
    )
    numbers = villages.village_tables(one)[0]
    if code.facts:
        assert _row(numbers, "population")["villages"] == 1
    assert re.match(r"หมู่ \d+", one.area.name_th)


def test_the_list_of_those_never_visited_holds_just_them(published, people_by_role, place) -> None:
    make_demo_events(published, by=people_by_role["field"], province="41")
    for asked in (HouseholdFilter.of(area="41", fails_mpi=True), HouseholdFilter.of(area="41")):
        search = asked.having(step=CaseStep.NEVER_VISITED)
        finder = Finder(published, place.scope, place.user, search)
        rows = Household.objects.filter(finder.condition).order_by("-priority", "household_id")
        wanted = list(rows.values_list("household_id", flat=True))
        whole = Household.objects.filter(asked.condition(published, place.scope)).count()
        assert 0 < len(wanted) < whole
        assert finder.count == len(wanted)
        seen, key = [], None
        while True:
            page = finder.page(key, size=2)
            seen += page.households
            key = page.after
            if key is None:
                break
        assert seen == wanted
        back = finder.page(page.before, size=2)
        end = len(wanted) - len(page.households)
        assert list(back.households) == wanted[max(0, end - 2) : end]
    target = progress.WorkProgress(place, progress.target_named(place, ""))
    link = next(progress.left_to_do(target)).href
    given = {name: texts[0] for name, texts in parse_qs(urlsplit(link).query).items()}
    found = Finder(published, place.scope, place.user, search_of(given, published))
    assert found.count == target.never_visited


def test_every_step_opens_the_list_that_it_counts(published, people_by_role, place) -> None:
    by = people_by_role["field"]
    make_demo_events(published, by=by, province="41")
    target = progress.target_named(place, "fiscal-2566/2").asked
    untouched = Household.objects.filter(target.condition(published, place.scope)).exclude(
        household_id__in=HouseholdEvent.objects.values("household_id")
    )
    _event(untouched[0], VISIT, by)
    done = progress.WorkProgress(place, progress.target_named(place, "fiscal-2566/2"))
    checked = 0
    for table in (progress.summary(done), progress.by_part(done)):
        for row in table.rows:
            names = [item.name for item in table.columns]
            for column, link in row.links.items():
                count = row.values[names.index(column)]
                if link:
                    given = parse_qs(urlsplit(link).query)
                    search = search_of({key: text[0] for key, text in given.items()}, published)
                    assert search_of(parse_qsl_of(search), published) == search
                    finder = Finder(published, place.scope, place.user, search)
                    assert finder.count == count
                    assert Household.objects.filter(finder.condition).count() == count
                    assert len(finder.page(None, size=500).households) == min(count, 500)
                    checked += 1
    assert checked > 8
    waiting = [item for item in progress.left_to_do(done) if "waiting" in item.href]
    given = parse_qs(urlsplit(waiting[0].href).query)
    search = search_of({key: text[0] for key, text in given.items()}, published)
    assert Finder(published, place.scope, place.user, search).count == waiting[0].count


def parse_qsl_of(search: HouseholdFilter) -> dict[str, str]:
    return {name: texts[0] for name, texts in parse_qs(search.saved_query()).items()}
