"""Signing in, second factors, invitations, tokens and administering people, through the pages."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from ppaos.operations.accounts import actions
from ppaos.operations.accounts.demo import DEMO_PASSWORD
from ppaos.operations.accounts.models import User
from ppaos.operations.audit.models import Entry
from ppaos.web.accounts.allauth_forms import ChangePasswordForm, CodeForm, LoginForm
from ppaos.web.accounts.messages import MAILS, MESSAGES, mail_text
from support.account_pages import last_actions, sign_in, signed_in, totp_code

pytestmark = pytest.mark.django_db
ACCOUNT_PAGES = [
    "/account/login/", "/account/password/reset/", "/account/password/reset/done/",
    "/account/signup/", "/account/inactive/", "/account/3rdparty/login/cancelled/",
    "/account/3rdparty/login/error/", "/account/password/reset/key/done/",
    "/account/password/reset/key/x-y/", "/account/confirm-email/nonsense/",
]  # fmt: skip
OWN_PAGES = [
    "/account/mine/", "/account/email/", "/account/password/change/", "/account/2fa/",
    "/account/2fa/totp/activate/", "/account/2fa/webauthn/", "/account/2fa/webauthn/add/",
    "/account/2fa/recovery-codes/generate/", "/account/sessions/", "/account/tokens/",
    "/account/3rdparty/", "/account/logout/", "/account/reauthenticate/",
]  # fmt: skip


@pytest.mark.usefixtures("demo")
def test_signing_in_and_out_goes_on_record() -> None:
    client = Client()
    assert sign_in(client, "provincial", "wrong").status_code == 200
    entry = Entry.objects.latest("number")
    assert (entry.action, entry.actor, entry.area_code) == ("sign_in_failed", "", "41")
    assert entry.details == {"is_known": True}
    sign_in(client, "a password typed as a name", "wrong")
    assert Entry.objects.latest("number").details == {"is_known": False}
    assert not Entry.objects.filter(details__icontains="typed").exists()
    assert sign_in(client, "provincial@demo.invalid").status_code == 302
    entry = Entry.objects.latest("number")
    assert (entry.action, entry.actor, entry.actor_area) == ("sign_in", "provincial", "41")
    assert entry.address == "127.0.0.1"
    client.post("/account/logout/")
    assert last_actions() == ["sign_out"]
    assert client.get("/account/mine/").status_code == 302


@pytest.mark.usefixtures("demo")
def test_guessing_passwords_is_slowed_down_by_account_and_by_address() -> None:
    for _ in range(5):
        sign_in(Client(REMOTE_ADDR="192.0.2.1"), "provincial", "wrong")
    for address in ("192.0.2.1", "192.0.2.2"):
        page = sign_in(Client(REMOTE_ADDR=address), "provincial")
        assert page.status_code == 200
        assert "ลองผิดหลายครั้งเกินไป" in page.content.decode()
    assert signed_in("district")
    tries = [sign_in(Client(REMOTE_ADDR="192.0.2.9"), f"x{n}", "x").status_code for n in range(40)]
    assert tries[-1] == 429


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_account_page_is_in_our_frame_without_inline_script_or_style(language: str) -> None:
    visitor, client = Client(), signed_in("provincial")
    client.post("/account/reauthenticate/", {"password": DEMO_PASSWORD})
    asked = [(visitor, path) for path in ACCOUNT_PAGES] + [(client, path) for path in OWN_PAGES]
    for who, path in asked:
        who.cookies["django_language"] = language
        page = who.get(path)
        assert page.status_code == (401 if path.endswith("login/error/") else 200), path
        text = page.content.decode()
        assert 'class="skip-link"' in text, path
        assert f'<html lang="{language}"' in text, path
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=", text), path
        for kind, body in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.S):
            assert not body.strip() or "application/json" in kind, path
        assert text.count("<h1") == 1, path
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", text, re.S):
            assert "csrfmiddlewaretoken" in form, path
        main = re.sub(r"(?s)^.*<main|</main>.*$|<[^>]*>", " ", text)
        if language == "th":
            assert re.search(r"[ก-๙]{3}", main), path


@pytest.mark.usefixtures("demo")
def test_roles_that_need_a_second_factor_set_one_up_first(settings: Any) -> None:
    settings.REQUIRE_MFA_ROLES = ["auditor"]
    assert signed_in("provincial").get("/account/mine/").status_code == 200
    client = signed_in("auditor")
    for path in ("/", "/audit/", "/account/mine/", "/account/tokens/", "/account/email/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/account/2fa/"), path
    api = client.get("/audit/", headers={"accept": "application/json"})
    assert (api.status_code, api.json()["code"]) == (403, "second_factor")
    assert client.get("/account/2fa/").status_code == 200
    assert client.get("/health/live").status_code == 200
    client.post("/account/reauthenticate/", {"password": DEMO_PASSWORD})
    secret = client.get("/account/2fa/totp/activate/").context["form"].secret
    client.post("/account/2fa/totp/activate/", {"code": totp_code(secret)})
    assert client.get("/audit/").status_code == 200
    user = User.objects.get(username="auditor")
    actions.reset_second_factor(user=user)
    assert client.get("/audit/").status_code == 302


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("password", "language", "told"),
    [
        ("short", "th", "สั้นเกินไป"), ("short", "en", "too short"),
        ("123456789012345", "en", "only digits"), ("123456789012345", "th", "มีแต่ตัวเลข"),
        ("password1234", "en", "Many people"), ("provincial2026", "en", "resembles"),
        ("provincial2026", "th", "คล้ายชื่อ"),
    ],
)  # fmt: skip
def test_weak_passwords_are_refused_in_both_languages(
    password: str, language: str, told: str
) -> None:
    client = signed_in("provincial")
    client.cookies["django_language"] = language
    page = client.post(
        "/account/password/change/",
        {"oldpassword": DEMO_PASSWORD, "password1": password, "password2": password},
    )
    assert page.status_code == 200
    assert told in page.content.decode()
    assert User.objects.get(username="provincial").check_password(DEMO_PASSWORD)


@pytest.mark.usefixtures("demo")
def test_a_changed_password_ends_other_sessions_and_is_on_record() -> None:
    client, other = signed_in("provincial"), signed_in("provincial")
    new = "ปลาทู ต้นกล้า ฟ้าใส เรือใบ"
    client.post(
        "/account/password/change/",
        {"oldpassword": DEMO_PASSWORD, "password1": new, "password2": new},
    )
    assert "password_changed" in last_actions(2)
    assert other.get("/account/mine/").status_code == 302


@pytest.mark.usefixtures("demo")
def test_a_forgotten_password_is_reset_by_mail_without_telling_who_has_an_account() -> None:
    client = Client()
    known = client.post("/account/password/reset/", {"email": "provincial@demo.invalid"})
    assert known.status_code == 302
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", mail.outbox[0].body)
    assert link
    unknown = client.post("/account/password/reset/", {"email": "nobody@demo.invalid"})
    assert (unknown.status_code, unknown["Location"]) == (302, known["Location"])
    form = client.get(link[1], follow=True)
    new = "four unrelated words of mine"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert "password_reset" in last_actions(2)
    assert sign_in(Client(), "provincial", new).status_code == 302


@pytest.mark.usefixtures("demo")
def test_a_closed_account_is_out_at_once() -> None:
    client = signed_in("provincial")
    actions.set_active(user=User.objects.get(username="provincial"), is_active=False)
    assert client.get("/account/mine/").status_code == 302
    page = sign_in(Client(), "provincial")
    assert page.status_code in (200, 302)
    assert "sign_in" not in last_actions(2)


def test_what_the_library_says_is_said_in_our_words() -> None:
    import allauth
    from django.utils import translation

    root = Path(allauth.__file__).parent
    used = {"account", "mfa", "usersessions", "socialaccount"}
    messages = {
        path.stem
        for name in used
        for path in (root / "templates" / name / "messages").glob("*.txt")
    }
    unused = {"login_code_sent", "phone_verification_sent", "phone_verified"}
    assert messages - unused <= set(MESSAGES)
    mails = {
        path.stem.removesuffix("_message")
        for name in used
        for path in (root / "templates" / name / "email").glob("*_message.txt")
    }
    unused = {"login_code", "password_reset_code", "base"}
    assert mails - unused <= set(MAILS)
    for name in MAILS:
        address = MAILS[name][1]
        subject, text = mail_text(name, {address: "http://x/y"} if address else {})
        assert " / " in subject
        assert ("http://x/y" in text) == bool(address)
    with translation.override("th"):
        for form in (LoginForm, ChangePasswordForm, CodeForm):
            assert all(field.label for field in form.base_fields.values())


@pytest.mark.usefixtures("demo")
def test_no_account_page_shows_the_librarys_broken_thai() -> None:
    client = signed_in("provincial")
    client.post("/account/reauthenticate/", {"password": DEMO_PASSWORD})
    for path in [*ACCOUNT_PAGES, *OWN_PAGES]:
        text = client.get(path).content.decode()
        for wrong in ("AddrAccess", "กุญแจผี", "ลืมรหัสผ่าน?:", "รหัสดาวน์โหลด", "Authenticator แอป"):
            assert wrong not in text, path
