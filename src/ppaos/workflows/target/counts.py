"""Counts of every target group at every area level, from sums by village.

In: one row a village with a sum for each group, of people and of households. Out: one row a group,
level and area; each level adds up to the same total.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from ppaos.domain.area.codes import LEVELS, parent_of
from ppaos.domain.measurement.cube import AREA
from ppaos.domain.targeting.rules import TargetGroup
from ppaos.domain.targeting.targets import NO_AREA
from ppaos.engine.checks import require_equal

_TEXT: Final = pa.dictionary(pa.int32(), pa.string())
Wide = np.ndarray[Any, np.dtype[np.int64]]


def level_counts(
    people: pa.Table,
    households: pa.Table,
    groups: Sequence[tuple[str, TargetGroup]],
    is_lacking: Sequence[bool],
) -> pa.Table:
    """Rows `rules`, `group_name`, `level`, `area_code`, `people`, `households`.

    An area is listed when any person or household is known there, so zero means "nobody". A group
    in which nobody was found anywhere, and for whose rule a fact is lacking (`is_lacking`), is
    null: the store cannot tell.
    """
    villages = sorted(
        {str(code) for part in (people, households) for code in part[AREA].to_pylist()}
    )
    amounts = np.stack(
        [_matrix(people, villages, len(groups)), _matrix(households, villages, len(groups))]
    )
    unknown = np.array(is_lacking, dtype=bool) & (amounts[0].sum(axis=0) == 0)
    blocks = []
    for level in LEVELS:
        codes = np.array([area_of(code, level) for code in villages], dtype=np.str_)
        known, place = np.unique(codes, return_inverse=True)
        sums = np.zeros((2, len(known), len(groups)), dtype=np.int64)
        for measure in range(2):
            np.add.at(sums[measure], place, amounts[measure])
        blocks.append(_block(sums, [str(code) for code in known], level, groups, unknown))
    return pa.concat_tables(blocks).unify_dictionaries()


def require_equal_levels(counts: pa.Table) -> None:
    """Errors: CheckError when a group's level does not add up to what the country has."""
    plain = pa.Table.from_arrays(
        [
            column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
            for column in counts.columns
        ],
        names=counts.column_names,
    )
    keys = ["rules", "group_name", "level"]
    sums = plain.group_by(keys).aggregate([("people", "sum"), ("households", "sum")]).to_pylist()
    country = {(row["rules"], row["group_name"]): row for row in sums if row["level"] == "country"}
    for row in sums:
        whole = country[row["rules"], row["group_name"]]
        for measure in ("people_sum", "households_sum"):
            require_equal(
                row[measure] or 0,
                whole[measure] or 0,
                th=f"กลุ่ม {row['group_name']} ระดับ {row['level']} กับทั้งประเทศ",
                en=f"Group {row['group_name']}, {row['level']} against the country",
            )


def area_of(code: str, level: str) -> str:
    """Area of a level that holds a village; those of an unknown village stay apart below the country."""
    if level == "country":
        return parent_of(code, level)
    return NO_AREA if code == NO_AREA else parent_of(code, level) or NO_AREA


def _matrix(wide: pa.Table, villages: Sequence[str], groups: int) -> Wide:
    """Sums of the groups, shape [villages, groups]; zero in a village that the table lacks."""
    rows = np.searchsorted(
        np.array(villages, dtype=str), np.array(wide[AREA].to_pylist(), dtype=str)
    )
    found = np.zeros((len(villages), groups), dtype=np.int64)
    for number in range(groups):
        found[rows, number] = wide[f"g{number}"].to_numpy()
    return found


def _block(
    sums: Wide,
    codes: Sequence[str],
    level: str,
    groups: Sequence[tuple[str, TargetGroup]],
    unknown: np.ndarray[Any, np.dtype[np.bool_]],
) -> pa.Table:
    size, count = len(codes), len(groups)
    mask = np.repeat(unknown, size)
    return pa.table(
        {
            "rules": _labels(np.repeat(np.arange(count), size), [name for name, _ in groups]),
            "group_name": _labels(np.repeat(np.arange(count), size), [g.name for _, g in groups]),
            "level": _labels(np.zeros(size * count, dtype=np.int64), [level]),
            AREA: pa.array(list(codes) * count, pa.string()),
            "people": pa.array(sums[0].T.reshape(-1), pa.int64(), mask=mask),
            "households": pa.array(sums[1].T.reshape(-1), pa.int64(), mask=mask),
        }
    )


def _labels(places: Any, labels: Sequence[str]) -> "pa.Array[Any]":
    known = list(dict.fromkeys(labels))
    codes = np.array([known.index(label) for label in labels], dtype=np.int32)
    return pa.DictionaryArray.from_arrays(
        pa.array(codes[places]), pa.array(known, pa.string())
    ).cast(_TEXT)
