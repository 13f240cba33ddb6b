"""Take a source, or one file of it, out of the store, as if it had never been ingested.

Rows, quarantine, kept originals and the history of files go in one commit, and then every citizen
ID out of the vault that no row refers to any more; the same file can then be ingested again. Derived
tables are left as they are and named when they are older than the data.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ppaos.domain.errors import StoreError
from ppaos.engine.backends import DEFAULT_URL, connect
from ppaos.engine.store import Store
from ppaos.workflows import vault
from ppaos.workflows.stored import files as stored_files
from ppaos.workflows.stored.files import StoredFile
from ppaos.workflows.stored.sources import OlderTable, older_tables


@dataclass(frozen=True)
class Withdrawn:
    """What was taken out."""

    files: tuple[StoredFile, ...]
    rows: Mapping[str, int]
    """Table -> rows taken out of it."""
    ingest_again: tuple[StoredFile, ...]
    """Other files that had repeated or contradicted the rows: remove them and ingest them again."""
    forgotten_ids: int
    """Citizen IDs taken out of the vault."""
    older: tuple[OlderTable, ...]
    """Derived tables to be made again."""


def withdraw(
    source: str, *, store: Store, file: str | None = None, engine_url: str = DEFAULT_URL
) -> Withdrawn:
    """Take every file of `source` out, or only `file` (a name, or `NAME@IMPORT`).

    Errors: StoreError when nothing of the source is stored or another run is writing; FileError
    when no stored file has the name, or several have; CheckError when rows do not add up, and then
    nothing is changed.
    """
    engine = connect(engine_url)
    try:
        with store.change() as change:
            files = stored_files.stored_files(store)
            mine = [item for item in files if item.source == source]
            if not mine:
                have = ", ".join(sorted({item.source for item in files})) or "-"
                raise StoreError(
                    th=f"คลัง {store.root} ไม่มีข้อมูลของแหล่ง '{source}' (มี: {have})",
                    en=f"Store {store.root} holds nothing of source '{source}' (it has: {have}).",
                )
            taken = tuple(mine if file is None else [stored_files.named(mine, source, file)])
            again = stored_files.contradicted(store, engine, taken)
            rows = stored_files.take_out(store, change, engine, taken)
    finally:
        engine.close()
    return Withdrawn(taken, rows, again, vault.forget_unused(store), older_tables(store))
