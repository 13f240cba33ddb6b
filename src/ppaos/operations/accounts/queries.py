"""Who holds which role where, which invitations are open, and which agencies there are."""

import hashlib
from functools import cache

from allauth.account.models import EmailAddress
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Length
from django.utils import timezone

from ppaos.definitions.agencies.loader import load, names
from ppaos.domain.area.scope import Scope
from ppaos.domain.errors import AreaError
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.accounts.models import ApiToken, Grant, Invitation, User
from ppaos.operations.accounts.permissions import Role
from ppaos.operations.accounts.scope import areas_within, within
from ppaos.operations.areas.models import Area


def visible_people(scope: Scope, *, text: str = "", role: str = "") -> QuerySet[User]:
    """Accounts with a role inside the scope; whoever has the country sees those without one too.

    `text` is a part of the account's name, the person's name or the address. Each account has
    `shown_grants`, those inside the scope only.
    """
    inside = Grant.objects.filter(areas_within(scope))
    mine = inside.filter(user=OuterRef("pk"))
    found = User.objects.all() if scope.is_country else User.objects.filter(Exists(mine))
    if role:
        found = found.filter(Exists(mine.filter(role=role)))
    if text:
        found = found.filter(
            Q(username__icontains=text)
            | Q(first_name__icontains=text)
            | Q(last_name__icontains=text)
            | Q(email__icontains=text)
        )
    shown = Prefetch(
        "grants", inside.order_by("role", "area_code", "agency"), to_attr="shown_grants"
    )
    return found.prefetch_related(shown).order_by("username")


def shown_grants(user: User) -> list[Grant]:
    """Roles of an account found by `visible_people`, those inside the scope only."""
    found: list[Grant] = getattr(user, "shown_grants", [])
    return found


def accounts_and_roles() -> list[tuple[str, str, str, str, bool, str]]:
    """Account, role, area, agency, whether it is open, last sign-in: a row a role, for the console."""
    found = []
    for user in User.objects.prefetch_related("grants").order_by("username"):
        last = f"{user.last_login:%Y-%m-%d %H:%M}" if user.last_login else "-"
        roles = [(item.role, item.area_code, item.agency or "-") for item in user.grants.all()]
        found += [
            (user.username, *role, user.is_active, last) for role in roles or [("-", "-", "-")]
        ]
    return found


def visible_grants(scope: Scope) -> QuerySet[Grant]:
    """Roles inside the scope."""
    return Grant.objects.filter(areas_within(scope)).select_related("user")


def accounts_and_areas_by_role(scope: Scope, area: str) -> dict[str, tuple[int, int]]:
    """Role -> open accounts that hold it, and areas that they hold it in, in a scope or of an area."""
    held = within(scope, "area_code") | Q(area_code=area)
    grants = Grant.objects.filter(held, user__is_active=True).order_by().values_list("role")
    counted = grants.annotate(Count("user", distinct=True), Count("area_code", distinct=True))
    return {role: (people, areas) for role, people, areas in counted}


def held_areas_by_role(scope: Scope) -> dict[tuple[str, int], int]:
    """(role, digits of the area's code) -> areas of a scope in which an open account holds it.

    Without regions and the country, whose codes are no numbers.
    """
    grants = Grant.objects.filter(within(scope, "area_code"), user__is_active=True)
    grants = grants.exclude(area_code__startswith="R").exclude(area_code="nat")
    rows = grants.annotate(digits=Length("area_code")).order_by().values_list("role", "digits")
    counted = rows.annotate(Count("area_code", distinct=True))
    return {(role, digits): count for role, digits, count in counted}


def has_national_account() -> bool:
    """Whether an open account holds the national role for the country."""
    held = Grant.objects.filter(role=Role.NATIONAL, area_code="nat", user__is_active=True)
    return held.exists()


def open_invitations(scope: Scope) -> QuerySet[Invitation]:
    """Invitations inside the scope that can still be accepted, newest first."""
    return (
        Invitation.objects.filter(areas_within(scope))
        .filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())
        .select_related("invited_by")
        .order_by("-invited_at")
    )


def is_open(invitation: Invitation) -> bool:
    """Whether an invitation can still be accepted."""
    is_unused = invitation.accepted_at is None and invitation.revoked_at is None
    return is_unused and invitation.expires_at > timezone.now()


def invitation_of(secret_hash: str) -> Invitation | None:
    """The open invitation of a secret's hash; null when there is none."""
    found = Invitation.objects.filter(secret_hash=secret_hash).first()
    return found if found is not None and is_open(found) else None


def account_of(email: str) -> User | None:
    """The account that has an address, verified first; null when none has."""
    address = (
        EmailAddress.objects.filter(email__iexact=email)
        .select_related("user")
        .order_by("-verified", "pk")
        .first()
    )
    if address is not None:
        return address.user  # type: ignore[no-any-return]
    return User.objects.filter(email__iexact=email).first()


def account_named(text: str) -> User | None:
    """The account of a name or an address as somebody typed it; null when there is none."""
    if not text:
        return None
    return User.objects.filter(username__iexact=text).first() or account_of(text)


def addresses_of(user: User) -> set[str]:
    """Every address of an account, verified or not, in small letters."""
    kept = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return {address.lower() for address in (user.email, *kept) if address}


def has_verified(user: User, email: str) -> bool:
    """Whether an address is known to be the account's."""
    return bool(EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists())


def free_username(wanted: str) -> str:
    """A name that no account has: the wanted one, or with a number behind it."""
    stem = (
        "".join(letter for letter in wanted if letter.isalnum() or letter in "._-")[:100] or "user"
    )
    number, name = 1, stem
    while User.objects.filter(username__iexact=name).exists():
        number += 1
        name = f"{stem}{number}"
    return name


def is_wholly_in(user: User, scope: Scope) -> bool:
    """Whether every role of the account lies in the scope; one without roles is the country's."""
    held = user.held()
    if not held:
        return scope.is_country
    try:
        return scope.holds(Scope.of(code for _, code in held))
    except AreaError:
        return scope.is_country


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """Tokens of somebody that were not taken back, newest first; expired ones are among them."""
    return ApiToken.objects.filter(user=user, revoked_at=None).order_by("-created_at")


def live_tokens(user: User) -> QuerySet[ApiToken]:
    """Tokens of somebody that work now."""
    return tokens_of(user).filter(expires_at__gt=timezone.now())


def hash_of(secret: str) -> str:
    """What is kept of a secret: SHA-256 in hex. The secrets are long and random."""
    return hashlib.sha256(secret.encode()).hexdigest()


def areas_to_choose(scope: Scope) -> list[Area]:
    """Areas that a form offers for a role: down to districts for the country, else subdistricts."""
    levels = ["country", "region", "province", "district"]
    if not scope.is_country:
        levels.append("subdistrict")
    found = Area.objects.filter(areas_within(scope, "code"), level__in=levels)
    return list(found.order_by("code"))


@cache
def agency_titles() -> dict[str, Bilingual]:
    """Name of every agency that may receive lists, with its title."""
    loaded = [load(name) for name in names()]
    return {item.agency: item.title.pair() for item in loaded}
