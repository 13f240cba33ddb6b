"""The areas that an area consists of, with the same numbers: to compare them and to go down."""

from typing import Final

from ppaos.domain.areas import LEVEL_TITLES
from ppaos.domain.instrument import Title
from ppaos.operations.areas.queries import children_of
from ppaos.operations.results.counts import UNPLACED, table
from ppaos.web.dashboard.place import Place
from ppaos.web.dashboard.tables import Column, Row, Table

USUAL: Final = ("poor:people", "poor:households", "poor:ratio", "surveyed:households")
_TITLES: Final = {
    "poor:people": Title("คนตกเกณฑ์", "People failing"),
    "poor:households": Title("ครัวเรือนตกเกณฑ์", "Households failing"),
    "poor:ratio": Title("สัดส่วน (H)", "Share (H)"),
    "surveyed:households": Title("ครัวเรือนที่สำรวจ", "Surveyed households"),
}


def children(place: Place, chosen: str = "") -> Table | None:
    """A row for each area one level below, those without data too; null for a village.

    `chosen` adds one more measure. Households whose village nobody knows are a row without a code,
    so that the rows add up to the area.
    """
    if place.below is None:
        return None
    names = [name for name in USUAL if name in place.measures]
    if chosen in place.measures and chosen not in names:
        names.insert(0, chosen)
    codes, rows = table(
        place.publication, names, scope=place.scope, area=place.area.code, level=place.below
    )
    found = dict(zip(codes, rows, strict=True))
    titles = {item.code: Title(item.name_th, item.name_en) for item in children_of(place.area.code)}
    titles |= place.names([code for code in codes if code and code not in titles])
    if "" in found:
        titles[""] = UNPLACED
    level = Title(*LEVEL_TITLES[place.below])
    return Table(
        "children",
        Title(f"ราย{level.th}", f"By {level.en}"),
        Title(level.th, level.en.capitalize()),
        tuple(_column(place, name) for name in names),
        tuple(
            Row(
                code,
                title,
                tuple(found.get(code) or [None] * len(names)),
                href=place.address(code) if code else "",
            )
            for code, title in sorted(titles.items(), key=lambda pair: (pair[0] == "", pair[0]))
        ),
        empty=Title(
            "ไม่พบพื้นที่ย่อยที่มีข้อมูล นำเข้าและเผยแพร่ข้อมูลของพื้นที่นี้ก่อน",
            "No part of this area has data. Import and publish data of this area first.",
        ),
    )


def _column(place: Place, name: str) -> Column:
    measure = place.measures[name]
    unit = "score" if name == "m0" else measure.unit
    return Column(
        name.replace(":", "_").replace("/", "_").replace("-", "_"),
        _TITLES.get(name, measure.title),
        unit,
        has_bar=name == "poor:ratio",
        meaning=measure.title,
    )
