"""Between numpy arrays and Arrow tables: cube rows in, long estimates out."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ppaos.domain.measurement.cells import Cells, Factor
from ppaos.domain.measurement.estimates import COLUMNS, NUMBERS, EstimateBlock
from ppaos.domain.measurement.gap_columns import parts_of_cube

_TEXTS = pa.dictionary(pa.int32(), pa.string())


def cells(
    cube: pa.Table, *, factors: Sequence[str], weight: str | None = None, fpc: str | None = None
) -> Cells:
    """Cells of a cube table, in canonical order; text columns of `factors` become codes."""
    gaps = {}
    for name in cube.column_names:
        if (parts := parts_of_cube(name)) is not None:
            gaps[parts] = _whole(cube[name])
    size = len(cube)
    return Cells(
        deprived=_whole(cube["deprived"]),
        missing=_whole(cube["missing"]),
        households=_whole(cube["households"]),
        people=_whole(cube["people"]),
        factors={name: factor(cube[name]) for name in factors},
        gaps=gaps,
        weight=np.ones(size) if weight is None else _numbers(cube[weight]),
        fpc=None if fpc is None else _numbers(cube[fpc]),
    ).ordered()


def factor(column: "pa.ChunkedArray[Any]") -> Factor:
    """A column of any type as codes with sorted text labels; null becomes the empty label."""
    merged = (
        column.cast(pa.string()).combine_chunks()
        if not pa.types.is_dictionary(column.type)
        else column.combine_chunks()
    )
    encoded: Any = (  # the stubs lose that it is a DictionaryArray, in chunks or not
        merged
        if pa.types.is_dictionary(merged.type)
        else pc.dictionary_encode(merged, null_encoding="encode")
    )
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    codes = pc.fill_null(encoded.indices, len(encoded.dictionary)).to_numpy(zero_copy_only=False)
    return Factor.of(codes.astype(np.int64), [*encoded.dictionary.to_pylist(), None])


def long_table(blocks: Iterable[EstimateBlock], columns: Sequence[str] = COLUMNS) -> pa.Table:
    """Blocks as one long table; nan becomes null, empty texts stay empty."""
    return pa.concat_tables(
        [rows_table(block.rows(), columns) for block in blocks]
    ).unify_dictionaries()


def rows_table(rows: dict[str, Any], columns: Sequence[str]) -> pa.Table:
    """Long columns as a table: pairs (codes, labels) become dictionary columns."""
    arrays, fields = [], []
    for name in columns:
        value = rows[name]
        if isinstance(value, tuple):
            codes, labels = value
            array = pa.DictionaryArray.from_arrays(
                pa.array(codes, pa.int32()), pa.array(labels, pa.string())
            )
            field = pa.field(name, _TEXTS)
        else:
            array = pa.array(value, from_pandas=name in NUMBERS)
            field = pa.field(name, array.type)
        arrays.append(array)
        fields.append(field)
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def _whole(column: "pa.ChunkedArray[Any]") -> np.ndarray[Any, np.dtype[np.int64]]:
    return column.combine_chunks().cast(pa.int64()).to_numpy(zero_copy_only=False)


def _numbers(column: "pa.ChunkedArray[Any]") -> np.ndarray[Any, np.dtype[np.float64]]:
    return column.combine_chunks().cast(pa.float64()).to_numpy(zero_copy_only=False)
