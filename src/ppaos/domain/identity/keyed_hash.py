"""What a key must be, and what is made with it: the hash that stands for a citizen ID.

A citizen ID has so few possible values that anybody can hash all of them; only the key keeps a
hash from leading back to its number. A key is random bytes: what a person can remember, another
person can guess, and every rule here refuses a key that no random source would give.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Final
from uuid import UUID

from ppaos.domain.errors import SettingError

KEY_BYTES: Final = 32
HASH_BYTES: Final = 16
_BLOCK_BYTES: Final = 64
_FEWEST_DISTINCT: Final = 16
_FINGERPRINT_OF: Final = b"ppaos identity key"
_HEX: Final = re.compile(r"(?:[0-9a-fA-F]{2})+")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")


def hashed(number: str, key: bytes) -> UUID:
    """First 128 bits of HMAC-SHA256 (RFC 2104) of a citizen ID's 13 digits under `key`."""
    return UUID(bytes=digest(number.encode(), key))


def digest(number: bytes, key: bytes) -> bytes:
    """`hashed` as its 16 bytes, of a number in ASCII."""
    return hmac.digest(key, number, "sha256")[:HASH_BYTES]


def fingerprint(key: bytes) -> str:
    """16 hex characters by which a key is known again without being told: HMAC of a fixed text."""
    return hmac.digest(key, _FINGERPRINT_OF, "sha256")[:8].hex()


def pads(key: bytes) -> tuple[bytes, bytes]:
    """Inner and outer pad of RFC 2104 for SHA-256, 64 bytes each.

    HMAC(key, text) = SHA-256(outer + SHA-256(inner + text)).
    """
    if len(key) > _BLOCK_BYTES:
        key = hashlib.sha256(key).digest()
    block = key.ljust(_BLOCK_BYTES, b"\0")
    return bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block)


def read(text: str, *, name: str) -> bytes:
    """The bytes of a key written in hex or base64; `name` is where it stands, for the message.

    Errors: SettingError when it is neither, or weak.
    """
    text = text.strip()
    if _HEX.fullmatch(text):
        key = bytes.fromhex(text)
        found = weakness(key)
    else:
        key = _from_base64(text, name)
        found = weakness(key) or (_WORDS if _is_typed(text) else None)
    if found is not None:
        raise refused(name, *found)
    return key


def weakness(key: bytes) -> tuple[str, str] | None:
    """Why a key could be guessed, in Thai and English, or None.

    Of 32 random bytes fewer than one in 10^9 are refused.
    """
    return next((said for is_so, said in _WEAKNESSES if is_so(key)), None)


def refused(name: str, th: str, en: str) -> SettingError:
    """The error for a key that cannot be used: where it stands, what is wrong, what to do."""
    return SettingError(
        th=f"{name}: {th} สร้างกุญแจใหม่ด้วย ppaos vault new-key",
        en=f"{name}: {en} Make one with ppaos vault new-key.",
    )


def _from_base64(text: str, name: str) -> bytes:
    if _BASE64.fullmatch(text):
        bare = text.rstrip("=").replace("+", "-").replace("/", "_")
        try:
            return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
        except binascii.Error:
            pass
    raise refused(
        name,
        "กุญแจต้องเป็นเลขฐานสิบหกหรือ base64 ของไบต์สุ่มอย่างน้อย 32 ไบต์",
        "a key is hex or base64 of at least 32 random bytes.",
    )


def _is_typed(text: str) -> bool:
    """Whether base64 lacks a kind of character, or variety, that random bytes nearly always give.

    Of random keys of 32 bytes one in some thousands is refused; `new-key` makes none of those.
    """
    kinds = (str.isupper, str.islower, lambda letter: not letter.isalpha())
    body = text.rstrip("=")
    return not all(any(kind(letter) for letter in body) for kind in kinds) or len(set(body)) < 20


def _repeats(key: bytes) -> bool:
    return any(key[step:] == key[:-step] for step in range(1, len(key) // 2 + 1))


def _counts(key: bytes) -> bool:
    steps = {(after - before) % 256 for before, after in pairwise(key)}
    return len(steps) == 1


def _is_text(key: bytes) -> bool:
    try:
        return key.decode("utf-8").strip().isprintable()
    except UnicodeDecodeError:
        return False


_WORDS: Final = (
    "กุญแจเป็นถ้อยคำที่เดาได้ ไม่ใช่ไบต์สุ่ม",
    "the key is made of words that can be guessed, not of random bytes.",
)
_WEAKNESSES: Final[tuple[tuple[Callable[[bytes], bool], tuple[str, str]], ...]] = (
    (lambda key: len(key) < KEY_BYTES, ("กุญแจสั้นกว่า 32 ไบต์", "the key is shorter than 32 bytes.")),
    (_repeats, ("กุญแจเป็นรูปแบบสั้น ๆ ที่ซ้ำกัน", "the key repeats a short pattern.")),
    (_counts, ("กุญแจเป็นลำดับที่นับต่อกัน", "the key only counts up or down.")),
    (
        lambda key: len(set(key)) < _FEWEST_DISTINCT,
        (
            "กุญแจมีไบต์ที่ต่างกันไม่ถึง 16 แบบ จึงไม่ใช่ค่าสุ่ม",
            "the key has fewer than 16 different bytes, so it is not random.",
        ),
    ),
    (_is_text, _WORDS),
)
