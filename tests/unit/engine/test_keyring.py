"""Where keys come from: variables, files that only their owner may read, the ring's order."""

import base64
import hashlib
from pathlib import Path

import pytest

from ppaos.domain.errors import FileError, SettingError
from ppaos.domain.identity import keyed_hash
from ppaos.engine.vault import keyring

ONE, TWO = (hashlib.sha256(word).digest() for word in (b"one", b"two"))


def written(key: bytes) -> str:
    return base64.b64encode(key).decode()


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in (keyring.IDENTITY_KEY, keyring.VAULT_KEYS):
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.delenv(f"{variable}_FILE", raising=False)


def test_a_key_of_the_environment_is_not_beside_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PPAOS_IDENTITY_KEY", ONE.hex())
    monkeypatch.setenv("PPAOS_VAULT_KEYS", f"k2:{written(TWO)},k1:{ONE.hex()}")
    key, ring = keyring.identity_key(tmp_path), keyring.keyring(tmp_path)
    assert (key.value, key.is_beside, ring.is_beside) == (ONE, False, False)
    assert (ring.current, dict(ring.keys)) == ("k2", {"k2": TWO, "k1": ONE})
    assert not list(tmp_path.iterdir())


def test_no_key_is_shown_when_its_holder_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PPAOS_IDENTITY_KEY", ONE.hex())
    monkeypatch.setenv("PPAOS_VAULT_KEYS", f"k1:{TWO.hex()}")
    shown = repr(keyring.identity_key(tmp_path)) + repr(keyring.keyring(tmp_path))
    assert repr(ONE)[2:-1] not in shown and repr(TWO)[2:-1] not in shown


def test_without_a_key_one_is_made_beside_the_store_only_when_allowed(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="PPAOS_IDENTITY_KEY"):
        keyring.identity_key(tmp_path)
    made = keyring.identity_key(tmp_path, make=True)
    assert made.is_beside and keyed_hash.weakness(made.value) is None
    assert keyring.identity_key(tmp_path).value == made.value
    ring = keyring.keyring(tmp_path, make=True)
    assert ring.is_beside and keyring.keyring(tmp_path) == ring
    folder = tmp_path / "keys"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_key_file_that_others_can_open_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    file = tmp_path / "identity.key"
    file.write_text(ONE.hex(), "ascii")
    monkeypatch.setenv("PPAOS_IDENTITY_KEY_FILE", str(file))
    file.chmod(mode)
    with pytest.raises(SettingError, match=r"chmod 600 .*ppaos vault new-key"):
        keyring.identity_key(tmp_path)
    file.chmod(0o600)
    assert keyring.identity_key(tmp_path).value == ONE


def test_a_key_file_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PPAOS_IDENTITY_KEY_FILE", str(tmp_path / "gone.key"))
    with pytest.raises(FileError, match=r"gone\.key"):
        keyring.identity_key(tmp_path, make=True)


def test_a_variable_and_its_file_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PPAOS_IDENTITY_KEY", ONE.hex())
    monkeypatch.setenv("PPAOS_IDENTITY_KEY_FILE", str(tmp_path / "identity.key"))
    with pytest.raises(SettingError, match="not both"):
        keyring.identity_key(tmp_path)


@pytest.mark.parametrize(
    ("ring", "reason"),
    [
        (ONE.hex(), "ID:KEY"),
        (f"k1:{ONE.hex()},k1:{TWO.hex()}", "each ID once"),
        (f"bad id:{ONE.hex()}", "ID:KEY"),
        (f"k1:{ONE.hex()}{TWO.hex()}", "exactly 32 bytes"),
        (f"k2:{ONE.hex()},k1:{'ab' * 32}", r"\(k1\): the key repeats"),
        (",", "contains no key"),
    ],
)
def test_a_ring_that_cannot_be_used_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ring: str, reason: str
) -> None:
    monkeypatch.setenv("PPAOS_VAULT_KEYS", ring)
    with pytest.raises(SettingError, match=reason):
        keyring.keyring(tmp_path)


def test_a_new_entry_goes_before_the_keys_of_a_rings_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "vault.keys"
    keyring.write_secret(file, f"old:{ONE.hex()}")
    entry = keyring.new_entry()
    keyring.prepend(file, entry)
    monkeypatch.setenv("PPAOS_VAULT_KEYS_FILE", str(file))
    ring = keyring.keyring(tmp_path)
    assert list(ring.keys) == [entry.partition(":")[0], "old"]
    assert ring.keys["old"] == ONE and file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["vault.keys"]
