"""Files and functions stay small, names say what they answer, nothing is left unfinished."""

import ast
import re
import unicodedata

import pytest
from ruamel.yaml import YAML
from tree import PACKAGE, ROOT, files, modules, texts

VAGUE = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "manager",
    "managers",
    "base",
    "misc",
    "tools",
}
FRONTEND = ("frontend/report/", "frontend/shared/", "frontend/site/", "frontend/testing/")
DRAWS = re.compile(r"\bh\(|\bdocument\.|\bhtmx\.|\becharts\.|\baddLayer\(")
UNTESTED = {
    "frontend/report/sections.ts": "lists the sections",
    "frontend/report/stated_figures.ts": "a table",
    "frontend/site/map/choosing.ts": "listens to the pointer",
    "frontend/site/reading.ts": "asks the server",
}
"""Module -> what it does, which only a browser can show."""
OURS = ("src/", "tests/", "benchmarks/", *FRONTEND)
UNFINISHED = ["TO" + "DO", "FIX" + "ME", "XX" + "X ", "HA" + "CK", "NotImplemented" + "Error"]


@pytest.mark.parametrize("name", sorted(modules()))
def test_module_is_under_400_lines_and_says_what_it_answers(name: str) -> None:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    assert len(lines) < 400
    assert ast.get_docstring(modules()[name])


def test_files_of_tests_and_benchmarks_are_under_400_lines() -> None:
    long = {
        name: lines
        for name, text in texts().items()
        if name.startswith(("tests/", "benchmarks/")) and name.endswith((".py", ".mjs"))
        if (lines := len(text.splitlines())) >= 400
    }
    assert not long


def frontend() -> dict[str, str]:
    """Path -> content, of everything that report and site are made of."""
    ours = {name: text for name, text in texts().items() if name.startswith(FRONTEND)}
    assert {name.split("/")[1] for name in ours} == {name.split("/")[1] for name in FRONTEND}
    return ours


def test_programs_and_styles_of_the_front_end_are_under_400_lines() -> None:
    long = {
        name: lines for name, text in frontend().items() if (lines := len(text.splitlines())) >= 400
    }
    assert not long


def test_lines_of_the_front_end_have_at_most_100_columns() -> None:
    """The formatter breaks code, but neither texts nor comments."""
    long = [
        f"{name}:{number} {columns(line)}"
        for name, text in frontend().items()
        for number, line in enumerate(text.splitlines(), 1)
        if columns(line) > 100
    ]
    assert not long


def columns(line: str) -> int:
    """Width of a line; the marks above and below Thai letters take none."""
    return sum(unicodedata.category(letter) != "Mn" for letter in line)


def test_modules_of_the_front_end_that_compute_are_tested() -> None:
    """A test bundles them. The others draw or listen: they are looked at in a browser."""
    names = frontend()
    tested = {
        (ROOT / name).parent.joinpath(f"{path}.ts").resolve().relative_to(ROOT).as_posix()
        for name, text in names.items()
        if name.endswith(".test.mjs")
        for path in re.findall(r'"(\.{1,2}/[\w/]+)"', text)
    }
    computing = {
        name
        for name, text in names.items()
        if name.endswith(".ts") and "function " in text and not DRAWS.search(text)
    }
    assert computing - tested == set(UNTESTED)


def test_tests_share_by_support_and_never_import_one_another() -> None:
    wrong = re.compile(r"^\s*(?:from|import) (?:test_\w+|tests\.)", re.MULTILINE)
    found = {
        name: match.group().strip()
        for name, text in texts().items()
        if name.startswith("tests/") and name.endswith(".py") and (match := wrong.search(text))
    }
    assert not found


@pytest.mark.parametrize("name", sorted(modules()))
def test_bodies_of_functions_are_at_most_60_lines(name: str) -> None:
    """Signatures and docstrings are declarations: options of a command are not logic."""
    long = [
        f"{name}:{node.lineno} {node.name} has {body_lines(node)} lines"
        for node in ast.walk(modules()[name])
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and body_lines(node) > 60
    ]
    assert not long


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_module_has_a_vague_name() -> None:
    vague = [path for path in files() if path.suffix == ".py" and path.stem in VAGUE]
    assert not vague


def test_nothing_is_left_unfinished() -> None:
    found = [
        f"{name}: {word}"
        for name, text in texts().items()
        for word in UNFINISHED
        if word in text and name.startswith(OURS)
    ]
    assert not found


def test_every_package_holds_code() -> None:
    empty = [
        folder.parent.name
        for folder in PACKAGE.glob("*/**/__init__.py")
        if not any(
            path.suffix in {".py", ".yaml"} and path.name != "__init__.py"
            for path in folder.parent.iterdir()
        )
    ]
    assert not empty


def test_no_function_body_is_only_a_placeholder() -> None:
    found = []
    for name, tree in modules().items():
        for owner in ast.walk(tree):
            if _is_declaration(owner):
                for node in ast.walk(owner):
                    node._is_declared = True  # type: ignore[attr-defined]
        found += [
            f"{name}:{node.lineno} {node.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef)
            and not hasattr(node, "_is_declared")
            and all(isinstance(line, ast.Pass) or _is_ellipsis(line) for line in node.body)
        ]
    assert not found


def _is_declaration(node: ast.AST) -> bool:
    """Whether what stands inside is for type checkers: a protocol, or what they alone read."""
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING"
    return isinstance(node, ast.ClassDef) and any(
        "Protocol" in ast.unparse(item) for item in node.bases
    )


def _is_ellipsis(line: ast.stmt) -> bool:
    return (
        isinstance(line, ast.Expr)
        and isinstance(line.value, ast.Constant)
        and line.value.value is Ellipsis
    )


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "definitions" / "sources").glob("*.yaml")), ids=lambda path: path.stem
)
def test_every_column_of_a_source_is_classed_personal_or_public(path) -> None:
    columns = YAML(typ="safe").load(path.read_text("utf-8"))["columns"]
    assert columns
    unclassed = [
        name
        for name, column in columns.items()
        if column.get("class") not in {"personal", "public"}
    ]
    assert not unclassed


def test_modules_and_tests_of_the_same_name_do_not_hide_each_other() -> None:
    tests = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    twice = {name for name in tests if tests.count(name) > 1}
    assert not twice
