"""Cutoffs, rules and weights as people write them, and weights that go to the others."""

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from ppaos.domain.errors import SettingError
from ppaos.domain.measurement.instrument import Bands, Identification, cutoff, redistribute
from ppaos.domain.measurement.schemes import parse_weights, scheme
from support.instruments import coded_instrument

CHOSEN = coded_instrument({"x": ["a", "b"], "y": ["c"]})


@pytest.mark.parametrize(
    ("written", "k"),
    [
        ("1/3", "1/3"),
        ("0.33", "33/100"),
        ("33%", "33/100"),
        (" 40 % ", "2/5"),
        (0.4, "2/5"),
        ("1", "1"),
        ("0", "0"),
    ],
)
def test_a_cutoff_is_exactly_what_is_written(written, k):
    assert cutoff(written) == Fraction(k)


@pytest.mark.parametrize(("written", "offered"), [("33", "1/3"), ("50", "1/2"), ("20", "1/5")])
def test_a_cutoff_over_one_is_offered_both_readings(written, offered):
    with pytest.raises(SettingError) as caught:
        cutoff(written)
    for text in (caught.value.th, caught.value.en):
        assert f"{written}%" in text and offered in text


@pytest.mark.parametrize("written", ["", "x", "1/0", "nan", "inf", "-1/3", "101%"])
def test_what_is_no_cutoff(written):
    with pytest.raises(SettingError):
        cutoff(written)


def test_k_alone_is_rule_k_and_m_alone_is_rule_dimensions():
    assert scheme(CHOSEN, k="1/2").identification == Identification("k", k=Fraction(1, 2))
    assert scheme(CHOSEN, m=2).identification == Identification("dimensions", m=2)
    assert scheme(CHOSEN).identification == CHOSEN.identification
    assert scheme(CHOSEN, rule="union").identification == Identification("union")


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ("x=3/5", ("3/10", "3/10", "2/5")),
        ("a=1/2", ("1/2", "1/6", "1/3")),
        ("x=3/5,a=1/2", ("1/2", "1/10", "2/5")),
        ("x=1", ("1/2", "1/2", "0")),
        ("a=1/5,b=1/5,c=3/5", ("1/5", "1/5", "3/5")),
        ("x=2/5,a=1/5,b=1/5", ("1/5", "1/5", "3/5")),
    ],
)
def test_weights_of_some_leave_the_rest_to_the_others(weights, expected):
    assert scheme(CHOSEN, weights=weights).weights == tuple(map(Fraction, expected))


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ("x=1/2,a=1/5,b=1/5", "not the sum of its indicators"),
        ("x=1/5,a=1/2", "sum to exactly 1"),
        ("a=1/5,b=1/5,c=1/5", "sum to 3/5"),
        ("x=1/2,x=1/2", "each name once"),
        ("x", "not well formed"),
        ("z=1", "no dimension or indicator z"),
        ("x=half", "not a number"),
    ],
)
def test_weights_that_cannot_be(weights, message):
    with pytest.raises(SettingError, match=message):
        scheme(CHOSEN, weights=weights)


def test_the_same_weights_keep_the_name_of_the_own_scheme():
    assert scheme(CHOSEN, weights="x=1/2").name == CHOSEN.weights_name
    assert scheme(CHOSEN, weights="x=3/5").name == "x=3/5"
    assert parse_weights("x=3/5, y=2/5") == {"x": Fraction(3, 5), "y": Fraction(2, 5)}


def test_bands_rise():
    with pytest.raises(SettingError, match="cut-points"):
        Bands(vulnerable=Fraction(1, 2), poor=Fraction(1, 3))


@given(st.data())
def test_weights_of_absent_indicators_go_to_the_others_and_still_sum_to_one(data):
    sizes = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    dims = {f"d{n}": [f"i{n}{m}" for m in range(size)] for n, size in enumerate(sizes)}
    count = sum(sizes)
    parts = data.draw(st.lists(st.integers(0, 9), min_size=count, max_size=count).filter(any))
    weights = [Fraction(part, sum(parts)) for part in parts]
    chosen = coded_instrument(dims, weights=weights)
    absent = data.draw(st.sets(st.integers(0, count - 1)))
    if not any(weight for place, weight in enumerate(weights) if place not in absent):
        with pytest.raises(SettingError, match="none of the indicators"):
            redistribute(chosen, weights, absent)
        return
    found = redistribute(chosen, weights, absent)
    assert sum(found) == 1
    assert all(found[place] == 0 for place in absent)
    for places in chosen.dimension_members().values():
        kept = [place for place in places if place not in absent and weights[place]]
        for one in kept:  # proportions inside a dimension stay
            assert found[one] * weights[kept[0]] == found[kept[0]] * weights[one]
    if not absent:
        assert found == tuple(weights)
