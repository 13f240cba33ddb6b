"""The rule of which source wins for which field, from YAML."""

from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from ppaos.definitions.parts import BilingualText, Part
from ppaos.definitions.yaml_file import load as load_yaml

Compared = Literal["first_name", "last_name", "sex", "born_on", "village_code", "house_code"]


class FieldRule(Part):
    """How one field is settled."""

    title: BilingualText
    tiers: tuple[tuple[str, ...], ...] = Field(min_length=1)
    """Names of sources, the most trusted tier first."""
    prefer: Literal["precise"] | None = None

    @model_validator(mode="after")
    def _once(self) -> "FieldRule":
        named = [source for tier in self.tiers for source in tier]
        twice = sorted({name for name in named if named.count(name) > 1})
        if twice:
            raise ValueError(f"{', '.join(twice)} is in two tiers / อยู่ในสองระดับ")
        return self

    def tier(self, source: str) -> int:
        """Place of a source, from 0; one that is not named comes after the last tier."""
        for place, names in enumerate(self.tiers):
            if source in names:
                return place
        return len(self.tiers)


class Precedence(Part):
    """One rule for every field that linkage compares."""

    precedence: str
    version: int
    unofficial: bool = False
    fields: dict[Compared, FieldRule]

    @model_validator(mode="after")
    def _complete(self) -> "Precedence":
        lacking = sorted(set(Compared.__args__) - self.fields.keys())  # type: ignore[attr-defined]
        if lacking:
            raise ValueError(f"no rule for {', '.join(lacking)} / ไม่มีกฎของช่องนี้")
        return self

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Fields in a fixed order."""
        return tuple(sorted(self.fields))

    def tier(self, field: str, source: str) -> int:
        """Place of a source for one field, from 0: see `FieldRule.tier`."""
        return next(rule.tier(source) for name, rule in self.fields.items() if name == field)


def load(path: Path | None = None) -> Precedence:
    """The shipped rule, or that of a file.

    Errors: DocumentError naming line and field.
    """
    if path is not None:
        return load_yaml(path, Precedence)
    with resources.as_file(
        resources.files("ppaos.definitions.precedence") / "fields.yaml"
    ) as shipped:
        return load_yaml(shipped, Precedence)
