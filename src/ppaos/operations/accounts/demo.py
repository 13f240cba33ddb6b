"""Accounts of the demonstration: one of every role, people who do not exist, one printed password."""

from dataclasses import dataclass
from typing import Final

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from ppaos.domain.errors import SettingError
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.accounts.actions import grant_role
from ppaos.operations.accounts.models import User
from ppaos.operations.accounts.permissions import ROLE_TITLES_EN, Role

DEMO_PASSWORD: Final = "demo-ppaos-2568"  # noqa: S105 -- of made-up people, and public
"""Printed by the demonstration and in the documentation; such accounts are refused behind TLS."""
DEMO_AGENCY: Final = "social-development"


@dataclass(frozen=True)
class DemoAccount:
    """One account, as the demonstration prints it."""

    username: str
    role: str
    area: str
    title: Bilingual


_ACCOUNTS: Final = (
    ("national", Role.NATIONAL, "nat", "สมชาติ", "เจ้าหน้าที่ส่วนกลาง"),
    ("provincial", Role.PROVINCIAL, "{province}", "ปรียา", "พัฒนาการจังหวัด"),
    ("district", Role.DISTRICT, "{province}01", "อำไพ", "พัฒนาการอำเภอ"),
    ("field", Role.FIELD_TEAM, "{province}0101", "ตะวัน", "ทีมปฏิบัติการตำบล"),
    ("agency", Role.AGENCY, "{province}", "วิภา", "พัฒนาสังคมและความมั่นคงของมนุษย์จังหวัด"),
    ("analyst", Role.ANALYST, "{province}", "อนันต์", "นักวิเคราะห์นโยบายและแผน"),
    ("auditor", Role.AUDITOR, "{province}", "ตรีนุช", "ผู้ตรวจสอบภายใน"),
    ("administrator", Role.ADMINISTRATOR, "nat", "ผดุง", "ผู้ดูแลระบบ"),
)


@transaction.atomic
def make_demo_accounts(province: str = "41") -> list[DemoAccount]:
    """Make or renew the accounts; those that exist get the password and their role again.

    Errors: SettingError behind TLS, or when a person of such a name has an account.
    """
    if settings.IS_HTTPS:
        raise SettingError(
            th="ไม่สร้างบัญชีสาธิตเมื่อเปิด PPAOS_HTTPS เพราะรหัสผ่านเป็นที่รู้กันทั่วไป",
            en="Demonstration accounts are not created with PPAOS_HTTPS, because their password is public.",
        )
    made = []
    for username, role, area, name, title in _ACCOUNTS:
        code = area.format(province=province)
        user = _account(username, name, title)
        if (role.value, code) not in user.held():
            grant_role(
                user=user, role=role, area=code, agency=DEMO_AGENCY if role == Role.AGENCY else ""
            )
        made.append(
            DemoAccount(
                username, role.value, code, Bilingual(str(role.label), ROLE_TITLES_EN[role])
            )
        )
    return made


def _account(username: str, name: str, title: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is not None and not user.is_synthetic:
        raise SettingError(
            th=f"มีบัญชีจริงชื่อ '{username}' อยู่แล้ว ใช้โฟลเดอร์ข้อมูลอื่นสำหรับการสาธิต",
            en=f"There is a real account '{username}'. Use another data folder for the demonstration.",
        )
    if user is None:
        user = User(username=username, is_synthetic=True)
    user.email, user.first_name, user.last_name = f"{username}@demo.invalid", name, "(สาธิต)"
    user.title, user.is_active = title, True
    if not user.has_usable_password() or not user.check_password(DEMO_PASSWORD):
        user.set_password(DEMO_PASSWORD)
    user.save()
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"primary": True, "verified": True}
    )
    return user
