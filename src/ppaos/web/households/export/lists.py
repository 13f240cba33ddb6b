"""Lists of households as files: what may be in one, and the rows of it, a few at a time.

In: a search of one person, an agency that the list is for, fields. Out: rows in order of priority,
read by a cursor of the database, so that memory does not grow with the list; and the lines that
say what the list is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any, Final

from django.utils import timezone

from ppaos.definitions.agencies import loader as agencies
from ppaos.definitions.agencies.fields import list_fields
from ppaos.definitions.agencies.loader import Agency
from ppaos.domain.privacy.agency_lists import (
    PermittedList,
    area_of_list,
    fields_of_list,
    permitted_list,
)
from ppaos.domain.privacy.list_fields import LACKS
from ppaos.domain.privacy.list_record import ListRecord, list_record
from ppaos.domain.privacy.purposes import purpose_title
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.engine.manifest import file_hash
from ppaos.operations.people.queries import rows_by_priority
from ppaos.web.households.page.explanation import context_of_publication
from ppaos.web.households.search.form import conditions_of
from ppaos.web.households.search.query import Finder
from ppaos.web.text import localized, moment, number, say
from ppaos.workflows.export.record import SYNTHETIC, UNOFFICIAL, dates_of_sources
from ppaos.workflows.export.rows import Wording

BLOCK: Final = 2_000
UNIT: Final = "household"
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
    allowed = fields_of_list(agency, UNIT)
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


def permitted_of(
    finder: Finder, agency: Agency, fields: Sequence[str] | None = None
) -> PermittedList:
    """The list of a search that the agency may have.

    Errors: ListError when it may not, or when the search is of several areas.
    """
    group = finder.search.value("group")
    rules, _, name = (group or "").partition("/")
    return permitted_list(
        agency,
        area=area_of_list(finder.scope, finder.search.area),
        group=(rules, name) if group else None,
        unit=UNIT,
        fields=fields,
        known_groups=[(rules, group) for rules, group in finder.publication.reading.groups],
        is_chosen_by_fact=bool(finder.search.value("fact")),
    )


def record_of(
    finder: Finder, permitted: PermittedList, *, purpose: str, format_: str, rows: int, file: Path
) -> ListRecord:
    """What the audit keeps of a list, as the store's log keeps that of the command line."""
    publication, context = finder.publication, context_of_publication(finder.publication)
    return list_record(
        permitted,
        exported_at=timezone.now().astimezone(UTC).isoformat(timespec="seconds"),
        exported_by=finder.user.get_username(),
        format_=format_,
        rows=rows,
        file=file.name,
        sha256=file_hash(file),
        conditions=finder.search.saved_query(),
        round_be=context.round_be,
        sources=dates_of_sources(context),
        stated_purpose=purpose,
        publication=publication.pk,
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
        (say("รอบสำรวจ", "Survey round"), str(publication.reading.round_be)),
        (say("คอลัมน์", "Columns"), ", ".join(fields)),
    ]  # fmt: skip
    if agency.unofficial:
        lines.append((say("สถานะเอกสาร", "Status"), localized(UNOFFICIAL)))
    return lines


def warning_of(finder: Finder) -> str:
    """The mark of a list of people who do not exist; empty for real ones."""
    return SYNTHETIC if finder.publication.is_synthetic else ""


def _households(finder: Finder, fields: Sequence[str]) -> Iterator[dict[str, Any]]:
    for row in rows_by_priority(finder.condition, _columns(fields), block=BLOCK):
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
