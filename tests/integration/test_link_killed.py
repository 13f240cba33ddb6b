"""A linkage that is killed leaves the version before it whole, and the next run goes through."""

import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from factories import registers as given
from factories.registers import CARD, SURVEY_HOMES, SURVEY_MEMBERS
from ppaos.engine.store import Store
from ppaos.workflows.link import link
from ppaos.workflows.link_model import Matching

# Links and waits at the step that is named.
CHILD = """
import sys, time
from contextlib import contextmanager
from ppaos.workflows.link import link
from ppaos.workflows.link_model import Matching

class Watch:
    @contextmanager
    def step(self, *, th, en, total=None):
        class Step:
            def advance(self, amount=1): pass
        yield Step()
        if en.startswith(sys.argv[2]):
            print("here", flush=True)
            time.sleep(120)

link(sys.argv[1], matching=Matching(is_used=False), progress=Watch())
"""


def fingerprint(store: Store) -> dict[str, str]:
    files = [f for name in store.names() for f in store.get(name).files]
    files.append(store.root / "catalog.json")
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.mark.parametrize("step", ["Linking by", "Making up persons", "Writing findings"])
def test_a_killed_linkage_leaves_the_store_as_it_was(step: str, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    given.bring_in(store, tmp_path, SURVEY_HOMES, [given.home(1)])
    given.bring_in(store, tmp_path, SURVEY_MEMBERS, [given.member(1, 1)])
    link(store, matching=Matching(is_used=False))
    card = given.entry(CARD, "C1", given.member(1, 1))
    given.bring_in(store, tmp_path, CARD, [card])
    before = fingerprint(store)
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(store.root), step],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "here\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert fingerprint(store) == before
    assert link(store, matching=Matching(is_used=False)).changed
    known = fingerprint(store)
    tables = store.root / "tables"
    assert all(str(path) in known for path in tables.rglob("*.parquet"))
