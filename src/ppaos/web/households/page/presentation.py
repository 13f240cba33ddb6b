"""A household as its page shows it: the parts of an explanation in the words of the reader.

In: a published household and its explanation. Out: texts, with a state beside each that the
template turns into a word, a sign and a colour.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse

from ppaos.domain.area.scope import Scope
from ppaos.domain.explanation.records import (
    STATE_TITLES,
    Answer,
    DimensionReason,
    Doubt,
    Explanation,
    GroupReason,
    IndicatorReason,
    Member,
)
from ppaos.domain.thai.address import address
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.areas.outlines import boundary_stamp
from ppaos.operations.areas.queries import has_outlines
from ppaos.operations.people.models import Household
from ppaos.web.text import day, localized, number, say

_REVIEW: Final = Bilingual(
    "ตรวจคู่ระเบียนนี้ที่หน้าจัดการข้อมูล แล้วตัดสินว่าเป็นคนเดียวกันหรือไม่",
    "Review the pair at the data desk and decide whether they are one person.",
)


@dataclass(frozen=True)
class ShownIndicator:
    """One indicator with the answers that it rests on."""

    title: str
    state: str
    state_title: str
    answers: tuple[tuple[str, str], ...]
    """What was asked, and the answer."""
    source: str
    rule: str


@dataclass(frozen=True)
class ShownDimension:
    """One dimension: `state` is deprived, not_deprived or missing."""

    title: str
    state: str
    lacking: tuple[str, ...]
    indicators: tuple[ShownIndicator, ...]


@dataclass(frozen=True)
class ShownGroup:
    """One target group and why."""

    title: str
    is_unofficial: bool
    rule: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ShownMember:
    """One person."""

    member: Member
    facts: tuple[str, ...]
    groups: tuple[ShownGroup, ...]
    records: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
    """Register and date, how the record was found to be theirs, what it says."""


@dataclass(frozen=True)
class ShownDoubt:
    """One contradiction or gap, and what to do."""

    text: str
    action: str
    is_review: bool


@dataclass(frozen=True)
class ShownHousehold:
    """Everything of the page that is made of the explanation."""

    address: str
    standing: str
    standing_title: str
    dimensions: tuple[ShownDimension, ...]
    members: tuple[ShownMember, ...]
    groups: tuple[ShownGroup, ...]
    doubts: tuple[ShownDoubt, ...]
    boundaries: str
    """Address of the outlines around the household; empty without a village."""


def shown_household(household: Household, explanation: Explanation, scope: Scope) -> ShownHousehold:
    """The parts of the page; `scope` is where its reader may see maps."""
    judged = explanation.verdict
    is_poor = judged.is_poor if judged else None
    standing = "missing" if is_poor is None else "deprived" if is_poor else "not_deprived"
    return ShownHousehold(
        address=_address(explanation),
        standing=standing,
        standing_title=_standing(explanation, is_poor),
        dimensions=tuple(_dimension(item, explanation) for item in explanation.dimensions),
        members=tuple(_member(item) for item in explanation.members),
        groups=tuple(_group(item) for item in explanation.groups),
        doubts=tuple(_doubt(item) for item in explanation.doubts),
        boundaries=_boundaries(household.village_code, scope),
    )


def worded(answer: Answer) -> str:
    """The value of an answer in words; a missing one is said."""
    return localized(answer.label) if answer.label is not None else _value(answer.value)


def _value(value: Any) -> str:
    if value is None:
        return say("ไม่มีคำตอบ", "no answer")
    if isinstance(value, bool):
        return say("ใช่", "yes") if value else say("ไม่ใช่", "no")
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Fraction):
        return number(float(value), 0 if value.denominator == 1 else 2)
    return number(value) if isinstance(value, int | float) else str(value)


def _standing(explanation: Explanation, is_poor: bool | None) -> str:
    if not explanation.in_survey:
        return say("ยังไม่ได้สำรวจ", "Not surveyed")
    if is_poor is None:
        return say("ตัดสินไม่ได้ คำตอบไม่ครบ", "Cannot be judged: answers are missing")
    return (
        say("ตกเกณฑ์ MPI", "Fails the MPI")
        if is_poor
        else say("ไม่ตกเกณฑ์ MPI", "Does not fail the MPI")
    )


def _address(explanation: Explanation) -> str:
    place = explanation.place
    return localized(
        address(
            house_number=explanation.house_number,
            village_code=place.village_code,
            names=place.names,
        )
    )


def _dimension(item: DimensionReason, explanation: Explanation) -> ShownDimension:
    own = [one for one in explanation.indicators if one.dimension == item.name]
    asked = [one for one in own if one.state != "not_applicable"]
    is_unknown = not item.is_failing and any(one.state == "missing" for one in asked)
    state = "deprived" if item.is_failing else "missing" if is_unknown else "not_deprived"
    return ShownDimension(
        localized(item.title),
        state,
        tuple(localized(one.title) for one in own if one.state == "deprived"),
        tuple(_indicator(one) for one in own),
    )


def _indicator(item: IndicatorReason) -> ShownIndicator:
    answers = [(localized(answer.title), worded(answer)) for answer in item.answers]
    if item.line is not None:
        answers.append((say("ค่าที่คำนวณได้", "computed value"), _value(item.value)))
        answers.append((say("เกณฑ์", "line"), _value(item.line)))
    origin = item.origin
    source = f"{localized(origin.title)}, {day(origin.as_of)}" if origin else ""
    state_title = localized(STATE_TITLES[item.state])
    if not item.is_asked:
        state_title = say("รอบนี้ไม่ได้ถาม", "not asked in this round")
    return ShownIndicator(
        localized(item.title), item.state, state_title, tuple(answers), source, item.rule
    )


def _group(item: GroupReason) -> ShownGroup:
    values = tuple((localized(answer.title), worded(answer)) for answer in item.values)
    return ShownGroup(localized(item.title), item.is_unofficial, item.rule, values)


def _member(item: Member) -> ShownMember:
    return ShownMember(
        item,
        tuple(localized(fact.title) for fact in item.facts),
        tuple(_group(group) for group in item.groups),
        tuple(
            (
                f"{localized(found.origin.title)}, {day(found.origin.as_of)}",
                _how(localized(found.how_title), found.probability),
                tuple((localized(answer.title), worded(answer)) for answer in found.shown),
            )
            for found in item.records
        ),
    )


def _how(text: str, probability: float | None) -> str:
    if probability is None:
        return text
    return text + say(f" (ความน่าจะเป็น {probability:.2f})", f" (probability {probability:.2f})")


def _doubt(item: Doubt) -> ShownDoubt:
    is_review = item.kind == "review"
    return ShownDoubt(
        localized(item.text), localized(_REVIEW if is_review else item.action), is_review
    )


def _boundaries(village_code: str, scope: Scope) -> str:
    """Outlines around a household that its reader may ask for: of subdistricts, else of provinces."""
    if len(village_code) != 8:
        return ""
    for digits in (4, 6):
        area = village_code[:digits]
        if scope.covers(area) and has_outlines(area, "subdistrict"):
            return _outlines(area, "subdistrict")
    return _outlines(village_code[:2], "province") if scope.covers(village_code[:2]) else ""


def _outlines(area: str, level: str) -> str:
    asked = {"area": area, "level": level, "v": boundary_stamp()}
    return f"{reverse('maps:boundaries')}?{urlencode(asked)}"
