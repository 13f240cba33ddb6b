"""The columns of a list of households: which there are, which somebody chose, and their cells.

In: rows of the database. Out: for each row its cells, every one with the words that are read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ppaos.domain.area.codes import parent_of
from ppaos.domain.identity.citizen_id import format_house_code
from ppaos.domain.measurement.instrument import Instrument
from ppaos.domain.thai.address import address
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.areas.queries import titles_of
from ppaos.operations.publications.labels import group_titles, instrument
from ppaos.operations.publications.models import Publication
from ppaos.web.text import day, localized, number, say

Row = Mapping[str, Any]
SESSION_KEY: Final = "household_columns"


@dataclass(frozen=True)
class ShownColumn:
    """One column: what it is called and which fields of a household it is made of."""

    name: str
    title: Bilingual
    fields: tuple[str, ...]
    is_default: bool = True
    is_number: bool = False


@dataclass(frozen=True)
class ShownCell:
    """One cell: a text, and badges for the names in it that stand out."""

    label: str
    css: str
    text: str
    badges: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListedHousehold:
    """One row of the list."""

    household_id: str
    name: str
    cells: tuple[ShownCell, ...]


COLUMNS: Final = (
    ShownColumn("address", Bilingual("ที่อยู่", "Address"), ("house_number", "village_code", "village_name")),
    ShownColumn("dimensions", Bilingual("มิติที่ตก", "Failing dimensions"), ("dimensions", "fails_mpi", "in_survey")),
    ShownColumn("failing", Bilingual("จำนวนมิติ MPI ที่ตก", "MPI dimensions failing"), ("dimensions_failing",), is_number=True),
    ShownColumn("position", Bilingual("พิกัดบ้าน", "Coordinates"), ("latitude", "longitude")),
    ShownColumn("cards", Bilingual("ผู้ถือบัตรสวัสดิการ", "Welfare card holders"), ("card_holders",), is_number=True),
    ShownColumn("members", Bilingual("สมาชิก", "Members"), ("members",), is_number=True),
    ShownColumn("priority", Bilingual("ลำดับความเร่งด่วน (0-1000)", "Priority (0-1000)"), ("priority",), is_number=True),
    ShownColumn("level", Bilingual("ระดับความเปราะบาง", "Vulnerability level"), ("vulnerability_level",), False, True),
    ShownColumn("groups", Bilingual("กลุ่มเป้าหมาย", "Target groups"), ("groups",), False),
    ShownColumn("dependants", Bilingual("คนในภาวะพึ่งพิง", "Dependants"), ("dependants",), False, True),
    ShownColumn("house_code", Bilingual("รหัสประจำบ้าน", "House code"), ("house_code",), False),
    ShownColumn("surveyed_on", Bilingual("วันที่สำรวจ", "Surveyed on"), ("surveyed_on",), False),
    ShownColumn("new", Bilingual("เพิ่มใหม่", "Newly added"), ("is_new",), False),
)  # fmt: skip
"""Every column but the name of the head, which is always there and leads to the household."""


def chosen_columns(names: Iterable[str] | None) -> tuple[ShownColumn, ...]:
    """Columns by name, in their own order; the usual ones when nothing was chosen."""
    known = set(names or ()) & {column.name for column in COLUMNS}
    if not known:
        return tuple(column for column in COLUMNS if column.is_default)
    return tuple(column for column in COLUMNS if column.name in known)


def fields_of(columns: Sequence[ShownColumn]) -> list[str]:
    """Fields of households that the columns and the heading of a row are made of."""
    return list(dict.fromkeys(["head_name", *[name for item in columns for name in item.fields]]))


def listed(
    publication: Publication, rows: Sequence[Row], columns: Sequence[ShownColumn]
) -> list[ListedHousehold]:
    """Rows of the list, in the given order."""
    words = _Words(publication, rows)
    return [
        ListedHousehold(
            row["household_id"],
            row["head_name"] or say("ไม่ทราบชื่อหัวหน้าครัวเรือน", "name of head unknown"),
            tuple(words.cell(column, row) for column in columns),
        )
        for row in rows
    ]


def address_of(
    house_number: str, village_code: str, village_name: str, names: Mapping[str, Bilingual]
) -> str:
    """House, village, subdistrict and district in one line; `names` has them by code."""
    of_levels = {"village": Bilingual(village_name, village_name)}
    for level in ("subdistrict", "district"):
        name = names.get(parent_of(village_code, level)) if village_code else None
        if name is not None:
            of_levels[level] = name
    return localized(
        address(
            house_number=house_number, village_code=village_code, names=of_levels, up_to="district"
        )
    )


class _Words:
    """Words of one page of rows; names are read once."""

    def __init__(self, publication: Publication, rows: Sequence[Row]) -> None:
        self._instrument: Instrument = instrument(publication)
        self._groups = group_titles(publication)
        self._labels = {column.name: localized(column.title) for column in COLUMNS}
        codes = {row["village_code"] for row in rows if row.get("village_code")}
        self._areas = titles_of({code[:size] for code in codes for size in (4, 6)}) if codes else {}

    def cell(self, column: ShownColumn, row: Row) -> ShownCell:
        """One cell."""
        text, badges = self._made(column.name, row)
        css = "num" if column.is_number else "hh-words"
        return ShownCell(self._labels[column.name], css, text, badges)

    def _made(self, name: str, row: Row) -> tuple[str, tuple[str, ...]]:
        unknown = say("ไม่มีข้อมูล", "no data")
        match name:
            case "address":
                given = (row["house_number"], row["village_code"], row["village_name"])
                return address_of(*given, self._areas), ()
            case "dimensions":
                return self._dimensions(row)
            case "position":
                is_there = row["latitude"] is not None and row["longitude"] is not None
                return (say("มี", "yes") if is_there else say("ไม่มี", "no")), ()
            case "groups":
                held = [item for at, item in enumerate(self._groups) if row["groups"] >> at & 1]
                titles = tuple(localized(item.title) for item in held)
                return ("" if held else say("ไม่อยู่ในกลุ่มใด", "none")), titles
            case "house_code":
                return format_house_code(row["house_code"]) or unknown, ()
            case "surveyed_on":
                on = row["surveyed_on"]
                return (day(on) if on else say("ไม่ได้สำรวจ", "not surveyed")), ()
            case "new":
                return (say("เพิ่มใหม่", "new") if row["is_new"] else "-"), ()
        field = next(column.fields[0] for column in COLUMNS if column.name == name)
        value = row[field]
        return (unknown if value is None else number(value)), ()

    def _dimensions(self, row: Row) -> tuple[str, tuple[str, ...]]:
        if not row["in_survey"] or row["dimensions"] is None:
            return say("ไม่ได้สำรวจ", "not surveyed"), ()
        if row["fails_mpi"] is None:
            return say("คำตอบไม่ครบ", "answers missing"), ()
        failing = tuple(
            localized(item.title)
            for place, item in enumerate(self._instrument.dimensions)
            if row["dimensions"] >> place & 1
        )
        return ("" if failing else say("ไม่ตกมิติใด", "none")), failing
