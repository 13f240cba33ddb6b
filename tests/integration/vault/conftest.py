"""What tests of the vault share: a bench of files, and no key in the environment."""

from pathlib import Path

import pytest

from support.citizen_ids import KEY_SETTINGS
from support.ingest_bench import Bench


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in KEY_SETTINGS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)
