"""A small store of two provinces, linked, measured and targeted: made once for all test processes."""

import os
import tempfile
from functools import cache
from pathlib import Path

from filelock import FileLock

from ppaos.engine.store import Store
from ppaos.workflows.ingest import ingest
from ppaos.workflows.link import link
from ppaos.workflows.measure import measure
from ppaos.workflows.synth import synthesise
from ppaos.workflows.target import target

PROVINCES = ("40", "41")
HOUSEHOLDS = 300
ROUNDS = (2564, 2565)
_kept: list[tempfile.TemporaryDirectory[str]] = []


@cache
def small_store() -> Store:
    """The store; processes of one run of the tests share it."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        folder = tempfile.TemporaryDirectory(prefix="ppaos-site-store-")
        _kept.append(folder)
        root = Path(folder.name)
    else:
        root = Path(tempfile.gettempdir()) / f"ppaos-site-store-{run}"
        root.mkdir(exist_ok=True)
    with FileLock(root / "lock"):
        if not (root / "made").exists():
            _make(root)
            (root / "made").touch()
    return Store(root / "store")


def _make(root: Path) -> None:
    for number, province in enumerate(PROVINCES):
        synthesise(
            root / "files" / province, provinces=[province], households=HOUSEHOLDS, seed=7 + number,
            rounds=ROUNDS, registers=True,
        )  # fmt: skip
    store = Store(root / "store")
    ingest([root / "files"], store=store, report_folder=root / "quality")
    link(store)
    measure(store)
    target(store)
