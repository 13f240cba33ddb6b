"""What made a stored table: inputs, code, instrument, counts, time.

A manifest is JSON beside the table's files and inside the catalogue; two runs over the same
inputs with the same code differ in nothing but the time.
"""

import getpass
import hashlib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from ppaos import version


class Manifest(BaseModel):
    """Origin of one stored table."""

    model_config = ConfigDict(frozen=True)

    table: str
    row: str
    """What one row is, such as `household`."""
    rows: int
    inputs: dict[str, str]
    """Name of each input (file or table) -> its SHA-256 or version."""
    counts: dict[str, int] = Field(default_factory=dict)
    settings: dict[str, Any] = Field(default_factory=dict)
    instrument_hash: str | None = None
    source_hash: str | None = None
    code_version: str = ""
    engine: str = "duckdb"
    made_at: str = ""
    made_by: str = ""
    synthetic: bool = False

    def stamped(self) -> "Manifest":
        """The same manifest with code version, time and account filled in."""
        return self.model_copy(
            update={
                "code_version": self.code_version or code_version(),
                "made_at": self.made_at or datetime.now(UTC).isoformat(timespec="seconds"),
                "made_by": self.made_by or getpass.getuser(),
            }
        )


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def text_hash(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def code_version() -> str:
    """Release number and a hash over the package's own source, so that any edit shows."""
    root = Path(version.__file__).parent
    digest = hashlib.sha256()
    for file in sorted([*root.rglob("*.py"), *root.rglob("*.yaml")]):
        digest.update(file.relative_to(root).as_posix().encode())
        digest.update(file.read_bytes())
    return f"{version.__version__}+{digest.hexdigest()[:12]}"
