"""The reference pages say what the code does: codes, columns, tables, functions, options."""

import os
import re
import subprocess
import sys

import pytest
from tree import ROOT

from ppaos.definitions.instruments.loader import DimensionPart, IndicatorPart, InstrumentDocument
from ppaos.domain import errors, tables
from ppaos.domain.measurement import estimates
from ppaos.domain.measurement.instrument import MISSING_RULES, RULES
from ppaos.domain.rules import expressions

REFERENCE = ROOT / "docs" / "reference"


def first_cells(page: str) -> list[str]:
    """First cell of every row of the page's tables, without backquotes."""
    text = (REFERENCE / page).read_text("utf-8")
    return [
        cell.strip().strip("`") for cell in re.findall(r"^\| *([^|]+?) *\|", text, re.MULTILINE)
    ]


def test_exit_codes_are_those_of_the_errors() -> None:
    text = (REFERENCE / "exit-codes.md").read_text("utf-8")
    listed = {
        (int(number), code, name)
        for number, code, name in re.findall(r"^\| (\d+) \| `(\w+)` \| `(\w+)`", text, re.MULTILINE)
    }
    kinds = [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, errors.UserError)
    ]
    assert listed == {(kind.exit_code, kind.code, kind.__name__) for kind in kinds}


def test_exit_codes_are_told_apart() -> None:
    codes = [kind.exit_code for kind in errors.UserError.__subclasses__()]
    assert len(codes) == len(set(codes))
    assert 0 not in codes


@pytest.mark.parametrize("column", [*estimates.COLUMNS, *estimates.CHANGE_COLUMNS])
def test_every_output_column_is_described(column: str) -> None:
    assert column in first_cells("output-columns.md")


@pytest.mark.parametrize("table", sorted(tables.TABLES))
def test_every_stored_table_is_described_with_its_key(table: str) -> None:
    text = (REFERENCE / "tables.md").read_text("utf-8")
    row = next(line for line in text.splitlines() if line.startswith(f"| `{table}` |"))
    missing = [part for part in tables.TABLES[table].key if f"`{part}`" not in row]
    assert not missing


@pytest.mark.parametrize("function", sorted(expressions._FUNCTIONS))
def test_every_function_of_rules_is_described(function: str) -> None:
    assert f"`{function}(" in (REFERENCE / "expressions.md").read_text("utf-8")


@pytest.mark.parametrize(
    "field",
    sorted(
        {*InstrumentDocument.model_fields, *DimensionPart.model_fields, *IndicatorPart.model_fields}
    ),
)
def test_every_field_of_an_instrument_is_described(field: str) -> None:
    assert field in first_cells("instruments.md")


@pytest.mark.parametrize("word", [*RULES, *MISSING_RULES])
def test_every_rule_is_described(word: str) -> None:
    assert f"`{word}`" in (REFERENCE / "instruments.md").read_text("utf-8")


def test_generated_pages_are_current() -> None:
    run = subprocess.run(
        [sys.executable, "docs/make_reference.py", "--check"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_decisions_are_numbered_and_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    pages = sorted(path.name for path in folder.glob("0*.md"))
    assert [int(name[:4]) for name in pages] == list(range(1, len(pages) + 1))
    index = (folder / "README.md").read_text("utf-8")
    assert not [name for name in pages if f"({name})" not in index]
    for name in pages:
        text = (folder / name).read_text("utf-8")
        assert [
            part for part in ("Context", "Decision", "Consequences") if f"## {part}" not in text
        ] == []
