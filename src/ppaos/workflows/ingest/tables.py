"""What an import adds to the store: accepted rows, quarantine and kept originals, each counted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ppaos.domain import relations as ir
from ppaos.domain.intake import (
    findings as intake_findings,
    key_verdicts as intake_verdicts,
    messages as intake_messages,
)
from ppaos.domain.intake.schema import FILE, IMPORT, ROW
from ppaos.engine.backends import DuckDBEngine
from ppaos.workflows.ingest.files import ExaminedFile
from ppaos.workflows.ingest.stage import Stage


@dataclass(frozen=True)
class Findings:
    """Files of findings in the staging folder; None where nothing was found."""

    quarantine: Path | None
    notes: Path | None
    originals: Path | None


def write_accepted(stage: Stage, number: int, folder: Path) -> dict[int, int]:
    """Write the rows to store, one or more files a province; returns file number -> rows."""
    rows = stage.accepted().mutate(**{IMPORT: ibis.literal(number, "int32")})
    columns = [*stage.stored_columns, IMPORT, FILE, ROW]
    written: list[Path] = []
    for part, wanted in _parts(stage, rows):
        file = folder / part / f"import-{number:05d}.parquet"
        if stage.engine.write_parquet(wanted.select(*columns), file):
            written.append(file)
        else:
            file.unlink()
    return _rows_by_file(written)


def findings(stage: Stage, opened: Mapping[int, ExaminedFile], number: int) -> Findings:
    """Write quarantine entries with their messages, notes, and originals of stored rows."""
    schema = stage.source.row_schema
    entries, notes, originals = _cut_rows(opened), None, None
    verdicts = stage.verdicts()
    refused = None
    if verdicts is not None:
        refused = verdicts.filter(verdicts[intake_verdicts.VERDICT] != intake_verdicts.ACCEPTED)
    if stage.judged:
        judged = stage.doubtful()
        counts = stage.engine.arrow(intake_findings.finding_counts(judged, schema)).to_pylist()[0]
        found = {name: int(count or 0) for name, count in counts.items()}
        entries = _joined(entries, intake_findings.bad_values(judged, schema, found))
        notes = intake_findings.notes(judged, schema, found)
        originals = intake_findings.originals(judged, schema, found)
        if originals is not None and refused is not None:
            originals = originals.anti_join(refused.select(FILE, ROW), [FILE, ROW])
        if notes is not None and refused is not None:
            notes = notes.anti_join(refused.select(FILE, ROW), [FILE, ROW])
    if refused is not None:
        entries = _joined(entries, _conflicts(stage, refused))
    named = _Names(stage, opened, number)
    return Findings(
        _write(stage, None if entries is None else named.messages(entries), "quarantine"),
        _write(stage, None if notes is None else named.messages(notes), "notes"),
        _write(stage, None if originals is None else named.plain(originals), "originals"),
    )


def distinct_rows_by_file(engine: DuckDBEngine, file: Path | None) -> dict[int, int]:
    """File number -> rows with at least one entry."""
    if file is None:
        return {}
    rows = engine.parquet([file]).select("_file", "row").distinct()
    counted = engine.arrow(rows.group_by("_file").aggregate(rows=rows.count()))
    return {item["_file"]: item["rows"] for item in counted.to_pylist()}


def repeats_by_file(stage: Stage) -> dict[int, int]:
    """File number -> rows that repeat another word for word."""
    verdicts = stage.verdicts()
    if verdicts is None:
        return {}
    repeats = verdicts.filter(verdicts[intake_verdicts.VERDICT] == intake_verdicts.REPEAT)
    counted = stage.engine.arrow(repeats.group_by(FILE).aggregate(rows=repeats.count()))
    return {item[FILE]: item["rows"] for item in counted.to_pylist()}


def report_rows(engine: DuckDBEngine, found: Sequence[Findings]) -> Iterator[dict[str, Any]]:
    """Every finding by file, row and column, for the report."""
    parts = []
    for outcome, files in (
        ("quarantined", [item.quarantine for item in found if item.quarantine]),
        ("accepted_flagged", [item.notes for item in found if item.notes]),
    ):
        if files:
            parts.append(engine.parquet(files).mutate(outcome=ibis.literal(outcome)))
    if not parts:
        return
    rows = parts[0] if len(parts) == 1 else parts[0].union(parts[1])
    shown = rows.drop("raw_row").order_by(["_file", "row", "column"])
    for batch in engine.arrow(shown).to_batches(max_chunksize=20_000):
        yield from batch.to_pylist()


def _parts(stage: Stage, rows: ir.Table) -> Iterator[tuple[str, ir.Table]]:
    partition = stage.source.partition
    if partition is None:
        yield "all", rows
        return
    prefix = rows[partition.column].substr(0, partition.digits)
    values = stage.engine.arrow(rows.select(part=prefix).distinct())["part"].to_pylist()
    for value in sorted(item for item in values if item is not None):
        inside = rows[partition.column].between(value, value + "~")
        yield f"{partition.column}={value}", rows if len(values) == 1 else rows.filter(inside)
    if None in values:
        yield f"{partition.column}=none", rows.filter(prefix.isnull())


def _rows_by_file(files: Sequence[Path]) -> dict[int, int]:
    """Counted from what was written, file by file."""
    totals: dict[int, int] = {}
    for file in files:
        counted: Any = pc.value_counts(pq.read_table(file, columns=[FILE])[FILE])
        for item in counted.to_pylist():
            totals[item["values"]] = totals.get(item["values"], 0) + item["counts"]
    return totals


def _conflicts(stage: Stage, refused: ir.Table) -> ir.Table:
    fields = stage.source.row_schema.fields
    rows = refused.filter(refused[intake_verdicts.VERDICT] != intake_verdicts.REPEAT)
    coded = rows.select(FILE, ROW, code=rows[intake_verdicts.VERDICT])
    texts = intake_findings.plain_texts(stage.plain(), fields)
    if stage.judged:
        judged = intake_findings.raw_texts(stage.doubtful(), fields)
        texts = texts.union(judged)
    return intake_findings.key_conflicts(coded, texts, stage.source.row_schema.key)


def _cut_rows(opened: Mapping[int, ExaminedFile]) -> ir.Table | None:
    rows = [(number, cut) for number, item in opened.items() for cut in item.cut_rows]
    if not rows:
        return None
    return ir.table(
        ibis.memtable(
            pa.table(
                {
                    FILE: pa.array([number for number, _ in rows], pa.int32()),
                    ROW: pa.array([cut.row for _, cut in rows], pa.int64()),
                    "column": pa.array(["-"] * len(rows), pa.string()),
                    "value": pa.array([str(cut.fields) for _, cut in rows], pa.string()),
                    "code": pa.array(["cut_row"] * len(rows), pa.string()),
                    "detail": pa.array([None] * len(rows), pa.string()),
                    "raw_row": pa.array(
                        [intake_findings.hidden_ids(cut.text) for _, cut in rows], pa.string()
                    ),
                }
            )
        )
    )


def _joined(left: ir.Table | None, right: ir.Table | None) -> ir.Table | None:
    if left is None or right is None:
        return right if left is None else left
    return left.union(right)


def _write(stage: Stage, rows: ir.Table | None, name: str) -> Path | None:
    if rows is None:
        return None
    file = stage.folder / f"found-{name}.parquet"
    return file if stage.engine.write_parquet(rows, file) else None


class _Names:
    """Gives findings the names of their files and the words of their messages."""

    def __init__(self, stage: Stage, opened: Mapping[int, ExaminedFile], number: int) -> None:
        self.number, self.source = number, stage.source
        self.files = ibis.memtable(
            pa.table(
                {
                    FILE: pa.array(list(opened), pa.int32()),
                    "file": [item.name for item in opened.values()],
                }
            )
        )
        self.words = ibis.memtable(pa.table(self._words(opened)))

    def plain(self, rows: ir.Table) -> ir.Table:
        """Import, source and file name before the other columns; `_row` as `row`."""
        named = rows.inner_join(self.files, FILE)
        rest = [name for name in rows.columns if name not in (FILE, ROW)]
        return named.select(
            ibis.literal(self.number, "int32").name("import_number"),
            ibis.literal(self.source.source).name("source"),
            "file",
            FILE,
            named[ROW].name("row"),
            *rest,
        )

    def messages(self, rows: ir.Table) -> ir.Table:
        """`plain`, with what is wrong and what to do in both languages."""
        named = self.plain(rows)
        told = named.left_join(self.words, ["column", "code"])
        detail = (told["detail"].fill_null("") == "").ifelse(
            "", ibis.literal(": ") + told["detail"].fill_null("")
        )
        return told.select(
            *[name for name in named.columns if name != "raw_row"],
            message_th=told["message_th"],
            message_en=told["message_en"] + ibis.literal("."),
            action_th=told["action_th"] + detail,
            action_en=told["action_en"] + detail,
            raw_row=told["raw_row"],
        )

    def _words(self, opened: Mapping[int, ExaminedFile]) -> dict[str, list[str]]:
        schema, columns = self.source.row_schema, self.source.columns
        found: list[tuple[str, str, intake_messages.Message]] = []
        for item in schema.fields:
            title = (columns[item.name].title.th, columns[item.name].title.en)
            found += [
                (item.name, code, intake_messages.filled(code, item, title))
                for code in intake_messages.MESSAGES
            ]
        groups = {(rule.columns, rule.code) for rule in schema.row_rules}
        groups |= {(schema.key, code) for code in ("conflicting_key", "conflicts_with_stored")}
        for names, code in sorted(groups):
            found.append(
                (", ".join(names), code, intake_messages.filled(code, None, ("", ""), names))
            )
        widths = sorted({len(item.columns) for item in opened.values() if item.cut_rows})
        allowed = "/".join(map(str, widths))
        found.append(
            ("-", "cut_row", intake_messages.filled("cut_row", None, ("", ""), (), allowed))
        )
        unique = {(column, code): message for column, code, message in found}
        return {
            "column": [column for column, _ in unique],
            "code": [code for _, code in unique],
            "message_th": [message.what_th for message in unique.values()],
            "message_en": [message.what_en for message in unique.values()],
            "action_th": [message.todo_th for message in unique.values()],
            "action_en": [message.todo_en for message in unique.values()],
        }
