"""Which stored files the files of an import take the place of.

A corrected file replaces the stored file of its name and source, or those that are named. Asked
again for a file that is stored as the correction already, nothing is replaced.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ppaos.domain.errors import FileError
from ppaos.workflows.ingest.files import ExaminedFile
from ppaos.workflows.stored import files as stored_files
from ppaos.workflows.stored.files import StoredFile


@dataclass(frozen=True)
class Corrections:
    """What the person who ingests said is corrected."""

    stored: tuple[StoredFile, ...]
    asked: bool | str | Sequence[str] = False
    """True: the stored file of the same name; names or `NAME@IMPORT`: those files; False: none."""

    def replaced_by(self, opened: ExaminedFile) -> tuple[StoredFile, ...]:
        """Stored files whose rows the file replaces; none when it has replaced them before.

        Earlier rows of the file itself are among them: it may have come in plainly before.
        Errors: FileError when no stored file has the name, or several have, or the file is empty.
        """
        if not self.asked:
            return ()
        source = opened.source.source
        own = [
            item for item in self.stored if item.source == source and item.digest == opened.digest
        ]
        if any(item.corrects for item in own):
            return ()
        asked = opened.name if self.asked is True else self.asked
        wanted = (asked,) if isinstance(asked, str) else tuple(asked)
        others = [item for name in wanted for item in self._others(source, name, opened, own)]
        if not others:
            return ()
        if not opened.rows:
            raise FileError(
                th=f"{opened.name}: ไฟล์ที่แก้แล้วไม่มีแถว ถ้าต้องการถอนไฟล์เดิมใช้ ppaos sources remove {source} --file {others[0].mark}",
                en=f"{opened.name}: the corrected file has no rows. To take the stored file out, run "
                f"ppaos sources remove {source} --file {others[0].mark}.",
            )
        return tuple({item.mark: item for item in (*others, *own)}.values())

    def _others(
        self, source: str, name: str, opened: ExaminedFile, own: Sequence[StoredFile]
    ) -> list[StoredFile]:
        """The stored file of a name, unless it is the file itself."""
        candidates = [item for item in self.stored if item not in own]
        if own and not stored_files.matching(candidates, source, name):
            return []
        return [stored_files.named(candidates, source, name)]
