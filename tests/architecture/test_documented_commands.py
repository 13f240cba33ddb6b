"""What the README and docs tell a reader to type works, and makes what they say it makes.

A page is run from top to bottom in an empty folder. Marks in the page:

    <!-- file: survey.csv -->   the next fenced block is the content of that file
    <!-- run -->                the next fenced block is run (console lines after `$ `, sh, python)
    <!-- makes: out.csv -->     these files exist once the page has run up to here, and are not empty
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tree import ROOT

from support.process import environment

MARK = re.compile(
    r"^<!-- (run|file|makes)(?:: (.*?))? -->\s*(?:```(\w+)\n(.*?)^```)?", re.DOTALL | re.MULTILINE
)
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    if MARK.search(path.read_text("utf-8"))
)


def test_pages_that_teach_are_run() -> None:
    taught = {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "docs" / "tutorials").glob("*.md")
    }
    taught.discard("docs/tutorials/README.md")
    assert taught <= set(PAGES)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_a_reader_can_follow(page: str, tmp_path: Path) -> None:
    reader = _environment(tmp_path)
    folder = tmp_path / "reader"
    folder.mkdir()
    steps = 0
    for kind, value, language, body in MARK.findall((ROOT / page).read_text("utf-8")):
        if kind == "file":
            (folder / value).write_text(body, "utf-8")
        elif kind == "makes":
            for name in value.split(","):
                made = folder / name.strip()
                assert made.exists(), f"{page} says that {name.strip()} is made"
                assert made.is_dir() or made.stat().st_size > 0
        else:
            steps += 1
            run = subprocess.run(
                _command(language, body),
                cwd=folder,
                env=reader,
                capture_output=True,
                text=True,
                check=False,
                timeout=600,
            )
            assert run.returncode == 0, f"{page}\n{body}\n{run.stdout}\n{run.stderr}"
    assert steps


def _command(language: str, body: str) -> list[str]:
    if language == "python":
        return [sys.executable, "-c", body]
    assert language in {"console", "sh"}, f"blocks of {language} cannot be run"
    if language == "console":
        typed = [line for line in body.splitlines() if line.startswith(("$ ", "> "))]
        body = "\n".join(line[2:] for line in typed)
    return ["bash", "-euc", body]


def _environment(tmp_path: Path) -> dict[str, str]:
    """PATH on which `ppaos` and `python` are those under test."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, arguments in {
        "ppaos": ' -c "from ppaos.cli.main import app; app()"',
        "python": "",
    }.items():
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}"{arguments} "$@"\n', "utf-8")
        program.chmod(0o755)
    return environment(
        PATH=f"{programs}{os.pathsep}{os.environ['PATH']}", PYTHONWARNINGS="ignore", COLUMNS=120
    )
