"""From counted patterns to every measure of poverty, for any number of areas or groups at once.

In: the distinct patterns of a cube and the mass (people, households, or weighted people) that each
area holds of each pattern. Out: totals per area from which each measure is one division.

Every measure is a ratio of two sums (MEASUREMENT, table of measures; Alkire and Foster 2011). The
sums are kept in whole numbers wherever the missing rule allows: the score of a pattern is a whole
number over the least common denominator of the weights. Measures with an empty denominator are
null (nan in arrays), never zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ppaos.domain.arrays import Floats, Whole
from ppaos.domain.measurement.instrument import Bands, Instrument, Scheme, unknown_rule
from ppaos.domain.measurement.profiles import GAP_UNITS

if TYPE_CHECKING:  # scoring one household needs no sparse matrix, and importing scipy takes longer
    from scipy import sparse


@dataclass(frozen=True)
class PatternScores:
    """Scores of patterns under one scheme; arrays of shape [patterns]."""

    numerator: Whole
    """Weight of the deprivations, in units of 1 / denominator."""
    denominator: Whole
    """Weight of what was observed: the common denominator, less the missing ones when reweighted."""
    is_poor: NDArray[np.bool_]
    in_sample: NDArray[np.bool_]
    """False where the missing rule leaves the pattern out; such patterns count nowhere."""

    @cached_property
    def score(self) -> Floats:
        """Deprivation score c in [0, 1]; 0 outside the sample."""
        return np.where(self.in_sample, self.numerator / np.maximum(self.denominator, 1), 0.0)


@dataclass(frozen=True)
class Ratio:
    """One measure as a numerator over a denominator, both linear in the base columns."""

    measure: str
    indicator: str
    dimension: str
    numerator: tuple[tuple[int, float], ...]
    """(base column, factor) pairs that are added up."""
    denominator: int
    """Base column."""


def bits(patterns: Whole, count: int) -> NDArray[np.bool_]:
    """Bits of patterns as booleans, shape [patterns, count]; bit j is indicator j."""
    return ((patterns[:, None] >> np.arange(count, dtype=np.int64)) & 1).astype(bool)


def score(
    deprived: Whole, missing: Whole, scheme: Scheme, members: Mapping[str, Sequence[int]]
) -> PatternScores:
    """Score patterns and say which are poor, exactly.

    `deprived` and `missing` are bit patterns, shape [patterns]; `members` maps each dimension to
    the positions of its indicators. Not applicable counts as not deprived. A missing answer: leaves
    the unit out (`listwise`), passes its weight to what was observed (`reweight`; units with nothing
    observed are out), or counts as not deprived.
    An indicator of weight zero is ignored by every rule.
    """
    weights = np.array(scheme.whole_weights, dtype=np.int64)
    used = weights > 0
    lacks = bits(deprived, len(weights)) & used
    unknown = bits(missing, len(weights)) & used
    numerator = lacks @ weights
    total = np.full(len(deprived), weights.sum(), dtype=np.int64)
    in_sample: NDArray[np.bool_] = np.ones(len(deprived), dtype=bool)
    if scheme.missing == "listwise":
        in_sample = np.asarray(~unknown.any(axis=1))
    elif scheme.missing == "reweight":
        total = total - unknown @ weights
        in_sample = total > 0
    asked = used & ~unknown if scheme.missing == "reweight" else np.broadcast_to(used, lacks.shape)
    poor = _identify(lacks, asked, numerator, total, scheme, members)
    return PatternScores(numerator, total, poor & in_sample, in_sample)


def _identify(
    lacks: NDArray[np.bool_],
    asked: NDArray[np.bool_],
    numerator: Whole,
    total: Whole,
    scheme: Scheme,
    members: Mapping[str, Sequence[int]],
) -> NDArray[np.bool_]:
    """Which patterns are poor. Errors: SettingError for a rule that is not one of `RULES`."""
    rule = scheme.identification
    match rule.rule:
        case "k" if rule.k is not None:
            return _at_least(numerator, total, rule.k)
        case "union":
            return np.asarray(lacks.any(axis=1))
        case "intersection":
            return np.asarray((lacks | ~asked).all(axis=1) & lacks.any(axis=1))
        case "any_dimension" | "dimensions":
            return np.asarray(failing_dimensions(lacks, members) >= rule.least_dimensions)
    raise unknown_rule(rule.rule)


def failing_dimensions(lacks: NDArray[np.bool_], members: Mapping[str, Sequence[int]]) -> Whole:
    """How many dimensions each pattern fails: those with any deprived indicator (`lacks`)."""
    failing = np.zeros(len(lacks), dtype=np.int64)
    for places in members.values():
        failing += lacks[:, list(places)].any(axis=1)
    return failing


def _at_least(numerator: Whole, total: Whole, cut: Fraction) -> NDArray[np.bool_]:
    """Whether numerator / total >= cut, exactly."""
    wide = _may_overflow(total, cut)
    left, right = (array.astype(object) if wide else array for array in (numerator, total))
    return np.asarray(left * cut.denominator >= right * cut.numerator, dtype=bool)


def _may_overflow(total: Whole, k: Fraction) -> bool:
    largest = int(total.max(initial=1))
    return largest * max(k.numerator, k.denominator) >= 2**62


@dataclass(frozen=True)
class Base:
    """Base columns of an instrument under a scheme, and the ratios over them.

    Columns are, per unit of mass: `one`, `poor`, `score` (times its denominator), `score_squared`,
    bands, g_j and g_j I for every indicator j, w_j g_j I (reweighted only), the number of
    deprivations, and weighted gaps of cardinal indicators.
    """

    names: tuple[str, ...]
    values: Floats
    """Shape [patterns, columns]. Gap columns hold the poor flag, to be multiplied with gap sums."""
    ratios: tuple[Ratio, ...]
    gap_columns: tuple[tuple[int, str, int], ...]
    """(base column, indicator, power): total = sum of gap sums over poor patterns."""
    scored: PatternScores

    @property
    def score_column(self) -> int:
        """Place of the score column."""
        return self.names.index("score")


def base(deprived: Whole, missing: Whole, instrument: Instrument, scheme: Scheme) -> Base:
    """Base columns for distinct patterns (`deprived`, `missing`: int64 [patterns])."""
    scored = score(deprived, missing, scheme, instrument.dimension_members())
    reweighted = scheme.missing == "reweight"
    unit = 1 if reweighted else scheme.denominator
    lacks = bits(deprived, len(instrument.indicators)) & scored.in_sample[:, None]
    if reweighted:
        lacks &= ~bits(missing, len(instrument.indicators))
    poor = scored.is_poor.astype(float)
    c = scored.score if reweighted else scored.numerator * scored.in_sample.astype(float)
    named: list[tuple[str, Floats]] = [
        ("one", scored.in_sample.astype(float)),
        ("poor", poor),
        ("score", c * poor),
        ("score_squared", c * c * poor),
        ("vulnerable", _band(scored, instrument.bands, "vulnerable")),
        ("severe", _band(scored, instrument.bands, "severe")),
    ]
    for place, name in enumerate(instrument.names):
        named.append((f"g:{name}", lacks[:, place].astype(float)))
    for place, name in enumerate(instrument.names):
        named.append((f"gI:{name}", lacks[:, place] * poor))
    if reweighted:
        observed = np.maximum(scored.denominator, 1)
        for place, name in enumerate(instrument.names):
            weight = scheme.whole_weights[place]
            named.append((f"wgI:{name}", lacks[:, place] * poor * weight / observed))
    total = lacks.sum(axis=1)
    named += [
        (f"d:{number}", (total == number) * scored.in_sample.astype(float))
        for number in range(len(instrument.indicators) + 1)
    ]
    for name in instrument.cardinal:
        named += [(f"gap{power}:{name}", poor) for power in (1, 2)]
    names = tuple(name for name, _ in named)
    gaps = tuple(
        (names.index(f"gap{power}:{name}"), name, power)
        for name in instrument.cardinal
        for power in (1, 2)
    )
    values = (
        np.column_stack([column for _, column in named])
        if len(deprived)
        else np.zeros((0, len(names)))
    )
    return Base(names, values, _ratios(names, instrument, scheme, unit), gaps, scored)


def _band(scored: PatternScores, bands: Bands, which: str) -> Floats:
    def at_least(cut: Fraction) -> NDArray[np.bool_]:
        return _at_least(scored.numerator, scored.denominator, cut)

    inside = at_least(bands.severe)
    if which == "vulnerable":
        inside = at_least(bands.vulnerable) & ~at_least(bands.poor)
    return (inside & scored.in_sample).astype(float)


def _ratios(
    names: Sequence[str], instrument: Instrument, scheme: Scheme, unit: int
) -> tuple[Ratio, ...]:
    at = {name: place for place, name in enumerate(names)}
    one, poor, c = at["one"], at["poor"], at["score"]
    result = [
        Ratio("H", "", "", ((poor, 1.0),), one),
        Ratio("A", "", "", ((c, 1 / unit),), poor),
        Ratio("M0", "", "", ((c, 1 / unit),), one),
        Ratio("vulnerable", "", "", ((at["vulnerable"], 1.0),), one),
        Ratio("severe", "", "", ((at["severe"], 1.0),), one),
    ]
    contribution: dict[str, tuple[int, float]] = {}
    for item, weight in zip(instrument.indicators, scheme.weights, strict=True):
        own = f"wgI:{item.name}"
        contribution[item.name] = (
            (at[own], 1.0) if own in at else (at[f"gI:{item.name}"], float(weight))
        )
    for item in instrument.indicators:
        part = (contribution[item.name],)
        result += [
            Ratio("hd", item.name, item.dimension, ((at[f"g:{item.name}"], 1.0),), one),
            Ratio("hdk", item.name, item.dimension, ((at[f"gI:{item.name}"], 1.0),), one),
            Ratio("actb", item.name, item.dimension, part, one),
            Ratio("pctb", item.name, item.dimension, part, c),
        ]
    for dimension, places in instrument.dimension_members().items():
        parts = tuple(contribution[instrument.names[place]] for place in places)
        result += [Ratio("actb", "", dimension, parts, one), Ratio("pctb", "", dimension, parts, c)]
    for number in range(len(instrument.indicators) + 1):
        result.append(Ratio("deprivations", str(number), "", ((at[f"d:{number}"], 1.0),), one))
    result += _gap_ratios(at, instrument, scheme, one)
    return tuple(result)


def _gap_ratios(
    at: Mapping[str, int], instrument: Instrument, scheme: Scheme, one: int
) -> list[Ratio]:
    weights = dict(zip(instrument.names, map(float, scheme.weights), strict=True))
    cardinal, result = instrument.cardinal, []
    for power in (1, 2):
        for name in cardinal:
            dimension = instrument.indicators[instrument.names.index(name)].dimension
            part = ((at[f"gap{power}:{name}"], weights[name]),)
            result.append(Ratio(f"M{power}", name, dimension, part, one))
        if cardinal and len(cardinal) == len(instrument.names):
            parts = tuple((at[f"gap{power}:{name}"], weights[name]) for name in cardinal)
            result.append(Ratio(f"M{power}", "", "", parts, one))
    return result


def totals(
    mass: "sparse.csr_array", base_: Base, gaps: Mapping[tuple[str, int], "sparse.csr_array"]
) -> Floats:
    """Sums of every base column over each area: float64 [areas, columns].

    `mass` and each of `gaps` are sparse, shape [areas, patterns]: people or households of each
    pattern, and the sums of their gaps in lines, keyed by (indicator, power).
    """
    result = np.asarray(mass @ base_.values)
    poor = base_.scored.is_poor.astype(float)
    for column, name, power in base_.gap_columns:
        result[:, column] = gaps[(name, power)] @ poor
    return result


def ratios_of(sums: Floats, base_: Base) -> Floats:
    """Every measure from totals, shape [areas, ratios]; null (nan) where a denominator is empty."""
    scale = np.ones(sums.shape[1])
    unit = _score_unit(base_)
    scale[base_.score_column] = 1 / unit
    columns = np.ascontiguousarray(sums.T)
    result = np.empty((len(base_.ratios), len(sums)))
    with np.errstate(invalid="ignore", divide="ignore"):
        for place, ratio in enumerate(base_.ratios):
            numerator = sum(columns[column] * factor for column, factor in ratio.numerator)
            denominator = columns[ratio.denominator] * scale[ratio.denominator]
            result[place] = np.where(denominator > 0, numerator / denominator, np.nan)
    return np.ascontiguousarray(result.T)


def _score_unit(base_: Base) -> float:
    return 1 / next(item.numerator[0][1] for item in base_.ratios if item.measure == "M0")


def score_variance_among_poor(sums: Floats, base_: Base) -> Floats:
    """Variance of the score among the poor of each area; null where nobody is poor."""
    unit, at = _score_unit(base_), {name: place for place, name in enumerate(base_.names)}
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = sums[:, at["score"]] / sums[:, at["poor"]] / unit
        square = sums[:, at["score_squared"]] / sums[:, at["poor"]] / unit**2
    return np.where(sums[:, at["poor"]] > 0, np.maximum(square - mean**2, 0.0), np.nan)


def gap_lines(whole: Whole) -> Floats:
    """Stored gap sums (trillionths) in units of the poverty line."""
    return whole / float(GAP_UNITS)
