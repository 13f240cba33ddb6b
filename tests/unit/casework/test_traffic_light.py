"""Red, yellow and green: the near rule at its edge, and the worst of several."""

from fractions import Fraction

import pytest

from ppaos.domain.casework.traffic_light import light_of, worst
from ppaos.domain.explanation.records import IndicatorReason
from ppaos.domain.thai.bilingual import Bilingual

NEAR, LINE = Fraction(5, 4), Fraction(38_000)


def _indicator(**changed) -> IndicatorReason:
    given = {"state": "not_deprived", "is_asked": True, "value": None, "line": None} | changed
    return IndicatorReason(
        name="income",
        dimension="income",
        title=Bilingual("รายได้", "income"),
        item=None,
        weight=Fraction(1, 5),
        rule="",
        answers=(),
        origin=None,
        **given,
    )


@pytest.mark.parametrize(
    ("indicator", "light"),
    [
        (_indicator(), "green"),
        (_indicator(state="deprived"), "red"),
        (_indicator(state="deprived", is_asked=False), "red"),
        (_indicator(state="missing"), "yellow"),
        (_indicator(is_asked=False), "yellow"),
        (_indicator(value=LINE, line=LINE), "yellow"),
        (_indicator(value=LINE * NEAR - 1, line=LINE), "yellow"),
        (_indicator(value=LINE * NEAR, line=LINE), "green"),
        (_indicator(value=None, line=LINE), "green"),
    ],
)
def test_the_light_of_an_indicator(indicator, light):
    assert light_of(indicator, NEAR) == light


def test_without_a_margin_only_what_fails_stands_out():
    assert light_of(_indicator(value=LINE, line=LINE), Fraction(1)) == "green"


@pytest.mark.parametrize(
    ("lights", "found"),
    [
        (("green", "yellow", "red"), "red"),
        (("green", "yellow"), "yellow"),
        (("green",), "green"),
        ((), None),
    ],
)
def test_the_worst_of_several(lights, found):
    assert worst(lights) == found
