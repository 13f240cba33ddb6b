"""What a list says of itself: scope, rule, round, sources, purpose, legal basis, counts.

In: what was asked for and the store's context. Out: the JSON beside a list, and the same as lines
of a README sheet.
"""

import getpass
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from ppaos.definitions.agencies.fields import list_fields
from ppaos.definitions.agencies.loader import Agency
from ppaos.domain.area.codes import NATION, level_of
from ppaos.domain.explanation.records import as_json
from ppaos.domain.privacy.agency_lists import PermittedList
from ppaos.domain.privacy.list_record import ListRecord, list_record
from ppaos.domain.targeting.rules import TargetGroup
from ppaos.domain.thai.address import heading
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.engine.manifest import code_version
from ppaos.engine.table_settings import target_settings
from ppaos.workflows.explain.context import Context, StoreContext

SYNTHETIC: Final = "ข้อมูลสังเคราะห์ ไม่ใช่คนจริง / SYNTHETIC DATA, no real people"
UNOFFICIAL: Final = Bilingual(
    "เอกสารของหน่วยงานนี้เป็นการตีความของเรา ยังไม่มีหน่วยงานใดรับรอง",
    "This agency's document is our reading; no agency has confirmed it.",
)


@dataclass(frozen=True)
class StoreList:
    """A permitted list of a store: for whom, of which rule, in which format."""

    agency: Agency
    permitted: PermittedList
    rule: TargetGroup | None
    """Of the list's group."""
    format_: str


def log_record(
    context: StoreContext, wanted: StoreList, rows: int, *, made_at: str, file: str, sha256: str
) -> ListRecord:
    """What `export_log` keeps of the list; the site's audit keeps the same of its lists."""
    permitted = wanted.permitted
    chosen_by = [] if permitted.area == NATION else [("area", permitted.area)]
    chosen_by += [("group", "/".join(permitted.group))] if permitted.group else []
    return list_record(
        permitted,
        exported_at=made_at,
        exported_by=getpass.getuser(),
        format_=wanted.format_,
        rows=rows,
        file=file,
        sha256=sha256,
        conditions=urlencode(chosen_by or [("area", NATION)]),
        round_be=context.round_be,
        sources=dates_of_sources(context),
    )


def dates_of_sources(context: Context) -> dict[str, str | None]:
    """Source -> date of its data, of the sources that the people are linked from."""
    return {name: _iso(context.sources.as_of.get(name)) for name in context.sources.in_bit_order}


def record_of(
    context: StoreContext, wanted: StoreList, rows: int, *, made_at: str, sha256: str
) -> dict[str, Any]:
    """The record as JSON values."""
    agency, permitted, rule = wanted.agency, wanted.permitted, wanted.rule
    made, known = datetime.fromisoformat(made_at), list_fields()
    manifest = context.lookup.manifest("target_households")
    return {
        "synthetic": bool(warning_of(context)),
        "warning": warning_of(context) or None,
        "area": {
            "code": permitted.area,
            "level": level_of(permitted.area),
            "title": as_json(context.area_names.title(permitted.area)),
        },
        "group": None
        if permitted.group is None
        else {
            "rules": permitted.group[0],
            "name": permitted.group[1],
            "title": as_json(rule.title) if rule else None,
            "rule": rule.rule.text if rule else None,
            "unofficial": rule.unofficial if rule else None,
        },
        "unit": permitted.unit,
        "rows": rows,
        "round_be": context.round_be,
        "reference_date": _iso(target_settings(manifest).reference_date) if manifest else None,
        "instrument": context.instrument.name if context.instrument else None,
        "sources": [
            {
                "source": name,
                "title": as_json(context.sources.origin(name, None).title),
                "as_of": _iso(context.sources.as_of.get(name)),
            }
            for name in context.sources.in_bit_order
        ],
        "agency": {
            "name": agency.agency,
            "title": agency.title.model_dump(),
            "purpose": agency.purpose.model_dump(),
            "legal_basis": agency.legal_basis.model_dump(),
            "citizen_id": agency.citizen_id,
            "delete_by": (made + timedelta(days=agency.retention_days)).date().isoformat(),
            "unofficial": as_json(UNOFFICIAL) if agency.unofficial else None,
        },
        "fields": [
            {"name": name, "title": as_json(known[name].title), "class": known[name].class_}
            for name in permitted.fields
        ],
        "made_at": made_at,
        "code_version": code_version(),
        "tables": dict(context.made_from),
        "sha256": sha256,
    }


def about_lines(context: StoreContext, wanted: StoreList, rows: int) -> list[tuple[str, str]]:
    """The record as lines of two cells, in both languages."""
    agency, permitted, rule = wanted.agency, wanted.permitted, wanted.rule
    known, area = list_fields(), permitted.area
    place = heading(area, level_of(area), context.area_names.title(area))
    delete_by = (datetime.now(UTC) + timedelta(days=agency.retention_days)).date().isoformat()
    lines = [
        ("พื้นที่ / Area", f"{place.th} / {place.en} ({area})"),
        ("จำนวนแถว / Rows", f"{rows:,}"),
        ("รอบสำรวจ / Round", str(context.round_be or "-")),
        ("หน่วยงานที่รับ / Receiver", f"{agency.title.th} / {agency.title.en}"),
        ("วัตถุประสงค์ / Purpose", f"{agency.purpose.th} / {agency.purpose.en}"),
        ("ฐานกฎหมาย / Legal basis", f"{agency.legal_basis.th} / {agency.legal_basis.en}"),
        ("ลบภายในวันที่ / Delete by", delete_by),
        ("รุ่นโปรแกรม / Code version", code_version()),
    ]
    if rule is not None and permitted.group is not None:
        lines.insert(1, ("กฎ / Rule", rule.rule.text))
        lines.insert(
            1, ("กลุ่ม / Group", f"{'/'.join(permitted.group)} {rule.title.th} / {rule.title.en}")
        )
    if agency.unofficial:
        lines.append(("สถานะเอกสาร / Status", f"{UNOFFICIAL.th} / {UNOFFICIAL.en}"))
    for name in context.sources.in_bit_order:
        title = context.sources.origin(name, None).title
        on = _iso(context.sources.as_of.get(name)) or "-"
        lines.append(("แหล่งข้อมูล / Source", f"{title.th} / {title.en}, {on}"))
    lines += [
        (name, f"{known[name].title.th} / {known[name].title.en} ({known[name].class_})")
        for name in permitted.fields
    ]
    return lines


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def warning_of(context: StoreContext) -> str:
    """The mark that a list of synthetic people carries; empty for real ones."""
    names = ("target_households", "persons", "households")
    manifests = [item for name in names if (item := context.lookup.manifest(name))]
    return SYNTHETIC if any(item.synthetic for item in manifests) else ""
