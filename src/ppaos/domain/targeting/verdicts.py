"""What each pattern of deprivations comes to under the rules of several documents, exactly.

In: the distinct patterns of a survey round. Out: for each, its score, how many dimensions fail and
whether it fails MPI under the identification of each document; whole numbers throughout.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ppaos.domain.arrays import Whole
from ppaos.domain.measurement.instrument import Instrument, Scheme, redistribute
from ppaos.domain.measurement.measures import PatternScores, bits, failing_dimensions, score
from ppaos.domain.targeting.rules import TargetRules


@dataclass(frozen=True)
class Verdicts:
    """Columns over patterns, and the schemes that made them."""

    columns: dict[str, Any]
    """`deprived`, `missing`, `score`, `score_of`, `dimensions_failing`, `fails_0`, ...: arrays, in
    which -1 of `score` and of `fails_N` means that the missing rule leaves the pattern out."""
    schemes: tuple[Scheme, ...]
    """Scheme of each document; indicators that nobody answered have given their weight away."""


def verdicts(
    deprived: Whole, missing: Whole, instrument: Instrument, rules: Sequence[TargetRules]
) -> Verdicts:
    """Judge patterns (`deprived`, `missing`: int64 [patterns]) under each document's rule.

    The score is that of the first document. An indicator that is missing in every pattern was not
    asked in the round: its weight goes to the others, as when the round was measured.
    """
    absent = absent_places(missing, len(instrument.indicators))
    weights = redistribute(instrument, instrument.weights, absent) if absent else instrument.weights
    own = replace(instrument.scheme, weights=weights)
    schemes = tuple(
        replace(own, identification=document.identification) if document.identification else own
        for document in rules
    )
    members = instrument.dimension_members()
    judged = [score(deprived, missing, scheme, members) for scheme in schemes]
    first = judged[0]
    lacks = bits(deprived, len(weights)) & np.array([weight > 0 for weight in weights])
    columns = {
        "deprived": deprived,
        "missing": missing,
        "score": np.where(first.in_sample, first.numerator, -1),
        "score_of": first.denominator,
        "dimensions_failing": failing_dimensions(lacks, members),
        **{f"fails_{number}": _fails(item) for number, item in enumerate(judged)},
    }
    return Verdicts(columns, schemes)


def absent_places(missing: Whole, count: int) -> set[int]:
    """Positions of the indicators that are missing in every pattern."""
    if not len(missing):
        return set()
    everywhere = int(np.bitwise_and.reduce(missing))
    return {place for place in range(count) if everywhere >> place & 1}


def _fails(scored: PatternScores) -> Whole:
    return np.where(scored.in_sample, scored.is_poor.astype(np.int64), -1)
