"""Citizen IDs of one import: the key that hashes them and the vault that keeps them.

In: a store and the stage of a source. Out: the secret for hashing, what the manifest keeps of the
key, and the IDs of accepted rows in the vault, sealed before their rows are committed.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

import ibis
import pyarrow as pa

from ppaos.domain import relations as ir
from ppaos.domain.errors import SettingError
from ppaos.domain.intake import key_verdicts as intake_verdicts
from ppaos.engine.store import Store
from ppaos.engine.vault import keyring
from ppaos.engine.vault.keyring import IdentityKey
from ppaos.engine.vault.vault import Vault
from ppaos.workflows.ingest.stage import Stage
from ppaos.workflows.vault import fingerprints, require_same_key, vault_folder

_IDS_A_SLICE: Final = 4_000_000
_IDS_A_BATCH: Final = 1_048_576


class IntakeIdentity:
    """Identity key and vault of one import; neither is made for sources without citizen IDs.

    Errors, before any file is read: SettingError for a weak key, or when the store has a key and
    this run has none; StoreError when the store was hashed under another.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        if fingerprints(store) or keyring.is_given(store.root, keyring.IDENTITY_KEY):
            _ = self.key
            if keyring.is_given(store.root, keyring.VAULT_KEYS):
                _ = self.vault

    @cached_property
    def key(self) -> IdentityKey:
        """The key of this import, checked against the one that the store knows."""
        key = keyring.identity_key(self.store.root, make=not fingerprints(self.store))
        require_same_key(self.store, key)
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

    def fingerprint(self, citizen_ids: Sequence[str]) -> str | None:
        """Fingerprint of the key, for the manifest of a table with hashes; null for one without."""
        return self.key.fingerprint if citizen_ids else None

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
        marks = [
            item.name for item in stage.source.row_schema.fields if item.kind == "synthetic_mark"
        ]
        rows = stage.sound()
        has_id = ibis.or_(*[rows[name].notnull() for name in stage.citizen_ids])
        is_marked = ir.claim(ibis.and_(*[rows[name].fill_null(False) for name in marks]))
        found = rows.filter(has_id & ~is_marked if marks else has_id)
        return int(stage.engine.arrow(found.aggregate(rows=found.count()))["rows"][0].as_py())
