"""Which files the ingested rows of a store came from, and taking the rows of some out again.

Every import writes what it took into the manifests of its tables: the stored rows of the source,
the quarantine and the kept originals. From these come the stored files; `take_out` rewrites the
three tables and their manifests as if the files had never been there. Rows of other files are not
touched, and each table is counted before and after.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Final

import pyarrow.parquet as pq

from ppaos.domain import relations as ir
from ppaos.domain.errors import FileError, StoreError
from ppaos.domain.intake.schema import FILE, IMPORT
from ppaos.engine.backends import Engine
from ppaos.engine.catalogue import Catalogue, StoredTable
from ppaos.engine.checks import require_equal
from ppaos.engine.manifest import Manifest
from ppaos.engine.store import Change, Store
from ppaos.engine.table_settings import ImportFile, ImportSettings, import_settings

QUARANTINE: Final = "quarantine"
ORIGINALS: Final = "ingest_originals"
_CONTRADICTIONS: Final = ("conflicting_key", "conflicts_with_stored")
Origin = tuple[str, int]
"""Source and number of the import."""


@dataclass(frozen=True)
class StoredFile:
    """One file that an import took."""

    source: str
    table: str
    import_number: int
    number: int
    """Number of the file within the import, over all its sources."""
    name: str
    digest: str
    source_hash: str
    rows: int
    accepted: int
    quarantined: int
    repeats: int
    ingested_on: str
    """Date, ISO."""
    corrects: tuple[str, ...] = ()
    """Stored files that it took the place of."""

    @property
    def mark(self) -> str:
        """Name that tells it from other stored files of the same name."""
        return f"{self.name}@{self.import_number}"

    @property
    def origin(self) -> Origin:
        """Source and import."""
        return self.source, self.import_number


def is_ingested(table: StoredTable) -> bool:
    """Whether imports write the table, rather than a computation over other tables."""
    return all(import_settings(manifest) is not None for manifest in table.history)


def stored_files(store: Catalogue) -> tuple[StoredFile, ...]:
    """Every file of which the store holds rows, findings or originals, by import and number."""
    found: dict[tuple[int, int], StoredFile] = {}
    for name in store.names():
        for manifest in store.get(name).history:
            for item in _entries(manifest):
                file = _stored_file(manifest, item)
                found.setdefault((file.import_number, file.number), file)
    return tuple(found[key] for key in sorted(found))


def named(files: Sequence[StoredFile], source: str, wanted: str) -> StoredFile:
    """The stored file of a source by name, or by `NAME@IMPORT` where several have the name.

    Errors: FileError that lists the stored files when there is none or more than one.
    """
    found = matching(files, source, wanted)
    if len(found) == 1:
        return found[0]
    if found:
        marks = ", ".join(f"{item.mark} ({item.ingested_on})" for item in found)
        raise FileError(
            th=f"มีไฟล์ชื่อ '{wanted}' ของ {source} ในคลังหลายไฟล์ ระบุให้ชัด: {marks}",
            en=f"Several stored files of {source} are named '{wanted}'. Name one of them: {marks}.",
        )
    marks = ", ".join(item.mark for item in files if item.source == source) or "-"
    raise FileError(
        th=f"คลังไม่มีไฟล์ชื่อ '{wanted}' ของ {source} (มี: {marks})",
        en=f"The store has no file '{wanted}' of {source} (it has: {marks}).",
    )


def matching(files: Sequence[StoredFile], source: str, wanted: str) -> list[StoredFile]:
    """Stored files of a source of a name or a mark."""
    return [item for item in files if item.source == source and wanted in (item.name, item.mark)]


def rows_without(rows: ir.Table, taken: Collection[StoredFile]) -> ir.Table:
    """Rows of a source's table but those of the files."""
    return rows.filter(~_is_of(rows, taken)) if taken else rows


def contradicted(
    store: Store, engine: Engine, taken: Collection[StoredFile]
) -> tuple[StoredFile, ...]:
    """Other files whose rows were judged while `taken` were there: they repeated or contradicted rows.

    Their repeats are stored nowhere else and their quarantined rows may be right now, so that they
    should be removed and ingested again.
    """
    first = {item.table: item.import_number for item in sorted(taken, key=_order, reverse=True)}
    later = [
        item
        for item in stored_files(store)
        if item not in taken and item.import_number >= first.get(item.table, item.import_number + 1)
    ]
    disputed: set[tuple[int, str]] = set()
    if store.has(QUARANTINE) and any(item.quarantined for item in later):
        rows = engine.parquet(store.get(QUARANTINE).files)
        rows = rows.filter(rows["code"].isin(_CONTRADICTIONS)).select("import_number", "file")
        listed = engine.arrow(rows.distinct()).to_pylist()
        disputed = {(item["import_number"], item["file"]) for item in listed}
    return tuple(
        item for item in later if item.repeats or (item.import_number, item.name) in disputed
    )


def take_out(
    store: Store, change: Change, engine: Engine, taken: Collection[StoredFile]
) -> dict[str, int]:
    """Take the rows of files out of every ingested table; returns table -> rows taken out.

    Errors: CheckError when the rows that stay and those taken out are not all there were.
    """
    done: dict[str, int] = {}
    for name in store.names():
        table = store.get(name)
        if not is_ingested(table) or not _touched(table, taken):
            continue
        done[name] = _TableWithout(store, change, engine, table, taken).write()
    for name in {item.table for item in taken}:
        require_equal(
            done.get(name, 0),
            sum(item.accepted for item in taken if item.table == name),
            th=f"แถวที่ถอดออกจากตาราง '{name}' ไม่ตรงกับที่บันทึกไว้ตอนนำเข้า จึงไม่เปลี่ยนอะไรเลย",
            en=f"Rows taken out of table '{name}' are not those counted when they came in; nothing was changed",
        )
    return done


class _TableWithout:
    """One table without the rows of some files."""

    def __init__(
        self,
        store: Store,
        change: Change,
        engine: Engine,
        table: StoredTable,
        taken: Collection[StoredFile],
    ) -> None:
        self.store, self.change, self.engine = store, change, engine
        self.table, self.taken = table, taken
        self.gone = {item.origin for item in taken} - _kept_origins(table, taken)
        """Imports of a source of which no file stays."""
        self.removed: dict[Origin, int] = {}

    def write(self) -> int:
        """Tell the change what stays; returns the rows taken out."""
        touched = {item.origin for item in self.taken}
        root = self.store.root
        kept = [
            file
            for file in self.table.files
            if (origin := _origin(file.relative_to(root))) not in touched
            or self._stays(file, origin)
        ]
        history = [
            manifest
            for before in self.table.history
            if (manifest := self._manifest(before)) is not None
        ]
        self.change.rewrite(self.table.name, kept, history)
        return sum(self.removed.values())

    def _stays(self, file: Path, origin: Origin) -> bool:
        """Whether a file holds none of the rows; one that holds some is written anew without."""
        there = pq.read_metadata(file).num_rows
        if origin in self.gone:
            self._count(origin, there)
            return False
        rows = self.engine.parquet([file])
        of_taken = _is_of(rows, [item for item in self.taken if item.origin == origin])
        counted = self.engine.arrow(rows.aggregate(rows=rows.count(where=of_taken)))["rows"][
            0
        ].as_py()
        if not counted:
            return True
        inside = file.relative_to(self.store.root / "tables" / self.table.name)
        target = self.change.folder(self.table.name).joinpath(*inside.parts[1:])
        written = self.engine.write_parquet(rows.filter(~of_taken), target)
        require_equal(
            written + counted,
            there,
            th=f"{file.name}: แถวที่เหลือรวมกับแถวที่ถอดออกไม่ครบ จึงไม่เปลี่ยนอะไรเลย",
            en=f"{file.name}: rows that stay and rows taken out are not all of them; nothing was changed",
        )
        if not written:
            target.unlink()
        self._count(origin, counted)
        return False

    def _count(self, origin: Origin, rows: int) -> None:
        self.removed[origin] = self.removed.get(origin, 0) + rows

    def _manifest(self, manifest: Manifest) -> Manifest | None:
        """The manifest of what is left, None when nothing is."""
        origin = _written_by(manifest)
        numbers = {item.number for item in self.taken if item.origin == origin}
        left = [item for item in _entries(manifest) if item.number not in numbers]
        rows = manifest.rows - self.removed.get(origin, 0)
        if not rows:
            return None
        return manifest.model_copy(
            update={
                "rows": rows,
                "inputs": {item.name: item.digest for item in left},
                "counts": counts(left),
                "settings": {**manifest.settings, "files": [item.as_document() for item in left]},
            }
        )


def counts(files: Sequence[ImportFile]) -> dict[str, int]:
    """The proof of an import: rows in, accepted, quarantined and repeats over its files."""
    return {
        "in": sum(item.rows for item in files),
        "accepted": sum(item.accepted for item in files),
        "quarantined": sum(item.quarantined for item in files),
        "repeats": sum(item.repeats for item in files),
    }


def _entries(manifest: Manifest) -> tuple[ImportFile, ...]:
    settings = import_settings(manifest)
    return settings.files if settings is not None and settings.source and settings.table else ()


def _written_by(manifest: Manifest) -> Origin:
    settings = _import(manifest)
    return settings.source, settings.number


def _import(manifest: Manifest) -> ImportSettings:
    """Settings of a manifest that an import wrote. Errors: StoreError for one of a computed table."""
    settings = import_settings(manifest)
    if settings is None:
        raise StoreError(
            th=f"ตาราง '{manifest.table}' ไม่ได้มาจากการนำเข้า จึงถอนไฟล์ออกไม่ได้",
            en=f"Table '{manifest.table}' was not written by an import, so no file can be taken out of it.",
        )
    return settings


def _stored_file(manifest: Manifest, item: ImportFile) -> StoredFile:
    settings = _import(manifest)
    return StoredFile(
        settings.source,
        settings.table,
        settings.number,
        item.number,
        item.name,
        item.digest,
        item.source_hash,
        item.rows,
        item.accepted,
        item.quarantined,
        item.repeats,
        manifest.made_at[:10],
        item.corrects,
    )


def _touched(table: StoredTable, taken: Collection[StoredFile]) -> bool:
    origins = {item.origin for item in taken}
    return any(_written_by(manifest) in origins for manifest in table.history)


def _kept_origins(table: StoredTable, taken: Collection[StoredFile]) -> set[Origin]:
    """Imports of a source of which at least one file stays."""
    numbers = {(item.import_number, item.number) for item in taken}
    return {
        _written_by(manifest)
        for manifest in table.history
        for item in _entries(manifest)
        if (_import(manifest).number, item.number) not in numbers
    }


def _origin(file: Path) -> Origin:
    """Source and import that wrote a stored file: `source=NAME/.../import-00001.parquet`."""
    _, number, *rest = file.stem.split("-", 2)
    parts = [part.removeprefix("source=") for part in file.parts if part.startswith("source=")]
    return (parts[-1] if parts else rest[0]), int(number)


def _is_of(rows: ir.Table, taken: Collection[StoredFile]) -> ir.BooleanValue:
    """Whether a row stems from one of the files; findings name the file, stored rows number it."""
    by_name = IMPORT not in rows.columns
    parts: list[ir.BooleanValue] = []
    for source, number in sorted({item.origin for item in taken}):
        files = [item for item in taken if item.origin == (source, number)]
        if by_name:
            here = (rows["import_number"] == number) & (rows["source"] == source)
            parts.append(here & rows["file"].isin([item.name for item in files]))
        else:
            here = rows[IMPORT] == number
            parts.append(here & rows[FILE].isin([item.number for item in files]))
    return reduce(or_, parts)


def _order(file: StoredFile) -> tuple[int, int]:
    return file.import_number, file.number
