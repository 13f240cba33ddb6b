"""What is missing, contradictory or undecided about a household, and what to do about each.

Values that lost to a fresher or better source stay visible here, with their source and date.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from ppaos.domain.explanation.records import Answer, Doubt, IndicatorReason
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.domain.thai.dates import day_title
from ppaos.engine.lookup import Row
from ppaos.workflows.explain.context import Context
from ppaos.workflows.explain.members import survey_person
from ppaos.workflows.explain.rows import HouseholdRows

_SURVEY_IT: Final = Bilingual(
    "สำรวจครัวเรือนนี้ด้วยแบบ จปฐ. แล้วนำเข้า", "Survey this household, then ingest the answers."
)
_ASK_AGAIN: Final = Bilingual(
    "ถามข้อนี้จากครัวเรือนอีกครั้ง แล้วแก้คำตอบในไฟล์สำรวจ",
    "Ask the household again and correct the survey file.",
)
_CORRECT_SOURCE: Final = Bilingual(
    "ตรวจกับเอกสารของเจ้าตัว แล้วแจ้งแหล่งที่ผิดให้แก้",
    "Check the person's papers and have the wrong source corrected.",
)


def doubts_of(
    context: Context, rows: HouseholdRows, indicators: Sequence[IndicatorReason]
) -> tuple[Doubt, ...]:
    """Everything doubtful about a household: not surveyed, missing answers, then contradictions."""
    return (
        *_not_surveyed(context, rows),
        *_missing(indicators),
        *_disagreements(context, rows),
        *_findings(context, rows),
        *_reviews(context, rows),
    )


def _not_surveyed(context: Context, rows: HouseholdRows) -> Iterator[Doubt]:
    if rows.survey is None and not rows.members:
        number = context.round_be or "-"
        yield Doubt(
            "not_surveyed",
            "not_surveyed",
            Bilingual(
                f"ทะเบียนรู้จักครัวเรือนนี้ แต่ไม่อยู่ในแบบสำรวจรอบ {number} จึงไม่รู้ว่าจนหรือไม่",
                f"Registers know this household, but round {number} of the survey does not; "
                "whether it is poor is not known.",
            ),
            _SURVEY_IT,
        )


def _missing(indicators: Sequence[IndicatorReason]) -> Iterator[Doubt]:
    for item in indicators:
        if item.state == "missing" and item.is_asked:
            yield Doubt(
                "missing_answer",
                item.name,
                Bilingual(f"ไม่มีคำตอบ: {item.title.th}", f"No answer: {item.title.en}"),
                _ASK_AGAIN,
                values=tuple(answer for answer in item.answers if answer.value is None),
                origin=item.origin,
            )


def _disagreements(context: Context, rows: HouseholdRows) -> Iterator[Doubt]:
    by_field: dict[tuple[object, str], list[Row]] = defaultdict(list)
    for row in rows.values:
        by_field[row["person_id"], row["field"]].append(row)
    for (person, name), values in sorted(by_field.items(), key=lambda item: str(item[0])):
        ordered = sorted(values, key=lambda row: (not row["wins"], str(row["source"])))
        answers = tuple(_value(context, row) for row in ordered)
        who = survey_person(context, rows, values[0]["person_id"]) or "-"
        title = answers[0].title
        th, en = (
            "; ".join(
                _told(context, row, answer, language)
                for row, answer in zip(ordered, answers, strict=True)
            )
            for language in ("th", "en")
        )
        yield Doubt(
            "disagreement",
            name,
            Bilingual(
                f"{title.th}ของ {who} ไม่ตรงกัน ใช้ค่าแรก: {th}",
                f"{title.en} of {who} differs; the first is used: {en}",
            ),
            _CORRECT_SOURCE,
            person_id=str(person),
            values=answers,
        )


def _value(context: Context, row: Row) -> Answer:
    """A stored value as its source words it; codes are kept as text there."""
    document, value = context.sources.document(row["source"]), row["value"]
    worded = context.sources.answer(document, row["field"], value)
    described = document.columns.get(row["field"]) if document else None
    if described is None or described.type != "code" or not str(value).isdigit():
        return worded
    return context.sources.answer(document, row["field"], int(value))


def _told(context: Context, row: Row, answer: Answer, language: str) -> str:
    """Value, source and date in one phrase."""
    value = getattr(answer.label, language) if answer.label else answer.value
    origin = context.sources.origin(row["source"], None)
    on = getattr(day_title(row["as_of"]), language) if row["as_of"] else "-"
    return f"{value} ({getattr(origin.title, language)}, {on})"


def _findings(context: Context, rows: HouseholdRows) -> Iterator[Doubt]:
    for row in sorted(rows.findings, key=lambda item: (item["code"], str(item["person_id"]))):
        detail = f" ({row['detail']})" if row["detail"] else ""
        yield Doubt(
            "finding",
            row["code"],
            Bilingual(f"{row['message_th']}{detail}", f"{row['message_en']}{detail}"),
            Bilingual(row["action_th"], row["action_en"]),
            person_id=str(row["person_id"]) if row["person_id"] else None,
            origin=context.sources.origin(row["source"], None) if row["source"] else None,
        )


def _reviews(context: Context, rows: HouseholdRows) -> Iterator[Doubt]:
    for row in sorted(rows.reviews, key=lambda item: str(item["pair_id"])):
        left, right = (
            f"{row[f'{side}_first_name'] or '-'} {row[f'{side}_last_name'] or '-'}"
            for side in ("left", "right")
        )
        sources = [
            context.sources.origin(row[f"{side}_source"], None) for side in ("left", "right")
        ]
        chance = row["match_probability"]
        th, en = (
            f"{left} ({getattr(sources[0].title, language)}) / "
            f"{right} ({getattr(sources[1].title, language)})"
            for language in ("th", "en")
        )
        odds = "" if chance is None else f" {chance:.2f}"
        yield Doubt(
            "review",
            row["pair_id"],
            Bilingual(
                f"อาจเป็นคนเดียวกัน (ความน่าจะเป็น{odds}): {th}",
                f"May be one person (probability{odds}): {en}",
            ),
            Bilingual(
                f"ตรวจแล้วสั่ง ppaos review decide {row['pair_id']} same หรือ different",
                f"Check, then run ppaos review decide {row['pair_id']} same (or different).",
            ),
        )
