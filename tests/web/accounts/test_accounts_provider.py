"""Signing in through a provider of OpenID Connect, against one that runs in this process."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client

from ppaos.operations.accounts import actions
from ppaos.operations.accounts.models import Grant, Invitation, User
from ppaos.operations.audit.models import Entry

pytestmark = pytest.mark.django_db
CITIZEN_ID = "1101700230708"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(BaseHTTPRequestHandler):
    """Discovery, keys, token and user information; what it tells of the person is set by the test."""

    claims: ClassVar[dict[str, Any]] = {}
    asked: ClassVar[list[dict[str, str]]] = []

    def do_GET(self) -> None:
        here = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
        if self.path.startswith("/.well-known/"):
            self._say(
                {
                    "issuer": here, "authorization_endpoint": f"{here}/auth",
                    "token_endpoint": f"{here}/token", "userinfo_endpoint": f"{here}/userinfo",
                    "jwks_uri": f"{here}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                }
            )  # fmt: skip
        elif self.path == "/keys":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            self._say({"keys": [{**key, "kid": "one", "alg": "RS256", "use": "sig"}]})
        elif self.path == "/userinfo":
            self._say(self.claims)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        self.asked.append({**given, "authorization": self.headers.get("Authorization", "")})
        here = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
        token = {"iss": here, "aud": "client", "exp": 4_000_000_000, "iat": 1, **self.claims}
        signed = jwt.encode(token, KEY, algorithm="RS256", headers={"kid": "one"})
        self._say({"access_token": "a", "token_type": "Bearer", "id_token": signed})

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: tests are quiet."""

    def _say(self, body: dict[str, Any]) -> None:
        text = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


@pytest.fixture
def provider(settings: Any) -> Iterator[type[Provider]]:
    """The provider, running and configured as the site's own settings would."""
    cache.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "SCOPE": ["openid", "pid"],
            "APPS": [
                {
                    "provider_id": "oidc", "name": "ThaID", "client_id": "client", "secret": "s",
                    "settings": {
                        "server_url": f"http://127.0.0.1:{server.server_port}", "uid_field": "pid",
                    },
                }
            ],
        }
    }  # fmt: skip
    Provider.claims = {
        "sub": "x", "pid": CITIZEN_ID, "given_name": "สมหมาย", "family_name": "ใจดี",
        "birthdate": "1980-01-01", "address": "ที่ไหนสักแห่ง",
    }  # fmt: skip
    Provider.asked = []
    yield Provider
    server.shutdown()
    server.server_close()
    thread.join()


def through_provider(client: Client, process: str = "login") -> Any:
    """Press the button, and come back from the provider."""
    sent = client.post(f"/account/oidc/oidc/login/?process={process}")
    assert sent.status_code == 302
    query = parse_qs(urlsplit(sent["Location"]).query)
    assert urlsplit(sent["Location"]).path == "/auth"
    assert query["code_challenge_method"] == ["S256"]
    assert set(query["scope"][0].split()) == {"openid", "pid"}
    back = client.get(
        "/account/oidc/oidc/login/callback/", {"code": "c", "state": query["state"][0]}
    )
    verifier = Provider.asked[-1]["code_verifier"]
    digest = hashlib.sha256(verifier.encode()).digest()
    assert query["code_challenge"] == [base64.urlsafe_b64encode(digest).rstrip(b"=").decode()]
    return back


def account(email: str, *, is_verified: bool) -> User:
    user = User.objects.create_user(username="known", email=email, password="x")
    EmailAddress.objects.create(user=user, email=email, verified=is_verified, primary=True)
    Grant.objects.create(user=user, role="analyst", area_code="41")
    return user


def who(client: Client) -> str:
    number = client.session.get("_auth_user_id")
    return User.objects.get(pk=number).username if number else ""


def nothing_personal_is_kept() -> None:
    for kept in SocialAccount.objects.all():
        assert CITIZEN_ID not in kept.uid + json.dumps(kept.extra_data)
        assert set(kept.extra_data) <= {"name", "given_name", "family_name"}
    assert not any(CITIZEN_ID in str(vars(entry)) for entry in Entry.objects.all())


def test_the_button_is_shown_and_a_stranger_is_told_about_invitations(provider: Any) -> None:
    client = Client()
    assert "ThaID" in client.get("/account/login/").content.decode()
    page = through_provider(client)
    assert "คำเชิญ" in page.content.decode()
    assert who(client) == ""
    assert not User.objects.exists()
    assert not SocialAccount.objects.exists()


def test_an_invited_person_opens_an_account_without_a_password(
    provider: Any, people_by_role: dict[str, User]
) -> None:
    _, secret = actions.invite(
        email="somebody@example.test",
        role="district",
        area="4101",
        by=people_by_role["administrator"],
    )
    client = Client()
    page = client.get(f"/account/invitation/{secret}/", follow=True)
    assert "ThaID" in page.content.decode()
    through_provider(client)
    assert who(client) == "somebody"
    user = User.objects.get(username="somebody")
    assert (user.held(), user.first_name) == ([("district", "4101")], "สมหมาย")
    assert not user.has_usable_password()
    assert Invitation.objects.get().accepted_by == user
    nothing_personal_is_kept()
    again = Client()
    through_provider(again)
    assert who(again) == "somebody"
    assert Entry.objects.filter(action="sign_in", actor="somebody").count() == 2


def test_an_address_that_both_sides_know_signs_in(provider: Any) -> None:
    account("known@example.test", is_verified=True)
    provider.claims |= {"email": "Known@example.test", "email_verified": True}
    client = Client()
    through_provider(client)
    assert who(client) == "known"
    nothing_personal_is_kept()


@pytest.mark.parametrize(("here", "there"), [(True, False), (False, True), (False, False)])
def test_an_address_that_one_side_does_not_know_for_sure_signs_nobody_in(
    provider: Any, here: bool, there: bool
) -> None:
    user = account("known@example.test", is_verified=here)
    provider.claims |= {"email": "known@example.test", "email_verified": there}
    client = Client()
    through_provider(client)
    assert who(client) == ""
    assert not SocialAccount.objects.exists()
    user.refresh_from_db()
    assert user.has_usable_password()


def test_a_signed_in_person_ties_the_provider_to_the_account(
    provider: Any, people_by_role: dict[str, User], sign_in: Any
) -> None:
    client = sign_in(Client(), people_by_role["provincial"])
    through_provider(client, "connect")
    assert SocialAccount.objects.get().user == people_by_role["provincial"]
    assert Entry.objects.latest("number").action == "provider_connected"
    nothing_personal_is_kept()
    visitor = Client()
    through_provider(visitor)
    assert who(visitor) == "provincial"


def test_an_answer_that_was_not_asked_for_is_refused(provider: Any) -> None:
    account("known@example.test", is_verified=True)
    provider.claims |= {"email": "known@example.test", "email_verified": True}
    client = Client()
    answer = client.get("/account/oidc/oidc/login/callback/", {"code": "c", "state": "forged"})
    assert answer.status_code in (200, 302, 400, 401, 403)
    assert who(client) == ""
    assert not Provider.asked


def test_a_closed_account_is_not_opened_by_the_provider(provider: Any) -> None:
    user = account("known@example.test", is_verified=True)
    actions.set_active(user=user, is_active=False)
    provider.claims |= {"email": "known@example.test", "email_verified": True}
    client = Client()
    through_provider(client)
    assert who(client) == ""


def test_an_unknown_provider_is_not_found() -> None:
    assert Client().post("/account/oidc/nobody/login/").status_code == 404
