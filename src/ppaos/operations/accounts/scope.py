"""Where somebody may do something, and that scope as a condition of a query.

`scope_of` reads the grants; `within` is the one function that turns a scope into a condition.
"""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from ppaos.domain.area.scope import Scope
from ppaos.operations.accounts.models import User
from ppaos.operations.accounts.permissions import PERMISSIONS_OF, Permission


def scope_of(user: User | AnonymousUser, permission: Permission) -> Scope:
    """Areas in which the user has the permission; empty for somebody not signed in.

    A user who came with an API token (`user.api_token`) has at most what the token names.
    """
    if not isinstance(user, User) or not user.is_active:
        return Scope()
    codes = [code for role, code in user.held() if permission in PERMISSIONS_OF[role]]
    found = Scope.of(codes)
    token = user.api_token
    if token is not None:
        found = found.narrowed(token.area_code) if permission in token.permissions else Scope()
    return found


def may(user: User | AnonymousUser, permission: Permission, area: str | None = None) -> bool:
    """Whether the user has the permission: somewhere, or in the whole of an area."""
    found = scope_of(user, permission)
    return not found.is_empty if area is None else found.covers(area)


def permissions_of(user: User | AnonymousUser) -> frozenset[Permission]:
    """What the user may do somewhere."""
    return frozenset(permission for permission in Permission if may(user, permission))


def within(scope: Scope, field: str = "village_code") -> Q:
    """Condition that a row's area code lies in the scope; an empty scope matches nothing.

    Never an empty condition: `Q() | other` would be `other` and lose the country.
    """
    if scope.is_empty:
        return Q(pk__in=[])
    if scope.is_country:
        return ~Q(pk__in=[])  # holds for every row, and no database is asked
    found = Q()
    for low, high in scope.ranges():
        found |= Q(**{f"{field}__gte": low, f"{field}__lt": high})
    return found


def areas_within(scope: Scope, field: str = "area_code") -> Q:
    """Condition that an area of any level, named by its code, lies wholly in the scope.

    A row without an area lies in no scope but the country's.
    """
    if scope.is_empty or scope.is_country:
        return within(scope, field)
    return within(scope, field) | Q(**{f"{field}__in": scope.regions()})
