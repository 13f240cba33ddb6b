import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from ppaos.domain.errors import SettingError
from ppaos.domain.inference.linearisation import (
    Inference,
    census_estimates,
    intervals,
    level_estimates,
    linearise,
    ratio_estimates,
)
from ppaos.domain.inference.survey_design import simple_random, survey_design


@st.composite
def surveys(draw):
    """Cells of a stratified cluster sample: at least two PSUs in every stratum."""
    cells = []
    for stratum in range(draw(st.integers(1, 3))):
        for psu in range(draw(st.integers(2, 4))):
            cells += [
                (
                    stratum,
                    psu,
                    draw(st.integers(-1, 1)),
                    draw(st.integers(1, 50)) / 8,
                    draw(st.integers(0, 4)) / 4,
                    draw(st.integers(0, 1)),
                )
                for _ in range(draw(st.integers(1, 3)))
            ]
    stratum, psu, domain, mass, y, x = map(np.array, zip(*cells, strict=True))
    one = np.ones(len(y))
    return {
        "stratum": stratum,
        "psu": psu,
        "domain": domain,
        "mass": mass.astype(float),
        "y": np.column_stack([y, y * x]).astype(float),
        "x": np.column_stack([one, x]).astype(float),
        "rate": draw(st.sampled_from([0.0, 0.25, 1.0])),
    }


def by_hand(survey, domain, measure):
    """Ratio and standard error with explicit loops over strata and PSUs."""
    rows = range(len(survey["mass"]))
    inside = [i for i in rows if survey["domain"][i] == domain]
    above = math.fsum(survey["mass"][i] * survey["y"][i, measure] for i in inside)
    below = math.fsum(survey["mass"][i] * survey["x"][i, measure] for i in inside)
    if below == 0:
        return None, None
    ratio, variance = above / below, 0.0
    for stratum in set(survey["stratum"].tolist()):
        totals = {survey["psu"][i]: 0.0 for i in rows if survey["stratum"][i] == stratum}
        for i in inside:
            if survey["stratum"][i] == stratum:
                rest = survey["y"][i, measure] - ratio * survey["x"][i, measure]
                totals[survey["psu"][i]] += survey["mass"][i] * rest / below
        n = len(totals)
        mean = sum(totals.values()) / n
        squares = sum((total - mean) ** 2 for total in totals.values())
        variance += (1 - survey["rate"]) * n / (n - 1) * squares
    return ratio, math.sqrt(variance)


def estimate(survey, order=None):
    order = np.arange(len(survey["mass"])) if order is None else order
    rates = np.full(len(order), survey["rate"])
    design = survey_design(survey["psu"][order], survey["stratum"][order], rates)
    cells = (survey[name][order] for name in ("y", "x", "mass", "domain"))
    return ratio_estimates(*cells, 2, design)


@given(surveys())
def test_standard_errors_equal_explicit_loops(survey):
    result = estimate(survey)
    for domain in (0, 1):
        for measure in (0, 1):
            b, se = by_hand(survey, domain, measure)
            if b is None:
                assert np.isnan(result.b[domain, measure])
                assert np.isnan(result.se[domain, measure])
                continue
            assert result.b[domain, measure] == pytest.approx(b, rel=1e-14, abs=1e-15)
            assert result.se[domain, measure] == pytest.approx(se, rel=1e-12, abs=1e-14)


@given(surveys(), st.randoms(use_true_random=False))
def test_the_order_of_cells_changes_no_bit(survey, random):
    order = list(range(len(survey["mass"])))
    random.shuffle(order)
    one, two = estimate(survey), estimate(survey, np.array(order))
    for name in ("b", "se", "ll", "ul", "df"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))


@given(surveys())
def test_intervals_hold_the_estimate_and_stay_between_zero_and_one(survey):
    result = estimate(survey)
    known = ~np.isnan(result.ll)
    assert known.sum() == (~np.isnan(result.b)).sum()
    assert (result.ll[known] >= 0).all() and (result.ul[known] <= 1 + 1e-12).all()
    assert (result.ll[known] <= result.b[known] + 1e-12).all()
    assert (result.b[known] <= result.ul[known] + 1e-12).all()


@given(surveys())
def test_totals_by_psu_and_domain_are_cells_too(survey):
    place = (survey["stratum"] * 4 + survey["psu"]) * 3 + survey["domain"] + 1
    known, at = np.unique(place, return_inverse=True)
    first = np.array([np.flatnonzero(at == number)[0] for number in range(len(known))])
    totals = {
        name: np.array(
            [
                (survey["mass"][:, None] * survey[name])[at == n].sum(axis=0)
                for n in range(len(known))
            ]
        )
        for name in ("y", "x")
    }
    added = {name: survey[name][first] for name in ("stratum", "psu", "domain")}
    added |= totals | {"mass": np.ones(len(known)), "rate": survey["rate"]}
    one, two = estimate(survey), estimate(added)
    np.testing.assert_allclose(two.b, one.b, rtol=1e-14)
    np.testing.assert_allclose(two.se, one.se, rtol=1e-10, atol=1e-14)


def test_without_a_design_the_error_of_a_mean_is_s_over_root_n():
    values = np.array([0.0, 1, 1, 0, 0.5, 0.25, 1, 0])[:, None]
    n = len(values)
    domain, one = np.zeros(n, dtype=np.int64), np.ones(n)
    result = ratio_estimates(values, one[:, None], one, domain, 1, simple_random(n))
    assert result.se[0, 0] == pytest.approx(values.std(ddof=1) / math.sqrt(n), rel=1e-14)
    assert result.df[0] == n - 1


def test_a_known_logit_interval():
    ll, ul = intervals(np.array([0.2]), np.array([0.016]), np.array([2.0]))
    odds = 0.25
    assert ll[0] == pytest.approx(1 / (1 + math.exp(0.2) / odds), rel=1e-14)
    assert ul[0] == pytest.approx(1 / (1 + math.exp(-0.2) / odds), rel=1e-14)


def test_zero_and_one_are_their_own_intervals():
    ll, ul = intervals(np.array([0.0, 1.0]), np.zeros(2), np.array([np.nan, 2.0]))
    assert ll.tolist() == ul.tolist() == [0.0, 1.0]


def test_outside_zero_to_one_the_interval_is_linear():
    ll, ul = intervals(np.array([3.0]), np.array([0.5]), np.array([2.0]))
    assert (ll[0], ul[0]) == (2.0, 4.0)


def test_no_degree_of_freedom_means_no_interval():
    design = survey_design(np.array([0, 1, 2, 3]), np.array([0, 0, 1, 1]))
    y, x = np.array([[1.0], [0], [1], [0]]), np.ones((4, 1))
    domain = np.array([0, -1, 0, -1])
    by_design = ratio_estimates(np.array([[1.0], [0], [0], [0]]), x, np.ones(4), domain, 1, design)
    assert by_design.ll[0, 0] < 0.5 < by_design.ul[0, 0]
    settings = Inference(df="domain")
    own = linearise(np.array([[1.0], [0], [0], [0]]), x, np.ones(4), domain, 1, design)
    result = level_estimates(own, settings)
    assert result.se[0, 0] == by_design.se[0, 0] > 0
    assert result.df[0] == 0 and np.isnan(result.ll[0, 0]) and np.isnan(result.ul[0, 0])
    point = ratio_estimates(y, x, np.ones(4), domain, 1, design, settings)
    assert (point.se[0, 0], point.ll[0, 0], point.ul[0, 0]) == (0, 1, 1)


def test_the_normal_quantile_gives_narrower_intervals():
    survey = {"y": np.array([[1.0], [0], [1], [0], [0]]), "x": np.ones((5, 1))}
    ratios = linearise(
        survey["y"], survey["x"], np.ones(5), np.zeros(5, np.int64), 1, simple_random(5)
    )
    with_t, with_z = level_estimates(ratios), level_estimates(ratios, Inference(quantile="z"))
    assert with_t.ll[0, 0] < with_z.ll[0, 0] < 0.4 < with_z.ul[0, 0] < with_t.ul[0, 0]


def test_a_domain_with_nobody_is_null():
    x = np.ones((3, 1))
    result = ratio_estimates(x, x, np.ones(3), np.zeros(3, np.int64), 2, simple_random(3))
    assert result.b[0, 0] == 1 and np.isnan(result.b[1, 0])
    assert np.isnan([result.se[1, 0], result.ll[1, 0], result.ul[1, 0]]).all()


def test_no_cell_at_all_is_null_everywhere():
    nothing = np.zeros((0, 2))
    empty = np.zeros(0)
    result = ratio_estimates(nothing, nothing, empty, empty.astype(int), 2, simple_random(0))
    assert result.b.shape == (2, 2) and np.isnan(result.b).all() and np.isnan(result.se).all()


def test_a_complete_count_has_no_error():
    result = census_estimates(np.array([[0.25, np.nan]]))
    assert (result.b[0, 0], result.se[0, 0], result.ll[0, 0], result.ul[0, 0]) == (
        0.25,
        0,
        0.25,
        0.25,
    )
    assert np.isnan([result.se[0, 1], result.ll[0, 1], result.ul[0, 1]]).all()


def test_a_confidence_of_95_is_refused():
    with pytest.raises(SettingError, match="between 0 and 1"):
        Inference(confidence=95)
