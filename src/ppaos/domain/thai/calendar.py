"""Which day a written date means, and how exactly it is known.

Understood are `2022-03-15`, `2565-03-15`, `15/03/2565`, `15-3-2022`, `15 มี.ค. 2565`,
`15 มีนาคม พ.ศ. 2565`, `มีนาคม 2565`, `03/2565`, `2508`, `1965-00-00`, each with an optional time.
A year above 2400 is Buddhist-era, else Christian-era. A date whose day or month is not known is
stored as the first day that it can be, beside its precision: `day`, `month` or `year`.
"""

from typing import Final

import ibis

from ppaos.domain import relations as ir
from ppaos.domain.thai.dates import BUDDHIST_OFFSET, MONTHS, MonthName

FIRST_BUDDHIST_YEAR: Final = 2400
EARLIEST_YEAR: Final = 1850
LATEST_YEAR: Final = 2200

_TIME: Final = r"(?:[ tT]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]+)?(?: ?น\.?)?[zZ]?)?"
_SEPARATOR: Final = "[-/. ]+"
_PARTS: Final = r"^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})$"
# Each layout -> year-month-day; applied in turn, and none fits what another made.
_LAYOUTS: Final = (
    (rf"^([0-9]{{4}}){_SEPARATOR}([0-9]{{1,2}}){_SEPARATOR}([0-9]{{1,2}}){_TIME}$", r"\1-\2-\3"),
    (rf"^([0-9]{{1,2}}){_SEPARATOR}([0-9]{{1,2}}){_SEPARATOR}([0-9]{{4}}){_TIME}$", r"\3-\2-\1"),
    (rf"^(?:{_SEPARATOR})?([0-9]{{1,2}}){_SEPARATOR}([0-9]{{4}})$", r"\2-\1-0"),
    (rf"^([0-9]{{4}}){_SEPARATOR}([0-9]{{1,2}})$", r"\1-\2-0"),
    (r"^([0-9]{4})$", r"\1-0-0"),
)


def christian_year(year: ir.IntegerValue) -> ir.IntegerValue:
    """A year of either era as a year of the Christian era."""
    is_buddhist = year > ibis.literal(FIRST_BUDDHIST_YEAR)
    return ir.whole(is_buddhist.ifelse(year - BUDDHIST_OFFSET, year))


def buddhist_year(year: ir.IntegerValue) -> ir.IntegerValue:
    """A year of either era as a year of the Buddhist era."""
    is_buddhist = year > ibis.literal(FIRST_BUDDHIST_YEAR)
    return ir.whole(is_buddhist.ifelse(year, year + BUDDHIST_OFFSET))


def year_month_day(text: ir.StringValue) -> ir.StringValue:
    """A tidy text as `year-month-day` in the written era, 0 for a part not known.

    A text in no known layout comes out as something else.
    """
    plain = text.lower().re_replace(r"พ\. ?ศ\. ?|พศ|ค\. ?ศ\. ?|คศ", "")
    for number, names in enumerate(map(_spellings, MONTHS), start=1):
        plain = plain.re_replace(
            rf"^([0-9]{{1,2}})?[-/. ]*(?:{names})[-/. ]*([0-9]{{4}})$", rf"\1-{number}-\2"
        )
    for pattern, parts in _LAYOUTS:
        plain = plain.re_replace(pattern, parts)
    return ir.text(plain)


def date_and_precision(parts: ir.StringValue) -> tuple[ir.DateValue, ir.StringValue]:
    """First possible day and precision of `year_month_day` texts; both null for no date.

    `parts` is used several times: write it to a column first.
    """
    right = parts.re_search(_PARTS)
    year = parts.re_extract(_PARTS, 1).nullif("").try_cast("int32")
    month = parts.re_extract(_PARTS, 2).nullif("").try_cast("int32")
    day = parts.re_extract(_PARTS, 3).nullif("").try_cast("int32")
    known_day = (month > 0) & (day > 0)
    stamp = _padded(christian_year(year), 4).concat(
        "-", _padded((month > 0).ifelse(month, 1), 2), "-", _padded(known_day.ifelse(day, 1), 2)
    )
    real = right & christian_year(year).between(
        ibis.literal(EARLIEST_YEAR), ibis.literal(LATEST_YEAR)
    )
    value = real.ifelse(stamp, ibis.null("string")).try_cast("date")
    precision = ibis.cases((known_day, "day"), (month > 0, "month"), else_="year")
    return value, value.isnull().ifelse(ibis.null("string"), precision)


def _padded(number: ir.IntegerValue, digits: int) -> ir.StringValue:
    return number.cast("string").lpad(digits, "0")


def _spellings(month: MonthName) -> str:
    """Pattern of every way in which files write a month, in lower case; dots may lack."""
    first, second, _ = month.short_th.split(".")
    english = [month.en.lower(), month.short_en.lower()]
    if month.en == "September":
        english.insert(1, "sept")
    return "|".join(
        dict.fromkeys([month.th, rf"{first}\. ?{second}\.?", f"{first}{second}", *english])
    )
