"""The report that the sender of a file mends it by: every finding, as CSV and as a workbook.

Texts that a spreadsheet would run as a formula are written as texts: with an apostrophe before
them in the CSV, as text cells in the workbook. A workbook holds the first million findings.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from ppaos.adapters.list_files import csv_lines

HEADERS: Final[dict[str, tuple[str, int]]] = {
    "outcome": ("ผล / Outcome", 20),
    "file": ("ไฟล์ / File", 34),
    "row": ("แถวที่ / Row", 10),
    "column": ("คอลัมน์ / Column", 22),
    "value": ("ค่าที่พบ / Value", 22),
    "code": ("รหัส / Code", 20),
    "message_th": ("ผิดอย่างไร", 44),
    "action_th": ("ต้องทำอะไร", 44),
    "message_en": ("What is wrong", 44),
    "action_en": ("What to do", 44),
}
MOST_SHEET_ROWS: Final = 1_000_000


def write(findings: Iterable[dict[str, Any]], folder: Path, name: str) -> tuple[Path, Path]:
    """Write `NAME.csv` (UTF-8 with BOM) and `NAME.xlsx`; returns both paths.

    A finding has the keys of `HEADERS`; missing values are empty cells.
    """
    folder.mkdir(parents=True, exist_ok=True)
    table, book = folder / f"{name}.csv", folder / f"{name}.xlsx"
    sheet = _Sheet()
    with table.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(report_lines(sheet.passed_on(findings)))
    sheet.save(book)
    return table, book


def report_lines(findings: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Lines of the CSV as they come."""
    rows = ([finding.get(column) for column in HEADERS] for finding in findings)
    return csv_lines(chain([[title for title, _ in HEADERS.values()]], rows))


class _Sheet:
    """A workbook of one sheet, written row by row."""

    def __init__(self) -> None:
        self.book = Workbook(write_only=True)
        self.sheet = self.book.create_sheet("พักไว้ quarantine")
        self.rows = 0
        self.sheet.freeze_panes = "A2"
        for place, (_, width) in enumerate(HEADERS.values(), start=1):
            self.sheet.column_dimensions[get_column_letter(place)].width = width
        cells = [WriteOnlyCell(self.sheet, value=title) for title, _ in HEADERS.values()]
        for cell in cells:
            cell.font = Font(bold=True, color="FFFFFF")
            cell.fill = PatternFill("solid", fgColor="1F4E79")
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        self.sheet.append(cells)

    def passed_on(self, findings: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """The findings, each of which becomes a row of the sheet on its way."""
        for finding in findings:
            self._append([finding.get(column) for column in HEADERS])
            yield finding

    def _append(self, values: Sequence[Any]) -> None:
        """Add a row, up to what a sheet holds."""
        self.rows += 1
        if self.rows > MOST_SHEET_ROWS:
            return
        self.sheet.append(
            [self._text(value) if isinstance(value, str) else value for value in values]
        )

    def save(self, path: Path) -> None:
        """Filter buttons over every column, then the file."""
        last = min(self.rows, MOST_SHEET_ROWS) + 1
        self.sheet.auto_filter.ref = f"A1:{get_column_letter(len(HEADERS))}{last}"
        self.book.save(path)

    def _text(self, value: str) -> Any:
        printable = "".join(
            letter for letter in value[:32_000] if letter >= " " or letter in "\n\t"
        )
        if not printable.startswith("="):
            return printable
        cell = WriteOnlyCell(self.sheet, value=printable)
        cell.data_type = "s"
        return cell
