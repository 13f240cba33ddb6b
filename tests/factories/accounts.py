"""Accounts of the site and the roles that they hold, as a test needs them."""

from itertools import count
from typing import Any

from ppaos.operations.accounts.models import Grant, User
from ppaos.operations.accounts.permissions import Role

_numbers = count(1)


def make_account(
    role: Role | str | None = None, area: str = "41", *, agency: str = "", **changes: Any
) -> User:
    """Somebody who signs in, with a role at an area, or without any role.

    An account of the role of an agency is of the ministry of social development unless told.
    """
    name = changes.pop("username", f"account-{next(_numbers)}")
    given = {"email": f"{name}@example.test", **changes}
    user = User.objects.create_user(username=name, **given)
    if role is not None:
        make_grant(user, role, area, agency=agency)
    return user


def make_grant(
    user: User, role: Role | str, area: str = "41", *, agency: str = "", **changes: Any
) -> Grant:
    """A role of an account at an area."""
    if role == Role.AGENCY and not agency:
        agency = "msdhs"
    grant = Grant.objects.create(user=user, role=role, area_code=area, agency=agency, **changes)
    user.forget_held()
    return grant
