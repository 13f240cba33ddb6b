"""What is done for households is recorded where it may be, and counted once a household."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ppaos.domain.errors import SettingError
from ppaos.domain.scope import Scope
from ppaos.operations.audit.models import Entry
from ppaos.operations.visits.actions import record_event
from ppaos.operations.visits.models import HouseholdEvent
from ppaos.operations.visits.queries import (
    MonthOfEvents,
    events_of,
    households_with,
    progress_by_area,
    progress_counts,
    visited_by,
)

pytestmark = pytest.mark.django_db
COUNTRY, PROVINCE = Scope.of(["nat"]), Scope.of(["41"])


def _recorded(by, kind="visit", home="41010000001", village="41010101", days=3, note=""):
    on = timezone.localdate() - timedelta(days=days)
    return record_event(kind=kind, household_id=home, village_code=village, on=on, by=by, note=note)


def test_an_event_is_recorded_and_audited_without_its_note(people_by_role):
    field = people_by_role["field"]

    event = _recorded(field, note=" พบหัวหน้าครัวเรือน ")

    assert (event.kind, event.by, event.note) == ("visit", field, "พบหัวหน้าครัวเรือน")
    entry = Entry.objects.get(action="event_recorded")
    assert (entry.target_id, entry.area_code) == ("41010000001", "41010101")
    assert entry.details == {"kind": "visit", "on": event.on.isoformat()}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"days": -1}, "future"),
        ({"days": 9000}, "ten years"),
        ({"kind": "party"}, "Choose what"),
        ({"note": "ก" * 2001}, "shorten"),
        ({"village": "41020101"}, "outside"),
        ({"village": "40010101"}, "outside"),
        ({"village": ""}, "outside"),
    ],
)
def test_what_cannot_be_recorded_says_why_and_leaves_nothing(people_by_role, changed, told):
    with pytest.raises(SettingError) as refused:
        _recorded(people_by_role["field"], **changed)

    assert told in refused.value.en and refused.value.th
    assert not HouseholdEvent.objects.exists()
    assert not Entry.objects.filter(action="event_recorded").exists()


def test_a_role_that_only_counts_records_nothing(people_by_role):
    for name in ("analyst", "auditor", "agency", "administrator"):
        with pytest.raises(SettingError):
            _recorded(people_by_role[name])


def test_events_and_visits_are_seen_in_scope_only(people_by_role):
    field, foreign = people_by_role["field"], people_by_role["foreign"]
    first = _recorded(field)
    second = _recorded(field, kind="help", days=1)
    _recorded(foreign, home="40010000001", village="40010101")

    assert list(events_of("41010000001", PROVINCE)) == [second, first]
    assert list(events_of("41010000001", Scope.of(["40"]))) == []
    assert set(visited_by(field)) == {"41010000001"}
    assert set(households_with("visit", PROVINCE)) == {"41010000001"}
    assert set(households_with("visit", Scope())) == set()


def test_a_household_counts_once_however_often_it_was_visited(people_by_role):
    district, national = people_by_role["district"], people_by_role["national"]
    for days in (1, 1, 2):
        _recorded(district, days=days)
    _recorded(district, home="41010000002", kind="help")
    _recorded(national, home="41020000003", village="41020101")
    _recorded(national, home="L00000000001", village="")

    found = progress_counts(PROVINCE)
    assert (found.visited, found.helped, found.exited) == (2, 1, 0)
    assert progress_counts(COUNTRY).visited == 3
    assert progress_counts(Scope()).visited == 0
    assert sum(month.helped for month in found.months) == 1
    assert all(isinstance(month, MonthOfEvents) for month in found.months)

    by_district = progress_by_area(COUNTRY, "district")
    assert {code: one.visited for code, one in by_district.items()} == {"4101": 1, "4102": 1}
    assert progress_by_area(COUNTRY, "region")["R3"].visited == 2
    assert progress_by_area(COUNTRY, "country")["nat"].visited == 3
    assert list(progress_by_area(Scope.of(["4102"]), "province")) == ["41"]
