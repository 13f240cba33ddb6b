"""Would areas rank the same under another cutoff or other weights?

In: estimates of the same measure for the same areas under several schemes, float64
[areas, schemes]. Out: rank correlations of every pair of schemes, and how many comparisons of two
areas keep their sign (Alkire et al. 2015, ch. 8).

An area that is null under either scheme of a pair is left out of that pair.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ppaos.domain.arrays import Floats, Whole


@dataclass(frozen=True)
class Comparisons:
    """Pairs of areas under a baseline and under each scheme; arrays of shape [schemes]."""

    kept: Whole
    """Strictly ordered the same way under both."""
    reversed: Whole
    """Strictly ordered the other way."""
    tied_in_baseline: Whole
    """Tied under the baseline, ordered under the scheme."""
    tied_in_scheme: Whole
    """Ordered under the baseline, tied under the scheme."""
    tied_in_both: Whole

    @property
    def total(self) -> Whole:
        """All pairs of areas known under both."""
        ordered = self.kept + self.reversed
        return ordered + self.tied_in_baseline + self.tied_in_scheme + self.tied_in_both

    @property
    def robust_share(self) -> Floats:
        """Share of the pairs that keep their sign: kept order, or tied in both; null of no pair."""
        return _share(self.kept + self.tied_in_both, self.total)


def kendall_tau(estimates: Floats) -> Floats:
    """Kendall's tau-b of each pair of schemes, [schemes, schemes]; null where one is constant."""
    return _pairwise(estimates, _tau)


def spearman(estimates: Floats) -> Floats:
    """Spearman's rank correlation (average ranks for ties) of each pair of schemes; null likewise."""
    return _pairwise(estimates, _rho)


def pairwise_comparisons(estimates: Floats, baseline: int = 0) -> Comparisons:
    """Count which comparisons of two areas hold under the scheme `baseline` and under each other.

    Takes n log n time: the numbers of pairs in and out of order follow from tau-b and the ties,
    S = tau_b sqrt((P - T_x)(P - T_y)), which is a whole number.
    """
    rows = [_compare(estimates[:, baseline], other) for other in estimates.T]
    return Comparisons(*np.array(rows, dtype=np.int64).reshape(len(rows), 5).T)


def _compare(base: Floats, other: Floats) -> tuple[int, int, int, int, int]:
    """Pairs kept, reversed, tied in the baseline only, in the other only, and in both."""
    known = ~(np.isnan(base) | np.isnan(other))
    one, two = base[known], other[known]
    total = _pairs(np.array([len(one)]))
    ties_one, place_one = _ties(one)
    ties_two, place_two = _ties(two)
    width = int(place_two.max(initial=0)) + 1
    both, _ = _ties(place_one * width + place_two)
    free = (total - ties_one) * (total - ties_two)
    ordered = total - ties_one - ties_two + both
    balance = 0 if free == 0 else round(_tau(one, two) * float(free) ** 0.5)
    kept = (ordered + balance) // 2
    return kept, ordered - kept, ties_one - both, ties_two - both, both


def _ties(values: Floats | Whole) -> tuple[int, Whole]:
    """Pairs of equal values, and the rank of each distinct value."""
    _, place, size = np.unique(values, return_inverse=True, return_counts=True)
    return _pairs(size), np.asarray(place, dtype=np.int64)


def _pairs(size: Whole) -> int:
    return int((size.astype(np.int64) * (size.astype(np.int64) - 1) // 2).sum())


def _tau(one: Floats, two: Floats) -> float:
    from scipy import stats  # here, since it takes seconds to import and ranks are rarely compared

    method: Literal["asymptotic", "auto"]
    method = "asymptotic" if len(one) > 2 else "auto"  # of a p-value that nobody reads; 2 fail
    return float(stats.kendalltau(one, two, variant="b", method=method).statistic)


def _rho(one: Floats, two: Floats) -> float:
    from scipy import stats

    return float(np.corrcoef(stats.rankdata(one), stats.rankdata(two))[0, 1])


def _pairwise(estimates: Floats, correlation: Callable[[Floats, Floats], float]) -> Floats:
    schemes = estimates.shape[1]
    result = np.full((schemes, schemes), np.nan)
    for first in range(schemes):
        for second in range(first, schemes):
            known = ~np.isnan(estimates[:, [first, second]]).any(axis=1)
            one, two = estimates[known, first], estimates[known, second]
            if len(one) > 1 and np.ptp(one) > 0 and np.ptp(two) > 0:
                value = 1.0 if first == second else correlation(one, two)
                result[first, second] = result[second, first] = value
    return result


def _share(part: Whole, whole: Whole) -> Floats:
    return np.where(whole > 0, part / np.maximum(whole, 1), np.nan)
