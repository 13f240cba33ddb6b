"""What the doubtful rows of a file mean, and what is wrong with those that mean nothing.

The slow lane of ingest: each text is tidied (Thai digits, spaces, era of dates, separators,
labels, prefixes) and judged by its column's kind. A value that cannot be used gets a code of
`intake_messages`; a value that was rewritten is marked, so that its original can be kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import ibis

from ppaos.domain import relations as ir
from ppaos.domain.identity import citizen_id as identity
from ppaos.domain.intake.fast_lane import FALSE_TEXTS, TRUE_TEXTS, check_digit_holds, holds
from ppaos.domain.intake.schema import PRECISION, RAW, RowField, RowSchema
from ppaos.domain.thai import calendar, text as thai_text

CODE: Final = "__code"
ORIGINAL: Final = "__raw"
TIDY: Final = "__tidy"
BARE: Final = "__bare"
CHANGED: Final = "__changed"
FLAG: Final = "__flag"
DETAIL: Final = "__detail"
RULE: Final = "__rule"
GOOD: Final = "_good"
_SEPARATED: Final = r"^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$"
_WHOLE: Final = r"^-?[0-9]{1,18}$"
_DECIMAL: Final = r"^-?[0-9]{1,18}(\.[0-9]+)?$"


@dataclass(frozen=True)
class ValueVerdict:
    """What one text came to."""

    value: ir.Value
    code: ir.StringValue
    flag: ir.StringValue
    detail: ir.StringValue
    precision: ir.StringValue | None = None


def tidied(doubtful: ir.Table, schema: RowSchema) -> ir.Table:
    """Per field `NAME__raw` (text of the file) and `NAME__tidy`.

    Columns other than values and `_raw` are carried along. Each of `tidied`, `bared`, `judged`
    and `marked` uses the one before many times, so an engine should write it out in between.
    """
    carried = [
        name for name in doubtful.columns if name not in schema.value_columns and name != RAW
    ]
    texts = doubtful.select(
        *carried,
        **{item.name + ORIGINAL: doubtful[RAW][place] for place, item in enumerate(schema.fields)},
    )
    columns = {}
    for item in schema.fields:
        text = texts[item.name + ORIGINAL].nullif("")
        untidy = text.re_search(thai_text.UNTIDY)
        columns[item.name + TIDY] = untidy.ifelse(thai_text.tidy(text), text)
    return texts.mutate(**columns)


def bared(table: ir.Table, schema: RowSchema) -> ir.Table:
    """`tidied` rows with marks of nothing known made null, and `NAME__bare` for the judge."""
    columns = {}
    for item in schema.fields:
        text = table[item.name + TIDY]
        columns[item.name + TIDY] = thai_text.without_marks(text)
        columns[item.name + BARE] = _BARE.get(item.kind, _as_it_is)(text)
    return table.mutate(**columns)


def judged(table: ir.Table, schema: RowSchema, areas: ir.Table, abolished: ir.Table) -> ir.Table:
    """`bared` rows with their typed values and what is wrong with each.

    Per field: the value, `NAME__raw`, `NAME__code` (what is wrong, null when nothing),
    `NAME__flag` (taken, but worth a look), `NAME__detail` (successor of an abolished area).
    `areas` and `abolished` list codes in force, and codes no longer so with `successors`.
    """
    names = {item.name for item in schema.fields}
    marks = tuple(name + mark for name in names for mark in (ORIGINAL, TIDY, BARE))
    carried = [name for name in table.columns if name not in marks]
    table = _with_area_states(table, schema, areas, abolished)
    columns: dict[str, ir.Value] = {}
    for item in schema.fields:
        verdict = _JUDGES[item.kind](table[item.name + BARE], item, table)
        missing = ibis.literal("missing_required" if item.required else None, "string")
        columns[item.name] = verdict.value
        if verdict.precision is not None:
            columns[item.name + PRECISION] = verdict.precision
        columns[item.name + CODE] = table[item.name + TIDY].isnull().ifelse(missing, verdict.code)
        columns[item.name + FLAG] = verdict.flag
        columns[item.name + DETAIL] = verdict.detail
    for item in schema.fields:
        if item.prefix_field:
            attached = thai_text.attached_prefix(table[item.name + BARE])
            columns[item.prefix_field] = ibis.coalesce(columns[item.prefix_field], attached)
    originals = [item.name + ORIGINAL for item in schema.fields]
    return table.select(*carried, *originals, **columns)


def marked(table: ir.Table, schema: RowSchema) -> ir.Table:
    """`judged` rows with `NAME__changed`, `__ruleN` (a broken row rule) and `_good`."""
    changed = {item.name + CHANGED: _changed(table, item) for item in schema.fields}
    broken = {f"{RULE}{place}": ~holds(rule, table) for place, rule in enumerate(schema.row_rules)}
    good = ir.claim(ibis.literal(True))
    for item in schema.fields:
        good = good & table[item.name + CODE].isnull()
    for value in broken.values():
        good = good & ~value
    return table.mutate(**changed, **broken, **{GOOD: good})


def _changed(judged: ir.Table, item: RowField) -> ir.BooleanValue:
    """Whether the stored value says something else than the text, beyond being typed."""
    text, value = judged[item.name + ORIGINAL], judged[item.name]
    if item.kind in ("number", "decimal", "degrees"):
        rewritten = text.nullif("").try_cast("float64").isnull() | value.isnull()
        return ir.claim(text.nullif("").notnull() & rewritten)
    if item.kind in ("boolean", "synthetic_mark"):
        return ir.claim(text.nullif("").notnull() & value.isnull())
    same = text == value.cast("string")
    if item.kind == "date":
        same = same & (judged[item.name + PRECISION] == "day")
    return ir.claim(text.nullif("").notnull() & ~same.fill_null(False))


def _with_area_states(
    table: ir.Table, schema: RowSchema, areas: ir.Table, abolished: ir.Table
) -> ir.Table:
    for item in schema.fields:
        if item.kind != "area_code":
            continue
        name = item.name
        with_code = table.mutate(
            **{f"{name}__six": table[name + BARE].substr(0, min(item.digits, 6))}
        )
        live = areas.select(**{f"{name}__live": areas["code"]})
        gone = abolished.select(
            **{f"{name}__gone": abolished["code"], f"{name}__next": abolished["successors"]}
        )
        table = with_code.left_join(live, with_code[f"{name}__six"] == live[f"{name}__live"])
        table = table.left_join(gone, table[f"{name}__six"] == gone[f"{name}__gone"])
    return table


def _joined(text: ir.StringValue) -> ir.StringValue:
    """A code without the spaces, hyphens and `.0` that people and spreadsheets put into it."""
    return ir.text(text.re_replace(r"[ -]", "").re_replace(r"\.0+$", ""))


def _as_it_is(text: ir.StringValue) -> ir.StringValue:
    return text


def _none() -> ir.StringValue:
    return ir.text(ibis.null("string"))


def _when(claim: ir.BooleanValue, code: str) -> ir.StringValue:
    """The code where the claim holds, null elsewhere."""
    return ir.text(claim.ifelse(ibis.literal(code), _none()))


def _verdict(value: ir.Value, code: ir.Value, **more: Any) -> ValueVerdict:
    return ValueVerdict(
        value,
        ir.text(code),
        more.get("flag", _none()),
        more.get("detail", _none()),
        more.get("precision"),
    )


def _bare_number(text: ir.StringValue) -> ir.StringValue:
    """A number without its thousands separators and a decimal part of zeros."""
    plain = ir.text(text.re_search(_SEPARATED).ifelse(text.replace(",", ""), text))
    return ir.text(plain.re_replace(r"\.0+$", ""))


def _integer(text: ir.StringValue, item: RowField, _: ir.Table) -> ValueVerdict:
    right = text.re_search(_WHOLE)
    number = right.ifelse(text, _none()).try_cast("int64")
    if item.kind == "year_be":
        number = calendar.buddhist_year(number)
    low, high = item.range
    inside = number.between(int(low), int(high))
    code = ibis.cases(
        (~right | number.isnull(), "not_a_number"), (~inside, "out_of_range"), else_=_none()
    )
    return _verdict(inside.ifelse(number, ibis.null("int64")).try_cast(item.type), code)


def _number(text: ir.StringValue, item: RowField, _: ir.Table) -> ValueVerdict:
    right = text.re_search(_DECIMAL)
    number = right.ifelse(text, _none()).try_cast("float64")
    low, high = item.range
    inside = number.notnull()
    if low > float("-inf"):
        inside = inside & (number >= low)
    if high < float("inf"):
        inside = inside & (number <= high)
    code = ibis.cases((~right, "not_a_number"), (~inside, "out_of_range"), else_=_none())
    stored = inside.ifelse(text, _none()).try_cast(item.type)
    return _verdict(stored, code)


def _degrees(text: ir.StringValue, item: RowField, table: ir.Table) -> ValueVerdict:
    """A position that cannot be one is missing and flagged: its row is taken without it."""
    verdict = _number(text, item, table)
    flag = verdict.code.cases(
        (ibis.literal("not_a_number"), ibis.literal("not_degrees")),
        (ibis.literal("out_of_range"), ibis.literal("position_outside")),
        else_=_none(),
    )
    flag = table[item.name + TIDY].isnull().ifelse(_none(), flag)
    return _verdict(verdict.value, _none(), flag=flag)


def _code(text: ir.StringValue, item: RowField, _: ir.Table) -> ValueVerdict:
    branches = [
        (
            ir.is_in(
                text, sorted({str(code), *(label.lower().replace(" ", "") for label in labels)})
            ),
            code,
        )
        for code, labels in item.codes.items()
    ]
    value = ibis.cases(*branches, else_=ibis.null("int16")).cast("int16")
    return _verdict(value, _when(value.isnull(), "not_in_code_list"))


def _house_code(text: ir.StringValue, _: RowField, __: ir.Table) -> ValueVerdict:
    right = text.re_search(r"^[0-9]{11}$")
    return _verdict(right.ifelse(text, _none()), right.ifelse(_none(), "bad_house_code"))


def _citizen_id(text: ir.StringValue, item: RowField, _: ir.Table) -> ValueVerdict:
    """A wrong number is missing: it keeps the row out only where the column is required.

    The problems are those of `identity.citizen_id_problem`.
    """
    right = text.re_search(r"^[0-8][0-9]{12}$")
    number = right.ifelse(text, _none()).try_cast("int64")
    problem = ibis.cases(
        (text.re_search("[^0-9]"), "citizen_id_not_digits"),
        (text.length() != identity.CITIZEN_ID_DIGITS, "citizen_id_length"),
        (~right, "citizen_id_class"),
        (~check_digit_holds(number), "citizen_id_check_digit"),
        else_=_none(),
    )
    value = problem.isnull().ifelse(text, _none())
    return _verdict(value, problem) if item.required else _verdict(value, _none(), flag=problem)


def _area_code(text: ir.StringValue, item: RowField, table: ir.Table) -> ValueVerdict:
    right = text.re_search(rf"^[0-9]{{{item.digits}}}$")
    live = table[f"{item.name}__live"].notnull()
    gone = table[f"{item.name}__gone"].notnull()
    code = ibis.cases(
        (~right, "unknown_area"),
        (live, _none()),
        (gone, "abolished_area"),
        else_=ibis.literal("unknown_area"),
    )
    return _verdict((right & live).ifelse(text, _none()), code, detail=table[f"{item.name}__next"])


def _date(text: ir.StringValue, _: RowField, __: ir.Table) -> ValueVerdict:
    value, precision = calendar.date_and_precision(text)
    return _verdict(value, _when(value.isnull(), "not_a_date"), precision=precision)


def _readable(text: ir.StringValue, value: ir.StringValue) -> ValueVerdict:
    return _verdict(value, _when(text.contains(thai_text.UNREADABLE), "unreadable_text"))


def _text(text: ir.StringValue, _: RowField, __: ir.Table) -> ValueVerdict:
    return _readable(text, text)


def _name(text: ir.StringValue, item: RowField, table: ir.Table) -> ValueVerdict:
    """A first name without the prefix written onto it, when that agrees with the prefix column."""
    if item.prefix_field is None:
        return _readable(text, text)
    given = thai_text.prefix(table[item.prefix_field + TIDY])
    attached = thai_text.attached_prefix(text)
    agrees = attached.notnull() & (given.isnull() | (given == attached))
    return _readable(text, ir.text(agrees.ifelse(thai_text.without_prefix(text), text)))


def _prefix(text: ir.StringValue, item: RowField, table: ir.Table) -> ValueVerdict:
    return _readable(text, thai_text.prefix(text))


def _house_number(text: ir.StringValue, _: RowField, __: ir.Table) -> ValueVerdict:
    mangled = thai_text.is_mangled_house_number(text)
    verdict = _readable(text, ir.text(mangled.ifelse(_none(), text)))
    flag = _when(mangled, "house_number_mangled")
    return ValueVerdict(verdict.value, verdict.code, flag, verdict.detail)


def _truth(text: ir.StringValue, item: RowField, _: ir.Table) -> ValueVerdict:
    value = ibis.cases(
        (ir.is_in(text, TRUE_TEXTS), True),
        (ir.is_in(text, FALSE_TEXTS), False),
        else_=ibis.null("boolean"),
    )
    return _verdict(value, _when(value.isnull(), "not_in_code_list"))


_JUDGES: Final[Mapping[str, Callable[[Any, RowField, ir.Table], ValueVerdict]]] = {
    "year_be": _integer, "integer": _integer, "number": _number, "decimal": _number,
    "degrees": _degrees, "code": _code,
    "house_code": _house_code, "citizen_id": _citizen_id, "area_code": _area_code,
    "date": _date, "text": _text, "name": _name, "house_number": _house_number,
    "prefix": _prefix, "boolean": _truth, "synthetic_mark": _truth,
}  # fmt: skip
_BARE: Final[Mapping[str, Callable[[ir.StringValue], ir.StringValue]]] = {
    "year_be": _bare_number, "integer": _bare_number, "number": _bare_number,
    "decimal": _bare_number, "degrees": _bare_number,
    "code": lambda text: _bare_number(thai_text.label_key(text)),
    "boolean": thai_text.label_key, "synthetic_mark": thai_text.label_key,
    "house_code": _joined, "citizen_id": _joined, "area_code": _joined,
    "date": calendar.year_month_day,
}  # fmt: skip
