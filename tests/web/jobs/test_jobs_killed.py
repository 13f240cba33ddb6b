"""A worker that is killed in the middle: the next one resumes the work, or says what to do."""

import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from support.killed import WATCH, kill_at

PROGRAM = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "ppaos.web.settings"
from ppaos.web.setup import configure
configure()
from ppaos.operations.jobs import actions
from ppaos.operations.jobs.actions import Outcome, enqueue, handles
from ppaos.operations.jobs.models import Job
from ppaos.web.worker import work
actions._finders.clear()

def hang(job, progress):
    with progress.step(th="ทำ", en="Working on it", total=3) as step:
        step.advance(2)
        with Watch().step(th="ทำ", en=sys.argv[1]):
            pass
    return Outcome({"facts": [["ทำ", "Attempts", job.attempts]]})

for kind in ("export", "import"):
    handles(kind)(hang)
"""
FIRST = PROGRAM + "enqueue(sys.argv[2], None)\nwork(batch=True)\n"
NEXT = PROGRAM.replace("en=sys.argv[1]", "en='passes'") + "work(batch=True)\n"


@pytest.fixture
def site(monkeypatch, tmp_path: Path) -> Path:
    """The folder of a site of its own on SQLite."""
    monkeypatch.setenv("PPAOS_DATA", str(tmp_path))
    monkeypatch.delenv("PPAOS_DATABASE_URL", raising=False)
    return tmp_path / "ppaos.sqlite3"


def _job(database: Path) -> dict[str, Any]:
    with sqlite3.connect(database) as connection:
        connection.row_factory = sqlite3.Row
        return dict(connection.execute("SELECT * FROM jobs_job").fetchone())


def _next_worker() -> None:
    subprocess.run([sys.executable, "-c", WATCH + NEXT, "no"], check=True, timeout=120)


@pytest.mark.slow
def test_an_export_is_done_by_the_next_worker(site: Path) -> None:
    kill_at("hang", FIRST, "export")
    left = _job(site)
    assert (left["state"], left["attempts"]) == ("running", 1)
    assert left["step_en"] in ("Working on it", "")
    _next_worker()
    job = _job(site)
    assert (job["state"], job["attempts"]) == ("done", 2)


@pytest.mark.slow
def test_an_import_says_to_send_the_file_again(site: Path) -> None:
    kill_at("hang", FIRST, "import")
    _next_worker()
    job = _job(site)
    assert (job["state"], job["attempts"]) == ("interrupted", 1)
    assert "Send the same file again" in job["error_en"]


@pytest.mark.slow
def test_progress_is_seen_from_outside_while_the_work_runs(site: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", WATCH + FIRST, "hang", "export"], stdout=subprocess.PIPE
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == b"here\n"
        until = time.monotonic() + 30
        while _job(site)["done"] != 2 and time.monotonic() < until:
            time.sleep(0.2)
        job = _job(site)
        assert (job["step_en"], job["done"], job["of"]) == ("Working on it", 2, 3)
        second = subprocess.run(
            [sys.executable, "-c", WATCH + NEXT, "no"],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert second.returncode != 0
        assert "has a worker already" in second.stderr
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
