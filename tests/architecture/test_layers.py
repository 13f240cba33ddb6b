"""Imports point down, the domain touches nothing, and nothing imports in a circle."""

import ast
import graphlib
import os
import subprocess
import sys
from pathlib import Path

import grimp
import pytest
from tree import PACKAGE, ROOT, domain, modules

FORBIDDEN_IN_DOMAIN = {
    "django", "duckdb", "polars", "pandas", "pyarrow", "pyspark", "yaml", "ruamel", "os", "pathlib",
    "sqlite3", "socket", "subprocess", "shutil", "io", "tempfile", "openpyxl", "requests",
}  # fmt: skip
RUNS_AN_EXPRESSION = {
    "execute", "to_pyarrow", "to_pyarrow_batches", "to_pandas", "to_pandas_batches", "to_polars",
    "to_parquet", "to_parquet_dir", "to_csv", "to_delta", "to_json", "to_xlsx", "to_torch", "cache",
    "read_parquet", "read_csv", "raw_sql", "create_table",
}  # fmt: skip


def test_import_contracts_are_kept() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as main; main()",
            "--no-cache",
        ],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "0 broken" in run.stdout


@pytest.mark.parametrize("name", sorted(domain()))
def test_domain_imports_no_engine_file_or_socket(name: str) -> None:
    imported = set()
    for node in ast.walk(domain()[name]):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").split(".")[0])
    assert not imported & FORBIDDEN_IN_DOMAIN


@pytest.mark.parametrize("name", sorted(domain()))
def test_domain_never_runs_an_expression(name: str) -> None:
    called = [
        f"{name}:{node.lineno} .{node.func.attr}()"
        for node in ast.walk(domain()[name])
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in RUNS_AN_EXPRESSION
    ]
    opened = [
        f"{name}:{node.lineno} {node.func.id}()"
        for node in ast.walk(domain()[name])
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"open", "print", "input", "exec", "eval"}
    ]
    assert not called + opened


def test_no_module_imports_the_package_above_itself() -> None:
    """`ppaos` offers workflows: who imports it for the version would reach up to them."""
    parts = {path.stem for path in PACKAGE.iterdir() if path.stem != "__init__"}
    found = []
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                reaches_up = "ppaos" in {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module == "ppaos":
                reaches_up = not {alias.name for alias in node.names} <= parts
            else:
                continue
            if reaches_up:
                found.append(f"{name}:{node.lineno}")
    assert {"domain", "engine", "version"} <= parts
    assert not found


def test_only_the_engine_opens_a_database() -> None:
    openers = {
        name
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func) in {"duckdb.connect", "ibis.connect", "SparkSession.builder"}
    }
    # Splink runs its own SQL on a connection made for one comparison; see decision 22.
    splinks_own = {"src/ppaos/matching/connection.py"}
    outside = {name for name in openers if not name.startswith("src/ppaos/engine/")}
    assert outside <= splinks_own


def test_no_import_cycles() -> None:
    graph = grimp.build_graph("ppaos", cache_dir=None, exclude_type_checking_imports=True)
    left = {
        name: set(graph.find_modules_directly_imported_by(name)) - {name} for name in graph.modules
    }
    assert len(left) > 20
    while leaves := {name for name, imported in left.items() if not imported}:
        left = {name: imported - leaves for name, imported in left.items() if name not in leaves}
    assert not left, f"modules in or above a cycle: {sorted(left)}"


@pytest.mark.parametrize("package", ["ppaos.workflows", "ppaos.engine"])
def test_no_cycle_between_the_parts_of_a_package(package: str) -> None:
    """A part is a folder or a module directly below; a job reads another, never both each other."""
    graph = grimp.build_graph("ppaos", cache_dir=None, exclude_type_checking_imports=True)
    parts: dict[str, set[str]] = {}
    for name in graph.modules:
        if name.startswith(f"{package}."):
            own = name.removeprefix(f"{package}.").split(".")[0]
            for imported in graph.find_modules_directly_imported_by(name):
                if imported.startswith(f"{package}."):
                    other = imported.removeprefix(f"{package}.").split(".")[0]
                    parts.setdefault(other, set())
                    parts.setdefault(own, set()).update({other} - {own})
    assert len(parts) > 5
    graphlib.TopologicalSorter(parts).prepare()  # raises CycleError


def test_steps_of_the_database_depend_on_nothing_that_changes() -> None:
    changing = [
        f"{name}: {module}"
        for name, tree in modules().items()
        if "/migrations/" in name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module in _modules_of(node)
        if not _is_frozen(module, beside=name)
    ]
    assert not changing


def _modules_of(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return ["." * node.level + (node.module or "")]
    return [alias.name for alias in node.names]


def _is_frozen(module: str, beside: str) -> bool:
    """Whether a step may import it: Python, Django, or a private module beside the step."""
    if module.split(".", maxsplit=1)[0] in sys.stdlib_module_names | {"django"}:
        return True
    package = ".".join(Path(beside).parent.parts[1:])
    return module.startswith(f"{package}._")
