"""How accounts are opened: by invitation only."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Nobody opens an account without an invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether an account may be opened now."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Sign-in through a provider is for accounts that exist."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Whether an account may be opened now."""
        return False
