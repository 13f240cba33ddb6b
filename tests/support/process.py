"""The program in a process of its own, as somebody runs it who has just installed it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("PPAOS_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
NO_CHROMIUM = "Chromium is absent: install it or set PPAOS_CHROMIUM"


def ppaos(*words: object) -> list[str]:
    """What to start for `ppaos WORDS`."""
    return [sys.executable, "-m", "ppaos.cli.main", *map(str, words)]


def environment(**settings: object) -> dict[str, str]:
    """These settings and nothing else of the program: not those of the site under test."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PPAOS_", "DJANGO_"))
    }
    given = {name: str(value) for name, value in settings.items()}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), **given}


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_ready(base_url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until the site answers that it is ready; its log if it ends or stays silent."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text("utf-8")
        try:
            with urllib.request.urlopen(f"{base_url}/health/ready", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"no answer at {base_url}: {log.read_text('utf-8')}")


def children_of(parent: int) -> set[int]:
    """Numbers of all processes below one."""
    pairs = [(number, above) for number, above, _ in _listed()]
    found = {parent}
    while more := {number for number, above in pairs if above in found} - found:
        found |= more
    return found - {parent}


def all_end(numbers: set[int], seconds: float = 40) -> bool:
    """Whether none of these processes lives any more, or stops doing so in time."""
    until = time.monotonic() + seconds
    while alive := numbers & {
        number for number, _, state in _listed() if not state.startswith("Z")
    }:
        if time.monotonic() > until:
            break
        time.sleep(0.2)
    return not alive


def _listed() -> list[tuple[int, int, str]]:
    """(number, parent's number, state) of every process."""
    listed = subprocess.run(
        ["ps", "-eo", "pid,ppid,stat"], capture_output=True, text=True, check=True
    )
    lines = [line.split() for line in listed.stdout.splitlines()[1:]]
    return [(int(number), int(parent), state) for number, parent, state in lines]
