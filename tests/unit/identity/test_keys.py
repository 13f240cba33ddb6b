"""Keys: what is refused as guessable, how a key is written, and the hash made with one."""

import base64
import hashlib
import hmac

import pytest
from hypothesis import given, strategies as st

from ppaos.domain.errors import SettingError
from ppaos.domain.identity import keyed_hash

GOOD = hashlib.sha512(b"a key for tests").digest()


def in_base64(key: bytes) -> str:
    return base64.b64encode(key).decode()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (GOOD[:31].hex(), "shorter than 32"),
        (in_base64(GOOD[:24]), "shorter than 32"),
        ("ab" * 32, "repeats"),
        ((GOOD[:8] * 4).hex(), "repeats"),
        ((GOOD[:11] * 3).hex(), "repeats"),
        (in_base64(bytes(32)), "repeats"),
        (bytes(range(32)).hex(), "counts"),
        (bytes(range(40, 0, -1)).hex(), "counts"),
        ((GOOD[:15] + GOOD[:15] + GOOD[2:9]).hex(), "fewer than 16"),
        (b"correct horse battery staple, said the poor man".hex(), "words"),
        (in_base64(b"correct horse battery staple, said the poor man"), "words"),
        ("กุญแจลับของคลังข้อมูลจังหวัดหนึ่ง".encode().hex(), "words"),
        ("correcthorsebatterystaplesaidthepoormanatlunch", "words"),
        ("Password1Password2Password3Password4Password", "words"),
        ("correct horse battery staple", "hex or base64"),
        ("กุญแจ", "hex or base64"),
        ("", "hex or base64"),
        ("A" * 45, "hex or base64"),
    ],
)
def test_a_weak_key_is_refused_and_told_how_to_make_one(text: str, reason: str) -> None:
    with pytest.raises(SettingError, match=reason) as caught:
        keyed_hash.read(text, name="PPAOS_IDENTITY_KEY")
    assert caught.value.en.startswith("PPAOS_IDENTITY_KEY: ")
    assert "ppaos vault new-key" in caught.value.en and "ppaos vault new-key" in caught.value.th


@pytest.mark.parametrize(
    "text",
    [
        GOOD[:32].hex(),
        GOOD[:32].hex().upper() + "\n",
        in_base64(GOOD[:32]),
        in_base64(GOOD[:32]).rstrip("="),
        base64.urlsafe_b64encode(GOOD[:32]).decode(),
    ],
)
def test_a_key_is_written_in_hex_or_base64(text: str) -> None:
    assert keyed_hash.read(text, name="-") == GOOD[:32]


@given(st.binary(min_size=32, max_size=32))
def test_hashes_of_weak_keys_are_good_keys(seed: bytes) -> None:
    """What a random source gives is not refused; SHA-512 stands for one."""
    assert keyed_hash.weakness(hashlib.sha512(seed).digest()) is None


@given(st.binary(min_size=1, max_size=200), st.text("0123456789", min_size=13, max_size=13))
def test_the_hash_is_half_of_what_the_hmac_module_gives(key: bytes, number: str) -> None:
    full = hmac.new(key, number.encode(), hashlib.sha256).digest()
    assert (
        keyed_hash.hashed(number, key).bytes == keyed_hash.digest(number.encode(), key) == full[:16]
    )
    inner, outer = keyed_hash.pads(key)
    first = hashlib.sha256(inner + number.encode()).digest()
    assert hashlib.sha256(outer + first).digest() == full


def test_a_fingerprint_tells_keys_apart_and_is_no_citizen_ids_hash() -> None:
    assert (
        keyed_hash.fingerprint(GOOD)
        == keyed_hash.fingerprint(bytes(GOOD))
        != keyed_hash.fingerprint(GOOD[1:])
    )
    assert len(bytes.fromhex(keyed_hash.fingerprint(GOOD))) == 8
