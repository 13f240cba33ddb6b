"""Names of months and how days are written: Buddhist era in Thai, common era beside it in English.

In: days and years of the common era. Out: texts in both languages. Reading dates is `calendar`.
"""

from datetime import date, datetime, timedelta, timezone
from typing import Final, NamedTuple

from ppaos.domain.thai.bilingual import Bilingual

BUDDHIST_OFFSET: Final = 543
THAI_TIME: Final = timezone(timedelta(hours=7), "ICT")
"""Seven hours ahead of Greenwich, all year."""


class MonthName(NamedTuple):
    """One month, in full and short."""

    th: str
    short_th: str
    en: str
    short_en: str


MONTHS: Final = (
    MonthName("มกราคม", "ม.ค.", "January", "Jan"),
    MonthName("กุมภาพันธ์", "ก.พ.", "February", "Feb"),
    MonthName("มีนาคม", "มี.ค.", "March", "Mar"),
    MonthName("เมษายน", "เม.ย.", "April", "Apr"),
    MonthName("พฤษภาคม", "พ.ค.", "May", "May"),
    MonthName("มิถุนายน", "มิ.ย.", "June", "Jun"),
    MonthName("กรกฎาคม", "ก.ค.", "July", "Jul"),
    MonthName("สิงหาคม", "ส.ค.", "August", "Aug"),
    MonthName("กันยายน", "ก.ย.", "September", "Sep"),
    MonthName("ตุลาคม", "ต.ค.", "October", "Oct"),
    MonthName("พฤศจิกายน", "พ.ย.", "November", "Nov"),
    MonthName("ธันวาคม", "ธ.ค.", "December", "Dec"),
)
"""From January on."""


def thai_day(now: datetime) -> date:
    """The day in Thailand at a moment whose zone is known, wherever the computer stands.

    Errors: ValueError for a moment without a zone.
    """
    if now.tzinfo is None:
        raise ValueError("a moment without a zone is on no day of Thailand")
    return now.astimezone(THAI_TIME).date()


def to_buddhist(year: int) -> int:
    """A year of the common era as a Buddhist year."""
    return year + BUDDHIST_OFFSET


def to_common(year_be: int) -> int:
    """A Buddhist year as a year of the common era."""
    return year_be - BUDDHIST_OFFSET


def day_title(day: date) -> Bilingual:
    """A day as people write it: 15 มี.ค. 2565, 15 Mar 2022 (2565 BE)."""
    month, year_be = MONTHS[day.month - 1], to_buddhist(day.year)
    return Bilingual(
        f"{day.day} {month.short_th} {year_be}",
        f"{day.day} {month.short_en} {day.year} ({year_be} BE)",
    )


def month_title(year: int, month: int) -> Bilingual:
    """A month in figures, as columns of a table write it: 03/2565, 03/2022."""
    return Bilingual(f"{month:02}/{to_buddhist(year)}", f"{month:02}/{year}")
