"""Why a household is (or is not) poor: the states, dimensions and verdict of one household.

In: one household's bit patterns, answers and an instrument. Out: parts of the record of
`ppaos.domain.explanation.records`. Scores are fractions; nothing here is rounded and nothing is run
on an engine.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from ppaos.domain.explanation.records import (
    Answer,
    DimensionReason,
    IndicatorReason,
    Origin,
    PovertyVerdict,
    State,
)
from ppaos.domain.measurement.instrument import Indicator, Instrument, redistribute, unknown_rule
from ppaos.domain.rules.exact import arithmetic


def state_of(place: int, profile: Mapping[str, Any]) -> State:
    """State of the indicator of one bit, from the three patterns of a profile."""
    for state in ("deprived", "not_applicable", "missing"):
        if int(profile[state]) >> place & 1:
            return state
    return "not_deprived"


def indicator_reasons(
    instrument: Instrument,
    profile: Mapping[str, Any],
    values: Mapping[str, Any],
    *,
    answer: Callable[[str], Answer],
    origin: Origin | None,
    absent: frozenset[int] = frozenset(),
) -> tuple[IndicatorReason, ...]:
    """One reason an indicator, in the instrument's order.

    `profile` has the patterns of `domain.profiles`; `values` the household's row; `answer` words a
    column of it. `absent` are positions that nobody was asked in the round.
    """
    weights = _weights(instrument, absent)
    return tuple(
        IndicatorReason(
            name=item.name,
            dimension=item.dimension,
            title=item.title,
            item=item.item,
            state=state_of(place, profile),
            is_asked=place not in absent,
            weight=weights[place],
            rule=rule_text(item),
            answers=tuple(answer(name) for name in _in_order(item, values)),
            origin=origin,
            value=arithmetic(item.below.value, {**instrument.parameters, **values})
            if item.below
            else None,
            line=arithmetic(item.below.line, {**instrument.parameters, **values})
            if item.below
            else None,
        )
        for place, item in enumerate(instrument.indicators)
    )


def dimension_reasons(
    instrument: Instrument, indicators: Sequence[IndicatorReason]
) -> tuple[DimensionReason, ...]:
    """Which dimensions fail: those with a deprived indicator that weighs anything."""
    found = []
    for dimension in instrument.dimensions:
        failing = tuple(
            item.name
            for item in indicators
            if item.dimension == dimension.name and item.state == "deprived" and item.weight
        )
        found.append(DimensionReason(dimension.name, dimension.title, bool(failing), failing))
    return tuple(found)


def verdict(
    instrument: Instrument,
    indicators: Sequence[IndicatorReason],
    dimensions: Sequence[DimensionReason],
    *,
    round_be: int,
) -> PovertyVerdict:
    """Whether the rule calls the household poor: `domain.measures.score`, for one pattern.

    Missing answers follow the instrument: listwise leaves the household out (nulls), reweight
    divides by the weight of what was answered, as_not_deprived counts them as passed. Errors:
    SettingError for an unknown rule.
    """
    used = [item for item in indicators if item.weight]
    known = [item for item in used if item.state != "missing"]
    base = known if instrument.missing == "reweight" else used
    total = sum((item.weight for item in base), Fraction(0))
    unknown = len(known) < len(used)
    is_out = (instrument.missing == "listwise" and unknown) or not total
    lacks = [item for item in used if item.state == "deprived"]
    score = sum((item.weight for item in lacks), Fraction(0)) / (total or 1)
    failing = sum(item.is_failing for item in dimensions)
    rule = instrument.identification
    match rule.rule:
        case "k" if rule.k is not None:
            poor = score >= rule.k
        case "union":
            poor = bool(lacks)
        case "intersection":
            poor = bool(lacks) and len(lacks) == len(base)
        case "any_dimension" | "dimensions":
            poor = failing >= rule.least_dimensions
        case _:
            raise unknown_rule(rule.rule)
    return PovertyVerdict(
        instrument=instrument.name,
        title=instrument.title,
        round_be=round_be,
        rule=rule.rule,
        cutoff=rule.label,
        missing_rule=instrument.missing,
        is_poor=None if is_out else poor,
        score=None if is_out else score,
        dimensions_failing=failing,
    )


def rule_text(indicator: Indicator) -> str:
    """The rule as its document writes it: who passes, or below what is deprived."""
    if indicator.below is not None:
        text = f"{indicator.below.value.text} >= {indicator.below.line.text}"
    elif indicator.passes is not None:
        text = indicator.passes.text
    elif indicator.deprived is not None:
        text = f"not ({indicator.deprived.text})"
    else:
        text = f"{indicator.coded} == 0"
    return f"{text}  [{indicator.applies.text}]" if indicator.applies is not None else text


def _weights(instrument: Instrument, absent: frozenset[int]) -> tuple[Fraction, ...]:
    if not absent:
        return instrument.weights
    return redistribute(instrument, instrument.weights, set(absent))


def _in_order(indicator: Indicator, values: Mapping[str, Any]) -> list[str]:
    """Columns and parameters that the indicator reads, in the order of the household's row."""
    read = indicator.names()
    return [name for name in values if name in read] + sorted(read - values.keys())
