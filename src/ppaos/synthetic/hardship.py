"""Who fails: households in hardship in a round, and which of the 17 indicators they fail.

Hardship is latent: what neighbours share, what stays with a household, and what the year brings.
The worst-off are taken until the people in them are exactly as many as the round must have;
larger households are likelier, as much as the published mean size of failing households says.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

# The จปฐ items in order, with the chance that a failing household with somebody eligible fails.
INDICATORS: Final = (1, 4, 5, 7, 8, 9, 10, 11, 15, 16, 17, 19, 20, 21, 22, 27, 28)
_CHANCE: Final = {
    4: 0.035, 5: 0.030, 7: 0.125, 8: 0.085, 9: 0.030, 10: 0.030, 11: 0.095, 15: 0.050,
    16: 0.035, 17: 0.110, 19: 0.240, 20: 0.130, 21: 0.150, 22: 0.330, 27: 0.006, 28: 0.020,
}  # fmt: skip
_DIMENSION: Final = (0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4)
_PERSISTENCE: Final = 0.75  # share of the variance of hardship that stays with the household
_GENERAL, _SHARED = 0.45, 0.40  # loadings of an indicator on hardship and on its dimension


def hardship_scores(
    chance: np.random.Generator,
    *,
    area_hardship: npt.NDArray[np.float32],
    lasting: npt.NDArray[np.float32],
) -> npt.NDArray[np.float32]:
    """Latent hardship `(h,)` in one round, higher is worse."""
    passing = chance.standard_normal(len(lasting), dtype=np.float32)
    scores: npt.NDArray[np.float32] = (
        area_hardship + _PERSISTENCE**0.5 * lasting + (1 - _PERSISTENCE) ** 0.5 * passing
    )
    return scores


def failing_households(
    scores: npt.NDArray[np.float32],
    *,
    sizes: npt.NDArray[np.int16],
    surely: npt.NDArray[np.bool_],
    people: int,
    size_ratio: float,
) -> npt.NDArray[np.bool_]:
    """Which households `(h,)` fail, holding exactly `people` members when sizes allow.

    `surely` fail whatever their score (a newborn of low weight is a fact of the population);
    the worst-off of them come first. `size_ratio` is the mean size of failing households over
    that of all; a tilt of the score by size is sought that reaches it.
    """
    if people <= 0:
        return np.zeros(len(scores), dtype=np.bool_)
    wanted = float(sizes.mean()) * size_ratio
    low, high = -1.0, 2.0
    chosen = _worst_off(scores, sizes, surely, people)
    for _ in range(12):
        tilt = (low + high) / 2
        chosen = _worst_off(scores + tilt * sizes, sizes, surely, people)
        low, high = (tilt, high) if sizes[chosen].mean() < wanted else (low, tilt)
    return chosen


def failed_indicators(
    chance: np.random.Generator,
    *,
    traits: npt.NDArray[np.float32],
    can_fail: npt.NDArray[np.bool_],
    low_weight: npt.NDArray[np.bool_],
) -> npt.NDArray[np.bool_]:
    """Which of the 17 indicators each failing household fails: `(f, 17)`, at least one a row.

    `traits` `(f, 18)` lasting normals, hardship first; `can_fail` `(f, 17)` whether anybody is
    eligible; `low_weight` `(f,)` decides indicator 1. A Gaussian copula: failures of a household
    go together, most within a dimension, and mostly stay from round to round.
    """
    count = len(traits)
    general = traits[:, :1]
    by_dimension = chance.standard_normal((count, 5), dtype=np.float32)[:, _DIMENSION]
    own = 0.8 * traits[:, 1:] + 0.6 * chance.standard_normal((count, 17), dtype=np.float32)
    rest = (1 - _GENERAL**2 - _SHARED**2) ** 0.5
    latent = _GENERAL * (general - 1.5) + _SHARED * by_dimension + rest * own
    margin = latent - np.array([_normal_quantile(1 - _CHANCE.get(i, 0.0)) for i in INDICATORS])
    margin[~can_fail] = -np.inf
    margin[:, 0] = np.where(low_weight, np.inf, -np.inf)
    failed: npt.NDArray[np.bool_] = margin > 0
    none = ~failed.any(axis=1)
    failed[none, margin[none].argmax(axis=1)] = True
    return failed


def _worst_off(
    scores: npt.NDArray[np.float32],
    sizes: npt.NDArray[np.int16],
    surely: npt.NDArray[np.bool_],
    people: int,
) -> npt.NDArray[np.bool_]:
    """The worst-off in order until `people` are reached, then any that fill the rest exactly."""
    order = np.argsort(-(scores + np.where(surely, 1000.0, 0.0)), kind="stable")
    reached = np.cumsum(sizes[order], dtype=np.int64)
    taken = int(np.searchsorted(reached, people, side="right"))
    chosen = np.zeros(len(scores), dtype=np.bool_)
    chosen[order[:taken]] = True
    missing = people - (int(reached[taken - 1]) if taken else 0)
    for household in order[taken : taken + 5000]:
        if not missing:
            break
        if sizes[household] <= missing and not surely[household]:
            chosen[household] = True
            missing -= int(sizes[household])
    return chosen


def _normal_quantile(probability: float) -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf(probability) if 0 < probability < 1 else np.inf
