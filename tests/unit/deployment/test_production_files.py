"""compose.yaml and what goes with it: known settings, existing parts, no secrets, one open door."""

import re
import shlex
from pathlib import Path

import pytest
import typer
from ruamel.yaml import YAML

from ppaos.cli.main import COMMANDS, app
from ppaos.web.environment import VARIABLES

ROOT = Path(__file__).resolve().parents[3]
FILES = ["compose.yaml", "Dockerfile", "deploy/Caddyfile", "deploy/create-role.sh"]
READ_BY_COMMANDS = {
    "PPAOS_LANG", "PPAOS_VAULT", "PPAOS_IDENTITY_KEY", "PPAOS_IDENTITY_KEY_FILE",
    "PPAOS_VAULT_KEYS", "PPAOS_VAULT_KEYS_FILE",
}  # fmt: skip


@pytest.fixture(scope="module")
def compose() -> dict:
    return YAML(typ="safe").load((ROOT / "compose.yaml").read_text("utf-8"))


def _text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", [*FILES, "docs/how-to/run-in-production.md"])
def test_every_setting_that_is_named_exists(name: str) -> None:
    named = set(re.findall(r"PPAOS_[A-Z_]+", _text(name)))
    assert named <= VARIABLES.keys() | READ_BY_COMMANDS


def test_every_setting_is_listed_in_the_reference() -> None:
    page = _text("docs/reference/environment.md")
    assert not [name for name in [*VARIABLES, *READ_BY_COMMANDS] if f"`{name}`" not in page]


def test_every_setting_that_the_program_reads_is_described() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    read = set(re.findall(r"\bPPAOS_[A-Z]+(?:_[A-Z]+)*\b", source))
    assert read <= VARIABLES.keys() | READ_BY_COMMANDS


def test_what_a_service_waits_for_and_keeps_is_there(compose: dict) -> None:
    services = compose["services"]
    for name, service in services.items():
        assert set(service.get("depends_on", {})) <= services.keys(), name
        for volume in service.get("volumes", []):
            place = volume.split(":")[0]
            assert place in compose["volumes"] or (ROOT / place).exists(), volume
        assert set(service.get("secrets", [])) <= compose["secrets"].keys()
    waits = {name: set(item.get("depends_on", {})) for name, item in services.items()}
    while ready := {name for name, before in waits.items() if not before}:
        waits = {name: before - ready for name, before in waits.items() if name not in ready}
    assert not waits, "services that wait for each other"


def test_only_the_proxy_is_reached_from_outside(compose: dict) -> None:
    assert [name for name, item in compose["services"].items() if "ports" in item] == ["proxy"]


def test_the_site_and_database_say_whether_they_are_well(compose: dict) -> None:
    assert "/health/ready" in str(compose["services"]["site"]["healthcheck"])
    assert "pg_isready" in str(compose["services"]["database"]["healthcheck"])


def test_only_preparing_uses_the_owner_of_the_database(compose: dict) -> None:
    with_owner = [
        name
        for name, item in compose["services"].items()
        if "ppaos_owner:" in str(item.get("environment", {}).get("PPAOS_DATABASE_URL"))
    ]
    assert with_owner == ["prepare"]


def test_secrets_come_from_outside() -> None:
    given = set(re.findall(r"\$\{([A-Z_]+)", _text("compose.yaml")))
    example = dict(
        line.split("=", 1)
        for line in _text("deploy/environment.example").splitlines()
        if "=" in line and not line.startswith("#")
    )
    assert given == example.keys()
    for name in ("OWNER_PASSWORD", "SITE_PASSWORD", "SECRET_KEY", "AUDIT_KEY"):
        assert example[name] == ""
        assert f"${{{name}:?" in _text("compose.yaml")


def test_commands_of_the_containers_exist(compose: dict) -> None:
    commands = [item["command"] for item in compose["services"].values() if "command" in item]
    assert len(commands) == 3
    assert all(command[0] == "ppaos" and command[1] in COMMANDS for command in commands)
    written = re.findall(r"\bppaos ([a-z]+)", _text("docs/how-to/run-in-production.md"))
    assert set(written) <= COMMANDS.keys()


def _typed() -> list[list[str]]:
    """Words after `ppaos` of every command that the page or compose.yaml runs."""
    blocks = re.findall(
        r"^```sh\n(.*?)^```", _text("docs/how-to/run-in-production.md"), re.S | re.M
    )
    lines = [line for block in blocks for line in block.splitlines()]
    typed = [
        re.search(r"(?:^|\s|/bin/)ppaos((?: [^<>|&#]+)?)$", line.split(" #")[0]) for line in lines
    ]
    services = YAML(typ="safe").load(_text("compose.yaml"))["services"].values()
    return [shlex.split(found[1]) for found in typed if found and found[1]] + [
        [re.sub(r"\$\{\w+:-(\w+)\}", r"\1", word) for word in item["command"][1:]]
        for item in services
        if "command" in item
    ]


def test_commands_are_typed_with_the_words_that_they_need() -> None:
    typed = _typed()
    assert len(typed) >= 8
    for words in typed:
        _require_understood(words)


@pytest.mark.parametrize("words", [["accounts", "create-admin"], ["audit", "check"], ["serv"]])
def test_a_command_that_lacks_a_word_is_found(words: list[str]) -> None:
    with pytest.raises(Exception, match=r"Missing parameter|No such command"):
        _require_understood(words)


def _require_understood(words: list[str]) -> None:
    """Read the words as the command line does, without doing what they say."""
    name, command, context = "ppaos", typer.main.get_command(app), None
    rest = words
    while True:
        context = command.make_context(name, list(rest), parent=context)
        if not hasattr(command, "resolve_command"):
            return
        given = [*context._protected_args, *context.args]
        name, command, rest = command.resolve_command(context, given)


def test_the_noted_head_of_the_audit_is_copied_before_the_database() -> None:
    page = _text("docs/how-to/run-in-production.md")
    backup = page.split("## Back up")[1].split("## Restore")[0]
    assert backup.index("audit-head >") < backup.index("pg_dump")
    assert "--exclude=site/audit-head" in backup
    restore = page.split("## Restore")[1].split("## Upgrade")[0]
    assert restore.index("-xz <") < restore.index("< backup/audit-head")
    assert "up -d --wait database" in restore
