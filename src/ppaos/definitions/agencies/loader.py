"""Agencies as YAML: purpose, legal basis, groups and fields; shipped by name, others by path.

In: a name or a path. Out: an `Agency`; `domain.privacy.agency_lists` says which lists it may have.
docs/reference/agencies.md has the format.
"""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from ppaos.definitions.agencies.fields import list_fields
from ppaos.definitions.parts import BilingualText, Part
from ppaos.definitions.yaml_file import load as load_yaml
from ppaos.domain.errors import DocumentError
from ppaos.domain.privacy.list_fields import CITIZEN_ID, ListField


class Agency(Part):
    """One receiver of lists."""

    agency: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    version: int
    title: BilingualText
    purpose: BilingualText
    legal_basis: BilingualText
    groups: tuple[str, ...] = Field(min_length=1)
    """Patterns of `RULES/GROUP`, such as `fiscal-2566/1.*`; `*` is every group."""
    needs_group: bool = True
    """Whether a list must be of one group; without, everybody of an area may be listed."""
    fields: tuple[str, ...] = Field(min_length=1)
    citizen_id: Literal["none", "masked", "full"] = "none"
    retention_days: int = Field(ge=1)
    """After this many days the receiver deletes the list."""
    unofficial: bool = True
    """Whether the document is our reading and no agency has confirmed it."""

    @field_validator("fields")
    @classmethod
    def _are_known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        unknown = sorted(set(value) - list_fields().keys())
        if unknown:
            raise ValueError(
                f"unknown fields {', '.join(unknown)}; known are {', '.join(list_fields())} / ไม่รู้จักข้อมูลนี้"
            )
        return value

    @model_validator(mode="after")
    def _agrees(self) -> "Agency":
        if (CITIZEN_ID in self.fields) != (self.citizen_id != "none"):
            raise ValueError(
                "citizen_id is a field exactly when it is masked or full / ต้องมีทั้งสองที่หรือไม่มีเลย"
            )
        return self

    def allows_group(self, rules: str, group: str) -> bool:
        """Whether the agency may receive the group."""
        return any(fnmatchcase(f"{rules}/{group}", pattern) for pattern in self.groups)

    @property
    def vocabulary(self) -> Mapping[str, ListField]:
        """Every field that a list may have, by name."""
        return list_fields()


def names() -> list[str]:
    """Names of the agencies that come with the program."""
    files = resources.files("ppaos.definitions.agencies").iterdir()
    return sorted(item.name.removesuffix(".yaml") for item in files if item.name.endswith(".yaml"))


def load(name_or_path: str | Path) -> Agency:
    """A shipped agency by name, or anybody's by the path of its YAML file.

    Errors: DocumentError when there is no such agency or the document is not valid.
    """
    if str(name_or_path) in names():
        return shipped(str(name_or_path))
    path = Path(name_or_path)
    if path.suffix in (".yaml", ".yml"):
        return load_yaml(path, Agency)
    raise DocumentError(
        th=f"ไม่มีหน่วยงานชื่อ '{name_or_path}' (มี: {', '.join(names())}) หรือระบุที่อยู่ไฟล์ .yaml",
        en=f"There is no agency '{name_or_path}' (there are: {', '.join(names())}). Or give the path of a .yaml file.",
    )


@cache
def shipped(name: str) -> Agency:
    """A shipped agency by name alone: what comes from outside names no file.

    Errors: DocumentError when there is no such agency.
    """
    if name not in names():
        raise DocumentError(
            th=f"ไม่มีหน่วยงานชื่อ '{name[:80]}' เลือกจากรายการ: {', '.join(names())}",
            en=f"There is no agency '{name[:80]}'. Choose one of: {', '.join(names())}.",
        )
    with resources.as_file(resources.files("ppaos.definitions.agencies") / f"{name}.yaml") as path:
        return load_yaml(path, Agency)
