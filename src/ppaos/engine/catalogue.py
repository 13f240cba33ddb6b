"""What a store holds: named tables, their files and manifests, as its catalogue says.

A `Store` reads its catalogue anew at every question, so that a run which writes sees what it wrote.
A run that only reads asks a `Snapshot`: one reading of the catalogue, so that what another run
commits in between is not mixed in. A commit removes the files that it replaced; whoever then reads
one of an older snapshot is told to start again.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ppaos.domain.errors import StoreError
from ppaos.engine.manifest import Manifest

FORMAT: Final = 1
CATALOGUE: Final = "catalog.json"


@dataclass(frozen=True)
class StoredTable:
    """The current version of one table."""

    name: str
    files: tuple[Path, ...]
    manifest: Manifest
    history: tuple[Manifest, ...]
    """Manifests of every commit that the current rows stem from, oldest first."""

    @property
    def rows(self) -> int:
        """Number of rows over all files."""
        return sum(manifest.rows for manifest in self.history)


class Catalogue(ABC):
    """Named tables of one store."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @abstractmethod
    def entries(self) -> Mapping[str, dict[str, Any]]:
        """Table -> its `files` and `history` as the catalogue has them, from one reading of it."""

    def snapshot(self) -> "Snapshot":
        """The tables as they are now; later commits do not change the answer."""
        return Snapshot(self.root, self.entries(), exists=self.exists)

    @property
    def exists(self) -> bool:
        """Whether anything was ever committed here."""
        return (self.root / CATALOGUE).exists()

    def names(self) -> list[str]:
        """Names of the tables."""
        return sorted(self.entries())

    def has(self, name: str) -> bool:
        """Whether a table of that name was committed."""
        return name in self.entries()

    def get(self, name: str) -> StoredTable:
        """The version of a table that the catalogue names.

        Errors: StoreError when the store has no such table, or a file of it is gone.
        """
        tables = self.entries()
        entry = tables.get(name)
        if entry is None:
            have = ", ".join(sorted(tables)) or "-"
            raise StoreError(
                th=f"คลังข้อมูล {self.root} ไม่มีตาราง '{name}' (มี: {have}) นำเข้าด้วย ppaos ingest หรือวัดด้วย ppaos measure ก่อน",
                en=f"Store {self.root} has no table '{name}' (it has: {have}). "
                "Run ppaos ingest or ppaos measure first.",
            )
        history = tuple(Manifest.model_validate(item) for item in entry["history"])
        files = tuple(self.root / item for item in entry["files"])
        for file in files:
            if not file.exists():
                raise self.error_of_reading() or StoreError(
                    th=f"ไฟล์ {file} ของตาราง '{name}' หายไป กู้คืนจากสำเนาสำรอง หรือนำเข้าใหม่ในคลังใหม่",
                    en=f"File {file} of table '{name}' is gone. "
                    "Restore it from a backup, or ingest again into a new store.",
                )
        return StoredTable(name, files, history[-1], history)

    def error_of_reading(self) -> StoreError | None:
        """Why a file that the catalogue names cannot be read, when it was replaced; null otherwise."""
        return None


class Snapshot(Catalogue):
    """The tables of a store as one reading of its catalogue has them."""

    def __init__(
        self, root: Path, entries: Mapping[str, dict[str, Any]], *, exists: bool = True
    ) -> None:
        super().__init__(root)
        self._entries, self._exists = entries, exists

    @property
    def exists(self) -> bool:
        """Whether anything had been committed when the catalogue was read."""
        return self._exists

    def entries(self) -> Mapping[str, dict[str, Any]]:
        """Table -> its `files` and `history`."""
        return self._entries

    def snapshot(self) -> "Snapshot":
        """The same."""
        return self

    def error_of_reading(self) -> StoreError | None:
        """That another run committed since, so that files of this state may be gone; null if none did."""
        if read_catalogue(self.root)["tables"] == self._entries:
            return None
        return StoreError(
            th=f"มีงานอื่นเขียนคลังข้อมูล {self.root} ระหว่างที่งานนี้อ่านอยู่ จึงอ่านข้อมูลชุดเดิมต่อไม่ได้ สั่งงานนี้ใหม่",
            en=f"Another run changed store {self.root} while this one read it, so the data that it began with are gone. "
            "Run this again.",
        )


def read_catalogue(root: Path) -> dict[str, Any]:
    """The catalogue of a store; one without tables when nothing was committed.

    Errors: StoreError when it is damaged or was written by another version.
    """
    path = root / CATALOGUE
    if not path.exists():
        return {"format": FORMAT, "tables": {}}
    try:
        catalog: Any = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise _damaged(path) from error
    if not isinstance(catalog, dict) or not isinstance(catalog.get("tables"), dict):
        raise _damaged(path)
    if catalog.get("format") != FORMAT:
        raise StoreError(
            th=f"คลังข้อมูล {root} เขียนโดยโปรแกรมคนละรุ่น ใช้โปรแกรมรุ่นเดิมหรือนำเข้าใหม่",
            en=f"Store {root} was written by another version. Use that one or ingest again.",
        )
    return catalog


def _damaged(path: Path) -> StoreError:
    return StoreError(
        th=f"{path} เสียหาย กู้คืนจากสำเนาสำรอง", en=f"{path} is damaged. Restore it from a backup."
    )
