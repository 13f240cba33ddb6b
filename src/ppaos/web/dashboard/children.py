"""The areas that an area consists of, with the same numbers: to compare them and to go down."""

from collections.abc import Iterator, Mapping
from typing import Final

from ppaos.domain.area.codes import LEVEL_TITLES
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.areas.queries import titles_of
from ppaos.operations.results.counts import UNPLACED, table
from ppaos.web.dashboard.place import DashboardArea
from ppaos.web.dashboard.tables import Table, TableColumn, TableRow

USUAL: Final = ("poor:people", "poor:households", "poor:ratio", "surveyed:households")
_TITLES: Final = {
    "poor:people": Bilingual("คนตกเกณฑ์", "People failing"),
    "poor:households": Bilingual("ครัวเรือนตกเกณฑ์", "Households failing"),
    "poor:ratio": Bilingual("สัดส่วน (H)", "Share (H)"),
    "surveyed:households": Bilingual("ครัวเรือนที่สำรวจ", "Surveyed households"),
}


def children(place: DashboardArea, chosen: str = "") -> Table | None:
    """A row for each area one level below, those without data too; null for a village.

    `chosen` adds one more measure. Households whose village nobody knows are a row without a code,
    so that the rows add up to the area.
    """
    if place.below is None:
        return None
    names: list[str] = [name for name in USUAL if name in place.measures]
    if chosen in place.measures and chosen not in names:
        names.insert(0, chosen)
    level = Bilingual(*LEVEL_TITLES[place.below])
    return Table(
        "children",
        Bilingual(f"ราย{level.th}", f"By {level.en}"),
        Bilingual(level.th, level.en.capitalize()),
        tuple(_column(place, name) for name in names),
        tuple(
            TableRow(
                code,
                title,
                tuple(values),
                _lists(place, code, dict(zip(names, values, strict=True))),
                href=place.address(code) if code else "",
            )
            for code, title, values in parts(place, place.below, names)
        ),
        empty=Bilingual(
            "ไม่พบพื้นที่ย่อยที่มีข้อมูล นำเข้าและเผยแพร่ข้อมูลของพื้นที่นี้ก่อน",
            "No part of this area has data. Import and publish data of this area first.",
        ),
    )


def parts(
    place: DashboardArea, level: str, names: list[str]
) -> Iterator[tuple[str, Bilingual, list[float | None]]]:
    """(code, name, values of the measures) of the areas of `level`, the one below the area's own.

    Areas that the publication has nothing of come with null; households whose village nobody knows
    come last, with an empty code.
    """
    codes, rows = table(
        place.publication, names, scope=place.scope, area=place.area.code, level=level
    )
    found = dict(zip(codes, rows, strict=True))
    titles = {item.code: Bilingual(item.name_th, item.name_en) for item in place.children}
    titles |= titles_of([code for code in codes if code and code not in titles])
    if "" in found:
        titles[""] = UNPLACED
    for code in sorted(titles, key=lambda code: (code == "", code)):
        yield code, titles[code], found.get(code) or [None] * len(names)


def _lists(place: DashboardArea, code: str, values: Mapping[str, float | None]) -> dict[str, str]:
    """Column -> the list of households behind the number of one part."""
    found = {}
    for name, value in values.items():
        listed = place.measures[name].listed
        if code and value and listed is not None:
            found[_column_name(name)] = place.households(listed, area=code)
    return found


def _column_name(measure: str) -> str:
    return measure.replace(":", "_").replace("/", "_").replace("-", "_")


def _column(place: DashboardArea, name: str) -> TableColumn:
    measure = place.measures[name]
    return TableColumn(
        _column_name(name),
        _TITLES.get(name, measure.title),
        measure.unit,
        has_bar=name == "poor:ratio",
        meaning=measure.title,
    )
