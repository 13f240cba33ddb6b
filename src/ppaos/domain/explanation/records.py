"""Why a household is (or is not) poor, and in which groups it is: the record of the reasons.

Every statement names the answers, source and date that it rests on. Scores are fractions; nothing
here is rounded, and `as_json` writes a record with values that JSON can hold.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final, Literal
from uuid import UUID

from ppaos.domain.thai.bilingual import Bilingual

State = Literal["deprived", "not_deprived", "not_applicable", "missing"]
STATE_TITLES: Final[dict[str, Bilingual]] = {
    "deprived": Bilingual("ตกเกณฑ์", "deprived"),
    "not_deprived": Bilingual("ผ่านเกณฑ์", "not deprived"),
    "not_applicable": Bilingual("ไม่เข้าข่าย", "not applicable"),
    "missing": Bilingual("ไม่มีคำตอบ", "missing"),
}
HOW_TITLES: Final[dict[str, Bilingual]] = {
    "citizen_id": Bilingual("เลขประจำตัวประชาชนตรงกัน", "same citizen ID"),
    "model": Bilingual("แบบจำลองการเชื่อมโยง", "linkage model"),
    "decision": Bilingual("เจ้าหน้าที่ตัดสิน", "decided by an officer"),
    "household_position": Bilingual("ลำดับในครัวเรือนเดียวกัน", "place in the same household"),
    "alone": Bilingual("ไม่พบระเบียนอื่นของคนนี้", "no other record of this person"),
}


@dataclass(frozen=True)
class Answer:
    """One value that something was read from; `value` is null when it was not answered."""

    column: str
    title: Bilingual
    value: Any
    label: Bilingual | None = None
    """What the code means, when the value is one."""


@dataclass(frozen=True)
class Origin:
    """Where values come from and how fresh they are."""

    source: str
    title: Bilingual
    agency: Bilingual
    as_of: date | None = None


@dataclass(frozen=True)
class IndicatorReason:
    """State of one indicator and the answers that made it so."""

    name: str
    dimension: str
    title: Bilingual
    item: str | None
    state: State
    is_asked: bool
    """False when nobody was asked in the round; the weight then went to the others."""
    weight: Fraction
    rule: str
    answers: tuple[Answer, ...]
    origin: Origin | None
    value: Fraction | None = None
    """Of an indicator with a line: the compared value; null when an answer is missing."""
    line: Fraction | None = None


@dataclass(frozen=True)
class DimensionReason:
    """Whether a dimension fails, and by which indicators."""

    name: str
    title: Bilingual
    is_failing: bool
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class PovertyVerdict:
    """What the instrument's rule says; nulls where a missing answer leaves the household out."""

    instrument: str
    title: Bilingual
    round_be: int
    rule: str
    cutoff: str
    missing_rule: str
    is_poor: bool | None
    score: Fraction | None
    dimensions_failing: int


@dataclass(frozen=True)
class PersonFact:
    """One thing that a source says of a person."""

    name: str
    title: Bilingual
    source: str


@dataclass(frozen=True)
class RegisterRecord:
    """One record of a person in one register, and how it was found to be theirs."""

    origin: Origin
    record_key: str
    how: str
    how_title: Bilingual
    probability: float | None
    """That the record is this person's; only when the linkage model said so."""
    shown: tuple[Answer, ...]


@dataclass(frozen=True)
class GroupReason:
    """A target group, its rule and the values that made the rule true."""

    rules: str
    group: str
    title: Bilingual
    unit: Literal["person", "household"]
    rule: str
    values: tuple[Answer, ...]
    is_unofficial: bool = False


@dataclass(frozen=True)
class Member:
    """One person of the household."""

    person_id: str
    person_number: int | None
    name: str
    """Empty when no source names the person."""
    citizen_id: str | None
    """Masked; null when no source gives a valid number."""
    sex: Bilingual | None
    age_years: int | None
    born_on: date | None
    relation: Bilingual | None
    in_survey: bool
    is_unmatched: bool
    is_asked_for: bool
    facts: tuple[PersonFact, ...]
    records: tuple[RegisterRecord, ...]
    groups: tuple[GroupReason, ...]


@dataclass(frozen=True)
class Doubt:
    """Something missing, contradictory or not yet decided, and what to do about it."""

    kind: Literal["not_surveyed", "missing_answer", "disagreement", "finding", "review"]
    code: str
    text: Bilingual
    action: Bilingual
    person_id: str | None = None
    values: tuple[Answer, ...] = ()
    origin: Origin | None = None


@dataclass(frozen=True)
class WayOut:
    """Indicators which, once all mended, lift the household out; no smaller part of them does."""

    indicators: tuple[str, ...]
    titles: tuple[Bilingual, ...]


@dataclass(frozen=True)
class PriorityTerm:
    """One term of the priority, in thousandths."""

    name: str
    title: Bilingual
    thousandths: int


@dataclass(frozen=True)
class HouseholdPlace:
    """Where the household is: codes and names from village to province."""

    village_code: str | None
    names: Mapping[str, Bilingual]
    """Level (village, subdistrict, district, province) -> name."""


@dataclass(frozen=True)
class Explanation:
    """Everything that is known of why one household stands where it stands."""

    household_id: str
    house_code: str | None
    house_number: str | None
    place: HouseholdPlace
    people: int
    in_survey: bool
    round_be: int | None
    surveyed_on: date | None
    is_synthetic: bool
    verdict: PovertyVerdict | None
    indicators: tuple[IndicatorReason, ...]
    dimensions: tuple[DimensionReason, ...]
    members: tuple[Member, ...]
    groups: tuple[GroupReason, ...]
    doubts: tuple[Doubt, ...]
    ways_out: tuple[WayOut, ...]
    priority: int | None
    """Thousandths; null when targets were not computed."""
    priority_terms: tuple[PriorityTerm, ...]
    made_from: Mapping[str, str] = field(default_factory=dict)
    """Table -> time at which its current rows were made."""


def as_json(value: Any) -> Any:
    """A record as dictionaries, lists, texts and numbers: dates ISO, fractions such as `1/5`."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [item.name for item in dataclasses.fields(value)]
        return {name: as_json(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [as_json(item) for item in value]
    if isinstance(value, Fraction | UUID):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value
