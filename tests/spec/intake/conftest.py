"""What tests of an import's lanes share. They run on DuckDB, as an import does."""

from collections.abc import Iterator

import pytest

from ppaos.engine.backends import Engine, connect
from support.lanes import Judge, judge_on


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    engine = connect("duckdb://")
    yield engine
    engine.close()


@pytest.fixture
def judge(engine: Engine) -> Judge:
    """Says of a kind of field and a text what becomes of it."""
    return judge_on(engine)
