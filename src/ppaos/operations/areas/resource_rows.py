"""What a list of resources says, row by row: services, partners, projects and products of areas.

In: a CSV or XLSX file with a header row, Thai or English. Out: rows that can be stored, and a
finding for each row that cannot: its number, column, value, and what to do. Nothing is written.
"""

import csv
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq

from ppaos.adapters import csv_files, xlsx
from ppaos.definitions.sources.loader import header_key
from ppaos.domain.area.codes import NATION, level_of
from ppaos.domain.area.scope import Scope
from ppaos.domain.errors import AreaError, ColumnError, FileError
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.domain.thai.calendar import FIRST_BUDDHIST_YEAR
from ppaos.domain.thai.dates import to_buddhist, to_common
from ppaos.operations.areas.models import LATITUDES, LONGITUDES

MOST_ROWS: Final = 200_000
_TEXT_MOST: Final = 200
_LARGEST_BUDGET: Final = Decimal(10) ** 13
KIND_TITLES: Final = {
    "service": Bilingual("บริการสาธารณะ", "Public services"),
    "partner": Bilingual("ภาคีการพัฒนา", "Partners"),
    "project": Bilingual("โครงการ", "Projects"),
    "product": Bilingual("ผลิตภัณฑ์ชุมชน", "Community products"),
}
_KIND_WORDS: Final = {
    "service": ("บริการ", "บริการสาธารณะ", "services", "public service"),
    "partner": ("ภาคี", "ภาคีการพัฒนา", "partners"),
    "project": ("โครงการ", "projects"),
    "product": ("ผลิตภัณฑ์", "ผลิตภัณฑ์ชุมชน", "otop", "products"),
}


@dataclass(frozen=True)
class ListColumn:
    """A column of the list."""

    name: str
    title: Bilingual
    required: bool
    aliases: tuple[str, ...] = ()
    help: Bilingual | None = None


COLUMNS: Final = (
    ListColumn("kind", Bilingual("ประเภท", "Kind"), True, ("ชนิด",), Bilingual("service, partner, project หรือ product (หรือคำไทย)", "service, partner, project or product")),
    ListColumn("area_code", Bilingual("รหัสพื้นที่", "Area code"), True, ("พื้นที่",), Bilingual("nat, R1-R6 หรือเลข 2, 4, 6, 8 หลัก", "nat, R1-R6 or 2, 4, 6, 8 digits")),
    ListColumn("name_th", Bilingual("ชื่อ", "Name"), True, ("ชื่อไทย", "ชื่อโครงการ")),
    ListColumn("name_en", Bilingual("ชื่ออังกฤษ", "English name"), False),
    ListColumn("agency", Bilingual("หน่วยงาน", "Agency"), False, ("หน่วยงานรับผิดชอบ",)),
    ListColumn("budget_baht", Bilingual("งบประมาณ (บาท)", "Budget (baht)"), False, ("งบประมาณ",)),
    ListColumn("fiscal_year_be", Bilingual("ปีงบประมาณ (พ.ศ.)", "Fiscal year (Buddhist era)"), False, ("ปีงบประมาณ", "fiscal year")),
    ListColumn("latitude", Bilingual("ละติจูด", "Latitude"), False, ("lat",), Bilingual("องศาทศนิยม 5-21", "decimal degrees, 5-21")),
    ListColumn("longitude", Bilingual("ลองจิจูด", "Longitude"), False, ("lon", "lng"), Bilingual("องศาทศนิยม 97-106", "decimal degrees, 97-106")),
    ListColumn("source", Bilingual("ที่มา", "Source"), True, ("แหล่งข้อมูล",)),
    ListColumn("as_of", Bilingual("ข้อมูล ณ วันที่", "As of"), False, (), Bilingual("ปี-เดือน-วัน หรือ วัน/เดือน/ปี", "year-month-day or day/month/year")),
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """Why one row was not taken."""

    row: int
    """1 is the first row below the header."""
    column: str
    value: str
    message: Bilingual


@dataclass
class ReadRows:
    """What a file holds."""

    rows: int = 0
    good: list[dict[str, Any]] = field(default_factory=list)
    """Values by name of the model's field."""
    findings: list[Finding] = field(default_factory=list)


class _Wrong(Exception):  # noqa: N818 -- one value's verdict, caught where it is read
    def __init__(self, th: str, en: str) -> None:
        self.message = Bilingual(th, en)
        super().__init__(en)


def read_rows(file: Path, *, scope: Scope, is_known: Callable[[str], bool]) -> ReadRows:
    """Every row of the file, as values or as a finding.

    Rows at areas outside `scope`, and at areas of which `is_known` is false, are findings.
    Errors: FileError for a file that cannot be read or is too long; ColumnError when a required
    column is not there.
    """
    found = ReadRows()
    with tempfile.TemporaryDirectory(prefix="ppaos-resources-") as scratch:
        headers, rows = _opened(file, Path(scratch), found)
        places = _places(headers)
        for number, cells in rows:
            found.rows += 1
            if found.rows > MOST_ROWS:
                raise FileError(
                    th=f"รายการเกิน {MOST_ROWS:,} แถว แบ่งไฟล์เป็นรายจังหวัดแล้วนำเข้าทีละไฟล์",
                    en=f"The list has more than {MOST_ROWS:,} rows. Split it by province and import the parts.",
                )
            texts = {name: " ".join((cells[place] or "").split()) for name, place in places.items()}
            _take(number, texts, found, scope, is_known)
    return found


def _opened(
    file: Path, scratch: Path, found: ReadRows
) -> tuple[tuple[str, ...], Iterator[tuple[int, list[str | None]]]]:
    if file.suffix.lower() in (".xlsx", ".xlsm"):
        book = xlsx.examine(file, scratch)
        table = pq.read_table(book.readable)
        columns = [column.to_pylist() for column in table.columns]
        return book.headers, (
            (at, list(row)) for at, row in enumerate(zip(*columns, strict=True), 1)
        )
    if file.suffix.lower() not in (".csv", ".txt", ".tsv"):
        raise FileError(
            th=f"{file.name}: รับเฉพาะ .csv และ .xlsx บันทึกไฟล์เป็นชนิดนี้ก่อน",
            en=f"{file.name}: only .csv and .xlsx are read. Save the list as one of these.",
        )
    examined = csv_files.examine(file, scratch)
    for cut in examined.cut_rows:
        found.rows += 1
        found.findings.append(
            Finding(
                cut.row,
                "",
                cut.text[:_TEXT_MOST],
                Bilingual(
                    f"แถวมี {cut.fields} ช่อง ไม่เท่าหัวตาราง ตรวจเครื่องหมายจุลภาคและอัญประกาศในแถวนี้",
                    f"The row has {cut.fields} fields, not as many as the header. Check its commas and quotes.",
                ),
            )
        )
    return examined.headers, _csv_rows(examined)


def _csv_rows(examined: csv_files.CsvFile) -> Iterator[tuple[int, list[str | None]]]:
    with examined.readable.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, delimiter="," if examined.numbered else examined.delimiter)
        next(reader, None)
        number = 0
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            number += 1
            if examined.numbered:
                yield int(cells[0]), list(cells[1:])
            else:
                yield number, list(cells)


def _places(headers: tuple[str, ...]) -> dict[str, int]:
    """Column -> place in the file; the first of two headers that fit wins."""
    known = {
        header_key(text): column.name
        for column in COLUMNS
        for text in (column.name, column.title.th, column.title.en, *column.aliases)
    }
    found: dict[str, int] = {}
    for place, header in enumerate(headers):
        name = known.get(header_key(header))
        if name is not None:
            found.setdefault(name, place)
    lacking = [column for column in COLUMNS if column.required and column.name not in found]
    if lacking:
        raise ColumnError(
            th=f"ไม่มีคอลัมน์ {', '.join(f'{item.title.th} ({item.name})' for item in lacking)} เพิ่มในแถวหัวตารางแล้วนำเข้าใหม่",
            en=f"Columns are missing: {', '.join(f'{item.title.en} ({item.name})' for item in lacking)}. Add them to the header row and import again.",
        )
    return found


def _take(
    number: int,
    texts: dict[str, str],
    found: ReadRows,
    scope: Scope,
    is_known: Callable[[str], bool],
) -> None:
    values: dict[str, Any] = {}
    wrong = []
    for column in COLUMNS:
        text = texts.get(column.name, "")
        try:
            if column.required:
                _require_filled(text)
            values[column.name] = _READERS[column.name](text)
            if column.name == "area_code":
                _require_area(values[column.name], scope, is_known)
        except _Wrong as problem:
            wrong.append(Finding(number, column.name, text[:_TEXT_MOST], problem.message))
    if (values.get("latitude") is None) != (values.get("longitude") is None) and not wrong:
        wrong.append(
            Finding(
                number,
                "latitude",
                texts.get("latitude", ""),
                Bilingual(
                    "มีพิกัดเพียงค่าเดียว ใส่ทั้งละติจูดและลองจิจูด หรือเว้นว่างทั้งคู่",
                    "Only half a position. Give latitude and longitude, or neither.",
                ),
            )
        )
    if wrong:
        found.findings.extend(wrong)
    else:
        found.good.append(values)


def _require_filled(text: str) -> None:
    if not text:
        raise _Wrong("ช่องนี้ว่าง ใส่ค่า", "The cell is empty. Fill it in.")


def _require_area(code: str, scope: Scope, is_known: Callable[[str], bool]) -> None:
    if not scope.covers(code):
        raise _Wrong(
            "พื้นที่นี้อยู่นอกพื้นที่ของท่าน ให้ผู้ดูแลของพื้นที่นั้นนำเข้า",
            "The area is outside yours. Its own administrator can import the row.",
        )
    if not is_known(code):
        raise _Wrong("ไม่มีพื้นที่รหัสนี้ ตรวจรหัสอีกครั้ง", "No area has this code. Check the code.")


def _kind(text: str) -> str:
    wanted = header_key(text)
    for name, words in _KIND_WORDS.items():
        if wanted in (name, *words):
            return name
    raise _Wrong(
        "ไม่รู้จักประเภทนี้ ใช้ บริการ ภาคี โครงการ หรือ ผลิตภัณฑ์",
        "Unknown kind. Use service, partner, project or product.",
    )


def _area(text: str) -> str:
    code = text.upper() if text[:1] in "rR" else text.lower()
    try:
        return NATION if level_of(code) == "country" else code
    except AreaError as error:
        raise _Wrong(error.th, error.en) from None


def _text(text: str) -> str:
    if len(text) > _TEXT_MOST:
        raise _Wrong(
            f"ยาว {len(text)} ตัวอักษร ย่อให้ไม่เกิน {_TEXT_MOST}",
            f"It has {len(text)} characters. Shorten it to {_TEXT_MOST}.",
        )
    return text


def _budget(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        value = Decimal(text.replace(",", "").removesuffix("บาท").strip())
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or not 0 <= value < _LARGEST_BUDGET:
        raise _Wrong(
            "ไม่ใช่จำนวนเงินบาท เขียนเช่น 250000 หรือ 250,000.50",
            "Not an amount of baht. Write it as 250000 or 250,000.50.",
        )
    return value.quantize(Decimal("0.01"))


def _year(text: str) -> int | None:
    if not text:
        return None
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    year = to_buddhist(year) if 1900 <= year <= FIRST_BUDDHIST_YEAR else year
    if not 2480 <= year <= 2700:
        raise _Wrong("ไม่ใช่ปีงบประมาณ เขียนเช่น 2567", "Not a fiscal year. Write it as 2567.")
    return year


def _degrees(limits: tuple[float, float]) -> Callable[[str], float | None]:
    def read(text: str) -> float | None:
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not limits[0] <= value <= limits[1]:
            raise _Wrong(
                f"ไม่ใช่องศาทศนิยมในประเทศไทย ({limits[0]:.0f} ถึง {limits[1]:.0f})",
                f"Not decimal degrees inside Thailand ({limits[0]:.0f} to {limits[1]:.0f}).",
            )
        return value

    return read


def _day(text: str) -> date | None:
    if not text:
        return None
    parts = text.replace("/", "-").split("-")
    try:
        numbers = [int(part) for part in parts]
        year, month, day = numbers if len(parts[0]) == 4 else reversed(numbers)
        return date(to_common(year) if year > FIRST_BUDDHIST_YEAR else year, month, day)
    except ValueError:
        raise _Wrong(
            "ไม่ใช่วันที่ เขียนเช่น 2567-06-30 หรือ 30/6/2567",
            "Not a day. Write it as 2024-06-30 or 30/6/2567.",
        ) from None


_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "kind": _kind, "area_code": _area, "name_th": _text, "name_en": _text, "agency": _text,
    "budget_baht": _budget, "fiscal_year_be": _year, "latitude": _degrees(LATITUDES),
    "longitude": _degrees(LONGITUDES), "source": _text, "as_of": _day,
}  # fmt: skip
