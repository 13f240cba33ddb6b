"""What was found row by row: entries for quarantine, notes on taken rows, and kept originals.

Citizen IDs appear as their shape alone, every digit an `x`: nothing here is stored that leads to
a number; file and row lead to the source. An entry is one finding: `_file`, `_row`, `column`, `value`, `code`, `detail` (such as the code that
succeeded an abolished one) and `raw_row`, the row's texts as JSON. A row may have several.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Final

import ibis

from ppaos.domain import relations as ir
from ppaos.domain.intake.fast_lane import as_text
from ppaos.domain.intake.schema import FILE, ROW, RowField, RowSchema
from ppaos.domain.intake.slow_lane import CHANGED, CODE, DETAIL, FLAG, GOOD, ORIGINAL, RULE

# Thirteen digits of either script, as they stand or grouped by hyphens and spaces.
_LONG_NUMBER: Final = re.compile(r"\d(?:[- ]?\d){12,}")
ENTRY_COLUMNS: Final = (FILE, ROW, "column", "value", "code", "detail", "raw_row")


def finding_counts(judged: ir.Table, schema: RowSchema) -> ir.Table:
    """One row: how many findings, flags and changes each column has, by name of the mark."""
    marks = [item.name + mark for item in schema.fields for mark in (CODE, FLAG)]
    truths = [item.name + CHANGED for item in schema.fields]
    truths += [f"{RULE}{place}" for place in range(len(schema.row_rules))]
    return judged.aggregate(
        **{name: judged[name].notnull().sum() for name in marks},
        **{name: judged[name].sum() for name in truths},
    )


def bad_values(judged: ir.Table, schema: RowSchema, found: Mapping[str, int]) -> ir.Table | None:
    """Entries for values and row rules of `judged` rows; None when there are none."""
    parts = [
        _entries(judged.filter(judged[item.name + CODE].notnull()), schema, item.name + CODE, item)
        for item in schema.fields
        if found[item.name + CODE]
    ]
    for place, rule in enumerate(schema.row_rules):
        name = f"{RULE}{place}"
        if found[name]:
            rows = judged.filter(judged[name])
            parts.append(
                rows.select(
                    FILE,
                    ROW,
                    column=ibis.literal(", ".join(rule.columns)),
                    value=ir.text(ibis.literal(", ")).join(
                        [rows[column + ORIGINAL].fill_null("") for column in rule.columns]
                    ),
                    code=ibis.literal(rule.code),
                    detail=ibis.null("string"),
                    raw_row=row_json(_texts(rows, schema.fields, ORIGINAL)),
                )
            )
    return _union(parts)


def notes(judged: ir.Table, schema: RowSchema, found: Mapping[str, int]) -> ir.Table | None:
    """Entries for rows that were taken though a value of theirs is worth a look."""
    good = judged.filter(judged[GOOD])
    return _union(
        [
            _entries(good.filter(good[item.name + FLAG].notnull()), schema, item.name + FLAG, item)
            for item in schema.fields
            if found[item.name + FLAG]
        ]
    )


def originals(judged: ir.Table, schema: RowSchema, found: Mapping[str, int]) -> ir.Table | None:
    """`_file`, `_row`, `column`, `original`, `stored` for every rewritten value of good rows."""
    good = judged.filter(judged[GOOD])
    parts = []
    for item in schema.fields:
        if not found[item.name + CHANGED]:
            continue
        rows = good.filter(good[item.name + CHANGED])
        text, stored = rows[item.name + ORIGINAL], rows[item.name].cast("string")
        text, stored = _shown(text, item), _shown(stored, item)
        parts.append(
            rows.select(FILE, ROW, column=ibis.literal(item.name), original=text, stored=stored)
        )
    return _union(parts)


def key_conflicts(rows: ir.Table, texts: ir.Table, key: Sequence[str]) -> ir.Table:
    """Entries for sound rows that contradict another: `rows` has `_file`, `_row`, `code`."""
    joined = texts.inner_join(rows.select(FILE, ROW, "code"), [FILE, ROW])
    names = [name for name in texts.columns if name not in (FILE, ROW)]
    return joined.select(
        FILE,
        ROW,
        "code",
        column=ibis.literal(", ".join(key)),
        value=ir.text(ibis.literal(", ")).join([joined[name].fill_null("") for name in key]),
        detail=ibis.null("string"),
        raw_row=row_json({name: joined[name] for name in names}),
    ).select(*ENTRY_COLUMNS)


def plain_texts(sound: ir.Table, fields: Iterable[RowField]) -> ir.Table:
    """Texts of rows of the fast lane, whose values are what the file said."""
    return sound.select(FILE, ROW, **_texts(sound, fields, ""))


def raw_texts(judged: ir.Table, fields: Iterable[RowField]) -> ir.Table:
    """Texts of rows of the slow lane, as the file had them."""
    return judged.select(FILE, ROW, **_texts(judged, fields, ORIGINAL))


def row_json(texts: Mapping[str, ir.Value]) -> ir.StringValue:
    """A JSON object of column names and texts."""
    return ibis.struct(dict(texts)).cast("json").cast("string")


def hidden_ids(text: str) -> str:
    """A line of a file whose columns cannot be told apart, with every long number as `x`."""
    return _LONG_NUMBER.sub(lambda found: re.sub(r"\d", "x", found.group()), text)


def _shown(text: ir.StringValue, item: RowField) -> ir.StringValue:
    return text.re_replace("[0-9๐-๙]", "x") if item.kind == "citizen_id" else text


def _texts(rows: ir.Table, fields: Iterable[RowField], suffix: str) -> dict[str, ir.Value]:
    return {item.name: _shown(as_text(rows[item.name + suffix]), item) for item in fields}


def _entries(rows: ir.Table, schema: RowSchema, code: str, item: RowField) -> ir.Table:
    return rows.select(
        FILE,
        ROW,
        column=ibis.literal(item.name),
        value=_shown(rows[item.name + ORIGINAL], item),
        code=rows[code],
        detail=rows[item.name + DETAIL],
        raw_row=row_json(_texts(rows, schema.fields, ORIGINAL)),
    )


def _union(parts: Sequence[ir.Table]) -> ir.Table | None:
    return reduce(lambda a, b: a.union(b), parts) if parts else None
