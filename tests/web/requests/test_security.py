"""Headers, cookies, limits and secrets: what keeps a page from being turned against its reader."""

import html
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from ppaos.domain.errors import SettingError
from ppaos.operations.accounts.demo import DEMO_PASSWORD, make_demo_accounts
from ppaos.operations.accounts.models import User
from ppaos.web.environment import secret, tiles_origin
from support.process import environment

ROOT = Path(__file__).resolve().parents[3]
PAGES = ["/account/login/", "/public/", "/account/password/reset/", "/nowhere/"]
SECRETS = [
    r"-----BEGIN (?:RSA |EC |OPENSSH )?PRIVATE KEY-----", r"\bAKIA[0-9A-Z]{16}\b",
    r"\bgh[pousr]_[A-Za-z0-9]{36}\b", r"\bglpat-[\w-]{20}\b", r"\bxox[bap]-[\w-]{20,}",
    r"\bppaos_[\w-]{43}\b", r"(?i)secret_key\s*=\s*[\"'][^\"']{16,}[\"']",
    r"(?i)postgres(?:ql)?://\w+:[^@\s$\"'{]{6,}@(?!127\.0\.0\.1|localhost|db)",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_headers_that_protect_its_reader(path: str) -> None:
    answer = Client().get(path, follow=True)
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    directives = {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.strip()}
    assert directives["default-src"] == ["'none'"]
    assert directives["script-src"] == ["'self'"]
    assert directives["style-src"] == ["'self'"]
    assert directives["frame-ancestors"] == ["'none'"]
    assert directives["base-uri"] == ["'none'"]
    assert directives["object-src"] == ["'none'"]
    assert directives["form-action"] == ["'self'"]
    assert not {"*", "http:", "https:", "data:"} & set(directives["connect-src"])
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
def test_cookies_are_out_of_the_reach_of_scripts_and_of_other_sites() -> None:
    make_demo_accounts("41")
    client = Client()
    client.get("/account/login/")
    client.post("/account/login/", {"login": "provincial", "password": DEMO_PASSWORD})
    client.post("/language/", {"language": "en"})
    for name in ("sessionid", "csrftoken", "django_language"):
        cookie = client.cookies[name]
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
    assert client.cookies["sessionid"]["max-age"] == ""  # ends with the browser


@pytest.mark.django_db
def test_a_signed_in_page_stays_out_of_caches() -> None:
    make_demo_accounts("41")
    client = Client()
    client.force_login(
        User.objects.get(username="provincial"), "django.contrib.auth.backends.ModelBackend"
    )
    assert "no-store" in client.get("/account/mine/")["Cache-Control"]


@pytest.mark.django_db
def test_a_session_ends_after_its_hours() -> None:
    make_demo_accounts("41")
    client = Client()
    client.post("/account/login/", {"login": "provincial", "password": DEMO_PASSWORD})
    assert client.session.get_expire_at_browser_close()
    assert client.session.get_expiry_age() <= settings.SESSION_HOURS * 3600
    stored = client.session._get_session_from_db()  # type: ignore[attr-defined]
    stored.expire_date = stored.expire_date.replace(year=2020)
    stored.save()
    assert client.get("/account/mine/").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"]
)
def test_nobody_is_led_to_another_site(where: str) -> None:
    make_demo_accounts("41")
    client = Client()
    given = {"login": "provincial", "password": DEMO_PASSWORD, "next": where}
    assert "evil" not in client.post("/account/login/", given)["Location"]
    assert client.post("/language/", {"language": "en", "next": where})["Location"] == "/"
    assert "evil" not in client.post("/account/logout/", {"next": where})["Location"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "asked_from"),
    [
        ("/households/by-number/", "/households/?area=4101"),
        ("/households/export/", "/households/export/?area=4101"),
        ("/account/login/", "/account/login/?next=/map/"),
    ],
)
def test_the_language_of_a_refused_form_leads_back_to_the_form(
    client: Client, address: str, asked_from: str
) -> None:
    make_demo_accounts("41")
    if "login" not in address:
        client.login(username="provincial", password=DEMO_PASSWORD)
    answer = client.post(address, {}, headers={"referer": f"http://testserver{asked_from}"})
    assert answer.status_code in (200, 400)
    language = re.search(r'name="next" value="([^"]+)"', answer.content.decode())
    assert language is not None and html.unescape(language[1]) == asked_from
    foreign = client.post(address, {}, headers={"referer": "https://evil.example/households/"})
    assert "evil" not in foreign.content.decode()


@pytest.mark.django_db
def test_forged_requests_are_told_so_in_our_frame() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/language/", {"language": "en"})
    assert answer.status_code == 403
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_request_for_another_host_is_refused() -> None:
    assert Client(headers={"host": "evil.example"}).get("/account/login/").status_code == 400


@pytest.mark.django_db
def test_a_body_larger_than_allowed_is_refused() -> None:
    too_long = "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    client = Client()
    client.raise_request_exception = False
    assert client.post("/account/login/", {"login": too_long}).status_code == 413
    many = {f"field{number}": "1" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    assert client.post("/account/login/", many).status_code == 400


def test_passwords_are_kept_by_a_memory_hard_function() -> None:
    real = importlib.import_module("ppaos.web.settings")
    assert real.PASSWORD_HASHERS[0].endswith("ScryptPasswordHasher")
    assert real.ACCOUNT_RATE_LIMITS["login_failed"]


def test_behind_tls_cookies_are_secure_and_second_factors_are_asked_for(tmp_path: Path) -> None:
    told = _settings(
        tmp_path,
        "SESSION_COOKIE_SECURE, CSRF_COOKIE_SECURE, SECURE_SSL_REDIRECT, "
        "SECURE_HSTS_SECONDS, REQUIRE_MFA_ROLES, DEBUG, MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN",
        PPAOS_HTTPS="1",
        PPAOS_HOSTS="ppaos.example",
    )
    assert told == str(
        (True, True, True, 31_536_000, ["administrator", "auditor", "national"], False, False)
    )


def test_keys_are_made_once_readable_to_their_owner_only(tmp_path: Path) -> None:
    first = _settings(tmp_path, "SECRET_KEY, AUDIT_KEY")
    assert _settings(tmp_path, "SECRET_KEY, AUDIT_KEY") == first
    assert len(set(first.split("'")[1::2])) == 2
    for name in ("secret-key", "audit-key"):
        assert (tmp_path / name).stat().st_mode & 0o077 == 0


def test_processes_that_start_at_once_use_one_key(tmp_path: Path) -> None:
    code = "from ppaos.web.environment import secret; print(secret('PPAOS_AUDIT_KEY', 'audit-key'))"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            text=True,
            stdout=subprocess.PIPE,
            env=environment(PPAOS_DATA=tmp_path),
        )
        for _ in range(4)
    ]
    keys = {process.communicate()[0].strip() for process in running}
    assert keys == {(tmp_path / "audit-key").read_text("utf-8")}
    assert [path.name for path in tmp_path.iterdir()] == ["audit-key"]


def test_an_empty_key_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PPAOS_DATA", str(tmp_path))
    monkeypatch.delenv("PPAOS_AUDIT_KEY", raising=False)
    (tmp_path / "audit-key").touch()
    with pytest.raises(SettingError, match="is empty"):
        secret("PPAOS_AUDIT_KEY", "audit-key")


def test_tiles_may_be_read_from_their_host_alone(tmp_path: Path) -> None:
    told = _settings(
        tmp_path,
        "CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src'][2:], "
        "CONTENT_SECURITY_POLICY['DIRECTIVES']['connect-src'][1:]",
        PPAOS_TILES_URL="https://tiles.example:8443/street/{z}/{x}/{y}.png?key=1",
    )
    assert told == str((["https://tiles.example:8443"], ["https://tiles.example:8443"]))


@pytest.mark.parametrize(
    "address",
    [
        "https://{s}.tiles.example/{z}/{x}/{y}.png", "https://tiles.example/", "tiles/{z}/{x}/{y}",
        "https:{z}/{x}/{y}", "https://a.example; script-src */{z}/{x}/{y}",
    ],
)  # fmt: skip
def test_an_address_of_tiles_that_cannot_be_is_refused(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("PPAOS_TILES_URL", address)
    with pytest.raises(SettingError, match="must name one host"):
        tiles_origin()


def test_counters_of_failed_sign_ins_are_not_pushed_out_by_others() -> None:
    real = importlib.import_module("ppaos.web.settings")
    assert real.CACHES["default"]["OPTIONS"]["MAX_ENTRIES"] >= 50_000


def test_a_provider_may_be_sent_to_and_nothing_else(tmp_path: Path) -> None:
    told = _settings(
        tmp_path,
        "CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'][1:]",
        PPAOS_OIDC_URL="https://id.example/realms/a/.well-known/openid-configuration",
    )
    assert told == "['https://id.example']"


def _settings(folder: Path, names: str, **given: str) -> str:
    """Settings as a process of its own reads them, printed."""
    code = f"from ppaos.web.settings import *; print(({names}))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        text=True,
        capture_output=True,
        check=False,
        env=environment(PPAOS_DATA=folder, **given),
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_no_secret_is_in_the_repository() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    ).stdout.decode()
    names = [name for name in listed.split("\0") if name]
    if not names:
        pytest.skip("not a git checkout")
    found = []
    for name in names:
        path = ROOT / name
        assert path.name not in {"secret-key", "audit-key", "identity.key", "vault.keys", ".env"}
        if path.suffix in {".woff2", ".png", ".xlsx", ".parquet", ".gz"} or not path.is_file():
            continue
        text = path.read_text("utf-8", errors="ignore")
        found += [
            f"{name}: {pattern}"
            for pattern in SECRETS
            if re.search(pattern, text) and path.name != Path(__file__).name
        ]
    assert not found
