"""Red, yellow or green: how an indicator of a household is shown to the family itself.

Red: lacking. Yellow: not sure, because nobody answered or was asked, or near: an amount that passes
but lies less than a given ratio of its line above it. Green: well.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Final, Literal

from ppaos.domain.explanation.records import IndicatorReason

Light = Literal["red", "yellow", "green"]
LIGHTS: Final[tuple[Light, ...]] = ("red", "yellow", "green")
"""The worst first."""


def light_of(item: IndicatorReason, near: Fraction) -> Light:
    """The light of one indicator that concerns the household; `near` is a ratio of its line."""
    if item.state == "deprived":
        return "red"
    if item.state == "missing" or not item.is_asked:
        return "yellow"
    if item.value is not None and item.line is not None and item.value < item.line * near:
        return "yellow"
    return "green"


def worst(lights: Iterable[Light]) -> Light | None:
    """The worst of some lights; null when there is none."""
    given = set(lights)
    return next((light for light in LIGHTS if light in given), None)
