"""Columns of synthetic tables: dictionaries, texts of digits and dates, built without a loop."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ppaos.synthetic.round import year_month_day

_FIRST_YEAR: Final = 1900


def coded(
    positions: npt.NDArray[np.integer],
    texts: list[str],
    is_there: npt.NDArray[np.bool_] | None = None,
) -> "pa.DictionaryArray[Any, Any]":
    """Texts by their positions `(n,)` in `texts`, null where `is_there` is false."""
    mask = None if is_there is None else ~is_there
    return pa.DictionaryArray.from_arrays(
        pa.array(positions.astype(np.int32), pa.int32(), mask=mask), pa.array(texts)
    )


def digit_texts(
    digits: npt.NDArray[np.uint8], is_there: npt.NDArray[np.bool_] | None = None
) -> "pa.Array[Any]":
    """Texts of a fixed number of digits from `(n, d)`, null where `is_there` is false."""
    count, width = digits.shape
    offsets = pa.py_buffer(np.arange(0, (count + 1) * width, width, dtype=np.int32).data)
    data = pa.py_buffer(np.ascontiguousarray(digits + np.uint8(ord("0"))).data)
    valid = None if is_there is None else pa.array(is_there).buffers()[1]
    return pa.Array.from_buffers(pa.string(), count, [valid, offsets, data])


def dates(
    days: npt.NDArray[np.int32],
    is_day_known: npt.NDArray[np.bool_],
    is_there: npt.NDArray[np.bool_] | None = None,
) -> "pa.DictionaryArray[Any, Any]":
    """ISO texts of days since 1970; `YYYY-00-00` where only the year is known."""
    year, month, day = year_month_day(days)
    month, day = np.where(is_day_known, month, 0), np.where(is_day_known, day, 0)
    number = (year - _FIRST_YEAR) * 416 + month * 32 + day
    used, positions = np.unique(number, return_inverse=True)
    texts = [f"{_FIRST_YEAR + n // 416}-{n % 416 // 32:02d}-{n % 32:02d}" for n in used.tolist()]
    return coded(positions, texts, is_there)
