"""A test that looked at nothing fails: some assertion of every test stands outside its loops.

A loop over what a page, a file or a query gave may run no time at all, and every `assert` in it
then holds. Such a test says beside the loop that there was something (`assert rows`). What need not
be said: a loop over what is written in the test itself.
"""

import ast
import re
from functools import cache
from pathlib import Path

from tree import ROOT

TESTS = ROOT / "tests"
CHECKS = {"raises", "fail", "warns"}
"""Calls of pytest, or of an object made by one, that fail when nothing happens."""
PASSES_ON = {
    "enumerate",
    "zip",
    "sorted",
    "reversed",
    "list",
    "tuple",
    "set",
    "pairwise",
    "product",
}
"""Calls that give something whenever their arguments hold something."""
COMPLETE = {"items", "keys", "values"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_every_test_asserts_outside_its_loops() -> None:
    seen, wrong = 0, []
    for path in sorted(TESTS.rglob("test_*.py")):
        module = Module.of(path)
        for test in module.tests():
            seen += 1
            if not module.asserts(test):
                wrong.append(f"{path.relative_to(ROOT)}:{test.lineno} {test.name}")
    assert seen > 1000
    assert not wrong, "every assert is in a loop that may run no time:\n" + "\n".join(wrong)


def test_no_test_asserts_only_that_something_was_answered() -> None:
    """A page that is answered with 200 may still be the wrong page, or empty."""
    seen, wrong = 0, []
    for path in sorted(TESTS.rglob("test_*.py")):
        for test in Module.of(path).tests():
            asserts = [node for node in ast.walk(test) if isinstance(node, ast.Assert)]
            seen += len(asserts)
            if asserts and all(_is_of_status_200(item.test) for item in asserts):
                wrong.append(f"{path.relative_to(ROOT)}:{test.lineno} {test.name}")
    assert seen > 2000
    assert not wrong, "only the status 200 is asserted:\n" + "\n".join(wrong)


def test_tests_with_real_transactions_have_modules_of_their_own() -> None:
    """What a module finds in the database is made ready once: see `tests/web/conftest.py`."""
    asking, wrong = [], []
    for path in sorted((TESTS / "web").rglob("test_*.py")):
        text = path.read_text("utf-8")
        if not re.search(r"transaction=True|transactional_db|live_server", text):
            continue
        asking.append(path)
        if not re.search(r"^pytestmark = pytest\.mark\.django_db\(transaction=True\)$", text, re.M):
            wrong.append(path.relative_to(ROOT).as_posix())
    assert asking
    assert not wrong, f"mark the whole module, and move its other tests elsewhere: {wrong}"


def _is_of_status_200(test: ast.expr) -> bool:
    return (
        isinstance(test, ast.Compare)
        and isinstance(test.left, ast.Attribute)
        and test.left.attr == "status_code"
        and [ast.unparse(item) for item in test.comparators] == ["200"]
    )


def test_such_a_test_is_noticed() -> None:
    source = """
WORDS = ["a", "b"]

def rows(): ...

def checked(row):
    assert row

def test_of_rows_that_may_be_none():
    for row in rows():
        assert row

def test_of_a_comprehension():
    for row in [row for row in rows()]:
        checked(row)

def test_that_counts():
    found = rows()
    assert found
    for row in found:
        assert row

def test_of_words():
    for word in WORDS:
        assert word

def test_by_a_helper():
    checked(rows())
"""
    module = Module(ast.parse(source))
    noticed = [test.name for test in module.tests() if not module.asserts(test)]
    assert noticed == ["test_of_rows_that_may_be_none", "test_of_a_comprehension"]


class Module:
    """One module of tests: what it writes out, and which of its functions assert."""

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self.functions = {node.name: node for node in ast.walk(tree) if isinstance(node, Function)}
        self.written = {
            target.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        self._asking: set[str] = set()

    @classmethod
    def of(cls, path: Path) -> "Module":
        """A module of the repository, with the helpers that it imports from the tests."""
        module = cls(_tree(path))
        for node in module.tree.body:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("support."):
                helper = cls(_tree(TESTS / Path(*str(node.module).split(".")).with_suffix(".py")))
                module.functions |= {
                    alias.asname or alias.name: helper.functions[alias.name]
                    for alias in node.names
                    if alias.name in helper.functions
                }
        return module

    def tests(self) -> list[Function]:
        """The functions that pytest collects."""
        return [node for name, node in self.functions.items() if name.startswith("test_")]

    def asserts(self, function: Function) -> bool:
        """Whether a function asserts something however little it is given."""
        local = {
            target.id: node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        return any(self._holds(node, {**self.written, **local}) for node in function.body)

    def _holds(self, node: ast.AST, written: dict[str, ast.expr]) -> bool:
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, Function | ast.Lambda):
            return False
        if isinstance(node, ast.For) and not self._is_written(node.iter, written):
            return self._holds(node.iter, written)
        if isinstance(node, ast.Call) and self._checks(node):
            return True
        return any(self._holds(child, written) for child in ast.iter_child_nodes(node))

    def _checks(self, call: ast.Call) -> bool:
        name = getattr(call.func, "id", None) or getattr(call.func, "attr", "")
        if name in CHECKS or name.startswith("assert_"):
            return True
        helper = self.functions.get(name)
        if helper is None or name in self._asking:
            return False
        self._asking.add(name)
        try:
            return self.asserts(helper)
        finally:
            self._asking.discard(name)

    def _is_written(self, node: ast.expr, written: dict[str, ast.expr]) -> bool:
        """Whether what a loop runs over is written here, and not empty."""
        match node:
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
                return any(not isinstance(part, ast.Starred) for part in parts)
            case ast.Dict(keys=parts):
                return bool(parts)
            case ast.Constant(value=str() as text):
                return bool(text)
            case ast.Name(id=name) if name in written:
                rest = {key: value for key, value in written.items() if key != name}
                return self._is_written(written[name], rest)
            case ast.Call(func=ast.Name(id="range"), args=[*_, ast.Constant()]):
                return True
            case ast.Call(func=ast.Name(id=name), args=[first, *_]) if name in PASSES_ON:
                return self._is_written(first, written)
            case ast.Call(func=ast.Attribute(value=owner, attr=name), args=[]) if name in COMPLETE:
                return self._is_written(owner, written)
            case ast.Call(func=ast.Attribute(attr=name), args=[first, *_]) if name in PASSES_ON:
                return self._is_written(first, written)
            case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="split")):
                return True
        return False


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))
