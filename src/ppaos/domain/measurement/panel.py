"""Who came out of poverty, who fell into it, and who stayed, among units seen in two waves.

In: for each unit, or each pair of patterns of a transition table, whether it was poor in either
wave. Out: numerators and denominators for `inference.ratio_estimates`, so that rates have standard
errors like every measure, and masses.

The change of H among units seen twice is entries minus exits, as shares of all of them, exactly.
"""

from typing import Final

import numpy as np

from ppaos.domain.arrays import Flags, Floats, Whole

FLOWS: Final = ("entries", "exits", "stayers", "never")
"""Poor only later, only earlier, in both waves, in neither."""
FLOW_MEASURES: Final = (*FLOWS, "entry_rate", "exit_rate", "staying_rate", "net_change")
"""Shares of all units; then entries of those not poor before, exits and stayers of those poor
before; then entries minus exits, which is the change of H."""


def flow_ratios(was_poor: Flags, is_poor: Flags) -> tuple[Floats, Floats]:
    """Numerators and denominators of FLOW_MEASURES, float64 [units, 8] each.

    `was_poor`, `is_poor`: bool [units], both known. Rates are null in a domain where nobody could
    have made the move. The mass to use is that of the later wave, or of the panel.
    """
    entered, left = ~was_poor & is_poor, was_poor & ~is_poor
    stayed, never = was_poor & is_poor, ~was_poor & ~is_poor
    one = np.ones(len(was_poor), dtype=bool)
    numerators = [entered, left, stayed, never, entered, left, stayed]
    denominators = [one, one, one, one, ~was_poor, was_poor, was_poor, one]
    y = np.column_stack([*numerators, entered.astype(float) - left.astype(float)])
    return y.astype(np.float64), np.column_stack(denominators).astype(np.float64)


def flow_masses(
    was_poor: Flags, is_poor: Flags, mass: Floats, domain: Whole, domains: int
) -> Floats:
    """Mass of entries, exits, stayers and never poor in each domain: float64 [domains, 4].

    `domain`: int64 [units], -1 for units outside every domain.
    """
    inside = domain >= 0
    kind = np.select([~was_poor & is_poor, was_poor & ~is_poor, was_poor & is_poor], [0, 1, 2], 3)
    place = domain[inside] * len(FLOWS) + kind[inside]
    total = np.bincount(place, weights=mass[inside], minlength=domains * len(FLOWS))
    return total.astype(np.float64).reshape(domains, len(FLOWS))
