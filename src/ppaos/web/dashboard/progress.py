"""The progress view: surveyed, visited, helped and out, against the chosen target.

Targets are households of the looked-at version; events are what field teams recorded of them. A
household counts once a kind. That nothing is recorded does not say that nothing was done.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ppaos.domain.area.codes import parent_of
from ppaos.domain.casework.steps import CaseStep
from ppaos.domain.errors import SettingError
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.domain.thai.dates import month_title
from ppaos.operations.events.progress import steps_by_village
from ppaos.operations.events.queries import months_of_events
from ppaos.operations.publications.labels import group_titles
from ppaos.operations.results.filters import HouseholdFilter
from ppaos.web.dashboard.children import parts
from ppaos.web.dashboard.place import DashboardArea
from ppaos.web.dashboard.tables import Table, TableColumn, TableRow
from ppaos.web.dashboard.urgent import group_title

POOR: Final = "poor"
_STEPS: Final = (CaseStep.VISITED, CaseStep.HELPED, CaseStep.EXITED)
"""Those that the tables have a row or column for."""
_HOUSEHOLDS: Final = "households"


@dataclass(frozen=True)
class Target:
    """Which households the work is measured against."""

    name: str
    """`poor`, or `rules/group`."""
    title: Bilingual
    asked: HouseholdFilter

    @property
    def measure(self) -> str:
        """Name of the measure that counts them."""
        return "poor:households" if self.name == POOR else f"group:{self.name}:households"


def targets(place: DashboardArea) -> list[Target]:
    """What the work can be measured against: failing households, and each group."""
    found = [Target(POOR, _all_failing(place), HouseholdFilter.of(fails_mpi=True))]
    for rules, group in place.publication.reading.groups:
        pair = f"{rules}/{group}"
        found.append(Target(pair, group_title(place, pair), HouseholdFilter.of(group=pair)))
    return found


def _all_failing(place: DashboardArea) -> Bilingual:
    """What all failing households are called, with the groups that they are divided into."""
    known = group_titles(place.publication)
    numbers = [item.group for item in known if item.family == "failing"]
    title = Bilingual("ครัวเรือนตกเกณฑ์ทั้งหมด", "All failing households")
    if not numbers:
        return title
    th, en = (word.join(numbers) for word in (" และ ", " and "))
    return Bilingual(f"{title.th} (กลุ่ม {th})", f"{title.en} (groups {en})")


def target_named(place: DashboardArea, name: str) -> Target:
    """One of the targets; failing households when none is asked.

    Errors: SettingError for a name that the publication does not have.
    """
    for target in targets(place):
        if target.name == (name or POOR):
            return target
    raise SettingError(
        th=f"ไม่มีกลุ่มเป้าหมาย '{name}' ในรุ่นข้อมูลนี้ เลือกจากรายการบนหน้าความก้าวหน้า",
        en=f"This version has no target '{name}'. Choose one from the list of the progress page.",
    )


@dataclass(frozen=True)
class WorkProgress:
    """The work in one area against one target."""

    place: DashboardArea
    target: Target

    @property
    def targeted(self) -> float | None:
        """Households of the target; null without data."""
        return self.place.value(self.target.measure)

    @cached_property
    def by_part(self) -> dict[str, Counter[CaseStep]]:
        """Households at each step in each area one level below (in the village itself), by area code."""
        level = self.place.below or "village"
        found: dict[str, Counter[CaseStep]] = {}
        for village, one in steps_by_village(
            self.place.publication, self.target.asked, self.place.scope
        ):
            code = parent_of(village, level) if village else ""
            found.setdefault(code, Counter()).update(one)
        return found

    @cached_property
    def steps(self) -> Counter[CaseStep]:
        """Households at each step in the whole area."""
        return sum(self.by_part.values(), Counter())

    @property
    def never_visited(self) -> float | None:
        """Households of the target without a recorded visit; null without data."""
        return None if self.targeted is None else self.targeted - self.steps[CaseStep.VISITED]


def summary(progress: WorkProgress) -> Table:
    """Each step of the work: households reached, and their share of the target."""
    place, targeted = progress.place, progress.targeted
    surveyed, everyone = place.value("surveyed:households"), place.value("all:households")
    rows = [
        TableRow(
            "surveyed",
            Bilingual("สำรวจแล้ว (ของครัวเรือนทั้งหมด)", "Surveyed (of all households)"),
            (surveyed, everyone, _share(surveyed, everyone)),
            {
                "reached": place.list_of("surveyed:households"),
                "of": place.list_of("all:households"),
            },
        )
    ]
    for step in _STEPS:
        count = None if targeted is None else progress.steps[step]
        share = _share(count, targeted)
        links = {"of": place.list_of(progress.target.measure)}
        if count:
            links["reached"] = place.households(progress.target.asked.having(step=step))
        rows.append(TableRow(step, step.short_title, (count, targeted, share), links))
    return Table(
        "progress",
        Bilingual("ความก้าวหน้าเทียบเป้าหมาย", "Progress against the target"),
        Bilingual("ขั้น", "Step"),
        (
            TableColumn("reached", Bilingual("ทำแล้ว", "Done"), _HOUSEHOLDS),
            TableColumn("of", Bilingual("เป้าหมาย", "Target"), _HOUSEHOLDS),
            TableColumn("ratio", Bilingual("ร้อยละ", "Per cent"), "ratio", has_bar=True, full=1.0),
        ),
        tuple(rows),
        note=Bilingual(
            f"เป้าหมาย: {progress.target.title.th}", f"Target: {progress.target.title.en}"
        ),
    )


def by_part(progress: WorkProgress) -> Table | None:
    """The steps in each area one level below; null for a village."""
    place, level = progress.place, progress.place.below
    if level is None:
        return None
    rows = [
        _part_row(progress, code, title, values[0])
        for code, title, values in parts(place, level, [progress.target.measure])
    ]
    return Table(
        "progress_by_area",
        Bilingual("ความก้าวหน้ารายพื้นที่", "Progress by area"),
        Bilingual("พื้นที่", "Area"),
        (
            TableColumn("targets", Bilingual("เป้าหมาย", "Target"), _HOUSEHOLDS),
            *[
                TableColumn(step, step.short_title, _HOUSEHOLDS)
                for step in (*_STEPS, CaseStep.NEVER_VISITED)
            ],
            TableColumn(
                "ratio",
                Bilingual("เยี่ยมแล้ว (ร้อยละ)", "Visited (per cent)"),
                "ratio",
                has_bar=True,
                full=1.0,
            ),
        ),
        tuple(rows),
        note=Bilingual(
            f"เป้าหมาย: {progress.target.title.th}", f"Target: {progress.target.title.en}"
        ),
    ).sorted_by(CaseStep.NEVER_VISITED, is_descending=True)


def _part_row(
    progress: WorkProgress, code: str, title: Bilingual, targeted: float | None
) -> TableRow:
    asked = {"view": "progress", "target": progress.target.name}
    href = progress.place.address(code, **asked) if code else ""
    if targeted is None:
        return TableRow(code, title, (None,) * 6, href=href)
    part, target = progress.by_part.get(code, Counter()), progress.target.asked
    visited = part[CaseStep.VISITED]
    counts: dict[CaseStep, float] = {step: part[step] for step in _STEPS}
    counts[CaseStep.NEVER_VISITED] = targeted - visited
    lists = {"targets": (targeted, target)} | {
        str(step): (count, target.having(step=step)) for step, count in counts.items()
    }
    links = {
        name: progress.place.households(asked, area=code)
        for name, (count, asked) in lists.items()
        if count and code
    }
    values = (targeted, *counts.values(), _share(visited, targeted))
    return TableRow(code, title, values, links, href=href)


def months(progress: WorkProgress) -> Table:
    """Households visited, helped and out in each month in which anything was recorded."""
    rows = tuple(
        TableRow(
            f"{item.year}-{item.month:02}",
            month_title(item.year, item.month),
            (item.visited, item.helped, item.exited),
        )
        for item in months_of_events(progress.place.scope)
    )
    return Table(
        "months",
        Bilingual("รายเดือน", "By month"),
        Bilingual("เดือน", "Month"),
        tuple(TableColumn(step, step.short_title, _HOUSEHOLDS) for step in _STEPS),
        rows,
        note=Bilingual(
            "ทุกครัวเรือนที่มีบันทึก รวมที่ไม่อยู่ในเป้าหมาย นับครัวเรือนละครั้งต่อเดือน เปิดรายชื่อได้จากตารางความก้าวหน้า ไม่แยกรายเดือน",
            "Every household with a record, in the target or not; each once a month. "
            "Their lists open from the table of progress, not by month",
        ),
        empty=Bilingual(
            "ยังไม่มีบันทึกการเยี่ยม ความช่วยเหลือ หรือการหลุดพ้น เปิดหน้าครัวเรือนแล้วบันทึกครั้งแรก",
            "No visit, help or exit is recorded yet. Open a household's page and record the first.",
        ),
    )


@dataclass(frozen=True)
class Remaining:
    """Something that is still to be done."""

    title: Bilingual
    count: float | None
    href: str
    next: Bilingual


def left_to_do(progress: WorkProgress) -> Iterator[Remaining]:
    """What remains, each with the next step."""
    place = progress.place
    surveyed, everyone = place.value("surveyed:households"), place.value("all:households")
    unsurveyed = None if surveyed is None or everyone is None else everyone - surveyed
    waiting = progress.steps[CaseStep.WAITING]
    yield Remaining(
        Bilingual("เป้าหมายที่ยังไม่เคยเยี่ยม", "Targets never visited"),
        progress.never_visited,
        place.households(progress.target.asked.having(step=CaseStep.NEVER_VISITED))
        if progress.never_visited
        else "",
        Bilingual(
            "แบ่งให้ทีมในพื้นที่เยี่ยม แล้วบันทึกในหน้าครัวเรือน",
            "Share them among the teams; record each visit on the household's page",
        ),
    )
    yield Remaining(
        Bilingual("เยี่ยมแล้วแต่ยังไม่ได้รับความช่วยเหลือ", "Visited, not yet helped"),
        None if progress.targeted is None else waiting,
        place.households(progress.target.asked.having(step=CaseStep.WAITING)) if waiting else "",
        Bilingual("วางแผนความช่วยเหลือและส่งต่อหน่วยงาน", "Plan help, and pass it on to the agency"),
    )
    yield Remaining(
        Bilingual("ครัวเรือนที่ทะเบียนรู้จักแต่ยังไม่สำรวจ", "Households that registers know, not surveyed"),
        unsurveyed,
        place.households(HouseholdFilter.of(in_survey=False)) if unsurveyed else "",
        Bilingual("ส่งรายชื่อให้ทีมสำรวจรอบถัดไป", "Hand them to the teams of the next survey round"),
    )


def _share(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else part / whole
