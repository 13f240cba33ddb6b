"""The nightly run generates ten times the examples, others each time, without an edit of any test."""

import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[2]
CONFTEST = """
from support.property_runs import register_profiles
register_profiles()
"""
QUESTION = """
import atexit
from hypothesis import given, settings, strategies
from support.property_runs import examples
seen = []
atexit.register(lambda: print(f"made {len(seen)}: {hash(tuple(seen))}"))

@settings(max_examples=examples(20), database=None)
@given(strategies.integers())
def test_numbers(number):
    seen.append(number)
"""


def _made(folder: Path, *arguments: str) -> tuple[int, str]:
    """How many examples were made, and which, as a hash."""
    (folder / "conftest.py").write_text(CONFTEST, "utf-8")
    (folder / "test_question.py").write_text(QUESTION, "utf-8")
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:django",
            "-p",
            "no:randomly",
            *arguments,
            "test_question.py",
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(TESTS), "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    last = run.stdout.strip().splitlines()[-1]
    count, numbers = last.removeprefix("made ").split(": ")
    return int(count), numbers


def test_a_usual_run_repeats_its_examples(tmp_path: Path) -> None:
    first, second = _made(tmp_path), _made(tmp_path)
    assert first == second
    assert first[0] == 20


def test_the_nightly_run_makes_ten_times_as_many_and_others_each_time(tmp_path: Path) -> None:
    first, second = (_made(tmp_path, "--hypothesis-profile=nightly") for _ in range(2))
    assert first[0] == second[0] == 200
    assert first[1] != second[1]
