"""What the registers share: drawing who is in one, key numbers, dates of last change, the table.

A register is a table whose columns are those of its source, in that order, and the registrant
that each of its rows is truly about.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ppaos.definitions.sources import loader
from ppaos.domain.arrays import Flags
from ppaos.synthetic.arrow_columns import dates, digit_texts
from ppaos.synthetic.numbers import put_digits
from ppaos.synthetic.registers.registrants import Positions, Registrants
from ppaos.synthetic.tables import NOTICE_EN, NOTICE_TH

_STALE: Final = 0.08  # share of rows that nobody has looked at for half a year to two and a half
KEY_DIGITS: Final = 10


@dataclass(frozen=True)
class Register:
    """One register of one province: `rows` `(n,)` whom each row is about; empty for villages.

    `notes` row -> what is lacking on purpose in a clean file too, such as `anonymous`.
    """

    source: str
    table: pa.Table
    rows: Positions
    notes: Mapping[int, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The key column of a register of people."""
        return loader.load(self.source).key[-1]


def draw(chance: np.random.Generator, weights: npt.NDArray[np.float64], count: int) -> Positions:
    """`count` positions, or all of positive weight if fewer, likelier by weight; ascending."""
    candidates = np.flatnonzero(weights > 0)
    count = min(count, len(candidates))
    if not count:
        return np.zeros(0, np.int64)
    waits = chance.standard_exponential(len(candidates)) / weights[candidates]
    return np.sort(candidates[np.argpartition(waits, count - 1)[:count]])


def by_village(view: Registrants, rows: Positions) -> Positions:
    """The order of `rows` by village, then as they are."""
    order: Positions = np.argsort(view.village[rows], kind="stable")
    return order


def keys(province: str, first: int, count: int) -> "pa.Array[Any]":
    """Key numbers of ten digits: province, then a running number from `first`."""
    digits = np.zeros((count, KEY_DIGITS), dtype=np.uint8)
    put_digits(digits, int(province) * 10 ** (KEY_DIGITS - 2) + first + np.arange(count))
    return digit_texts(digits)


def day_of(year: int, month: int, day: int) -> int:
    """Days from 1 January 1970 to a date, western year."""
    whole = np.datetime64(f"{year}-{month:02d}-{day:02d}") - np.datetime64("1970-01-01")
    return int(whole.astype(int))


def change_days(chance: np.random.Generator, count: int, day: int) -> npt.NDArray[np.int64]:
    """When each row was last looked at, days since 1970: `day`, but for some that are stale."""
    stale = chance.random(count) < _STALE
    return day - np.where(stale, chance.integers(180, 900, count), 0)


def all_dates(
    days: npt.NDArray[np.integer], is_there: Flags | None = None
) -> "pa.DictionaryArray[Any, Any]":
    """ISO texts of days since 1970, null where `is_there` is false."""
    return dates(days.astype(np.int32), np.ones(len(days), np.bool_), is_there)


def register_of(
    source: str,
    view: Registrants,
    chance: np.random.Generator,
    rows: Positions,
    columns: Mapping[str, Any],
    notes: Mapping[int, str] | None = None,
) -> Register:
    """The register whose rows are `rows` in order, with its own `columns` beside the person's."""
    shipped = loader.load(source)
    given = view.person_columns(chance, rows)
    given[shipped.key[-1]] = keys(view.population.province, 1, len(rows))
    given |= {
        name: pa.array(values) if isinstance(values, np.ndarray) else values
        for name, values in columns.items()
    }
    return Register(source, table_of(source, view, given), rows, notes or {})


def table_of(source: str, view: Registrants, columns: "Mapping[str, pa.Array[Any]]") -> pa.Table:
    """The columns in the order of the source, marked as synthetic."""
    metadata = {
        "synthetic": "true",
        "notice_th": NOTICE_TH,
        "notice_en": NOTICE_EN,
        "province": view.population.province,
        "round_be": str(view.answers.asked.round_be),
        "source": source,
    }
    ordered = {name: columns[name] for name in loader.load(source).columns}
    return pa.table(ordered, metadata=metadata)
