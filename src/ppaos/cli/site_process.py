"""Processes of the site: the application server and the worker, started, watched and stopped."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

import typer
from rich.text import Text

from ppaos.cli.console import line, out
from ppaos.cli.text import both
from ppaos.domain.errors import SettingError

DEFAULT_PORT: Final = 8000
_GRACE_SECONDS: Final = 20
_LOCAL: Final = {"127.0.0.1": "127.0.0.1", "0.0.0.0": "127.0.0.1", "localhost": "127.0.0.1"}  # noqa: S104 -- where a browser here finds it
_MOST_WORKERS: Final = 4


def use_folders(data: Path | None, store: Path | None) -> None:
    """Take folders of the command line for those of the environment."""
    for name, folder in (("PPAOS_DATA", data), ("PPAOS_STORE", store)):
        if folder is not None:
            os.environ[name] = str(folder.resolve())


def require_free(host: str, port: int) -> None:
    """Errors: SettingError when nobody can listen there."""
    problem = _cannot_listen(host, port)
    if problem is not None:
        raise SettingError(
            th=f"เปิดเว็บไซต์ที่ {host}:{port} ไม่ได้ ({problem}) ใช้ --port เลขอื่น หรือปิดโปรแกรมที่ใช้พอร์ตนี้",
            en=f"The site cannot listen on {host}:{port} ({problem}). Give another --port, or stop what uses this one.",
        )


def free_port(host: str, wanted: int) -> int:
    """The wanted port, else the next free one of twenty. Errors: SettingError when none is free."""
    for port in range(wanted, wanted + 20):
        if _cannot_listen(host, port) is None:
            return port
    require_free(host, wanted)
    return wanted


def prepare() -> None:
    """Bring the database up to this program, and lay out static files."""
    from ppaos.web.setup import configure

    configure()
    from ppaos.web.static_files import collect

    collect()


def serve(host: str, port: int, *, workers: int | None = None, background: bool = True) -> None:
    """Run the application server and the worker as children until a signal; stop both.

    A worker that ends by itself is started again; an application server that does ends all.
    """
    with _signals() as stopped:
        children = {"site": _start(_gunicorn(host, port, workers))}
        if background:
            children["worker"] = _start(_worker())
        if _answers(host, port, children["site"], stopped):
            _say_open(host, port)
        _watch(children, stopped)
        _stop(children)
    if not stopped:
        raise typer.Exit(children["site"].returncode or 1)


def _say_open(host: str, port: int) -> None:
    """In both languages: whoever reads it may not be who typed the command."""
    address = f"http://{'localhost' if host in _LOCAL else host}:{port}/"
    told = both(
        f"เว็บไซต์เปิดแล้วที่ {address} (หยุดด้วย Ctrl-C)",
        f"The site is open at {address} (Ctrl-C to stop)",
    )
    out.print(Text(told), soft_wrap=True)
    sys.stdout.flush()


def _answers(host: str, port: int, site: "subprocess.Popen[bytes]", stopped: list[int]) -> bool:
    """Wait until the site listens; false when it ended or was asked to stop before."""
    where = (_LOCAL.get(host, host), port)
    while not stopped and site.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(where, timeout=1):
            return True
        time.sleep(0.1)
    return False


def _watch(children: dict[str, subprocess.Popen[bytes]], stopped: list[int]) -> None:
    """Until a signal or the end of the application server; a worker that ended is started again."""
    while not stopped and children["site"].poll() is None:
        worker = children.get("worker")
        if worker is not None and worker.poll() is not None:
            line("ตัวทำงานเบื้องหลังหยุดไป กำลังเปิดใหม่", "The worker stopped and is being restarted.")
            time.sleep(1)
            children["worker"] = _start(_worker())
        time.sleep(0.2)


def _cannot_listen(host: str, port: int) -> str | None:
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(kind, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            return str(getattr(error, "strerror", None) or error)
    return None


def _gunicorn(host: str, port: int, workers: int | None) -> list[str]:
    number = workers or max(2, min(_MOST_WORKERS, os.cpu_count() or 1))
    at = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return [
        sys.executable, "-m", "gunicorn", "ppaos.web.wsgi:application",
        "--config", "python:ppaos.web.gunicorn_conf", "--bind", at,
        "--workers", str(number),
    ]  # fmt: skip


def _worker() -> list[str]:
    return [sys.executable, "-m", "ppaos.cli.main", "worker"]


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    """A child in a session of its own, so that Ctrl-C reaches it through us; it ends with us."""
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603 -- our own commands


def _stop(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask all to end; then break off the work under way, which is queued again; then kill."""
    for seconds, act in (
        (_GRACE_SECONDS, subprocess.Popen.terminate),
        (10, subprocess.Popen.terminate),
        (5, subprocess.Popen.kill),
    ):
        alive = [child for child in children.values() if child.poll() is None]
        for child in alive:
            act(child)
        until = time.monotonic() + seconds
        for child in alive:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.1, until - time.monotonic()))


@contextmanager
def _signals() -> Iterator[list[int]]:
    """Signals to stop that came while the block runs; others' handlers are put back."""
    came: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        came.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
