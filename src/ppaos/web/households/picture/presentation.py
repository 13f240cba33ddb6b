"""The picture of a household for the family itself: red, yellow and green in everyday words.

In: an explanation. Out: one line an indicator, with what to ask for and whom where something is
lacking. Red: lacking. Yellow: not sure, because nobody answered or was asked, or near: an amount
just over its line. Green: well. What does not concern the household is named apart. No codes, no
numbers of people, no scores: `plain_words.yaml` has the words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from pydantic import field_validator

from ppaos.definitions.parts import BilingualText, Part
from ppaos.definitions.yaml_file import load as load_yaml
from ppaos.domain.casework.traffic_light import Light, light_of, worst
from ppaos.domain.explanation.records import Explanation, IndicatorReason
from ppaos.domain.thai.bilingual import Bilingual

MOST_ASKS: Final = 6
"""More would not fit on a page in large print, nor be done at once."""
_OF_ASK: Final = 2
"""Lines that one of the asks takes."""
_WIDE: Final = 15
_USUAL: Final = 20
"""Lines of a page in the largest and in the usual print."""
_NOT_SURE = Bilingual("ยังไม่รู้", "Not known yet")
_ASK_US = Bilingual("เล่าให้เจ้าหน้าที่ฟังเมื่อมาเยี่ยม", "Tell the officer who visits you")


class Advice(Part):
    """What to ask for, and whom."""

    ask: BilingualText
    whom: BilingualText


class IndicatorWords(Advice):
    """One indicator in everyday words."""

    good: BilingualText
    bad: BilingualText
    near: BilingualText | None = None


class PlainWords(Part):
    """The document."""

    version: int
    unofficial: bool
    near_ratio: Fraction
    general: Advice
    hotline: BilingualText
    indicators: Mapping[str, IndicatorWords]

    @field_validator("near_ratio", mode="before")
    @classmethod
    def _exact(cls, value: Any) -> Fraction:
        return Fraction(str(value))


@dataclass(frozen=True)
class PictureLine:
    """One indicator of the picture."""

    light: Light
    text: Bilingual
    ask: Bilingual | None
    """Null for green."""
    whom: Bilingual | None


@dataclass(frozen=True)
class PictureDimension:
    """A dimension with its lines; its own light is the worst of them."""

    title: Bilingual
    light: Light | None
    """Null when nothing of it concerns the household."""
    lines: tuple[PictureLine, ...]


@dataclass(frozen=True)
class Picture:
    """What the page shows."""

    dimensions: tuple[PictureDimension, ...]
    reds: tuple[PictureLine, ...]
    yellows: tuple[PictureLine, ...]
    greens: int
    asks: tuple[PictureLine, ...]
    """What to ask for first: the heaviest of the reds, no more than fit on the page."""
    idle: tuple[Bilingual, ...]
    """What does not concern the household now."""
    hotline: Bilingual
    is_unofficial: bool

    @property
    def room(self) -> Literal["wide", "usual", "tight"]:
        """How large the print can be so that everything fits on one page."""
        lines = sum(len(dimension.lines) for dimension in self.dimensions)
        taken = lines + _OF_ASK * len(self.asks)
        return "wide" if taken <= _WIDE else "usual" if taken <= _USUAL else "tight"

    @property
    def more(self) -> int:
        """Reds for which there is no room to say what to ask."""
        return len(self.reds) - len(self.asks)


def picture_of(explanation: Explanation) -> Picture:
    """The picture; no dimension when the household was not surveyed."""
    words = plain_words()
    concern = [item for item in explanation.indicators if item.state != "not_applicable"]
    told = {item.name: _line(item, words) for item in concern}
    dimensions = []
    for dimension in explanation.dimensions:
        lines = tuple(told[item.name] for item in concern if item.dimension == dimension.name)
        dimensions.append(
            PictureDimension(dimension.title, worst(line.light for line in lines), lines)
        )
    every = list(told.values())
    heaviest = sorted(concern, key=lambda item: -item.weight)
    reds = [told[item.name] for item in heaviest if told[item.name].light == "red"]
    return Picture(
        dimensions=tuple(dimensions),
        reds=tuple(line for line in every if line.light == "red"),
        asks=tuple(reds[:MOST_ASKS]),
        yellows=tuple(line for line in every if line.light == "yellow"),
        greens=sum(line.light == "green" for line in every),
        idle=tuple(item.title for item in explanation.indicators if item.state == "not_applicable"),
        hotline=words.hotline.pair(),
        is_unofficial=words.unofficial,
    )


@cache
def plain_words() -> PlainWords:
    """The shipped document."""
    with resources.as_file(
        resources.files("ppaos.web.households.picture") / "plain_words.yaml"
    ) as path:
        return load_yaml(path, PlainWords)


def _line(item: IndicatorReason, words: PlainWords) -> PictureLine:
    light, plain = light_of(item, words.near_ratio), words.indicators.get(item.name)
    advice: Advice = plain or words.general
    if light == "green":
        return PictureLine(light, plain.good.pair() if plain else item.title, None, None)
    if light == "red":
        text = plain.bad.pair() if plain else item.title
        return PictureLine(light, text, advice.ask.pair(), advice.whom.pair())
    if item.state == "not_deprived" and plain is not None and plain.near is not None:
        return PictureLine(light, plain.near.pair(), advice.ask.pair(), advice.whom.pair())
    told = plain.good.pair() if plain else item.title
    text = Bilingual(f"{_NOT_SURE.th}ว่า: {told.th}", f"{_NOT_SURE.en} whether: {told.en}")
    return PictureLine(light, text, _ASK_US, None)
