"""A small store of two provinces: synthesised, linked, measured and targeted."""

from pathlib import Path

from ppaos.engine.store import Store
from ppaos.workflows.ingest.job import ingest
from ppaos.workflows.link.job import link
from ppaos.workflows.measure.job import measure
from ppaos.workflows.synth.job import synthesise
from ppaos.workflows.target.job import target

PROVINCES = ("40", "41")
HOUSEHOLDS = 300
ROUNDS = (2564, 2565)


def make_small_store(root: Path) -> None:
    """Fill a folder with the files, the quality report and the store."""
    for number, province in enumerate(PROVINCES):
        synthesise(
            root / "files" / province,
            provinces=[province],
            households=HOUSEHOLDS,
            seed=7 + number,
            rounds=ROUNDS,
            registers=True,
        )
    store = Store(root / "store")
    ingest([root / "files"], store=store, report_folder=root / "quality")
    link(store)
    measure(store)
    target(store)
