"""The newest entry of the audit chain, noted outside the database.

A chain without its last rows is still a sound chain; only something kept elsewhere shows that they
are missing. After each commit the number and hash of the newest entry are written over one fixed
place of a small file, so that the file neither grows nor slows the writers down.
"""

import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock

_RECORD: Final = "{number:020d} {hash}\n"
_BYTES: Final = 20 + 1 + 64 + 1
_log = logging.getLogger("ppaos.audit")


@dataclass(frozen=True)
class Head:
    """One entry of the chain, as noted or written down."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


class HeadFile:
    """The file that holds the newest head seen on this machine."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Head | None:
        """The noted head; null when none was noted or the file cannot be read as one."""
        try:
            text = self.path.read_text("ascii")
        except (OSError, UnicodeDecodeError):
            return None
        number, _, hash_ = text.strip().partition(" ")
        return Head(int(number), hash_) if number.isdigit() and len(hash_) == 64 else None

    def advance(self, head: Head) -> None:
        """Note a head unless a later one is noted; a file that cannot be written is logged."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{self.path}.lock", mode=0o600):
                known = self.read()
                if known is None or known.number < head.number:
                    self._write(head)
        except OSError:
            _log.exception("the head of the audit chain could not be noted in %s", self.path)

    def _write(self, head: Head) -> None:
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            text = _RECORD.format(number=head.number, hash=head.hash).encode("ascii")
            os.pwrite(handle, text, 0)
            os.ftruncate(handle, _BYTES)
        finally:
            os.close(handle)


def head_written(text: str) -> Head | None:
    """A head as people write it down, `NUMBER:HASH`; null when it is none."""
    number, _, hash_ = text.strip().partition(":")
    is_head = number.isascii() and number.isdigit() and len(hash_) == 64
    return Head(int(number), hash_.lower()) if is_head else None
