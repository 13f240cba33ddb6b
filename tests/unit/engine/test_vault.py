"""Sealed citizen IDs: what goes in comes out, and nothing that was touched does."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ppaos.domain.errors import SettingError, StoreError
from ppaos.domain.identity import keyed_hash
from ppaos.engine.vault import files as vault_files
from ppaos.engine.vault.keyring import Keyring
from ppaos.engine.vault.vault import Vault

IDENTITY = hashlib.sha256(b"identity").digest()
OLD, NEW = (hashlib.sha256(word).digest() for word in (b"old", b"new"))
NUMBERS = [f"{10**12 + step * 7:013d}" for step in range(200)]
HASHES = [keyed_hash.digest(number.encode(), IDENTITY) for number in NUMBERS]


def ring(**given: bytes) -> Keyring:
    return Keyring(given, is_beside=False)


def batch(start: int, end: int) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(
        {
            "citizen_id": pa.array(NUMBERS[start:end], pa.string()),
            "hash": pa.array(HASHES[start:end], pa.binary()),
        }
    )


def filled(folder: Path, **given: bytes) -> Vault:
    vault = Vault(folder / "vault", ring(**(given or {"old": OLD})))
    assert vault.add([batch(0, 150)]) == 150
    assert vault.add([batch(150, 190), batch(190, 200)]) == 50
    return vault


def rewritten(file: Path, change: Any) -> None:
    """The file with `change` applied to its rows."""
    rows = pq.read_table(file).to_pylist()
    change(rows)
    pq.write_table(pa.Table.from_pylist(rows, vault_files.SCHEMA), file)


def revealed(vault: Vault, hashes: list[bytes]) -> dict[bytes, str]:
    return vault.reveal(hashes, purpose="an appeal", account="clerk")


def test_every_id_comes_out_under_its_hash(tmp_path: Path) -> None:
    vault = filled(tmp_path)
    assert revealed(vault, HASHES) == dict(zip(HASHES, NUMBERS, strict=True))
    assert sorted(vault.hashes()["hash"].to_pylist()) == sorted(HASHES)
    assert vault.has(HASHES[3]) and not vault.has(bytes(16))
    assert revealed(vault, [bytes(16)]) == {}
    found = vault.verify(IDENTITY)
    assert (found.files, found.blocks, found.ids) == (2, 3 + 1 + 1, 200)


def test_blocks_hold_at_most_64_ids_with_hashes_ascending(tmp_path: Path) -> None:
    vault, seen = filled(tmp_path), 0
    for file in vault_files.files(vault.folder):
        for row in pq.read_table(file).to_pylist():
            own = [row["hashes"][at : at + 16] for at in range(0, len(row["hashes"]), 16)]
            assert own == sorted(own) and 0 < len(own) <= 64
            seen += len(own)
            assert (len(row["nonce"]), len(row["sealed"])) == (12, 13 * len(own) + 16)
    assert seen == len(HASHES)


def test_an_empty_vault_has_nothing_and_keeps_no_empty_file(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault", ring(old=OLD))
    assert vault.add([]) == vault.add([batch(0, 0)]) == 0
    assert len(vault.hashes()) == 0 and not vault.has(HASHES[0])
    assert vault.verify(IDENTITY).ids == vault.rotate() == 0
    assert vault_files.files(vault.folder) == []


def test_files_are_open_to_their_owner_only_and_hold_no_id_in_clear(tmp_path: Path) -> None:
    vault = filled(tmp_path)
    revealed(vault, HASHES[:1])
    assert vault.folder.stat().st_mode & 0o777 == 0o700
    for path in vault.folder.iterdir():
        assert path.stat().st_mode & 0o777 == 0o600
        assert not any(number.encode() in path.read_bytes() for number in NUMBERS)


def test_the_reveal_is_on_record_before_a_block_is_opened(tmp_path: Path) -> None:
    vault = filled(tmp_path)
    stranger = Vault(vault.folder, ring(old=NEW))
    with pytest.raises(StoreError):
        stranger.reveal(HASHES[:2], purpose="an appeal\nof two", account="clerk")
    lines = (vault.folder / "reveals.jsonl").read_text("utf-8").splitlines()
    told = [json.loads(line) for line in lines]
    assert [item["hash"] for item in told] == [
        str(keyed_hash.hashed(n, IDENTITY)) for n in NUMBERS[:2]
    ]
    assert {(item["by"], item["purpose"]) for item in told} == {("clerk", "an appeal\nof two")}


def test_without_a_purpose_nothing_is_shown_or_recorded(tmp_path: Path) -> None:
    vault = filled(tmp_path)
    with pytest.raises(SettingError, match="--purpose"):
        vault.reveal(HASHES[:1], purpose="  ", account="clerk")
    assert not (vault.folder / "reveals.jsonl").exists()


@pytest.mark.parametrize("column", ["hashes", "nonce", "sealed"])
@pytest.mark.parametrize("place", [0, 7, -1])
def test_a_changed_byte_fails_the_seal(tmp_path: Path, column: str, place: int) -> None:
    vault = filled(tmp_path)
    file = vault_files.files(vault.folder)[0]

    def flip(rows: list[dict[str, Any]]) -> None:
        value = bytearray(rows[1][column])
        value[place] ^= 1
        rows[1][column] = bytes(value)

    rewritten(file, flip)
    with pytest.raises(StoreError, match=r"ids-.*, 1: the block was changed"):
        vault.verify(IDENTITY)


@pytest.mark.parametrize("columns", [["sealed"], ["sealed", "nonce"], ["hashes"]])
def test_a_block_in_the_place_of_another_fails_the_seal(tmp_path: Path, columns: list[str]) -> None:
    vault = filled(tmp_path)

    def swap(rows: list[dict[str, Any]]) -> None:
        for name in columns:
            rows[0][name], rows[1][name] = rows[1][name], rows[0][name]

    rewritten(vault_files.files(vault.folder)[0], swap)
    with pytest.raises(StoreError, match="was changed"):
        vault.verify(IDENTITY)


def test_a_block_said_to_be_of_another_key_fails_the_seal(tmp_path: Path) -> None:
    vault = filled(tmp_path, one=OLD, two=OLD[::-1])
    rewritten(vault_files.files(vault.folder)[0], lambda rows: rows[0].update(key_id="two"))
    with pytest.raises(StoreError, match="was changed, or key 'two'"):
        vault.verify(IDENTITY)


def test_any_flipped_byte_of_the_file_is_noticed(tmp_path: Path) -> None:
    """Every 97th byte: whether it lies in values, in page headers or in the footer."""
    vault = filled(tmp_path)
    file = vault_files.files(vault.folder)[1]
    whole = file.read_bytes()
    expected, refused = vault.verify(IDENTITY), 0
    for place in range(0, len(whole), 97):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        file.write_bytes(damaged)
        try:
            found = vault.verify(IDENTITY)
        except (StoreError, SettingError):
            refused += 1
            continue
        assert found == expected, f"byte {place} was flipped without an error"
    assert refused > len(whole) / 97 / 2


def test_a_key_that_is_not_in_the_ring_is_named(tmp_path: Path) -> None:
    vault = filled(tmp_path)
    with pytest.raises(SettingError, match="key 'old' is not in the ring"):
        Vault(vault.folder, ring(new=NEW)).verify(IDENTITY)


def test_another_identity_key_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="PPAOS_IDENTITY_KEY"):
        filled(tmp_path).verify(NEW)


def test_rotation_seals_everything_under_the_first_key(tmp_path: Path) -> None:
    vault = filled(tmp_path)
    both = Vault(vault.folder, ring(new=NEW, old=OLD))
    assert both.add([batch(0, 1)]) == 1
    assert both.verify(IDENTITY).blocks_by_key == {"old": 5, "new": 1}
    assert (both.rotate(), both.rotate()) == (5, 0)
    only_new = Vault(vault.folder, ring(new=NEW))
    assert only_new.verify(IDENTITY).blocks_by_key == {"new": 6}
    assert revealed(only_new, HASHES) == dict(zip(HASHES, NUMBERS, strict=True))


def test_a_rotation_that_broke_off_leaves_whole_files_and_goes_on(tmp_path: Path) -> None:
    vault = filled(tmp_path)
    first, second = vault_files.files(vault.folder)
    whole = second.read_bytes()
    rewritten(second, lambda rows: rows[0].update(nonce=bytes(12)))
    both = Vault(vault.folder, ring(new=NEW, old=OLD))
    with pytest.raises(StoreError):
        both.rotate()
    assert set(vault_files.key_ids(first)) == {"new"}
    second.write_bytes(whole)
    (vault.folder / "ids-half.tmp").write_bytes(b"half a file of a killed run")
    assert both.verify(IDENTITY).ids == 200
    assert both.rotate() == 2
    assert both.verify(IDENTITY).blocks_by_key == {"new": 5}
    assert not list(vault.folder.glob("*.tmp"))


def test_a_run_that_breaks_off_while_adding_adds_nothing(tmp_path: Path) -> None:
    vault = filled(tmp_path)

    def broken() -> Any:
        yield batch(0, 10)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        vault.add(broken())
    assert vault.verify(IDENTITY).ids == 200
    assert not list(vault.folder.glob("*.tmp"))


def test_two_runs_do_not_write_at_once(tmp_path: Path) -> None:
    vault = filled(tmp_path)
    with (
        vault_files.locked(vault.folder),
        pytest.raises(StoreError, match="Another run is writing"),
    ):
        Vault(vault.folder, vault.ring).rotate()


@pytest.mark.parametrize("number", ["123", "12345678901234"])
def test_only_13_digits_are_sealed(tmp_path: Path, number: str) -> None:
    rows = pa.RecordBatch.from_pydict({"citizen_id": [number], "hash": [bytes(16)]})
    vault = Vault(tmp_path / "vault", ring(old=OLD))
    with pytest.raises(ValueError, match="13 bytes"):
        vault.add([rows])
    assert vault_files.files(vault.folder) == []
