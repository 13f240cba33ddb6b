"""Keep and remove named what-ifs."""

from typing import Final

from django.db import transaction

from ppaos.domain.errors import SettingError
from ppaos.operations.accounts.models import User
from ppaos.operations.audit.actions import record
from ppaos.operations.results.models import WhatIfScenario

MOST_WHAT_IFS: Final = 100
"""Named what-ifs of one person."""
_LONGEST_NAME: Final = 120
_LONGEST_QUERY: Final = 2000


@transaction.atomic
def save_what_if(*, name: str, query: str, area: str, by: User) -> WhatIfScenario:
    """Keep a what-if under a name; the same name again replaces it.

    Errors: SettingError without a name, for too long a name or query, and beyond MOST_WHAT_IFS.
    """
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST_NAME:
        raise SettingError(
            th=f"ตั้งชื่อการจำลองเกณฑ์ 1 ถึง {_LONGEST_NAME} ตัวอักษร แล้วบันทึกอีกครั้ง",
            en=f"Name the what-if with 1 to {_LONGEST_NAME} characters, then save again.",
        )
    if len(query) > _LONGEST_QUERY:
        raise SettingError(
            th="เงื่อนไขยาวเกินกว่าจะบันทึกได้ ใส่น้ำหนักเฉพาะมิติที่เปลี่ยน",
            en="The conditions are too long to save. Give weights only of what you change.",
        )
    mine = WhatIfScenario.objects.filter(user=by)
    if mine.exclude(name=name).count() >= MOST_WHAT_IFS:
        raise SettingError(
            th=f"บันทึกได้ไม่เกิน {MOST_WHAT_IFS} รายการ ลบรายการที่ไม่ใช้ก่อน",
            en=f"At most {MOST_WHAT_IFS} can be saved. Delete some that you no longer use.",
        )
    kept, _ = WhatIfScenario.objects.update_or_create(
        user=by, name=name, defaults={"query": query, "area_code": area}
    )
    record("what_if_saved", by=by, target=("what_if", str(kept.pk)), area=area)
    return kept


@transaction.atomic
def delete_what_if(*, number: int, by: User) -> bool:
    """Remove one of a person's own what-ifs; false, and nothing happens, for any other."""
    kept = WhatIfScenario.objects.filter(user=by, pk=number).first()
    if kept is None:
        return False
    kept.delete()
    record("what_if_deleted", by=by, target=("what_if", str(number)), area=kept.area_code)
    return True
