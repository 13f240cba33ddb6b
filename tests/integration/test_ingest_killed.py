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

ingest([Path(sys.argv[1])], store=Store(Path(sys.argv[2])), source=Path(sys.argv[3]), corrects=sys.argv[5] == "corrects", progress=Watch())
"""


def fingerprint(root: Path) -> dict[str, str]:
    """Bytes of the catalogue and of every file that it names."""
    store = Store(root)
    files = [root / "catalog.json", *(f for name in store.names() for f in store.get(name).files)]
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def kill_during(step: str, files: Path, root: Path, source: Path, mode: str = "plain") -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(files), str(root), str(source), step, mode],
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


def test_a_killed_correction_takes_nothing_out(tmp_path: Path) -> None:
    source, root = source_file(tmp_path), tmp_path / "store"
    first = write_csv(tmp_path / "a.csv", [row(1), row(2), row(3, people="x")])
    other = write_csv(tmp_path / "b.csv", [row(4), row(5, people="y")])
    better = write_csv(tmp_path / "later" / "a.csv", [row(1, people="5"), row(3)])
    ingest([first, other], store=Store(root), source=source)
    before = fingerprint(root)
    for step in ("Writing rows", "Taking out"):
        kill_during(step, better, root, source, "corrects")
        assert fingerprint(root) == before
        assert [p for p in root.rglob("*.parquet") if str(p) not in before]
    summary = ingest([better], store=Store(root), source=source, corrects=True)
    assert [item.mark for item in summary.replaced] == ["a.csv@1"]
    assert (Store(root).get("small").rows, Store(root).get("quarantine").rows) == (3, 1)
    known = fingerprint(root)
    assert all(str(path) in known for path in root.rglob("*.parquet"))
