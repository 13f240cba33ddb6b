import numpy as np
import pytest

from ppaos.domain.errors import DesignError, SettingError
from ppaos.domain.inference.linearisation import ratio_estimates
from ppaos.domain.inference.survey_design import simple_random, survey_design


def standard_error(design, y, mass=None):
    n = len(y)
    mass = np.ones(n) if mass is None else mass
    values = np.array(y, dtype=float)[:, None]
    domain = np.zeros(n, dtype=np.int64)
    return ratio_estimates(values, np.ones((n, 1)), mass, domain, 1, design).se[0, 0]


LONELY = (np.array([0, 1, 2, 3, 4]), np.array([0, 0, 1, 1, 2]))
Y = [1, 0, 1, 0, 1]


def test_fail_names_the_strata_of_one_psu_in_both_languages():
    with pytest.raises(DesignError) as error:
        survey_design(*LONELY, stratum_names=["north", "south", "east"])
    assert "Stratum east has a single PSU" in error.value.en
    assert "ชั้นภูมิ east" in error.value.th


def test_a_psu_number_used_in_two_strata_is_two_psus():
    design = survey_design(np.array([1, 2, 1, 2]), np.array([7, 7, 9, 9]))
    assert (design.psus, design.strata, design.degrees_of_freedom) == (4, 2, 2)


def test_lonely_rules_give_what_their_definitions_say():
    found = {
        rule: standard_error(survey_design(*LONELY, lonely=rule), Y) ** 2
        for rule in ("certainty", "adjust", "average", "collapse")
    }
    own = 0.04  # each stratum of two: 2/1 * 2 * (0.5/5)^2
    assert found["certainty"] == pytest.approx(2 * own)
    assert found["adjust"] == pytest.approx(2 * own + (0.4 / 5) ** 2)
    assert found["average"] == pytest.approx(3 * own)
    z = np.array([0.4, -0.6, 0.4]) / 5
    assert found["collapse"] == pytest.approx(own + 3 / 2 * ((z - z.mean()) ** 2).sum())


def test_two_lonely_strata_collapse_into_one():
    design = survey_design(np.arange(4), np.array([0, 1, 2, 2]), lonely="collapse")
    assert (design.strata, design.drawn.tolist()) == (2, [2, 2])
    assert design.stratum[design.psu].tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize("rule", ["certainty", "adjust", "average", "collapse"])
def test_one_psu_overall_has_no_standard_error(rule):
    design = survey_design(np.zeros(3, np.int64), lonely=rule)
    assert np.isnan(standard_error(design, [1, 0, 1]))


def test_one_psu_overall_fails_by_default():
    with pytest.raises(DesignError, match="single PSU"):
        survey_design(np.zeros(3, np.int64))


def test_one_row_without_a_design_has_no_standard_error():
    assert np.isnan(standard_error(simple_random(1), [1]))


def test_a_population_size_and_its_sampling_fraction_say_the_same():
    psu, stratum = np.arange(4), np.array([0, 0, 1, 1])
    y = [1, 0, 1, 0]
    free = standard_error(survey_design(psu, stratum), y)
    by_size = standard_error(survey_design(psu, stratum, np.full(4, 8.0)), y)
    by_rate = standard_error(survey_design(psu, stratum, np.full(4, 0.25)), y)
    assert by_size == by_rate == pytest.approx(free * 0.75**0.5)


def test_a_psu_drawn_with_certainty_is_not_lonely():
    design = survey_design(*LONELY, np.array([0, 0, 0, 0, 1.0]))
    assert standard_error(design, Y) ** 2 == pytest.approx(0.08)


def test_a_complete_draw_has_no_error():
    design = survey_design(np.arange(4), np.array([0, 0, 1, 1]), np.ones(4))
    assert standard_error(design, [1, 0, 1, 0]) == 0


@pytest.mark.parametrize(
    ("fpc", "message"),
    [
        ([2.0, 3.0, 4.0], "several values"),
        ([2.0, 2.0, 2.0], "smaller than the number of PSUs"),
        ([np.nan, np.nan, np.nan], "missing or negative"),
        ([-1.0, -1.0, -1.0], "missing or negative"),
    ],
)
def test_a_wrong_population_correction_is_refused(fpc, message):
    with pytest.raises(DesignError, match=message):
        survey_design(np.arange(3), None, np.array(fpc))


def test_an_unknown_lonely_rule_is_refused():
    with pytest.raises(SettingError, match="Unknown rule 'ignore'"):
        survey_design(*LONELY, lonely="ignore")


def test_units_outside_the_domain_stay_in_the_design():
    psu, stratum = np.arange(6), np.array([0, 0, 0, 1, 1, 1])
    design = survey_design(psu, stratum)
    y, domain = np.array([[1.0], [0], [0], [1], [0], [0]]), np.array([0, 0, -1, 0, 0, -1])
    se = ratio_estimates(y, np.ones((6, 1)), np.ones(6), domain, 1, design).se[0, 0]
    score = 0.5 / 4  # three PSUs in each stratum, one of them with score zero
    assert se**2 == pytest.approx(2 * 3 / 2 * 2 * score**2)


def test_an_order_of_strata_does_not_matter_to_the_variance():
    backwards = survey_design(np.array([4, 3, 2, 1]), np.array([5, 5, 2, 2]))
    forwards = survey_design(np.array([0, 1, 2, 3]), np.array([0, 0, 1, 1]))
    y = [1, 0, 0, 0.5]
    assert standard_error(backwards, y) == pytest.approx(standard_error(forwards, y), rel=1e-15)
