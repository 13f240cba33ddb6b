from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays

from ppaos.domain.measurement.redundancy import redundancy
from ppaos.domain.measurement.robustness import kendall_tau, pairwise_comparisons, spearman

FIELDS = ("kept", "reversed", "tied_in_baseline", "tied_in_scheme", "tied_in_both")
few_values = st.sampled_from([0.0, 0.1, 0.2, 0.3, np.nan])


def counted(base, other):
    """The five counts by comparing every pair."""
    result = dict.fromkeys(FIELDS, 0)
    known = [i for i in range(len(base)) if not np.isnan(base[i]) and not np.isnan(other[i])]
    for i, j in combinations(known, 2):
        one, two = np.sign(base[i] - base[j]), np.sign(other[i] - other[j])
        if one == 0 and two == 0:
            result["tied_in_both"] += 1
        elif one == 0:
            result["tied_in_baseline"] += 1
        elif two == 0:
            result["tied_in_scheme"] += 1
        else:
            result["kept" if one == two else "reversed"] += 1
    return result


@given(st.integers(0, 12).flatmap(lambda n: arrays(float, (n, 3), elements=few_values)))
def test_comparisons_equal_those_of_every_pair(estimates):
    result = pairwise_comparisons(estimates, baseline=1)
    for scheme in range(3):
        expected = counted(estimates[:, 1], estimates[:, scheme])
        assert {name: int(getattr(result, name)[scheme]) for name in FIELDS} == expected
        total = sum(expected.values())
        kept = expected["kept"] + expected["tied_in_both"]
        assert result.total[scheme] == total
        if total:
            assert result.robust_share[scheme] == pytest.approx(kept / total)
        else:
            assert np.isnan(result.robust_share[scheme])


def test_many_areas_are_counted_exactly():
    random = np.random.default_rng(1)
    base = random.integers(0, 500, 3000) / 500
    other = np.where(random.random(3000) < 0.3, random.integers(0, 500, 3000) / 500, base)
    result = pairwise_comparisons(np.column_stack([base, other]))
    signs = [np.sign(v[:, None] - v[None, :])[np.triu_indices(3000, 1)] for v in (base, other)]
    assert result.kept[1] == np.count_nonzero(signs[0] * signs[1] > 0)
    assert result.reversed[1] == np.count_nonzero(signs[0] * signs[1] < 0)
    assert result.total[1] == 3000 * 2999 // 2


def test_ties_of_the_baseline_and_of_the_scheme_are_counted_apart():
    result = pairwise_comparisons(np.array([[1, 1], [1, 2], [2, 2], [3, 0]], dtype=float))
    assert result.tied_in_baseline[1] == 1 and result.tied_in_scheme[1] == 1
    assert result.kept[1] == 1 and result.reversed[1] == 3


@given(st.integers(2, 10).flatmap(lambda n: arrays(float, (n, 2), elements=few_values)))
def test_tau_b_follows_from_the_counts(estimates):
    tau = kendall_tau(estimates)[0, 1]
    n = counted(estimates[:, 0], estimates[:, 1])
    first = n["kept"] + n["reversed"] + n["tied_in_scheme"]
    second = n["kept"] + n["reversed"] + n["tied_in_baseline"]
    if first == 0 or second == 0:
        assert np.isnan(tau)
    else:
        expected = (n["kept"] - n["reversed"]) / (first * second) ** 0.5
        assert tau == pytest.approx(expected, abs=1e-12)


def test_spearman_is_the_correlation_of_average_ranks():
    estimates = np.array([[0.1, 0.2], [0.1, 0.1], [0.3, 0.4], [0.4, 0.3]])
    ranks = np.array([[1.5, 2], [1.5, 1], [3, 4], [4, 3]])
    expected = np.corrcoef(ranks.T)[0, 1]
    result = spearman(estimates)
    assert result[0, 1] == result[1, 0] == pytest.approx(expected, abs=1e-15)
    assert result[0, 0] == 1


def test_a_scheme_that_ranks_nobody_has_null_correlations():
    estimates = np.array([[0.1, 0.5], [0.2, 0.5], [0.3, 0.5]])
    for result in (kendall_tau(estimates), spearman(estimates)):
        assert result[0, 0] == 1 and np.isnan(result[0, 1]) and np.isnan(result[1, 1])


def test_redundancy_of_a_known_table():
    deprived = np.array([[1, 1], [1, 0], [0, 1], [0, 0]], dtype=bool)
    result = redundancy(deprived, np.array([30.0, 10.0, 20.0, 40.0]))
    assert result.both[0, 1] == 30
    assert result.r0[0, 1] == pytest.approx(30 / 40)
    expected = (30 * 40 - 10 * 20) / (40 * 60 * 50 * 50) ** 0.5
    assert result.cramers_v[0, 1] == result.cramers_v[1, 0] == pytest.approx(expected)
    np.testing.assert_array_equal(np.diag(result.r0), 1)
    np.testing.assert_allclose(np.diag(result.cramers_v), 1, rtol=1e-15)


def test_indicators_that_exclude_each_other_have_a_negative_v():
    deprived = np.array([[1, 0], [0, 1]], dtype=bool)
    result = redundancy(deprived, np.ones(2))
    assert (result.r0[0, 1], result.cramers_v[0, 1]) == (0, -1)


def test_redundancy_is_null_where_it_is_undefined():
    deprived = np.array([[1, 0, 1], [0, 0, 1]], dtype=bool)
    result = redundancy(deprived, np.ones(2))
    assert np.isnan(result.r0[0, 1]) and np.isnan(result.cramers_v[0, 1])
    assert result.r0[0, 2] == 1 and np.isnan(result.cramers_v[0, 2])


def test_redundancy_compares_only_units_known_for_both():
    deprived = np.array([[1, 1], [1, 0], [0, 0], [1, 1]], dtype=bool)
    known = np.array([[1, 1], [1, 0], [1, 1], [1, 1]], dtype=bool)
    result = redundancy(deprived, np.ones(4), known)
    assert result.r0[0, 1] == 1 and result.cramers_v[0, 1] == pytest.approx(1)
