"""Lists as files that offices open: CSV in UTF-8 with a byte-order mark, and XLSX.

In: titles and rows that are written as they come, so that memory does not grow with the list.
Lines that say what the list is are asked for when its rows are counted. A text that a spreadsheet
would take for a formula gets an apostrophe before it.
"""

import csv
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from ppaos.domain.errors import SettingError

MOST_SHEET_ROWS: Final = 1_048_575
_STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_MARK: Final = "\ufeff"
"""Without it spreadsheets take a file for another encoding."""


def csv_lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Lines of a CSV file as they come; the first begins with a byte-order mark."""
    yield _MARK
    yield from _lines(rows)


def write_csv(
    file: Path,
    titles: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    before: Callable[[int], Iterable[Sequence[str]]] | None = None,
) -> int:
    """Write a CSV file; returns the number of rows. Missing is an empty cell.

    `before` is told how many rows there are and gives the lines above the titles.
    """
    body = file.with_name(f"{file.name}.rows")
    count = 0
    with body.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(_lines([titles]))
        for line in _lines(rows):
            stream.write(line)
            count += 1
    with file.open("w", encoding="utf-8", newline="") as stream, body.open("rb") as written:
        stream.writelines(csv_lines(before(count) if before else ()))
        stream.flush()
        shutil.copyfileobj(written, stream.buffer)
    body.unlink()
    return count


def write_xlsx(
    file: Path,
    titles: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    about: Callable[[int], Sequence[tuple[str, str]]],
    warning: str = "",
) -> int:
    """Write a workbook of the sheets `README` and `list`; returns the rows.

    `about` is told how many rows there are and gives the lines of `README`.
    Errors: SettingError when there are more rows than a sheet has.
    """
    import xlsxwriter

    # a row goes to the disk before the next one comes; texts stay texts
    book = xlsxwriter.Workbook(
        str(file),
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    readme = book.add_worksheet("README")
    readme.set_column(0, 0, 34)
    readme.set_column(1, 1, 100)
    sheet = book.add_worksheet("list")
    first = 2 if warning else 1
    sheet.freeze_panes(first, 0)
    sheet.set_column(0, len(titles) - 1, 20)
    if warning:
        _write_row(sheet, 0, [warning])
    _write_row(sheet, first - 1, titles)
    count = 0
    for row in rows:
        count += 1
        if count > MOST_SHEET_ROWS - first:
            raise SettingError(
                th=f"รายชื่อเกิน {MOST_SHEET_ROWS:,} แถวที่แผ่นงานรับได้ เลือกพื้นที่เล็กลงหรือใช้ --format csv",
                en=f"The list has more rows than the {MOST_SHEET_ROWS:,} of a sheet. "
                "Choose a smaller area or use --format csv.",
            )
        _write_row(sheet, first - 1 + count, row)
    lines = ([[warning]] if warning else []) + [list(pair) for pair in about(count)]
    for place, line in enumerate(lines):
        _write_row(readme, place, line)
    book.close()
    return count


def _write_row(sheet: Any, place: int, row: Sequence[Any]) -> None:
    for column, value in enumerate(row):
        if isinstance(value, bool):
            sheet.write_boolean(place, column, value)
        elif isinstance(value, int | float | Decimal):
            sheet.write_number(place, column, value)
        elif value is not None:
            sheet.write_string(place, column, guarded(str(value)))


def guarded(value: Any) -> Any:
    """The value, unless a spreadsheet would run it as a formula."""
    if isinstance(value, str) and value.startswith(_STARTS_FORMULA):
        return f"'{value}"
    return value


class _Echo:
    """What a CSV writer writes to: hands each line back."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def _lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    for row in rows:
        yield writer.writerow([guarded(value) for value in row])
