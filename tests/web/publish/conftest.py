"""What tests of publishing share."""

import shutil
from pathlib import Path

import pytest

from ppaos.engine.store import Store


@pytest.fixture
def store(small_store: Store, tmp_path: Path) -> Store:
    """A copy of the small store, to be changed."""
    shutil.copytree(small_store.root, tmp_path / "store")
    return Store(tmp_path / "store")
