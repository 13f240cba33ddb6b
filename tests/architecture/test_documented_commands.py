"""What the README and docs tell a reader to type works, and makes what they say it makes.

A page is run from top to bottom in an empty folder. Marks in the page:

    <!-- file: survey.csv -->   the next fenced block is the content of that file
    <!-- run -->                the next fenced block is run (console lines after `$ `, sh, python)
    <!-- makes: out.csv -->     these files exist once the page has run up to here, and are not empty
"""

import os
import re
import shlex
import subprocess
import sys
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
import typer
from tree import ROOT

from ppaos.cli.main import app
from support.process import environment

MARK = re.compile(
    r"^<!-- (run|file|makes)(?:: (.*?))? -->\s*(?:```(\w+)\n(.*?)^```)?", re.DOTALL | re.MULTILINE
)
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    if MARK.search(path.read_text("utf-8"))
)
LONG = {
    "docs/tutorials/getting-started.md",
    "docs/how-to/compare-rounds.md",
    "docs/how-to/ingest-your-files.md",
    "docs/how-to/link-registers.md",
    "docs/how-to/measure-your-own-csv.md",
    "docs/how-to/publish.md",
}
"""Pages that take a minute or more. They are followed at night; their options are read every time."""
PROGRAM = re.compile(r"^(?:\$ )?(?:\w+=\S+ )*ppaos ((?:[^\\\n]|\\\n(?:> )?)*)", re.MULTILINE)


def test_pages_that_teach_are_run() -> None:
    taught = {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "docs" / "tutorials").glob("*.md")
    }
    taught.discard("docs/tutorials/README.md")
    assert taught <= set(PAGES)


def test_the_long_pages_are_pages_that_are_run() -> None:
    assert set(PAGES) > LONG


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_options_of_a_page_exist(page: str) -> None:
    program = typer.main.get_command(app)
    typed = [
        command
        for kind, _, language, body in MARK.findall((ROOT / page).read_text("utf-8"))
        if kind == "run" and language in {"console", "sh"}
        for command in PROGRAM.findall(body)
    ]
    assert typed or page not in LONG, "no command was seen"
    for command in typed:
        words = shlex.split(re.sub(r"\\\n(> )?", " ", command), comments=True)
        words = list(takewhile(lambda word: word not in {"|", ">", "&&", "||", "&", ";"}, words))
        _require_known(program, words)


def _require_known(command: Any, words: list[str]) -> None:
    """Errors: the usage error of the command line for a command or an option that is not known."""
    context = command.make_context(command.name, [], resilient_parsing=True)
    context.resilient_parsing = False
    _, rest, _ = command.make_parser(context).parse_args(list(words))
    if hasattr(command, "resolve_command"):
        _, own, rest = command.resolve_command(context, rest)
        _require_known(own, rest)


@pytest.mark.slow
@pytest.mark.parametrize(
    "page",
    [pytest.param(page, marks=pytest.mark.nightly) if page in LONG else page for page in PAGES],
)
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
