"""Make, use and take back the tokens with which programs call the API.

A token acts for its owner with at most the permissions and the area named when it was made, until
it expires. Only its hash is kept; the token itself is shown once.
"""

import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ppaos.domain.errors import ScopeError, SettingError
from ppaos.domain.privacy.purposes import stated
from ppaos.operations.accounts.models import ApiToken, User
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.queries import hash_of, live_tokens
from ppaos.operations.accounts.scope import scope_of
from ppaos.operations.areas.queries import known_area
from ppaos.operations.audit.actions import record

TOKEN_PERMISSIONS: Final = (Permission.SEE_COUNTS, Permission.SEE_HOUSEHOLDS)
"""What a program may be allowed: reading. Changing things stays with people."""
MOST_DAYS: Final = 365
MOST_TOKENS: Final = 10
PREFIX: Final = "ppaos_"
_USE_NOTED_EVERY: Final = timedelta(minutes=1)


@transaction.atomic
def make_token(
    *,
    user: User,
    name: str,
    permissions: Collection[str],
    area: str = "nat",
    days: int = 90,
    purpose: str = "",
    note: str = "",
) -> tuple[ApiToken, str]:
    """A new token of one's own, and its secret, which is not kept.

    Errors: SettingError without a name or permission, without a purpose for a token that reads
    households, for more than `MOST_DAYS` or `MOST_TOKENS`;
    AreaError for an unknown area; ScopeError for a permission that the owner does not have in it.
    """
    code = known_area(area).code
    wanted = [item for item in TOKEN_PERMISSIONS if item.value in permissions]
    title = " ".join(name.split())[:80]
    if not title or not wanted or len(wanted) != len(set(permissions)):
        raise SettingError(
            th="โทเคนต้องมีชื่อ และมีสิทธิ์อย่างน้อยหนึ่งอย่างจากรายการ",
            en="A token needs a name and at least one permission of the list.",
        )
    reads_people = Permission.SEE_HOUSEHOLDS in wanted
    what_for = stated(purpose, note) if reads_people else ""
    if not 1 <= days <= MOST_DAYS:
        raise SettingError(
            th=f"อายุโทเคนต้องเป็น 1 ถึง {MOST_DAYS} วัน",
            en=f"A token lasts from 1 to {MOST_DAYS} days.",
        )
    lacking = [item for item in wanted if scope_of(user, item).narrowed(code).is_empty]
    if lacking:
        raise ScopeError(
            th=f"ท่านไม่มีสิทธิ์ '{lacking[0].label}' ในพื้นที่ {code}",
            en=f"You do not have the permission '{lacking[0].value}' in area {code}.",
        )
    if live_tokens(user).count() >= MOST_TOKENS:
        raise SettingError(
            th=f"มีโทเคนที่ใช้ได้ครบ {MOST_TOKENS} รายการแล้ว ถอนรายการที่ไม่ใช้ก่อน",
            en=f"There are {MOST_TOKENS} valid tokens already. Revoke one that is not used.",
        )
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=title,
        secret_hash=hash_of(secret),
        permissions=[item.value for item in wanted],
        area_code=code,
        purpose=what_for,
        expires_at=timezone.now() + timedelta(days=days),
    )
    record(
        "token_made",
        by=user,
        target=("token", str(token.pk)),
        area=code,
        purpose=what_for,
        details={"permissions": token.permissions, "days": days},
    )
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User) -> None:
    """Take a token back for good. Errors: ScopeError for somebody else's."""
    if token.user_id != by.pk:
        raise ScopeError(th="ถอนได้เฉพาะโทเคนของตนเอง", en="You can revoke only your own tokens.")
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    record("token_revoked", by=by, target=("token", str(token.pk)), area=token.area_code)


def token_user(secret: str) -> User | None:
    """The owner of a live token, narrowed to what it allows; null for any other text.

    The last use is noted at most once a minute, so that a busy token writes little.
    """
    if not secret.startswith(PREFIX):
        return None
    now = timezone.now()
    token = (
        ApiToken.objects.select_related("user")
        .filter(
            secret_hash=hash_of(secret), revoked_at=None, expires_at__gt=now, user__is_active=True
        )
        .first()
    )
    if token is None:
        return None
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - _USE_NOTED_EVERY)
    if token.last_used_at is None or token.last_used_at < now - _USE_NOTED_EVERY:
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
    user: User = token.user
    user.api_token = token
    return user
