"""The long table of estimates, read as one array per measure.

In: the long columns of MEASUREMENT (b se ll ul measure indicator dimension k rule wgts instrument
loa subg t n). Out: for one level under one rule and round, the areas or groups and, for every
measure, float64 values in their order. A value that is null or absent is nan.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ppaos.domain.arrays import Floats
from ppaos.domain.errors import ColumnError

Key = tuple[str, str, str]
TEXTS: Final = ("measure", "indicator", "dimension", "k", "rule", "wgts", "loa", "subg", "t")
NUMBERS: Final = ("b", "se", "ll", "ul")


@dataclass(frozen=True)
class Wide:
    """Places of one level and the measures of each; arrays have shape [places]."""

    places: tuple[str, ...]
    values: Mapping[str, Mapping[Key, Floats]]
    """`b`, `se`, `ll`, `ul` -> (measure, indicator, dimension) -> values."""

    def column(
        self, measure: str, indicator: str = "", dimension: str = "", *, of: str = "b"
    ) -> Floats:
        """Values of one measure, nan throughout where the table does not hold it."""
        found = self.values[of].get((measure, indicator, dimension))
        return np.full(len(self.places), np.nan) if found is None else found

    def located(self) -> "Wide":
        """The same without the place that has no code (units whose area is unknown)."""
        kept = [at for at, place in enumerate(self.places) if place]
        values = {
            name: {key: column[kept] for key, column in columns.items()}
            for name, columns in self.values.items()
        }
        return Wide(tuple(self.places[at] for at in kept), values)


@dataclass(frozen=True)
class _Texts:
    codes: NDArray[np.int32]
    labels: list[str]

    def code(self, label: str) -> int:
        return self.labels.index(label) if label in self.labels else -1


class LongEstimates:
    """A long table, encoded once so that many levels and rules can be cut from it.

    Errors: ColumnError when a column is missing.
    """

    def __init__(self, table: pa.Table) -> None:
        missing = [name for name in (*TEXTS, *NUMBERS) if name not in table.column_names]
        if missing:
            raise ColumnError(
                th=f"ตารางค่าประมาณขาดคอลัมน์ {', '.join(missing)} ใช้ตารางที่คำสั่ง ppaos measure เขียน",
                en=f"The table of estimates lacks {', '.join(missing)}. "
                "Use the table that `ppaos measure` writes.",
            )
        self._texts = {name: _encoded(table[name]) for name in TEXTS}
        self._numbers = {
            name: table[name].cast(pa.float64()).to_numpy(zero_copy_only=False) for name in NUMBERS
        }

    def labels(self, name: str, **fixed: str) -> list[str]:
        """Distinct texts of a column among the rows where other columns hold given texts."""
        texts = self._texts[name]
        present = np.unique(texts.codes[self._mask(fixed)])
        return sorted(texts.labels[code] for code in present)

    def schemes(self) -> list[tuple[str, str, str]]:
        """Distinct (rule, k, wgts), sorted."""
        parts = [self._texts[name] for name in ("rule", "k", "wgts")]
        rows = np.unique(np.column_stack([part.codes for part in parts]), axis=0)
        return sorted(
            (parts[0].labels[rule], parts[1].labels[k], parts[2].labels[wgts])
            for rule, k, wgts in rows
        )

    def wide(self, *, loa: str, rule: str, k: str, wgts: str, t: str) -> Wide:
        """The rows of one level, rule and round, as one array per measure; places ascend."""
        chosen = np.flatnonzero(
            self._mask({"loa": loa, "rule": rule, "k": k, "wgts": wgts, "t": t})
        )
        subg = self._texts["subg"]
        present = np.unique(subg.codes[chosen])
        order = sorted(present, key=lambda code: subg.labels[code])
        rank = np.zeros(len(subg.labels), dtype=np.int64)
        rank[order] = np.arange(len(order))
        columns, key_of = self._measures(chosen)
        values: dict[str, dict[Key, Floats]] = {}
        for name in NUMBERS:
            matrix = np.full((len(columns), len(order)), np.nan)
            matrix[key_of, rank[subg.codes[chosen]]] = self._numbers[name][chosen]
            values[name] = dict(zip(columns, matrix, strict=True))
        return Wide(tuple(subg.labels[code] for code in order), values)

    def _measures(self, chosen: NDArray[np.int64]) -> tuple[list[Key], NDArray[np.int64]]:
        parts = [self._texts[name] for name in ("measure", "indicator", "dimension")]
        codes = np.column_stack([part.codes[chosen] for part in parts])
        known, place = np.unique(codes, axis=0, return_inverse=True)
        keys = [(parts[0].labels[a], parts[1].labels[b], parts[2].labels[c]) for a, b, c in known]
        return keys, place.reshape(-1).astype(np.int64)

    def _mask(self, fixed: Mapping[str, str]) -> NDArray[np.bool_]:
        mask = np.ones(len(self._numbers["b"]), dtype=bool)
        for name, label in fixed.items():
            texts = self._texts[name]
            mask &= texts.codes == texts.code(label)
        return mask


def _encoded(column: Any) -> _Texts:
    array = column.combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(
            [_plain(chunk) for chunk in array.chunks] or [pa.array([], pa.string())]
        )
    if not pa.types.is_dictionary(array.type):
        array = pc.dictionary_encode(pc.fill_null(array.cast(pa.string()), ""))
    raw = ["" if label is None else str(label) for label in array.dictionary.to_pylist()]
    codes = pc.fill_null(array.indices, len(raw)).to_numpy(zero_copy_only=False)
    raw.append("")
    labels = sorted(set(raw))
    at = {label: number for number, label in enumerate(labels)}
    place = np.array([at[label] for label in raw], dtype=np.int32)
    return _Texts(place[codes.astype(np.int64)], labels)


def _plain(array: "pa.Array[Any]") -> "pa.Array[Any]":
    return array.cast(pa.string())
