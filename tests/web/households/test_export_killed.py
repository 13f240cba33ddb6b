"""A worker that is killed in the middle of an export: the next one makes the file, or says it cannot."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from databases import own_postgresql
from django.db import connection

from ppaos.engine.store import Store
from support.process import environment

pytestmark = [pytest.mark.django_db, pytest.mark.nightly]
BASE = """
import json, os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "ppaos.web.settings"
from ppaos.web.setup import configure
configure()
from datetime import timedelta
from django.utils import timezone
from ppaos.operations.jobs.models import Job
from ppaos.web.households.export import lists
from ppaos.web.worker import work
"""
PREPARE = """
from pathlib import Path
from ppaos.engine.store import Store
from ppaos.operations.accounts.demo import make_demo_accounts
from ppaos.operations.accounts.models import User
from ppaos.operations.jobs.actions import enqueue
from ppaos.workflows.publish.job import publish
made = publish(Store(Path(sys.argv[1])))
make_demo_accounts("41")
enqueue("export", User.objects.get(username="provincial"), "41", {
    "query": "area=41", "publication": made.publication, "agency": "provincial-centre",
    "fields": ["household_id", "priority"], "format": "csv", "purpose": "referral",
    "unit": "household",
})
"""
AGE = """
Job.objects.filter(state="running").update(alive_at=timezone.now() - timedelta(minutes=5))
"""
PAUSE = """
read = lists._households
def paused(finder, fields):
    for number, row in enumerate(read(finder, fields)):
        if number == 20:
            print("here", flush=True)
            time.sleep(120)
        yield row
lists._households = paused
"""
WORK = "work(batch=True)\n"
TELL = """
job = Job.objects.get()
print(json.dumps([str(job.pk), job.state, job.attempts, job.file, job.error_en, job.result]))
"""


class Site:
    """A site of its own, asked by processes of its own."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        given = {"PPAOS_DATABASE_URL": database} if database else {}
        self._environment = environment(PPAOS_DATA=folder, **given)

    def run(self, program: str, *arguments: str) -> str:
        """What the program prints."""
        done = subprocess.run(
            [sys.executable, "-c", BASE + program, *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def kill(self, program: str) -> None:
        """Run until the program says `here`, and kill it."""
        child = subprocess.Popen(
            [sys.executable, "-c", BASE + program],
            env=self._environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        try:
            assert child.stdout.readline() == "here\n"
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait()
            child.stdout.close()

    def job(self) -> list[Any]:
        """Number, state, attempts, file, error and result of the one job."""
        told: list[Any] = json.loads(self.run(TELL).splitlines()[-1])
        return told


@pytest.fixture
def site(tmp_path: Path, small_store: Store) -> Iterator[Site]:
    """A published site with one export in the queue, on the kind of database in use."""
    own = own_postgresql() if connection.vendor == "postgresql" else nullcontext("")
    with own as database:
        found = Site(tmp_path / "site", database)
        found.run(PREPARE, str(small_store.root))
        yield found


def test_an_export_that_was_broken_off_is_made_whole_by_the_next_worker(site: Site) -> None:
    site.kill(PAUSE + WORK)
    number, state, attempts, file, *_ = site.job()
    assert (state, attempts, file) == ("running", 1, "")
    site.run(AGE + WORK)
    _, state, attempts, file, _, result = site.job()
    assert (state, attempts) == ("done", 2)
    made = site.folder / "made"
    lines = (made / file).read_text("utf-8-sig").splitlines()
    rows = [line for line in lines if not line.lstrip('"').startswith("#")][1:]
    assert len(rows) == result["rows"] > 20
    assert len({row.split(",")[0] for row in rows}) == len(rows)
    assert [path.name for path in (made / number).iterdir()] == ["2"]


def test_an_export_that_is_broken_off_twice_fails_with_what_to_do(site: Site) -> None:
    site.kill(PAUSE + WORK)
    site.kill(AGE + PAUSE + WORK)
    site.run(AGE + WORK)
    number, state, attempts, file, error, _ = site.job()
    assert (state, attempts, file) == ("failed", 2, "")
    assert "Start it again" in error
    assert not list((site.folder / "made" / number).iterdir())
