"""Folders that several processes, and runs, of the tests share.

In: a name and a function that fills a folder. Out: the filled folder of this run; pytest removes
those of old runs. What takes long to make is kept in pytest's cache, under the hash of everything
that it is made from, so that the run on PostgreSQL need not make again what the one on SQLite made.
"""

import os
import shutil
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[2]
MADE_FROM = ("src/ppaos/**/*", "tests/support/*.py", "requirements/*.txt")
SUFFIXES = {".py", ".yaml", ".json", ".txt"}
Make = Callable[[Path], None]


def made_once(factory: pytest.TempPathFactory, name: str, make: Make) -> Path:
    """The folder of this name, filled by whichever process comes first while the others wait."""
    own = factory.getbasetemp()
    root = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name
    root.mkdir(exist_ok=True)
    with FileLock(root / "lock"):
        if not (root / "made").exists():
            make(root)
            (root / "made").touch()
    return root


def kept(config: pytest.Config, name: str, make: Make) -> Make:
    """`make`, or a copy of what it made in an earlier run from the same program."""
    if not hasattr(config, "cache"):  # pytest -p no:cacheprovider
        return make
    folder: Path = config.cache.mkdir("made")

    def fill(root: Path) -> None:
        own = folder / f"{name}-{_program()}"
        with FileLock(folder / f"{name}.lock"):
            if own.is_dir():
                shutil.copytree(own, root, dirs_exist_ok=True)
                return
            make(root)
            for old in folder.glob(f"{name}-*"):
                shutil.rmtree(old)
            begun = folder / f"new-{name}"
            shutil.rmtree(begun, ignore_errors=True)  # of a run that was killed
            shutil.copytree(root, begun, ignore=shutil.ignore_patterns("lock"))
            begun.rename(own)

    return fill


@cache
def _program() -> str:
    """Hash of whatever can change what is made."""
    found = sha256()
    for pattern in MADE_FROM:
        for path in sorted(ROOT.glob(pattern)):
            if path.suffix in SUFFIXES:
                found.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:20]
