"""Where the keys come from: the environment, a file, or, for synthetic data only, beside the store.

    PPAOS_IDENTITY_KEY   or PPAOS_IDENTITY_KEY_FILE   hex or base64, at least 32 random bytes
    PPAOS_VAULT_KEYS     or PPAOS_VAULT_KEYS_FILE     ID:KEY,ID:KEY ... of 32 bytes; first is current

Without them a key of random bytes is made in STORE/keys, readable to its owner. Such a key lies
beside what it protects, so `is_beside` marks it: it may serve for people who do not exist.
"""

import base64
import os
import re
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from ppaos.domain.errors import FileError, SettingError
from ppaos.domain.identity import keyed_hash

IDENTITY_KEY: Final = "PPAOS_IDENTITY_KEY"
VAULT_KEYS: Final = "PPAOS_VAULT_KEYS"
KEY_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,40}")
OWNER_ONLY: Final = 0o600
_NAMES: Final = {IDENTITY_KEY: "identity.key", VAULT_KEYS: "vault.keys"}


@dataclass(frozen=True)
class IdentityKey:
    """The key under which citizen IDs are hashed."""

    value: bytes = field(repr=False)
    is_beside: bool

    @property
    def fingerprint(self) -> str:
        """By which a store knows the key again."""
        return keyed_hash.fingerprint(self.value)


@dataclass(frozen=True)
class Keyring:
    """The keys that seal the vault; the first seals what is new."""

    keys: Mapping[str, bytes] = field(repr=False)
    is_beside: bool

    @property
    def current(self) -> str:
        """ID of the key that seals."""
        return next(iter(self.keys))


def identity_key(root: Path, *, make: bool = False) -> IdentityKey:
    """The identity key for the store at `root`; `make` allows one to be made beside it.

    Errors: SettingError when it is weak, when both variables are set, or when there is none;
    FileError when its file cannot be read.
    """
    given = _given(IDENTITY_KEY)
    if given is not None:
        name, text = given
        return IdentityKey(keyed_hash.read(text, name=name), is_beside=False)
    name, text = _beside(root, IDENTITY_KEY, new_key().hex(), make=make)
    return IdentityKey(keyed_hash.read(text, name=name), is_beside=True)


def keyring(root: Path, *, make: bool = False) -> Keyring:
    """The vault's keys for the store at `root`; `make` allows one to be made beside it.

    Errors: as `identity_key`; also for a key that is not of 32 bytes, or two keys of one ID.
    """
    given = _given(VAULT_KEYS)
    if given is not None:
        return Keyring(_ring(given[1], given[0]), is_beside=False)
    name, text = _beside(root, VAULT_KEYS, new_entry(), make=make)
    return Keyring(_ring(text, name), is_beside=True)


def is_given(root: Path, variable: str) -> bool:
    """Whether a key is set in the environment or was made beside the store at `root`."""
    return _given(variable) is not None or (root / "keys" / _NAMES[variable]).exists()


def new_key() -> bytes:
    """32 bytes of the system's random source that pass every rule, in hex and in base64."""
    while True:
        key = secrets.token_bytes(keyed_hash.KEY_BYTES)
        try:
            return keyed_hash.read(base64.b64encode(key).decode(), name="-")
        except SettingError:
            continue


def new_entry() -> str:
    """A new key of the ring as `ID:KEY`, its ID the day it was made and four random digits."""
    made = f"{datetime.now(UTC):%Y%m%d}-{secrets.token_hex(2)}"
    return f"{made}:{base64.b64encode(new_key()).decode()}"


def write_secret(path: Path, text: str) -> None:
    """Write a new file that only its owner may read, in a folder that only they may enter.

    Errors: FileExistsError when the file is there.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(text + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def prepend(path: Path, entry: str) -> None:
    """Put a new key before those of a ring's file, in one step.

    Errors: as `keyring`, when the file cannot be read or holds weak keys.
    """
    text = _read(path)
    _ring(text, str(path))
    fresh = path.with_suffix(".tmp")
    fresh.unlink(missing_ok=True)
    write_secret(fresh, f"{entry}\n{text}")
    fresh.replace(path)


def _given(variable: str) -> tuple[str, str] | None:
    """Name and text of the variable or of the file that it names; None when neither is set."""
    text, file = os.environ.get(variable), os.environ.get(f"{variable}_FILE")
    if text and file:
        raise SettingError(
            th=f"ตั้ง {variable} หรือ {variable}_FILE อย่างใดอย่างหนึ่ง ไม่ใช่ทั้งสองอย่าง",
            en=f"Set {variable} or {variable}_FILE, not both.",
        )
    if text:
        return variable, text
    return (f"{variable}_FILE {file}", _read(Path(file))) if file else None


def _beside(root: Path, variable: str, fresh: str, *, make: bool) -> tuple[str, str]:
    path = root / "keys" / _NAMES[variable]
    if not path.exists():
        if not make:
            raise SettingError(
                th=f"ไม่พบกุญแจ ตั้ง {variable} หรือ {variable}_FILE ให้เป็นกุญแจที่ใช้ตอนนำเข้า",
                en=f"There is no key. Set {variable} or {variable}_FILE to the one used at ingest.",
            )
        write_secret(path, fresh)
    return str(path), _read(path)


def _read(path: Path) -> str:
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(
            th=f"อ่านไฟล์กุญแจ {path} ไม่ได้ ตรวจที่อยู่และสิทธิ์ของไฟล์",
            en=f"Key file {path} cannot be read. Check where it is and who may read it.",
        ) from error
    if stat.S_IMODE(mode) & 0o077:
        raise SettingError(
            th=f"ผู้อื่นเปิดไฟล์กุญแจ {path} ได้ สั่ง chmod 600 {path} แล้วพิจารณาเปลี่ยนกุญแจด้วย ppaos vault new-key",
            en=f"Key file {path} can be opened by others. Run chmod 600 {path}, and consider "
            "a new key with ppaos vault new-key.",
        )
    return text


def _ring(text: str, name: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for entry in filter(None, re.split(r"[,\s]+", text)):
        key_id, mark, written = entry.partition(":")
        if not mark or not KEY_ID.fullmatch(key_id) or key_id in found:
            raise keyed_hash.refused(
                name,
                "ต้องเขียนเป็น รหัส:กุญแจ คั่นด้วยจุลภาค และรหัสไม่ซ้ำกัน",
                "write ID:KEY, separated by commas, each ID once.",
            )
        found[key_id] = keyed_hash.read(written, name=f"{name} ({key_id})")
        if len(found[key_id]) != keyed_hash.KEY_BYTES:
            raise keyed_hash.refused(
                f"{name} ({key_id})",
                "กุญแจของคลังเลขประจำตัวต้องยาว 32 ไบต์พอดี",
                "a vault key has exactly 32 bytes.",
            )
    if not found:
        raise keyed_hash.refused(name, "ไม่มีกุญแจ", "it contains no key.")
    return found
