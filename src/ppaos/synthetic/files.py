"""What is written: Parquet, CSV or XLSX files of synthetic tables, each marked as synthetic."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from ppaos.synthetic.tables import NOTICE_EN, NOTICE_TH

FORMATS: Final = ("parquet", "csv", "xlsx")
# Name asked for -> Python codec. Thai agencies say TIS-620 and write Windows-874.
ENCODINGS: Final[dict[str, str]] = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8-sig",
    "tis-620": "cp874",
    "windows-874": "cp874",
}
XLSX_ROWS: Final = 1_048_575  # data rows under one header row
README_NAME: Final = "README_SYNTHETIC.txt"
TRUTH_NAME: Final = "TRUTH-SYNTHETIC.csv"
_VARIED: Final = frozenset(["house_code", "citizen_id", "latitude", "longitude"])  # no dictionary
_MARK: Final = "PPAOS synthetic census"


def write_table(
    table: pa.Table, folder: Path, *, file_format: str, encoding: str, name: str = "part"
) -> list[Path]:
    """Write one table into `folder` and return its files, each with SYNTHETIC in its name."""
    folder.mkdir(parents=True, exist_ok=True)
    if file_format == "parquet":
        return [_write_parquet(table, folder / f"SYNTHETIC-{name}-0.parquet")]
    if file_format == "csv":
        return [_write_csv(table, folder / f"SYNTHETIC-{name}-0.csv", ENCODINGS[encoding])]
    return list(_write_xlsx(table, folder, name))


def write_readme(out: Path) -> Path:
    """Say in Thai and English, beside the data, that it is synthetic."""
    path = out / README_NAME
    path.write_text(
        f"{_MARK}\n\n{NOTICE_TH}\n"
        "ชื่อ เลขประจำตัว รหัสประจำบ้าน หมู่บ้าน และคำตอบทุกข้อสร้างด้วยโปรแกรม "
        "เลขประจำตัวอาจบังเอิญตรงกับของผู้อื่นได้ ชื่อจังหวัด อำเภอ และตำบลเป็นของจริง\n\n"
        f"{NOTICE_EN}\n"
        "Names, ID numbers, house codes, villages and every answer were made by a program. An ID "
        "number may by chance be somebody's. Names of provinces, districts and subdistricts are "
        "real.\n",
        encoding="utf-8",
    )
    return path


def is_synthetic_folder(out: Path) -> bool:
    """Whether a folder was written by the synthetic census before."""
    readme = out / README_NAME
    return readme.is_file() and readme.read_text(encoding="utf-8").startswith(_MARK)


def write_truth(path: Path, rows: Sequence[tuple[object, ...]], header: tuple[str, ...]) -> Path:
    """Write the truth file of injected traps (UTF-8 with BOM, so that spreadsheets read it)."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def _write_parquet(table: pa.Table, path: Path) -> Path:
    dictionary = [name for name in table.column_names if name not in _VARIED]
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=3,
        use_dictionary=dictionary,  # type: ignore[arg-type]  # the stub knows no list
        row_group_size=131_072,
        store_schema=True,
    )
    return path


def _write_csv(table: pa.Table, path: Path, codec: str) -> Path:
    """Booleans as true and false, missing as nothing; dictionaries as their texts."""
    plain = _plain(table)
    with path.open("wb") as file:
        if codec == "utf-8-sig":
            file.write(b"\xef\xbb\xbf")
        file.write((",".join(plain.column_names) + "\r\n").encode("ascii"))
        options = pa_csv.WriteOptions(include_header=False, quoting_style="needed")
        for batch in plain.to_batches(max_chunksize=65_536):
            buffer = io.BytesIO()
            pa_csv.write_csv(pa.Table.from_batches([batch]), buffer, options)
            content = buffer.getvalue()
            file.write(content.decode("utf-8").encode(codec) if codec == "cp874" else content)
    return path


def _write_xlsx(table: pa.Table, folder: Path, name: str) -> Iterator[Path]:
    """Files of at most `XLSX_ROWS` rows; codes and IDs stay text so that no digit is lost."""
    plain = _plain(table)
    for number, start in enumerate(range(0, max(plain.num_rows, 1), XLSX_ROWS)):
        path = folder / f"SYNTHETIC-{name}-{number}.xlsx"
        book = Workbook(write_only=True)
        book.properties.title = _MARK
        book.properties.description = f"{NOTICE_TH} {NOTICE_EN}"
        sheet = book.create_sheet("SYNTHETIC")
        sheet.append([WriteOnlyCell(sheet, value=column) for column in plain.column_names])
        for batch in plain.slice(start, XLSX_ROWS).to_batches(max_chunksize=16_384):
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                sheet.append(row)
        book.save(path)
        yield path


def _plain(table: pa.Table) -> pa.Table:
    """Dictionaries decoded to their texts, booleans as true and false."""
    for position, field in enumerate(table.schema):
        column = table.column(position)
        if pa.types.is_dictionary(field.type) or pa.types.is_boolean(field.type):
            column = pc.cast(column, pa.string())
            table = table.set_column(position, field.name, column)
    return table.combine_chunks()
