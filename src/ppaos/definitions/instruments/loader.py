"""Instruments as YAML: the shipped ones by name, anybody's by path.

The document is validated whole; every finding names its line. docs/reference/instruments.md
describes the format, docs/how-to/write-an-instrument.md walks through one.
"""

import json
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from ppaos.definitions.parts import BilingualText, Part
from ppaos.definitions.yaml_file import load as load_yaml
from ppaos.domain.errors import DocumentError, UserError
from ppaos.domain.measurement.instrument import (
    Bands,
    Below,
    DesignColumns,
    Dimension,
    Identification,
    Indicator,
    Instrument,
    MissingRule,
    Rule,
    cutoff,
    equal_nested_weights,
    fraction,
)
from ppaos.domain.rules import expressions
from ppaos.domain.rules.expressions import Expression


def _expression(value: Any) -> Expression:
    if isinstance(value, bool | int | float):
        value = str(value)
    return expressions.parse(value)


def _exact(value: Any) -> Fraction:
    try:
        return fraction(value, what="weight / น้ำหนัก")
    except UserError as error:
        raise ValueError(f"{error.en} / {error.th}") from error


def _cutoff(value: Any) -> Fraction:
    try:
        return cutoff(value)
    except UserError as error:
        raise ValueError(f"{error.en} / {error.th}") from error


_NUMBER = WithJsonSchema({"type": ["string", "number"], "examples": ["1/3", "0.4", "33%"]})
Rational = Annotated[Fraction, BeforeValidator(_exact), _NUMBER]
Cutoff = Annotated[Fraction, BeforeValidator(_cutoff), _NUMBER]
Formula = Annotated[
    Expression, BeforeValidator(_expression), WithJsonSchema({"type": ["string", "number"]})
]


class BelowRule(Part):
    """Deprived when value is under line."""

    value: Formula
    line: Formula


class IndicatorPart(Part):
    """One indicator of a document."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: BilingualText
    item: str | int | None = None
    unit: Literal["person", "household"] = "household"
    weight: Rational | None = None
    applies: Formula | None = None
    applies_to: BilingualText | None = None
    passes: Formula | None = None
    deprived: Formula | None = None
    deprived_if_below: BelowRule | None = None
    coded: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _one_rule(self) -> "IndicatorPart":
        given = [self.passes, self.deprived, self.deprived_if_below, self.coded]
        if sum(rule is not None for rule in given) != 1:
            raise ValueError(
                "give exactly one of passes, deprived, deprived_if_below, coded / ต้องมีกฎเพียงหนึ่งอย่าง"
            )
        return self

    def indicator(self, dimension: str) -> Indicator:
        """As the domain's Indicator."""
        below = self.deprived_if_below
        return Indicator(
            name=self.name,
            dimension=dimension,
            title=self.title.pair(),
            unit=self.unit,
            item=None if self.item is None else str(self.item),
            applies=self.applies,
            applies_to=self.applies_to.pair() if self.applies_to else None,
            passes=self.passes,
            deprived=self.deprived,
            below=Below(below.value, below.line) if below else None,
            coded=self.coded,
        )


class DimensionPart(Part):
    """One dimension of a document."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: BilingualText
    weight: Rational | None = None
    indicators: list[IndicatorPart] = Field(min_length=1)


class IdentificationPart(Part):
    """Who is poor."""

    rule: Rule
    k: Cutoff | None = None
    m: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _complete(self) -> "IdentificationPart":
        if (self.rule == "k") != (self.k is not None) or (self.rule == "dimensions") != (
            self.m is not None
        ):
            raise ValueError(
                "rule k needs k, rule dimensions needs m, the others need neither"
                " / กฎ k ต้องมี k กฎ dimensions ต้องมี m"
            )
        return self


class BandsPart(Part):
    """Cut-points of the score."""

    vulnerable: Rational = Fraction(1, 5)
    poor: Rational = Fraction(1, 3)
    severe: Rational = Fraction(1, 2)


class DesignPart(Part):
    """Columns of a survey design."""

    weight: str | None = None
    psu: str | None = None
    strata: str | None = None
    fpc: str | None = None


class GroupPart(Part):
    """A derived group for breakdowns."""

    title: BilingualText
    value: Formula


class InstrumentDocument(Part):
    """The whole document."""

    instrument: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    version: int = 1
    title: BilingualText
    source: str
    unit: Literal["household", "person"] = "household"
    size: str | None = None
    area: str | None = None
    key: str | None = None
    wave: str | None = None
    parameters: dict[str, int | float] = Field(default_factory=dict)
    parameters_of_round: dict[int, dict[str, int | float]] = Field(default_factory=dict)
    identification: IdentificationPart
    missing: MissingRule = "listwise"
    bands: BandsPart = BandsPart()
    design: DesignPart = DesignPart()
    dimensions: list[DimensionPart] = Field(min_length=1)
    groups: dict[str, GroupPart] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _coherent(self) -> "InstrumentDocument":
        names = [item.name for part in self.dimensions for item in part.indicators]
        twice = [name for name, count in Counter(names).items() if count > 1]
        if twice:
            raise ValueError(f"indicator named twice: {', '.join(twice)} / ชื่อตัวชี้วัดซ้ำ")
        unknown = {
            name
            for values in self.parameters_of_round.values()
            for name in values
            if name not in self.parameters
        }
        if unknown:
            raise ValueError(f"parameters_of_round names unknown parameters: {sorted(unknown)}")
        self.weights()
        return self

    def weights(self) -> tuple[Fraction, ...]:
        """Weight of every indicator, in order; ValueError when what is given does not sum to 1."""
        given = [part.weight for part in self.dimensions]
        inner = [item.weight for part in self.dimensions for item in part.indicators]
        if all(weight is not None for weight in inner):
            result = [weight for weight in inner if weight is not None]
            _sum_to(result, Fraction(1), "indicators")
            for part in self.dimensions:
                if part.weight is not None:
                    own = [item.weight for item in part.indicators if item.weight is not None]
                    _sum_to(own, part.weight, f"indicators of {part.name}")
            return tuple(result)
        if any(weight is not None for weight in inner):
            raise ValueError(
                "give the weight of every indicator or of none / ให้น้ำหนักตัวชี้วัดครบทุกตัวหรือไม่ให้เลย"
            )
        if all(weight is None for weight in given):
            return equal_nested_weights([len(part.indicators) for part in self.dimensions])
        if any(weight is None for weight in given):
            raise ValueError(
                "give the weight of every dimension or of none / ให้น้ำหนักมิติครบทุกมิติหรือไม่ให้เลย"
            )
        _sum_to([weight for weight in given if weight is not None], Fraction(1), "dimensions")
        return tuple(
            part.weight / len(part.indicators)
            for part in self.dimensions
            if part.weight is not None
            for _ in part.indicators
        )

    def build(self) -> Instrument:
        """As the domain's Instrument."""
        bands, design, rule = self.bands, self.design, self.identification
        return Instrument(
            name=self.instrument,
            title=self.title.pair(),
            dimensions=tuple(Dimension(part.name, part.title.pair()) for part in self.dimensions),
            indicators=tuple(
                item.indicator(part.name) for part in self.dimensions for item in part.indicators
            ),
            weights=self.weights(),
            identification=Identification(rule.rule, rule.k, rule.m),
            missing=self.missing,
            unit=self.unit,
            size=self.size,
            area=self.area,
            key=self.key,
            wave=self.wave,
            design=DesignColumns(design.weight, design.psu, design.strata, design.fpc),
            bands=Bands(bands.vulnerable, bands.poor, bands.severe),
            parameters=dict(self.parameters),
            parameters_of_round=dict(self.parameters_of_round),
            groups={name: (part.title.pair(), part.value) for name, part in self.groups.items()},
        )


def shipped() -> dict[str, Path]:
    """Name -> file of the instruments that come with the program."""
    folder = Path(str(resources.files("ppaos.definitions.instruments")))
    return {file.stem: file for file in sorted(folder.glob("*.yaml"))}


def load(name_or_path: str | Path) -> Instrument:
    """An instrument by shipped name (`tpmap-2560`) or by path to a YAML file.

    Errors: DocumentError when there is no such instrument or it is not valid.
    """
    known = shipped()
    path = known.get(str(name_or_path), Path(name_or_path))
    if not path.exists():
        raise DocumentError(
            th=f"ไม่พบเครื่องมือ '{name_or_path}' ที่มีมาให้คือ {', '.join(known)} หรือระบุที่อยู่ไฟล์ YAML",
            en=f"No instrument '{name_or_path}'. Shipped are {', '.join(known)}; or give the path of a YAML file.",
        )
    instrument = load_yaml(path, InstrumentDocument).build()
    return replace(instrument, hash=sha256(path.read_bytes()).hexdigest())


def json_schema() -> str:
    """JSON schema of the document format, for editors that complete and check YAML."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **InstrumentDocument.model_json_schema(mode="validation"),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2)


def _sum_to(weights: list[Fraction], expected: Fraction, what: str) -> None:
    total = sum(weights, Fraction(0))
    if total != expected:
        raise ValueError(
            f"weights of {what} sum to {total}, not {expected}; write fractions such as 1/3"
            f" / น้ำหนักรวมได้ {total} ต้องเป็น {expected} เขียนเป็นเศษส่วน เช่น 1/3"
        )
