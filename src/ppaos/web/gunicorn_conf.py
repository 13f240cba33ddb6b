"""Settings of gunicorn, the application server: `gunicorn -c python:ppaos.web.gunicorn_conf`."""

import gc
import os
import signal
import threading
import time
from typing import Any

worker_class = "gthread"
threads = 4
timeout = 120
graceful_timeout = 10
loglevel = "warning"
accesslog = None  # addresses of searches hold names, which belong into no log


def on_starting(server: Any) -> None:
    """End with the process that started the server, also when that was killed."""
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def post_worker_init(worker: Any) -> None:
    """Read the current version's counts before somebody asks for them."""
    threading.Thread(target=_warm, daemon=True).start()


def _warm() -> None:
    from django.db import DatabaseError, connection

    from ppaos.operations.publications.queries import current_publication
    from ppaos.operations.results.counts import measures
    from ppaos.operations.results.totals import totals_of

    try:
        publication = current_publication()
        if publication is not None:
            totals_of(publication)
            measures(publication)
    except DatabaseError:
        return  # the first request will tell what is wrong
    finally:
        connection.close()
    gc.collect()
    gc.freeze()  # what stays for good is not looked through again while somebody waits


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
