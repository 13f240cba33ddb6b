"""Printed figures as YAML: those that come with the program, or anybody's by the path of a file.

In: nothing or a path. Out: figures, each with its measure, area, unit and origin. Every finding of
a document that is not valid names its line.
"""

from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from ppaos.definitions.parts import BilingualText, Part
from ppaos.definitions.yaml_file import load as load_yaml
from ppaos.domain.area.codes import level_of
from ppaos.domain.errors import UserError


class Figure(Part):
    """One printed figure."""

    key: str = Field(pattern=r"^[a-z_]+(:[a-z0-9_./-]+)+$", max_length=60)
    """Measure that it speaks of, such as `poor:people` or `group:fiscal-2566/1.1:people`."""
    area: str
    """Area code; `nat` is the country."""
    value: Decimal = Field(ge=0)
    unit: Literal["people", "households", "ratio"]
    year_be: int | None = Field(default=None, ge=2500, le=2700)
    source: str
    title: BilingualText
    finding: BilingualText | None = None

    @field_validator("area")
    @classmethod
    def _is_an_area(cls, value: str) -> str:
        try:
            level_of(value)
        except UserError as error:
            raise ValueError(f"{error.en} / {error.th}") from error
        return value


class Figures(Part):
    """A document of figures."""

    sources: dict[str, BilingualText]
    figures: tuple[Figure, ...]

    @model_validator(mode="after")
    def _are_distinct(self) -> "Figures":
        seen = set()
        for item in self.figures:
            if item.source not in self.sources:
                raise ValueError(f"unknown source {item.source} / ไม่มีแหล่งที่มานี้")
            if item.unit == "ratio" and item.value > 1:
                raise ValueError(f"{item.key}: a ratio is at most 1 / สัดส่วนต้องไม่เกิน 1")
            name = (item.key, item.area, item.year_be)
            if name in seen:
                raise ValueError(f"{item.key} of {item.area} twice / ซ้ำ")
            seen.add(name)
        return self


def load(path: Path | None = None) -> Figures:
    """The figures of a document; the shipped ones without a path.

    Errors: DocumentError for a document that is not valid, with its line.
    """
    if path is not None:
        return load_yaml(path, Figures)
    with resources.as_file(
        resources.files("ppaos.definitions.stated_figures") / "figures.yaml"
    ) as shipped:
        return load_yaml(shipped, Figures)
