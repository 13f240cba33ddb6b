"""Invitations, tokens, and what an administrator of people may do."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from ppaos.operations.accounts import actions
from ppaos.operations.accounts.demo import DEMO_PASSWORD, make_demo_accounts
from ppaos.operations.accounts.models import ApiToken, Grant, Invitation, User
from support.account_pages import sign_in, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("demo")
def test_an_invitation_goes_from_the_administrator_to_a_first_sign_in() -> None:
    boss = signed_in("administrator")
    page = boss.post(
        "/administration/invitations/",
        {"email": "new@example.test", "role": "district", "area": "4102", "agency": ""},
    )
    assert page.status_code == 200
    [message] = mail.outbox
    assert message.to == ["new@example.test"]
    link = re.search(r"http://testserver(/account/invitation/\S+)", message.body)
    assert link
    assert link[1] not in page.content.decode()
    visitor = Client()
    assert visitor.get("/account/invitation/wrong/", follow=True).status_code == 410
    shown = visitor.get(link[1], follow=True)
    assert shown.request["PATH_INFO"] == "/account/invitation/"
    assert "4102" not in link[1]
    assert "new@example.test" in shown.content.decode()
    given = {
        "username": "newcomer", "first_name": "ใหม่", "last_name": "มาก",
        "password": "short", "password_again": "other",
    }  # fmt: skip
    weak = visitor.post("/account/invitation/", given)
    assert weak.context["form"].errors.keys() == {"password", "password_again"}
    given["password"] = given["password_again"] = "four unrelated words"
    assert visitor.post("/account/invitation/", given)["Location"] == "/account/login/"
    assert User.objects.get(username="newcomer").held() == [("district", "4102")]
    assert sign_in(visitor, "newcomer", "four unrelated words").status_code == 302
    assert Client().get(link[1], follow=True).status_code == 410


@pytest.mark.usefixtures("demo")
def test_an_account_that_exists_accepts_a_second_role() -> None:
    actions.invite(
        email="district@demo.invalid",
        role="analyst",
        area="40",
        by=User.objects.get(username="administrator"),
    )
    Invitation.objects.update(secret_hash=actions.queries.hash_of("secret"))
    visitor = Client()
    asks = visitor.get("/account/invitation/secret/", follow=True).content.decode()
    assert "next=/account/invitation/" in asks
    stranger = signed_in("analyst")
    stranger.get("/account/invitation/secret/")
    stranger.post("/account/invitation/")
    assert User.objects.get(username="analyst").held() == [("analyst", "41")]
    client = signed_in("district")
    client.get("/account/invitation/secret/")
    assert Grant.objects.filter(user__username="district").count() == 1
    client.post("/account/invitation/")
    assert ("analyst", "40") in User.objects.get(username="district").held()


@pytest.mark.usefixtures("demo")
def test_a_token_is_shown_once_and_taken_back() -> None:
    client = signed_in("provincial")
    given = {"name": "script", "permissions": ["see_counts"], "area": "4101", "days": "30"}
    page = client.post("/account/tokens/", given)
    secret = re.search(r"ppaos_[\w-]{43}", page.content.decode())
    assert secret
    assert secret[0] not in client.get("/account/tokens/").content.decode()
    token = ApiToken.objects.get()
    other = signed_in("district")
    other.post(f"/account/tokens/{token.pk}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at is None
    client.post(f"/account/tokens/{token.pk}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at is not None
    refused = client.post("/account/tokens/", {**given, "area": "40"})
    assert "ppaos_" not in refused.content.decode()
    assert refused.context["form"].non_field_errors()


@pytest.fixture
def admin41() -> Client:
    """A client of somebody who administers province 41, beside the people of 41 and of 40."""
    make_demo_accounts("41")
    for name, role, area in (
        ("admin41", "administrator", "41"), ("of40", "provincial", "40"), ("both", "analyst", "41"),
        ("both", "analyst", "40"), ("roleless", "", ""),
    ):  # fmt: skip
        user, _ = User.objects.get_or_create(username=name, email=f"{name}@example.test")
        user.set_password(DEMO_PASSWORD)
        user.save()
        if role:
            Grant.objects.create(user=user, role=role, area_code=area)
    return signed_in("admin41")


def test_an_administrator_of_a_province_reaches_people_of_it_only(admin41: Client) -> None:
    page = admin41.get("/administration/").content.decode()
    assert "provincial" in page
    assert "of40" not in page
    assert "roleless" not in page
    number = {user.username: user.pk for user in User.objects.all()}
    assert admin41.get(f"/administration/people/{number['of40']}/").status_code == 404
    assert admin41.get(f"/administration/people/{number['national']}/").status_code == 404
    both = admin41.get(f"/administration/people/{number['both']}/")
    assert [item["grant"].area_code for item in both.context["grants"]] == ["41"]
    foreign = Grant.objects.get(user__username="both", area_code="40")
    for path, data in (
        (f"/administration/people/{number['of40']}/roles/", {"role": "analyst", "area": "41"}),
        (f"/administration/people/{number['of40']}/active/", {"active": "0"}),
        (f"/administration/people/{number['of40']}/factor/", {}),
        (f"/administration/people/{number['both']}/roles/{foreign.pk}/remove/", {}),
        (f"/administration/people/{number['district']}/roles/{foreign.pk}/remove/", {}),
    ):
        assert admin41.post(path, data).status_code == 404, path
    closed = admin41.post(f"/administration/people/{number['both']}/active/", {"active": "0"})
    assert closed.status_code == 403
    assert User.objects.get(username="both").is_active
    wide = admin41.post(
        f"/administration/people/{number['district']}/roles/", {"role": "national", "area": "nat"}
    )
    assert wide.status_code == 400
    assert Grant.objects.filter(area_code="nat").count() == 2


def test_an_administrator_gives_and_takes_roles_and_closes_accounts(admin41: Client) -> None:
    number = User.objects.get(username="district").pk
    admin41.post(f"/administration/people/{number}/roles/", {"role": "analyst", "area": "4102"})
    grant = Grant.objects.get(user_id=number, role="analyst")
    admin41.post(f"/administration/people/{number}/roles/{grant.pk}/remove/")
    assert not Grant.objects.filter(pk=grant.pk).exists()
    admin41.post(f"/administration/people/{number}/active/", {"active": "0"})
    assert not User.objects.get(pk=number).is_active
    assert "ปิดแล้ว" in admin41.get(f"/administration/people/{number}/").content.decode()
    own = User.objects.get(username="admin41").pk
    assert admin41.post(f"/administration/people/{own}/active/", {"active": "0"}).status_code == 403
    assert admin41.get("/administration/?q=zzz&role=nonsense&after=zzz").status_code == 200
    zero = admin41.get("/administration/?after=%00")
    assert zero.status_code == (400 if connection.vendor == "postgresql" else 200)


def test_nobody_else_administers(admin41: Client) -> None:
    for name in ("national", "provincial", "district", "auditor", "analyst"):
        client = signed_in(name)
        assert client.get("/administration/").status_code == 403
        assert client.post("/administration/invitations/", {}).status_code == 403
        assert client.post("/administration/people/1/active/", {}).status_code == 403
