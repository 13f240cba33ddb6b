"""A place for values on their way into the store, outside its tables and open to its owner only."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ppaos.engine.store import Change

FOLDER: Final = "staging"


@contextmanager
def staging(change: Change) -> Iterator[Path]:
    """An empty folder STORE/staging, removed when the block ends, well or not.

    A run that is killed leaves it; the next run that writes to the store removes it first. Its
    files are made readable to no other account whatever the umask.
    """
    folder = change.root / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
