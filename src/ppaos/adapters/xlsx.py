"""A workbook's first sheet with rows, as a Parquet file of texts that the engine can read.

Cells become what a reader of the sheet sees: whole numbers without a point, dates ISO. Row numbers
count from the row after the headers; wholly blank rows are not rows.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from python_calamine import CalamineError, CalamineWorkbook

from ppaos.domain.errors import FileError

_BATCH: Final = 20_000


@dataclass(frozen=True)
class XlsxFile:
    """One workbook, examined and copied."""

    path: Path
    digest: str
    sheet: str
    headers: tuple[str, ...]
    rows: int
    readable: Path


def examine(path: Path, scratch: Path, *, seen: Callable[[int], None] = lambda _: None) -> XlsxFile:
    """Copy the first sheet that has rows; `seen` is told of the file's bytes at the end.

    Errors: FileError when the workbook is absent, cut off, protected, or has no rows.
    """
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        book = CalamineWorkbook.from_path(path)
        sheets = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
    except (OSError, CalamineError, ValueError) as error:
        raise FileError(
            th=f"{path}: เปิดเป็นสมุดงาน Excel ไม่ได้ ({error}) ไฟล์อาจถูกตัดกลางคันหรือมีรหัสผ่าน ขอไฟล์ใหม่หรือบันทึกใหม่เป็น .xlsx",
            en=f"{path}: cannot be opened as a workbook ({error}). It may be cut off or protected; ask for it again or save it as .xlsx.",
        ) from error
    for name, sheet in sheets:
        rows = (row for row in sheet.iter_rows() if any(cell not in ("", None) for cell in row))
        header = next(rows, None)
        if header is None:
            continue
        headers = tuple(_text(cell) or "" for cell in header)
        copy = scratch / f"{digest[:16]}.parquet"
        count = _write(rows, len(headers), copy)
        seen(path.stat().st_size)
        return XlsxFile(path, digest, name, headers, count, copy)
    raise FileError(
        th=f"{path}: สมุดงานไม่มีแถวข้อมูล ตรวจว่าข้อมูลอยู่ในแผ่นงานแรก",
        en=f"{path}: the workbook holds no rows. Check that the data are on its first sheet.",
    )


def _write(rows: Iterator[list[Any]], width: int, copy: Path) -> int:
    """Write texts in columns c0, c1, ...; returns the number of rows."""
    schema = pa.schema([(f"c{place}", pa.string()) for place in range(width)])
    count = 0
    with pq.ParquetWriter(copy, schema, compression="lz4") as writer:
        batch: list[list[str | None]] = []
        for row in rows:
            cells = [_text(cell) for cell in row[:width]]
            batch.append(cells + [None] * (width - len(cells)))
            count += 1
            if len(batch) == _BATCH:
                writer.write_table(_table(batch, schema))
                batch = []
        writer.write_table(_table(batch, schema))
    return count


def _table(batch: list[list[str | None]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*batch, strict=True)) if batch else [()] * len(schema)
    return pa.table([pa.array(column, pa.string()) for column in columns], schema=schema)


def _text(cell: Any) -> str | None:
    match cell:
        case None | "":
            return None
        case bool():
            return "1" if cell else "0"
        case float() if cell.is_integer():
            return str(int(cell))
        case dt.datetime() if cell.time() == dt.time():
            return cell.date().isoformat()
        case dt.datetime() | dt.date() | dt.time():
            return cell.isoformat()
        case _:
            return str(cell)
