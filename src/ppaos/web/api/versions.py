"""Which versions of the data there are, and who asks."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Router

from ppaos.domain.area.scope import shown_code
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import permissions_of, scope_of
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.queries import readable_publications
from ppaos.web.api import schemas
from ppaos.web.api.authentication import allowed
from ppaos.web.api.descriptions import operation
from ppaos.web.requests.auth import current_user

router = Router(tags=["versions"])
_MOST = 100


@router.get(
    "/publications",
    response={200: schemas.Publications, **schemas.REFUSALS},
    operation_id="publications",
    **operation(
        Bilingual("รุ่นข้อมูล", "Publications"),
        Bilingual(
            "รุ่นข้อมูลที่ดูได้ ใหม่ไปเก่า ทุกคำขออื่นรับเลขรุ่นใน version",
            "Versions that can be looked at, newest first. Every other operation takes one as version.",
        ),
    ),
)
def publications(request: HttpRequest) -> Any:
    """Versions of the data."""
    allowed(request, Permission.SEE_COUNTS)
    return {"items": [_publication(item) for item in readable_publications()[:_MOST]]}


@router.get(
    "/me",
    response={200: schemas.Me, **schemas.REFUSALS},
    operation_id="me",
    **operation(
        Bilingual("ผู้เรียก", "Caller"),
        Bilingual(
            "บทบาท สิทธิ์ และพื้นที่ของผู้เรียกหรือของโทเคน",
            "Roles, permissions and areas of the caller, or of the token.",
        ),
    ),
)
def me(request: HttpRequest) -> Any:
    """Who asks."""
    user = current_user(request)
    token = user.api_token
    permissions = [
        {"name": item.value, "areas": [shown_code(code) for code in scope_of(user, item).prefixes]}
        for item in Permission
        if item in permissions_of(user)
    ]
    return {
        "username": user.get_username(),
        "roles": [{"role": role, "area": area} for role, area in user.held()],
        "permissions": permissions,
        "token": token
        and {"name": token.name, "area": token.area_code, "expires_at": token.expires_at},
        "per_minute": settings.API_PER_MINUTE,
    }


def _publication(item: Publication) -> dict[str, Any]:
    return {
        "number": item.pk,
        "title": item.title,
        "is_current": item.state == Publication.State.CURRENT,
        "ready_at": item.ready_at,
        "rounds": list(item.reading.rounds),
        "is_synthetic": item.is_synthetic,
    }
