import numpy as np
import pytest

from ppaos.domain.errors import DesignError, SettingError
from ppaos.domain.inference.bootstrap import bootstrap, bootstrap_factors, replicate_standard_errors
from ppaos.domain.inference.linearisation import linearise, standard_errors
from ppaos.domain.inference.survey_design import simple_random, survey_design


def ratios(design, y):
    n = len(y)
    values, domain = np.array(y, dtype=float)[:, None], np.zeros(n, dtype=np.int64)
    return linearise(values, np.ones((n, 1)), np.ones(n), domain, 1, design)


def test_the_same_seed_gives_the_same_replicates():
    one = ratios(simple_random(6), [1, 0, 1, 0, 0, 1])
    first, again = (bootstrap(one, replicates=20, seed=5).values for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert (bootstrap(one, replicates=20, seed=6).values != first).any()


def test_factors_of_a_stratum_always_average_to_one():
    design = survey_design(np.arange(7), np.array([0, 0, 0, 1, 1, 1, 1]), np.full(7, 0.3))
    factors = bootstrap_factors(design, 50, seed=1)
    np.testing.assert_allclose(factors[:, :3].mean(axis=1), 1, rtol=1e-14)
    np.testing.assert_allclose(factors[:, 3:].mean(axis=1), 1, rtol=1e-14)
    assert (factors >= 0).all() and len(np.unique(factors[:, 0])) > 1


@pytest.mark.parametrize("rate", [0.0, 0.5])
def test_the_bootstrap_comes_to_the_linearised_error(rate):
    random = np.random.default_rng(3)
    stratum = np.repeat(np.arange(4), 12)
    y = (random.random(48) < 0.2 + 0.1 * stratum).astype(float)
    one = ratios(survey_design(np.arange(48), stratum, np.full(48, rate)), y)
    by_draws = bootstrap(one, replicates=4000, seed=2).standard_errors()
    np.testing.assert_allclose(by_draws, standard_errors(one), rtol=0.05)


def test_a_complete_draw_has_no_error():
    design = survey_design(np.arange(4), np.zeros(4, np.int64), np.ones(4))
    result = bootstrap(ratios(design, [1, 0, 0, 1]), replicates=10, seed=1)
    np.testing.assert_array_equal(result.standard_errors(), 0)


def test_replicates_with_nobody_are_left_out():
    values = np.array([[1.0], [3.0], [np.nan]])
    assert replicate_standard_errors(np.array([2.0]), values)[0] == 1
    alone = np.array([[1.0], [np.nan], [np.nan]])
    assert np.isnan(replicate_standard_errors(np.array([2.0]), alone)[0])


def test_one_psu_overall_is_null():
    design = survey_design(np.zeros(3, np.int64), lonely="certainty")
    result = bootstrap(ratios(design, [1, 0, 1]), replicates=5, seed=1)
    assert np.isnan(result.values).all() and np.isnan(result.standard_errors()).all()


def test_lonely_rules_without_a_bootstrap_are_refused():
    design = survey_design(np.arange(3), np.array([0, 0, 1]), lonely="average")
    with pytest.raises(DesignError, match="has no bootstrap"):
        bootstrap_factors(design, 10, seed=1)


def test_one_replicate_is_refused():
    with pytest.raises(SettingError, match="at least 2"):
        bootstrap_factors(simple_random(3), 1, seed=1)
