"""What each role may do. Where it may do it is the area of the grant."""

from typing import Final

from django.db import models


class Role(models.TextChoices):
    """Role of a person at an area."""

    NATIONAL = "national", "ศจพ. ระดับชาติ"
    PROVINCIAL = "provincial", "ศจพ. จังหวัด"
    DISTRICT = "district", "ศจพ. อำเภอ"
    FIELD_TEAM = "field_team", "ทีมปฏิบัติการ"
    AGENCY = "agency", "หน่วยงานรับการส่งต่อ"
    ANALYST = "analyst", "นักวิเคราะห์"
    AUDITOR = "auditor", "ผู้ตรวจสอบ"
    ADMINISTRATOR = "administrator", "ผู้ดูแลระบบ"


ROLE_TITLES_EN: Final[dict[str, str]] = {
    Role.NATIONAL: "National secretariat",
    Role.PROVINCIAL: "Provincial secretariat",
    Role.DISTRICT: "District secretariat",
    Role.FIELD_TEAM: "Field team",
    Role.AGENCY: "Receiving agency",
    Role.ANALYST: "Analyst",
    Role.AUDITOR: "Auditor",
    Role.ADMINISTRATOR: "Administrator",
}


class Permission(models.TextChoices):
    """One thing that a role may do."""

    SEE_COUNTS = "see_counts", "ดูจำนวนและแผนที่"
    SEE_HOUSEHOLDS = "see_households", "ดูครัวเรือนและคน"
    UNMASK = "unmask", "เปิดเลขประจำตัวประชาชน"
    EXPORT = "export", "ส่งออกรายชื่อ"
    AGENCY_FILES = "agency_files", "รับรายชื่อของหน่วยงาน"
    RECORD = "record", "บันทึกการเยี่ยมและความช่วยเหลือ"
    SEE_DESK = "see_desk", "ดูแหล่งข้อมูลและรุ่นข้อมูล"
    IMPORT = "import", "นำเข้าข้อมูล"
    REVIEW = "review", "ตรวจคู่ระเบียนที่น่าสงสัย"
    PUBLISH = "publish", "เผยแพร่รุ่นข้อมูล"
    SEE_AUDIT = "see_audit", "ตรวจบันทึกการใช้งาน"
    ADMINISTER = "administer", "จัดการผู้ใช้และสิทธิ์"


_SECRETARIAT: Final = frozenset(
    {
        Permission.SEE_COUNTS,
        Permission.SEE_HOUSEHOLDS,
        Permission.UNMASK,
        Permission.EXPORT,
        Permission.RECORD,
    }
)
_DESK: Final = frozenset({Permission.SEE_DESK, Permission.REVIEW})

PERMISSIONS_OF: Final[dict[str, frozenset[Permission]]] = {
    Role.NATIONAL: _SECRETARIAT | _DESK,
    Role.PROVINCIAL: _SECRETARIAT | _DESK,
    Role.DISTRICT: _SECRETARIAT,
    Role.FIELD_TEAM: frozenset(
        {Permission.SEE_COUNTS, Permission.SEE_HOUSEHOLDS, Permission.RECORD}
    ),
    Role.AGENCY: frozenset({Permission.SEE_COUNTS, Permission.AGENCY_FILES}),
    Role.ANALYST: frozenset({Permission.SEE_COUNTS}),
    Role.AUDITOR: frozenset({Permission.SEE_COUNTS, Permission.SEE_AUDIT}),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.SEE_COUNTS,
            Permission.SEE_DESK,
            Permission.IMPORT,
            Permission.REVIEW,
            Permission.PUBLISH,
            Permission.ADMINISTER,
        }
    ),
}
