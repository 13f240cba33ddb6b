"""One kind of file of an import, from raw rows to sound rows, doubtful rows and verdicts.

Each file is read once into a staging file of typed values in file order; the rows that are not
plainly right are judged from their raw texts into a second file. Nothing here touches the store.
"""

from dataclasses import dataclass, field
from pathlib import Path

import ibis
import pyarrow as pa

from ppaos.definitions.sources import area_codes
from ppaos.definitions.sources.loader import Source
from ppaos.domain import relations as ir
from ppaos.domain.errors import CheckError, EngineError, FileError
from ppaos.domain.intake import (
    fast_lane as intake,
    key_verdicts as intake_verdicts,
    slow_lane as intake_repair,
)
from ppaos.domain.intake.schema import FILE, RAW, ROW
from ppaos.engine.backends import DuckDBEngine
from ppaos.workflows.ingest.files import ExaminedFile

_GIVEN = "_given_row"


@dataclass
class Stage:
    """Staging files of every file of one source."""

    engine: DuckDBEngine
    source: Source
    folder: Path
    secret: bytes = b""
    typed: list[Path] = field(default_factory=list)
    judged: list[Path] = field(default_factory=list)
    verdict_file: Path | None = None

    @property
    def citizen_ids(self) -> list[str]:
        """Columns that hold citizen IDs."""
        return [item.name for item in self.source.row_schema.fields if item.kind == "citizen_id"]

    @property
    def stored_columns(self) -> list[str]:
        """Value columns of the stored table."""
        return list(self.source.stored_columns)

    def read(self, opened: ExaminedFile, number: int) -> None:
        """Stage one file.

        Errors: FileError when the engine cannot read it; CheckError when it finds another number
        of rows than the file's own count.
        """
        target = self.folder / f"typed-{number}.parquet"
        try:
            found = self.engine.write_in_order(self._sorted(opened, number), target)
        except EngineError as error:
            raise FileError(
                th=f"{opened.name}: อ่านไฟล์ไม่ได้ ({error}) ขอไฟล์ใหม่จากหน่วยงาน",
                en=f"{opened.name}: cannot be read ({error}). Ask the agency for it again.",
            ) from error
        if found != opened.rows - len(opened.cut_rows):
            target.unlink()
            raise CheckError(
                th=f"{opened.name}: นับได้ {opened.rows:,} แถว แต่อ่านได้ {found + len(opened.cut_rows):,} แถว แจ้งผู้ดูแลพร้อมไฟล์นี้",
                en=f"{opened.name}: {opened.rows:,} rows were counted but {found + len(opened.cut_rows):,} read. Report it with this file.",
            )
        self.typed.append(target)
        doubtful = self._rows([target]).filter(lambda rows: rows[RAW].notnull())
        found = self.engine.arrow(doubtful.aggregate(rows=doubtful.count()))["rows"][0].as_py()
        if found:
            self.judged.append(self._judge(doubtful, number))

    def _judge(self, doubtful: ir.Table, number: int) -> Path:
        """Judge rows in four written steps, since each step uses the one before many times."""
        schema = self.source.row_schema
        tidied = intake_repair.tidied(doubtful, schema)
        file, _ = self._written(tidied, "tidied")
        file, _ = self._written(intake_repair.bared(self.engine.parquet([file]), schema), "bared")
        values = intake_repair.judged(self.engine.parquet([file]), schema, _areas(), _abolished())
        file, _ = self._written(values, "values")
        marked = intake_repair.marked(self.engine.parquet([file]), schema)
        file, _ = self._written(marked, f"judged-{number}")
        return file

    def sound(self) -> ir.Table:
        """Every row without a finding: `_file`, `_row` and the values, citizen IDs in clear."""
        if not self.judged:
            return self.plain()
        judged = self.doubtful()
        columns = [FILE, ROW, *self.source.row_schema.value_columns]
        return self.plain().union(judged.filter(judged[intake_repair.GOOD]).select(*columns))

    def plain(self) -> ir.Table:
        """Rows of the fast lane that were right as they stood."""
        rows = self._rows(self.typed)
        columns = [FILE, ROW, *self.source.row_schema.value_columns]
        return rows.filter(rows[RAW].isnull()).select(*columns)

    def doubtful(self) -> ir.Table:
        """Every row of the slow lane, judged."""
        return self.engine.parquet(self.judged)

    def judge_keys(self, stored: ir.Table | None) -> None:
        """Find repeats and contradictions; leaves `verdict_file` None when there are none."""
        key = list(self.source.row_schema.key)
        sound = self.sound()
        hashes = intake_verdicts.key_hashes(sound, key)
        files = [self._written(intake_verdicts.repeated(hashes), "repeated")]
        if stored is not None:
            stored_hashes = intake_verdicts.key_hashes(stored, key)
            files.append(self._written(intake_verdicts.shared(hashes, stored_hashes), "shared"))
        contested_hashes = self.engine.parquet([file for file, _ in files]).distinct()
        if not sum(rows for _, rows in files):
            return
        contested = intake_verdicts.protected(
            intake_verdicts.having(sound, key, contested_hashes), self.citizen_ids, self.secret
        )
        file, _ = self._written(contested, "contested")
        kept = None if stored is None else intake_verdicts.having(stored, key, contested_hashes)
        judged = intake_verdicts.verdicts(
            self.engine.parquet([file]), kept, key=key, columns=self.stored_columns
        )
        self.verdict_file, _ = self._written(judged, "verdicts")

    def verdicts(self) -> ir.Table | None:
        """Contested rows with their verdict, or None when no key is contested."""
        return None if self.verdict_file is None else self.engine.parquet([self.verdict_file])

    def accepted(self) -> ir.Table:
        """Rows to store, with `_file` and `_row`, citizen IDs hashed."""
        return intake_verdicts.protected(self.taken(), self.citizen_ids, self.secret)

    def taken(self) -> ir.Table:
        """Rows to store, citizen IDs in clear."""
        rows = self.sound()
        verdicts = self.verdicts()
        if verdicts is not None:
            refused = verdicts.filter(verdicts[intake_verdicts.VERDICT] != intake_verdicts.ACCEPTED)
            rows = rows.anti_join(refused.select(FILE, ROW), [FILE, ROW])
        return rows

    def _written(self, expression: ir.Table, name: str) -> tuple[Path, int]:
        file = self.folder / f"{name}.parquet"
        return file, self.engine.write_parquet(expression, file)

    def _rows(self, files: list[Path]) -> ir.Table:
        rows = self.engine.numbered(files)
        number = ibis.coalesce(rows[_GIVEN], rows["file_row_number"] + 1)
        return rows.mutate(**{ROW: number}).drop(_GIVEN, "file_row_number")

    def _sorted(self, opened: ExaminedFile, number: int) -> ir.Table:
        raw = self._raw(opened)
        fields = {
            item.name: raw[opened.columns[opened.match.columns[item.name]]]
            if item.name in opened.match.columns
            else ibis.null("string")
            for item in self.source.row_schema.fields
        }
        given = raw["_row"].cast("int64") if opened.numbered else ibis.null("int64")
        named = raw.select(**{_GIVEN: given, FILE: ibis.literal(number, "int32")}, **fields)
        return intake.triaged_rows(named, self.source.row_schema, area_codes.in_force())

    def _raw(self, opened: ExaminedFile) -> ir.Table:
        if opened.kind != "csv":
            return self.engine.parquet([opened.readable])
        names = [*(["_row"] if opened.numbered else []), *opened.columns]
        mark = "," if opened.numbered else opened.delimiter
        return self.engine.csv(opened.readable, names, delimiter=mark)


def _areas() -> ir.Table:
    return ir.table(ibis.memtable(pa.table({"code": list(area_codes.in_force())})))


def _abolished() -> ir.Table:
    gone = area_codes.abolished()
    rows = pa.table({"code": list(gone), "successors": list(gone.values())})
    return ir.table(ibis.memtable(rows))
