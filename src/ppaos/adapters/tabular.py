"""A researcher's file as one typed table: CSV, Parquet, XLSX or Stata .dta.

Types are those of the file, or inferred from text (CSV). Empty cells, `NA`, `NaN` and `.` are
missing. `write_table` writes results in the format that the file name asks for.
"""

from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

from ppaos.domain.errors import FileError

MISSING_TEXTS: Final = ["", "NA", "N/A", "NaN", "nan", ".", "null", "NULL"]
_READ: Final = ".csv .tsv .txt .parquet .xlsx .dta"


def read_table(path: Path) -> pa.Table:
    """Rows and columns of a file.

    Errors: FileError when the file is absent, empty, damaged, cut off or of an unknown format.
    """
    if not path.exists():
        raise FileError(
            th=f"ไม่พบไฟล์ {path} ตรวจชื่อและโฟลเดอร์", en=f"No file {path}. Check its name and folder."
        )
    readers = {
        ".csv": _read_csv, ".tsv": _read_csv, ".txt": _read_csv,
        ".parquet": _read_parquet, ".xlsx": _read_xlsx, ".dta": _read_stata,
    }  # fmt: skip
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise FileError(
            th=f"{path}: ไม่รู้จักนามสกุลไฟล์ รับ {_READ}",
            en=f"{path}: unknown kind of file; these are read: {_READ}.",
        )
    if path.stat().st_size == 0:
        raise _empty(path)
    table = reader(path)
    _require_names(table.column_names, path)
    if not table.num_rows or not table.num_columns:
        raise _empty(path)
    return table


def write_table(table: pa.Table, path: Path) -> Path:
    """Write rows as CSV (UTF-8), Parquet or XLSX.

    Nulls are empty cells. Errors: FileError for another extension.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    plain = pa.Table.from_arrays(
        [_plain(table[name]) for name in table.column_names], names=table.column_names
    )
    match path.suffix.lower():
        case ".csv":
            pc_csv.write_csv(plain, path, pc_csv.WriteOptions(quoting_style="needed"))
        case ".parquet":
            pq.write_table(plain, path, compression="zstd")
        case ".xlsx":
            _write_xlsx(plain, path)
        case _:
            raise FileError(
                th=f"{path}: เขียนได้เฉพาะ .csv .parquet .xlsx",
                en=f"{path}: only .csv, .parquet and .xlsx can be written.",
            )
    return path


def _read_csv(path: Path) -> pa.Table:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "cp874"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise _damaged(path, "encoding is neither UTF-8 nor TIS-620")
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    parse = pc_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True)
    convert = pc_csv.ConvertOptions(null_values=MISSING_TEXTS, strings_can_be_null=True)
    source, failure = text.encode(), pa.ArrowInvalid()
    for threads in (True, False):  # only the slow way knows at which row it failed
        read = pc_csv.ReadOptions(block_size=1 << 26, use_threads=threads)
        try:
            return pc_csv.read_csv(
                pa.BufferReader(source),  # type: ignore[arg-type]  # the stub knows no reader
                parse_options=parse,
                convert_options=convert,
                read_options=read,
            )
        except pa.ArrowInvalid as error:
            failure = error
    raise _damaged(path, str(failure)) from failure


def _read_parquet(path: Path) -> pa.Table:
    try:
        return pq.ParquetFile(path).read()
    except (pa.ArrowInvalid, OSError) as error:
        raise _damaged(path, str(error)) from error


def _read_xlsx(path: Path) -> pa.Table:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged(path, str(error)) from error
    if not rows:
        raise _empty(path)
    names = [str(name).strip() for name in rows[0]]
    _require_names(names, path)
    body = [[None if str(cell) in MISSING_TEXTS else cell for cell in row] for row in rows[1:]]
    return pa.table(
        {name: _column([row[place] for row in body]) for place, name in enumerate(names)}
    )


def _column(values: list[object]) -> "pa.Array[Any]":
    try:
        return pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([None if value is None else str(value) for value in values])


def _read_stata(path: Path) -> pa.Table:
    import pyreadstat

    try:
        frame, _ = pyreadstat.read_dta(str(path))
    except (pyreadstat.ReadstatError, OSError) as error:
        raise _damaged(path, str(error)) from error
    return pa.Table.from_pandas(frame, preserve_index=False)


def _write_xlsx(table: pa.Table, path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("estimates")
    sheet.freeze_panes = "A2"
    from openpyxl.cell import WriteOnlyCell

    header = [WriteOnlyCell(sheet, value=name) for name in table.column_names]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    for batch in table.to_batches(max_chunksize=50_000):
        for row in zip(*[column.to_pylist() for column in batch.columns], strict=True):
            sheet.append(row)
    book.save(path)


def _plain(column: "pa.ChunkedArray[Any]") -> "pa.ChunkedArray[Any]":
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def _require_names(names: list[str], path: Path) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        shown = ", ".join(name or "(ว่าง / empty)" for name in twice)
        raise FileError(
            th=f"{path}: ชื่อคอลัมน์ซ้ำ {shown} แก้แถวหัวตารางให้แต่ละชื่อมีครั้งเดียว",
            en=f"{path}: column name repeated: {shown}. Give each column a name of its own.",
        )


def _empty(path: Path) -> FileError:
    return FileError(
        th=f"{path}: ไฟล์ว่าง ไม่มีแถวข้อมูล ตรวจว่าส่งออกครบหรือไม่",
        en=f"{path}: the file is empty or has no rows. Check that the export was complete.",
    )


def _damaged(path: Path, why: str) -> FileError:
    return FileError(
        th=f"{path}: อ่านไม่ได้ ไฟล์อาจถูกตัดกลางหรือเสียหาย ({why}) ขอไฟล์ใหม่หรือส่งออกอีกครั้ง",
        en=f"{path}: cannot be read; the file may be cut off or damaged ({why}). "
        "Get the file again or export it again.",
    )
