"""Edge cases published with the results of R's survey package."""

import json

import numpy as np
import pytest

from ppaos.domain.errors import DesignError
from ppaos.domain.inference.change import changes
from ppaos.domain.inference.linearisation import Inference, linearise, ratio_estimates
from ppaos.domain.inference.survey_design import survey_design
from support.published import FIGURES, NO_REFERENCE, REFERENCE, figures_in

FILE = REFERENCE / "mpi" / "worked_afmpi_conformity.json"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason=NO_REFERENCE)
MEASURES = ("H", "M0", "A")


def case(name):
    found = [item for item in json.loads(FILE.read_text())["cases"] if item["name"] == name]
    assert len(found) == 1
    return found[0]["rows"], found[0]["expected"]


def codes(rows, column):
    return np.unique([row[column] for row in rows], return_inverse=True)[1].astype(np.int64)


def answers(rows):
    names = [name for name in rows[0] if name[0] == "i" and name[1:].isdigit()]
    return np.array([[row[name] for name in names] for row in rows], dtype=float)


def scored(rows, k, missing="listwise"):
    """y, x of H, M0 and A, and who is in the sample."""
    g = answers(rows)
    known = ~np.isnan(g)
    sample = np.ones(len(g), dtype=bool)
    weight = np.ones(g.shape[1])
    if missing == "listwise":
        sample = known.all(axis=1)
    elif missing == "reweighting":
        sample = known.any(axis=1)
        weight = known * 1.0
    total = np.broadcast_to(weight, g.shape).sum(axis=1)
    score = (np.nan_to_num(g) * weight).sum(axis=1) / np.where(total > 0, total, 1)
    poor = (score >= k).astype(float)
    c, one = score * poor, np.ones(len(g))
    return np.column_stack([poor, c, c]), np.column_stack([one, one, poor]), sample


def estimate(rows, k, *, missing="listwise", lonely="fail", inside=None, df="design"):
    y, x, sample = scored(rows, k, missing)
    keep = sample if inside is None else sample & inside
    design = survey_design(codes(rows, "psu"), codes(rows, "stratum"), lonely=lonely)
    mass = np.array([row["w"] for row in rows])
    domain = np.where(keep, 0, -1)
    return ratio_estimates(y, x, mass, domain, 1, design, Inference(df=df))


def assert_agrees(result, expected, measures=MEASURES):
    for place, name in enumerate(MEASURES):
        if name not in measures:
            continue
        assert result.b[0, place] == pytest.approx(expected[name]["est"], abs=1e-9)
        assert result.se[0, place] == pytest.approx(expected[name]["se"], abs=1e-9)
        assert result.df[0] == expected[name]["df"]


@pytest.mark.parametrize(
    ("name", "k"),
    [
        ("k0_k1_on_mixed", "k=0"),
        ("k0_k1_on_mixed", "k=1"),
        ("all_poor (all indicators 1)", "k=1/3"),
        ("extreme_weights", "k=0.5"),
    ],
)
def test_levels_agree(name, k):
    rows, expected = case(name)
    cutoff = {"k=0": 0, "k=1": 1, "k=1/3": 1 / 3, "k=0.5": 0.5}[k]
    assert_agrees(estimate(rows, cutoff), expected[k])


def test_nobody_poor_gives_zero_and_a_null_intensity():
    rows, expected = case("zero_poor (all indicators 0)")
    result = estimate(rows, 1 / 3)
    assert_agrees(result, expected["k=1/3"], ("H", "M0"))
    assert expected["k=1/3"]["A"] == "undefined (0/0)"
    for array in (result.b, result.se, result.ll, result.ul):
        assert np.isnan(array[0, 2])
    assert (result.ll[0, 0], result.ul[0, 0]) == (0, 0)


@pytest.mark.parametrize("missing", ["listwise", "treat_as_nondeprived", "reweighting"])
def test_missing_rules_agree(missing):
    rows, expected = case("missing_values")
    assert_agrees(estimate(rows, 0.5, missing=missing), expected["k=0.5"][missing])


@pytest.mark.parametrize("lonely", ["certainty", "adjust", "average", "collapse"])
def test_rules_for_lonely_psus_agree(lonely):
    rows, expected = case("lonely_psu")
    result = estimate(rows, 0.5, lonely=lonely)
    for place, name in enumerate(MEASURES):
        assert result.b[0, place] == pytest.approx(expected["k=0.5"]["point"][name], abs=1e-12)
        assert result.se[0, place] == pytest.approx(expected["k=0.5"][lonely][name], abs=1e-12)
    assert result.df[0] == expected["k=0.5"][lonely]["df"]


def test_a_lonely_psu_fails_by_default():
    rows, _ = case("lonely_psu")
    with pytest.raises(DesignError, match="single PSU"):
        estimate(rows, 0.5)


@pytest.mark.parametrize(
    ("column", "value", "measures"),
    [("region", "North", MEASURES), ("region", "South", ("H", "M0")), ("group", "G3", ("H", "M0"))],
)
def test_domains_keep_the_whole_design(column, value, measures):
    rows, expected = case("domains")
    inside = np.array([row[column] == value for row in rows])
    result = estimate(rows, 0.5, inside=inside, df="domain")
    assert_agrees(result, expected["k=0.5"][f"{column}={value}"], measures)


def test_an_overlapping_panel_keeps_its_covariance():
    rows, expected = case("overlapping_panel")
    y, x, _ = scored(rows, 0.5)
    design = survey_design(codes(rows, "cluster"), codes(rows, "stratum"))
    ratios = linearise(y, x, np.array([row["w"] for row in rows]), codes(rows, "wave"), 2, design)
    change = changes(ratios, 1)[0]
    published = expected["k=0.5"]["Delta_H (t1-t0), covariance kept"]
    assert change.b[0, 0] == pytest.approx(published["est"], abs=1e-12)
    assert change.se[0, 0] == pytest.approx(published["se"], abs=1e-12)
    assert design.degrees_of_freedom == published["df"]


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_the_figures_of_a_file_are_those_that_a_run_without_it_says_it_lacks(reference, name):
    assert figures_in(reference / name) == FIGURES[name]
