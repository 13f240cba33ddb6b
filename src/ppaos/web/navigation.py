"""The main menu: which entries somebody sees is decided by what they may do."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.accounts.permissions import Permission


@dataclass(frozen=True)
class MenuEntry:
    """One entry of the menu."""

    name: str
    """URL name."""
    namespace: str
    title: Bilingual
    permission: Permission


ENTRIES: Final = (
    MenuEntry("dashboard:home", "dashboard", Bilingual("ภาพรวมพื้นที่", "Dashboard"), Permission.SEE_COUNTS),
    MenuEntry("maps:page", "maps", Bilingual("แผนที่", "Map"), Permission.SEE_COUNTS),
    MenuEntry("households:search", "households", Bilingual("ค้นหาครัวเรือน", "Households"), Permission.SEE_HOUSEHOLDS),
    MenuEntry("whatif:page", "whatif", Bilingual("จำลองเกณฑ์", "What if"), Permission.SEE_COUNTS),
    MenuEntry("files:list", "files", Bilingual("ไฟล์ส่งออก", "Exports"), Permission.EXPORT),
    MenuEntry("files:agency", "files", Bilingual("ไฟล์ถึงหน่วยงาน", "Files for my agency"), Permission.AGENCY_FILES),
    MenuEntry("desk:home", "desk", Bilingual("จัดการข้อมูล", "Data desk"), Permission.SEE_DESK),
    MenuEntry("audit:search", "audit", Bilingual("บันทึกการใช้งาน", "Audit"), Permission.SEE_AUDIT),
    MenuEntry("administration:people", "administration", Bilingual("ผู้ใช้และสิทธิ์", "Users and roles"), Permission.ADMINISTER),
)  # fmt: skip


@dataclass(frozen=True)
class MenuItem:
    """An entry as the page shows it."""

    href: str
    title: Bilingual
    is_here: bool


def entries_for(permissions: Collection[Permission], namespace: str) -> list[MenuItem]:
    """Entries that somebody may use, in order; the one of `namespace` is marked."""
    return [
        MenuItem(reverse(entry.name), entry.title, entry.namespace == namespace)
        for entry in ENTRIES
        if entry.permission in permissions
    ]
