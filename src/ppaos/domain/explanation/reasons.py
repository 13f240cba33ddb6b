"""Why a household is (or is not) poor, and in which groups it is: the record and its exact parts.

In: one household's bit patterns, answers and an instrument. Out: plain values that JSON can hold,
in which every statement names the answers, source and date that it rests on. Scores are
fractions; nothing here is rounded and nothing is run on an engine.
"""

import ast
import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final, Literal
from uuid import UUID

from ppaos.domain.measurement.instrument import Indicator, Instrument, redistribute
from ppaos.domain.rules.expressions import Expression
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
class Verdict:
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
class Fact:
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
    facts: tuple[Fact, ...]
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
class Place:
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
    place: Place
    people: int
    in_survey: bool
    round_be: int | None
    surveyed_on: date | None
    is_synthetic: bool
    verdict: Verdict | None
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


def state_of(place: int, profile: Mapping[str, Any]) -> State:
    """State of the indicator of one bit, from the three patterns of a profile."""
    for state in ("deprived", "not_applicable", "missing"):
        if int(profile[state]) >> place & 1:
            return state
    return "not_deprived"


def indicator_reasons(
    instrument: Instrument,
    profile: Mapping[str, Any],
    values: Mapping[str, Any],
    *,
    answer: Callable[[str], Answer],
    origin: Origin | None,
    absent: frozenset[int] = frozenset(),
) -> tuple[IndicatorReason, ...]:
    """One reason an indicator, in the instrument's order.

    `profile` has the patterns of `domain.profiles`; `values` the household's row; `answer` words a
    column of it. `absent` are positions that nobody was asked in the round.
    """
    weights = _weights(instrument, absent)
    return tuple(
        IndicatorReason(
            name=item.name,
            dimension=item.dimension,
            title=item.title,
            item=item.item,
            state=state_of(place, profile),
            is_asked=place not in absent,
            weight=weights[place],
            rule=rule_text(item),
            answers=tuple(answer(name) for name in _in_order(item, values)),
            origin=origin,
            value=arithmetic(item.below.value, {**instrument.parameters, **values})
            if item.below
            else None,
            line=arithmetic(item.below.line, {**instrument.parameters, **values})
            if item.below
            else None,
        )
        for place, item in enumerate(instrument.indicators)
    )


def dimension_reasons(
    instrument: Instrument, indicators: Sequence[IndicatorReason]
) -> tuple[DimensionReason, ...]:
    """Which dimensions fail: those with a deprived indicator that weighs anything."""
    found = []
    for dimension in instrument.dimensions:
        failing = tuple(
            item.name
            for item in indicators
            if item.dimension == dimension.name and item.state == "deprived" and item.weight
        )
        found.append(DimensionReason(dimension.name, dimension.title, bool(failing), failing))
    return tuple(found)


def verdict(
    instrument: Instrument,
    indicators: Sequence[IndicatorReason],
    dimensions: Sequence[DimensionReason],
    *,
    round_be: int,
) -> Verdict:
    """Whether the rule calls the household poor: `domain.measures.score`, for one pattern.

    Missing answers follow the instrument: listwise leaves the household out (nulls), reweight
    divides by the weight of what was answered, as_not_deprived counts them as passed.
    """
    used = [item for item in indicators if item.weight]
    known = [item for item in used if item.state != "missing"]
    base = known if instrument.missing == "reweight" else used
    total = sum((item.weight for item in base), Fraction(0))
    unknown = len(known) < len(used)
    is_out = (instrument.missing == "listwise" and unknown) or not total
    lacks = [item for item in used if item.state == "deprived"]
    score = sum((item.weight for item in lacks), Fraction(0)) / (total or 1)
    failing = sum(item.is_failing for item in dimensions)
    rule = instrument.identification
    poor = {
        "k": rule.k is not None and score >= rule.k,
        "union": bool(lacks),
        "intersection": bool(lacks) and len(lacks) == len(base),
    }.get(rule.rule, failing >= (rule.m or 1))
    return Verdict(
        instrument=instrument.name,
        title=instrument.title,
        round_be=round_be,
        rule=rule.rule,
        cutoff=rule.label,
        missing_rule=instrument.missing,
        is_poor=None if is_out else poor,
        score=None if is_out else score,
        dimensions_failing=failing,
    )


def rule_text(indicator: Indicator) -> str:
    """The rule as its document writes it: who passes, or below what is deprived."""
    if indicator.below is not None:
        text = f"{indicator.below.value.text} >= {indicator.below.line.text}"
    elif indicator.passes is not None:
        text = indicator.passes.text
    elif indicator.deprived is not None:
        text = f"not ({indicator.deprived.text})"
    else:
        text = f"{indicator.coded} == 0"
    return f"{text}  [{indicator.applies.text}]" if indicator.applies is not None else text


def arithmetic(rule: Expression, values: Mapping[str, Any]) -> Fraction | None:
    """Exact value of a rule of numbers, names and + - * /; null when a value is missing.

    Also null for a division by zero and for a rule that uses anything else.
    """

    def of(node: ast.AST) -> Fraction | None:
        match node:
            case ast.Constant(value=int() | float() as number):
                return Fraction(str(number))
            case ast.Name(id=name):
                if name not in values:  # Python respells Thai sara am in identifiers
                    name = ast.get_source_segment(text, node) or name
                given = values.get(name)
                return None if given is None or isinstance(given, str) else Fraction(str(+given))
            case ast.BinOp(left=left, op=op, right=right):
                a, b = of(left), of(right)
                if a is None or b is None:
                    return None
                match op:
                    case ast.Add():
                        return a + b
                    case ast.Sub():
                        return a - b
                    case ast.Mult():
                        return a * b
                    case ast.Div() if b:
                        return a / b
        return None

    text = rule.text.strip()
    return of(ast.parse(text, mode="eval").body)


def _weights(instrument: Instrument, absent: frozenset[int]) -> tuple[Fraction, ...]:
    if not absent:
        return instrument.weights
    return redistribute(instrument, instrument.weights, set(absent))


def _in_order(indicator: Indicator, values: Mapping[str, Any]) -> list[str]:
    """Columns and parameters that the indicator reads, in the order of the household's row."""
    read = indicator.names()
    return [name for name in values if name in read] + sorted(read - values.keys())
