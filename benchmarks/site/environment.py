"""Where the site under measurement lives: its database, its folder, its server, its memory."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

SERVER = os.environ.get("PPAOS_BENCH_DATABASE", "postgres://postgres@127.0.0.1:5432")
"""A PostgreSQL server on which databases may be made and dropped."""
DATABASE = "ppaos_bench"
WORKERS = 2
MB = 2**20


@dataclass(frozen=True)
class Site:
    """One site: a folder, and a database there or on the server."""

    folder: Path
    store: Path
    engine: str
    """`postgresql` or `sqlite`."""

    @classmethod
    def of(cls, given: dict[str, str]) -> "Site":
        """The site that a job was given as plain texts."""
        return cls(Path(given["folder"]), Path(given["store"]), given["engine"])

    def plain(self) -> dict[str, str]:
        """As a job is given it."""
        return {"folder": str(self.folder), "store": str(self.store), "engine": self.engine}

    def environment(self) -> dict[str, str]:
        """Variables with which a process becomes part of this site."""
        url = f"{SERVER}/{DATABASE}" if self.engine == "postgresql" else ""
        return {
            "PPAOS_DATA": str(self.folder),
            "PPAOS_STORE": str(self.store),
            "PPAOS_DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "ppaos.web.settings",
            "PPAOS_LOOKS_PER_MINUTE": "100000",  # a few accounts ask for many people
            "PPAOS_LOOKS_PER_HOUR": "1000000",
        }

    def enter(self) -> None:
        """Make this process part of the site, with its tables as they should be."""
        os.environ |= self.environment()
        from ppaos.web.setup import configure

        configure()

    def make_empty(self) -> None:
        """An empty folder and an empty database."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        if self.engine == "postgresql":
            import psycopg

            with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
                server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
                server.execute(
                    f"CREATE DATABASE {DATABASE} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
                )


def has_postgresql() -> bool:
    """Whether the server answers."""
    import psycopg

    try:
        with psycopg.connect(f"{SERVER}/postgres", connect_timeout=3):
            return True
    except psycopg.OperationalError:
        return False


@dataclass
class Server:
    """The application server of a site, running."""

    port: int
    process: "subprocess.Popen[bytes]"
    peak_bytes: int = 0
    """Highest sum of resident memory of its processes; shared pages count once for each."""

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def processor_seconds(self) -> float:
        """Processor time that its processes took so far, the database's not among it."""
        root = psutil.Process(self.process.pid)
        times = [one.cpu_times() for one in [root, *root.children(recursive=True)]]
        return float(sum(one.user + one.system for one in times))

    def watch(self) -> None:
        """Note its memory until it ends."""
        try:
            root = psutil.Process(self.process.pid)
            while root.is_running() and root.status() != psutil.STATUS_ZOMBIE:
                total = 0
                for one in [root, *root.children(recursive=True)]:
                    try:
                        total += one.memory_info().rss
                    except psutil.NoSuchProcess:
                        continue
                self.peak_bytes = max(self.peak_bytes, total)
                time.sleep(0.1)
        except psutil.NoSuchProcess:
            return


@contextmanager
def served(site: Site) -> Iterator[Server]:
    """The site answered by gunicorn, as `ppaos serve` starts it; stopped afterwards.

    Static files are laid out first. Errors: RuntimeError when it does not answer within a minute.
    """
    environment = {**os.environ, **site.environment()}
    collect = "from ppaos.web.setup import configure; configure(schema=False); from ppaos.web.static_files import collect; collect()"
    subprocess.run([sys.executable, "-c", collect], env=environment, check=True)
    port = _free_port()
    command = [
        sys.executable, "-m", "gunicorn", "ppaos.web.wsgi:application",
        "--config", "python:ppaos.web.gunicorn_conf",
        "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS),
    ]  # fmt: skip
    server = Server(port, subprocess.Popen(command, env=environment))
    watcher = threading.Thread(target=server.watch, daemon=True)
    watcher.start()
    try:
        _wait(server)
        yield server
    finally:
        server.process.terminate()
        try:
            server.process.wait(15)
        except subprocess.TimeoutExpired:
            server.process.kill()
            server.process.wait()
        watcher.join()


@contextmanager
def memory_growth() -> Iterator[list[int]]:
    """How many bytes this process grew at most while the block ran, in a list of one."""
    process, found, is_over = psutil.Process(), [0], threading.Event()
    begun = process.memory_info().rss

    def look() -> None:
        while not is_over.wait(0.05):
            found[0] = max(found[0], process.memory_info().rss - begun)

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield found
    finally:
        is_over.set()
        watcher.join()


def _wait(server: Server) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.address}/health/live", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the site under measurement does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
