"""The verdict that explains one household is the score that counts all of them, under every rule."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import given, settings, strategies as st

from ppaos.definitions.instruments.loader import load
from ppaos.domain.explanation.reasons import dimension_reasons, indicator_reasons, verdict
from ppaos.domain.explanation.records import Answer
from ppaos.domain.measurement.instrument import Identification
from ppaos.domain.measurement.measures import score
from support.property_runs import examples

INSTRUMENT = load("tpmap-2560")
BITS = st.integers(0, 2**17 - 1)
RULES = st.one_of(
    st.sampled_from(["union", "intersection", "any_dimension"]).map(Identification),
    st.integers(0, 60).map(lambda n: Identification("k", k=Fraction(n, 60))),
    st.integers(1, 5).map(lambda m: Identification("dimensions", m=m)),
)
MISSING = st.sampled_from(["listwise", "reweight", "as_not_deprived"])


@settings(max_examples=examples(300))
@given(deprived=BITS, unknown=BITS, rule=RULES, missing=MISSING)
def test_one_household_is_judged_like_all(
    deprived: int, unknown: int, rule: Identification, missing: str
) -> None:
    lacks = deprived & ~unknown
    chosen = replace(INSTRUMENT, identification=rule, missing=missing)
    profile = {"deprived": lacks, "not_applicable": 0, "missing": unknown}
    indicators = indicator_reasons(
        chosen, profile, {}, answer=lambda name: Answer(name, chosen.title, None), origin=None
    )
    dimensions = dimension_reasons(chosen, indicators)
    judged = verdict(chosen, indicators, dimensions, round_be=2565)
    scored = score(
        np.array([lacks]), np.array([unknown]), chosen.scheme, chosen.dimension_members()
    )
    if not scored.in_sample[0]:
        assert (judged.is_poor, judged.score) == (None, None)
        return
    assert judged.is_poor == scored.is_poor[0]
    assert judged.score == Fraction(int(scored.numerator[0]), int(scored.denominator[0]))
