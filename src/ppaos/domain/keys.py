"""What a key must be, and what is made with it: the hash that stands for a citizen ID.

A citizen ID has so few possible values that anybody can hash all of them; only the key keeps a
hash from leading back to its number.
"""

import hashlib
import hmac
from typing import Final
from uuid import UUID

KEY_BYTES: Final = 32
_BLOCK_BYTES: Final = 64


def hashed(number: str, key: bytes) -> UUID:
    """First 128 bits of HMAC-SHA256 (RFC 2104) of a citizen ID's 13 digits under `key`."""
    return UUID(bytes=hmac.digest(key, number.encode(), "sha256")[:16])


def pads(key: bytes) -> tuple[bytes, bytes]:
    """Inner and outer pad of RFC 2104 for SHA-256, 64 bytes each.

    HMAC(key, text) = SHA-256(outer + SHA-256(inner + text)).
    """
    if len(key) > _BLOCK_BYTES:
        key = hashlib.sha256(key).digest()
    block = key.ljust(_BLOCK_BYTES, b"\0")
    return bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block)
