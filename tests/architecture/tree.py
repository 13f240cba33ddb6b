"""The repository as the architecture tests see it: tracked files, modules and their syntax trees."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "ppaos"
SKIPPED = {
    ".git",
    ".venv",
    ".venv-tools",
    "node_modules",
    "__pycache__",
    "demo",
    "out",
    "store",
    "bench-data",
    "dist",
    "docs-site",
}
TEXT = {
    ".py", ".md", ".yaml", ".yml", ".toml", ".txt", ".in", ".json", ".ts", ".js", ".mjs", ".css",
    ".html", ".j2", ".jinja", ".cfg", ".sh", ".R", ".example", ".npmrc", "",
}  # fmt: skip


@cache
def files() -> tuple[Path, ...]:
    """Files of the repository: those that git tracks or would track, else all but made ones."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0 and listed.stdout:
        found = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        found = [
            path
            for path in ROOT.rglob("*")
            if not SKIPPED & set(path.relative_to(ROOT).parts)
            and not any(part.endswith("_cache") for part in path.parts)
        ]
    return tuple(sorted(path for path in found if path.is_file()))


@cache
def texts() -> dict[str, str]:
    """Path from the root -> content, of every text file."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for path in files()
        if path.suffix in TEXT
    }


@cache
def modules() -> dict[str, ast.Module]:
    """Path from the root -> syntax tree, of every module of the package."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def domain() -> dict[str, ast.Module]:
    """The modules of the domain."""
    return {name: tree for name, tree in modules().items() if name.startswith("src/ppaos/domain/")}


def has_thai(text: str) -> bool:
    """Whether any letter is Thai."""
    return any("\u0e00" <= letter <= "\u0e7f" for letter in text)
