"""Polars, as a careful user writes it: one lazy scan, whole scores, one group-by, sums added up.

The scan counts by subdistrict; districts and provinces are sums of those rows.
"""

from fractions import Fraction
from pathlib import Path

import polars as pl

from benchmarks.persons.work import (
    COLUMNS,
    CUTOFFS,
    LEAST,
    LEVELS,
    NAMES,
    POINTS,
    WEIGHTS,
    WHOLE,
    Done,
    Table,
)


def estimate(file: Path) -> Done:
    """All measures at three levels under both cutoffs."""
    return again(pl.scan_parquet(file))


def hold(file: Path) -> pl.LazyFrame:
    """The persons in memory, for questions to come."""
    return pl.read_parquet(file).lazy()


def again(persons: pl.LazyFrame) -> Done:
    """The same from persons that are in memory."""
    score = pl.sum_horizontal(
        pl.col(name) * pl.lit(points, pl.Int8) for name, points in zip(NAMES, POINTS, strict=True)
    )
    scored = persons.select("subdistrict", *NAMES, score=score).with_columns(
        (pl.col("score") >= LEAST[k]).alias(f"poor {k}") for k in CUTOFFS
    )
    every = scored.group_by("subdistrict").agg(
        pl.len().alias("n"), pl.col(NAMES).sum().name.suffix(" g")
    )
    poor = {
        k: scored.filter(pl.col(f"poor {k}"))
        .group_by("subdistrict")
        .agg(
            pl.len().alias("poor"),
            pl.col("score").sum().alias("points"),
            pl.col(NAMES).sum().name.suffix(" gI"),
        )
        for k in CUTOFFS
    }
    sums, *of_poor = pl.collect_all([every, *poor.values()])
    tables = {}
    for k, some in zip(CUTOFFS, of_poor, strict=True):
        finest = sums.join(some, on="subdistrict", how="left").fill_null(0)
        for level, digits in LEVELS.items():
            area = pl.col("subdistrict").str.slice(0, digits).alias("area")
            tables[(k, level)] = _measures(
                finest.group_by(area).agg(pl.exclude("subdistrict").sum())
            )
    return Done(lambda: _plain(tables))


def _measures(sums: pl.DataFrame) -> pl.DataFrame:
    n, poor, points = pl.col("n"), pl.col("poor"), pl.col("points")
    return sums.select(
        "area",
        (poor / n).alias("H"),
        (points / poor / WHOLE).alias("A"),
        (points / n / WHOLE).alias("M0"),
        *[(pl.col(f"{name} g") / n).alias(f"hd:{name}") for name in NAMES],
        *[(pl.col(f"{name} gI") / n).alias(f"hdk:{name}") for name in NAMES],
        *[
            (pl.col(f"{name} gI") / n * float(weight)).alias(f"actb:{name}")
            for name, weight in zip(NAMES, WEIGHTS, strict=True)
        ],
        *[
            (pl.col(f"{name} gI") * whole / points).alias(f"pctb:{name}")
            for name, whole in zip(NAMES, POINTS, strict=True)
        ],
    )


def _plain(tables: dict[tuple[Fraction, str], pl.DataFrame]) -> dict[tuple[Fraction, str], Table]:
    return {
        key: (table["area"].to_list(), table.select(COLUMNS).to_numpy())
        for key, table in tables.items()
    }
