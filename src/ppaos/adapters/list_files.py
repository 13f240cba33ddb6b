"""Lists as files that offices open: CSV in UTF-8 with a byte-order mark, and XLSX.

In: titles and rows that are written as they come, so that memory does not grow with the list.
A text that a spreadsheet would take for a formula gets an apostrophe before it.
"""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from ppaos.domain.errors import SettingError

MOST_SHEET_ROWS: Final = 1_048_575
_STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write_csv(file: Path, titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write a CSV file; returns the number of rows. Missing is an empty cell."""
    count = 0
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow([guarded(title) for title in titles])
        for row in rows:
            writer.writerow([guarded(value) for value in row])
            count += 1
    return count


def write_xlsx(
    file: Path,
    titles: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    about: Sequence[tuple[str, str]],
    warning: str = "",
) -> int:
    """Write a workbook of the sheets `README` (from `about`) and `list`; returns the rows.

    Errors: SettingError when there are more rows than a sheet has.
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    readme = book.create_sheet("README")
    readme.column_dimensions["A"].width, readme.column_dimensions["B"].width = 34, 100
    for line in ([[warning]] if warning else []) + [list(pair) for pair in about]:
        readme.append([guarded(value) for value in line])
    sheet = book.create_sheet("list")
    first = 2 if warning else 1
    sheet.freeze_panes = f"A{first + 1}"
    for place in range(1, len(titles) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = 20
    if warning:
        sheet.append([warning])
    sheet.append([guarded(title) for title in titles])
    count = 0
    for row in rows:
        count += 1
        if count > MOST_SHEET_ROWS - first:
            raise SettingError(
                th=f"รายชื่อเกิน {MOST_SHEET_ROWS:,} แถวที่แผ่นงานรับได้ เลือกพื้นที่เล็กลงหรือใช้ --format csv",
                en=f"The list has more rows than the {MOST_SHEET_ROWS:,} of a sheet. "
                "Choose a smaller area or use --format csv.",
            )
        sheet.append([guarded(value) for value in row])
    book.save(file)
    return count


def guarded(value: Any) -> Any:
    """The value, unless a spreadsheet would run it as a formula."""
    if isinstance(value, str) and value.startswith(_STARTS_FORMULA):
        return f"'{value}"
    return value
