"""Signing in as people do, at the page, and what that leaves on record."""

import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from ppaos.operations.accounts.demo import DEMO_PASSWORD
from ppaos.operations.audit.models import Entry


def sign_in(client: Client, name: str, password: str = DEMO_PASSWORD) -> Any:
    return client.post("/account/login/", {"login": name, "password": password})


def signed_in(name: str) -> Client:
    client = Client()
    assert sign_in(client, name).status_code == 302
    return client


def last_actions(count: int = 1) -> list[str]:
    return [entry.action for entry in Entry.objects.order_by("-number")[:count]]


def totp_code(secret: str) -> str:
    """The code that an authenticator shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
