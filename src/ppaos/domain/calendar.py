"""Which day a written date means, and how exactly it is known.

Understood are `2022-03-15`, `2565-03-15`, `15/03/2565`, `15-3-2022`, `15 มี.ค. 2565`,
`15 มีนาคม พ.ศ. 2565`, `มีนาคม 2565`, `03/2565`, `2508`, `1965-00-00`, each with an optional time.
A year above 2400 is Buddhist-era, else Christian-era. A date whose day or month is not known is
stored as the first day that it can be, beside its precision: `day`, `month` or `year`.
"""

from typing import Final

import ibis
import ibis.expr.types as ir

BUDDHIST_OFFSET: Final = 543
FIRST_BUDDHIST_YEAR: Final = 2400
EARLIEST_YEAR: Final = 1850
LATEST_YEAR: Final = 2200
PRECISIONS: Final = ("day", "month", "year")

_THAI_MONTHS: Final = (
    ("มกราคม", "มค"),
    ("กุมภาพันธ์", "กพ"),
    ("มีนาคม", "มีค"),
    ("เมษายน", "เมย"),
    ("พฤษภาคม", "พค"),
    ("มิถุนายน", "มิย"),
    ("กรกฎาคม", "กค"),
    ("สิงหาคม", "สค"),
    ("กันยายน", "กย"),
    ("ตุลาคม", "ตค"),
    ("พฤศจิกายน", "พย"),
    ("ธันวาคม", "ธค"),
)
_ENGLISH_MONTHS: Final = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())
_TIME: Final = r"([ tT]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?(\.[0-9]+)?( ?น\.?)?z?)?"
_YEAR_FIRST: Final = rf"^([0-9]{{4}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{1,2}}){_TIME}$"
_DAY_FIRST: Final = rf"^([0-9]{{1,2}})[-/. ]([0-9]{{1,2}})[-/. ]([0-9]{{4}}){_TIME}$"
_NAMED: Final = r"^(([0-9]{1,2})[- /]*)?([^0-9 /-][^0-9/-]*?)[- /]*(พ\.?ศ\.?|ค\.?ศ\.?)? *([0-9]{4})$"
_MONTH_YEAR: Final = r"^([0-9]{1,2})[-/.]([0-9]{4})$"
_YEAR_MONTH: Final = r"^([0-9]{4})[-/.]([0-9]{1,2})$"
_YEAR: Final = r"^([0-9]{4})$"


def christian_year(year: ir.IntegerValue) -> ir.IntegerValue:
    """A year of either era as a year of the Christian era."""
    return (year > FIRST_BUDDHIST_YEAR).ifelse(year - BUDDHIST_OFFSET, year)


def buddhist_year(year: ir.IntegerValue) -> ir.IntegerValue:
    """A year of either era as a year of the Buddhist era."""
    return (year > FIRST_BUDDHIST_YEAR).ifelse(year, year + BUDDHIST_OFFSET)


def date_and_precision(text: ir.StringValue) -> tuple[ir.DateValue, ir.StringValue]:
    """First possible day and precision of a tidy text in Arabic digits; both null for no date."""
    year, month, day = _parts(text)
    year = christian_year(year)
    known_month, known_day = month > 0, (month > 0) & (day > 0)
    stamp = _padded(year, 4).concat(
        "-", _padded(known_month.ifelse(month, 1), 2), "-", _padded(known_day.ifelse(day, 1), 2)
    )
    real = (year >= EARLIEST_YEAR) & (year <= LATEST_YEAR)
    value = real.ifelse(stamp, ibis.null("string")).try_cast("date")
    precision = ibis.cases((value.isnull(), ibis.null("string")), (known_day, "day"), (known_month, "month"), else_="year")
    return value, precision


def _parts(text: ir.StringValue) -> tuple[ir.IntegerValue, ir.IntegerValue, ir.IntegerValue]:
    """Year, month and day as written; 0 stands for a part that is not known."""

    def part(pattern: str, group: int) -> ir.IntegerValue:
        return text.re_extract(pattern, group).nullif("").try_cast("int32")

    zero = ibis.literal(0, "int32")
    forms = (
        (_YEAR_FIRST, part(_YEAR_FIRST, 1), part(_YEAR_FIRST, 2), part(_YEAR_FIRST, 3)),
        (_DAY_FIRST, part(_DAY_FIRST, 3), part(_DAY_FIRST, 2), part(_DAY_FIRST, 1)),
        (_MONTH_YEAR, part(_MONTH_YEAR, 2), part(_MONTH_YEAR, 1), zero),
        (_YEAR_MONTH, part(_YEAR_MONTH, 1), part(_YEAR_MONTH, 2), zero),
        (_YEAR, part(_YEAR, 1), zero, zero),
        (_NAMED, part(_NAMED, 5), _month_number(text), ibis.coalesce(part(_NAMED, 2), zero)),
    )
    matches = [(text.re_search(pattern), rest) for pattern, *rest in forms]
    return tuple(  # type: ignore[return-value]
        ibis.cases(*[(match, values[index]) for match, values in matches], else_=ibis.null("int32"))
        for index in range(3)
    )


def _month_number(text: ir.StringValue) -> ir.IntegerValue:
    """Number of a named month, full or short, Thai or English; null when it is none."""
    name = text.re_extract(_NAMED, 3).re_replace(r"[. ]", "").lower()
    thai = [(name.isin(list(names)), number) for number, names in enumerate(_THAI_MONTHS, 1)]
    english = [
        (name.startswith(short), number)
        for number, short in enumerate(_ENGLISH_MONTHS, 1)
    ]
    return ibis.cases(*thai, *english, else_=ibis.null("int32")).cast("int32")


def _padded(number: ir.IntegerValue, digits: int) -> ir.StringValue:
    return number.cast("string").lpad(digits, "0")
