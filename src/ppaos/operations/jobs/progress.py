"""How far a running job is, kept in memory and told to the database about once a second.

The work only counts; a thread of its own, with a connection of its own, writes what was counted.
So a long statement is seen to be alive, a failed transaction of the work loses no progress, and
nothing that the work does waits for the telling. On SQLite a telling that finds the database
locked by a long transaction is left out, and the next one says it.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Final

from django.db import DatabaseError, connection

EVERY_SECONDS: Final = 1.0


@dataclass(frozen=True)
class StepReading:
    """What a page shows of a running job."""

    th: str = ""
    en: str = ""
    done: int = 0
    of: int = 0
    """0 when the length is not known."""


Tell = Callable[[StepReading], None]


class JobProgress:
    """`ppaos.domain.progress.Progress` of one job; steps may lie inside steps."""

    def __init__(self, changed: Callable[[], None] | None = None) -> None:
        self._open: list[_Step] = []
        self._changed = changed or (lambda: None)

    @contextmanager
    def step(self, *, th: str, en: str, total: float | None = None) -> Iterator["_Step"]:
        """One step; the innermost open one is shown."""
        step = _Step(th, en, total, self._changed)
        self._open.append(step)
        self._changed()
        try:
            yield step
        finally:
            self._open.remove(step)

    def shown(self) -> StepReading:
        """The innermost open step as it stands."""
        steps = self._open[-1:]
        return steps[0].shown() if steps else StepReading()


class _Step:
    def __init__(self, th: str, en: str, total: float | None, changed: Callable[[], None]) -> None:
        self._th, self._en, self._total, self._done = th, en, total, 0.0
        self._changed = changed

    def advance(self, amount: float = 1) -> None:
        """Say that `amount` more is done."""
        self._done += amount
        self._changed()

    def shown(self) -> StepReading:
        """Titles and whole numbers."""
        of = max(0, int(self._total or 0))
        done = max(0, int(self._done))
        return StepReading(self._th[:200], self._en[:200], min(done, of) if of else done, of)


@contextmanager
def reported(tell: Tell, *, every: float = EVERY_SECONDS) -> Iterator[JobProgress]:
    """A progress whose state is handed to `tell` about once a second while the block runs.

    Inside a transaction (a test) there is no thread: the state is told along with the work.
    """
    if connection.in_atomic_block:
        yield _reported_directly(tell, every)
        return
    progress, over = JobProgress(), threading.Event()
    thread = threading.Thread(
        target=_keep_telling, args=(progress, tell, every, over), name="progress", daemon=True
    )
    thread.start()
    try:
        yield progress
    finally:
        over.set()
        thread.join()


def _keep_telling(progress: JobProgress, tell: Tell, every: float, over: threading.Event) -> None:
    try:
        while True:
            try:
                tell(progress.shown())
            except DatabaseError:
                connection.close()
            if over.wait(every):
                return
    finally:
        connection.close()


def _reported_directly(tell: Tell, every: float) -> JobProgress:
    last = -every

    def changed() -> None:
        nonlocal last
        if monotonic() - last >= every:
            last = monotonic()
            tell(progress.shown())

    progress = JobProgress(changed)
    return progress
