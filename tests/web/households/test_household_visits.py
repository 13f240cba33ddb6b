"""What is done for households is recorded where it may be, and counted once a household."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ppaos.domain.area.scope import Scope
from ppaos.domain.errors import SettingError
from ppaos.operations.audit.models import Entry
from ppaos.operations.events.actions import record_event
from ppaos.operations.events.models import HouseholdEvent
from ppaos.operations.events.queries import events_of, months_of_events, visited_by

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


def test_a_household_counts_once_however_often_it_was_visited(people_by_role):
    district, national = people_by_role["district"], people_by_role["national"]
    for _ in range(3):
        _recorded(district, days=0)
    _recorded(district, home="41010000002", kind="help", days=0)
    _recorded(national, home="41020000003", village="41020101", days=0)
    _recorded(national, home="L00000000001", village="", days=0)

    today = timezone.localdate()

    def counted(scope):
        return {
            (month.year, month.month): (month.visited, month.helped, month.exited)
            for month in months_of_events(scope)
        }

    assert counted(PROVINCE) == {(today.year, today.month): (2, 1, 0)}
    assert counted(COUNTRY) == {(today.year, today.month): (3, 1, 0)}
    assert counted(Scope()) == {}
