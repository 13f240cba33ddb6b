"""`ppaos` answers `--version` and `--help` without loading engines, and knows every command."""

import os
import subprocess
import sys

import pytest
from typer.core import TyperCommand
from typer.main import get_command

from ppaos.cli.lazy import load
from ppaos.cli.main import COMMANDS, app

HEAVY = {"pandas", "scipy", "ibis", "duckdb", "pyarrow", "numpy"}


def run(code, *words, lang="en"):
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        env={**os.environ, "PPAOS_LANG": lang, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_options_before_a_command_load_no_engine(option):
    code = (
        "import sys; from ppaos.cli.main import app\n"
        "try: app()\n"
        "finally: print('loaded:', *sys.modules)"
    )
    said, _, loaded = run(code, option).partition("loaded:")
    assert said.strip()
    assert "ppaos.cli.main" in loaded.split()
    assert not HEAVY & set(loaded.split())


@pytest.mark.parametrize(("lang", "text"), [("th", 1), ("en", 2)])
def test_help_lists_every_command_in_the_language_of_the_run(lang, text):
    code = "from ppaos.cli.main import app; app()"
    listed = [
        line.split(maxsplit=1)
        for line in run(code, "--help", lang=lang).partition("Commands:")[2].strip().splitlines()
    ]
    assert [name for name, _ in listed] == list(COMMANDS)
    for name, said in listed:  # long texts end in dots
        assert len(said) > 5
        assert COMMANDS[name][text].startswith(said.removesuffix("..."))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_entry_is_a_command_with_help_in_both_languages(name):
    entry = COMMANDS[name]
    assert any("\u0e00" <= letter <= "\u0e7f" for letter in entry.th)
    assert entry.en.strip() and entry.en.isascii()
    command = load(name, entry)
    assert command.name == name
    assert command.params or command.commands


def test_a_group_keeps_its_own_commands():
    group = load("instruments", COMMANDS["instruments"])
    assert {"list", "show"} <= set(group.commands)
    assert not any("completion" in parameter.name for parameter in group.params)


def test_completion_of_an_option_asks_the_command_itself():
    command = get_command(app)
    context = command.make_context("ppaos", ["measure"], resilient_parsing=True)
    name, found, rest = command.resolve_command(context, ["measure", "--k"])
    assert (name, rest) == ("measure", ["--k"])
    assert isinstance(found, TyperCommand)
    assert any("--k" in parameter.opts for parameter in found.params)
    assert command.resolve_command(context, ["nothing"])[1] is None
