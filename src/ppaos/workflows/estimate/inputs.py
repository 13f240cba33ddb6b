"""What a researcher gives to `estimate`, checked: columns, instrument, cutoffs, design, areas."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from ppaos.adapters.tabular import read_table
from ppaos.definitions.instruments.loader import load as load_instrument
from ppaos.domain.area.codes import LEVEL_DIGITS, parent_of
from ppaos.domain.errors import AreaError, ColumnError, FileError, SettingError
from ppaos.domain.inference.linearisation import Inference
from ppaos.domain.inference.mpitb import ToolRules, percent_cutoff
from ppaos.domain.measurement.instrument import (
    DesignColumns,
    Dimension,
    Identification,
    Indicator,
    Instrument,
    Scheme,
    equal_nested_weights,
    fraction,
    require_weights,
)
from ppaos.domain.measurement.schemes import scheme
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.workflows.measure.answers import bad_answers

if TYPE_CHECKING:
    import pandas as pd
from ppaos.definitions.sources.area_codes import in_force

Names = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Columns:
    """Columns of the researcher's file and the part that each plays."""

    over: tuple[str, ...] = ()
    size: str | None = None
    wave: str | None = None
    year: str | None = None
    area: str | None = None
    levels: tuple[str, ...] = ()
    design: DesignColumns = field(default_factory=DesignColumns)
    unit_key: str | None = None


def instrument_of_columns(
    dims: Names,
    *,
    dimw: Mapping[str, str | Fraction] | None = None,
    indw: Mapping[str, str | Fraction] | None = None,
) -> Instrument:
    """An instrument over pre-coded columns, without any YAML.

    `dims`: dimension -> columns (1 deprived, 0 not, empty missing). Weights: equal nested; or
    `dimw`, fractions of dimensions spread equally inside each; or `indw`, fractions of columns.
    Errors: SettingError for a column named twice, both kinds of weights, unknown names, or weights
    that do not sum to 1.
    """
    columns = [column for group in dims.values() for column in group]
    if not columns or not all(dims.values()) or len(set(columns)) != len(columns):
        raise SettingError(
            th="--dim ทุกมิติต้องมีคอลัมน์อย่างน้อยหนึ่ง และแต่ละคอลัมน์อยู่ได้มิติเดียว",
            en="Every --dim needs at least one column, and each column belongs to one dimension only.",
        )
    if dimw and indw:
        raise SettingError(
            th="ให้ --dimw หรือ --indw อย่างใดอย่างหนึ่ง", en="Give --dimw or --indw, not both."
        )
    if dimw:
        own = _fractions(dimw, list(dims), "--dimw")
        require_weights(own.values())
        weights = tuple(own[name] / len(group) for name, group in dims.items() for _ in group)
    elif indw:
        given = _fractions(indw, columns, "--indw")
        weights = tuple(given[column] for column in columns)
    else:
        weights = equal_nested_weights([len(group) for group in dims.values()])
    return Instrument(
        name="columns",
        title=Bilingual("คอลัมน์ที่แปลงรหัสแล้ว", "Pre-coded columns"),
        dimensions=tuple(Dimension(name, Bilingual(name, name)) for name in dims),
        indicators=tuple(
            Indicator(column, name, Bilingual(column, column), coded=column)
            for name, group in dims.items()
            for column in group
        ),
        weights=weights,
        identification=Identification("k", k=Fraction(1, 3)),
        weights_name="dimw" if dimw else "indw" if indw else "equal",
    )


def _fractions(
    given: Mapping[str, str | Fraction], names: list[str], option: str
) -> dict[str, Fraction]:
    unknown, lacking = sorted(set(given) - set(names)), sorted(set(names) - set(given))
    if unknown or lacking:
        raise SettingError(
            th=f"{option}: ไม่รู้จัก {unknown or '-'} และขาด {lacking or '-'} ต้องให้ครบทุกชื่อ: {', '.join(names)}",
            en=f"{option}: unknown {unknown or '-'}, lacking {lacking or '-'}. Give every one of: {', '.join(names)}.",
        )
    return {name: fraction(value, what=f"{option} {name}") for name, value in given.items()}


def chosen_instrument(
    instrument: str | Path | Instrument | None,
    dims: Names | None,
    **weights: Mapping[str, str | Fraction] | None,
) -> Instrument:
    """The instrument that was named, or the one that columns make.

    Errors: SettingError when neither or both are given.
    """
    if (instrument is None) == (not dims):
        raise SettingError(
            th="ให้ --instrument หรือ --dim อย่างใดอย่างหนึ่ง เช่น --dim health=d_nutr,d_cm",
            en="Give either --instrument or --dim, such as --dim health=d_nutr,d_cm.",
        )
    if instrument is None:
        return instrument_of_columns(dims or {}, **weights)
    return instrument if isinstance(instrument, Instrument) else load_instrument(instrument)


def schemes_of(
    instrument: Instrument,
    *,
    k: Sequence[str | Fraction],
    rule: str | None,
    m: int | None,
    missing: str | None,
    percent_k: bool,
) -> tuple[Scheme, ...]:
    """One scheme for each cutoff, or one for the rule (the instrument's own when none is given)."""
    own = replace(
        scheme(instrument, rule=None if k else rule, m=m, missing=missing),
        name=instrument.weights_name,
    )
    if not k:
        return (own,)
    if rule not in (None, "k"):
        scheme(instrument, k=k[0], rule=rule)
    if percent_k:
        return tuple(
            replace(own, identification=Identification("k", k=percent_cutoff(str(item))))
            for item in k
        )
    return tuple(
        replace(own, identification=scheme(instrument, k=item, m=m).identification) for item in k
    )


def usable_table(table: pa.Table) -> pa.Table:
    """The same rows with NaN as missing, and columns without any value as numbers.

    Errors: FileError without rows; ColumnError for a column name that occurs twice.
    """
    twice = sorted({name for name in table.column_names if table.column_names.count(name) > 1})
    if twice:
        raise ColumnError(
            th=f"ชื่อคอลัมน์ซ้ำ: {', '.join(twice)} ให้แต่ละคอลัมน์มีชื่อของตัวเอง",
            en=f"Column name repeated: {', '.join(twice)}. Give each column a name of its own.",
        )
    if not table.num_rows:
        raise FileError(
            th="ตารางไม่มีแถวข้อมูล ตรวจว่าอ่านหรือกรองข้อมูลถูกหรือไม่",
            en="The table has no rows. Check how it was read or filtered.",
        )
    return pa.Table.from_arrays(
        [_usable(table[name]) for name in table.column_names], names=table.column_names
    )


def _usable(column: "pa.ChunkedArray[Any]") -> "pa.ChunkedArray[Any]":
    if pa.types.is_null(column.type):
        return column.cast(pa.float64())
    if pa.types.is_floating(column.type):
        usable: pa.ChunkedArray[Any] = pc.if_else(
            pc.is_nan(column), pa.scalar(None, column.type), column
        )
        return usable
    return column


def settings_of(rules: ToolRules, level: float, df: str) -> Inference:
    """Settings of intervals. Errors: SettingError for a level or df that cannot be."""
    if not 50 <= level < 100:
        raise SettingError(
            th=f"ระดับความเชื่อมั่น {level} ต้องเป็นร้อยละ 50 ถึง 99.99 เช่น 95",
            en=f"Confidence level {level} must be a per cent from 50 to 99.99, such as 95.",
        )
    if df not in ("design", "domain"):
        raise SettingError(
            th=f"df '{df}' ใช้ได้เฉพาะ design หรือ domain", en=f"df '{df}' must be design or domain."
        )
    return replace(
        rules.inference, confidence=level / 100, df="domain" if df == "domain" else "design"
    )


def table_of(data: "Path | str | pa.Table | pd.DataFrame") -> pa.Table:
    """Rows of a table, a data frame or a file. Errors: FileError as of `read_table`."""
    if isinstance(data, pa.Table):
        return data
    if isinstance(data, Path | str):
        return read_table(Path(data))
    return pa.Table.from_pandas(data, preserve_index=False)


def require_columns(table: pa.Table, columns: Columns, *, derived: Iterable[str] = ()) -> None:
    """Named columns exist; groups may also be `derived` by the instrument.

    Errors: ColumnError listing every named column that the file lacks.
    """
    design = columns.design
    named = [
        *[part for item in columns.over for part in item.split("*")],
        columns.size, columns.wave, columns.year, columns.area, columns.unit_key,
        design.weight, design.psu, design.strata, design.fpc,
    ]  # fmt: skip
    lacking = sorted({name for name in named if name} - set(table.column_names) - set(derived))
    if lacking:
        raise ColumnError(
            th=f"ไฟล์ไม่มีคอลัมน์ {', '.join(lacking)} (มี: {', '.join(table.column_names[:40])}) ตรวจตัวสะกด",
            en=f"The file lacks column {', '.join(lacking)} (it has: {', '.join(table.column_names[:40])}). "
            "Check the spelling.",
        )


def require_design(table: pa.Table, columns: Columns) -> None:
    """Design and size columns hold usable values in every row.

    Errors: ColumnError naming the column and the number of rows that are missing, not numbers, or
    negative.
    """
    design = columns.design
    for name in (design.psu, design.strata, columns.wave, columns.year):
        if name and table[name].null_count:
            raise bad_answers(name, table[name].null_count, "ว่าง", "missing")
    for name, least in ((design.weight, 0), (columns.size, 1), (design.fpc, 0)):
        if not name:
            continue
        try:
            values = table[name].cast(pa.float64())
        except pa.ArrowException as error:
            raise bad_answers(name, len(table), "ไม่ใช่ตัวเลข", "not numbers") from error
        usable = pc.and_(pc.greater_equal(values, pa.scalar(float(least))), pc.is_finite(values))
        bad = len(table) - (pc.sum(usable.cast(pa.int64())).as_py() or 0)
        if bad:
            raise bad_answers(name, bad, f"ว่างหรือน้อยกว่า {least}", f"missing or under {least}")
        if name == columns.size:
            broken = pc.sum(pc.not_equal(pc.floor(values), values).cast(pa.int64())).as_py() or 0
            if broken:
                raise bad_answers(name, broken, "ไม่ใช่จำนวนเต็ม", "not whole numbers")


def require_areas(codes: Sequence[str]) -> None:
    """Errors: AreaError listing codes that no area of Thailand has (villages: of no subdistrict)."""
    known = set(in_force())
    wrong = [
        code
        for code in codes
        if code and (len(code) not in LEVEL_DIGITS.values() or code[:6] not in known)
    ]
    if wrong:
        shown = ", ".join(wrong[:10]) + (" ..." if len(wrong) > 10 else "")
        raise AreaError(
            th=f"รหัสพื้นที่ {len(wrong):,} รหัสไม่มีอยู่จริง: {shown} แก้รหัส หรือตัดแถวออก",
            en=f"{len(wrong):,} area codes do not exist: {shown}. Correct them or take the rows out.",
        )


def require_levels(levels: Sequence[str], codes: Sequence[str]) -> None:
    """Errors: SettingError for a level that the codes are too short for, or that is unknown."""
    digits = min((len(code) for code in codes if code), default=0)
    for level in levels:
        need = 2 if level == "region" else LEVEL_DIGITS.get(level, 99)
        if need > digits:
            raise SettingError(
                th=f"ระดับ '{level}' ใช้ไม่ได้กับรหัสพื้นที่ {digits} หลัก ใช้ {', '.join(LEVEL_DIGITS)} หรือ region",
                en=f"Level '{level}' does not go with area codes of {digits} digits. "
                f"Use {', '.join(LEVEL_DIGITS)} or region.",
            )


def area_column(codes: "pa.ChunkedArray[Any]", level: str) -> "pa.Array[Any]":
    """Codes of the areas of `level`."""
    # the stub loses that it is a DictionaryArray
    encoded: Any = pc.dictionary_encode(codes.cast(pa.string()).combine_chunks())
    labels = [
        None if code is None else parent_of(code, level) for code in encoded.dictionary.to_pylist()
    ]
    return pc.take(pa.array(labels, pa.string()), encoded.indices)
