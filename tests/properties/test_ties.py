"""A score that ties with the cutoff is on the right side of it: every pattern, many structures."""

from fractions import Fraction
from math import lcm

import numpy as np
import pytest

from ppaos.domain.measurement.instrument import Identification, Scheme, equal_nested_weights
from ppaos.domain.measurement.measures import bits, score

FIFTHS = tuple(Fraction(text) for text in ("1/5", "1/3", "2/5", "1/2", "3/5", "4/5"))
CASES = {
    (4, 4, 4, 3, 2): FIFTHS,
    (4, 4, 5, 2, 2): FIFTHS,
    (3, 7, 3, 2, 2): FIFTHS,
    (2, 2, 6): tuple(Fraction(text) for text in ("1/3", "1/5", "1/2", "26/100")),
    (3, 3, 3, 3): tuple(Fraction(text) for text in ("26/100", "1/4", "1/3", "1/2")),
    (1,) * 10: tuple(Fraction(tenths, 10) for tenths in range(1, 11)),
}


def members(sizes):
    starts = np.cumsum([0, *sizes])
    return {str(n): tuple(range(starts[n], starts[n + 1])) for n in range(len(sizes))}


def exactly_poor(patterns, weights, k):
    """Whole numbers over the common denominator of weights and cutoff, compared as such."""
    whole = lcm(k.denominator, *[weight.denominator for weight in weights])
    total = np.zeros(len(patterns), dtype=np.int64)
    for place, weight in enumerate(weights):
        total += ((patterns >> place) & 1) * int(weight * whole)
    return total >= int(k * whole), total == int(k * whole)


@pytest.mark.parametrize("sizes", CASES, ids=lambda sizes: "-".join(map(str, sizes)))
def test_every_pattern_is_identified_as_fractions_do(sizes):
    weights = equal_nested_weights(sizes)
    patterns = np.arange(2 ** len(weights), dtype=np.int64)
    assert CASES[sizes]
    for k in CASES[sizes]:
        scheme = Scheme(weights, Identification("k", k=k), "listwise")
        found = score(patterns, np.zeros_like(patterns), scheme, members(sizes)).is_poor
        expected, _ = exactly_poor(patterns, weights, k)
        assert np.array_equal(found, expected), k


def test_sums_of_floats_would_put_ties_on_the_wrong_side():
    """The tests above can fail: the usual way of computing a score does."""
    sizes, wrong = (4, 4, 4, 3, 2), 0
    weights = equal_nested_weights(sizes)
    patterns = np.arange(2**17, dtype=np.int64)
    lacks = bits(patterns, 17)
    for k in FIFTHS:
        expected, ties = exactly_poor(patterns, weights, k)
        total = np.zeros(len(patterns))
        for place, weight in enumerate(weights):
            total += lacks[:, place] * float(weight)
        mistaken = (total >= float(k)) != expected
        assert ties[mistaken].all()
        wrong += int(mistaken.sum())
    assert wrong > 1000


def test_a_third_is_not_33_per_cent():
    weights = equal_nested_weights((1, 1, 1))
    patterns = np.array([0b001], dtype=np.int64)
    none = np.zeros_like(patterns)
    poor = {}
    for k in (Fraction(1, 3), Fraction(33, 100), Fraction(34, 100)):
        scheme = Scheme(weights, Identification("k", k=k), "listwise")
        poor[k] = bool(score(patterns, none, scheme, members((1, 1, 1))).is_poor[0])
    assert list(poor.values()) == [True, True, False]


def test_cutoffs_with_huge_denominators_are_still_exact():
    weights = equal_nested_weights((1, 1, 1))
    patterns = np.array([0b001, 0b011], dtype=np.int64)
    just_over = Fraction(10**30 + 1, 3 * 10**30)
    scheme = Scheme(weights, Identification("k", k=just_over), "listwise")
    found = score(patterns, np.zeros_like(patterns), scheme, members((1, 1, 1))).is_poor
    assert found.tolist() == [False, True]
