"""What roles, permissions and audited actions are called, in Thai and in English."""

from typing import Final

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.accounts.permissions import ROLE_TITLES_EN, Permission, Role

_PERMISSIONS_EN: Final[dict[str, str]] = {
    Permission.SEE_COUNTS: "See counts and maps",
    Permission.SEE_HOUSEHOLDS: "See households and people",
    Permission.UNMASK: "Have a citizen ID shown",
    Permission.EXPORT: "Export lists",
    Permission.AGENCY_FILES: "Receive lists of the agency",
    Permission.RECORD: "Record visits and help",
    Permission.SEE_DESK: "See sources and versions",
    Permission.IMPORT: "Import data",
    Permission.REVIEW: "Review doubtful pairs",
    Permission.PUBLISH: "Publish versions",
    Permission.SEE_AUDIT: "Inspect the audit",
    Permission.ADMINISTER: "Administer people and roles",
}


def role_title(role: str) -> Bilingual:
    """What a role is called; an unknown one is called by its name."""
    if role not in Role.values:
        return Bilingual(role, role)
    return Bilingual(str(Role(role).label), ROLE_TITLES_EN[role])


def permission_title(permission: Permission) -> Bilingual:
    """What a permission is called."""
    return Bilingual(str(permission.label), _PERMISSIONS_EN[permission])
