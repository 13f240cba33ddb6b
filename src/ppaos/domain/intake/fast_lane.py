"""Which rows of a file can be taken as they are: the fast lane of ingest.

In goes a table of the file's columns (texts, or the types of a Parquet file); out come typed
values, and for each row that is not plainly right its raw texts, for `intake_repair` to look at.
Nothing is rejected here: a row is only sent to the slow lane. Empty means missing.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import and_
from typing import Any, Final

import ibis

from ppaos.domain import relations as ir
from ppaos.domain.intake.schema import PRECISION, RAW, RowField, RowRule, RowSchema
from ppaos.domain.rules import expressions
from ppaos.domain.thai import calendar, text as thai_text

TRUE_TEXTS: Final = (
    "1",
    "true",
    "yes",
    "y",
    "t",
    "ใช่",
    "มี",
    "จริง",
    "synthetic",
    "สังเคราะห์",
    "ข้อมูลสังเคราะห์",
)
FALSE_TEXTS: Final = ("0", "false", "no", "n", "f", "ไม่ใช่", "ไม่มี", "ไม่", "เท็จ")


def triaged_rows(raw: ir.Table, schema: RowSchema, areas: Sequence[str]) -> ir.Table:
    """Typed values of every row, and `_raw`, an array of texts, for rows of the slow lane.

    `raw` has one column a field, named like it, of any type; a field that the file lacks is null.
    `areas` lists the codes in force, of 2, 4 and 6 digits. Nothing is joined, so an engine can keep
    the order of the rows. Columns that are no field are carried along.
    """
    carried = [name for name in raw.columns if name not in {item.name for item in schema.fields}]
    values: dict[str, ir.Value] = {}
    oks: list[ir.BooleanValue] = []
    for item in schema.fields:
        column = raw[item.name]
        value, ok = _plain(column, item, areas)
        values[item.name] = value
        if item.kind == "date":
            values[item.name + PRECISION] = value.notnull().ifelse(
                ibis.literal("day"), ibis.null("string")
            )
        ok = ir.claim(ok.fill_null(ibis.literal(False)))
        oks.append(ok if item.required else column.isnull() | ok)
    given = {f"_given_{item.name}": raw[item.name] for item in schema.fields}
    typed = raw.select(*carried, **values, **given, _fine=reduce(and_, oks))
    fine = reduce(and_, [holds(rule, typed) for rule in schema.row_rules], typed["_fine"])
    # inside the branch, so that texts are gathered for doubtful rows only
    texts = ibis.array([as_text(typed[name]) for name in given])
    return typed.select(*carried, *values, **{RAW: fine.ifelse(ibis.null("array<string>"), texts)})


def holds(rule: RowRule, typed: ir.Table) -> ir.BooleanValue:
    """Whether each row keeps the rule; a missing value leaves it kept."""
    return ir.claim(expressions.parse(rule.rule).ibis(typed).fill_null(ibis.literal(True)))


def as_text(column: ir.Value) -> ir.StringValue:
    """What a reader of the file sees, as text: whole floats without a point, dates ISO."""
    kind = column.type()
    if isinstance(column, ir.StringValue):
        return column
    if kind.is_floating():
        whole = column.try_cast("int64")
        is_whole = ir.claim(whole.cast("float64") == column)
        return ir.text(is_whole.ifelse(whole.cast("string"), column.cast("string")))
    return ir.text(column.cast("string"))


def check_digit_holds(number: ir.IntegerValue) -> ir.BooleanValue:
    """Whether the last of 13 digits is the check digit of the others.

    `(11 - sum((13 - i) d_i, i = 0..11) mod 11) mod 10`, as domain.identity states it.
    """
    total = reduce(
        lambda a, b: a + b,
        [(number // 10 ** (12 - place)) % 10 * (13 - place) for place in range(12)],
    )
    return ir.claim((11 - total % 11) % 10 == number % 10)


def _plain(
    column: ir.Value, item: RowField, areas: Sequence[str]
) -> tuple[ir.Value, ir.BooleanValue]:
    kind = column.type()
    if kind.is_numeric() and item.type.startswith("int") and not kind.is_floating():
        return column.try_cast(item.type), _in_range(column, item)
    if kind.is_boolean() and item.type in ("boolean", "int16"):
        return column.cast(item.type), _in_range(column.cast("int16"), item)
    if kind.is_date() and item.kind == "date":
        year = ir.date(column).year()
        return column, (year >= ibis.literal(calendar.EARLIEST_YEAR)) & (
            year < ibis.literal(calendar.FIRST_BUDDHIST_YEAR)
        )
    if kind.is_numeric() and item.kind in ("number", "decimal", "degrees"):
        return column.cast(item.type), _in_range(column, item)
    return _PLAIN[item.kind](as_text(column), item, areas)


def _in_range(value: ir.Value, item: RowField) -> ir.BooleanValue:
    if item.kind == "code":
        return ir.is_in(value, item.codes)
    low, high = item.range
    return (
        value.between(ibis.literal(low), ibis.literal(high))
        if low > float("-inf") or high < float("inf")
        else value.notnull()
    )


def _whole(
    text: ir.StringValue, item: RowField, _: Sequence[str]
) -> tuple[ir.Value, ir.BooleanValue]:
    value = text.try_cast(item.type)
    return value, (value.cast("string") == text) & _in_range(value, item)


def _code(
    text: ir.StringValue, item: RowField, _: Sequence[str]
) -> tuple[ir.Value, ir.BooleanValue]:
    return text.try_cast("int16"), ir.is_in(text, map(str, item.codes))


def _number(
    text: ir.StringValue, item: RowField, _: Sequence[str]
) -> tuple[ir.Value, ir.BooleanValue]:
    value = text.try_cast(item.type)
    return value, text.re_search(r"^-?[0-9]+(\.[0-9]+)?$") & _in_range(value, item)


def _house_code(
    text: ir.StringValue, _: RowField, __: Sequence[str]
) -> tuple[ir.Value, ir.BooleanValue]:
    return text, (text.length() == 11) & (text.try_cast("int64").cast("string") == text)


def _citizen_id(
    text: ir.StringValue, _: RowField, __: Sequence[str]
) -> tuple[ir.Value, ir.BooleanValue]:
    number = ir.whole(text.try_cast("int64"))
    form = number.between(ibis.literal(10**12), ibis.literal(9 * 10**12 - 1)) & (
        number.cast("string") == text
    )
    return text, form & check_digit_holds(number)


def _area(
    text: ir.StringValue, item: RowField, areas: Sequence[str]
) -> tuple[ir.Value, ir.BooleanValue]:
    form = (text.length() == item.digits) & (text.try_cast("int64").cast("string") == text)
    return text, form & is_in_force(text.substr(0, min(item.digits, 6)), areas, item.digits)


def is_in_force(code: ir.StringValue, areas: Sequence[str], digits: int) -> ir.BooleanValue:
    """Whether a code of at most six digits is listed; looked up in a text per province.

    A join would be shorter, but DuckDB does not keep the order of rows through one.
    """
    listed: dict[str, dict[str, list[str]]] = {}
    for area in areas:
        if len(area) == min(digits, 6):
            listed.setdefault(area[0], {}).setdefault(area[1], []).append(area)
    first, second, mark = code.substr(0, 1), code.substr(1, 1), ir.text(ibis.literal("|")) + code
    branches = []
    for digit, provinces in listed.items():
        inner = [
            (
                second == other,
                ir.text(ibis.literal("".join(f"|{area}" for area in found))).contains(mark),
            )
            for other, found in provinces.items()
        ]
        branches.append((first == digit, ibis.cases(*inner, else_=False)))
    return ir.claim(ibis.cases(*branches, else_=False) if branches else ibis.literal(False))


def _date(text: ir.StringValue, _: RowField, __: Sequence[str]) -> tuple[ir.Value, ir.BooleanValue]:
    value = ir.date(text.try_cast("date"))
    year = value.year()
    real = (year >= ibis.literal(calendar.EARLIEST_YEAR)) & (
        year < ibis.literal(calendar.LATEST_YEAR)
    )
    return value, real & (value.cast("string") == text)


def _text(text: ir.StringValue, _: RowField, __: Sequence[str]) -> tuple[ir.Value, ir.BooleanValue]:
    return text, ~(text.re_search(thai_text.UNTIDY) | ir.is_in(text, thai_text.MISSING_MARKS))


def _name(
    text: ir.StringValue, item: RowField, _: Sequence[str]
) -> tuple[ir.Value, ir.BooleanValue]:
    pattern = thai_text.UNTIDY
    if item.prefix_field:
        pattern = f"{pattern}|{thai_text.MAY_HOLD_PREFIX}"
    return text, ~(text.re_search(pattern) | ir.is_in(text, thai_text.MISSING_MARKS))


def _house_number(
    text: ir.StringValue, _: RowField, __: Sequence[str]
) -> tuple[ir.Value, ir.BooleanValue]:
    return text, text.re_search(r"^[0-9]{1,5}(/[0-9]{1,4})?$")


def _prefix(
    text: ir.StringValue, _: RowField, __: Sequence[str]
) -> tuple[ir.Value, ir.BooleanValue]:
    return text, ir.is_in(text, thai_text.PREFIXES)


def _truth(
    text: ir.StringValue, item: RowField, _: Sequence[str]
) -> tuple[ir.Value, ir.BooleanValue]:
    value = ibis.cases(
        (ir.is_in(text, TRUE_TEXTS), True),
        (ir.is_in(text, FALSE_TEXTS), False),
        else_=ibis.null("boolean"),
    )
    return value, value.notnull()


_PLAIN: Final[Mapping[str, Callable[[Any, RowField, Sequence[str]], tuple[ir.Value, ir.BooleanValue]]]] = {
    "year_be": _whole, "integer": _whole, "number": _number, "decimal": _number,
    "degrees": _number, "code": _code,
    "house_code": _house_code, "citizen_id": _citizen_id, "area_code": _area, "date": _date,
    "text": _text, "name": _name, "house_number": _house_number, "prefix": _prefix,
    "boolean": _truth, "synthetic_mark": _truth,
}  # fmt: skip


def contents(typed: ir.Table, columns: Sequence[str]) -> ir.StringValue:
    """All values of a row as one text, equal exactly when every value is equal or missing alike."""
    parts = [
        ibis.coalesce(typed[name].cast("string").replace("\\", "\\\\").replace("|", "\\p"), "\\0")
        for name in columns
    ]
    return ir.text(ibis.literal("|")).join([ir.text(part) for part in parts])
