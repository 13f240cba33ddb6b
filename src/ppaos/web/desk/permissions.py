"""What concerns the whole store is for those whose permission is for the whole country."""

from django.http import HttpRequest

from ppaos.domain.area.codes import NATION
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import may
from ppaos.web.requests.auth import PageRefusal, current_user


def has_country(request: HttpRequest, permission: Permission) -> bool:
    """Whether the permission is for the whole country."""
    return may(current_user(request), permission, NATION)


def frame(request: HttpRequest) -> dict[str, bool]:
    """What the tabs of every page of the desk ask."""
    return {"sees_imports": has_country(request, Permission.SEE_DESK)}


def require_country(request: HttpRequest, permission: Permission) -> None:
    """Errors: Refused unless the permission is for the whole country."""
    if not has_country(request, permission):
        raise PageRefusal(
            th=f"งานนี้ใช้คลังข้อมูลทั้งหมด จึงต้องมีสิทธิ์ '{permission.label}' ทั้งประเทศ ติดต่อผู้ดูแลระบบส่วนกลาง",
            en=f"This concerns the whole store and needs '{permission.value}' for the whole country. Ask the central administrator.",
        )
