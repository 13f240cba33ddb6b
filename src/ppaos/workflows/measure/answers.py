"""Answers that cannot be measured: columns with wrong values, indicators that nobody was asked.

In: counts of wrong values, or cells of equal answers. Out: a refusal that names the column, or the
places of the indicators whose weight goes to the others.
"""

from collections.abc import Mapping

import numpy as np

from ppaos.domain.errors import ColumnError
from ppaos.domain.measurement.cells import Cells
from ppaos.domain.measurement.instrument import Instrument


def require_coded(counts: Mapping[str, int]) -> None:
    """Errors: ColumnError when a pre-coded column holds values other than 0, 1 and missing."""
    for name, bad in counts.items():
        if bad:
            raise bad_answers(name, bad, "ไม่ใช่ 0, 1 หรือว่าง", "neither 0, 1 nor empty")


def absent_indicators(cells: Cells, instrument: Instrument) -> set[int]:
    """Positions of the indicators that no unit of these cells answered (and that apply to some)."""
    if not len(cells):
        return set()
    everywhere = np.bitwise_and.reduce(cells.missing)
    return {place for place in range(len(instrument.indicators)) if int(everywhere) >> place & 1}


def bad_answers(name: str, rows: int, th: str, en: str) -> ColumnError:
    """The refusal of a column whose rows hold no usable values, told in both languages."""
    return ColumnError(
        th=f"คอลัมน์ {name}: {rows:,} แถว{th} แก้ค่าหรือตัดแถวออกก่อนวัด",
        en=f"Column {name}: {rows:,} rows are {en}. Correct the values or take the rows out first.",
    )
