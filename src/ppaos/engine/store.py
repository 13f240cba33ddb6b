"""Named tables as Parquet files under one catalogue that changes in one step.

    store/
      catalog.json            table -> files and manifest; replaced atomically at commit
      tables/NAME/VERSION/    the files that one commit wrote
      staging/                values on their way in; there while a run writes
      lock                    held by whoever writes

A commit writes its files beside the old ones and then replaces `catalog.json`. A run that is
killed before that leaves the store as it was; what it left behind is swept by the next writer.
Single files of a table can be taken out or written anew while the others stay where they are.
"""

import json
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from ppaos.domain.errors import StoreError
from ppaos.engine.catalogue import CATALOGUE, Catalogue, Snapshot, read_catalogue
from ppaos.engine.manifest import Manifest


@dataclass
class _Outcome:
    """What a table becomes: files that stay where they are, and the manifests of its rows."""

    kept: tuple[Path, ...] | None = ()
    """None: every file that the table has."""
    history: tuple[Manifest, ...] = ()
    added: list[Manifest] = field(default_factory=list)


@dataclass
class Change:
    """Tables that one commit replaces, appends to or rewrites."""

    root: Path
    version: str
    outcomes: dict[str, _Outcome] = field(default_factory=dict)

    def folder(self, table: str) -> Path:
        """Where to write the new Parquet files of `table` (any depth below it)."""
        folder = self.root / "tables" / table / self.version
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def replace(self, manifest: Manifest) -> None:
        """The files written to `folder` become the whole table."""
        self.outcomes[manifest.table] = _Outcome(added=[manifest.stamped()])

    def append(self, manifest: Manifest) -> None:
        """The files written to `folder` join those that the table has; may be said several times."""
        outcome = self.outcomes.setdefault(manifest.table, _Outcome(kept=None))
        outcome.added.append(manifest.stamped())

    def rewrite(self, table: str, kept_files: Sequence[Path], history: Sequence[Manifest]) -> None:
        """Of the table's files only `kept_files` stay, where they are, beside those of `folder`.

        `history` is said of the rows from now on; `append` adds to it. A table of which neither
        file nor history is left is no longer there.
        """
        added = self.outcomes[table].added if table in self.outcomes else []
        self.outcomes[table] = _Outcome(tuple(kept_files), tuple(history), added)


class Store(Catalogue):
    """A folder of named tables, whose catalogue is read anew at every question."""

    def entries(self) -> Mapping[str, dict[str, Any]]:
        """Table -> its `files` and `history` as the catalogue has them now."""
        tables: dict[str, dict[str, Any]] = read_catalogue(self.root)["tables"]
        return tables

    @contextmanager
    def change(self) -> Iterator[Change]:
        """Write tables; they become visible together when the block ends without an error.

        Errors: StoreError when another run is writing.
        """
        lock = FileLock(self.root / "lock")
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
        except OSError as error:
            if isinstance(error, Timeout):
                raise _locked(self.root) from error
            raise StoreError(
                th=f"เขียนคลังข้อมูล {self.root} ไม่ได้ ({error.strerror}) ตรวจว่าเป็นโฟลเดอร์และมีสิทธิ์เขียน",
                en=f"Store {self.root} cannot be written ({error.strerror}). "
                "Check that it is a folder and that you may write there.",
            ) from error
        try:
            self._sweep()
            change = Change(self.root, uuid.uuid4().hex[:12])
            yield change
            self._commit(change)
        finally:
            lock.release()

    def _commit(self, change: Change) -> None:
        if not change.outcomes:
            return
        catalog = read_catalogue(self.root)
        for name, outcome in change.outcomes.items():
            entry = self._entry(change, name, outcome, catalog["tables"].get(name))
            catalog["tables"].pop(name, None)
            if entry["files"] or entry["history"]:
                catalog["tables"][name] = entry
        fresh = self.root / f"catalog.{change.version}.tmp"
        fresh.write_text(json.dumps(catalog, ensure_ascii=False, indent=1), "utf-8")
        _flush(fresh)
        fresh.replace(self.root / CATALOGUE)
        _flush(self.root)
        self._sweep()

    def _entry(
        self, change: Change, name: str, outcome: _Outcome, now: dict[str, Any] | None
    ) -> dict[str, Any]:
        """The table's new entry in the catalogue; its new files are safely on the disk."""
        folder = self.root / "tables" / name / change.version
        files = sorted(folder.rglob("*.parquet"))
        for file in files:
            _flush(file)
        for place, manifest in enumerate(outcome.added):
            mark = f"-{place + 1}" if len(outcome.added) > 1 else ""
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"manifest{mark}.json"
            path.write_text(manifest.model_dump_json(indent=1), "utf-8")
        if outcome.kept is None:
            now = now or {"files": [], "history": []}
            kept, history = now["files"], now["history"]
        else:
            kept = [file.relative_to(self.root).as_posix() for file in outcome.kept]
            history = [manifest.model_dump(mode="json") for manifest in outcome.history]
        return {
            "files": [*kept, *[file.relative_to(self.root).as_posix() for file in files]],
            "history": [*history, *[item.model_dump(mode="json") for item in outcome.added]],
        }

    def _sweep(self) -> None:
        """Remove what no table refers to: left by killed runs, replaced or taken out."""
        tables = self.entries()
        used = {item for entry in tables.values() for item in entry["files"]}
        for folder in self.root.glob("tables/*/*"):
            inside = f"{folder.relative_to(self.root).as_posix()}/"
            if not any(item.startswith(inside) for item in used):
                shutil.rmtree(folder, ignore_errors=True)
                continue
            for file in folder.rglob("*.parquet"):
                if file.relative_to(self.root).as_posix() not in used:
                    file.unlink()
            for file in folder.glob("manifest*.json"):
                if not _is_said(file, tables[folder.parent.name]["history"]):
                    file.unlink()
        for folder in self.root.glob("tables/*"):
            if not any(folder.iterdir()):
                folder.rmdir()
        shutil.rmtree(self.root / "staging", ignore_errors=True)
        for file in self.root.glob("catalog.*.tmp"):
            file.unlink(missing_ok=True)


def snapshot_of(store: Catalogue | Path | str) -> Snapshot:
    """What a store holds now, for a run that only reads."""
    return (store if isinstance(store, Catalogue) else Store(Path(store))).snapshot()


def _locked(root: Path) -> StoreError:
    return StoreError(
        th=f"มีงานอื่นกำลังเขียนคลังข้อมูล {root} รอให้เสร็จแล้วลองใหม่",
        en=f"Another run is writing store {root}. Wait for it, then try again.",
    )


def _is_said(file: Path, history: list[dict[str, Any]]) -> bool:
    """Whether a manifest beside the files is one of the catalogue's."""
    try:
        return json.loads(file.read_text("utf-8")) in history
    except ValueError:
        return False


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
