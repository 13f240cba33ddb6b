"""A run that is killed half-way leaves the store as it was, and the next run goes through."""

import hashlib
import signal
import subprocess
import sys
import time
from pathlib import Path

from factories.survey_files import row, source_file, write_csv
from ppaos.engine.store import Store
from ppaos.workflows.ingest import ingest

# Ingests with a report of each step on standard output, waiting at the step that is named.
CHILD = """
import sys, time
from contextlib import contextmanager
from pathlib import Path
from ppaos.engine.store import Store
from ppaos.workflows.ingest import ingest

class Watch:
    @contextmanager
    def step(self, *, th, en, total=None):
        class Step:
            def advance(self, amount=1): pass
        yield Step()
        if en.startswith(sys.argv[4]):
            print("here", flush=True)
            time.sleep(60)

ingest([Path(sys.argv[1])], store=Store(Path(sys.argv[2])), source=Path(sys.argv[3]), progress=Watch())
"""


def fingerprint(root: Path) -> dict[str, str]:
    """Bytes of the catalogue and of every file that it names."""
    store = Store(root)
    files = [root / "catalog.json", *(f for name in store.names() for f in store.get(name).files)]
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def kill_during(step: str, files: Path, root: Path, source: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(files), str(root), str(source), step],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "here\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    time.sleep(0.05)


def test_a_killed_run_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    source, root = source_file(tmp_path), tmp_path / "store"
    first = write_csv(tmp_path / "first.csv", [row(1), row(2), row(3, people="x")])
    second = write_csv(tmp_path / "second.csv", [row(n) for n in range(4, 40)])
    ingest([first], store=Store(root), source=source)
    before = fingerprint(root)
    for step in ("Reading", "Writing rows", "Writing quarantine"):
        kill_during(step, second, root, source)
        assert fingerprint(root) == before
        leftovers = [p for p in root.rglob("*.parquet") if str(p) not in before]
        assert leftovers, "the run was killed before it had written anything"
    summary = ingest([second], store=Store(root), source=source)
    assert (summary.accepted, summary.changed) == (36, True)
    assert Store(root).get("small").rows == 38
    known = fingerprint(root)
    assert all(str(path) in known for path in root.rglob("*.parquet"))
