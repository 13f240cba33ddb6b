"""Worked examples from papers and manuals, restated here and computed by `ppaos.estimate`.

Values are floats; the fraction that a float stands for is recovered exactly by taking the nearest
one with a small denominator, and the distance to it may be one unit in the last place or so.
"""

from fractions import Fraction

import pandas as pd
import pytest

from ppaos.domain.measurement.instrument import Identification
from ppaos.workflows.estimate.job import estimate
from support.instruments import coded_instrument, indicator, instrument_over
from support.long_rows import value, values

NAMES = ("income", "schooling", "health", "security")
QUARTERS = [Fraction(1, 4)] * 4


def exact(number: float) -> Fraction:
    nearest = Fraction(number).limit_denominator(1000)
    assert abs(float(nearest) - number) <= 4e-16
    return nearest


def measured(frame: pd.DataFrame, chosen, **settings):
    return estimate(frame, instrument=chosen, census=True, **settings).levels


# Alkire and Foster (2011), Journal of Public Economics 95:476-487, four persons:
# achievements of the paper's matrix with cutoffs 13, 12, 3 and 1; k counts dimensions.
ACHIEVEMENTS = pd.DataFrame(
    [(13.1, 14, 4, 1), (15.2, 7, 5, 0), (12.5, 10, 1, 0), (20.0, 11, 3, 1)], columns=NAMES
)
FOUR_PERSONS = {
    1: ("3/4", "7/12", "7/16", ("1/4", "3/4", "1/4", "1/2")),
    2: ("1/2", "3/4", "3/8", ("1/4", "1/2", "1/4", "1/2")),
    3: ("1/4", "1", "1/4", ("1/4",) * 4),
    4: ("1/4", "1", "1/4", ("1/4",) * 4),
}
GAPS = {
    1: (0.2107371794871795, 0.16589106673241288),
    2: (0.20552884615384615, 0.16545703895463512),
    3: (0.11698717948717949, 0.09210634451019066),
    4: (0.11698717948717949, 0.09210634451019066),
}


def four_persons(k):
    rules = [
        indicator(name, name, below=(name, str(line)))
        for name, line in zip(NAMES, (13, 12, 3, 1), strict=True)
    ]
    chosen = instrument_over(rules, weights=QUARTERS, rule=Identification("k", k=Fraction(k, 4)))
    return measured(ACHIEVEMENTS, chosen)


@pytest.mark.parametrize("k", FOUR_PERSONS)
def test_alkire_and_foster_2011_four_persons(k):
    long = four_persons(k)
    headcount, intensity, adjusted, censored = FOUR_PERSONS[k]
    assert exact(value(long, "H")) == Fraction(headcount)
    assert exact(value(long, "A")) == Fraction(intensity)
    assert exact(value(long, "M0")) == Fraction(adjusted)
    uncensored = [exact(value(long, "hd", name)) for name in NAMES]
    assert uncensored == [Fraction(text) for text in ("1/4", "3/4", "1/4", "1/2")]
    assert [exact(value(long, "hdk", name)) for name in NAMES] == [Fraction(t) for t in censored]


@pytest.mark.parametrize("k", GAPS)
def test_alkire_and_foster_2011_gap_and_severity(k):
    long = four_persons(k)
    # gaps are held in whole trillionths of the line, hence the tolerance
    assert value(long, "M1") == pytest.approx(GAPS[k][0], abs=1e-12)
    assert value(long, "M2") == pytest.approx(GAPS[k][1], abs=1e-12)


def test_the_hdr_technical_note_with_four_households():
    """Weights of deprivations by dimension: 1/6 0 1/18, 1/6 1/3 2/9, 1/6 0 2/9, 1/6 1/6 1/6."""
    dims = {"health": ("h1", "h2"), "educ": ("e1", "e2"), "living": [f"l{n}" for n in range(6)]}
    rows = [(4, 1, 0, 1), (7, 1, 2, 4), (5, 1, 0, 4), (4, 1, 1, 3)]
    frame = pd.DataFrame(
        [
            {"size": size}
            | {name: int(place < health) for place, name in enumerate(dims["health"])}
            | {name: int(place < educ) for place, name in enumerate(dims["educ"])}
            | {name: int(place < living) for place, name in enumerate(dims["living"])}
            for size, health, educ, living in rows
        ]
    )
    long = measured(frame, coded_instrument(dims, size="size"))
    assert exact(value(long, "H")) == Fraction(4, 5)
    assert exact(value(long, "A")) == Fraction(9, 16)
    assert exact(value(long, "M0")) == Fraction(9, 20)
    shares = {
        dimension: exact(item)
        for (measure, name, dimension), item in values(long).items()
        if measure == "pctb" and not name
    }
    expected = {"health": Fraction(8, 27), "educ": Fraction(1, 3), "living": Fraction(10, 27)}
    assert shares == expected


def four_columns(rows, names, **columns):
    return pd.DataFrame(rows, columns=names).assign(**columns)


def test_the_simple_example_of_mpindex():
    names = ("a1", "a2", "b1", "b2")
    rows = [(0, 0, 0, 0), (1, 0, 0, 1), (1, 1, 1, 1), (0, 1, 0, 0)]
    half = Identification("k", k=Fraction(1, 2))
    chosen = coded_instrument({"a": names[:2], "b": names[2:]}, weights=QUARTERS, rule=half)
    long = measured(four_columns(rows, names), chosen)
    found = [exact(value(long, measure)) for measure in ("H", "A", "M0")]
    assert found == [Fraction(1, 2), Fraction(3, 4), Fraction(3, 8)]
    assert sum(exact(value(long, "pctb", name)) for name in names) == 1


def test_the_vignette_of_mpitb_for_r():
    names = ("i1", "i2", "i3", "i4")
    rows = [(1, 0, 1, 0), (0, 1, 0, 0), (0, 1, 1, 1), (1, 0, 0, 0), (1, 0, 1, 0)]
    half = Identification("k", k=Fraction(1, 2))
    chosen = coded_instrument({name: [name] for name in names}, weights=QUARTERS, rule=half)
    part = ["North", "North", "South", "South", "South"]
    levels = measured(four_columns(rows, names, part=part), chosen, over=["part"])
    national = {"table": levels, "loa": "nat"}
    found = [exact(value(measure=measure, **national)) for measure in ("H", "A", "M0")]
    assert found == [Fraction(3, 5), Fraction(7, 12), Fraction(7, 20)]
    for measure, expected in {
        "hd": ("3/5", "2/5", "3/5", "1/5"),
        "hdk": ("2/5", "1/5", "3/5", "1/5"),
        "pctb": ("2/7", "1/7", "3/7", "1/7"),
    }.items():
        shown = [exact(value(measure=measure, indicator=name, **national)) for name in names]
        assert shown == [Fraction(text) for text in expected]
    for group, adjusted, share in (("North", "1/4", "2/5"), ("South", "5/12", "3/5")):
        of_group = {"loa": "part", "subg": group}
        assert exact(value(levels, "M0", **of_group)) == Fraction(adjusted)
        assert exact(value(levels, "popsh", **of_group)) == Fraction(share)
