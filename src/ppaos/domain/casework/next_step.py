"""What an officer does next about a household, by how it stands and what is on record."""

from collections.abc import Collection

from ppaos.domain.casework.steps import EventKind
from ppaos.domain.explanation.records import Explanation
from ppaos.domain.thai.bilingual import Bilingual


def next_step(explanation: Explanation, done: Collection[str]) -> Bilingual:
    """The one thing to do next; `done` are kinds of events on record."""
    judged = explanation.verdict
    if not explanation.in_survey or judged is None:
        return Bilingual(
            "ไปเยี่ยมและสำรวจ เพราะยังไม่รู้ว่าครัวเรือนนี้ขาดอะไร",
            "Visit and survey it: what the household lacks is not known yet.",
        )
    if judged.is_poor is None:
        return Bilingual(
            "ถามคำตอบที่ขาดเมื่อไปเยี่ยม เพราะยังตัดสินไม่ได้",
            "Ask for the missing answers on a visit: it cannot be judged yet.",
        )
    if judged.is_poor:
        return _for_poor(explanation, done)
    if explanation.doubts:
        count = len(explanation.doubts)
        return Bilingual(
            f"ตรวจข้อมูลที่ขาดหรือขัดแย้ง {count} เรื่องด้านล่าง ไม่มีเรื่องเร่งด่วนอื่น",
            f"Check what is missing or contradictory below ({count}); nothing else is urgent.",
        )
    return Bilingual(
        "ไม่มีเรื่องเร่งด่วน ตรวจอีกครั้งในรอบสำรวจหน้า",
        "Nothing is urgent. Look again in the next survey round.",
    )


def _for_poor(explanation: Explanation, done: Collection[str]) -> Bilingual:
    if EventKind.EXIT in done:
        return Bilingual(
            "บันทึกว่าหลุดพ้นแล้ว ติดตามว่าผลสำรวจรอบหน้าตรงกันหรือไม่",
            "It is recorded as out of poverty. Check whether the next survey agrees.",
        )
    if EventKind.HELP in done:
        return Bilingual(
            "ติดตามว่าความช่วยเหลือได้ผลหรือไม่ แล้วบันทึกการเยี่ยม",
            "Check whether the help worked, and record the visit.",
        )
    if EventKind.VISIT not in done:
        return Bilingual(
            "ไปเยี่ยมบ้าน ตรวจสอบว่ายังตกเกณฑ์อยู่หรือไม่ แล้วบันทึกการเยี่ยม",
            "Visit the household, check whether it still fails the criteria, and record the visit.",
        )
    lacking = [item.title for item in explanation.indicators if item.state == "deprived"]
    th, en = ", ".join(item.th for item in lacking), ", ".join(item.en for item in lacking)
    return Bilingual(
        f"จัดหาความช่วยเหลือตามมิติที่ตกเกณฑ์ ({th}) แล้วบันทึก",
        f"Arrange help for the failed dimensions ({en}) and record it.",
    )
