"""From answers to what each unit lacks: deprived, not applicable, or missing, packed as bits.

In: one row a unit (household or person) with named answers. Out: the same units with three whole
numbers, in which bit j speaks of indicator j; a bit set nowhere means "not deprived".
"""

from collections.abc import Mapping, Sequence
from typing import Final

import ibis

from ppaos.domain import relations as ir
from ppaos.domain.errors import ColumnError
from ppaos.domain.measurement.gap_columns import profile_column
from ppaos.domain.measurement.instrument import Indicator, Instrument
from ppaos.domain.presence import present
from ppaos.domain.rules.expressions import negation

BITS: Final = ("deprived", "not_applicable", "missing")
GAP_UNITS: Final = 10**12
"""Gaps are held as whole trillionths, so that their sums do not depend on the order of rows."""
_NEVER: Final = ir.claim(ibis.literal(False))
"""State of an indicator that applies to everybody; such bits need not be packed."""


def profile(
    answers: ir.Table, instrument: Instrument, *, keep: Mapping[str, ir.Value | str] | None = None
) -> ir.Table:
    """One row per unit of `answers`.

    Columns: those of `keep` (name -> column or expression), `people` (int64, of the size column,
    1 where the instrument names none), the bit columns of BITS (int64), and for each cardinal
    indicator `gap_NAME` (int64 trillionths of the line; 0 when not deprived or unknown).
    A missing size counts as null and is refused by the checks of the pipeline.
    Errors: ColumnError for a column that the instrument reads and the table lacks.
    """
    require_columns(answers, instrument)
    states = [_states(answers, indicator, instrument) for indicator in instrument.indicators]
    size = answers[instrument.size].cast("int64") if instrument.size else ibis.literal(1, "int64")
    kept = {
        name: answers[value] if isinstance(value, str) else value
        for name, value in (keep or {}).items()
    }
    return answers.select(
        **kept,
        people=size,
        **{kind: _pack([state[kind] for state in states]) for kind in BITS},
        **{
            profile_column(item.name): state["deprived"].ifelse(
                _gap(answers, item, instrument), ibis.literal(0, "int64")
            )
            for item, state in zip(instrument.indicators, states, strict=True)
            if item.is_cardinal
        },
    )


def require_columns(answers: ir.Table, instrument: Instrument) -> None:
    """Errors: ColumnError listing every column that the instrument reads and the table lacks."""
    needed = set(instrument.columns()) | ({instrument.size} if instrument.size else set())
    lacking = sorted(needed - set(answers.columns))
    if lacking:
        have = ", ".join(name for name in answers.columns[:40] if not name.startswith("ppaos_"))
        raise ColumnError(
            th=f"ตารางไม่มีคอลัมน์ {', '.join(lacking)} ที่เครื่องมือ '{instrument.name}' ใช้ (มี: {have}) ตรวจตัวสะกด เลือกเครื่องมืออื่น หรือนำเข้าไฟล์ลงคลังใหม่หากคลังเก่ากว่าคำอธิบายแหล่งข้อมูล",
            en=f"The table lacks column {', '.join(lacking)}, which instrument "
            f"'{instrument.name}' reads (it has: {have}). Check the spelling, choose another "
            "instrument, or ingest the files into a new store if the store is older than the source.",
        )


def coded_values(answers: ir.Table, instrument: Instrument) -> ir.Table | None:
    """One row: for each pre-coded column, how many values are neither 0, 1 nor missing.

    Null when the instrument has no such column. Errors: ColumnError for a column of texts.
    """
    columns: Sequence[str] = [item.coded for item in instrument.indicators if item.coded]
    if not columns:
        return None
    texts = [name for name in columns if not _is_number(answers[name])]
    if texts:
        raise ColumnError(
            th=f"คอลัมน์ {', '.join(texts)} ไม่ใช่ตัวเลข คอลัมน์ที่แปลงรหัสแล้วต้องมีแต่ 1 (ตกเกณฑ์) 0 (ไม่ตก) หรือว่าง",
            en=f"Column {', '.join(texts)} holds no numbers. A coded column holds only 1 (deprived), "
            "0 (not deprived) or nothing.",
        )
    return answers.aggregate(
        **{
            name: (answers[name].notnull() & ~answers[name].cast("float64").isin([0.0, 1.0])).sum()
            for name in columns
        }
    )


def _is_number(column: ir.Column) -> bool:
    kind = column.type()
    return bool(kind.is_numeric() or kind.is_boolean() or kind.is_null())


def _states(
    answers: ir.Table, indicator: Indicator, instrument: Instrument
) -> dict[str, ir.BooleanValue]:
    """Three conditions, of which at most one is true; unknown counts as false where they are used."""
    passes = _passes(answers, indicator, instrument)
    if indicator.applies is None:
        return {"deprived": ~passes, "not_applicable": _NEVER, "missing": passes.isnull()}
    applies = indicator.applies.condition(answers, instrument.parameters)
    return {
        "deprived": applies & ~passes,
        "not_applicable": ~applies,
        "missing": applies.isnull() | (applies & passes.isnull()),
    }


def _passes(answers: ir.Table, indicator: Indicator, instrument: Instrument) -> ir.BooleanValue:
    given = instrument.parameters
    if indicator.coded is not None:
        column = answers[indicator.coded]
        return ir.claim((column if column.type().is_integer() else column.cast("float64")) == 0)
    if indicator.deprived is not None:
        return negation(indicator.deprived.condition(answers, given))
    if indicator.below is not None:
        return indicator.below.value.ibis(answers, given) >= indicator.below.line.ibis(
            answers, given
        )
    return present(indicator.passes, f"the rule of {indicator.name}").condition(answers, given)


def _gap(answers: ir.Table, indicator: Indicator, instrument: Instrument) -> ir.IntegerValue:
    below = present(indicator.below, f"the line of {indicator.name}")
    value = ir.real(below.value.ibis(answers, instrument.parameters).cast("float64"))
    line = ir.real(below.line.ibis(answers, instrument.parameters).cast("float64"))
    share = (line > ibis.literal(0)).ifelse(
        (line - value) / ir.real(line.nullif(ibis.literal(0))), ibis.null("float64")
    )
    # floor(x + 1/2) is rounded alike on every engine; round() is not
    whole = (ir.real(share) * float(GAP_UNITS) + 0.5).floor().cast("int64")
    return ir.whole(ibis.coalesce(whole, ibis.literal(0, "int64")))


def _pack(states: Sequence[ir.BooleanValue]) -> ir.IntegerValue:
    total = ir.whole(ibis.literal(0, "int64"))
    for place, state in enumerate(states):
        if state is not _NEVER:
            bit = state.ifelse(ibis.literal(1 << place, "int64"), ibis.literal(0, "int64"))
            total = ir.whole(total + ir.whole(bit))
    return total
