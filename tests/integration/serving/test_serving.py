"""`ppaos serve` and `ppaos worker`: they start, say what is wrong, and leave nothing behind."""

import signal
import socket
import subprocess
from pathlib import Path

import pytest

from support import process
from support.demo_site import DemoSite
from support.process import ppaos


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    # plain static files: nothing here looks at them
    return process.environment(
        PPAOS_DATA=tmp_path / "site", PPAOS_STORE=tmp_path / "store", PPAOS_DEBUG=1
    )


@pytest.fixture
def port() -> int:
    return process.free_port()


@pytest.mark.slow
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_site_opens_and_leaves_no_process_behind(
    environment: dict[str, str], port: int, end: signal.Signals, tmp_path: Path
) -> None:
    log = tmp_path / "serve.log"
    with log.open("wb") as lines:
        server = subprocess.Popen(
            ppaos("serve", "--port", port, "--workers", 1),
            env=environment,
            stdout=lines,
            stderr=lines,
        )
    try:
        process.wait_ready(f"http://127.0.0.1:{port}", server, log)
        children = process.children_of(server.pid)
        assert len(children) >= 3  # the application server, its process, the worker
        server.send_signal(end)
        code = server.wait(60)
        assert code == (-signal.SIGKILL if end == signal.SIGKILL else 0)
        assert process.all_end(children)
    finally:
        server.kill()
        server.wait()


@pytest.mark.slow
def test_the_demo_ends_with_its_site_open_to_everybody_it_names(demo_site: DemoSite) -> None:
    homes = {
        "national": "/dashboard/nat/", "provincial": "/dashboard/41/",
        "district": "/dashboard/4101/", "field": "/dashboard/410101/",
    }  # fmt: skip
    others = {"agency", "analyst", "auditor", "administrator"}
    assert demo_site.entered.keys() == homes.keys() | others, demo_site.said
    assert {name: demo_site.entered[name] for name in homes} == homes
    assert not [path for path in demo_site.entered.values() if path.startswith("/account/login")]
    assert f"ppaos serve --data {demo_site.folder / 'site'}" in demo_site.said
    assert (demo_site.code, demo_site.leaves_nothing) == (0, True)


def test_a_port_that_is_taken_is_said_in_both_languages(
    environment: dict[str, str], port: int
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        ran = subprocess.run(
            ppaos("serve", "--port", port),
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert ran.returncode == 2
    assert f"127.0.0.1:{port}" in ran.stderr
    assert "ใช้ --port เลขอื่น" in ran.stderr and "Give another --port" in ran.stderr
    assert not Path(environment["PPAOS_DATA"]).exists()


def test_a_setting_that_cannot_be_is_said_with_where_to_look(environment: dict[str, str]) -> None:
    environment["PPAOS_UPLOAD_MB"] = "much"
    ran = subprocess.run(
        ppaos("worker", "--batch"),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 2
    assert "PPAOS_UPLOAD_MB" in ran.stderr and "environment.md" in ran.stderr
    assert "Traceback" not in ran.stderr
