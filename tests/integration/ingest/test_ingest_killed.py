"""A run that is killed half-way leaves the store as it was, and the next run goes through."""

import hashlib
from pathlib import Path

from ppaos.engine.store import Store
from ppaos.workflows.ingest.job import ingest
from support.killed import kill_at
from support.survey_files import row, source_file, write_csv

INGEST = """
from pathlib import Path
from ppaos.engine.store import Store
from ppaos.workflows.ingest.job import ingest

files, root, source, mode = sys.argv[2:]
ingest([Path(files)], store=Store(Path(root)), source=Path(source), corrects=mode == "corrects", progress=Watch())
"""


def fingerprint(root: Path) -> dict[str, str]:
    """Bytes of the catalogue and of every file that it names."""
    store = Store(root)
    files = [root / "catalog.json", *(f for name in store.names() for f in store.get(name).files)]
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def kill_during(step: str, files: Path, root: Path, source: Path, mode: str = "plain") -> None:
    kill_at(step, INGEST, str(files), str(root), str(source), mode)


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
