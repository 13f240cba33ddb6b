"""Texts in Thai and English: the one that the reader's language asks for."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.domain.thai.dates import day_title


def is_thai() -> bool:
    """Whether the page is read in Thai."""
    return not (get_language() or "th").startswith("en")


def say(th: str, en: str) -> str:
    """The text in the reader's language."""
    return th if is_thai() else en


def localized(title: Bilingual) -> str:
    """A title in the reader's language."""
    return say(title.th, title.en)


def day(value: date | datetime | None) -> str:
    """A day as people write it: Buddhist era in Thai, common era beside it in English."""
    if value is None:
        return "-"
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return localized(day_title(value))


def moment(value: datetime | None) -> str:
    """A day and time of Thailand."""
    if value is None:
        return "-"
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(local)} {local:%H:%M}"


def number(value: float | None, digits: int = 0) -> str:
    """A number with thousands separated; no data is said, not shown as zero."""
    if value is None:
        return say("ไม่มีข้อมูล", "no data")
    return f"{value:,.{digits}f}"


def percent(ratio: float | None, digits: int = 1) -> str:
    """A ratio as a percentage; no data is said."""
    if ratio is None:
        return say("ไม่มีข้อมูล", "no data")
    return f"{ratio * 100:,.{digits}f}%"


def in_unit(value: float | Decimal | None, unit: str) -> str:
    """A number in its unit: shares as per cent, scores with four decimals; no data is said."""
    plain = None if value is None else float(value)
    if unit == "ratio":
        return percent(plain, 2)
    if unit == "year" and plain is not None:
        return str(value)
    return number(plain, 4 if unit == "score" else 0)


def signed(value: float | None, digits: int = 0) -> str:
    """A difference with its sign; zero has none."""
    if value is None:
        return say("ไม่มีข้อมูล", "no data")
    return f"{value:+,.{digits}f}" if round(value, digits) else "0"
