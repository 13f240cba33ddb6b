"""A table as the dashboard shows it, draws it and hands it out: one object, so that they agree.

Values are raw numbers (ratios from 0 to 1) or texts in both languages; null is no data, and is
said in words on the page and left empty in the file.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from ppaos.adapters.list_files import guarded
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.web.text import in_unit, localized

Value = int | float | Decimal | Bilingual | str | None
NO_TITLE: Final = Bilingual("", "")
NOT_APPLICABLE: Final = "–"
"""Stands in a column of numbers where a number would make no sense; empty in the file."""
UNIT_TITLES: Final = {
    "people": Bilingual("คน", "people"),
    "households": Bilingual("ครัวเรือน", "households"),
    "ratio": Bilingual("ร้อยละ", "per cent"),
    "score": Bilingual("คะแนน 0-1", "score, 0 to 1"),
    "baht": Bilingual("บาท", "baht"),
    "count": Bilingual("จำนวน", "count"),
    "villages": Bilingual("หมู่บ้าน", "villages"),
}
_DATATYPES: Final = {"ratio": "number", "score": "number", "baht": "decimal", "any": "number"}


@dataclass(frozen=True)
class TableColumn:
    """A column of values."""

    name: str
    """As the file calls it."""
    title: Bilingual
    unit: str
    """A key of UNIT_TITLES, `year`, `text`, or `any` where each row has its own."""
    has_bar: bool = False
    """Whether the page draws each value as a bar."""
    full: float | None = None
    """Value of a whole bar; the largest of the column when not given."""
    meaning: Bilingual = NO_TITLE
    """What is counted, where the title is short."""

    @property
    def is_text(self) -> bool:
        """Whether its values are texts."""
        return self.unit == "text"

    @property
    def unit_title(self) -> Bilingual:
        """Name of the unit; empty for a text or a year."""
        return UNIT_TITLES.get(self.unit, NO_TITLE)


@dataclass(frozen=True)
class TableCell:
    """One value on the page."""

    value: Value
    column: TableColumn
    unit: str
    href: str = ""
    bar: float | None = None
    """Per cent of the longest bar of the column."""

    @property
    def shown(self) -> str:
        """The value in the reader's language."""
        if isinstance(self.value, Bilingual):
            return localized(self.value)
        if isinstance(self.value, str):
            return self.value
        if self.value is None and self.column.is_text:
            return NOT_APPLICABLE
        return in_unit(self.value, self.unit)


@dataclass(frozen=True)
class TableRow:
    """One row: what it is of, and a value for each column."""

    code: str
    title: Bilingual
    values: tuple[Value, ...]
    links: Mapping[str, str] = field(default_factory=dict)
    """Column name -> address of the list behind the number."""
    href: str = ""
    """Address of the row's own page."""
    is_total: bool = False
    unit: str = ""
    """Unit of this row's values in columns of unit `any`."""


@dataclass(frozen=True)
class Table:
    """Rows under columns, with a name that the file and the address use."""

    name: str
    title: Bilingual
    row_title: Bilingual
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    note: Bilingual | None = None
    """How to read it, or what it rests on."""
    empty: Bilingual = field(default=Bilingual("ไม่มีข้อมูล", "No data"))
    """What to do when there is no row."""

    @property
    def body(self) -> list[tuple[TableRow, list[TableCell]]]:
        """Rows with their cells."""
        longest = [self._longest(place) for place in range(len(self.columns))]
        return [
            (
                row,
                [
                    TableCell(
                        value,
                        column,
                        row.unit if column.unit == "any" else column.unit,
                        row.links.get(column.name, ""),
                        _bar(value, most),
                    )
                    for value, column, most in zip(row.values, self.columns, longest, strict=True)
                ],
            )
            for row in self.rows
        ]

    def _longest(self, place: int) -> float:
        column = self.columns[place]
        if not column.has_bar or column.full is not None:
            return column.full or 0.0
        values = [_plain(row.values[place]) for row in self.rows if not row.is_total]
        return max((value for value in values if value is not None), default=0.0)

    def column(self, name: str) -> list[Value]:
        """Values of one column, by its name."""
        place = [item.name for item in self.columns].index(name)
        return [row.values[place] for row in self.rows]

    def with_values(self, *, without: str = "") -> "Table":
        """The table without columns that no row has a value in, and without one by name."""
        kept = [
            at
            for at, column in enumerate(self.columns)
            if column.name != without and any(row.values[at] is not None for row in self.rows)
        ]
        rows = tuple(replace(row, values=tuple(row.values[at] for at in kept)) for row in self.rows)
        return replace(self, columns=tuple(self.columns[at] for at in kept), rows=rows)

    def sorted_by(self, name: str, *, is_descending: bool) -> "Table":
        """The same rows by a column, or by `code` or `title`; no data comes last either way."""
        names = [item.name for item in self.columns]
        totals = [row for row in self.rows if row.is_total]
        plain = [row for row in self.rows if not row.is_total]

        def key(row: TableRow) -> Any:
            if name not in names:
                return row.code if name == "code" else localized(row.title)
            value = row.values[names.index(name)]
            return localized(value) if isinstance(value, Bilingual) else value

        known = [row for row in plain if key(row) is not None]
        rest = [row for row in plain if key(row) is None]
        rows = sorted(known, key=key, reverse=is_descending) + rest + totals
        return replace(self, rows=tuple(rows))


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float | Decimal)


def _bar(value: Value, most: float) -> float | None:
    plain = _plain(value)
    if not most or plain is None:
        return None
    return round(min(plain / most, 1.0) * 100, 1)


def as_csv(table: Table) -> bytes:
    """The table as CSV in UTF-8 with a byte-order mark: a header row, then rows without totals.

    Texts have a column for each language. A text that a spreadsheet would run is disarmed.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(_headers(table))
    for row in table.rows:
        if not row.is_total:
            writer.writerow([guarded(cell) for cell in _cells(table, row)])
    return stream.getvalue().encode("utf-8-sig")


def _headers(table: Table) -> list[str]:
    names = [
        [f"{item.name}_th", f"{item.name}_en"] if item.is_text else [item.name]
        for item in table.columns
    ]
    return ["code", "title_th", "title_en", *[name for pair in names for name in pair]]


def _cells(table: Table, row: TableRow) -> Iterator[Any]:
    yield row.code
    yield row.title.th
    yield row.title.en
    for column, value in zip(table.columns, row.values, strict=True):
        if column.is_text:
            both = (
                value
                if isinstance(value, Bilingual)
                else Bilingual(str(value or ""), str(value or ""))
            )
            yield both.th
            yield both.en
        else:
            yield value if _is_number(value) else None


def as_metadata(table: Table, file: str, about: Mapping[str, Any]) -> dict[str, Any]:
    """What the file's columns mean, as metadata of CSV on the Web (W3C, 2015)."""
    columns: list[dict[str, Any]] = [
        _described("code", Bilingual("รหัส", "Code"), "string"),
        _described("title_th", table.row_title, "string"),
        _described("title_en", table.row_title, "string"),
    ]
    for item in table.columns:
        if item.is_text:
            columns += [
                _described(f"{item.name}_{lang}", item.title, "string") for lang in ("th", "en")
            ]
            continue
        found = _described(item.name, item.title, _DATATYPES.get(item.unit, "integer"))
        unit = item.unit_title
        if unit is not NO_TITLE:
            found["unit"] = unit.as_json()
        if item.meaning is not NO_TITLE:
            found["dc:description"] = item.meaning.as_json()
        columns.append(found)
    note = {"dc:description": table.note.as_json()} if table.note else {}
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": file,
        "dc:title": table.title.as_json(),
        **note,
        **about,
        "dialect": {"encoding": "utf-8", "header": True},
        "null": "",
        "tableSchema": {"columns": columns, "primaryKey": "code"},
    }


def _described(name: str, title: Bilingual, datatype: str) -> dict[str, Any]:
    return {"name": name, "titles": title.as_json(), "datatype": datatype}


def chart_of(
    table: Table,
    columns: Sequence[str],
    *,
    kind: str,
    unit: str = "",
    rows: Iterable[TableRow] = (),
) -> dict[str, Any]:
    """The table's columns as series of the chart island."""
    chosen = list(rows) or [row for row in table.rows if not row.is_total]
    names = [item.name for item in table.columns]
    places = [names.index(name) for name in columns]
    return {
        "kind": kind,
        "title": table.title.as_json(),
        "categories": [row.title.as_json() for row in chosen],
        "unit": unit or table.columns[places[0]].unit,
        "series": [
            {
                "name": table.columns[place].title.as_json(),
                "values": [_plain(row.values[place]) for row in chosen],
            }
            for place in places
        ],
    }


def _plain(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float | Decimal) else None
