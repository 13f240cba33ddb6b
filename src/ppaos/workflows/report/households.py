"""Explained households as the report shows them: why, from which answers and registers, what next.

In: `Explanation` records. Out: dictionaries ready for JSON. Last names are cut to their beginning,
citizen IDs and numbers of cards are left out, and doubts are worded anew without names: whoever
needs more asks `ppaos explain` for the one household.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from ppaos.domain.explanation.records import (
    Answer,
    Doubt,
    Explanation,
    GroupReason,
    IndicatorReason,
    Member,
    Origin,
    RegisterRecord,
    as_json,
)
from ppaos.domain.identity.citizen_id import format_house_code
from ppaos.domain.linkage.findings import WORDS
from ppaos.domain.thai.address import address
from ppaos.domain.thai.bilingual import Bilingual

MOST_WAYS: Final = 3
_LEADING_VOWELS: Final = "เแโใไ"
_NAMES: Final = frozenset({"first_name", "last_name", "head_first_name", "head_last_name"})
_IDENTIFYING: Final = re.compile(r".*(_number|_id|_hash)")


def household(found: Explanation) -> dict[str, Any]:
    """One household. Null `fails`: not measured, or a missing answer leaves it out."""
    judged = found.verdict
    told = [item for item in found.indicators if item.state in ("deprived", "missing")]
    return {
        "code": format_house_code(found.house_code) if found.house_code else found.household_id,
        "address": both(
            address(
                house_number=found.house_number,
                village_code=found.place.village_code,
                names=found.place.names,
                up_to="district",
            )
        ),
        "people": found.people,
        "in_survey": found.in_survey,
        "surveyed_on": as_json(found.surveyed_on),
        "fails": judged.is_poor if judged else None,
        "score": float(judged.score) if judged and judged.score is not None else None,
        "dimensions": [both(item.title) for item in found.dimensions if item.is_failing],
        "all_dimensions": len(found.dimensions),
        "indicators": [_indicator(item) for item in told],
        "passed": sum(item.state == "not_deprived" for item in found.indicators),
        "not_applicable": sum(item.state == "not_applicable" for item in found.indicators),
        "members": [_member(item) for item in found.members],
        "groups": [_group(item) for item in found.groups],
        "doubts": [_doubt(item, found.members) for item in found.doubts],
        "ways_out": [[both(title) for title in way.titles] for way in found.ways_out[:MOST_WAYS]],
        "more_ways": max(0, len(found.ways_out) - MOST_WAYS),
        "priority": found.priority,
        "terms": [{**both(item.title), "value": item.thousandths} for item in found.priority_terms],
    }


def masked_name(name: str) -> str:
    """Prefix and first name, and the beginning of the last name: enough to ask for at the door."""
    words = name.split()
    if len(words) < 2:
        return name
    last = words[-1]
    kept = last[:2] if last[0] in _LEADING_VOWELS else last[:1]
    return " ".join([*words[:-1], f"{kept}…"])


def both(title: Bilingual) -> dict[str, str]:
    """A title as the page reads it."""
    return {"th": title.th, "en": title.en}


def _origin(origin: Origin | None) -> dict[str, Any] | None:
    if origin is None:
        return None
    return {
        **both(origin.title), "agency": both(origin.agency), "as_of": as_json(origin.as_of),
    }  # fmt: skip


def _answers(answers: Iterable[Answer]) -> list[dict[str, Any]]:
    return [
        {
            "title": both(item.title),
            "value": as_json(item.value),
            "label": both(item.label) if item.label else None,
        }
        for item in answers
    ]


def _indicator(item: IndicatorReason) -> dict[str, Any]:
    return {
        **both(item.title),
        "item": item.item,
        "state": item.state,
        "is_asked": item.is_asked,
        "answers": _answers(answer for answer in item.answers if answer.title.th != answer.column),
        "value": float(item.value) if item.value is not None else None,
        "line": float(item.line) if item.line is not None else None,
        "origin": _origin(item.origin),
    }


def _member(item: Member) -> dict[str, Any]:
    return {
        "name": masked_name(item.name),
        "has_citizen_id": item.citizen_id is not None,
        "sex": both(item.sex) if item.sex else None,
        "age_years": item.age_years,
        "relation": both(item.relation) if item.relation else None,
        "in_survey": item.in_survey,
        "is_unmatched": item.is_unmatched,
        "records": [_record(record, item) for record in item.records],
        "groups": [_group(group) for group in item.groups],
    }


def _record(item: RegisterRecord, member: Member) -> dict[str, Any]:
    facts = [fact for fact in member.facts if fact.source == item.origin.source]
    shown = [answer for answer in item.shown if not _IDENTIFYING.fullmatch(answer.column)]
    return {
        "origin": _origin(item.origin),
        "facts": [both(fact.title) for fact in facts],
        "how": both(item.how_title),
        "probability": item.probability,
        "answers": _answers(shown),
    }


def _group(item: GroupReason) -> dict[str, Any]:
    return {
        **both(item.title),
        "document": item.rules,
        "name": item.group,
        "unofficial": item.is_unofficial,
        "values": _answers(item.values),
    }


def _doubt(item: Doubt, members: Sequence[Member]) -> dict[str, Any]:
    return {
        "text": both(_text(item, members)),
        "action": both(item.action),
        "origin": _origin(item.origin),
    }


def _text(item: Doubt, members: Sequence[Member]) -> Bilingual:
    if item.kind == "disagreement":
        return _disagreement(item, members)
    if item.kind == "finding" and item.code in WORDS:
        return Bilingual(WORDS[item.code].message_th, WORDS[item.code].message_en)
    if item.kind == "review":
        return Bilingual(
            "มีระเบียนที่อาจเป็นคนเดียวกันกับคนในบ้านนี้ รอเจ้าหน้าที่ตรวจ",
            "A record may belong to a member of this household; an officer has yet to check.",
        )
    return item.text


def _disagreement(item: Doubt, members: Sequence[Member]) -> Bilingual:
    named = [member.name for member in members if member.person_id == item.person_id]
    who = masked_name(named[0]) if named and named[0] else "-"
    title = item.values[0].title
    if item.code in _NAMES:
        return Bilingual(
            f"{title.th}ของ {who} ไม่ตรงกันใน {len(item.values)} แหล่ง",
            f"{title.en} of {who} differs between {len(item.values)} sources",
        )
    th, en = (_shown(item.values, language) for language in ("th", "en"))
    return Bilingual(
        f"{title.th}ของ {who} ไม่ตรงกัน ใช้ค่าแรก: {th}",
        f"{title.en} of {who} differs; the first is used: {en}",
    )


def _shown(values: Sequence[Answer], language: str) -> str:
    return " / ".join(
        str(getattr(value.label, language) if value.label else value.value) for value in values
    )
