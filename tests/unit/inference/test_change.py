import numpy as np
import pytest
from hypothesis import given, strategies as st

from ppaos.domain.errors import SettingError
from ppaos.domain.inference.change import _variance, census_changes, changes, wave_pairs
from ppaos.domain.inference.linearisation import Inference, linearise, standard_errors
from ppaos.domain.inference.survey_design import survey_design

GROUPS = 2


def waves_of(seed, *, waves=3, overlap=True, psus=8):
    """Ratios of `waves` waves by two groups; PSUs are shared between waves, or not."""
    random = np.random.default_rng(seed)
    wave, psu, group = (
        axis.ravel() for axis in np.meshgrid(range(waves), range(psus), range(GROUPS))
    )
    stratum = psu % 2
    if not overlap:
        psu, stratum = psu + 100 * wave, stratum + 10 * wave
    design = survey_design(psu, stratum)
    x = np.ones((len(psu), 2))
    y = np.column_stack([random.random(len(psu)), 0.1 + random.random(len(psu)) / 2])
    mass = 1 + random.random(len(psu))
    return linearise(y, x, mass, wave * GROUPS + group, waves * GROUPS, design)


def kind(result, ctype, ann, t0=0, t1=1):
    found = [c for c in result if (c.ctype, c.ann, c.t0, c.t1) == (ctype, ann, t0, t1)]
    assert len(found) == 1
    return found[0]


def test_pairs_are_consecutive_and_first_with_last():
    assert wave_pairs(1) == ()
    assert wave_pairs(2) == ((0, 1),)
    assert wave_pairs(4) == ((0, 1), (1, 2), (2, 3), (0, 3))
    assert wave_pairs(3, "all") == ((0, 1), (0, 2), (1, 2))
    assert wave_pairs(3, "consecutive") == ((0, 1), (1, 2))


def test_the_four_kinds_have_their_formulas():
    result = census_changes(np.array([[[0.4]], [[0.1]]]), years=(2010, 2012))
    values = {(c.ctype, c.ann): c.b[0, 0] for c in result}
    assert values["abs", False] == pytest.approx(-0.3)
    assert values["abs", True] == pytest.approx(-0.15)
    assert values["rel", False] == pytest.approx(-75)
    assert values["rel", True] == pytest.approx(-50)
    for change in result:
        assert change.se[0, 0] == 0 and change.ll[0, 0] == change.ul[0, 0] == change.b[0, 0]


def test_without_years_nothing_is_annualised():
    assert {c.ann for c in changes(waves_of(1), GROUPS)} == {False}


def test_years_must_rise():
    with pytest.raises(SettingError, match="2012 is not after 2012"):
        changes(waves_of(1, waves=2), GROUPS, years=(2012, 2012))


def wave_covariance(ratios, groups):
    """Covariance of the waves' estimates, [groups, measures, waves, waves], by polarisation:
    cov(a, b) = (V(a + b) - V(a - b)) / 4."""
    waves, measures = len(ratios.b) // groups, ratios.b.shape[1]
    result = np.empty((groups, measures, waves, waves))
    ones = np.ones((groups, measures))
    for one in range(waves):
        for two in range(one, waves):
            plus = _variance(ratios, groups, (one, two), ones, ones)
            minus = _variance(ratios, groups, (one, two), ones, -ones)
            result[:, :, one, two] = result[:, :, two, one] = (plus - minus) / 4
    return result


@given(st.integers(0, 2**20), st.booleans())
def test_errors_follow_from_the_whole_covariance_of_the_waves(seed, overlap):
    ratios = waves_of(seed, overlap=overlap)
    covariance = wave_covariance(ratios, GROUPS)
    b = ratios.b.reshape(3, GROUPS, 2)
    years = (2000.0, 2003.0, 2010.0)
    result = changes(ratios, GROUPS, years=years)
    assert len(result) == 4 * 3
    for change in result:
        span = years[change.t1] - years[change.t0]
        for group in range(GROUPS):
            for measure in range(2):
                cov = covariance[group, measure]
                v00, v11 = cov[change.t0, change.t0], cov[change.t1, change.t1]
                v01 = cov[change.t0, change.t1]
                b0, b1 = b[change.t0, group, measure], b[change.t1, group, measure]
                if change.ctype == "abs":
                    variance = v00 + v11 - 2 * v01
                    variance /= span**2 if change.ann else 1
                else:
                    power = 1 / span if change.ann else 1
                    scale = 100 * power * (b1 / b0) ** power
                    variance = scale**2 * (v00 / b0**2 + v11 / b1**2 - 2 * v01 / (b0 * b1))
                expected = variance**0.5
                assert change.se[group, measure] == pytest.approx(expected, rel=1e-9)


def test_independent_waves_have_no_covariance():
    covariance = wave_covariance(waves_of(4, overlap=False), GROUPS)
    np.testing.assert_allclose(covariance[..., 0, 1], 0, atol=1e-18)
    assert (np.abs(wave_covariance(waves_of(4), GROUPS)[..., 0, 1]) > 1e-6).all()


def test_the_covariance_of_a_wave_with_itself_is_its_variance():
    ratios = waves_of(7)
    own = np.diagonal(wave_covariance(ratios, GROUPS), axis1=2, axis2=3)
    expected = standard_errors(ratios).reshape(3, GROUPS, 2) ** 2
    np.testing.assert_allclose(np.moveaxis(own, 2, 0), expected, rtol=1e-12)


def test_the_same_wave_twice_has_not_changed_and_is_sure_of_it():
    psu = np.tile(np.arange(6), 2)
    y = np.tile(np.array([1.0, 0, 1, 0, 0, 1]), 2)[:, None]
    wave = np.repeat([0, 1], 6)
    ratios = linearise(y, np.ones((12, 1)), np.ones(12), wave, 2, survey_design(psu))
    assert standard_errors(ratios)[0, 0] > 0.2
    found = changes(ratios, 1, years=(1, 2))
    assert len(found) >= 2
    for change in found:
        assert change.b[0, 0] == 0
        assert change.se[0, 0] == pytest.approx(0, abs=1e-14)


def test_a_relative_change_from_zero_is_null():
    found = census_changes(np.array([[[0.0, 0.0]], [[0.2, 0.0]]]), years=(1, 3))
    assert {change.ctype for change in found} == {"abs", "rel"}
    for change in found:
        if change.ctype == "rel":
            assert np.isnan(change.b).all() and np.isnan(change.se).all()
        else:
            assert change.b[0, 1] == 0


def test_a_relative_change_to_zero_is_minus_100():
    y = np.array([1.0, 0, 1, 0, 0, 0, 0, 0])[:, None]
    design = survey_design(np.tile(np.arange(4), 2))
    wave = np.repeat([0, 1], 4)
    ratios = linearise(y, np.ones((8, 1)), np.ones(8), wave, 2, design)
    result = changes(ratios, 1, years=(2010, 2015))
    whole, yearly = kind(result, "rel", False), kind(result, "rel", True)
    assert (whole.b[0, 0], whole.se[0, 0], whole.ll[0, 0]) == (-100, 0, -100)
    assert yearly.b[0, 0] == -100
    assert np.isnan([yearly.se[0, 0], yearly.ll[0, 0], yearly.ul[0, 0]]).all()


def test_a_group_absent_from_a_wave_has_a_null_change():
    y, one = np.array([[1.0], [0], [1], [0], [1]]), np.ones((5, 1))
    domain = np.array([0, 0, 1, 2, 2])  # group 1 only in wave 0
    ratios = linearise(y, one, np.ones(5), domain, 4, survey_design(np.arange(5)))
    change = kind(changes(ratios, 2), "abs", False)
    assert change.b[0, 0] == 0.0 and np.isnan([change.b[1, 0], change.se[1, 0]]).all()


def test_degrees_of_freedom_can_be_those_of_the_group():
    ratios = waves_of(9, waves=2)
    whole = kind(changes(ratios, GROUPS), "abs", False)
    own = kind(changes(ratios, GROUPS, settings=Inference(df="domain")), "abs", False)
    np.testing.assert_array_equal(whole.se, own.se)
    np.testing.assert_allclose(whole.ul, own.ul, rtol=1e-14)  # every group is in every PSU
    normal = kind(changes(ratios, GROUPS, settings=Inference(change_quantile="z")), "abs", False)
    assert (normal.ul < whole.ul).all()
