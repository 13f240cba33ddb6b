import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays

from ppaos.domain.inference.linearisation import ratio_estimates
from ppaos.domain.inference.survey_design import simple_random
from ppaos.domain.measurement.decomposition import (
    change_by_group,
    change_by_incidence_and_intensity,
    change_by_indicator,
    spread_among_poor,
)
from ppaos.domain.measurement.panel import FLOW_MEASURES, flow_masses, flow_ratios

shares = st.floats(0, 1, width=32)


@given(shares, shares, shares, shares)
def test_incidence_and_intensity_add_up(h0, a0, h1, a1):
    parts = change_by_incidence_and_intensity(*(np.array([v]) for v in (h0, a0, h1, a1)))
    assert sum(parts)[0] == pytest.approx(h1 * a1 - h0 * a0, abs=1e-15)


def test_with_nobody_poor_before_all_change_is_incidence():
    by_h, by_a = change_by_incidence_and_intensity(
        np.array([0.0, 0.0]),
        np.array([np.nan, np.nan]),
        np.array([0.2, 0.0]),
        np.array([0.5, np.nan]),
    )
    assert by_h.tolist() == [0.1, 0.0] and by_a.tolist() == [0.0, 0.0]


def test_incidence_and_intensity_swap_symmetrically():
    values = [np.array([v]) for v in (0.4, 0.5, 0.3, 0.6)]
    there = change_by_incidence_and_intensity(*values)
    back = change_by_incidence_and_intensity(*values[2:], *values[:2])
    np.testing.assert_allclose(np.array(there), -np.array(back), rtol=1e-15)


def test_indicators_add_up_to_the_change_of_the_adjusted_headcount():
    weights = np.array([0.5, 0.25, 0.25])
    g = np.array([[1, 1, 0], [0, 1, 1], [1, 0, 0], [0, 0, 1]], dtype=float)
    score = g @ weights
    before, after = ((g * (score >= k)[:, None]).mean(axis=0) for k in (0.5, 0.75))
    parts = change_by_indicator(before, after, weights)
    whole = [(score * (score >= k)).mean() for k in (0.5, 0.75)]
    assert parts.sum() == pytest.approx(whole[1] - whole[0], abs=1e-15)


@given(
    arrays(float, 4, elements=shares),
    arrays(float, 4, elements=shares),
    arrays(int, (2, 4), elements=st.integers(0, 9)),
)
def test_groups_add_up_even_when_one_is_empty(measure0, measure1, people):
    people = people + (people.sum(axis=1) == 0)[:, None]
    s0, s1 = people / people.sum(axis=1)[:, None]
    measure0 = np.where(s0 > 0, measure0, np.nan)
    measure1 = np.where(s1 > 0, measure1, np.nan)
    parts = change_by_group(measure0, measure1, s0, s1)
    whole = np.nansum(s1 * measure1) - np.nansum(s0 * measure0)
    assert (parts.within + parts.share).sum() == pytest.approx(whole, abs=1e-14)


def test_moving_people_between_unchanged_groups_is_all_share():
    measure = np.array([0.1, 0.5])
    parts = change_by_group(measure, measure, np.array([0.5, 0.5]), np.array([0.8, 0.2]))
    assert parts.within.tolist() == [0, 0]
    assert parts.share.sum() == pytest.approx(-0.12)


@given(
    arrays(int, 12, elements=st.integers(0, 4)),
    arrays(int, 12, elements=st.integers(1, 5)),
    arrays(int, 12, elements=st.integers(0, 2)),
)
def test_spread_is_the_variance_and_splits_into_within_and_between(score, mass, group):
    def by_group(values):
        return np.bincount(group, weights=values, minlength=3)

    c = score / 4
    poor = by_group(mass)
    with np.errstate(invalid="ignore"):
        own_mean = by_group(mass * c) / poor
        own_variance = by_group(mass * (c - own_mean[group]) ** 2) / poor
    spread = spread_among_poor(poor, own_mean, own_variance)
    mean = np.average(c, weights=mass)
    assert spread.total == pytest.approx(np.average((c - mean) ** 2, weights=mass), abs=1e-14)
    assert spread.within >= 0 and spread.between >= 0
    assert spread.within + spread.between == spread.total


def test_spread_of_nobody_is_null():
    spread = spread_among_poor(np.zeros(2), np.zeros(2), np.zeros(2))
    assert np.isnan([spread.total, spread.within, spread.between]).all()


WAS = np.array([True, True, True, False, False, False, False, False])
IS = np.array([True, False, False, True, False, False, False, False])


def test_flows_have_their_rates():
    y, x = flow_ratios(WAS, IS)
    one, domain = np.ones(8), np.zeros(8, dtype=np.int64)
    result = ratio_estimates(y, x, one, domain, 1, simple_random(8))
    values = dict(zip(FLOW_MEASURES, result.b[0].tolist(), strict=True))
    assert values == pytest.approx(
        {
            "entries": 1 / 8, "exits": 2 / 8, "stayers": 1 / 8, "never": 4 / 8,
            "entry_rate": 1 / 5, "exit_rate": 2 / 3, "staying_rate": 1 / 3, "net_change": -1 / 8,
        }
    )  # fmt: skip
    assert (result.se[0] > 0).all()


@given(arrays(bool, (9, 2)), arrays(int, 9, elements=st.integers(1, 5)))
def test_entries_minus_exits_are_the_change_of_the_headcount(poor, mass):
    y, x = flow_ratios(poor[:, 0], poor[:, 1])
    totals = mass @ y
    assert totals[0] - totals[1] == totals[7] == mass @ poor[:, 1] - mass @ poor[:, 0]
    assert totals[:4].sum() == mass.sum() == mass @ x[:, 0]


def test_masses_of_flows_by_domain():
    domain = np.array([0, 0, 1, 1, 1, 1, -1, 0])
    result = flow_masses(WAS, IS, np.full(8, 2.0), domain, 3)
    assert result.tolist() == [[0, 2, 2, 2], [2, 2, 0, 4], [0, 0, 0, 0]]


def test_nobody_who_could_leave_gives_a_null_exit_rate():
    y, x = flow_ratios(np.array([False, False]), np.array([True, False]))
    domain = np.zeros(2, dtype=np.int64)
    result = ratio_estimates(y, x, np.ones(2), domain, 1, simple_random(2))
    assert np.isnan(result.b[0, FLOW_MEASURES.index("exit_rate")])
    assert result.b[0, FLOW_MEASURES.index("entry_rate")] == 0.5
