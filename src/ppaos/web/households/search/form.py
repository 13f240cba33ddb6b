"""What a search asks in words: choices of the form, and conditions that can be taken away.

In: a publication and a search. Out: options of each select with the chosen one marked, and for
each condition its words and the search without it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from ppaos.domain.area.codes import NATION
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.wording import fact_titles, group_titles, instrument
from ppaos.web.households.search.area_choices import area_title
from ppaos.web.households.search.query import Search

CONDITION_TITLES: Final = {
    "area": Bilingual("พื้นที่", "area"),
    "dimension": Bilingual("มิติที่ไม่ผ่านเกณฑ์", "failed dimension"),
    "indicator": Bilingual("ตัวชี้วัดที่ไม่ผ่านเกณฑ์", "failed indicator"),
    "has_card": Bilingual("สถานะบัตรสวัสดิการแห่งรัฐ", "welfare card"),
    "failing": Bilingual("จำนวนมิติ MPI ที่ตก", "MPI dimensions failing"),
    "level": Bilingual("ระดับความเปราะบาง", "vulnerability level"),
    "group": Bilingual("กลุ่มเป้าหมาย", "target group"),
    "fact": Bilingual("ประเด็นหรือสิทธิของสมาชิก", "issue or right of a member"),
    "fails_mpi": Bilingual("ตกเกณฑ์ MPI", "fails the MPI"),
    "in_survey": Bilingual("สำรวจแล้ว", "surveyed"),
    "is_new": Bilingual("เพิ่มใหม่", "newly added"),
    "visited": Bilingual("ที่ท่านเคยบันทึกการเยี่ยม", "visited by you"),
    "never_visited": Bilingual("ยังไม่มีใครบันทึกการเยี่ยม", "never visited"),
    "reached": Bilingual("บันทึกการเยี่ยมและความช่วยเหลือ", "recorded visits and help"),
    "name": Bilingual("ชื่อ", "name"),
    "house_code": Bilingual("รหัสประจำบ้าน", "house code"),
}
STEP_TITLES: Final = {
    "visited": Bilingual("มีผู้บันทึกการเยี่ยมแล้ว", "visited"),
    "helped": Bilingual("ได้รับความช่วยเหลือแล้ว", "helped"),
    "exited": Bilingual("หลุดพ้นแล้ว", "out of poverty"),
    "waiting": Bilingual("เยี่ยมแล้ว ยังไม่ได้รับความช่วยเหลือ", "visited, not yet helped"),
}
_YES_NO: Final = {
    "has_card": (
        ("yes", Bilingual("มีผู้ถือบัตร", "somebody holds a card")),
        ("no", Bilingual("ไม่มีผู้ถือบัตร", "nobody holds a card")),
    ),
    "fails_mpi": (
        ("yes", Bilingual("ตกเกณฑ์", "fails")),
        ("no", Bilingual("ไม่ตกเกณฑ์", "does not fail")),
    ),
    "in_survey": (
        ("yes", Bilingual("สำรวจแล้ว", "surveyed")),
        ("no", Bilingual("ยังไม่ได้สำรวจ", "not surveyed")),
    ),
}


@dataclass(frozen=True)
class Option:
    """One option of a select."""

    value: str
    title: Bilingual
    is_chosen: bool


@dataclass(frozen=True)
class Select:
    """One select of the form."""

    name: str
    """In the address."""
    title: Bilingual
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Condition:
    """One condition of a search, in words."""

    name: str
    text: Bilingual
    without: Search


def selects_of(publication: Publication, search: Search) -> list[Select]:
    """Every select of the form but those of the area."""
    asked, known = search.filter, instrument(publication)
    groups = [(item.key, item.title) for item in group_titles(publication)]
    facts = list(fact_titles(publication).items())
    rows = (
        ("dimension", "dimension", asked.dimension, [(item.name, item.title) for item in known.dimensions]),
        ("indicator", "indicator", asked.indicator, [(item.name, item.title) for item in known.indicators]),
        ("card", "has_card", _word(asked.has_card), _YES_NO["has_card"]),
        ("failing", "failing", asked.failing, [(str(n), _dimensions(n)) for n in range(len(known.dimensions) + 1)]),
        ("level", "level", asked.level, [(str(n), _level(n)) for n in range(4)]),
        ("group", "group", asked.group, groups),
        ("fact", "fact", asked.fact, facts),
        ("poor", "fails_mpi", _word(asked.fails_mpi), _YES_NO["fails_mpi"]),
        ("surveyed", "in_survey", _word(asked.in_survey), _YES_NO["in_survey"]),
    )  # fmt: skip
    return [
        Select(
            name,
            CONDITION_TITLES[condition],
            tuple(
                Option(value, title, chosen is not None and str(chosen) == value)
                for value, title in options
            ),
        )
        for name, condition, chosen, options in rows
    ]


def conditions_of(publication: Publication, search: Search) -> list[Condition]:
    """The conditions of a search in words, each with the search that does not ask it."""
    return list(_conditions(publication, search))


def _conditions(publication: Publication, search: Search) -> Iterator[Condition]:
    asked = search.filter
    if asked.area != NATION:
        without = replace(search, filter=replace(asked, area=NATION))
        yield Condition("area", area_title(publication, asked.area), without)
    for name in asked.asked():
        without = replace(search, filter=asked.without(name))
        yield Condition(name, _told(publication, name, getattr(asked, name)), without)
    if search.name:
        yield Condition("name", _named("name", search.name), replace(search, name=""))
    if search.house_code:
        text = _named("house_code", search.house_code)
        yield Condition("house_code", text, replace(search, house_code=""))
    if search.visited:
        yield Condition("visited", CONDITION_TITLES["visited"], replace(search, visited=False))
    if search.never_visited:
        without = replace(search, never_visited=False)
        yield Condition("never_visited", CONDITION_TITLES["never_visited"], without)
    if search.reached:
        yield Condition("reached", STEP_TITLES[search.reached], replace(search, reached=""))


def _named(name: str, value: str) -> Bilingual:
    title = CONDITION_TITLES[name]
    return Bilingual(f"{title.th} {value}", f"{title.en} {value}")


def _told(publication: Publication, name: str, value: Any) -> Bilingual:
    known = instrument(publication)
    if name == "dimension":
        title = next(item.title for item in known.dimensions if item.name == value)
        return Bilingual(f"ตกมิติ{title.th}", f"fails {title.en}")
    if name == "indicator":
        title = next(item.title for item in known.indicators if item.name == value)
        return Bilingual(f"ตกตัวชี้วัด: {title.th}", f"deprived: {title.en}")
    if name == "group":
        return next(item.title for item in group_titles(publication) if item.key == value)
    if name == "fact":
        return fact_titles(publication)[value]
    if name == "failing":
        return _dimensions(value)
    if name == "level":
        return _level(value)
    if name in _YES_NO:
        return dict(_YES_NO[name])[_word(value) or ""]
    return CONDITION_TITLES[name]


def _word(value: bool | None) -> str | None:
    return None if value is None else "yes" if value else "no"


def _dimensions(count: int) -> Bilingual:
    return Bilingual(f"ตก {count} มิติ", f"{count} dimensions failing")


def _level(level: int) -> Bilingual:
    return Bilingual(f"เปราะบางระดับ {level}", f"vulnerability level {level}")
