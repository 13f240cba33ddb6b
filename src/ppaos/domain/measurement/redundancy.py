"""Do two indicators say the same thing?

In: deprivations and masses. Out: for each pair of indicators the redundancy R0 and Cramer's V
(Alkire et al. 2015, ch. 7.3).

    R0 = n11 / min(n1., n.1)      of those deprived in the rarer one, how many are in both
    V = (n11 n00 - n10 n01) / sqrt(n1. n0. n.1 n.0)

V keeps its sign: below zero the indicators exclude each other. Pairs are compared over the units
where both are known.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ppaos.domain.arrays import Floats


@dataclass(frozen=True)
class Redundancy:
    """Association of indicators; arrays of shape [indicators, indicators], symmetric."""

    r0: Floats
    """Null where nobody is deprived in one of the two. 1 with itself."""
    cramers_v: Floats
    """Null where everybody or nobody is deprived in one of the two. 1 with itself."""
    both: Floats
    """Mass deprived in both; on the diagonal, in the indicator, over units known for it."""


def redundancy(
    deprived: NDArray[np.bool_], mass: Floats, known: NDArray[np.bool_] | None = None
) -> Redundancy:
    """Redundancy of every pair of indicators.

    `deprived`: bool [units or patterns, indicators]; `mass`: float64 [units or patterns]; `known`:
    bool of the shape of `deprived`, False where the answer is missing (and, if so wished, where the
    indicator does not apply); everything is known by default.
    """
    seen = np.ones(deprived.shape) if known is None else known.astype(np.float64)
    yes = deprived * seen
    no = seen - yes
    weighted = yes * mass[:, None]
    n11, n10 = weighted.T @ yes, weighted.T @ no
    n01, n00 = n10.T, (no * mass[:, None]).T @ no
    in_first, in_second = n11 + n10, n11 + n01
    rarer = np.minimum(in_first, in_second)
    spread = np.sqrt(in_first * (n01 + n00)) * np.sqrt(in_second * (n10 + n00))
    with np.errstate(invalid="ignore", divide="ignore"):
        r0 = np.where(rarer > 0, n11 / rarer, np.nan)
        v = np.where(spread > 0, (n11 * n00 - n10 * n01) / spread, np.nan)
    return Redundancy(r0=r0, cramers_v=np.clip(v, -1.0, 1.0), both=n11)
