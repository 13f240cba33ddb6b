"""Citizen IDs of a store: the keys of its ingest, and checking, renewing and showing its vault.

A hash made under another key would link nobody, silently; so a store keeps the fingerprint of its
identity key in the manifests of its imports, and refuses every other key.
"""

import getpass
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final
from uuid import UUID

import ibis
import pyarrow as pa

from ppaos.domain import relations as ir
from ppaos.domain.errors import SettingError, StoreError
from ppaos.domain.identity import keyed_hash
from ppaos.domain.identity.citizen_id import format_citizen_id, mask_citizen_id
from ppaos.domain.intake import key_verdicts as intake_verdicts
from ppaos.engine.backends import Engine, connect
from ppaos.engine.store import Store
from ppaos.engine.vault import keyring
from ppaos.engine.vault.keyring import IdentityKey
from ppaos.engine.vault.vault import Vault, VaultCheck
from ppaos.workflows.ingest.stage import Stage

VAULT_FOLDER: Final = "PPAOS_VAULT"
FINGERPRINT: Final = "identity_key"
_IDS_A_SLICE: Final = 4_000_000
_IDS_A_BATCH: Final = 1_048_576


@dataclass(frozen=True)
class Checked:
    """A vault whose every block was opened, and what the store has that it lacks."""

    verified: VaultCheck
    missing: int
    """Hashes in the store's tables without an ID in the vault."""


@dataclass(frozen=True)
class Shown:
    """A citizen ID as it may be shown."""

    hash: UUID
    text: str
    """In clear when a purpose was given, else masked; always grouped."""


@dataclass(frozen=True)
class KeyFiles:
    """Key files of a folder, as the settings that name them."""

    settings: tuple[tuple[str, Path], ...]
    has_renewed: bool
    """Whether a ring that was there got a new first key."""


class IntakeIdentity:
    """Identity key and vault of one import; neither is made for sources without citizen IDs.

    Errors, before any file is read: SettingError for a weak key, or when the store has a key and
    this run has none; StoreError when the store was hashed under another.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        if _fingerprints(store) or keyring.is_given(store.root, keyring.IDENTITY_KEY):
            _ = self.key
            if keyring.is_given(store.root, keyring.VAULT_KEYS):
                _ = self.vault

    @cached_property
    def key(self) -> IdentityKey:
        """The key of this import, checked against the one that the store knows."""
        key = keyring.identity_key(self.store.root, make=not _fingerprints(self.store))
        _require_same_key(self.store, key)
        return key

    @cached_property
    def vault(self) -> Vault:
        """The vault that new IDs join."""
        ring = keyring.keyring(self.store.root, make=True)
        if self.key.value in ring.keys.values():
            raise SettingError(
                th="กุญแจของเลขประจำตัวกับกุญแจคลังเลขประจำตัวเป็นดอกเดียวกัน ใช้คนละดอก สร้างด้วย ppaos vault new-key",
                en="The identity key is also a vault key. Use two keys; make them with ppaos vault new-key.",
            )
        return Vault(vault_folder(self.store.root), ring)

    def secret(self, citizen_ids: Sequence[str]) -> bytes:
        """Bytes of the key, empty when there is nothing to hash."""
        return self.key.value if citizen_ids else b""

    def settings(self, citizen_ids: Sequence[str]) -> dict[str, str]:
        """What the manifest of a table with hashes keeps of the key."""
        return {FINGERPRINT: self.key.fingerprint} if citizen_ids else {}

    def require_marked(self, stage: Stage) -> None:
        """Refuse citizen IDs of rows that are not marked synthetic under a key beside the store.

        Errors: SettingError, saying which key to set.
        """
        if not stage.citizen_ids or not stage.typed:
            return
        beside = [
            name
            for name, is_beside in (
                (keyring.IDENTITY_KEY, self.key.is_beside),
                (keyring.VAULT_KEYS, self.vault.ring.is_beside),
            )
            if is_beside
        ]
        if beside and (rows := self._unmarked(stage)):
            names = ", ".join(beside)
            raise SettingError(
                th=f"{stage.source.source}: {rows:,} แถวมีเลขประจำตัวและไม่ได้ทำเครื่องหมายข้อมูลสังเคราะห์ จึงต้องตั้งกุญแจที่เก็บแยกจากคลัง: {names} สร้างด้วย ppaos vault new-key ยังไม่มีแถวใดถูกเก็บ",
                en=f"{stage.source.source}: {rows:,} rows hold a citizen ID and are not marked synthetic, "
                f"so they need keys that are kept apart from the store: set {names}. "
                "Make them with ppaos vault new-key. Nothing was stored.",
            )

    def keep(self, stage: Stage) -> int:
        """Add every ID of the accepted rows that the vault lacks; returns how many.

        Called before the commit of their rows: a run that dies in between leaves IDs in the vault
        that no row refers to, which is harmless, and never a row whose ID was lost.
        """
        if not stage.citizen_ids or not stage.typed:
            return 0
        return self.vault.add(self._new(stage))

    def _new(self, stage: Stage) -> Iterator[pa.RecordBatch]:
        """IDs that the vault lacks, in slices by two of their digits, so that memory is bounded."""
        rows, engine = stage.taken(), stage.engine
        known = ibis.memtable(self.vault.hashes())
        count = engine.arrow(rows.aggregate(rows=rows.count()))["rows"][0].as_py()
        slices = 1 + count * len(stage.citizen_ids) // _IDS_A_SLICE
        for part in range(slices):
            ids = intake_verdicts.sealable(
                rows, stage.citizen_ids, self.key.value, part=part, parts=slices
            )
            found = engine.arrow(ids.anti_join(known, "hash"))
            yield from found.combine_chunks().to_batches(max_chunksize=_IDS_A_BATCH)

    @staticmethod
    def _unmarked(stage: Stage) -> int:
        marks = [item.name for item in stage.source.form.fields if item.kind == "synthetic_mark"]
        rows = stage.sound()
        has_id = ibis.or_(*[rows[name].notnull() for name in stage.citizen_ids])
        is_marked = ir.claim(ibis.and_(*[rows[name].fill_null(False) for name in marks]))
        found = rows.filter(has_id & ~is_marked if marks else has_id)
        return int(stage.engine.arrow(found.aggregate(rows=found.count()))["rows"][0].as_py())


def new_settings() -> tuple[str, str]:
    """New keys as lines of an environment file, to be kept apart from the store."""
    identity, entry = keyring.new_key().hex(), keyring.new_entry()
    return f"{keyring.IDENTITY_KEY}={identity}", f"{keyring.VAULT_KEYS}={entry}"


def write_keys(folder: Path) -> KeyFiles:
    """New key files in `folder`, open to their owner only.

    An identity key that is there stays, since hashes depend on it; a ring that is there gets a new
    first key. Errors: as `keyring`, for files there that cannot be read or hold weak keys.
    """
    identity, ring = folder / "identity.key", folder / "vault.keys"
    if not identity.exists():
        keyring.write_secret(identity, keyring.new_key().hex())
    has_ring = ring.exists()
    if has_ring:
        keyring.prepend(ring, keyring.new_entry())
    else:
        keyring.write_secret(ring, keyring.new_entry())
    settings = (
        (f"{keyring.IDENTITY_KEY}_FILE", identity.absolute()),
        (f"{keyring.VAULT_KEYS}_FILE", ring.absolute()),
    )
    return KeyFiles(settings, has_ring)


def vault_folder(root: Path) -> Path:
    """Where the vault of the store at `root` is: PPAOS_VAULT, else a folder of the store."""
    return Path(os.environ.get(VAULT_FOLDER) or root / "vault")


def check(store: Store) -> Checked:
    """Open every block, hash every ID again, and look for hashes in tables that have no ID.

    Errors: as `Vault.verify`; SettingError without keys; StoreError under another identity key.
    """
    key, vault = _identity(store), _vault(store)
    verified = vault.verify(key.value)
    engine = connect()
    try:
        return Checked(verified, _without_id(store, engine, vault))
    finally:
        engine.close()


def rotate(store: Store) -> int:
    """Seal what older keys sealed again under the first of the ring; returns the blocks.

    Errors: as `Vault.rotate`; SettingError without keys.
    """
    return _vault(store).rotate()


def forget_unused(store: Store) -> int:
    """Take every ID out of the vault that no ingested table refers to any more; returns how many.

    For when rows were withdrawn or corrected. No import runs meanwhile: it seals IDs before their
    rows are there. Errors: StoreError when another run is writing; as `Vault.forget`.
    """
    if not vault_folder(store.root).exists():
        return 0
    with store.change():
        vault, engine = _vault(store), connect()
        try:
            there = ibis.memtable(vault.hashes())
            stored = _stored_hashes(store, engine)
            gone = there if stored is None else there.anti_join(stored, "hash")
            return vault.forget(engine.arrow(gone)["hash"])
        finally:
            engine.close()


def show(
    store: Store, person: str, *, purpose: str | None = None, account: str | None = None
) -> Shown:
    """The citizen ID of a person (person_id or hash): masked, or in clear for a stated purpose.

    With a purpose the reveal is on record before the number is read, for `account`, by default the
    one that runs the program. Errors: SettingError when
    `person` is no UUID, the purpose is blank or keys are missing; StoreError when the vault has no
    such ID.
    """
    try:
        wanted = UUID(person)
    except ValueError as error:
        raise SettingError(
            th=f"'{person}' ไม่ใช่รหัสบุคคล ใช้ค่า person_id หรือ citizen_id_hash ซึ่งเป็น UUID",
            en=f"'{person}' is not a person's code. Give a person_id or citizen_id_hash, a UUID.",
        ) from error
    vault = _vault(store)
    if not vault.has(wanted.bytes):
        raise StoreError(
            th=f"คลังเลขประจำตัวไม่มีเลขของ {wanted} บุคคลนี้อาจไม่มีเลขประจำตัวที่ถูกต้องในแหล่งใด",
            en=f"The vault has no citizen ID of {wanted}. Perhaps no source holds a valid one.",
        )
    if purpose is None:
        return Shown(wanted, mask_citizen_id("0" * 13))
    found = vault.reveal([wanted.bytes], purpose=purpose, account=account or getpass.getuser())
    return Shown(wanted, format_citizen_id(found[wanted.bytes]))


def hash_of_citizen_id(store: Store, number: str) -> UUID:
    """The hash by which the store knows a citizen ID of 13 digits, in the store or not.

    Errors: SettingError without the key; StoreError under another key than the store's.
    """
    return keyed_hash.hashed(number, _identity(store).value)


def _vault(store: Store) -> Vault:
    return Vault(vault_folder(store.root), keyring.keyring(store.root))


def _identity(store: Store) -> IdentityKey:
    key = keyring.identity_key(store.root)
    _require_same_key(store, key)
    return key


def _fingerprints(store: Store) -> set[str]:
    """Of the identity keys under which the store's rows were hashed: none or one."""
    return {
        manifest.settings[FINGERPRINT]
        for name in store.names()
        for manifest in store.get(name).history
        if FINGERPRINT in manifest.settings
    }


def _require_same_key(store: Store, key: IdentityKey) -> None:
    known = _fingerprints(store)
    if known - {key.fingerprint}:
        raise StoreError(
            th=f"คลังข้อมูล {store.root} ใช้กุญแจเลขประจำตัวดอกอื่น (ลายนิ้วมือ {', '.join(sorted(known))}) กุญแจนี้คือ {key.fingerprint} ซึ่งจะเชื่อมคนเดียวกันไม่ได้ ตั้ง {keyring.IDENTITY_KEY} ให้เป็นดอกเดิม หรือนำเข้าลงคลังใหม่",
            en=f"Store {store.root} was hashed under another identity key (fingerprint "
            f"{', '.join(sorted(known))}; this one is {key.fingerprint}), so the same people would "
            f"not link. Set {keyring.IDENTITY_KEY} to the first key, or ingest into a new store.",
        )


def _without_id(store: Store, engine: Engine, vault: Vault) -> int:
    """Distinct hashes in the store's ingested tables that the vault lacks."""
    stored = _stored_hashes(store, engine)
    if stored is None:
        return 0
    lacking = stored.anti_join(ibis.memtable(vault.hashes()), "hash")
    return int(engine.arrow(lacking.aggregate(rows=lacking.count()))["rows"][0].as_py())


def _stored_hashes(store: Store, engine: Engine) -> ir.Table | None:
    """Column `hash` (16 bytes) of every ID that an ingested table refers to, each once."""
    parts = []
    for name in store.names():
        table = store.get(name)
        if any(FINGERPRINT in manifest.settings for manifest in table.history):
            rows = engine.parquet(table.files)
            parts += [
                rows.select(hash=rows[column])
                for column in rows.columns
                if column.endswith(intake_verdicts.CITIZEN_ID_HASH)
                and rows[column].type().is_uuid()
            ]
    if not parts:
        return None
    every = ibis.union(*parts, distinct=True) if len(parts) > 1 else parts[0].distinct()
    every = every.filter(every["hash"].notnull())
    return every.select(hash=intake_verdicts.hash_bytes(every["hash"]))
