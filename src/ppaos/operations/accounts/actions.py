"""Give and take roles, invite people, and close accounts; each on record.

`by` is the account that acts; null is the command line of whoever runs the site, who may do all.
An administrator acts inside their own areas only and never on their own roles.
"""

import secrets
from datetime import timedelta
from typing import Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from ppaos.domain.area.scope import Scope
from ppaos.domain.errors import ScopeError, SettingError
from ppaos.operations.accounts import queries
from ppaos.operations.accounts.models import Grant, Invitation, User
from ppaos.operations.accounts.permissions import Permission, Role
from ppaos.operations.accounts.scope import scope_of
from ppaos.operations.areas.queries import known_area
from ppaos.operations.audit.actions import record

INVITATION_DAYS: Final = 7


@transaction.atomic
def grant_role(
    *, user: User, role: str, area: str, agency: str = "", by: User | None = None
) -> Grant:
    """Give somebody a role at an area; a role that they hold there already is returned.

    Errors: SettingError for an unknown role or agency; AreaError for an unknown area; ScopeError
    when the area is not `by`'s to give, or when `by` is the account itself.
    """
    code = _grantable(role, area, agency, by)
    _require_somebody_else(user, by)
    grant, is_new = Grant.objects.get_or_create(
        user=user, role=role, area_code=code, agency=agency, defaults={"granted_by": by}
    )
    user.forget_held()
    if is_new:
        _record_grant("added", grant, by)
    return grant


@transaction.atomic
def revoke_role(*, grant: Grant, by: User | None = None) -> None:
    """Take a role away. Errors: ScopeError as `grant_role`."""
    _require_area(grant.area_code, by)
    _require_somebody_else(grant.user, by)
    user = grant.user
    _record_grant("removed", grant, by)
    grant.delete()
    user.forget_held()


@transaction.atomic
def set_active(*, user: User, is_active: bool, by: User | None = None) -> None:
    """Open or close an account; a closed one can no longer sign in or use its tokens.

    Errors: ScopeError when some role of the account lies outside `by`'s areas, or it is their own.
    """
    _require_whole_account(user, by)
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    record(
        "account_opened" if is_active else "account_closed",
        by=by,
        target=("account", str(user.pk)),
        area=user.own_area(),
    )


def choose_language(*, user: User, language: str) -> None:
    """Keep the language that somebody reads in, for the next browser that they sign in from."""
    if language != user.language:
        User.objects.filter(pk=user.pk).update(language=language)


@transaction.atomic
def reset_second_factor(*, user: User, by: User | None = None) -> None:
    """Take every second factor of an account away, for somebody who lost theirs.

    Errors: as `set_active`.
    """
    _require_whole_account(user, by)
    Authenticator.objects.filter(user=user).delete()
    record("second_factor_removed", by=by, target=("account", str(user.pk)), area=user.own_area())


@transaction.atomic
def invite(
    *, email: str, role: str, area: str, agency: str = "", by: User
) -> tuple[Invitation, str]:
    """Invite an address to a role at an area; returns the secret of the link, which is not kept.

    An open invitation of the address to the same role is taken back. Errors: as `grant_role`; ScopeError
    for an address of one's own.
    """
    code = _grantable(role, area, agency, by)
    address = email.strip().lower()
    if address in queries.addresses_of(by):
        raise _own_roles()
    open_ones = Invitation.objects.filter(
        email=address, role=role, area_code=code, agency=agency, accepted_at=None, revoked_at=None
    )
    open_ones.update(revoked_at=timezone.now())
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=address,
        role=role,
        area_code=code,
        agency=agency,
        invited_by=by,
        expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
        secret_hash=queries.hash_of(secret),
    )
    record(
        "invited",
        by=by,
        target=("invitation", str(invitation.pk)),
        area=code,
        details={"role": role, "agency": agency},
    )
    return invitation, secret


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User | None = None) -> None:
    """Take an invitation back. Errors: ScopeError as `grant_role`."""
    _require_area(invitation.area_code, by)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    record(
        "invitation_revoked",
        by=by,
        target=("invitation", str(invitation.pk)),
        area=invitation.area_code,
    )


@transaction.atomic
def open_account(
    *,
    invitation: Invitation,
    username: str,
    password: str | None,
    name: tuple[str, str],
    language: str = "th",
) -> User:
    """Open the account of an invited person and give them the role.

    `password` has been judged already; null for somebody who signs in through a provider.
    `name` is first and last name. Errors: SettingError when the invitation is no longer open, the
    address has an account or the username is taken.
    """
    _require_open(invitation)
    if queries.account_of(invitation.email) is not None:
        raise SettingError(
            th="มีบัญชีที่ใช้อีเมลนี้แล้ว เข้าสู่ระบบด้วยบัญชีนั้นแล้วเปิดลิงก์คำเชิญอีกครั้ง",
            en="There is an account with this address. Sign in to it, then open the link again.",
        )
    if User.objects.filter(username__iexact=username).exists():
        raise SettingError(
            th=f"มีผู้ใช้ชื่อ '{username}' แล้ว เลือกชื่ออื่น",
            en=f"The name '{username}' is taken. Choose another.",
        )
    user = User(
        username=username,
        email=invitation.email,
        first_name=name[0],
        last_name=name[1],
        language=language,
    )
    user.set_password(password)
    user.save()
    EmailAddress.objects.create(user=user, email=invitation.email, primary=True, verified=True)
    record("account_made", by=user, target=("account", str(user.pk)), area=invitation.area_code)
    accept(invitation=invitation, user=user)
    return user


@transaction.atomic
def accept(*, invitation: Invitation, user: User) -> Grant:
    """Give the role of an invitation to the account that accepts it, once.

    Errors: SettingError when it is no longer open, or is for another address; ScopeError for whoever
    sent it.
    """
    _require_open(invitation)
    _require_somebody_else(user, invitation.invited_by)
    if user.email.lower() != invitation.email:
        raise SettingError(
            th="คำเชิญนี้ส่งถึงอีเมลอื่น เข้าสู่ระบบด้วยบัญชีของอีเมลนั้น หรือขอคำเชิญใหม่",
            en="This invitation is for another address. Sign in to the account of that address, "
            "or ask for a new invitation.",
        )
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(
        accepted_at=timezone.now(), accepted_by=user
    )
    if not taken:
        raise _closed_invitation()
    grant = grant_role(
        user=user, role=invitation.role, area=invitation.area_code, agency=invitation.agency
    )
    record(
        "invitation_accepted",
        by=user,
        target=("invitation", str(invitation.pk)),
        area=invitation.area_code,
    )
    return grant


@transaction.atomic
@transaction.atomic
def make_administrator(*, username: str, email: str, password: str, area: str = "nat") -> User:
    """Make the first administrator of an area, from the command line.

    `password` has been judged already. Errors: SettingError when the name or address is taken.
    """
    if User.objects.filter(username__iexact=username).exists() or queries.account_of(email):
        raise SettingError(
            th=f"มีบัญชีชื่อ '{username}' หรืออีเมล '{email}' แล้ว",
            en=f"There is an account '{username}' or an account of '{email}'.",
        )
    user = User.objects.create_user(username=username, email=email.lower(), password=password)
    EmailAddress.objects.create(user=user, email=email.lower(), primary=True, verified=True)
    grant = grant_role(user=user, role=Role.ADMINISTRATOR, area=area)
    record("account_made", target=("account", str(user.pk)), area=grant.area_code)
    return user


def _grantable(role: str, area: str, agency: str, by: User | None) -> str:
    """The area's code as grants hold it, when `by` may give the role there."""
    if role not in Role.values:
        raise SettingError(
            th=f"ไม่มีบทบาท '{role}' เลือกจาก {', '.join(Role.values)}",
            en=f"There is no role '{role}'. Choose from {', '.join(Role.values)}.",
        )
    if (role == Role.AGENCY) != bool(agency):
        raise SettingError(
            th="บทบาทหน่วยงานต้องระบุหน่วยงาน บทบาทอื่นต้องไม่ระบุ",
            en="The role of an agency names the agency; other roles name none.",
        )
    if agency and agency not in queries.agency_titles():
        raise SettingError(
            th=f"ไม่รู้จักหน่วยงาน '{agency}' เลือกจาก {', '.join(queries.agency_titles())}",
            en=f"There is no agency '{agency}'. Choose from {', '.join(queries.agency_titles())}.",
        )
    code = known_area(area).code
    _require_area(code, by)
    return code


def _require_area(code: str, by: User | None) -> None:
    scope = scope_of(by, Permission.ADMINISTER) if by is not None else Scope.of(["nat"])
    if not scope.covers(code):
        raise ScopeError(
            th="ท่านให้หรือถอนบทบาทได้เฉพาะในพื้นที่ที่ท่านดูแล",
            en="You can grant and remove roles only inside the areas that you administer.",
        )


def _require_somebody_else(user: User, by: User | None) -> None:
    if by is not None and by.pk == user.pk:
        raise _own_roles()


def _own_roles() -> ScopeError:
    return ScopeError(
        th="แก้บทบาทหรือปิดบัญชีของตนเองไม่ได้ ให้ผู้ดูแลระบบคนอื่นทำ",
        en="You cannot change your own roles or close your own account. Ask another administrator.",
    )


def _require_whole_account(user: User, by: User | None) -> None:
    _require_somebody_else(user, by)
    if by is not None and not queries.is_wholly_in(user, scope_of(by, Permission.ADMINISTER)):
        raise ScopeError(
            th="บัญชีนี้มีบทบาทนอกพื้นที่ของท่านด้วย ท่านถอนบทบาทในพื้นที่ของท่านได้ แต่เปลี่ยนตัวบัญชีไม่ได้",
            en="This account has roles outside your areas too. You can take away those inside, "
            "but not change the account itself.",
        )


def _require_open(invitation: Invitation) -> None:
    if not queries.is_open(invitation):
        raise _closed_invitation()


def _closed_invitation() -> SettingError:
    return SettingError(
        th="คำเชิญนี้ใช้ไปแล้ว ถูกถอน หรือหมดอายุ ขอคำเชิญใหม่จากผู้ดูแลระบบ",
        en="This invitation was used, withdrawn or has expired. Ask the administrator for a new one.",
    )


def _record_grant(what: str, grant: Grant, by: User | None) -> None:
    record(
        "grant_changed",
        by=by,
        target=("account", str(grant.user_id)),
        area=grant.area_code,
        details={"what": what, "role": grant.role, "agency": grant.agency},
    )
