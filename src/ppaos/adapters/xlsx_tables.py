"""Estimates as one formatted workbook: a sheet per area level, and what the columns mean.

In: the long table of estimates. Out: sheets README, headline, one per level with one row per area,
and the long rows down to the district. An absent value is an empty cell, never zero.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from ppaos.adapters.area_names import AreaNames
from ppaos.adapters.report_facts import ReportFacts
from ppaos.adapters.wide_estimates import LongEstimates, Wide
from ppaos.domain.area.codes import LEVEL_TITLES, NATION
from ppaos.domain.errors import CheckError
from ppaos.domain.measurement.instrument import Instrument

MOST_VILLAGES: Final = 100_000
MOST_LONG_ROWS: Final = 1_000_000
SYNTHETIC: Final = "ข้อมูลสังเคราะห์ ไม่ใช่คนจริง / SYNTHETIC DATA, no real people"
_HEAD = PatternFill("solid", fgColor="12355B")
_WARN = PatternFill("solid", fgColor="FFE08A")
_WHOLE, _SHARE, _FIVE = "#,##0", "0.00%", "0.00000"
_COLUMNS: Final = (
    ("people", "คน", "People", _WHOLE),
    ("households", "ครัวเรือน", "Households", _WHOLE),
    ("poor_people", "คนจน", "Poor people", _WHOLE),
    ("poor_households", "ครัวเรือนจน", "Poor households", _WHOLE),
    ("H", "สัดส่วนคนจน (H)", "Headcount ratio (H)", _SHARE),
    ("A", "ความเข้มข้น (A)", "Intensity (A)", _SHARE),
    ("M0", "ดัชนีความยากจนหลายมิติ (M0)", "Multidimensional poverty index (M0)", _FIVE),
    ("vulnerable", "สัดส่วนผู้เสี่ยงจน", "Vulnerable share", _SHARE),
    ("severe", "สัดส่วนผู้จนรุนแรง", "Severely poor share", _SHARE),
)


def write_workbook(
    file: Path,
    *,
    estimates: pa.Table,
    instrument: Instrument,
    village_names: Mapping[str, str],
    facts: ReportFacts,
) -> Path:
    """Write the workbook to `file` and return it.

    Level sheets show the instrument's own rule in the latest round that the table holds; the sheet
    `estimates` shows every rule and round down to the district. Villages are left out above
    100,000 rows, and README says so.
    Errors: CheckError without rows of the instrument's rule; ColumnError for a missing column.
    """
    long, names = LongEstimates(estimates), AreaNames(village_names)
    own = instrument.identification
    fits = [s for s in long.schemes() if s[:2] == (own.rule, own.label)]
    chosen = next((s for s in fits if s[2] == instrument.weights_name), fits[0] if fits else None)
    if chosen is None:
        raise CheckError(
            th=f"ตารางค่าประมาณไม่มีแถวตามกฎ {own.rule} {own.label} วัดใหม่ด้วยเครื่องมือ {instrument.name}",
            en=f"The estimates hold no rows under rule {own.rule} {own.label}. Measure again with {instrument.name}.",
        )
    cut = {**dict(zip(("rule", "k", "wgts"), chosen, strict=True))}
    t = long.labels("t", loa=NATION, **cut)[-1]
    levels = {
        level: wide
        for level in ("region", "province", "district", "subdistrict", "village")
        if (wide := long.wide(loa=level, t=t, **cut).located()).places
    }
    dropped = len(levels.get("village", Wide((), {})).places) > MOST_VILLAGES
    if dropped:
        del levels["village"]
    book = Workbook(write_only=True)
    _readme(book, instrument, facts, t, dropped)
    _headline(book, long, instrument, t, facts)
    for level, wide in levels.items():
        _level_sheet(book, level, wide, instrument, names, facts)
    _long_sheet(book, estimates, facts)
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.stem}.part.xlsx")
    book.save(unfinished)
    return unfinished.replace(file)


def _readme(book: Any, instrument: Instrument, facts: ReportFacts, t: str, dropped: bool) -> None:
    sheet = book.create_sheet("README")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 110
    if facts.synthetic:
        sheet.append([_cell(sheet, SYNTHETIC, bold=True, fill=_WARN)])
    own = instrument.identification
    rows: list[tuple[str, Any]] = [
        (
            "เครื่องมือ / Instrument",
            f"{instrument.title.th} / {instrument.title.en} ({instrument.name})",
        ),
        ("รอบ / Round", t),
        ("กฎระบุคนจน / Identification rule", f"{own.rule} {own.label}".strip()),
        ("กฎคำตอบที่ขาด / Missing answers", instrument.missing),
        ("จัดทำเมื่อ / Made at", facts.made_at),
        ("รุ่นโปรแกรม / Code version", facts.code_version),
        ("แฮชเครื่องมือ / Instrument hash", instrument.hash),
        ("ช่องว่าง / Empty cell", "ไม่มีข้อมูล ไม่ใช่ศูนย์ / No data, not zero"),
        ("H", "คนจน หารด้วยคนทั้งหมด / Poor people over all people"),
        ("A", "คะแนนเฉลี่ยของคนจน ว่างเมื่อไม่มีคนจน / Mean score of the poor; empty when nobody is poor"),
        ("M0", "H x A"),
        (
            "hd",
            "สัดส่วนคนในครัวเรือนที่ตกเกณฑ์ตัวชี้วัด / Share of people whose household fails the indicator",
        ),
        ("hdk", "เช่นเดียวกับ hd นับเฉพาะคนจน / As hd, the poor only"),
    ]
    if dropped:
        rows.append(
            (
                "หมู่บ้าน / Villages",
                f"เกิน {MOST_VILLAGES:,} แถว ดูไฟล์ Parquet / Over {MOST_VILLAGES:,} rows; see the Parquet file",
            )
        )
    rows += [
        (f"hd {item.name}", f"{item.title.th} / {item.title.en}") for item in instrument.indicators
    ]
    for table in facts.tables:
        inputs = "; ".join(f"{name} {value}" for name, value in table.inputs.items())
        rows.append((f"ที่มา / Source: {table.name}", f"{table.rows:,} แถว / rows; {inputs}"))
    for name, text in rows:
        sheet.append([_cell(sheet, name, bold=True), _cell(sheet, text, wrap=True)])


def _headline(
    book: Any, long: LongEstimates, instrument: Instrument, t: str, facts: ReportFacts
) -> None:
    head = [("กฎ\nRule", 16), ("k", 8), ("น้ำหนัก\nWeights", 16), ("รอบ\nRound", 10)]
    head += [(f"{th}\n{en}", 18) for _, th, en, _ in _COLUMNS]
    rounds = long.labels("t", loa=NATION)
    rows = []
    for rule, k, wgts in long.schemes():
        for each in rounds:
            wide = long.wide(loa=NATION, rule=rule, k=k, wgts=wgts, t=each)
            if wide.places:
                rows.append([rule, k, wgts, each, *(wide.column(name)[0] for name, *_ in _COLUMNS)])
    _sheet(
        book, "headline", head, rows, [None] * 4 + [form for *_, form in _COLUMNS], facts, frozen=4
    )


def _level_sheet(
    book: Any, level: str, wide: Wide, instrument: Instrument, names: AreaNames, facts: ReportFacts
) -> None:
    head = [("รหัส\nCode", 12), ("ชื่อไทย\nThai name", 24), ("ชื่ออังกฤษ\nEnglish name", 24)]
    head += [(f"{th}\n{en}", 16) for _, th, en, _ in _COLUMNS]
    columns = [wide.column(name) for name, *_ in _COLUMNS]
    forms: list[str | None] = [None] * 3 + [form for *_, form in _COLUMNS]
    for item in instrument.indicators:
        head.append((f"ตกเกณฑ์: {item.title.th}\nDeprived (hd): {item.title.en}", 26))
        columns.append(wide.column("hd", item.name, item.dimension))
        forms.append(_SHARE)
    titles = [names.title(code) for code in wide.places]
    rows = (
        [code, title.th, title.en, *values]
        for code, title, *values in zip(wide.places, titles, *columns, strict=True)
    )
    title = f"{LEVEL_TITLES[level][0].replace('/', ' ')} {LEVEL_TITLES[level][1]}"
    _sheet(book, title, head, rows, forms, facts, count=len(wide.places), frozen=3)


def _long_sheet(book: Any, estimates: pa.Table, facts: ReportFacts) -> None:
    kept = pa.array(["nat", "region", "province", "district"])
    table = estimates.filter(pc.is_in(estimates["loa"].cast(pa.string()), kept))
    head = [(name, 14) for name in table.column_names]
    table = table.slice(0, MOST_LONG_ROWS)
    columns = [table[name].to_pylist() for name in table.column_names]
    rows = (list(row) for row in zip(*columns, strict=True))
    _sheet(book, "estimates", head, rows, [None] * len(head), facts, count=len(table), frozen=0)


def _sheet(
    book: Any,
    title: str,
    head: Sequence[tuple[str, float]],
    rows: Iterable[Sequence[Any]],
    forms: Sequence[str | None],
    facts: ReportFacts,
    *,
    count: int | None = None,
    frozen: int,
) -> None:
    body = rows if count is not None else list(rows)
    length = count if count is not None else len(body)  # type: ignore[arg-type]
    sheet = book.create_sheet(title)
    first = 2 if facts.synthetic else 1
    sheet.freeze_panes = f"{get_column_letter(frozen + 1)}{first + 1}"
    sheet.auto_filter.ref = f"A{first}:{get_column_letter(len(head))}{first + length}"
    for place, (_, width) in enumerate(head, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.row_dimensions[first].height = 48
    if facts.synthetic:
        sheet.append([_cell(sheet, SYNTHETIC, bold=True, fill=_WARN)])
    sheet.append(
        [_cell(sheet, text, bold=True, fill=_HEAD, colour="FFFFFF", wrap=True) for text, _ in head]
    )
    write = _writer(sheet, forms)
    for row in body:
        sheet.append(write(row))


def _writer(sheet: Any, forms: Sequence[str | None]) -> Callable[[Sequence[Any]], list[Any]]:
    def write(row: Sequence[Any]) -> list[Any]:
        return [_value(sheet, value, form) for value, form in zip(row, forms, strict=True)]

    return write


def _value(sheet: Any, value: Any, form: str | None) -> Any:
    if value is None or (isinstance(value, float | np.floating) and np.isnan(value)):
        return None
    plain = value.item() if isinstance(value, np.generic) else value
    if form is None:
        return _text(plain)
    cell = WriteOnlyCell(sheet, plain)
    cell.number_format = form
    return cell


def _text(value: Any) -> Any:
    """A name from a file must not become a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "@") else value


def _cell(
    sheet: Any,
    text: Any,
    *,
    bold: bool = False,
    fill: PatternFill | None = None,
    colour: str = "000000",
    wrap: bool = False,
) -> Any:
    cell = WriteOnlyCell(sheet, _text(text))
    cell.font = Font(bold=bold, color=colour)
    cell.alignment = Alignment(wrap_text=wrap, vertical="top")
    if fill is not None:
        cell.fill = fill
    return cell
