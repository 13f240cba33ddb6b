"""What every test may ask for: an engine of each kind, a small demo, published figures."""

import os
import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from support.demo_site import DemoSite, make_demo
from support.once import made_once
from support.property_runs import register_profiles
from support.published import NO_REFERENCE, REFERENCE, unchecked

SPARK_IS_MISSING = shutil.which("java") is None or find_spec("pyspark") is None

# Spark's Python workers must be the interpreter that runs the tests
os.environ.setdefault("PYSPARK_PYTHON", sys.executable)

register_profiles()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not SPARK_IS_MISSING:
        return
    skip = pytest.mark.skip(reason="Spark needs Java 17 and pyspark (requirements/dev.txt)")
    for item in items:
        if item.get_closest_marker("spark"):
            item.add_marker(skip)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what a run without the published figures leaves open; a skip is easily overlooked."""
    skipped = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if NO_REFERENCE in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.section("published figures")
        terminalreporter.write_line(unchecked(len(skipped)))


@pytest.fixture(
    scope="session",
    params=["duckdb://", pytest.param("pyspark://local[2]", marks=pytest.mark.spark)],
    ids=["duckdb", "spark"],
)
def engine(request: pytest.FixtureRequest) -> Iterator[object]:
    """Every engine in turn; a test that asks for it runs once on each."""
    from ppaos.engine.backends import connect

    connected = connect(request.param)
    yield connected
    connected.close()


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> DemoSite:
    """The finished demo of a small province. Do not change its folder."""
    return DemoSite.of(made_once(tmp_path_factory, "demo", make_demo))


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of published figures and other tools' outputs."""
    if not REFERENCE.is_dir():
        pytest.skip(NO_REFERENCE)
    return REFERENCE
