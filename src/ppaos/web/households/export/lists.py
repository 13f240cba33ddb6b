"""Lists of households as files: what may be in one, and the rows of it, a few at a time.

In: a search of one person, an agency that the list is for, fields. Out: rows in order of priority,
read by a cursor of the database, so that memory does not grow with the list; and the lines that
say what the list is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from ppaos.definitions.agencies import loader as agencies
from ppaos.definitions.agencies.fields import LACKS, list_fields
from ppaos.definitions.agencies.loader import Agency
from ppaos.domain.area.scope import shown_code
from ppaos.domain.errors import SettingError
from ppaos.domain.privacy.purposes import purpose_title
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.people.models import Household
from ppaos.web.households.page.explanation import context_of_publication
from ppaos.web.households.search.form import conditions_of
from ppaos.web.households.search.query import Finder
from ppaos.web.text import localized, moment, number, say
from ppaos.workflows.export.record import SYNTHETIC, UNOFFICIAL
from ppaos.workflows.export.rows import Wording

BLOCK: Final = 2_000
DEFAULT_AGENCY: Final = "provincial-centre"
_MADE_OF: Final = {
    "province": "village_code", "district": "village_code", "subdistrict": "village_code",
    "missing_answers": "missing",
}  # fmt: skip
_SCORE: Final = ("score", "score_of")
_EMPTY: Final = ("village_code", "village_name", "house_code", "house_number")


@dataclass(frozen=True)
class ListedFields:
    """One field that a list for an agency may have."""

    name: str
    title: Bilingual
    is_sensitive: bool
    is_chosen: bool


def agencies_of() -> list[Agency]:
    """Every agency that a list of households can be for."""
    return [agencies.shipped(name) for name in agencies.names()]


def fields_of(agency: Agency, wanted: Sequence[str] | None) -> list[ListedFields]:
    """Fields that the agency's purpose allows; all are chosen when nobody chose yet."""
    allowed = agency.fields_for("household")
    chosen = set(allowed if wanted is None else wanted)
    return [
        ListedFields(
            name,
            list_fields()[name].title,
            list_fields()[name].class_ == "sensitive",
            name in chosen,
        )
        for name in allowed
    ]


def area_of(finder: Finder) -> str:
    """The one area that a list is of. Errors: SettingError when there are several, or none."""
    prefixes = finder.inside.prefixes
    if len(prefixes) == 1:
        return shown_code(prefixes[0])
    asked = finder.search.filter.area
    if prefixes and finder.scope.covers(asked):
        return asked
    raise SettingError(
        th="ไฟล์หนึ่งเป็นของพื้นที่เดียว เลือกจังหวัดหรืออำเภอในหน้าค้นหาก่อน",
        en="A file is of one area. Choose a province or district on the search page first.",
    )


def require_allowed(finder: Finder, agency: Agency) -> None:
    """Errors: SettingError when the agency may not have this list."""
    group = finder.search.filter.group
    if finder.search.filter.fact and agency.needs_group:
        raise SettingError(
            th=f"{agency.title.th} รับรายชื่อของกลุ่มเป้าหมายเท่านั้น เอาเงื่อนไข 'ประเด็นหรือสิทธิของสมาชิก' ออกก่อน",
            en=f"{agency.title.en} receives lists of target groups. Take away the condition 'issue or right of a member' first.",
        )
    if group is None:
        if agency.needs_group:
            raise SettingError(
                th=f"{agency.title.th} รับได้เฉพาะรายชื่อของกลุ่มเป้าหมาย เลือกกลุ่มในหน้าค้นหาก่อน",
                en=f"{agency.title.en} may only receive lists of a target group. Choose one on the search page first.",
            )
        return
    rules, _, name = group.partition("/")
    if not agency.allows_group(rules, name):
        raise SettingError(
            th=f'วัตถุประสงค์ "{agency.purpose.th}" ของ {agency.title.th} ไม่ครอบคลุมกลุ่มนี้ เลือกหน่วยงานหรือกลุ่มอื่น',
            en=f'The purpose "{agency.purpose.en}" of {agency.title.en} does not cover this group. Choose another.',
        )


def rows_of(
    finder: Finder, agency: Agency, fields: Sequence[str], language: str
) -> Iterator[list[Any]]:
    """Rows of the list, most urgent first."""
    wording = Wording(context_of_publication(finder.publication), agency, language)
    return wording.published(_households(finder, fields), fields)


def titles_of(agency: Agency, fields: Sequence[str], language: str) -> list[str]:
    """Headings of the columns."""
    return [
        list_fields()[name].title.th if language == "th" else list_fields()[name].title.en
        for name in fields
    ]


def about(
    finder: Finder, agency: Agency, fields: Sequence[str], purpose: str, rows: int
) -> list[tuple[str, str]]:
    """What the list is: who made it, when, for whom and what, of which data; lines of two texts."""
    publication, now = finder.publication, timezone.now()
    delete_by = timezone.localdate() + timedelta(days=agency.retention_days)
    conditions = [localized(item.text) for item in conditions_of(publication, finder.search)]
    lines = [
        (say("จำนวนครัวเรือน", "Households"), number(rows)),
        (say("เงื่อนไข", "Conditions"), "; ".join(conditions) or "-"),
        (say("ผู้ส่งออก", "Made by"), finder.user.get_username()),
        (say("เวลา", "Made at"), f"{moment(now)} ({now.isoformat(timespec='seconds')})"),
        (say("วัตถุประสงค์", "Purpose"), localized(purpose_title(purpose))),
        (say("หน่วยงานที่รับ", "Receiver"), say(agency.title.th, agency.title.en)),
        (say("วัตถุประสงค์ของหน่วยงาน", "Purpose of the receiver"), say(agency.purpose.th, agency.purpose.en)),
        (say("ฐานกฎหมาย", "Legal basis"), say(agency.legal_basis.th, agency.legal_basis.en)),
        (say("ลบภายในวันที่", "Delete by"), delete_by.isoformat()),
        (say("รุ่นข้อมูล", "Data version"), f"{publication.pk} {publication.title}".strip()),
        (say("รอบสำรวจ", "Survey round"), str(publication.settings["round_be"])),
        (say("คอลัมน์", "Columns"), ", ".join(fields)),
    ]  # fmt: skip
    if agency.unofficial:
        lines.append((say("สถานะเอกสาร", "Status"), localized(UNOFFICIAL)))
    return lines


def warning_of(finder: Finder) -> str:
    """The mark of a list of people who do not exist; empty for real ones."""
    return SYNTHETIC if finder.publication.is_synthetic else ""


def _households(finder: Finder, fields: Sequence[str]) -> Iterator[dict[str, Any]]:
    rows = Household.objects.filter(finder.condition).order_by("-priority", "household_id")
    for row in rows.values(*_columns(fields)).iterator(chunk_size=BLOCK):
        for name in _EMPTY:
            if row.get(name) == "":
                row[name] = None
        yield row


def _columns(fields: Sequence[str]) -> list[str]:
    columns = {"household_id", "priority"}
    for name in fields:
        if name == "score":
            columns |= set(_SCORE)
        elif name.startswith(LACKS):
            columns.add("deprived")
        else:
            columns.add(_MADE_OF.get(name, name))
    return sorted(columns)
