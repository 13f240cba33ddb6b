"""A second factor: set up, asked for at the next sign-in, and recovered from when it is lost."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client

from ppaos.operations.accounts.demo import DEMO_PASSWORD
from support.account_pages import last_actions, sign_in, signed_in, totp_code

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.usefixtures("demo")
def test_a_second_factor_is_set_up_asked_for_and_recovered_from() -> None:
    client = signed_in("provincial")
    client.post("/account/reauthenticate/", {"password": DEMO_PASSWORD})
    page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert "data:image/svg+xml" in page.content.decode()
    client.post("/account/2fa/totp/activate/", {"code": totp_code(secret)})
    assert "second_factor_added" in last_actions(3)
    kept = Authenticator.objects.get(type="totp")
    assert secret not in str(kept.data)
    codes = client.get("/account/2fa/recovery-codes/")
    assert codes.status_code == 200
    unused = re.findall(
        r"\b[0-9a-f]{4,}(?:-[0-9a-f]{4,})*\b|\b\d{8}\b", str(codes.context["unused_codes"])
    )
    assert unused
    assert mail.outbox

    again = Client()
    assert sign_in(again, "provincial").url.startswith("/account/2fa/authenticate/")
    assert again.get("/account/mine/").status_code == 302
    wrong = again.post("/account/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert last_actions() == ["second_factor_failed"]
    cache.clear()  # a code works once only
    again.post("/account/2fa/authenticate/", {"code": totp_code(secret)})
    assert again.get("/account/mine/").status_code == 200
    assert last_actions() == ["sign_in"]

    lost = Client()
    sign_in(lost, "provincial")
    lost.post("/account/2fa/authenticate/", {"code": unused[0]})
    assert lost.get("/account/mine/").status_code == 200
    twice = Client()
    sign_in(twice, "provincial")
    assert twice.post("/account/2fa/authenticate/", {"code": unused[0]}).status_code == 200
