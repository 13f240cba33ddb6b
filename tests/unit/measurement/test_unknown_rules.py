"""An identification rule that nobody knows is refused by whoever evaluates it, never counted as another."""

from fractions import Fraction

import numpy as np
import pytest

from ppaos.definitions.instruments.loader import load
from ppaos.domain.errors import SettingError
from ppaos.domain.explanation.reasons import verdict
from ppaos.domain.measurement.instrument import Identification, Instrument
from ppaos.domain.measurement.measures import score
from ppaos.domain.measurement.ways_out import ways_out
from ppaos.domain.rules.exact import any_of
from ppaos.domain.targeting.verdicts import verdicts


@pytest.fixture
def unknown() -> Instrument:
    """The shipped instrument under a rule that was set past its check."""
    instrument = load("tpmap-2560")
    rule = Identification("k", k=Fraction(1, 3))
    object.__setattr__(rule, "rule", "majority")
    object.__setattr__(instrument, "identification", rule)
    return instrument


PATTERNS = np.array([1, 3], dtype=np.int64), np.array([0, 0], dtype=np.int64)


def test_scores_of_patterns(unknown: Instrument) -> None:
    with pytest.raises(SettingError, match="majority"):
        score(*PATTERNS, unknown.scheme, unknown.dimension_members())


def test_verdict_of_one_household(unknown: Instrument) -> None:
    with pytest.raises(SettingError, match="majority"):
        verdict(unknown, (), (), round_be=2565)


def test_ways_out(unknown: Instrument) -> None:
    with pytest.raises(SettingError, match="majority"):
        ways_out(1, 0, unknown)


def test_least_dimensions_of_a_rule_that_counts_none() -> None:
    with pytest.raises(SettingError, match="union"):
        _ = Identification("union").least_dimensions
    assert Identification("any_dimension").least_dimensions == 1
    assert Identification("dimensions", m=2).least_dimensions == 2


def test_targeting(unknown: Instrument) -> None:
    class Document:
        identification = None

    with pytest.raises(SettingError, match="majority"):
        verdicts(*PATTERNS, unknown, [Document()])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("states", "expected"),
    [([True, None], True), ([False, None], None), ([False, False], False), ([], False)],
)
def test_any_of_unknown_states(states: list[bool | None], expected: bool | None) -> None:
    assert any_of(states) is expected
