"""Settings of gunicorn, the application server: `gunicorn -c python:ppaos.web.application_server`."""

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


def on_starting(server: Any) -> None:
    """End with the process that started the server, also when that was killed."""
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
