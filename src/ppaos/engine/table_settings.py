"""What the manifest of a table says of how its rows were made, typed by the kind of table.

In: a manifest of an import, a linkage, a measurement or a targeting. Out: its settings, checked.
Their form is that of the catalogue (`ppaos.engine.catalogue.FORMAT`); what an earlier program did
not write has a default here, so that stores made by it stay readable.
"""

from datetime import date
from typing import Any, Literal, TypeVar

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from ppaos.domain.errors import StoreError
from ppaos.engine.manifest import Manifest


class TableSettings(BaseModel):
    """Settings of one kind of table."""

    model_config = ConfigDict(frozen=True)

    def as_document(self) -> dict[str, Any]:
        """The settings that were given, as a manifest keeps them."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


class ImportFile(TableSettings):
    """One file of an import and what became of its rows."""

    number: int
    """Number of the file within the import, over all its sources."""
    name: str
    digest: str
    rows: int
    accepted: int
    quarantined: int
    repeats: int
    encoding: str = ""
    source_hash: str
    corrects: tuple[str, ...] = ()
    """Stored files that it took the place of."""


class ImportSettings(TableSettings):
    """Of a table that imports write: stored rows, quarantine or kept originals."""

    number: int = Field(
        validation_alias=AliasChoices("import", "number"), serialization_alias="import"
    )
    source: str = ""
    table: str = ""
    """Table of the source's rows, whichever of the three this is."""
    files: tuple[ImportFile, ...] = ()
    identity_key: str | None = None
    """Fingerprint of the key that citizen IDs were hashed under; null when there were none."""
    document: dict[str, Any] | None = None
    """The source's document; null for one that comes with the program."""


class LinkageCounts(TableSettings):
    """What a linkage found."""

    persons: int
    in_survey: int
    without_id: int
    linked: int
    alone: int
    review: int
    households: int
    findings: dict[str, int]
    sources: tuple[str, ...]
    reference_date: date


class LinkageSettings(TableSettings):
    """Of a table that `link` writes."""

    round_be: int
    sources: tuple[str, ...]
    """In the order of the bits of `sources`."""
    tables: tuple[str, ...] = ()
    """Stored table of each source; empty in stores of an earlier program."""
    facts: tuple[str, ...]
    """In the order of the bits of `facts`."""
    as_of: dict[str, date | None] = Field(default_factory=dict)
    """Source -> the day of its freshest row; null when its rows have no day."""
    reference_date: date
    precedence: dict[str, Any] = Field(default_factory=dict)
    mark: str = ""
    """Equal for runs over the same files, rules, decisions and code."""
    summary: LinkageCounts | None = None
    """Kept with `persons` alone."""


class MeasurementSettings(TableSettings):
    """Of a table that `measure` writes."""

    instrument: str | None = None
    over: tuple[str, ...] = ()
    """Groups that the cube is split by."""
    record: dict[str, Any] | None = None
    """The instrument; null in stores of an earlier program."""


class TargetSettings(TableSettings):
    """Of a table that `target` writes."""

    groups: tuple[tuple[str, str], ...] = ()
    """(rules, group) in the order of the bits of `groups`."""
    units: tuple[Literal["person", "household"], ...] = ()
    rules: dict[str, str] = Field(default_factory=dict)
    """Document of target rules -> its text."""
    instrument: str = ""
    record: dict[str, Any] | None = None
    weights: tuple[str, ...] = ()
    """Weight of each indicator, as a fraction."""
    round_be: int | None = None
    reference_date: date | None = None
    sources: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


Kind = TypeVar("Kind", bound=TableSettings)


def import_settings(manifest: Manifest) -> ImportSettings | None:
    """Settings of an import; null for a table that was computed from others."""
    return _read(manifest, ImportSettings) if "import" in manifest.settings else None


def linkage_settings(manifest: Manifest) -> LinkageSettings:
    """Settings of a linkage. Errors: StoreError when they lack something."""
    return _read(manifest, LinkageSettings)


def measurement_settings(manifest: Manifest) -> MeasurementSettings:
    """Settings of a measurement. Errors: StoreError when they are garbled."""
    return _read(manifest, MeasurementSettings)


def record_of(manifest: Manifest) -> dict[str, Any]:
    """The instrument that a table was measured with.

    Errors: StoreError for a table of a program that did not keep it.
    """
    record = measurement_settings(manifest).record
    if record is None:
        raise StoreError(
            th=f"ตาราง '{manifest.table}' วัดด้วยโปรแกรมรุ่นก่อน สั่ง ppaos measure อีกครั้ง",
            en=f"Table '{manifest.table}' was measured by an earlier version. Run ppaos measure again.",
        )
    return record


def target_settings(manifest: Manifest) -> TargetSettings:
    """Settings of a targeting. Errors: StoreError when they are garbled."""
    return _read(manifest, TargetSettings)


def _read(manifest: Manifest, kind: type[Kind]) -> Kind:
    try:
        return kind.model_validate(manifest.settings)
    except ValidationError as error:
        where = ", ".join(sorted({str(item["loc"][0]) for item in error.errors() if item["loc"]}))
        raise StoreError(
            th=f"บันทึกของตาราง '{manifest.table}' ขาดหรือผิด ({where}) อาจเขียนโดยโปรแกรมรุ่นอื่น สั่งทำตารางนั้นใหม่",
            en=f"The manifest of table '{manifest.table}' lacks or garbles {where}. "
            "Another version may have written it. Make that table again.",
        ) from error
