"""The urgent view: who fails, in what, which groups they form, and whom to visit first.

Every number is a measure of the publication (`operations.results.counts`); one that opens a list
opens exactly the households that it counts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from ppaos.domain.area.codes import parent_of
from ppaos.domain.thai.address import address
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.areas.queries import titles_of
from ppaos.operations.events.queries import last_visits
from ppaos.operations.people.queries import households_in_order
from ppaos.operations.publications import labels
from ppaos.operations.results.counts import series
from ppaos.operations.results.filters import HouseholdFilter
from ppaos.operations.results.models import StatedFigure
from ppaos.operations.results.queries import stated_figures
from ppaos.web.dashboard.place import DashboardArea
from ppaos.web.dashboard.tables import Table, TableColumn, TableRow
from ppaos.web.households.search.query import Finder
from ppaos.web.text import in_unit, say

_COLUMNS: Final = (
    "head_name", "house_number", "village_name", "village_code", "dimensions", "priority",
)  # fmt: skip
FIRST: Final = 10
"""Priority households on the page."""
_PEOPLE: Final = TableColumn("people", Bilingual("คน", "People"), "people")
_HOUSEHOLDS: Final = TableColumn("households", Bilingual("ครัวเรือน", "Households"), "households")
_SHARE: Final = TableColumn(
    "ratio",
    Bilingual("สัดส่วนคน", "Share of people"),
    "ratio",
    has_bar=True,
    meaning=Bilingual(
        "ต่อคนในครัวเรือนที่สำรวจและวัดได้", "Of the people in surveyed households that can be scored"
    ),
)
_NOT_COMPUTED: Final = Bilingual("ไม่ได้คำนวณ", "not computed")
_COUNTS: Final = (("households", "households"), ("people", "people"), ("ratio", "ratio"))


@dataclass(frozen=True)
class HeadlineFigure:
    """One number at the head of the page."""

    name: str
    title: Bilingual
    value: float | None
    unit: str
    href: str = ""
    before: float | None = None
    """The same in the round before; null where there is none."""
    before_round: int | None = None
    stated: float | None = None
    """The same as a document states it; null where none does."""

    @property
    def shown(self) -> str:
        """The number in the reader's language."""
        return in_unit(self.value, self.unit)

    @property
    def told_before(self) -> str:
        """What it was in the round before."""
        if self.before is None:
            return ""
        value = in_unit(self.before, self.unit)
        return say(f"รอบ {self.before_round}: {value}", f"round {self.before_round}: {value}")

    @property
    def told_stated(self) -> str:
        """What a document states."""
        if self.stated is None:
            return ""
        value = in_unit(self.stated, self.unit)
        return say(f"ตามเอกสาร: {value}", f"stated: {value}")


@dataclass(frozen=True)
class PriorityHousehold:
    """A household that should be visited first."""

    household_id: str
    name: str
    address: Bilingual
    fails: tuple[Bilingual, ...]
    priority: int
    visited_on: object
    href: str


def figures(place: DashboardArea) -> list[HeadlineFigure]:
    """The numbers that a governor reads first."""
    stated = {item.key: float(item.value) for item in _stated(place).order_by("year_be")}
    found = [
        _figure(
            place, "poor:people", Bilingual("คนในครัวเรือนตกเกณฑ์", "People in failing households")
        ),
        _figure(place, "poor:households", Bilingual("ครัวเรือนตกเกณฑ์", "Failing households")),
        _figure(place, "poor:ratio", Bilingual("สัดส่วนคนตกเกณฑ์ (H)", "Share of people failing (H)")),
        _figure(place, "intensity", Bilingual("ความเข้มข้น (A)", "Intensity (A)")),
        _figure(place, "m0", Bilingual("ดัชนี (M0)", "Index (M0)")),
    ]
    return [replace(item, stated=stated.get(item.name)) for item in found]


def _figure(place: DashboardArea, name: str, title: Bilingual) -> HeadlineFigure:
    measure = place.measures[name]
    rounds = series(place.publication, measure, scope=place.scope, area=place.area.code)
    own = place.publication.reading.round_be
    earlier = [pair for pair in rounds if pair[0] < own]
    before_round, before = earlier[-1] if earlier else (None, None)
    value = place.value(name)
    return HeadlineFigure(
        name, title, value, measure.unit, place.list_of(name), before, before_round
    )


def dimensions(place: DashboardArea) -> Table:
    """Households and people by failing dimension."""
    instrument = labels.instrument(place.publication)
    items = ((item.name, item.title, f"dimension:{item.name}") for item in instrument.dimensions)
    return Table(
        "dimensions",
        Bilingual("ตกมิติใดบ้าง", "Which dimensions fail"),
        Bilingual("มิติ", "Dimension"),
        (_HOUSEHOLDS, _PEOPLE, _SHARE),
        place.rows(_COUNTS, items),
        note=Bilingual(
            "ครัวเรือนหนึ่งตกได้หลายมิติ จึงรวมกันไม่ได้",
            "A household may fail several, so rows do not add up",
        ),
        empty=NOT_SURVEYED,
    )


def indicators(place: DashboardArea) -> Table:
    """Households and people by indicator that they are deprived in."""
    instrument = labels.instrument(place.publication)
    titles = {item.name: item.title for item in instrument.dimensions}
    items = ((item.name, item.title, f"indicator:{item.name}") for item in instrument.indicators)
    dimension = TableColumn("dimension", Bilingual("มิติ", "Dimension"), "text")
    rows = tuple(
        TableRow(row.code, row.title, (titles[item.dimension], *row.values), row.links)
        for row, item in zip(place.rows(_COUNTS, items), instrument.indicators, strict=True)
    )
    return Table(
        "indicators",
        Bilingual("ตกตัวชี้วัดใดบ้าง", "Which indicators fail"),
        Bilingual("ตัวชี้วัด", "Indicator"),
        (dimension, _HOUSEHOLDS, _PEOPLE, _SHARE),
        rows,
        note=Bilingual(
            "ชื่อตัวชี้วัดคือสิ่งที่ครัวเรือนควรมี ตัวเลขคือครัวเรือนที่ยังไม่มี",
            "An indicator names what a household should have; the numbers are of those without it",
        ),
        empty=NOT_SURVEYED,
    )


def groups(place: DashboardArea) -> Table:
    """People and households of every target group, of every fiscal year."""
    pairs = place.publication.reading.group_keys
    items = ((pair, group_title(place, pair), f"group:{pair}") for pair in pairs)
    rules = TableColumn("rules", Bilingual("กฎ", "Rules"), "text")
    shown = place.rows((("people", "people"), ("households", "households")), items)
    titles = labels.rules_titles(place.publication)
    rows = tuple(
        TableRow(row.code, row.title, (titles[row.code.split("/")[0]], *row.values), row.links)
        for row in shown
    )
    return Table(
        "groups",
        Bilingual("กลุ่มเป้าหมาย", "Target groups"),
        Bilingual("กลุ่ม", "Group"),
        (rules, _PEOPLE, _HOUSEHOLDS),
        rows,
        note=Bilingual(
            "คนหนึ่งอยู่ได้หลายกลุ่ม ข้อมูลที่ขาดถือว่ายังไม่อยู่ในกลุ่ม",
            "A person may be in several groups; people without data are not counted",
        ),
    )


def group_title(place: DashboardArea, pair: str) -> Bilingual:
    """What a target group `rules/group` is called, with its number where it has one."""
    group = pair.split("/", 1)[1]
    title = place.measures[f"group:{pair}:people"].subject
    if any(letter.isalpha() for letter in group):
        return title
    return Bilingual(f"{group} {title.th}", f"{group} {title.en}")


def levels(place: DashboardArea) -> Table:
    """Households by vulnerability, by number of failing dimensions, and with a welfare card."""
    instrument = labels.instrument(place.publication)
    items = [
        (f"level-{n}", Bilingual(f"เปราะบาง ระดับ {n}", f"Vulnerable, level {n}"), f"level:{n}")
        for n in reversed(labels.vulnerability_levels(place.publication))
    ]
    items += [
        (f"failing-{n}", Bilingual(f"ตก {n} มิติ", f"Failing {n} dimensions"), f"failing:{n}")
        for n in range(len(instrument.dimensions), 0, -1)
    ]
    items.append(("card", Bilingual("มีผู้ถือบัตรสวัสดิการแห่งรัฐ", "With a state welfare card"), "card"))
    items.append(("new", Bilingual("เพิ่มใหม่ในรุ่นนี้", "New in this version"), "new"))
    bars = TableColumn("households", Bilingual("ครัวเรือน", "Households"), "households", has_bar=True)
    return Table(
        "levels",
        Bilingual("ความเปราะบาง จำนวนมิติ และบัตร", "Vulnerability, number of dimensions, and card"),
        Bilingual("ลักษณะครัวเรือน", "Kind of household"),
        (bars,),
        place.rows((("households", "households"),), items),
    )


def issues(place: DashboardArea) -> Table:
    """Other problems that need an answer: NEETs, out of school, bedridden, housing and so on."""
    kinds = labels.fact_kinds(place.publication)
    facts = [name for name, kind in kinds.items() if kind == "problem"]
    bars = TableColumn("people", Bilingual("คน", "People"), "people", has_bar=True)
    known = labels.group_titles(place.publication)
    stems = [f"group:{group.key}" for group in known if group.family == "issue"]
    items = [(stem, stem) for stem in stems] + [(name, f"fact:{name}") for name in facts]
    named = ((code, place.measures[f"{stem}:people"].subject, stem) for code, stem in items)
    return Table(
        "issues",
        Bilingual("ประเด็นอื่นที่ต้องเร่งแก้ไข", "Other issues to act on"),
        Bilingual("ประเด็น", "Issue"),
        (bars, _HOUSEHOLDS),
        place.rows((("people", "people"), ("households", "households")), named),
        note=Bilingual(
            "นับคนที่สำรวจหรือทะเบียนระบุ คนที่ไม่มีข้อมูลไม่นับ รายชื่อแสดงครัวเรือนที่มีคนเหล่านี้ คนที่ไม่ทราบครัวเรือนจึงไม่อยู่ในรายชื่อ",
            "People of whom the survey or a register says so; others are not counted. Lists show the households that they live in, so people whose household is not known are in none",
        ),
    )


def rounds(place: DashboardArea) -> Table:
    """Survey measures of every round, by the instrument of each."""
    chosen = (
        ("people", "poor:people", _PEOPLE),
        ("households", "poor:households", _HOUSEHOLDS),
        ("ratio", "poor:ratio", TableColumn("ratio", Bilingual("สัดส่วน (H)", "Share (H)"), "ratio")),
        ("intensity", "intensity", TableColumn("intensity", Bilingual("ความเข้มข้น (A)", "Intensity (A)"), "ratio")),
        ("m0", "m0", TableColumn("m0", Bilingual("ดัชนี (M0)", "Index (M0)"), "score")),
    )  # fmt: skip
    found: dict[int, list[float | None]] = {}
    for _, name, _column in chosen:
        measure = place.measures[name]
        for round_be, value in series(
            place.publication, measure, scope=place.scope, area=place.area.code
        ):
            found.setdefault(round_be, []).append(value)
    own = place.publication.reading.round_be
    links = {column: place.list_of(name) for column, name, _ in chosen}
    rows = tuple(
        TableRow(
            str(number),
            Bilingual(str(number), str(number)),
            tuple(values),
            links if number == own else {},
        )
        for number, values in sorted(found.items())
    )
    return Table(
        "rounds",
        Bilingual("แต่ละรอบสำรวจ", "Survey rounds"),
        Bilingual("รอบ พ.ศ.", "Round (BE)"),
        tuple(column for _, _, column in chosen),
        rows,
        note=Bilingual(
            "คนในครัวเรือนตกเกณฑ์ และครัวเรือนตกเกณฑ์ ของแต่ละรอบ เปิดรายชื่อได้เฉพาะรอบของรุ่นข้อมูลนี้",
            "People in failing households, and failing households, of each round. Only households of this version's round can be listed",
        ),
        empty=NOT_SURVEYED,
    )


def stated(place: DashboardArea) -> Table:
    """Figures that documents state of this area, beside the same computed."""
    rows = tuple(_stated_rows(place))
    columns = (
        TableColumn("stated", Bilingual("ตามเอกสาร", "Stated"), "any"),
        TableColumn("computed", Bilingual("คำนวณได้", "Computed"), "any"),
        TableColumn("unit", Bilingual("หน่วย", "Unit"), "text"),
        TableColumn("year_be", Bilingual("ปี พ.ศ.", "Year (BE)"), "year"),
        TableColumn("source", Bilingual("ที่มา", "Source"), "text"),
        TableColumn("finding", Bilingual("ข้อสังเกต", "Finding"), "text"),
    )
    return Table(
        "stated",
        Bilingual("ตัวเลขในเอกสารเทียบกับที่คำนวณได้", "Stated figures beside computed ones"),
        Bilingual("ตัวเลข", "Figure"),
        columns,
        rows,
        note=Bilingual(
            "แสดงสองตัวเลขคู่กัน ไม่มีตัวใดแทนอีกตัว",
            "The two are shown side by side; neither replaces the other",
        ),
        empty=Bilingual(
            "ไม่พบตัวเลขของพื้นที่นี้ในเอกสารต้นทาง", "The source documents state no figure of this area"
        ),
    )


def _stated(place: DashboardArea) -> QuerySet[StatedFigure]:
    return stated_figures(place.publication, place.area.code)


def _stated_rows(place: DashboardArea) -> Iterator[TableRow]:
    for item in _stated(place):
        unit = Bilingual("", "")
        if item.unit == "people":
            unit = Bilingual("คน", "people")
        elif item.unit == "households":
            unit = Bilingual("ครัวเรือน", "households")
        elif item.unit == "ratio":
            unit = Bilingual("สัดส่วน", "ratio")
        values = (
            item.value,
            place.value(item.key) if item.key in place.measures else _NOT_COMPUTED,
            unit,
            item.year_be,
            Bilingual(item.source_th, item.source_en),
            Bilingual(item.finding_th, item.finding_en),
        )
        links = {"computed": place.list_of(item.key)}
        yield TableRow(
            item.key, Bilingual(item.title_th, item.title_en), values, links, unit=item.unit
        )


def priority(place: DashboardArea) -> list[PriorityHousehold]:
    """The households to visit first, for who may see them. Who shows them puts that on record."""
    if not place.sees_households:
        return []
    asked = HouseholdFilter.of(area=place.area.code, fails_mpi=True)
    first = Finder(place.publication, place.scope, place.user, asked).page(None, size=FIRST)
    found = households_in_order(place.publication, first.households, place.scope, _COLUMNS)
    visits = last_visits(first.households, place.scope)
    titles = [item.title for item in labels.instrument(place.publication).dimensions]
    villages = [household["village_code"] for household in found if household["village_code"]]
    areas = titles_of({parent_of(code, "subdistrict") for code in villages})
    return [
        PriorityHousehold(
            household["household_id"],
            household["head_name"],
            _address(household, areas),
            tuple(
                title for at, title in enumerate(titles) if (household["dimensions"] or 0) >> at & 1
            ),
            household["priority"],
            visits.get(household["household_id"]),
            _page(place, household["household_id"]),
        )
        for household in found
    ]


def _address(household: Mapping[str, Any], areas: Mapping[str, Bilingual]) -> Bilingual:
    village = household["village_code"]
    names = {"village": Bilingual(household["village_name"], household["village_name"])}
    subdistrict = areas.get(parent_of(village, "subdistrict")) if village else None
    if subdistrict is not None:
        names["subdistrict"] = subdistrict
    return address(
        house_number=household["house_number"],
        village_code=village,
        names=names,
        up_to="subdistrict",
    )


def _page(place: DashboardArea, household_id: str) -> str:
    address = reverse("households:page", args=[household_id])
    return f"{address}?version={place.version}" if place.version else address


NOT_SURVEYED: Final = Bilingual(
    "ไม่มีครัวเรือนที่สำรวจในพื้นที่นี้ นำเข้าแบบสำรวจรอบล่าสุดแล้วเผยแพร่รุ่นใหม่",
    "No household was surveyed here. Import the latest survey round and publish again.",
)
