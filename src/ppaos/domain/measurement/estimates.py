"""Long rows of estimates: one value of one measure, of one area or group, under one rule.

Columns of the output, after mpitb: b se ll ul measure indicator dimension k rule wgts instrument
loa subg t n. `loa` is the level of analysis (`nat`, an area level or a group), `subg` the area or
group. An absent value is nan in `b`, `se`, `ll`, `ul` and becomes null where it is written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from ppaos.domain.arrays import Floats, Whole
from ppaos.domain.measurement.instrument import Instrument, Scheme
from ppaos.domain.measurement.measures import Base, ratios_of, score_variance_among_poor

COLUMNS: Final = (
    "b", "se", "ll", "ul", "measure", "indicator", "dimension", "k", "rule", "wgts",
    "instrument", "loa", "subg", "t", "n",
)  # fmt: skip
CHANGE_COLUMNS: Final = (*COLUMNS[:13], "ctype", "ann", "t0", "t1", "n")
NUMBERS: Final = ("b", "se", "ll", "ul")


@dataclass(frozen=True)
class EstimateBlock:
    """Estimates of every measure for every area or group of one level: arrays [places, measures]."""

    b: Floats
    se: Floats
    ll: Floats
    ul: Floats
    measures: tuple[tuple[str, str, str], ...]
    """(measure, indicator, dimension) of each column."""
    subgroups: tuple[str, ...]
    n: Whole
    """Units (households) in the sample of each place."""
    constants: Mapping[str, str]
    """k, rule, wgts, instrument, loa, t: the same in every row."""

    def rows(self) -> dict[str, Any]:
        """Long columns: arrays for numbers, (codes, labels) pairs for texts."""
        places, width = self.b.shape
        columns: dict[str, Any] = {name: getattr(self, name).reshape(-1) for name in NUMBERS}
        each = np.tile(np.arange(width, dtype=np.int32), places)
        for position, name in enumerate(("measure", "indicator", "dimension")):
            columns[name] = (each, [item[position] for item in self.measures])
        columns["subg"] = (
            np.repeat(np.arange(places, dtype=np.int32), width),
            list(self.subgroups),
        )
        columns["n"] = np.repeat(self.n, width)
        zeros = np.zeros(places * width, dtype=np.int32)
        for name, value in self.constants.items():
            columns[name] = (zeros, [value])
        return columns


def constants(instrument: Instrument, scheme: Scheme, *, loa: str, t: str) -> dict[str, str]:
    """The columns that say under which rule a block was made."""
    return {
        "k": scheme.identification.label,
        "rule": scheme.identification.rule,
        "wgts": scheme.name,
        "instrument": instrument.name,
        "loa": loa,
        "t": t,
    }


def census_block(
    people: Floats,
    households: Floats,
    base: Base,
    *,
    subgroups: Sequence[str],
    whole: tuple[Floats, Floats],
    constants: Mapping[str, str],
    unit: str,
) -> EstimateBlock:
    """Every measure from totals of a census (standard errors are zero).

    `people` and `households`: totals of the base columns by place, float64 [places, columns];
    `whole`: the same two for the whole country or scope, float64 [columns], from which shares of
    groups are taken. Besides the ratios of the base: counts (`people`, `households`,
    `poor_people`, `poor_households`), `popsh`, `povsh` (share of each place in all poverty, M0) and
    `varc` (variance of the score among the poor).
    """
    main, main_whole = (people, whole[0]) if unit == "people" else (households, whole[1])
    one, poor, score = (base.names.index(name) for name in ("one", "poor", "score"))
    ratios = ratios_of(main, base)
    extra = [
        (("people", "", ""), people[:, one]),
        (("households", "", ""), households[:, one]),
        (("poor_people", "", ""), people[:, poor]),
        (("poor_households", "", ""), households[:, poor]),
        (("popsh", "", ""), _share(main[:, one], main_whole[one])),
        (("povsh", "", ""), _share(main[:, score], main_whole[score])),
        (("varc", "", ""), score_variance_among_poor(main, base)),
    ]
    b = np.column_stack([ratios, *[values for _, values in extra]])
    se = np.where(np.isnan(b), np.nan, 0.0)
    names = tuple((item.measure, item.indicator, item.dimension) for item in base.ratios)
    return EstimateBlock(
        b=b,
        se=se,
        ll=b,
        ul=b,
        measures=names + tuple(name for name, _ in extra),
        subgroups=tuple(subgroups),
        n=households[:, one].astype(np.int64),
        constants=constants,
    )


def _share(part: Floats, whole: float) -> Floats:
    return part / whole if whole > 0 else np.full(len(part), np.nan)
