"""The formatter lays out code; only tables keep the layout that their author gave them."""

import ast
import io
import tokenize
from collections.abc import Iterator
from typing import Any

import pytest
from tree import ROOT, files

MARK = "# fmt: skip"
_BODIES = {"body", "orelse", "finalbody", "handlers", "decorator_list"}
_TABLE = (ast.List, ast.Tuple, ast.Set, ast.Dict)


def unformatted(source: str) -> Iterator[tuple[int, bool]]:
    """Line of every mark that keeps a layout, and whether what ends there is a table.

    A table is a list, tuple, set or dictionary of several lines that makes up half of its statement.
    """
    nodes = list(ast.walk(ast.parse(source)))
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and MARK in token.string:
            line = token.start[0]
            yield line, any(_is_table(*span) for span in _spans(nodes, line))


def _spans(nodes: list[ast.AST], line: int) -> Iterator[tuple[int, list[ast.AST]]]:
    """Lines of the statement, header or decorator that ends at a line, with the parts inside it."""
    for node in nodes:
        for decorator in getattr(node, "decorator_list", ()):
            if decorator.end_lineno == line:
                yield line - decorator.lineno + 1, list(ast.walk(decorator))
        if not isinstance(node, ast.stmt):
            continue
        body = getattr(node, "body", None)
        if body and node.lineno <= line < body[0].lineno:
            header = [part for name, part in ast.iter_fields(node) if name not in _BODIES]
            yield (
                line - node.lineno + 1,
                [inner for part in _flat(header) for inner in ast.walk(part)],
            )
        elif not body and node.end_lineno == line:
            yield line - node.lineno + 1, list(ast.walk(node))


def _flat(parts: list[Any]) -> Iterator[ast.AST]:
    for part in parts:
        if isinstance(part, list):
            yield from _flat(part)
        elif isinstance(part, ast.AST):
            yield part


def _is_table(lines: int, parts: list[ast.AST]) -> bool:
    return any(
        isinstance(part, _TABLE)
        and part.end_lineno > part.lineno
        and 2 * (part.end_lineno - part.lineno + 1) >= lines
        for part in parts
    )


def test_only_tables_keep_their_layout() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in files()
        if path.suffix == ".py" and MARK in (source := path.read_text("utf-8"))
        for line, is_table in unformatted(source)
        if not is_table
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("source", "is_table"),
    [
        ("A = [\n    1, 2,\n    3, 4,\n]", True),
        ("A = frozenset({\n    1, 2,\n})", True),
        ("for a in (\n    1, 2,\n):", True),
        ("f(\n    1, 2,\n    3,\n)", False),
        ("f([1, 2],\n  3)", False),
        ("with f(\n    1, 2,\n) as a:", False),
    ],
)  # fmt: skip
def test_a_table_is_told_from_a_call(source: str, is_table: bool) -> None:
    body = "\n    pass" if source.endswith(":") else ""
    assert [found for _, found in unformatted(f"{source}  {MARK}{body}\n")] == [is_table]
