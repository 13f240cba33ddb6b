"""`ppaos serve` and `ppaos worker`: they start, say what is wrong, and leave nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PPAOS_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    # plain static files: nothing here looks at them
    return {
        **kept, "PYTHONPATH": str(ROOT / "src"), "PPAOS_DATA": str(tmp_path / "site"),
        "PPAOS_STORE": str(tmp_path / "store"), "PPAOS_DEBUG": "1",
    }  # fmt: skip


@pytest.fixture
def port() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
    yield found


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "ppaos.cli.main", *words]


def _children(parent: int) -> set[int]:
    listed = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()[1:]]
    found = {parent}
    while more := {pid for pid, above in pairs if above in found} - found:
        found |= more
    return found - {parent}


def _alive(numbers: set[int]) -> set[int]:
    listed = subprocess.run(["ps", "-eo", "pid,stat"], capture_output=True, text=True, check=True)
    states = dict(line.split() for line in listed.stdout.splitlines()[1:])
    return {pid for pid in numbers if not states.get(str(pid), "Z").startswith("Z")}


def _wait_ready(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        assert server.poll() is None
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the site did not open")


@pytest.mark.slow
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_site_opens_and_leaves_no_process_behind(
    environment: dict[str, str], port: int, end: signal.Signals
) -> None:
    server = subprocess.Popen(
        _command("serve", "--port", str(port), "--workers", "1"),
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_ready(port, server)
        children = _children(server.pid)
        assert len(children) >= 3  # the application server, its process, the worker
        server.send_signal(end)
        code = server.wait(60)
        assert code == (-signal.SIGKILL if end == signal.SIGKILL else 0)
        until = time.monotonic() + 40
        while _alive(children) and time.monotonic() < until:
            time.sleep(0.2)
        assert not _alive(children)
    finally:
        server.kill()
        server.wait()


def test_a_port_that_is_taken_is_said_in_both_languages(
    environment: dict[str, str], port: int
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        ran = subprocess.run(
            _command("serve", "--port", str(port)),
            env=environment, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert ran.returncode == 2
    assert f"127.0.0.1:{port}" in ran.stderr
    assert "ใช้ --port เลขอื่น" in ran.stderr and "Give another --port" in ran.stderr
    assert not Path(environment["PPAOS_DATA"]).exists()


def test_a_setting_that_cannot_be_is_said_with_where_to_look(environment: dict[str, str]) -> None:
    environment["PPAOS_UPLOAD_MB"] = "much"
    ran = subprocess.run(
        _command("worker", "--batch"), env=environment, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 2
    assert "PPAOS_UPLOAD_MB" in ran.stderr and "environment.md" in ran.stderr
    assert "Traceback" not in ran.stderr
