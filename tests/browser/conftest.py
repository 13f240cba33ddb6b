"""A site to look at in a browser: the demo, copied and served once in each process."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.demo_site import DemoSite
from support.process import CHROMIUM, NO_CHROMIUM, environment, free_port, ppaos, wait_ready


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
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
            env=given,
        )
        assert ran.returncode == 0, ran.stderr[-4000:]
        return ran.stdout


@pytest.fixture(scope="session")
def site(demo_site: DemoSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo of a small province, open on a port of its own until the tests end."""
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    from ppaos.operations.accounts.demo import DEMO_PASSWORD

    folder = tmp_path_factory.mktemp("site") / "demo"
    shutil.copytree(demo_site.folder, folder)
    port = free_port()
    command = ppaos(
        "serve",
        "--port",
        port,
        "--workers",
        1,
        "--data",
        folder / "site",
        "--store",
        folder / "store",
    )
    log = (folder / "serve.log").open("wb")
    server = subprocess.Popen(command, env=environment(), stdout=log, stderr=log)
    try:
        base_url = f"http://localhost:{port}"
        wait_ready(base_url, server, folder / "serve.log")
        yield Site(base_url, DEMO_PASSWORD, folder, CHROMIUM)
    finally:
        server.terminate()
        server.wait(60)
        log.close()
