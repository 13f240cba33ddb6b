"""What takes a household out of poverty: hand-worked sets."""

from fractions import Fraction

import pytest

from ppaos.definitions.instruments.loader import load
from ppaos.domain.measurement.instrument import Identification
from ppaos.domain.measurement.ways_out import ways_out
from support.instruments import coded_instrument

TWO_BY_TWO = {"x": ["a", "b"], "y": ["c", "d"]}


def instrument(rule, dimensions=None, **settings):
    return coded_instrument(dimensions or TWO_BY_TWO, rule=rule, **settings)


def bits(chosen, *names):
    return sum(1 << chosen.names.index(name) for name in names)


def sets(rule, *lacking, missing=(), **settings):
    chosen = instrument(rule, **settings)
    return ways_out(bits(chosen, *lacking), bits(chosen, *missing), chosen).sets


def test_any_dimension_asks_for_everything():
    assert sets(Identification("any_dimension"), "a", "c", "d") == (("a", "c", "d"),)
    assert sets(Identification("union"), "a", "c") == (("a", "c"),)


def test_intersection_asks_for_any_one():
    assert sets(Identification("intersection"), *"abcd") == (("a",), ("b",), ("c",), ("d",))
    assert sets(Identification("intersection"), *"abc") == ()


def test_dimensions_ask_for_enough_whole_ones_smallest_first():
    three = {"x": ["a", "b"], "y": ["c"], "z": ["d", "e"]}
    found = sets(Identification("dimensions", m=2), *"abcde", dimensions=three)
    assert found == (("a", "b", "c"), ("c", "d", "e"), ("a", "b", "d", "e"))


def test_a_cutoff_is_left_at_the_tie_only_when_passed():
    half = Identification("k", k=Fraction(1, 2))
    # every indicator weighs a quarter: two deprivations reach one half exactly
    assert sets(half, "a", "c") == (("a",), ("c",))
    assert sets(half, "a", "b", "c") == (("a", "b"), ("a", "c"), ("b", "c"))
    assert sets(half, "a") == ()


def test_heavy_indicators_alone_or_light_ones_together():
    weights = [Fraction(1, 2), Fraction(1, 4), Fraction(1, 8), Fraction(1, 8)]
    found = sets(Identification("k", k=Fraction(1, 2)), *"abcd", weights=weights)
    # of a full score more than a half must go
    assert found == (("a", "b"), ("a", "c"), ("a", "d"))
    found = sets(Identification("k", k=Fraction(7, 8)), *"abcd", weights=weights)
    assert found == (("a",), ("b",), ("c", "d"))


def test_what_is_missing_stays_missing():
    rule = Identification("k", k=Fraction(1, 3))
    lacks, unknown = ("a",), ("b", "c")
    assert sets(rule, *lacks, missing=unknown) == ()
    chosen = instrument(rule, missing="reweight")
    found = ways_out(bits(chosen, "a"), bits(chosen, "b", "c"), chosen)
    assert (found.is_poor, found.sets) == (True, (("a",),))
    left_out = instrument(rule, missing="listwise")
    found = ways_out(bits(left_out, "a"), bits(left_out, "b"), left_out)
    assert (found.is_poor, found.sets) == (None, ())


def test_a_household_that_is_not_poor_needs_no_way_out():
    chosen = instrument(Identification("any_dimension"))
    assert ways_out(0, 0, chosen) == type(ways_out(0, 0, chosen))(False, (), True)


def test_nothing_helps_when_everybody_counts_as_poor():
    chosen = instrument(Identification("k", k=Fraction(0)))
    found = ways_out(bits(chosen, "a"), 0, chosen)
    assert (found.is_poor, found.sets, found.is_complete) == (True, (), True)


@pytest.mark.parametrize(("most", "is_complete"), [(5, False), (6, True)])
def test_a_limit_is_told(most, is_complete):
    rule = Identification("k", k=Fraction(3, 4))
    chosen = instrument(rule)
    found = ways_out(bits(chosen, *"abcd"), 0, chosen, most=most)
    assert len(found.sets) == most
    assert found.is_complete is is_complete


def test_sixty_two_indicators_are_answered_at_once():
    names = [f"i{number}" for number in range(62)]
    chosen = coded_instrument({"only": names}, rule=Identification("k", k=Fraction(1, 3)))
    found = ways_out(2**62 - 1, 0, chosen)
    # 20 of 62 is under a third, 21 is not
    assert len(found.sets) == 50
    assert {len(item) for item in found.sets} == {62 - 20}
    assert not found.is_complete


def test_tpmap_asks_for_every_failing_indicator():
    chosen = load("tpmap-2560")
    found = ways_out(bits(chosen, "housing", "income"), 0, chosen)
    assert found.sets == (("housing", "income"),)
