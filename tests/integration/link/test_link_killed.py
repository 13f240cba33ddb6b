"""A linkage that is killed leaves the version before it whole, and the next run goes through."""

import hashlib
from pathlib import Path

import pytest

from ppaos.engine.store import Store
from ppaos.workflows.link.by_model import MatchSettings
from ppaos.workflows.link.job import link
from support import registers as given
from support.killed import kill_at
from support.registers import CARD, SURVEY_HOMES, SURVEY_MEMBERS

LINK = """
from ppaos.workflows.link.job import link
from ppaos.workflows.link.by_model import MatchSettings

link(sys.argv[2], matching=MatchSettings(is_used=False), progress=Watch())
"""


def fingerprint(store: Store) -> dict[str, str]:
    files = [f for name in store.names() for f in store.get(name).files]
    files.append(store.root / "catalog.json")
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.mark.parametrize(
    "step",
    [
        pytest.param("Linking by", marks=pytest.mark.nightly),
        pytest.param("Forming persons", marks=pytest.mark.nightly),
        "Writing findings",
    ],
)
def test_a_killed_linkage_leaves_the_store_as_it_was(step: str, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    given.bring_in(store, tmp_path, SURVEY_HOMES, [given.home(1)])
    given.bring_in(store, tmp_path, SURVEY_MEMBERS, [given.member(1, 1)])
    link(store, matching=MatchSettings(is_used=False))
    card = given.entry(CARD, "C1", given.member(1, 1))
    given.bring_in(store, tmp_path, CARD, [card])
    before = fingerprint(store)
    kill_at(step, LINK, str(store.root))
    assert fingerprint(store) == before
    assert link(store, matching=MatchSettings(is_used=False)).changed
    known = fingerprint(store)
    tables = store.root / "tables"
    assert all(str(path) in known for path in tables.rglob("*.parquet"))
