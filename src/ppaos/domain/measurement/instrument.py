"""What an instrument is: dimensions, indicators, exact weights, and who counts as poor.

Weights are fractions; scores are whole numbers over their least common denominator, so a
household that ties with the cutoff is always on the right side of it.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final, Literal

from ppaos.domain.errors import SettingError
from ppaos.domain.rules.expressions import Expression
from ppaos.domain.thai.bilingual import Bilingual

MOST_INDICATORS: Final = 62
LARGEST_DENOMINATOR: Final = 2**31
"""Scores over it, times people of a country, still are whole numbers that floats hold exactly."""
Rule = Literal["k", "union", "intersection", "any_dimension", "dimensions"]
MissingRule = Literal["listwise", "reweight", "as_not_deprived"]
RULES: Final[tuple[str, ...]] = ("k", "union", "intersection", "any_dimension", "dimensions")
MISSING_RULES: Final[tuple[str, ...]] = ("listwise", "reweight", "as_not_deprived")


@dataclass(frozen=True)
class Below:
    """A cardinal rule: deprived when `value` is under `line`; the gap is (line - value) / line."""

    value: Expression
    line: Expression


@dataclass(frozen=True)
class Indicator:
    """One yes/no question of poverty. Exactly one of passes, deprived, below, coded is given."""

    name: str
    dimension: str
    title: Bilingual
    unit: Literal["person", "household"] = "household"
    item: str | None = None
    applies: Expression | None = None
    """Who is asked; null when everybody is. A missing answer here is a missing indicator."""
    applies_to: Bilingual | None = None
    passes: Expression | None = None
    deprived: Expression | None = None
    below: Below | None = None
    coded: str | None = None
    """Column that already holds 1 deprived, 0 not deprived, null missing."""

    @property
    def is_cardinal(self) -> bool:
        """Whether a gap can be measured (M1, M2)."""
        return self.below is not None

    def names(self) -> frozenset[str]:
        """Every column or parameter that the indicator reads."""
        rules = [self.applies, self.passes, self.deprived]
        if self.below:
            rules += [self.below.value, self.below.line]
        read = frozenset().union(*[rule.names for rule in rules if rule])
        return read | ({self.coded} if self.coded else frozenset())


@dataclass(frozen=True)
class Dimension:
    """A group of indicators."""

    name: str
    title: Bilingual


@dataclass(frozen=True)
class Identification:
    """Who is poor, given the deprivations of a unit."""

    rule: Rule
    k: Fraction | None = None
    """Cutoff of rule `k`: poor when the score is at least k."""
    m: int | None = None
    """Cutoff of rule `dimensions`: poor when at least m dimensions fail."""

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise unknown_rule(self.rule)
        if self.rule == "k" and (self.k is None or not 0 <= self.k <= 1):
            raise SettingError(
                th=f"k ต้องเป็นเศษส่วนระหว่าง 0 ถึง 1 เช่น 1/3 (ได้รับ {self.k})",
                en=f"k must be a fraction from 0 to 1, such as 1/3 (got {self.k}).",
            )
        if self.rule == "dimensions" and (self.m is None or self.m < 1):
            raise SettingError(
                th=f"กฎ dimensions ต้องมี m ตั้งแต่ 1 ขึ้นไป (ได้รับ {self.m})",
                en=f"Rule `dimensions` needs m of at least 1 (got {self.m}).",
            )
        if self.rule != "dimensions" and self.m is not None:
            raise SettingError(
                th=f"m ใช้กับกฎ dimensions เท่านั้น ไม่ใช่กฎ '{self.rule}'",
                en=f"m goes with rule `dimensions` only, not with rule '{self.rule}'.",
            )

    @property
    def label(self) -> str:
        """Text of the column `k`: the cutoff for rule k, m for dimensions, else empty."""
        if self.rule == "k":
            return str(self.k)
        return str(self.m) if self.rule == "dimensions" else ""

    @property
    def least_dimensions(self) -> int:
        """Dimensions that must fail. Errors: SettingError for a rule that counts none."""
        match self.rule:
            case "any_dimension":
                return 1
            case "dimensions" if self.m is not None:
                return self.m
        raise unknown_rule(self.rule)


def unknown_rule(rule: str) -> SettingError:
    """The refusal of an identification rule that the evaluating code does not know."""
    return SettingError(
        th=f"ไม่รู้จักกฎ '{rule}' ใช้ {', '.join(RULES)}",
        en=f"Unknown identification rule '{rule}'. Use one of {', '.join(RULES)}.",
    )


@dataclass(frozen=True)
class Bands:
    """Cut-points of the score: vulnerable from, poor from, severe from."""

    vulnerable: Fraction = Fraction(1, 5)
    poor: Fraction = Fraction(1, 3)
    severe: Fraction = Fraction(1, 2)

    def __post_init__(self) -> None:
        if not 0 < self.vulnerable < self.poor < self.severe <= 1:
            raise SettingError(
                th="จุดตัดช่วงต้องเรียง 0 < เสี่ยง < จน < รุนแรง <= 1",
                en="Band cut-points must satisfy 0 < vulnerable < poor < severe <= 1.",
            )


@dataclass(frozen=True)
class DesignColumns:
    """Columns of a survey design; all null means every unit was asked (census)."""

    weight: str | None = None
    psu: str | None = None
    strata: str | None = None
    fpc: str | None = None


@dataclass(frozen=True)
class Scheme:
    """What may be varied over a stored cube without touching answers."""

    weights: tuple[Fraction, ...]
    identification: Identification
    missing: MissingRule
    name: str = "instrument"

    def __post_init__(self) -> None:
        require_weights(self.weights)
        if self.denominator > LARGEST_DENOMINATOR:
            raise SettingError(
                th=f"น้ำหนักมีตัวหารร่วม {self.denominator:,} ใหญ่เกินกว่าจะนับได้พอดี เขียนเป็นเศษส่วนสั้น ๆ เช่น 1/3",
                en=f"The weights' common denominator {self.denominator:,} is too large to count "
                "exactly. Write short fractions such as 1/3.",
            )

    @property
    def denominator(self) -> int:
        """Least common denominator of the weights."""
        return math.lcm(*[weight.denominator for weight in self.weights])

    @property
    def whole_weights(self) -> tuple[int, ...]:
        """Weights times the denominator."""
        return tuple(int(weight * self.denominator) for weight in self.weights)


@dataclass(frozen=True)
class Instrument:
    """A validated instrument."""

    name: str
    title: Bilingual
    dimensions: tuple[Dimension, ...]
    indicators: tuple[Indicator, ...]
    weights: tuple[Fraction, ...]
    identification: Identification
    missing: MissingRule = "listwise"
    unit: str = "household"
    size: str | None = None
    """Column with the number of people of a unit; null means one."""
    area: str | None = None
    key: str | None = None
    wave: str | None = None
    design: DesignColumns = DesignColumns()
    bands: Bands = Bands()
    parameters: Mapping[str, int | float] = field(default_factory=dict)
    parameters_of_round: Mapping[int, Mapping[str, int | float]] = field(default_factory=dict)
    groups: Mapping[str, tuple[Bilingual, Expression]] = field(default_factory=dict)
    weights_name: str = "instrument"
    hash: str = ""

    def __post_init__(self) -> None:
        if not 1 <= len(self.indicators) <= MOST_INDICATORS:
            raise SettingError(
                th=f"เครื่องมือต้องมีตัวชี้วัด 1 ถึง {MOST_INDICATORS} ตัว (มี {len(self.indicators)})",
                en=f"An instrument holds 1 to {MOST_INDICATORS} indicators (got {len(self.indicators)}).",
            )
        require_weights(self.weights)

    @property
    def scheme(self) -> Scheme:
        """The scheme that the instrument itself prescribes."""
        return Scheme(self.weights, self.identification, self.missing, self.weights_name)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the indicators, in bit order: indicator 0 is the lowest bit."""
        return tuple(indicator.name for indicator in self.indicators)

    @property
    def cardinal(self) -> tuple[str, ...]:
        """Names of the indicators that have a gap."""
        return tuple(item.name for item in self.indicators if item.is_cardinal)

    def dimension_members(self) -> dict[str, tuple[int, ...]]:
        """Dimension -> positions of its indicators."""
        return {
            dimension.name: tuple(
                place
                for place, item in enumerate(self.indicators)
                if item.dimension == dimension.name
            )
            for dimension in self.dimensions
        }

    def columns(self) -> frozenset[str]:
        """Columns that the indicators read."""
        read = frozenset().union(*[item.names() for item in self.indicators])
        return read - self.parameters.keys()

    def for_round(self, round_be: int | None) -> "Instrument":
        """The instrument with the parameters of one survey round."""
        if round_be is None or round_be not in self.parameters_of_round:
            return self
        return replace(self, parameters={**self.parameters, **self.parameters_of_round[round_be]})


def equal_nested_weights(sizes: Sequence[int]) -> tuple[Fraction, ...]:
    """Equal weights over dimensions, then over the indicators of each (`sizes` of them)."""
    return tuple(Fraction(1, len(sizes) * size) for size in sizes for _ in range(size))


def require_weights(weights: Iterable[Fraction]) -> None:
    """Errors: SettingError when weights are negative or do not sum to exactly 1."""
    given = tuple(weights)
    if any(weight < 0 for weight in given) or sum(given) != 1:
        total = sum(given)
        raise SettingError(
            th=f"น้ำหนักรวมกันได้ {total} ({float(total):.6g}) ต้องรวมเป็น 1 พอดี เขียนเป็นเศษส่วน เช่น 1/3 ไม่ใช่ 0.33",
            en=f"Weights sum to {total} ({float(total):.6g}); they must sum to exactly 1. "
            "Write fractions such as 1/3, not 0.33.",
        )


def redistribute(
    instrument: Instrument, weights: Sequence[Fraction], absent: set[int]
) -> tuple[Fraction, ...]:
    """Weights when some indicators were not asked at all in a round.

    The weight of an absent indicator goes to the others of its dimension in proportion to theirs;
    when the whole dimension is absent, to all other indicators in proportion.
    Source: MEASUREMENT, "an indicator absent from a whole round gives its weight to the others".
    Errors: SettingError when every indicator that has a weight is absent.
    """
    if not any(weight for place, weight in enumerate(weights) if place not in absent):
        raise SettingError(
            th="รอบนี้ไม่มีคำตอบของตัวชี้วัดใดเลย ตรวจไฟล์ของรอบนี้",
            en="This round answers none of the indicators. Check the file of the round.",
        )
    result = list(weights)
    for members in instrument.dimension_members().values():
        gone = [place for place in members if place in absent]
        kept = [place for place in members if place not in absent]
        freed = sum((weights[place] for place in gone), Fraction(0))
        base = sum((weights[place] for place in kept), Fraction(0))
        for place in gone:
            result[place] = Fraction(0)
        if base:
            for place in kept:
                result[place] += freed * weights[place] / base
    total = sum(result, Fraction(0))
    return tuple(weight / total for weight in result)


def cutoff(text: str | int | float | Fraction) -> Fraction:
    """A poverty cutoff from what a person writes: `1/3`, `0.4`, `33%`.

    Errors: SettingError for a number over 1 without a percent sign (33: percent or one third?),
    and for anything that is not a number.
    """
    value = fraction(text, what="k")
    if value > 1 and not str(text).strip().endswith("%"):
        near = Fraction(value / 100).limit_denominator(12)
        raise SettingError(
            th=f"k = {text} กำกวม เขียน {text}% ถ้าหมายถึงร้อยละ หรือ {near} ถ้าหมายถึงเศษส่วน (33% ไม่เท่ากับ 1/3)",
            en=f"k = {text} is ambiguous. Write {text}% for per cent, or {near} for the fraction "
            "(33% is not one third).",
        )
    if not 0 <= value <= 1:
        raise SettingError(
            th=f"k = {text} ต้องอยู่ระหว่าง 0 ถึง 1", en=f"k = {text} must lie between 0 and 1."
        )
    return value


def fraction(text: str | int | float | Fraction, *, what: str) -> Fraction:
    """An exact fraction from `1/3`, `0.4`, `33%`, a whole number or a Fraction.

    Errors: SettingError when the text is not one.
    """
    if isinstance(text, Fraction):
        return text
    written = str(text).strip()
    try:
        if written.endswith("%"):
            return Fraction(written[:-1].strip()) / 100
        return Fraction(written)
    except (ValueError, ZeroDivisionError) as error:
        raise SettingError(
            th=f"{what} = '{text}' ไม่ใช่ตัวเลข เขียนเช่น 1/3, 0.4 หรือ 33%",
            en=f"{what} = '{text}' is not a number. Write it as 1/3, 0.4 or 33%.",
        ) from error
