"""pandas, as a careful user writes it: whole scores column by column, areas as categories, one
group-by of everybody and one of the poor for each cutoff, districts and provinces summed from those.
"""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.persons.work import (
    COLUMNS,
    CUTOFFS,
    LEAST,
    LEVELS,
    NAMES,
    POINTS,
    WHOLE,
    Done,
    Table,
)


def estimate(file: Path) -> Done:
    """All measures at three levels under both cutoffs."""
    return again(hold(file))


def hold(file: Path) -> pd.DataFrame:
    """The persons in memory, for questions to come."""
    return pd.read_parquet(file, columns=["subdistrict", *NAMES], read_dictionary=["subdistrict"])


def again(persons: pd.DataFrame) -> Done:
    """The same from persons that are in memory."""
    score = np.zeros(len(persons), dtype=np.int16)
    for name, points in zip(NAMES, POINTS, strict=True):
        score += persons[name].to_numpy() * np.int16(points)
    areas = persons["subdistrict"].cat
    codes, labels = areas.codes.to_numpy(), areas.categories
    answers = persons[NAMES]
    sums = answers.groupby(codes, sort=True).sum()
    sums["n"] = np.bincount(codes, minlength=len(labels))
    tables = {}
    for k in CUTOFFS:
        poor = score >= LEAST[k]
        who = codes[poor]
        lacks = answers[poor].groupby(who, sort=True).sum().reindex(sums.index, fill_value=0)
        finest = pd.concat([sums, lacks.add_suffix(" I")], axis=1)
        finest["poor"] = np.bincount(who, minlength=len(labels))
        finest["points"] = np.bincount(who, weights=score[poor], minlength=len(labels))
        finest.index = labels
        for level, digits in LEVELS.items():
            tables[(k, level)] = _measures(finest.groupby(labels.str[:digits]).sum())
    return Done(lambda: _plain(tables))


def _measures(sums: pd.DataFrame) -> pd.DataFrame:
    n, poor, points = (sums[name].to_numpy(float) for name in ("n", "poor", "points"))
    g = sums[NAMES].to_numpy(float)
    lacks = sums[[f"{name} I" for name in NAMES]].to_numpy(float)
    whole = np.array(POINTS, dtype=float)
    with np.errstate(invalid="ignore"):
        head = np.column_stack([poor / n, points / poor / WHOLE, points / n / WHOLE])
        contributions = lacks * whole
        parts = (
            g / n[:, None],
            lacks / n[:, None],
            contributions / WHOLE / n[:, None],
            contributions / points[:, None],
        )
    return pd.DataFrame(np.hstack([head, *parts]), index=sums.index, columns=COLUMNS)


def _plain(tables: dict[tuple[Fraction, str], pd.DataFrame]) -> dict[tuple[Fraction, str], Table]:
    return {key: (list(table.index), table.to_numpy()) for key, table in tables.items()}
