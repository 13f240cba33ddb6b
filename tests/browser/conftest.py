"""A site to look at in a browser: the demo made once for all processes, served once in each."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[2]
HOUSEHOLDS = "400"
CHROMIUM = os.environ.get("PPAOS_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)


@dataclass(frozen=True)
class Site:
    """A served demo."""

    base_url: str
    password: str
    folder: Path
    chromium: str

    def run(self, script: Path, *arguments: str, timeout: float = 400) -> str:
        """What a script of Node prints; it gets the address, the password and the browser."""
        given = {
            **os.environ, "SITE": self.base_url, "PASSWORD": self.password,
            "CHROMIUM": self.chromium,
        }  # fmt: skip
        ran = subprocess.run(
            ["node", str(script), *arguments],
            capture_output=True, text=True, timeout=timeout, check=False, env=given,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr[-4000:]
        return ran.stdout


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo of a small province, open on a port of its own until the tests end."""
    if CHROMIUM is None:
        pytest.skip("Chromium is absent: install it or set PPAOS_CHROMIUM")
    from ppaos.operations.accounts.demo import DEMO_PASSWORD

    folder = tmp_path_factory.mktemp("site") / "demo"
    shutil.copytree(_demo(tmp_path_factory), folder)
    port = _free_port()
    command = [
        *_ppaos(), "serve", "--port", str(port), "--workers", "1",
        "--data", str(folder / "site"), "--store", str(folder / "store"),
    ]  # fmt: skip
    log = (folder / "serve.log").open("wb")
    server = subprocess.Popen(command, env=_environment(), stdout=log, stderr=log)
    try:
        base_url = f"http://localhost:{port}"
        _wait(f"{base_url}/health/ready", server, folder / "serve.log")
        yield Site(base_url, DEMO_PASSWORD, folder, CHROMIUM)
    finally:
        server.terminate()
        server.wait(60)
        log.close()


def _demo(factory: pytest.TempPathFactory) -> Path:
    """The finished demo, made by whichever process comes first; pytest removes old ones."""
    own = factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    root = shared / "browser-demo"
    root.mkdir(exist_ok=True)
    with FileLock(root / "lock"):
        if not (root / "made").exists():
            made = subprocess.run(
                [*_ppaos(), "demo", "--no-serve", "--households", HOUSEHOLDS, "--out", str(root / "demo")],
                env=_environment(), capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert made.returncode == 0, made.stdout + made.stderr
            (root / "made").touch()
    return root / "demo"


def _ppaos() -> list[str]:
    return [sys.executable, "-m", "ppaos.cli.main"]


def _environment() -> dict[str, str]:
    """That of a person who has just installed the program: nothing of the test run's own site."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PPAOS_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return {**kept, "PYTHONPATH": str(ROOT / "src")}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if server.poll() is not None:
            raise AssertionError(log.read_text("utf-8"))
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.3)
    raise AssertionError(f"no answer at {address}: {log.read_text('utf-8')}")
