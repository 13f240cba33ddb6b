"""What a figure depends on besides the code: processors, memory, versions, and who else was busy."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

LIBRARIES = (
    "duckdb", "ibis-framework", "numpy", "scipy", "pyarrow", "pandas", "polars", "django", "gunicorn", "psycopg",
)  # fmt: skip


def facts() -> dict[str, Any]:
    """Processors, memory in GB, load averages, versions, time in UTC and the commit measured."""
    return {
        "at": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "load_averages": [round(value, 2) for value in os.getloadavg()],
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "python": platform.python_version(),
        "versions": {name: version(name) for name in LIBRARIES},
        "commit": _commit(),
    }


def sentence(given: dict[str, Any]) -> str:
    """The same facts for a person to read."""
    versions = ", ".join(f"{name} {number}" for name, number in given["versions"].items())
    loads = ", ".join(f"{value:.2f}" for value in given["load_averages"])
    return (
        f"{given['at']}, commit {given['commit']}: {given['cores']} cores ({given['processor']}), "
        f"{given['memory_gb']:.0f} GB of memory, {given['system']}; load averages at the start {loads}. "
        f"Python {given['python']}, {versions}."
    )


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.machine()


def _commit() -> str:
    """Short hash, with `+` when tracked files of the program differ from it; `?` without git."""
    try:
        head = _git("rev-parse", "--short", "HEAD")
        return head + ("+" if _git("status", "--porcelain", "-uno", "--", "src") else "")
    except (OSError, subprocess.CalledProcessError):
        return "?"


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], check=True, capture_output=True, text=True)
    return done.stdout.strip()
