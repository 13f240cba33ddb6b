"""What somebody looks at people's data for, as the audit keeps it."""

from ppaos.domain.privacy.purposes import assumed
from ppaos.operations.accounts.models import User
from ppaos.operations.accounts.permissions import Role


def purpose_of(user: User) -> str:
    """The purpose stated when the token was made; else what the role is for, marked as assumed."""
    if user.api_token is not None and user.api_token.purpose:
        return user.api_token.purpose
    return assumed("visit" if Role.FIELD_TEAM in user.role_names() else "planning")
