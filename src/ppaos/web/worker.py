"""The process that does background work: takes jobs from the queue, one at a time, until it is stopped.

Beside the queue's own loop a second thread settles jobs whose worker died, makes the public table of
the current version where it is lacking, removes files that have been kept long enough, and forgets
old entries of the queue. SQLite takes one writer at a time, so
that a site on SQLite has one worker: a lock beside the database says so, and lets go when the
process ends in whatever way. The worker that holds it knows that no other running job is alive.
"""

import contextlib
import logging
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.utils import is_locked_database_exception
from filelock import FileLock, Timeout

from ppaos.domain.errors import SettingError
from ppaos.operations.jobs.actions import recover_jobs, remove_expired_files
from ppaos.workflows.publish.versions import make_public_if_absent

logger = logging.getLogger(__name__)
LOOKS_EVERY: Final = 15.0
"""Seconds between two looks for jobs whose worker died."""
TIDIES_EVERY: Final = 3600.0


def work(*, batch: bool = False, interval: float = 0.5, looks_every: float = LOOKS_EVERY) -> None:
    """Do jobs until a signal to stop; with `batch` only those that are queued now.

    The first SIGTERM or SIGINT lets the job under way end; the second breaks it off, which is
    settled as if the process had died. Errors: SettingError when SQLite has a worker already.
    """
    with _only_worker_of_sqlite() as is_alone:
        recovered = recover_jobs(stale_after=None) if is_alone else recover_jobs()
        if recovered:
            logger.warning("%d jobs were broken off and are settled", recovered)
        over = threading.Event()
        thread = threading.Thread(
            target=_attend, args=(over, looks_every, is_alone), name="attendant", daemon=True
        )
        thread.start()
        try:
            _run(batch, interval)
        finally:
            over.set()
            thread.join(timeout=5)


def _run(batch: bool, interval: float) -> None:
    worker = Worker(
        queue_names=["*"],
        interval=interval,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    worker.configure_signals()
    try:
        while True:
            try:
                worker.run()
            except OperationalError as error:
                # another process writes to SQLite for longer than its time limit
                if not is_locked_database_exception(error):
                    raise
            else:
                return
    finally:
        worker.reset_signals()


def _attend(over: threading.Event, every: float, is_alone: bool) -> None:
    """Look after jobs and files until `over`; a parent that is gone ends this process too."""
    parent, looked, tidied = os.getppid(), monotonic(), -TIDIES_EVERY
    try:
        while not over.wait(1):
            if os.getppid() != parent:
                os.kill(os.getpid(), signal.SIGTERM)
                return
            if monotonic() - looked < every:
                continue
            looked = monotonic()
            try:
                if not is_alone:
                    recover_jobs()
                make_public_if_absent()
                if looked - tidied > TIDIES_EVERY:
                    tidied = looked
                    remove_expired_files()
                    call_command("prune_db_task_results", verbosity=0, queue_name="*")
            except DatabaseError:
                logger.warning("the database did not answer; looking again soon", exc_info=True)
                connection.close()
    finally:
        connection.close()


@contextmanager
def _only_worker_of_sqlite() -> Iterator[bool]:
    """Whether this is the only worker there can be, which holds a lock while the block runs."""
    if not settings.IS_SQLITE:
        yield False
        return
    lock = FileLock(settings.FOLDERS.data / "worker.lock")
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(lock.acquire(timeout=0))
        except Timeout as error:
            raise SettingError(
                th=f"มีตัวทำงานเบื้องหลังของ {settings.FOLDERS.data} อยู่แล้ว บน SQLite มีได้ตัวเดียว ใช้ PostgreSQL หากต้องการหลายตัว",
                en=f"{settings.FOLDERS.data} has a worker already, and SQLite allows one. Use PostgreSQL for several.",
            ) from error
        yield True
