"""What every tool must do, and how its answer is kept so that answers can be compared.

In: a Parquet file, one row a person: 17 columns of 0 and 1, and text codes of province, district
and subdistrict. Out: for each level and cutoff, a row an area with H, A, M0 and, for each of the 17
indicators, its uncensored and censored headcount and its absolute and relative contribution.
Dimensions weigh 1/5 each, indicators equally inside; poor is who reaches 1/3, or 1/5. A measure
without a denominator is nan.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

LEVELS = {"province": 2, "district": 4, "subdistrict": 6}
CUTOFFS = (Fraction(1, 3), Fraction(1, 5))
DIMENSIONS = {
    "health": ["birth_weight", "safe_food", "medicine_use", "exercise"],
    "living": ["housing", "drinking_water", "domestic_water", "tidy_house"],
    "education": ["preschool", "compulsory_education", "further_education", "literacy"],
    "income": ["work_15_59", "work_60_plus", "income"],
    "access": ["older_people_cared_for", "disabled_people_cared_for"],
}
NAMES = [name for names in DIMENSIONS.values() for name in names]
WEIGHTS = [Fraction(1, 5 * len(names)) for names in DIMENSIONS.values() for _ in names]
WHOLE = math.lcm(*(weight.denominator for weight in WEIGHTS))
POINTS = [int(weight * WHOLE) for weight in WEIGHTS]
"""Weights as whole points of `WHOLE`, so that a score that ties with a cutoff is on its right side."""
LEAST = {cutoff: math.ceil(cutoff * WHOLE) for cutoff in CUTOFFS}
"""Fewest points of a poor person."""
COLUMNS = ["H", "A", "M0"] + [
    f"{kind}:{name}" for kind in ("hd", "hdk", "actb", "pctb") for name in NAMES
]

Table = tuple[list[str], np.ndarray[Any, np.dtype[np.float64]]]
"""Codes of the areas in order, and a row of `COLUMNS` for each."""


@dataclass(frozen=True)
class Done:
    """A tool's answer: tables by (cutoff, level), taken out of its own form after the clock stops."""

    tables: Callable[[], Mapping[tuple[Fraction, str], Table]]
    parts: Mapping[str, float] = field(default_factory=dict)
    """What else is worth knowing of the answer."""


def save(tables: Mapping[tuple[Fraction, str], Table], file: Path) -> None:
    """Keep an answer as a file of arrays."""
    arrays: dict[str, Any] = {}
    for (cutoff, level), (codes, values) in tables.items():
        order = np.argsort(np.array(codes))
        key = f"{level} {cutoff.numerator}/{cutoff.denominator}".replace("/", " of ")
        arrays[f"{key} codes"] = np.array(codes)[order]
        arrays[f"{key} values"] = values[order]
    np.savez(file, **arrays)


def differences(mine: Path, theirs: Path) -> tuple[float, int]:
    """Largest difference between two answers, and how many figures were compared.

    Errors: ValueError when they are not about the same areas, or one is nan where the other is not.
    """
    a, b = np.load(mine), np.load(theirs)
    if set(a.files) != set(b.files):
        raise ValueError(f"answers differ in their tables: {sorted(set(a.files) ^ set(b.files))}")
    largest, figures = 0.0, 0
    for name in a.files:
        if name.endswith("codes"):
            if not np.array_equal(a[name], b[name]):
                raise ValueError(f"{name} differ")
            continue
        left, right = a[name], b[name]
        if not np.array_equal(np.isnan(left), np.isnan(right)):
            raise ValueError(f"{name}: one is nan where the other is not")
        largest = max(largest, float(np.nanmax(np.abs(left - right), initial=0.0)))
        figures += left.size
    return largest, figures
