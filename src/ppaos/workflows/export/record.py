"""What a list says of itself: scope, rule, round, sources, purpose, legal basis, counts.

In: what was asked for and the store's context. Out: the JSON beside a list, and the same as lines
of a README sheet.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from ppaos.definitions.agencies.fields import Unit, list_fields
from ppaos.definitions.agencies.loader import Agency
from ppaos.domain.area.codes import level_of
from ppaos.domain.explanation.reasons import as_json
from ppaos.domain.targeting.rules import TargetGroup
from ppaos.domain.thai.address import heading
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.engine.manifest import code_version
from ppaos.workflows.explain.context import StoreContext

SYNTHETIC: Final = "ข้อมูลสังเคราะห์ ไม่ใช่คนจริง / SYNTHETIC DATA, no real people"
UNOFFICIAL: Final = Bilingual(
    "เอกสารของหน่วยงานนี้เป็นการตีความของเรา ยังไม่มีหน่วยงานใดรับรอง",
    "This agency's document is our reading; no agency has confirmed it.",
)


@dataclass(frozen=True)
class Asked:
    """A list that may be made: everything was checked against the agency's document."""

    agency: Agency
    area: str
    group: tuple[str, str] | None
    rule: TargetGroup | None
    format_: str
    unit: Unit
    fields: tuple[str, ...]


def record_of(
    context: StoreContext, asked: Asked, rows: int, *, made_at: str, sha256: str
) -> dict[str, Any]:
    """The record as JSON values."""
    agency, rule = asked.agency, asked.rule
    made = datetime.fromisoformat(made_at)
    manifest = context.lookup.manifest("target_households")
    return {
        "synthetic": bool(warning_of(context)),
        "warning": warning_of(context) or None,
        "area": {
            "code": asked.area,
            "level": level_of(asked.area),
            "title": as_json(context.area_names.title(asked.area)),
        },
        "group": None
        if asked.group is None
        else {
            "rules": asked.group[0],
            "name": asked.group[1],
            "title": as_json(rule.title) if rule else None,
            "rule": rule.rule.text if rule else None,
            "unofficial": rule.unofficial if rule else None,
        },
        "unit": asked.unit,
        "rows": rows,
        "round_be": context.round_be,
        "reference_date": manifest.settings.get("reference_date") if manifest else None,
        "instrument": context.instrument.name if context.instrument else None,
        "sources": [
            {
                "source": name,
                "title": as_json(context.sources.origin(name, None).title),
                "as_of": context.sources.as_of.get(name),
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
            {
                "name": name,
                "title": as_json(list_fields()[name].title),
                "class": list_fields()[name].class_,
            }
            for name in asked.fields
        ],
        "made_at": made_at,
        "code_version": code_version(),
        "tables": dict(context.made_from),
        "sha256": sha256,
    }


def about_lines(context: StoreContext, asked: Asked, rows: int) -> list[tuple[str, str]]:
    """The record as lines of two cells, in both languages."""
    agency, rule = asked.agency, asked.rule
    place = heading(asked.area, level_of(asked.area), context.area_names.title(asked.area))
    delete_by = (datetime.now(UTC) + timedelta(days=agency.retention_days)).date().isoformat()
    lines = [
        ("พื้นที่ / Area", f"{place.th} / {place.en} ({asked.area})"),
        ("จำนวนแถว / Rows", f"{rows:,}"),
        ("รอบสำรวจ / Round", str(context.round_be or "-")),
        ("หน่วยงานที่รับ / Receiver", f"{agency.title.th} / {agency.title.en}"),
        ("วัตถุประสงค์ / Purpose", f"{agency.purpose.th} / {agency.purpose.en}"),
        ("ฐานกฎหมาย / Legal basis", f"{agency.legal_basis.th} / {agency.legal_basis.en}"),
        ("ลบภายในวันที่ / Delete by", delete_by),
        ("รุ่นโปรแกรม / Code version", code_version()),
    ]
    if rule is not None and asked.group is not None:
        lines.insert(1, ("กฎ / Rule", rule.rule.text))
        lines.insert(
            1, ("กลุ่ม / Group", f"{'/'.join(asked.group)} {rule.title.th} / {rule.title.en}")
        )
    if agency.unofficial:
        lines.append(("สถานะเอกสาร / Status", f"{UNOFFICIAL.th} / {UNOFFICIAL.en}"))
    for name in context.sources.in_bit_order:
        title = context.sources.origin(name, None).title
        on = context.sources.as_of.get(name) or "-"
        lines.append(("แหล่งข้อมูล / Source", f"{title.th} / {title.en}, {on}"))
    lines += [
        (
            name,
            f"{list_fields()[name].title.th} / {list_fields()[name].title.en} ({list_fields()[name].class_})",
        )
        for name in asked.fields
    ]
    return lines


def warning_of(context: StoreContext) -> str:
    """The mark that a list of synthetic people carries; empty for real ones."""
    names = ("target_households", "persons", "households")
    manifests = [item for name in names if (item := context.lookup.manifest(name))]
    return SYNTHETIC if any(item.synthetic for item in manifests) else ""
