"""Citizen IDs that can be shown again: sealed blocks in a folder apart from the tables.

    vault/ids-*.parquet    one row a block of up to 64 IDs
        key_id    which key of the ring sealed the block
        hashes    16 bytes an ID, ascending: what the tables call citizen_id_hash
        nonce     12 random bytes
        sealed    AES-256-GCM of the 13-digit IDs in that order, with key_id and hashes bound to it
    vault/reveals.jsonl    who had which number shown, when and what for
    vault/lock             held by whoever writes

IDs are sealed by the block because a call for each of 36 million takes minutes, not seconds. A
byte that was changed, or a block put in another's place, fails its seal.
"""

import json
import os
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ppaos.domain.errors import SettingError, StoreError
from ppaos.domain.identity import keyed_hash
from ppaos.domain.identity.citizen_id import CITIZEN_ID_DIGITS
from ppaos.domain.identity.keyed_hash import HASH_BYTES
from ppaos.engine.vault import files as vault_files
from ppaos.engine.vault.files import LocatedBlock, SealedBlock
from ppaos.engine.vault.keyring import OWNER_ONLY, Keyring

BLOCK_IDS: Final = 64
NONCE_BYTES: Final = 12
REVEALS: Final = "reveals.jsonl"


@dataclass(frozen=True)
class VaultCheck:
    """What a check of the whole vault went over."""

    files: int
    blocks: int
    ids: int
    blocks_by_key: dict[str, int]


class Vault:
    """The sealed IDs of one folder, opened with one ring of keys."""

    def __init__(self, folder: Path, ring: Keyring) -> None:
        self.folder, self.ring = folder, ring
        self._ciphers = {key_id: AESGCM(key) for key_id, key in ring.keys.items()}

    def add(self, batches: Iterable[pa.RecordBatch]) -> int:
        """Seal rows of `citizen_id` (13 digits) and `hash` (16 bytes); returns how many.

        The rows must be distinct and not in the vault yet: see `hashes`. They join the vault
        together when the last is sealed. Errors: ValueError for another length of either;
        StoreError when another run is writing.
        """
        count, name = 0, f"ids-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{uuid.uuid4().hex[:8]}.parquet"
        with vault_files.locked(self.folder):
            with vault_files.writing(self.folder / name) as writer:
                for batch in batches:
                    writer.write(self._sealed(batch))
                    count += batch.num_rows
            if not count:
                (self.folder / name).unlink()
        return count

    def hashes(self) -> pa.Table:
        """Column `hash` (16 bytes) of every ID in the vault, in no order; no block is opened."""
        return vault_files.hashes(self.folder)

    def has(self, wanted: bytes) -> bool:
        """Whether an ID of that hash is in the vault; no block is opened."""
        holding = vault_files.holding(self.folder, [wanted])
        return any(wanted in _each_hash(found.block) for found in holding)

    def reveal(self, wanted: Sequence[bytes], *, purpose: str, account: str) -> dict[bytes, str]:
        """Hash -> citizen ID, of those hashes that the vault has.

        Time, account, purpose and hash are on disk in `reveals.jsonl` before a block is opened.
        Errors: SettingError without a purpose; StoreError when a block fails its seal.
        """
        if not purpose.strip():
            raise SettingError(
                th="ต้องบอกวัตถุประสงค์ของการเปิดเลขประจำตัว ใช้ --purpose ข้อความ",
                en="Showing a citizen ID needs a stated purpose. Use --purpose TEXT.",
            )
        self._log(wanted, purpose.strip(), account)
        numbers: dict[bytes, str] = {}
        for found in vault_files.holding(self.folder, wanted):
            own = _each_hash(found.block)
            if not set(wanted).isdisjoint(own):
                inside = dict(zip(own, _each_number(self._opened(found)), strict=True))
                numbers |= {one: inside[one] for one in wanted if one in inside}
        return numbers

    def rotate(self) -> int:
        """Seal blocks of older keys again under the current one; returns how many.

        File by file, each replaced in one step: after a kill every file is whole, and the next
        call goes on. Errors: StoreError when a block fails its seal or another run is writing;
        SettingError when its key is not in the ring.
        """
        count = 0
        with vault_files.locked(self.folder):
            for file in vault_files.files(self.folder):
                old = sum(key_id != self.ring.current for key_id in vault_files.key_ids(file))
                if old:
                    with vault_files.writing(file) as writer:
                        for group in vault_files.groups(file):
                            writer.write([self._renewed(found) for found in group])
                    count += old
        return count

    def forget(self, gone: "pa.ChunkedArray[Any]") -> int:
        """Take the IDs of these hashes (16 bytes each) out; returns how many there were.

        File by file, each replaced in one step; a block that keeps other IDs is sealed again.
        Errors: as `rotate`.
        """
        listed = vault_files.sorted_hashes(gone)
        count = 0
        with vault_files.locked(self.folder):
            for file in vault_files.files(self.folder):
                there = pa.chunked_array(vault_files.hashes_of(file), pa.binary())
                found = int(vault_files.are_listed(there, listed).sum())
                if found == len(there):
                    file.unlink()
                elif found:
                    with vault_files.writing(file) as writer:
                        for group in vault_files.groups(file):
                            writer.write([b for one in group for b in self._without(one, listed)])
                count += found
        return count

    def _without(self, found: LocatedBlock, listed: npt.NDArray[np.bytes_]) -> list[SealedBlock]:
        """The block without the listed hashes; none when it holds no other."""
        own = _each_hash(found.block)
        gone = vault_files.are_listed(pa.chunked_array([pa.array(own, pa.binary())]), listed)
        if not gone.any():
            return [found.block]
        if gone.all():
            return []
        pairs = zip(own, _each_number(self._opened(found)), gone, strict=True)
        kept = [(one, number) for one, number, is_gone in pairs if not is_gone]
        hashes = b"".join(one for one, _ in kept)
        return [self._seal(hashes, "".join(number for _, number in kept).encode())]

    def verify(self, identity: bytes) -> VaultCheck:
        """Open every block and hash every ID again under the identity key.

        Errors: StoreError at the first block that fails its seal, is out of order, or holds an ID
        that is not its hash's; SettingError when a key is not in the ring.
        """
        by_key: dict[str, int] = {}
        files, ids = vault_files.files(self.folder), 0
        for file in files:
            for group in vault_files.groups(file):
                for found in group:
                    self._require_own_hashes(found, identity)
                    by_key[found.block.key_id] = by_key.get(found.block.key_id, 0) + 1
                    ids += len(found.block.hashes) // HASH_BYTES
        return VaultCheck(len(files), sum(by_key.values()), ids, by_key)

    def _sealed(self, batch: pa.RecordBatch) -> list[SealedBlock]:
        numbers, hashes = vault_files.by_hash(batch, CITIZEN_ID_DIGITS)
        return [
            self._seal(
                hashes[start * HASH_BYTES : (start + BLOCK_IDS) * HASH_BYTES],
                numbers[start * CITIZEN_ID_DIGITS : (start + BLOCK_IDS) * CITIZEN_ID_DIGITS],
            )
            for start in range(0, batch.num_rows, BLOCK_IDS)
        ]

    def _seal(self, hashes: bytes, numbers: bytes) -> SealedBlock:
        nonce = os.urandom(NONCE_BYTES)
        bound = SealedBlock(self.ring.current, hashes, nonce, b"").bound
        sealed = self._ciphers[self.ring.current].encrypt(nonce, numbers, bound)
        return SealedBlock(self.ring.current, hashes, nonce, sealed)

    def _renewed(self, found: LocatedBlock) -> SealedBlock:
        if found.block.key_id == self.ring.current:
            return found.block
        return self._seal(found.block.hashes, self._opened(found))

    def _opened(self, found: LocatedBlock) -> bytes:
        """The IDs of a block, end to end."""
        block, where = found.block, f"{found.file.name}, {found.number}"
        cipher = self._ciphers.get(block.key_id)
        if cipher is None:
            raise SettingError(
                th=f"{where}: ไม่มีกุญแจ '{block.key_id}' ในพวงกุญแจ เพิ่มกุญแจนี้ใน PPAOS_VAULT_KEYS",
                en=f"{where}: key '{block.key_id}' is not in the ring. Add it to PPAOS_VAULT_KEYS.",
            )
        try:
            numbers = cipher.decrypt(block.nonce, block.sealed, block.bound)
        except (InvalidTag, ValueError) as error:
            raise StoreError(
                th=f"คลังเลขประจำตัว {where}: บล็อกถูกแก้ไข หรือกุญแจ '{block.key_id}' ไม่ใช่ดอกที่ผนึก กู้คืนไฟล์จากสำเนาสำรองหรือใส่กุญแจเดิม",
                en=f"Vault {where}: the block was changed, or key '{block.key_id}' is not the one "
                "that sealed it. Restore the file from a backup or give the right key.",
            ) from error
        return numbers

    def _require_own_hashes(self, found: LocatedBlock, identity: bytes) -> None:
        own = _each_hash(found.block)
        numbers = [number.encode() for number in _each_number(self._opened(found))]
        if own != sorted(own) or own != [keyed_hash.digest(number, identity) for number in numbers]:
            raise StoreError(
                th=f"คลังเลขประจำตัว {found.file.name}, {found.number}: เลขไม่ตรงกับค่าแฮช ใช้กุญแจ PPAOS_IDENTITY_KEY ดอกที่ใช้ตอนนำเข้า",
                en=f"Vault {found.file.name}, {found.number}: an ID does not match its hash. Use the "
                "PPAOS_IDENTITY_KEY of the ingest.",
            )

    def _log(self, wanted: Sequence[bytes], purpose: str, account: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        entry = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "by": account,
            "purpose": purpose,
        }
        lines = [
            json.dumps(entry | {"hash": str(uuid.UUID(bytes=one))}, ensure_ascii=False)
            for one in wanted
        ]
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        handle = os.open(self.folder / REVEALS, flags, OWNER_ONLY)
        with os.fdopen(handle, "a", encoding="utf-8") as stream:
            stream.write("".join(f"{line}\n" for line in lines))
            stream.flush()
            os.fsync(stream.fileno())


def _each_hash(block: SealedBlock) -> list[bytes]:
    starts = range(0, len(block.hashes), HASH_BYTES)
    return [block.hashes[start : start + HASH_BYTES] for start in starts]


def _each_number(numbers: bytes) -> list[str]:
    text = numbers.decode("ascii")
    starts = range(0, len(text), CITIZEN_ID_DIGITS)
    return [text[start : start + CITIZEN_ID_DIGITS] for start in starts]
