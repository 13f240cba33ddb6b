"""An invitation on its way to an account: held in the session, then used once.

The link carries a secret. It is exchanged for a note in the session at once, so that the secret
stands in no address that a page links from and in no log of the pages that follow.
"""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest

from ppaos.domain.errors import SettingError
from ppaos.operations.accounts.actions import open_account
from ppaos.operations.accounts.models import Invitation, User
from ppaos.operations.accounts.queries import free_username, hash_of, invitation_of
from ppaos.web.text import is_thai, say

_HELD: Final = "invitation"


def hold(request: HttpRequest, secret: str) -> None:
    """Note the invitation of a link in the session; a wrong secret leaves none."""
    request.session[_HELD] = hash_of(secret)


def session_invitation(request: HttpRequest) -> Invitation | None:
    """The open invitation noted in the session; null when there is none."""
    noted = request.session.get(_HELD)
    return invitation_of(noted) if noted else None


def let_go(request: HttpRequest) -> None:
    """Forget the invitation."""
    request.session.pop(_HELD, None)


def opened_through_provider(
    request: HttpRequest, invitation: Invitation, sociallogin: Any
) -> User | None:
    """The account of an invited person whom a provider vouches for, without a password.

    Null, with a message to the person, when the account cannot be opened.
    """
    told = sociallogin.user
    try:
        user = open_account(
            invitation=invitation,
            username=free_username(invitation.email.partition("@")[0]),
            password=None,
            name=(told.first_name[:150], told.last_name[:150]),
            language="th" if is_thai() else "en",
        )
    except SettingError as error:
        messages.error(request, say(error.th, error.en))
        return None
    let_go(request)
    return user
