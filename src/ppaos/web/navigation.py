"""The main menu: which entries somebody sees is decided by what they may do."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.accounts.permissions import Permission


@dataclass(frozen=True)
class Entry:
    """One entry of the menu."""

    name: str
    """URL name."""
    namespace: str
    title: Bilingual
    permission: Permission


ENTRIES: Final = (
    Entry("dashboard:home", "dashboard", Bilingual("ภาพรวมพื้นที่", "Dashboard"), Permission.SEE_COUNTS),
    Entry("maps:page", "maps", Bilingual("แผนที่", "Map"), Permission.SEE_COUNTS),
    Entry("households:search", "households", Bilingual("ค้นหาครัวเรือน", "Households"), Permission.SEE_HOUSEHOLDS),
    Entry("whatif:page", "whatif", Bilingual("ลองเปลี่ยนเกณฑ์", "What if"), Permission.SEE_COUNTS),
    Entry("files:list", "files", Bilingual("ไฟล์ส่งออก", "Exports"), Permission.EXPORT),
    Entry("files:agency", "files", Bilingual("ไฟล์ถึงหน่วยงาน", "Files for us"), Permission.AGENCY_FILES),
    Entry("desk:home", "desk", Bilingual("โต๊ะข้อมูล", "Data desk"), Permission.SEE_DESK),
    Entry("audit:search", "audit", Bilingual("บันทึกการใช้งาน", "Audit"), Permission.SEE_AUDIT),
    Entry("administration:people", "administration", Bilingual("ผู้ใช้และสิทธิ์", "People and roles"), Permission.ADMINISTER),
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """An entry as the page shows it."""

    href: str
    title: Bilingual
    is_here: bool


def entries_for(permissions: Collection[Permission], namespace: str) -> list[Shown]:
    """Entries that somebody may use, in order; the one of `namespace` is marked."""
    return [
        Shown(reverse(entry.name), entry.title, entry.namespace == namespace)
        for entry in ENTRIES
        if entry.permission in permissions
    ]
