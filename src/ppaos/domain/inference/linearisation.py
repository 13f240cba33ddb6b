"""How sure is an estimate: standard errors and intervals of any number of ratios and domains.

In: per cell, a numerator y, a denominator x, the mass of the cell, a domain and a survey design.
Out: b = sum(m y) / sum(m x) of every measure in every domain, its standard error by Taylor
linearisation, and an interval. Every measure of MEASUREMENT is such a ratio.

A cell may be any part of a PSU and domain: a household, a row of the cube, or totals that were
added up before (with mass 1), since only the sums by PSU and domain count. Cells are put in one
order first: results do not depend on the order in which they come.

Nulls are nan in arrays: b where the denominator is empty, se where no variance can be estimated,
ll and ul where either is null or no degree of freedom is left.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy import sparse, special

from ppaos.domain.arrays import Floats, Whole
from ppaos.domain.errors import SettingError
from ppaos.domain.inference.survey_design import SurveyDesign

DegreesOfFreedom = Literal["design", "domain"]
Quantile = Literal["t", "z"]
Scale = Literal["logit", "linear"]
ROUNDING: Final = 8 * np.finfo(np.float64).eps
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Inference:
    """Settings of intervals."""

    confidence: float = 0.95
    df: DegreesOfFreedom = "design"
    """PSUs minus strata of the whole design, or of the PSUs that the domain holds."""
    quantile: Quantile = "t"
    """Quantile of level intervals: t with `df`, or the normal."""
    change_quantile: Quantile = "t"
    """Quantile of change intervals."""

    def __post_init__(self) -> None:
        if not 0 < self.confidence < 1:
            raise SettingError(
                th=f"ระดับความเชื่อมั่นต้องอยู่ระหว่าง 0 กับ 1 (ได้รับ {self.confidence})",
                en=f"The confidence level must lie between 0 and 1 (got {self.confidence}).",
            )


@dataclass(frozen=True)
class LinearisedRatios:
    """Ratios and their linearised scores; what every variance of them is computed from."""

    b: Floats
    """Shape [domains, measures]."""
    scores: Floats
    """(sum(m y) - b sum(m x)) / X of each entry, shape [entries, measures]; 0 where b is null."""
    psu: Whole
    """PSU of each entry, shape [entries]; at most one entry for each PSU and domain."""
    domain: Whole
    """Domain of each entry, shape [entries]."""
    numerator: Floats
    """sum(m y) of each entry, shape [entries, measures]."""
    denominator: Floats
    """sum(m x) of each entry, shape [entries, measures]."""
    design: SurveyDesign

    @property
    def domains(self) -> int:
        """Number of domains."""
        return len(self.b)


@dataclass(frozen=True)
class Estimates:
    """Estimates of every measure in every domain; all arrays but df have shape [domains, measures]."""

    b: Floats
    se: Floats
    ll: Floats
    ul: Floats
    df: Floats
    """Degrees of freedom, shape [domains]; infinite in a census."""


def ratio_estimates(
    y: Floats,
    x: Floats,
    mass: Floats,
    domain: Whole,
    domains: int,
    design: SurveyDesign,
    settings: Inference | None = None,
) -> Estimates:
    """Estimates of b = sum(m y)/sum(m x) with their standard errors and logit intervals.

    `y`, `x`: float64 [cells, measures], finite; `mass`: float64 [cells], not negative; `domain`:
    int64 [cells], -1 for cells outside every domain, which still belong to the design. Cells left
    out by a missing rule are such cells. See `linearise` and `level_estimates`.
    """
    return level_estimates(linearise(y, x, mass, domain, domains, design), settings)


def census_estimates(b: Floats) -> Estimates:
    """Estimates of a complete count: no standard error, and intervals of one point.

    Null where `b` (float64 [domains, measures]) is null.
    """
    se = np.where(np.isnan(b), np.nan, 0.0)
    return Estimates(b=b, se=se, ll=b.copy(), ul=b.copy(), df=np.full(len(b), np.inf))


def linearise(
    y: Floats, x: Floats, mass: Floats, domain: Whole, domains: int, design: SurveyDesign
) -> LinearisedRatios:
    """Ratios by domain and the linearised scores of each PSU (Woodruff 1971).

    Arguments as of `ratio_estimates`. Null where the denominator sums to zero. A score that is
    within rounding of zero is zero, so that a measure without variation has standard error 0.
    """
    inside = np.flatnonzero((domain >= 0) & (mass > 0))
    key = design.psu[inside] * domains + domain[inside]
    order = inside[np.lexsort((_fingerprint(mass[inside], y[inside], x[inside]), key))]
    key, place = np.unique(design.psu[order] * domains + domain[order], return_inverse=True)
    gather = sparse.csr_array(
        (mass[order], (place, np.arange(len(order)))), shape=(len(key), len(order))
    )
    numerator, denominator = np.asarray(gather @ y[order]), np.asarray(gather @ x[order])
    psu, of = key // max(domains, 1), key % max(domains, 1)
    total = sparse.csr_array(
        (np.ones(len(key)), (of, np.arange(len(key)))), shape=(domains, len(key))
    )
    size = np.asarray(total @ denominator)
    with np.errstate(invalid="ignore", divide="ignore"):
        b = np.where(size > 0, np.asarray(total @ numerator) / size, np.nan)
        fitted = b[of] * denominator
        rest = numerator - fitted
        rest[np.abs(rest) <= ROUNDING * np.abs(fitted)] = 0.0
        scores = np.nan_to_num(rest / size[of], nan=0.0, posinf=0.0, neginf=0.0)
    return LinearisedRatios(b, scores, psu, of, numerator, denominator, design)


def standard_errors(linearised: LinearisedRatios) -> Floats:
    """Standard errors, shape [domains, measures]; null where b is or no variance exists."""
    variance = linearised.design.variance(
        linearised.scores, linearised.psu, linearised.domain, linearised.domains
    )
    return np.where(np.isnan(linearised.b), np.nan, np.sqrt(variance))


def level_estimates(
    linearised: LinearisedRatios, settings: Inference | None = None, *, scale: Scale = "logit"
) -> Estimates:
    """Standard errors and intervals of linearised ratios."""
    settings = settings or Inference()
    se = standard_errors(linearised)
    df = degrees_of_freedom(linearised, settings)
    reach = quantile(df, settings.confidence, settings.quantile)[:, None]
    ll, ul = intervals(linearised.b, se, reach, scale=scale)
    return Estimates(b=linearised.b, se=se, ll=ll, ul=ul, df=df)


def degrees_of_freedom(linearised: LinearisedRatios, settings: Inference) -> Floats:
    """Degrees of freedom of each domain, shape [domains]; 0 or less means that none is left."""
    design = linearised.design
    if settings.df == "design":
        return np.full(linearised.domains, float(design.degrees_of_freedom))
    held = design.degrees_in_domain(linearised.psu, linearised.domain, linearised.domains)
    return held.astype(np.float64)


def quantile(df: Floats, confidence: float, kind: Quantile) -> Floats:
    """Quantile that a two-sided interval reaches, same shape as `df`; null without freedom."""
    tail = (1 + confidence) / 2
    if kind == "z":
        return np.full(df.shape, float(special.ndtri(tail)))
    return np.where(df > 0, special.stdtrit(np.where(df > 0, df, 1.0), tail), np.nan)


def intervals(
    b: Floats, se: Floats, reach: Floats, *, scale: Scale = "logit"
) -> tuple[Floats, Floats]:
    """Lower and upper limits; arrays that broadcast to the shape of `b`.

    `logit`: expit(logit b +- reach se / (b (1 - b))) for 0 < b < 1, which stays inside (0, 1);
    otherwise, and under `linear`, b +- reach se. A standard error of 0 gives the point b (so 0 and
    1 are their own intervals), also where no degree of freedom is left.
    """
    half = np.where(se == 0, 0.0, np.nan_to_num(reach, nan=0.0) * se)
    half = np.where((se > 0) & np.isnan(reach), np.nan, half)
    ll, ul = b - half, b + half
    if scale == "logit":
        inside = (b > 0) & (b < 1) & (half > 0)
        safe = np.where(inside, b, 0.5)
        middle, width = special.logit(safe), half / (safe * (1 - safe))
        ll = np.where(inside, special.expit(middle - width), ll)
        ul = np.where(inside, special.expit(middle + width), ul)
    return ll, ul


def _fingerprint(mass: Floats, y: Floats, x: Floats) -> Whole:
    """A whole number for the content of each cell, equal for equal cells: shape [cells].

    Sorting by it makes sums independent of the order of the cells, to the last bit.
    """
    total = np.zeros(len(mass), dtype=np.uint64)
    mix = np.uint64(1)
    with np.errstate(over="ignore"):
        for column in (mass, *y.T, *x.T):
            mix = mix * _MIX + np.uint64(1)
            bits = np.ascontiguousarray(column, dtype=np.float64).view(np.uint64)
            total ^= (bits ^ (bits >> np.uint64(29))) * (mix | np.uint64(1))
            total = total * _MIX + (total >> np.uint64(31))
    return total.astype(np.int64)
