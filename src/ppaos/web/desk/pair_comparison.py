"""Two records that may be one person, side by side as somebody may see them.

A pair is for people whose areas hold every village that its records state; one that states none, or
villages of two provinces, is for whoever has both. Whoever may not see households there is told the
villages and, of everything else, only whether it agrees.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ppaos.domain.area.scope import Scope
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.accounts.models import User
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import scope_of
from ppaos.operations.areas.queries import titles_of
from ppaos.operations.jobs.queries import pairs_being_decided
from ppaos.web.desk.store_status import review_pairs, source_title
from ppaos.web.text import day, localized, say

HIDDEN: Final = "●●●"
_FIELDS: Final[dict[str, Bilingual]] = {
    "first_name": Bilingual("ชื่อ", "First name"),
    "last_name": Bilingual("นามสกุล", "Last name"),
    "sex": Bilingual("เพศ", "Sex"),
    "born_on": Bilingual("วันเกิด", "Born"),
    "house_code": Bilingual("รหัสประจำบ้าน", "House code"),
    "village_code": Bilingual("หมู่บ้าน", "Village"),
}
_SEXES: Final = {1: Bilingual("ชาย", "male"), 2: Bilingual("หญิง", "female")}
_VERDICTS: Final = {
    "same": ("=", Bilingual("ตรงกัน", "same")),
    "differs": ("≠", Bilingual("ต่างกัน", "differs")),
    "unknown": ("?", Bilingual("ไม่มีข้อมูลฝ่ายหนึ่ง", "missing on one side")),
    "neither": ("–", Bilingual("ไม่มีข้อมูลทั้งคู่", "missing on both sides")),
}
STATUS_TITLES: Final[dict[str, Bilingual]] = {
    "open": Bilingual("รอตัดสิน", "Open"),
    "same": Bilingual("คนเดียวกัน", "Same person"),
    "different": Bilingual("คนละคน", "Different people"),
    "waiting": Bilingual("กำลังบันทึกคำตัดสิน", "Decision is being saved"),
}


@dataclass(frozen=True)
class ComparedField:
    """One field of both records."""

    title: str
    left: str
    right: str
    verdict: str
    sign: str
    word: str


@dataclass(frozen=True)
class ShownPair:
    """A pair as the page shows it."""

    id: str
    status: str
    status_title: str
    probability: float
    left_title: str
    right_title: str
    lines: tuple[ComparedField, ...]
    evidence: tuple[tuple[str, float], ...]
    """(what was compared and how it came out, weight in bits: above 0 speaks for one person)."""
    decided_by: str
    note: str


def visible_pairs(user: User) -> list[dict[str, Any]]:
    """Pairs that somebody may decide, likeliest first, with decisions that are on their way."""
    scope = scope_of(user, Permission.REVIEW)
    waiting = pairs_being_decided()
    return [
        {**pair, "status": "waiting" if pair["pair_id"] in waiting else pair["status"]}
        for pair in review_pairs()
        if _covers(scope, pair)
    ]


def visible_pair(user: User, number: str) -> dict[str, Any] | None:
    """One pair that somebody may decide; null for any other."""
    return next((pair for pair in visible_pairs(user) if pair["pair_id"] == number), None)


def area_of(pair: dict[str, Any]) -> str:
    """The village of a pair, for the audit: empty when neither record states one."""
    return str(pair["left_village_code"] or pair["right_village_code"] or "")


def shown_pairs(pairs: Iterable[dict[str, Any]], user: User) -> list[ShownPair]:
    """Pairs in the reader's language."""
    pairs = list(pairs)
    households = scope_of(user, Permission.SEE_HOUSEHOLDS)
    villages = {pair[f"{side}_village_code"] for pair in pairs for side in ("left", "right")}
    titles = titles_of(code for code in villages if code)
    return [_shown(pair, _covers(households, pair), titles) for pair in pairs]


def _covers(scope: Scope, pair: dict[str, Any]) -> bool:
    if scope.is_country:
        return True
    stated = [pair[f"{side}_village_code"] for side in ("left", "right")]
    stated = [code for code in stated if code]
    return bool(stated) and all(scope.covers(code) for code in stated)


def _shown(pair: dict[str, Any], with_identity: bool, titles: dict[str, Bilingual]) -> ShownPair:
    evidence = json.loads(pair["evidence"])
    return ShownPair(
        id=pair["pair_id"],
        status=pair["status"],
        status_title=localized(STATUS_TITLES[pair["status"]]),
        probability=pair["match_probability"],
        left_title=_record(pair, "left", with_identity),
        right_title=_record(pair, "right", with_identity),
        lines=tuple(_line(name, pair, with_identity, titles) for name in _FIELDS),
        evidence=tuple(
            (say(item["th"], item["en"]), round(item["weight"], 1)) for item in evidence.values()
        ),
        decided_by=pair.get("decided_by") or "",
        note=pair.get("note") or "",
    )


def _record(pair: dict[str, Any], side: str, with_identity: bool) -> str:
    """The register a record is of, and its number there."""
    title = localized(source_title(pair[f"{side}_source"]))
    return f"{title} · {pair[f'{side}_key']}" if with_identity else title


def _line(
    name: str, pair: dict[str, Any], with_identity: bool, titles: dict[str, Bilingual]
) -> ComparedField:
    left, right = pair[f"left_{name}"], pair[f"right_{name}"]
    if left is None or right is None:
        verdict = "neither" if left is right else "unknown"
    else:
        verdict = "same" if left == right else "differs"
    sign, word = _VERDICTS[verdict]
    is_hidden = name != "village_code" and not with_identity
    return ComparedField(
        localized(_FIELDS[name]),
        _value(name, left, is_hidden, titles),
        _value(name, right, is_hidden, titles),
        verdict,
        sign,
        localized(word),
    )


def _value(name: str, value: Any, is_hidden: bool, titles: dict[str, Bilingual]) -> str:
    if value is None:
        return say("ไม่มีข้อมูล", "no data")
    if is_hidden:
        return HIDDEN
    if name == "sex":
        return localized(_SEXES[value]) if value in _SEXES else str(value)
    if isinstance(value, date):
        return day(value)
    if name == "village_code":
        title = localized(titles[value])
        return value if title == value else f"{title} ({value})"
    return str(value)
