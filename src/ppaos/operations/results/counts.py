"""Every number that a page, map, list, file or the API shows of an area.

In: a publication, a scope and an area. Out: values of a measure for the areas of a level. No data
is null, never zero; areas outside the scope are absent.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from ppaos.domain.area.codes import LEVEL_TITLES, LEVELS, NATION, level_of
from ppaos.domain.area.scope import Scope
from ppaos.domain.arrays import Floats
from ppaos.domain.errors import SettingError
from ppaos.domain.measurement.instrument import Instrument
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.publications.labels import (
    fact_titles,
    group_titles,
    instrument,
    vulnerability_levels,
)
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.publication_cache import PublicationCache
from ppaos.operations.results.cube import cubes_of
from ppaos.operations.results.filters import HouseholdFilter
from ppaos.operations.results.totals import Totals, totals_of, totals_of_rounds

Unit = Literal["people", "households", "ratio", "score"]
EVERYWHERE: Final = Scope(("",))
_measures: PublicationCache[Mapping[str, "Measure"]] = PublicationCache(8)
UNPLACED: Final = Bilingual("ไม่ทราบหมู่บ้าน", "village not known")


@dataclass(frozen=True)
class Measure:
    """Something that is counted, or a ratio of two counts."""

    name: str
    title: Bilingual
    unit: Unit
    column: str
    """Count of the numerator."""
    over: str | None = None
    """Count of the denominator; null for a count."""
    scaled: bool = False
    """Whether the numerator is the score, to be divided by its unit."""
    listed: HouseholdFilter | None = None
    """The households behind the number, those of the numerator for a ratio; null where no list
    shows just them. People who live in no household stand in no list."""
    of: Bilingual | None = None
    """What is counted, where the title says its unit besides."""

    @property
    def subject(self) -> Bilingual:
        """What is counted, without its unit."""
        return self.of or self.title

    @property
    def kind(self) -> Literal["count", "ratio"]:
        """Whether children add up to their parent."""
        return "ratio" if self.over else "count"


@dataclass(frozen=True)
class AreaValue:
    """Value of one area; `code` is empty for households whose village is not known."""

    code: str
    value: float | None

    @property
    def state(self) -> Literal["ok", "none"]:
        """Whether there is a value."""
        return "none" if self.value is None else "ok"


@dataclass(frozen=True)
class AreaValues:
    """Values of one measure for the areas of a level inside an area, and for the area itself."""

    measure: Measure
    level: str
    area: str
    rows: tuple[AreaValue, ...]
    total: AreaValue


def measures(publication: Publication) -> Mapping[str, Measure]:
    """Every measure of a publication, by name, in the order in which lists show them."""
    return _measures.of(publication, lambda: {item.name: item for item in _all(publication)})


def measure_named(publication: Publication, name: str) -> Measure:
    """One measure. Errors: SettingError for a name that the publication does not have."""
    found = measures(publication).get(name)
    if found is None:
        raise SettingError(
            th=f"ไม่มีตัววัดชื่อ '{name}' ในรุ่นข้อมูลนี้ เลือกจากรายการตัววัด",
            en=f"This version has no measure '{name}'. Choose one from the list of measures.",
        )
    return found


def value(publication: Publication, measure: Measure, *, scope: Scope, area: str) -> float | None:
    """The value of one area, as far as it lies in the scope; null without data."""
    totals = totals_of(publication)
    return _value(totals, measure, totals.of(scope.narrowed(area)))


def values(
    publication: Publication, measure: Measure, *, scope: Scope, area: str, level: str
) -> AreaValues:
    """Values of the areas of `level` inside `area`, ascending by code, and of `area` itself.

    Errors: SettingError for a level that is not below the area, or is no level.
    """
    require_level(area, level)
    totals, inside = totals_of(publication), scope.narrowed(area)
    codes, sums = totals.by_area(inside, level)
    rows = tuple(
        AreaValue(code, _value(totals, measure, row)) for code, row in zip(codes, sums, strict=True)
    )
    total = AreaValue(area or NATION, _value(totals, measure, totals.of(inside)))
    return AreaValues(measure, level, area or NATION, rows, total)


def table(
    publication: Publication, names: list[str], *, scope: Scope, area: str, level: str
) -> tuple[list[str], list[list[float | None]]]:
    """Codes of the areas of `level` inside `area`, and for each the values of several measures."""
    require_level(area, level)
    totals, known = totals_of(publication), [measure_named(publication, name) for name in names]
    codes, sums = totals.by_area(scope.narrowed(area), level)
    return codes, [[_value(totals, item, row) for item in known] for row in sums]


def series(
    publication: Publication, measure: Measure, *, scope: Scope, area: str
) -> list[tuple[int, float | None]]:
    """(round, value) of a survey measure over the rounds, oldest first; empty for one that only
    the published round knows."""
    found = []
    inside = scope.narrowed(area)
    for round_be, totals in totals_of_rounds(publication).items():
        if measure.column not in totals.columns:
            return []
        found.append((round_be, _value(totals, measure, totals.of(inside))))
    return found


def require_level(area: str, level: str) -> None:
    """Errors: SettingError unless `level` is a level at or below that of the area."""
    if level not in LEVELS or LEVELS.index(level) < LEVELS.index(level_of(area)):
        titles = ", ".join(LEVEL_TITLES[item][0] for item in LEVELS)
        raise SettingError(
            th=f"ระดับ '{level}' ใช้กับพื้นที่ '{area}' ไม่ได้ เลือกระดับที่อยู่ในพื้นที่นั้น ({titles})",
            en=f"Level '{level}' does not go with area '{area}'. Choose one inside it: {', '.join(LEVELS)}.",
        )


def _value(totals: Totals, measure: Measure, sums: Floats) -> float | None:
    """A measure from sums; null where nothing was published or the denominator is empty."""
    if measure.column not in totals.columns:
        return None
    top = float(sums[totals.columns[measure.column]])
    if measure.scaled:
        top /= totals.score_unit
    if measure.over is not None:
        below = float(sums[totals.columns[measure.over]]) if measure.over in totals.columns else 0.0
        return top / below if below > 0 else None
    if measure.column.split(":")[0] in _SCORED:
        return top if sums[totals.columns["scored:households"]] else None
    return top if np.any(sums) else None


_SCORED: Final = frozenset({"poor", "scored", "indicator", "dimension", "failing"})
"""First parts of counts that say nothing where no surveyed household could be scored."""


def _all(publication: Publication) -> Iterator[Measure]:
    measured_with = instrument(publication)
    poor = HouseholdFilter.of(fails_mpi=True)
    yield from _counted("poor", Bilingual("ตกเกณฑ์", "failing"), poor)
    yield Measure(
        "poor:ratio",
        Bilingual("สัดส่วนคนตกเกณฑ์ (H)", "Headcount ratio (H)"),
        "ratio",
        "poor:people",
        "scored:people",
        listed=poor,
    )
    yield Measure(
        "intensity",
        Bilingual("ความเข้มข้น (A)", "Intensity (A)"),
        "ratio",
        "score",
        "poor:people",
        scaled=True,
        listed=poor,
    )
    yield Measure(
        "m0",
        Bilingual("ดัชนีความยากจนหลายมิติ (M0)", "Adjusted headcount ratio (M0)"),
        "score",
        "score",
        "scored:people",
        scaled=True,
        listed=poor,
    )
    yield from _of_instrument(measured_with)
    yield from _of_groups(publication)
    for level in vulnerability_levels(publication):
        title = Bilingual(f"ครัวเรือนเปราะบาง ระดับ {level}", f"Vulnerable households, level {level}")
        yield _titled(f"level:{level}", title, "households", HouseholdFilter.of(level=level))
    for number in range(1, len(measured_with.dimensions) + 1):
        title = Bilingual(f"ครัวเรือนตก {number} มิติ", f"Households failing {number} dimensions")
        yield _titled(f"failing:{number}", title, "households", HouseholdFilter.of(failing=number))
    yield from _of_facts(publication)
    yield from _of_households()


def _of_households() -> Iterator[Measure]:
    """What is counted of households whatever the instrument and the sources."""
    surveyed, everybody = HouseholdFilter.of(in_survey=True), HouseholdFilter()
    yield _titled(
        "card",
        Bilingual("ครัวเรือนที่มีผู้ถือบัตรสวัสดิการแห่งรัฐ", "Households with a state welfare card"),
        "households",
        HouseholdFilter.of(has_card=True),
    )
    yield _titled(
        "new",
        Bilingual("ครัวเรือนที่เพิ่มใหม่", "Newly added households"),
        "households",
        HouseholdFilter.of(is_new=True),
    )
    yield _titled(
        "surveyed", Bilingual("ครัวเรือนที่สำรวจแล้ว", "Surveyed households"), "households", surveyed
    )
    yield _titled(
        "surveyed",
        Bilingual("คนในครัวเรือนที่สำรวจแล้ว", "People in surveyed households"),
        "people",
        surveyed,
    )
    yield _titled("all", Bilingual("ครัวเรือนทั้งหมด", "All households"), "households", everybody)
    yield _titled(
        "all", Bilingual("คนทั้งหมดจากทุกทะเบียน", "All people of every register"), "people", everybody
    )


def _titled(stem: str, title: Bilingual, unit: Unit, listed: HouseholdFilter) -> Measure:
    """A count whose title is whole as it is."""
    name = f"{stem}:{unit}"
    return Measure(name, title, unit, name, listed=listed)


def _counted(
    name: str, what: Bilingual, listed: HouseholdFilter, *, ratio: bool = False
) -> Iterator[Measure]:
    households = Bilingual(f"ครัวเรือน{what.th}", f"Households {what.en}")
    people = Bilingual(f"คนในครัวเรือน{what.th}", f"People in households {what.en}")
    yield Measure(
        f"{name}:households", households, "households", f"{name}:households", listed=listed
    )
    yield Measure(f"{name}:people", people, "people", f"{name}:people", listed=listed)
    if ratio:
        share = Bilingual(f"สัดส่วนคน{what.th}", f"Share of people {what.en}")
        yield Measure(
            f"{name}:ratio", share, "ratio", f"{name}:people", "scored:people", listed=listed
        )


def _of_instrument(held: Instrument) -> Iterator[Measure]:
    for dimension in held.dimensions:
        name, words = f"dimension:{dimension.name}", dimension.title
        what = Bilingual(f"ตกมิติ{words.th}", f"failing {words.en}")
        yield from _counted(name, what, HouseholdFilter.of(dimension=dimension.name), ratio=True)
    for item in held.indicators:
        name, words = f"indicator:{item.name}", item.title
        what = Bilingual(f"ตกตัวชี้วัด {words.th}", f"deprived in: {words.en}")
        yield from _counted(name, what, HouseholdFilter.of(indicator=item.name), ratio=True)


def _of_facts(publication: Publication) -> Iterator[Measure]:
    """Facts of people; households with such a member where the version counts them."""
    is_counted = bool(len(cubes_of(publication).facts))
    for name, words in fact_titles(publication).items():
        listed = HouseholdFilter.of(fact=name) if is_counted else None
        yield _count(f"fact:{name}", words, "people", listed)
        if is_counted:
            yield _count(f"fact:{name}", words, "households", listed)


def _of_groups(publication: Publication) -> Iterator[Measure]:
    for group in group_titles(publication):
        listed = HouseholdFilter.of(group=group.key)
        units: tuple[Unit, Unit] = ("people", "households")
        for unit in units if group.unit == "person" else reversed(units):
            yield _count(f"group:{group.key}", group.title, unit, listed)


def _count(stem: str, of: Bilingual, unit: Unit, listed: HouseholdFilter | None) -> Measure:
    """A count whose title says its unit."""
    th, en = _UNIT_TITLES[unit]
    title, name = Bilingual(f"{of.th} ({th})", f"{of.en} ({en})"), f"{stem}:{unit}"
    return Measure(name, title, unit, name, listed=listed, of=of)


_UNIT_TITLES: Final[Mapping[Unit, tuple[str, str]]] = {
    "people": ("คน", "people"), "households": ("ครัวเรือน", "households"),
}  # fmt: skip
