"""Name a search, and forget it."""

from typing import Final
from urllib.parse import parse_qsl

from django.db import transaction

from ppaos.domain.errors import SettingError
from ppaos.operations.accounts.models import User
from ppaos.operations.audit import actions as audit
from ppaos.operations.people.models import SavedSearch

MOST_SAVED: Final = 50
LONGEST_NAME: Final = 120
NEVER_SAVED: Final = frozenset({"name", "house", "citizen_id", "after", "before"})
"""Parts of an address that name somebody, or a page."""


@transaction.atomic
def save_search(*, name: str, query: str, by: User) -> SavedSearch:
    """Keep the conditions of a search under a name; a name used before is overwritten.

    Errors: SettingError for no name, a long one, one search too many, and a query that names
    somebody.
    """
    called = " ".join(name.split())
    if not called or len(called) > LONGEST_NAME:
        raise SettingError(
            th=f"ตั้งชื่อการค้นหา ยาวไม่เกิน {LONGEST_NAME} ตัวอักษร",
            en=f"Give the search a name of at most {LONGEST_NAME} characters.",
        )
    named = NEVER_SAVED & {key for key, _ in parse_qsl(query)}
    if named or len(query) > 2000:
        raise SettingError(
            th="การค้นหาที่บันทึกไว้มีชื่อคน รหัสประจำบ้าน หรือเลขประจำตัวไม่ได้ ลบช่องนั้นแล้วบันทึกใหม่",
            en="A saved search holds no name, house code or citizen ID. Empty that field and save again.",
        )
    others = SavedSearch.objects.filter(user=by).exclude(name=called)
    if others.count() >= MOST_SAVED:
        raise SettingError(
            th=f"บันทึกการค้นหาได้ {MOST_SAVED} รายการ ลบรายการที่ไม่ใช้ก่อน",
            en=f"At most {MOST_SAVED} searches can be saved. Delete one that is not used.",
        )
    found, _ = SavedSearch.objects.update_or_create(user=by, name=called, defaults={"query": query})
    audit.record("search_saved", by=by, details={"query": query})
    return found


@transaction.atomic
def delete_search(*, number: int, by: User) -> bool:
    """Forget a search of one's own; returns whether there was one."""
    found = SavedSearch.objects.filter(user=by, pk=number).first()
    if found is None:
        return False
    audit.record("search_deleted", by=by, details={"query": found.query})
    found.delete()
    return True
