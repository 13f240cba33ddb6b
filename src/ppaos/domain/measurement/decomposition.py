"""What a change, or a spread, of poverty is made of.

In: measures of two waves, or totals of groups. Out: parts that add up to the whole, to rounding.
The parts of a change are Shapley values: each factor's effect averaged over every order in which
the factors could have changed (Shorrocks 2013; Alkire et al. 2015, ch. 9).
"""

from dataclasses import dataclass

import numpy as np

from ppaos.domain.arrays import Floats


@dataclass(frozen=True)
class GroupParts:
    """Parts of the change of a population's measure; arrays of shape [groups, ...]."""

    within: Floats
    """Change of the group's own measure, at its average share of the population."""
    share: Floats
    """Change of the group's share of the population, at its average measure."""


@dataclass(frozen=True)
class Spread:
    """Variance of the score among the poor, and where it lies."""

    total: float
    within: float
    between: float
    """Null where nobody is poor. total = within + between."""


def change_by_incidence_and_intensity(
    h0: Floats, a0: Floats, h1: Floats, a1: Floats
) -> tuple[Floats, Floats]:
    """Parts of the change of M0 = H A that come from H and from A (arrays of one shape).

    dM0 = dH (A0 + A1)/2 + dA (H0 + H1)/2. Where nobody was poor in one wave its A is null; then A
    is taken not to have changed and H explains everything. Null where H is null.
    """
    nobody = np.isnan(a0) & np.isnan(a1)
    first = np.where(nobody, 0.0, np.where(np.isnan(a0), a1, a0))
    second = np.where(nobody, 0.0, np.where(np.isnan(a1), a0, a1))
    return (h1 - h0) * (first + second) / 2, (second - first) * (h0 + h1) / 2


def change_by_indicator(hdk0: Floats, hdk1: Floats, weights: Floats) -> Floats:
    """Parts of the change of M0 by indicator: w_j (hdk_j1 - hdk_j0).

    `hdk0`, `hdk1`: censored headcounts, shape [..., indicators]; `weights`: shape [indicators].
    M0 is linear in the censored headcounts, so this is the Shapley value. Null where either is.
    """
    return (hdk1 - hdk0) * weights


def change_by_group(
    measure0: Floats, measure1: Floats, share0: Floats, share1: Floats
) -> GroupParts:
    """Parts of the change of sum_g s_g m_g: within groups and between them.

    `measure`: of each group, shape [groups, ...]; `share`: of the population, shape [groups], each
    summing to 1. within_g = (m1 - m0)(s0 + s1)/2, share_g = (s1 - s0)(m0 + m1)/2. A group without
    people in one wave has a null measure there; then its own measure is taken not to have changed.
    """
    first, second = _filled(measure0, measure1), _filled(measure1, measure0)
    shape = (-1,) + (1,) * (measure0.ndim - 1)
    s0, s1 = share0.reshape(shape), share1.reshape(shape)
    return GroupParts(
        within=(second - first) * (s0 + s1) / 2, share=(s1 - s0) * (first + second) / 2
    )


def spread_among_poor(poor: Floats, intensity: Floats, variance: Floats) -> Spread:
    """Variance of the score among the poor, within and between groups.

    In, of each group, shape [groups]: mass of the poor, mean A_g and variance V_g of their scores;
    groups without poor do not count, whatever theirs are. V = sum_g p_g V_g + sum_g p_g (A_g - A)^2
    with p_g the group's share of the poor; it is the inequality measure of Alkire and Seth (2014)
    up to its constant.
    """
    known = poor > 0
    if not known.any():
        return Spread(np.nan, np.nan, np.nan)
    share, mean = poor[known] / poor[known].sum(), intensity[known]
    within, overall = float(share @ variance[known]), float(share @ mean)
    between = float(share @ (mean - overall) ** 2)
    return Spread(within + between, within, between)


def _filled(measure: Floats, other: Floats) -> Floats:
    filled = np.where(np.isnan(measure), other, measure)
    return np.nan_to_num(filled, nan=0.0)
