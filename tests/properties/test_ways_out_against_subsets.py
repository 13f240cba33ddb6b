"""Ways out equal what trying every subset of the deprivations finds, for every rule and weighting."""

from fractions import Fraction
from itertools import combinations
from typing import Any

from hypothesis import given, settings, strategies as st

from ppaos.domain.measurement.instrument import RULES, Identification
from ppaos.domain.measurement.ways_out import ways_out
from support import oracle
from support.instruments import indicator, instrument_over
from support.property_runs import examples

MISSING = ("listwise", "reweight", "as_not_deprived")
EVERYTHING = 10**6


@st.composite
def cases(draw: st.DrawFn) -> Any:
    size = draw(st.integers(1, 7))
    dimensions = draw(st.lists(st.sampled_from("pqr"), min_size=size, max_size=size))
    made = [indicator(f"i{n}", name, coded=f"i{n}") for n, name in enumerate(dimensions)]
    parts = draw(st.lists(st.integers(0, 6), min_size=size, max_size=size).filter(any))
    rule = draw(st.sampled_from(RULES))
    k = draw(st.fractions(0, 1, max_denominator=12)) if rule == "k" else None
    m = draw(st.integers(1, 3)) if rule == "dimensions" else None
    chosen = instrument_over(
        made,
        weights=[Fraction(part, sum(parts)) for part in parts],
        rule=Identification(rule, k, m),
        missing=draw(st.sampled_from(MISSING)),
    )
    states = draw(
        st.lists(
            st.sampled_from(["deprived", "deprived", "not", "missing"]),
            min_size=size,
            max_size=size,
        )
    )
    return chosen, dict(zip(chosen.names, states, strict=True))


def brute_force(chosen: Any, states: dict[str, str]) -> tuple[bool | None, set[frozenset[str]]]:
    """Try every subset, small ones first; keep those that hold no smaller one that works."""
    first = oracle.verdict({"states": states}, chosen, chosen.scheme)
    if not first.in_sample:
        return None, set()
    lacking = [name for name in chosen.names if states[name] == "deprived"]
    found: set[frozenset[str]] = set()
    if not first.poor:
        return False, found
    for size in range(1, len(lacking) + 1):
        for subset in combinations(lacking, size):
            if any(smaller <= set(subset) for smaller in found):
                continue
            passed = {name: "not" if name in subset else states[name] for name in states}
            if not oracle.verdict({"states": passed}, chosen, chosen.scheme).poor:
                found.add(frozenset(subset))
    return True, found


def bits(chosen: Any, states: dict[str, str], state: str) -> int:
    return sum(1 << place for place, name in enumerate(chosen.names) if states[name] == state)


@settings(max_examples=examples(400))
@given(cases())
def test_all_minimal_sets_and_no_other_smallest_first(case: Any) -> None:
    chosen, states = case
    found = ways_out(
        bits(chosen, states, "deprived"), bits(chosen, states, "missing"), chosen, most=EVERYTHING
    )
    is_poor, expected = brute_force(chosen, states)
    assert found.is_poor is is_poor
    assert {frozenset(item) for item in found.sets} == expected
    assert len(found.sets) == len(expected)
    sizes = [len(item) for item in found.sets]
    assert sizes == sorted(sizes)
    assert found.is_complete


@settings(max_examples=examples(150))
@given(cases(), st.integers(1, 4))
def test_a_limit_keeps_the_smallest(case: Any, most: int) -> None:
    chosen, states = case
    deprived, missing = (bits(chosen, states, state) for state in ("deprived", "missing"))
    everything = ways_out(deprived, missing, chosen, most=EVERYTHING).sets
    found = ways_out(deprived, missing, chosen, most=most)
    assert set(found.sets) <= set(everything)
    assert [len(item) for item in found.sets] == [len(item) for item in everything[:most]]
    assert found.is_complete is (len(everything) <= most)
