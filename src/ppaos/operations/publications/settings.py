"""What the rows of a version are read with: rounds, bits, columns and documents, typed.

In: the document that publishing kept of a version. Out: the same, checked; a document without a
number of its form is of form 1, so that versions published earlier stay readable.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from ppaos.domain.errors import SettingError

FORM: Final = 1
"""Number of the form that is written now; it rises when a reader must know the difference."""


class PublicationSettings(BaseModel):
    """What the rows of one version are read with."""

    model_config = ConfigDict(frozen=True)

    form: Literal[1] = FORM
    record: dict[str, Any]
    """The instrument as it was measured with; see `ppaos.domain.measurement.instrument_record`."""
    round_be: int
    """Round of the targets, in Buddhist years."""
    rounds: tuple[int, ...]
    """Measured rounds, ascending; the last one is that of the targets or later."""
    reference_date: date
    groups: tuple[tuple[str, str], ...]
    """(rules, group) in the order of the bits of `groups`."""
    units: tuple[Literal["person", "household"], ...]
    """Unit of each group."""
    rules: dict[str, str]
    """Document of target rules -> its text when the targets were computed."""
    sources: tuple[str, ...]
    """In the order of the bits of `sources`."""
    facts: tuple[str, ...]
    """In the order of the bits of `facts`."""
    as_of: dict[str, date | None]
    """Source -> the day of its freshest row; null when its rows have no day."""
    tables: dict[str, str]
    """Source -> the store's table of its rows."""
    documents: dict[str, dict[str, Any] | None]
    """Source -> its document; null for one that comes with the program."""
    household_columns: tuple[str, ...]
    """Columns of `answers` of a household."""
    member_columns: tuple[str, ...]
    """Columns of `answers` of a person."""
    absent: dict[int, tuple[int, ...]]
    """Round -> places of the indicators that nobody was asked in it."""
    made_from: dict[str, str]
    """Table of the store -> when its rows were made."""
    dimension_names: tuple[str, ...]
    """In the order of the bits of `dimensions`."""
    indicator_names: tuple[str, ...]
    """In the order of the bits of `deprived`, `missing` and `not_applicable`."""

    @model_validator(mode="after")
    def _every_group_has_a_unit(self) -> Self:
        if len(self.groups) != len(self.units):
            raise ValueError("groups and units differ in number")
        return self

    @cached_property
    def group_keys(self) -> tuple[str, ...]:
        """Names of the groups in addresses and measures, such as `fiscal-2566/1.1`, in bit order."""
        return tuple(f"{rules}/{group}" for rules, group in self.groups)

    def absent_in(self, round_be: int) -> frozenset[int]:
        """Places of the indicators that nobody was asked in a round."""
        return frozenset(self.absent.get(round_be, ()))

    def as_document(self) -> dict[str, Any]:
        """The settings as JSON keeps them."""
        return self.model_dump(mode="json")


def read(document: Mapping[str, Any], *, version: int | None) -> PublicationSettings:
    """The settings of a stored version.

    Errors: SettingError for a document of a later form, or one that publishing never finished.
    """
    form = document.get("form", FORM)
    if form != FORM:
        raise SettingError(
            th=f"รุ่นที่ {version} เผยแพร่โดยโปรแกรมรุ่นใหม่กว่า (รูปแบบ {form}) ใช้โปรแกรมรุ่นนั้น หรือสั่ง ppaos publish ใหม่",
            en=f"Version {version} was published by a later program (form {form}). "
            "Use that program, or run ppaos publish again.",
        )
    try:
        return PublicationSettings.model_validate(document)
    except ValidationError as error:
        where = ", ".join(sorted({str(item["loc"][0]) for item in error.errors() if item["loc"]}))
        raise SettingError(
            th=f"รุ่นที่ {version} อ่านไม่ได้ เพราะค่าที่เก็บไว้ไม่ครบหรือไม่ถูกต้อง ({where or '-'}) สั่ง ppaos publish ใหม่",
            en=f"Version {version} cannot be read: what was kept of it lacks or garbles {where or '-'}. "
            "Run ppaos publish again.",
        ) from error


def names_of(names: Sequence[str], bits: int) -> list[str]:
    """Names whose bits are set, such as of `sources` of the settings and `sources` of a row."""
    return [name for place, name in enumerate(names) if bits >> place & 1]
