"""Run a piece of Python in a process of its own and kill it at a named step of its progress."""

import os
import signal
import subprocess
import sys
import time

# `Watch` is a progress that waits at the step whose English title starts as argument 1 says.
WATCH = """
import sys, time
from contextlib import contextmanager

class Watch:
    @contextmanager
    def step(self, *, th, en, total=None):
        class Step:
            def advance(self, amount=1): pass
        yield Step()
        if en.startswith(sys.argv[1]):
            print("here", flush=True)
            time.sleep(120)
"""


def kill_at(step: str, program: str, *arguments: str) -> None:
    """Run `program`, which may use `Watch()` and `sys.argv[2:]`, and SIGKILL it at `step`."""
    child = subprocess.Popen(
        [sys.executable, "-c", WATCH + program, step, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "here\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    time.sleep(0.05)
