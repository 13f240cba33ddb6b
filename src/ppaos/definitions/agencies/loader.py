"""Agencies as YAML: purpose, legal basis, groups and fields; shipped by name, others by path.

In: a name or a path. Out: an `Agency` that says which list it may receive. What a document does
not allow is refused with the purpose and the field named. docs/reference/agencies.md has the format.
"""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from ppaos.definitions.agencies.fields import CITIZEN_ID, Unit, list_fields
from ppaos.definitions.parts import BilingualText, Part
from ppaos.definitions.yaml_file import load as load_yaml
from ppaos.domain.errors import DocumentError, SettingError


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

    def fields_for(self, unit: Unit, wanted: Sequence[str] | None = None) -> tuple[str, ...]:
        """Fields of a list of persons or households, in the order of the vocabulary.

        `wanted` narrows them; null is every field of the purpose. Errors: SettingError for a choice
        of none, and for a field that does not exist, that lists of this unit do not have, or that
        the purpose does not allow.
        """
        if wanted is None:
            wanted = [name for name in self.fields if unit in list_fields()[name].units]
        if not wanted:
            raise SettingError(
                th="ยังไม่ได้เลือกข้อมูล เลือกอย่างน้อยหนึ่งอย่างที่ต้องใช้จริง",
                en="No field was chosen. Choose at least one that is really needed.",
            )
        self.require_fields(wanted)
        for name in wanted:
            if unit not in list_fields()[name].units:
                raise SettingError(
                    th=f"รายชื่อราย{_UNITS[unit][0]}ไม่มีข้อมูล '{name}' ({list_fields()[name].title.th}) เลือก --of อื่นหรือตัดข้อมูลนี้ออก",
                    en=f"Lists of {_UNITS[unit][1]} have no field '{name}' ({list_fields()[name].title.en}). "
                    "Choose another --of or leave it out.",
                )
        return tuple(name for name in list_fields() if name in set(wanted))

    def require_fields(self, wanted: Sequence[str]) -> None:
        """Errors: SettingError naming the first field that the purpose does not allow."""
        for name in wanted:
            if name not in list_fields():
                raise SettingError(
                    th=f"ไม่มีข้อมูลชื่อ '{name}' ที่มีคือ {', '.join(list_fields())}",
                    en=f"There is no field '{name}'. There are {', '.join(list_fields())}.",
                )
            if name not in self.fields:
                raise SettingError(
                    th=f"วัตถุประสงค์ \"{self.purpose.th}\" ของ {self.title.th} ไม่ครอบคลุมข้อมูล '{name}' ({list_fields()[name].title.th}) ตัดออก หรือให้ผู้ควบคุมข้อมูลแก้เอกสาร {self.agency}",
                    en=f"The purpose \"{self.purpose.en}\" of {self.title.en} does not cover field '{name}' "
                    f"({list_fields()[name].title.en}). Leave it out, or have the data controller change document {self.agency}.",
                )


_UNITS = {"person": ("บุคคล", "persons"), "household": ("ครัวเรือน", "households")}


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
