"""What the rows of a source look like: its columns, the types of their values, and rules over rows.

In: nothing but the values of a document. Out: the description that both lanes of ingest, the
findings and the messages read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

ROW: Final = "_row"
FILE: Final = "_file"
IMPORT: Final = "_import"
RAW: Final = "_raw"
PRECISION: Final = "_precision"
HASHED: Final = "_hash"
KINDS: Final = (
    "year_be", "house_code", "house_number", "area_code", "text", "date", "integer", "number",
    "decimal", "degrees", "boolean", "code", "citizen_id", "prefix", "name", "synthetic_mark",
)  # fmt: skip
_DEFAULT_RANGE: Final = {"year_be": (2400, 2700), "integer": (-(2**62), 2**62)}


@dataclass(frozen=True)
class RowField:
    """One column of a source and what its values must be."""

    name: str
    kind: str
    required: bool = False
    low: float | None = None
    high: float | None = None
    digits: int = 8
    """Length of an area code."""
    codes: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Code -> every label and alias that means it."""
    prefix_field: str | None = None
    """Column of the prefix that may be written onto this name."""

    @property
    def type(self) -> str:
        """Ibis type of the stored value."""
        if self.kind == "integer":
            low, high = self.range
            fits = (
                bits for bits in (16, 32) if -(2 ** (bits - 1)) <= low and high < 2 ** (bits - 1)
            )
            return f"int{next(fits, 64)}"
        return {
            "year_be": "int16", "code": "int16", "date": "date", "number": "float64",
            "decimal": "decimal(18, 4)", "degrees": "float64", "boolean": "boolean",
            "synthetic_mark": "boolean",
        }.get(self.kind, "string")  # fmt: skip

    @property
    def range(self) -> tuple[float, float]:
        """Lowest and highest value taken."""
        low, high = _DEFAULT_RANGE.get(self.kind, (float("-inf"), float("inf")))
        return (low if self.low is None else self.low, high if self.high is None else self.high)


@dataclass(frozen=True)
class RowRule:
    """A sentence about several columns that no row may break; missing values break nothing."""

    code: str
    rule: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class RowSchema:
    """What a source's rows look like."""

    fields: tuple[RowField, ...]
    key: tuple[str, ...]
    row_rules: tuple[RowRule, ...] = ()

    def __getitem__(self, name: str) -> RowField:
        return next(item for item in self.fields if item.name == name)

    @property
    def value_columns(self) -> tuple[str, ...]:
        """Columns of the typed table: every field, and the precision after each date."""
        return tuple(
            name
            for item in self.fields
            for name in ([item.name, item.name + PRECISION] if item.kind == "date" else [item.name])
        )
