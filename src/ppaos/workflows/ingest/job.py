"""Bring agencies' files into the store: accepted rows, quarantined rows and exact repeats.

Rows in = rows accepted + rows quarantined + exact repeats, each counted on its own: by the pass
over the file, from the Parquet files written, from the quarantine written, and from the verdicts
on keys. When the sum does not hold nothing is stored. A file that was ingested before, or a run
whose rows are all stored already, changes nothing. The rows of a file that is corrected go out in
the commit that brings the corrected ones in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ppaos.adapters import quarantine_report
from ppaos.definitions.sources import loader
from ppaos.definitions.sources.loader import Source
from ppaos.domain.errors import CheckError, SettingError, UserError
from ppaos.domain.progress import Progress, Silent
from ppaos.engine.backends import DEFAULT_URL, DuckDBEngine, connect
from ppaos.engine.manifest import Manifest
from ppaos.engine.store import Change, Store
from ppaos.engine.table_settings import ImportFile, ImportSettings, import_settings
from ppaos.workflows.ingest import files as intake_files, tables as intake_tables
from ppaos.workflows.ingest.corrections import Corrections
from ppaos.workflows.ingest.files import ExaminedFile
from ppaos.workflows.ingest.identities import IntakeIdentity
from ppaos.workflows.ingest.stage import Stage
from ppaos.workflows.ingest.summary import FileRefusal, FileResult, IngestSummary, prove
from ppaos.workflows.ingest.tables import Findings
from ppaos.workflows.stored import files as stored_files
from ppaos.workflows.stored.files import ORIGINALS, QUARANTINE, StoredFile
from ppaos.workflows.stored.staging import staging
from ppaos.workflows.vault import forget_unused

__all__ = ["FileRefusal", "FileResult", "IngestSummary", "ingest"]


@dataclass
class _Batch:
    """Files of one source within the import."""

    stage: Stage
    opened: dict[int, ExaminedFile] = field(default_factory=dict)
    accepted: dict[int, int] = field(default_factory=dict)
    repeats: dict[int, int] = field(default_factory=dict)
    quarantined: dict[int, int] = field(default_factory=dict)
    findings: Findings = field(default_factory=lambda: Findings(None, None, None))
    corrects: dict[int, tuple[StoredFile, ...]] = field(default_factory=dict)


def ingest(
    paths: Sequence[Path],
    *,
    store: Store,
    source: str | Path | None = None,
    report_folder: Path | None = None,
    engine_url: str = DEFAULT_URL,
    corrects: bool | str | Sequence[str] = False,
    progress: Progress | None = None,
) -> IngestSummary:
    """Take files and folders into `store`; tell the source from the headers unless it is given.

    A file that cannot be read or lacks required columns is refused whole and reported; the others
    go on. The report of findings goes to `report_folder` (none is written without one).
    With `corrects` each file replaces the stored file of its name, or the stored files named by
    `NAME` or `NAME@IMPORT`; a file that has nothing to replace is refused.
    Errors: FileError when a path does not exist or holds no data files; DocumentError for the
    source; StoreError when another run is writing; CheckError when the rows do not add up, and
    then nothing is stored.
    """
    found = intake_files.find(list(paths))
    chosen = None if source is None else loader.load(source)
    with store.change() as change, staging(change) as folder:
        engine = _engine(engine_url, folder)
        try:
            run = _Import(store, change, folder, engine, progress or Silent(), corrects)
            summary = run.run(found, chosen, report_folder)
        finally:
            engine.close()
    if summary.replaced:
        forget_unused(store)
    return summary


class _Import:
    """One call of `ingest`."""

    def __init__(
        self,
        store: Store,
        change: Change,
        folder: Path,
        engine: DuckDBEngine,
        progress: Progress,
        corrects: bool | str | Sequence[str],
    ) -> None:
        self.store, self.change, self.folder = store, change, folder
        self.engine, self.progress = engine, progress
        self.number = 1 + max(
            (
                settings.number
                for name in store.names()
                for manifest in store.get(name).history
                if (settings := import_settings(manifest)) is not None
            ),
            default=0,
        )
        self.identity = IntakeIdentity(store)
        self.batches: dict[str, _Batch] = {}
        self.results: list[FileResult] = []
        self.refused: list[FileRefusal] = []
        self.known = _ingested_before(store)
        self.corrections = Corrections(stored_files.stored_files(store), corrects)
        self.taken: dict[str, StoredFile] = {}

    def run(
        self, found: intake_files.FilesToImport, source: Source | None, report_folder: Path | None
    ) -> IngestSummary:
        """Stage every file, judge keys over all of them, write, check and report."""
        size = sum(path.stat().st_size for path in found.files.values())
        with self.progress.step(
            th="อ่านและตรวจไฟล์", en="Reading and checking files", total=2 * size
        ) as step:
            for number, (name, path) in enumerate(found.files.items(), start=1):
                self._take(number, name, path, source, step.advance)
        for batch in self.batches.values():
            self.identity.require_marked(batch.stage)
        for batch in self.batches.values():
            self._settle(batch)
        report = self._report(report_folder)
        notes = sum(self._count(batch.findings.notes) for batch in self.batches.values())
        taken = tuple(self.taken.values())
        again = stored_files.contradicted(self.store, self.engine, taken)
        changed = self._commit(taken)
        order = {name: place for place, name in enumerate(found.files)}
        return IngestSummary(
            tuple(sorted(self.results, key=lambda item: order[item.name])),
            tuple(self.refused),
            found.skipped,
            notes,
            report,
            changed,
            taken,
            again,
        )

    def _take(self, number: int, name: str, path: Path, source: Source | None, seen: Any) -> None:
        """Examine and stage one file, or note why not."""
        size = path.stat().st_size
        try:
            opened = intake_files.open_file(name, path, source, self.folder, seen=seen)
            mark = (opened.digest, opened.source.content_hash)
            replaced = self.corrections.replaced_by(opened)
            if mark in self.known and not replaced:
                self.results.append(_result(opened, repeats=opened.rows, ingested_before=True))
            else:
                batch = self._batch(opened.source)
                if opened.rows:
                    batch.stage.read(opened, number)
                batch.opened[number] = opened
                batch.corrects[number] = replaced
                self.taken |= {item.mark: item for item in replaced}
                self.known.add(mark)
            seen(size)
        except CheckError:
            raise
        except UserError as error:
            self.refused.append(FileRefusal(name, error))

    def _batch(self, source: Source) -> _Batch:
        if source.source not in self.batches:
            folder = self.folder / source.source
            folder.mkdir()
            stage = Stage(self.engine, source, folder)
            stage.secret = self.identity.secret(stage.citizen_ids)
            self.batches[source.source] = _Batch(stage)
        return self.batches[source.source]

    def _settle(self, batch: _Batch) -> None:
        """Judge keys, write the rows and findings of one source, and prove the sum."""
        stage, source = batch.stage, batch.stage.source
        stored = None
        if self.store.has(source.table):
            stored = self.engine.parquet(self.store.get(source.table).files)
            stored = stored_files.rows_without(stored, self._taken_from(source.table))
            _require_same_columns(source, stage.stored_columns, stored.columns)
        title = {"th": source.title.th, "en": source.title.en}
        if stage.typed:
            with self.progress.step(
                th=f"หาแถวซ้ำ: {title['th']}", en=f"Finding repeats: {title['en']}"
            ):
                stage.judge_keys(stored)
            with self.progress.step(
                th=f"เขียนแถวที่รับ: {title['th']}", en=f"Writing rows: {title['en']}"
            ):
                target = self.change.folder(source.table) / f"source={source.source}"
                batch.accepted = intake_tables.write_accepted(stage, self.number, target)
        with self.progress.step(
            th=f"เขียนแถวที่พักไว้: {title['th']}", en=f"Writing quarantine: {title['en']}"
        ):
            batch.findings = intake_tables.findings(stage, batch.opened, self.number)
        batch.quarantined = intake_tables.distinct_rows_by_file(
            self.engine, batch.findings.quarantine
        )
        batch.repeats = intake_tables.repeats_by_file(stage)
        for number, opened in batch.opened.items():
            result = _result(
                opened,
                accepted=batch.accepted.get(number, 0),
                quarantined=batch.quarantined.get(number, 0),
                repeats=batch.repeats.get(number, 0),
            )
            prove(result)
            self.results.append(result)

    def _taken_from(self, table: str) -> list[StoredFile]:
        return [item for item in self.taken.values() if item.table == table]

    def _commit(self, taken: Sequence[StoredFile]) -> bool:
        """Hand every written table to the change; returns whether there was any."""
        if taken:
            with self.progress.step(th="ถอดแถวของไฟล์เดิม", en="Taking out rows of corrected files"):
                stored_files.take_out(self.store, self.change, self.engine, taken)
        with self.progress.step(th="ผนึกเลขประจำตัวใหม่", en="Sealing new citizen IDs"):
            for batch in self.batches.values():
                self.identity.keep(batch.stage)
        changed = bool(taken)
        for batch in self.batches.values():
            source = batch.stage.source
            rows = sum(batch.accepted.values())
            if rows:
                self.change.append(self._manifest(batch, source.table, source.row, rows))
                changed = True
            for table, found, row in (
                (QUARANTINE, batch.findings.quarantine, "finding on a row"),
                (ORIGINALS, batch.findings.originals, "value that was rewritten"),
            ):
                if found is None:
                    continue
                name = f"import-{self.number:05d}-{source.source}.parquet"
                findings = self.engine.parquet([found]).drop("_file")
                rows = self.engine.write_parquet(findings, self.change.folder(table) / name)
                self.change.append(self._manifest(batch, table, row, rows))
                changed = True
        return changed

    def _manifest(self, batch: _Batch, table: str, row: str, rows: int) -> Manifest:
        source = batch.stage.source
        files = _files(batch)
        kept: dict[str, Any] = {
            "identity_key": self.identity.fingerprint(batch.stage.citizen_ids),
            "document": None
            if source.source in loader.names()
            else source.model_dump(mode="json", by_alias=True),
        }
        settings = ImportSettings(
            number=self.number,
            source=source.source,
            table=source.table,
            files=files,
            **{name: value for name, value in kept.items() if value is not None},
        )
        return Manifest(
            table=table,
            row=row,
            rows=rows,
            inputs={item.name: item.digest for item in batch.opened.values()},
            counts=stored_files.counts(files),
            settings=settings.as_document(),
            source_hash=source.content_hash,
            synthetic=self._synthetic(batch),
        )

    def _synthetic(self, batch: _Batch) -> bool:
        """Whether any row of the import is marked as synthetic."""
        marks = [
            item.name
            for item in batch.stage.source.row_schema.fields
            if item.kind == "synthetic_mark"
        ]
        if not marks or not batch.stage.typed:
            return False
        rows = self.engine.parquet(batch.stage.typed)
        judged = self.engine.parquet(batch.stage.judged) if batch.stage.judged else None
        found = [
            self.engine.arrow(table.aggregate(any=table[marks[0]].any()))["any"][0].as_py()
            for table in (rows, judged)
            if table is not None
        ]
        return any(found)

    def _report(self, folder: Path | None) -> tuple[Path, ...]:
        found = [batch.findings for batch in self.batches.values()]
        if folder is None or not any(item.quarantine or item.notes for item in found):
            return ()
        name = f"quarantine-{datetime.now(UTC):%Y%m%d-%H%M%S}-{self.number:05d}"
        with self.progress.step(th="เขียนรายงานแถวที่พักไว้", en="Writing the quarantine report"):
            return quarantine_report.write(
                intake_tables.report_rows(self.engine, found), folder, name
            )

    def _count(self, file: Path | None) -> int:
        if file is None:
            return 0
        rows = self.engine.parquet([file])
        return int(self.engine.arrow(rows.aggregate(rows=rows.count()))["rows"][0].as_py())


def _result(opened: ExaminedFile, **counts: Any) -> FileResult:
    return FileResult(
        name=opened.name,
        source=opened.source.source,
        encoding=opened.encoding,
        delimiter=opened.delimiter if opened.kind == "csv" else "-",
        rows=opened.rows,
        ignored_columns=opened.match.ignored,
        repeated_columns=opened.match.repeated,
        **{"accepted": 0, "quarantined": 0, "repeats": 0, **counts},
    )


def _files(batch: _Batch) -> tuple[ImportFile, ...]:
    return tuple(
        ImportFile(
            number=number,
            name=opened.name,
            digest=opened.digest,
            rows=opened.rows,
            accepted=batch.accepted.get(number, 0),
            quarantined=batch.quarantined.get(number, 0),
            repeats=batch.repeats.get(number, 0),
            encoding=opened.encoding,
            source_hash=opened.source.content_hash,
            corrects=tuple(item.mark for item in batch.corrects.get(number, ())),
        )
        for number, opened in batch.opened.items()
    )


def _ingested_before(store: Store) -> set[tuple[str, str]]:
    """Content and source hash of every file that an import took."""
    return {
        (item.digest, item.source_hash)
        for name in store.names()
        for manifest in store.get(name).history
        if (settings := import_settings(manifest)) is not None
        for item in settings.files
    }


def _require_same_columns(source: Source, columns: Sequence[str], stored: Sequence[str]) -> None:
    have = {name for name in stored if not name.startswith("_")}
    lacking, needless = sorted(set(columns) - have), sorted(have - set(columns))
    if not lacking and not needless:
        return
    th, en = [], []
    if lacking:
        th.append(f"ไม่มีคอลัมน์ {', '.join(lacking)}")
        en.append(f"lacks the columns {', '.join(lacking)}")
    if needless:
        th.append(f"มีคอลัมน์ที่แหล่งข้อมูลไม่มี {', '.join(needless)}")
        en.append(f"has columns that the source does not have: {', '.join(needless)}")
    raise CheckError(
        th=f"ตาราง '{source.table}' ในคลังทำจากคำอธิบายแหล่ง {source.source} ฉบับอื่น: {' และ'.join(th)} "
        "คลังไม่ถูกเปลี่ยนแปลง นำเข้าไฟล์ทุกไฟล์ของแหล่งนี้ลงคลังใหม่ หรือระบุคำอธิบายแหล่งฉบับที่คลังใช้ด้วย --source",
        en=f"Stored table '{source.table}' was made with another description of source {source.source}: "
        f"it {' and '.join(en)}. Nothing was changed. Ingest every file of the source into a new store, "
        "or name the description that the store was made with (--source).",
    )


def _engine(url: str, folder: Path) -> DuckDBEngine:
    """DuckDB within 4 GB, spilling beside the staged files, unless the address says otherwise."""
    if url == DEFAULT_URL:
        url = f"{DEFAULT_URL}?memory_limit=4GB&temp_directory={folder / 'spill'}"
    engine = connect(url)
    if not isinstance(engine, DuckDBEngine):
        engine.close()
        raise SettingError(
            th="การนำเข้าไฟล์ทำด้วย DuckDB เท่านั้น ใช้ duckdb:// (การวัดใช้ Spark ได้)",
            en="Files are ingested with DuckDB. Use duckdb:// (measuring can use Spark).",
        )
    return engine
