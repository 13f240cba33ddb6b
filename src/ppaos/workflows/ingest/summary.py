"""What one import came to, file by file, and the sum that proves that no row is lost."""

from dataclasses import dataclass
from pathlib import Path

from ppaos.domain.errors import CheckError, UserError
from ppaos.workflows.stored.files import StoredFile


@dataclass(frozen=True)
class FileResult:
    """What became of one file."""

    name: str
    source: str
    encoding: str
    """As detected; `-` for formats that state their own."""
    delimiter: str
    rows: int
    accepted: int
    quarantined: int
    repeats: int
    ignored_columns: tuple[str, ...]
    """Headers that the source does not know; their values are not stored."""
    repeated_columns: tuple[str, ...]
    """Headers of a column that an earlier header names already; their values are not stored."""
    ingested_before: bool = False


@dataclass(frozen=True)
class FileRefusal:
    """A file of which nothing was taken, and why."""

    name: str
    error: UserError


@dataclass(frozen=True)
class IngestSummary:
    """What one import came to."""

    files: tuple[FileResult, ...]
    refused: tuple[FileRefusal, ...]
    skipped: tuple[str, ...]
    """Files of the folders that are no data: READMEs, truth files, hidden and other files."""
    accepted_flagged: int
    """Accepted rows' values that are worth a look; listed in the report."""
    report: tuple[Path, ...]
    """CSV and workbook of the findings; empty when there are none."""
    changed: bool
    """Whether the store was changed."""
    replaced: tuple[StoredFile, ...] = ()
    """Stored files whose rows went out because a corrected file came in."""
    ingest_again: tuple[StoredFile, ...] = ()
    """Other stored files that had repeated or contradicted rows of the replaced ones."""

    @property
    def rows(self) -> int:
        """Data rows of every file that was not refused."""
        return sum(item.rows for item in self.files)

    @property
    def accepted(self) -> int:
        """Rows stored by this import."""
        return sum(item.accepted for item in self.files)

    @property
    def quarantined(self) -> int:
        """Rows set aside."""
        return sum(item.quarantined for item in self.files)

    @property
    def repeats(self) -> int:
        """Rows that say again, word for word, what is stored or what another row says."""
        return sum(item.repeats for item in self.files)

    @property
    def proof_th(self) -> str:
        """The sum of rows, in Thai."""
        return (
            f"แถวที่อ่าน {self.rows:,} = รับเข้า {self.accepted:,} + พักไว้ {self.quarantined:,} "
            f"+ ซ้ำทุกค่า {self.repeats:,}"
        )

    @property
    def proof_en(self) -> str:
        """The sum of rows, in English."""
        return (
            f"rows in {self.rows:,} = accepted {self.accepted:,} + quarantined "
            f"{self.quarantined:,} + exact repeats {self.repeats:,}"
        )

    @property
    def exit_code(self) -> int:
        """0, or the code of the first refused file."""
        return self.refused[0].error.exit_code if self.refused else 0


def prove(result: FileResult) -> None:
    """Errors: CheckError when the rows of a file do not add up."""
    if result.rows == result.accepted + result.quarantined + result.repeats:
        return
    raise CheckError(
        th=f"{result.name}: แถว {result.rows:,} ไม่เท่ากับ รับเข้า {result.accepted:,} + พักไว้ "
        f"{result.quarantined:,} + ซ้ำ {result.repeats:,} จึงไม่เก็บอะไรเลย แจ้งผู้ดูแลพร้อมไฟล์นี้",
        en=f"{result.name}: rows in {result.rows:,} are not accepted {result.accepted:,} + quarantined "
        f"{result.quarantined:,} + repeats {result.repeats:,}; nothing was stored. Report it with this file.",
    )
