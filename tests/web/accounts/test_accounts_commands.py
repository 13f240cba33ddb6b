"""`ppaos accounts` and `ppaos audit` as somebody types them."""

import getpass
from typing import Any

import pytest
from typer.testing import CliRunner

from ppaos.cli.main import app
from ppaos.operations.accounts.demo import make_demo_accounts
from ppaos.operations.accounts.models import User
from ppaos.operations.audit.actions import record
from ppaos.operations.audit.chain_head import HeadFile
from ppaos.operations.audit.models import Entry

pytestmark = pytest.mark.django_db
GOOD = "four unrelated words"


@pytest.fixture(autouse=True)
def ready(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """The tests' database is as it should be; the head file is this test's own."""
    monkeypatch.setattr("ppaos.web.setup._bring_schema_up", lambda: None)
    file = HeadFile(tmp_path / "audit-head")
    monkeypatch.setattr("ppaos.operations.audit.verify.head_file", lambda: file)


def typed(*words: str, given: str = "") -> Any:
    return CliRunner().invoke(app, list(words), input=given)


def test_the_first_administrator_is_made_and_listed() -> None:
    assert "ยังไม่มีบัญชี" in typed("accounts", "list").output
    made = typed(
        "accounts",
        "create-admin",
        "boss",
        "boss@example.test",
        "--area",
        "41",
        "--password-stdin",
        given=f"{GOOD}\n",
    )
    assert made.exit_code == 0, made.output
    user = User.objects.get(username="boss")
    assert user.held() == [("administrator", "41")]
    entry = Entry.objects.get(action="account_made", target_id=str(user.pk))
    assert (entry.area_code, entry.actor) == ("41", f"system:{getpass.getuser()}")
    assert user.check_password(GOOD)
    assert "administrator" in typed("accounts", "list").output
    asked = typed("accounts", "create-admin", "two", "two@example.test", given=f"{GOOD}\n{GOOD}\n")
    assert asked.exit_code == 0
    assert User.objects.get(username="two").held() == [("administrator", "nat")]


@pytest.mark.parametrize(
    ("words", "given", "code"),
    [
        (("boss", "b@example.test"), "short", 2),
        (("boss", "b@example.test", "--area", "99"), GOOD, 6),
        (("national", "b@example.test"), GOOD, 2),
    ],
)
def test_a_wrong_administrator_is_refused(words: tuple[str, ...], given: str, code: int) -> None:
    make_demo_accounts()
    before = User.objects.count()
    made = typed("accounts", "create-admin", *words, "--password-stdin", given=f"{given}\n")
    assert made.exit_code == code
    assert User.objects.count() == before


def test_a_lost_factor_is_taken_away() -> None:
    make_demo_accounts()
    assert typed("accounts", "reset-factor", "auditor").exit_code == 0
    assert Entry.objects.latest("number").action == "second_factor_removed"
    assert typed("accounts", "reset-factor", "nobody").exit_code == 2


def test_verifying_prints_the_newest_entry_and_tells_what_is_wrong() -> None:
    Entry.objects.all().delete()
    assert "บันทึกยังว่าง" in typed("audit", "verify").output
    entries = [record("search", details={"n": number}) for number in range(3)]
    head = f"3:{entries[2].hash}"
    sound = typed("audit", "verify")
    assert sound.exit_code == 0
    assert head in sound.output.replace("\n", "")
    assert typed("audit", "verify", "--expect", head, "--last", "1").exit_code == 0
    assert typed("audit", "verify", "--expect", "3").exit_code == 2
    assert typed("audit", "verify", "--expect", f"9:{'0' * 64}").exit_code == 9
    Entry.objects.filter(number=2).delete()
    wrong = typed("audit", "verify")
    assert wrong.exit_code == 9
    assert "รายการที่ 2 ถึง 2 หายไป" in wrong.output
