"""Documents of target groups: the shipped ones by name, anybody's by the path of a YAML file.

In: a name or path, and the vocabulary of the store. Out: `TargetRules` of the domain. Every finding
names its line; a rule with an unknown word is answered with the words that it may use.
docs/reference/targets.md describes the format.
"""

from fractions import Fraction
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from ppaos.definitions import yaml_file
from ppaos.definitions.parts import BilingualText, Part
from ppaos.domain.errors import DocumentError, UserError
from ppaos.domain.measurement.instrument import Identification, Rule as RuleName, cutoff, fraction
from ppaos.domain.rules import expressions
from ppaos.domain.rules.expressions import Expression
from ppaos.domain.targeting.priority import Priority
from ppaos.domain.targeting.rules import (
    Family,
    StatedCount,
    TargetGroup,
    TargetRules,
    Unknown,
    Vocabulary,
    unknown_names,
)


def _expression(value: Any) -> Expression:
    if isinstance(value, Expression):
        return value
    return expressions.parse(str(value) if isinstance(value, bool | int | float) else value)


def _spoken(call: Any, value: Any) -> Any:
    try:
        return call(value)
    except UserError as error:
        raise ValueError(f"{error.en} / {error.th}") from error


_NUMBER = WithJsonSchema({"type": ["string", "number"], "examples": ["1/3", "0.4"]})
_TEXT = WithJsonSchema({"type": ["string", "number"]})
Rational = Annotated[
    Fraction, BeforeValidator(lambda v: _spoken(lambda x: fraction(x, what="weight"), v)), _NUMBER
]
Cutoff = Annotated[Fraction, BeforeValidator(lambda v: _spoken(cutoff, v)), _NUMBER]
Formula = Annotated[Expression, BeforeValidator(_expression), _TEXT]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
GroupName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$")]


class StatedPart(Part):
    """A published figure."""

    source: BilingualText
    people: int | None = Field(default=None, ge=0)
    households: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _has_a_figure(self) -> "StatedPart":
        if self.people is None and self.households is None:
            raise ValueError("give people, households or both / ต้องมี people หรือ households")
        return self


class TargetGroupPart(Part):
    """One target group."""

    unit: Literal["person", "household"]
    rule: Formula
    title: BilingualText
    stated: tuple[StatedPart, ...] = ()
    note: BilingualText | None = None
    unofficial: bool = False
    family: Family = "target"


class TargetIdentificationPart(Part):
    """Who fails MPI, when it is not the rule of the instrument."""

    rule: RuleName
    k: Cutoff | None = None
    m: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _complete(self) -> "TargetIdentificationPart":
        self.identification()
        return self

    def identification(self) -> Identification:
        """As the domain's Identification."""
        made: Identification = _spoken(lambda part: Identification(part.rule, part.k, part.m), self)
        return made


class PriorityPart(Part):
    """Weights of the terms of the priority."""

    weights: dict[str, Rational]
    most_dependants: int = Field(default=3, ge=1)
    stalest_days: int = Field(default=730, ge=1)

    @model_validator(mode="after")
    def _complete(self) -> "PriorityPart":
        self.priority()
        return self

    def priority(self) -> Priority:
        """As the domain's Priority."""
        made: Priority = _spoken(
            lambda part: Priority(dict(part.weights), part.most_dependants, part.stalest_days), self
        )
        return made


class RulesDocument(Part):
    """The whole document."""

    targets: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    version: int = 1
    title: BilingualText
    fiscal_year: int = Field(ge=2500, le=2700)
    round_be: int | None = Field(default=None, ge=2500, le=2700)
    source: str
    instrument: str | None = None
    rule: TargetIdentificationPart | None = None
    persons: dict[Name, Formula] = Field(default_factory=dict)
    counts: dict[Name, Formula] = Field(default_factory=dict)
    households: dict[Name, Formula] = Field(default_factory=dict)
    levels: dict[Annotated[int, Field(ge=0, le=9)], Formula] = Field(default_factory=dict)
    groups: dict[GroupName, TargetGroupPart] = Field(min_length=1)
    priority: PriorityPart | None = None

    def build(self, text: str) -> TargetRules:
        """As the domain's Rules; `text` is the document as written."""
        groups = tuple(
            TargetGroup(
                name,
                part.unit,
                part.rule,
                part.title.pair(),
                tuple(StatedCount(s.source.pair(), s.people, s.households) for s in part.stated),
                part.note.pair() if part.note else None,
                part.unofficial,
                part.family,
            )
            for name, part in self.groups.items()
        )
        return TargetRules(
            name=self.targets,
            title=self.title.pair(),
            fiscal_year=self.fiscal_year,
            round_be=self.round_be,
            instrument=self.instrument,
            identification=self.rule.identification() if self.rule else None,
            persons=self.persons,
            counts=self.counts,
            households=self.households,
            levels=self.levels,
            groups=groups,
            priority=self.priority.priority() if self.priority else Priority(),
            text=text,
        )


def shipped() -> dict[str, Path]:
    """Name -> file of the documents that come with the program."""
    folder = Path(str(resources.files("ppaos.definitions.target_groups")))
    return {file.stem: file for file in sorted(folder.glob("*.yaml"))}


def load(name_or_path: str | Path) -> TargetRules:
    """Rules by shipped name (`fiscal-2566`) or by path; their words are not checked yet.

    Errors: DocumentError when there is no such document or it is not valid.
    """
    known = shipped()
    path = known.get(str(name_or_path), Path(name_or_path))
    if not path.exists():
        raise DocumentError(
            th=f"ไม่พบกฎกลุ่มเป้าหมาย '{name_or_path}' ที่มีมาให้คือ {', '.join(known)} หรือระบุที่อยู่ไฟล์ YAML",
            en=f"No target rules '{name_or_path}'. Shipped are {', '.join(known)}; or give the path of a YAML file.",
        )
    document = yaml_file.load(path, RulesDocument)
    return document.build(path.read_text("utf-8"))


def parse(text: str, *, name: str) -> TargetRules:
    """Rules from the text of a document, as a store keeps it."""
    return yaml_file.parse(text, RulesDocument, name=name).build(text)


def require_known(rules: TargetRules, words: Vocabulary, *, name: str | Path) -> None:
    """Errors: DocumentError naming the line of every unknown word and the words there are."""
    findings = [(item.location, *_message(item)) for item in unknown_names(rules, words)]
    if findings:
        raise yaml_file.error_at(rules.text, findings, name=str(name))


def json_schema() -> dict[str, Any]:
    """JSON schema of the format, for editors that check YAML while it is typed."""
    return RulesDocument.model_json_schema()


def _message(item: Unknown) -> tuple[str, str]:
    names, known = ", ".join(item.names), ", ".join(item.known)
    if item.is_taken:
        return (
            f"'{names}' เป็นคำที่มีอยู่แล้ว ตั้งชื่ออื่น",
            f"'{names}' already is a word of the vocabulary; choose another name",
        )
    return (
        f"ไม่รู้จักคำ {names} คำที่ใช้ตรงนี้ได้: {known}",
        f"unknown word {names}; the words for this place are: {known}",
    )
