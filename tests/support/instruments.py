"""Small instruments for tests, made in a line."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from ppaos.domain.measurement.instrument import (
    Below,
    Dimension,
    Identification,
    Indicator,
    Instrument,
    equal_nested_weights,
)
from ppaos.domain.rules.expressions import parse
from ppaos.domain.thai.bilingual import Bilingual


def title(text: str) -> Bilingual:
    return Bilingual(text, text)


def indicator(
    name: str, dimension: str = "only", **rules: str | tuple[str, str] | None
) -> Indicator:
    """`passes="a == 1"`, `applies=`, `deprived=`, `below=("value", "line")` or `coded="column"`."""
    below = rules.pop("below", None)
    made: dict[str, Any] = {
        key: text if key == "coded" or text is None else parse(str(text))
        for key, text in rules.items()
    }
    if below is not None:
        made["below"] = Below(parse(below[0]), parse(below[1]))
    return Indicator(name, dimension, title(name), **made)


def instrument_over(
    indicators: Sequence[Indicator],
    *,
    weights: Sequence[Fraction] | None = None,
    rule: Identification | None = None,
    **settings: Any,
) -> Instrument:
    """An instrument over indicators, its dimensions in the order in which they first occur."""
    names = list(dict.fromkeys(item.dimension for item in indicators))
    ordered = [item for name in names for item in indicators if item.dimension == name]
    sizes = [sum(item.dimension == name for item in ordered) for name in names]
    return Instrument(
        name="test",
        title=title("test"),
        dimensions=tuple(Dimension(name, title(name)) for name in names),
        indicators=tuple(ordered),
        weights=tuple(weights) if weights is not None else equal_nested_weights(sizes),
        identification=rule or Identification("k", k=Fraction(1, 3)),
        **settings,
    )


def coded_instrument(dimensions: Mapping[str, Sequence[str]], **settings: Any) -> Instrument:
    """An instrument over columns coded 1 deprived, 0 not, empty missing."""
    indicators = [
        indicator(name, dimension, coded=name)
        for dimension, names in dimensions.items()
        for name in names
    ]
    return instrument_over(indicators, **settings)
