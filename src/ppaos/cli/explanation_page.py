"""An explanation as a page that an officer of a district reads: the verdict first, then why.

In: an `Explanation`. Out: text on the screen in the language of the run; nothing is computed here.
"""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

from rich.text import Text

from ppaos.cli.console import line, out, rows
from ppaos.cli.text import say
from ppaos.domain.explanation.records import (
    STATE_TITLES,
    Answer,
    Explanation,
    GroupReason,
    IndicatorReason,
    Member,
)
from ppaos.domain.identity.citizen_id import format_house_code
from ppaos.domain.thai.address import address
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.domain.thai.dates import day_title

_MARKS: Final = {"deprived": "✗", "not_deprived": "✓", "not_applicable": "–", "missing": "?"}
_MOST_WAYS: Final = 5


def show_explanation(found: Explanation) -> None:
    """Print the whole page."""
    parts: Sequence[Callable[[Explanation], None]] = (
        _household, _verdict, _indicators, _members, _groups, _ways_out, _priority, _doubts,
    )  # fmt: skip
    for part in parts:
        part(found)


def _household(found: Explanation) -> None:
    if found.is_synthetic:
        line("ข้อมูลสังเคราะห์ ไม่ใช่คนจริง", "SYNTHETIC DATA, no real people")
    code = format_house_code(found.house_code) if found.house_code else found.household_id
    _heading(f"ครัวเรือน {code}", f"Household {code}")
    place = found.place
    if place.names:
        where = address(
            house_number=found.house_number, village_code=place.village_code, names=place.names
        )
        line(
            f"{where.th} (หมู่บ้าน {place.village_code})", f"{where.en} (village {place.village_code})"
        )
    surveyed = (
        say(
            f"สำรวจเมื่อ {shown_date(found.surveyed_on)} รอบ {found.round_be}",
            f"surveyed on {shown_date(found.surveyed_on)}, round {found.round_be}",
        )
        if found.in_survey
        else say("ไม่อยู่ในแบบสำรวจ", "not surveyed")
    )
    line(f"{found.people} คน {surveyed}", f"{found.people} people, {surveyed}")


def _verdict(found: Explanation) -> None:
    judged = found.verdict
    if judged is None:
        line(
            "ยังไม่รู้ว่าจนหรือไม่: ไม่มีผลการวัดของครัวเรือนนี้",
            "Whether it is poor is not known: it was not measured.",
        )
        return
    rule = f"{judged.rule} {judged.cutoff}".strip()
    verdict = {
        True: Bilingual("จน (ตกเกณฑ์)", "poor"),
        False: Bilingual("ไม่จนตามกฎนี้", "not poor by this rule"),
        None: Bilingual("ตัดสินไม่ได้ เพราะคำตอบไม่ครบ", "cannot be judged: answers are missing"),
    }[judged.is_poor]
    score = "-" if judged.score is None else _shown_fraction(judged.score)
    failing = ", ".join(_said(item.title) for item in found.dimensions if item.is_failing) or "-"
    out.print(Text(say(f"ผล: {verdict.th}", f"Result: {verdict.en}"), style="bold"))
    line(
        f"กฎ {rule} ของ {judged.title.th}; คะแนนความขัดสน {score}; มิติที่ตก {judged.dimensions_failing} จาก {len(found.dimensions)}: {failing}",
        f"Rule {rule} of {judged.title.en}; deprivation score {score}; dimensions failing "
        f"{judged.dimensions_failing} of {len(found.dimensions)}: {failing}",
    )


def _indicators(found: Explanation) -> None:
    if not found.indicators:
        return
    _heading("ตัวชี้วัดและคำตอบที่ใช้", "Indicators and the answers they were read from")
    titles = {item.name: item.title for item in found.dimensions}
    for dimension, title in titles.items():
        out.print(Text(say(f"มิติ{title.th}", title.en), style="bold"))
        for item in found.indicators:
            if item.dimension == dimension:
                _indicator(item)
    origin = found.indicators[0].origin
    if origin is not None:
        line(
            f"ที่มา: {origin.title.th} ({origin.agency.th}) ข้อมูล ณ {shown_date(origin.as_of)}",
            f"Source: {origin.title.en} ({origin.agency.en}), as of {shown_date(origin.as_of)}",
        )


def _indicator(item: IndicatorReason) -> None:
    state = _said(STATE_TITLES[item.state])
    name = f"{item.item}. {_said(item.title)}" if item.item else _said(item.title)
    line(f"  {_MARKS[item.state]} {name}: {state}", f"  {_MARKS[item.state]} {name}: {state}")
    if item.state not in ("deprived", "missing"):
        return
    if item.value is not None and item.line is not None:
        value, limit = float(item.value), float(item.line)
        line(
            f"      ได้ {value:,.2f} เส้น {limit:,.2f}",
            f"      value {value:,.2f}, line {limit:,.2f}",
        )
    for answer in item.answers:
        if answer.title.en != answer.column:  # a parameter, such as the line just shown
            out.print(Text(f"      {_answer(answer)}"), soft_wrap=True)


def _members(found: Explanation) -> None:
    _heading("คนในครัวเรือน", "People")
    for number, person in enumerate(found.members, start=1):
        out.print(Text(f"{number}. {_who(person)}", style="bold" if person.is_asked_for else ""))
        for record in person.records:
            chance = f" {record.probability:.2f}" if record.probability is not None else ""
            shown = "; ".join(_answer(answer) for answer in record.shown) or record.record_key
            line(
                f"   • {record.origin.title.th} ({record.origin.agency.th}) ณ {shown_date(record.origin.as_of)}: {shown} [เชื่อมโดย: {record.how_title.th}{chance}]",
                f"   • {record.origin.title.en} ({record.origin.agency.en}), as of "
                f"{shown_date(record.origin.as_of)}: {shown} [linked by: {record.how_title.en}{chance}]",
            )
        facts = ", ".join(_said(fact.title) for fact in person.facts)
        if facts:
            line(f"   ข้อเท็จจริง: {facts}", f"   Facts: {facts}")
        for group in person.groups:
            _group(group, "   ")


def _who(person: Member) -> str:
    parts = [person.name or say("(ไม่มีชื่อในแหล่งใด)", "(no source names this person)")]
    if person.relation is not None:
        parts.append(_said(person.relation))
    if person.sex is not None:
        parts.append(_said(person.sex))
    if person.age_years is not None:
        parts.append(say(f"อายุ {person.age_years} ปี", f"aged {person.age_years}"))
    identity = person.citizen_id or say("ไม่มีเลขที่ถูกต้อง", "no valid number")
    parts.append(say(f"เลขประจำตัว {identity}", f"citizen ID {identity}"))
    if not person.in_survey:
        parts.append(say("ไม่อยู่ในแบบสำรวจ", "not in the survey"))
    if person.is_unmatched:
        parts.append(say("ยังไม่พบระเบียนอื่นของคนนี้", "no other record of this person"))
    return ", ".join(parts)


def _groups(found: Explanation) -> None:
    if found.groups:
        _heading("กลุ่มเป้าหมายของครัวเรือน", "Target groups of the household")
        for group in found.groups:
            _group(group, "")


def _group(group: GroupReason, indent: str) -> None:
    mark = say(" (การตีความของเรา)", " (our reading)") if group.is_unofficial else ""
    line(
        f"{indent}กลุ่ม {group.group} {group.title.th}{mark}",
        f"{indent}Group {group.group}: {group.title.en}{mark}",
    )
    values = "; ".join(_answer(answer) for answer in group.values)
    line(f"{indent}  กฎ {group.rule}; {values}", f"{indent}  Rule {group.rule}; {values}")


def _ways_out(found: Explanation) -> None:
    if not found.ways_out:
        return
    _heading("แก้อะไรจึงพ้น (ชุดที่เล็กที่สุด)", "What would take it out (smallest sets)")
    for number, way in enumerate(found.ways_out[:_MOST_WAYS], start=1):
        names = " + ".join(_said(title) for title in way.titles)
        line(f"  {number}) {names}", f"  {number}) {names}")
    left = len(found.ways_out) - _MOST_WAYS
    if left > 0:
        line(f"  และอีก {left} ทาง (ดู --format json)", f"  and {left} more (see --format json)")


def _priority(found: Explanation) -> None:
    if found.priority is None:
        return
    _heading("ลำดับความเร่งด่วน (เต็ม 1,000)", "Priority (of 1,000)")
    terms = " + ".join(f"{_said(term.title)} {term.thousandths}" for term in found.priority_terms)
    line(f"{found.priority} = {terms}", f"{found.priority} = {terms}")


def _doubts(found: Explanation) -> None:
    if not found.doubts:
        return
    _heading("สิ่งที่ขาดหรือขัดแย้ง และสิ่งที่ควรทำ", "Missing or contradictory, and what to do")
    heads = [("เรื่อง", "what"), ("ควรทำ", "to do")]
    rows(heads, [(_said(item.text), _said(item.action)) for item in found.doubts])


def _answer(answer: Answer) -> str:
    return f"{_said(answer.title)} = {_value(answer)}"


def _value(answer: Answer) -> str:
    if answer.label is not None:
        return _said(answer.label)
    value: Any = answer.value
    if value is None:
        return say("ไม่มีคำตอบ", "no answer")
    if isinstance(value, bool):
        return say("ใช่", "yes") if value else say("ไม่ใช่", "no")
    if isinstance(value, date):
        return shown_date(value)
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def shown_date(day: date | None) -> str:
    """A day as people read it: Buddhist era in Thai, common era beside it in English."""
    return "-" if day is None else _said(day_title(day))


def _shown_fraction(value: Fraction) -> str:
    return f"{value} ({float(value):.4f})"


def _said(title: Bilingual) -> str:
    return say(title.th, title.en)


def _heading(th: str, en: str) -> None:
    out.print()
    out.print(Text(say(th, en), style="bold underline"))
