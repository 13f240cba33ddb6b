"""Record that a household was visited, was helped, or left poverty."""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from ppaos.domain.errors import SettingError
from ppaos.domain.thai.dates import day_title
from ppaos.operations.accounts.models import User
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import scope_of
from ppaos.operations.audit import actions as audit
from ppaos.operations.events.models import HouseholdEvent

OLDEST_DAYS: Final = 3660
"""How far back an event may lie: longer ago is a slip of the year."""
LONGEST_NOTE: Final = 2000


@transaction.atomic
def record_event(
    *,
    kind: str,
    household_id: str,
    village_code: str,
    on: date,
    by: User,
    note: str = "",
    is_synthetic: bool = False,
) -> HouseholdEvent:
    """Record one event of a household that lies where `by` may record.

    Errors: SettingError for an unknown kind, a day in the future or more than ten years ago, a
    note over 2,000 characters, and a household outside the person's areas.
    """
    if kind not in HouseholdEvent.Kind.values:
        raise SettingError(
            th="เลือกว่าทำอะไร: เยี่ยมบ้าน ให้ความช่วยเหลือ หรือหลุดพ้น",
            en="Choose what was done: visit, help or exit.",
        )
    _require_day(on)
    if len(note) > LONGEST_NOTE:
        raise SettingError(
            th=f"บันทึกยาว {len(note):,} ตัวอักษร ย่อให้ไม่เกิน {LONGEST_NOTE:,}",
            en=f"The note has {len(note):,} characters; shorten it to at most {LONGEST_NOTE:,}.",
        )
    if not scope_of(by, Permission.RECORD).covers(village_code):
        raise SettingError(
            th="ครัวเรือนนี้อยู่นอกพื้นที่ที่ท่านบันทึกได้ ให้ทีมของพื้นที่นั้นบันทึก",
            en="This household lies outside the areas in which you may record. Ask that area's team.",
        )
    event = HouseholdEvent.objects.create(
        kind=kind,
        household_id=household_id,
        village_code=village_code,
        on=on,
        by=by,
        note=note.strip(),
        is_synthetic=is_synthetic,
    )
    audit.record(
        "event_recorded",
        by=by,
        target=("household", household_id),
        area=village_code,
        details={"kind": kind, "on": on.isoformat()},
    )
    return event


def _require_day(on: date) -> None:
    today, day = timezone.localdate(), day_title(on)
    if on > today:
        raise SettingError(
            th=f"วันที่ {day.th} ยังมาไม่ถึง ใส่วันที่ทำจริง",
            en=f"{day.en} is in the future. Give the day on which it was done.",
        )
    if on < today - timedelta(days=OLDEST_DAYS):
        raise SettingError(
            th=f"วันที่ {day.th} เก่ากว่าสิบปี ตรวจว่าใส่ปี ค.ศ. ถูกต้อง",
            en=f"{day.en} is more than ten years ago. Check the year.",
        )
