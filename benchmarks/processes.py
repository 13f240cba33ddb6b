"""Run one job in a process of its own: its seconds, its peak memory, and what others took meanwhile.

Memory is the sum of resident memory over the process and all its children, looked at every 20 ms at
first and every 0.2 s in a long job, for looking takes processor time itself; pages that processes
share count once for each, so the figure errs upwards. `others` is the share of the machine's
processor time that went to processes outside the job while it ran; a PostgreSQL server on the
machine works for the job, so its time is the job's and its memory is not counted.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import psutil

AGAIN = 2
"""Runs that are added at most when some were disturbed."""
BUSY = 0.10
"""A run counts as disturbed when others took more of the machine than this."""
GB = 2**30
_OFTENEST, _RAREST = 0.02, 0.2
"""Seconds between two looks at memory."""


@dataclass(frozen=True)
class Run:
    """One run of one job."""

    seconds: float
    """Of the work itself, after the program and its libraries were loaded."""
    process_seconds: float
    """From the start of the process to its end."""
    peak_gb: float
    others: float
    result: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Timing:
    """Runs of one job; the median is over those that others disturbed least."""

    runs: tuple[Run, ...]
    counted: int

    @property
    def chosen(self) -> list[Run]:
        """The runs that count."""
        return sorted(self.runs, key=lambda run: run.others)[: self.counted]

    @property
    def seconds(self) -> float:
        """Median seconds."""
        return statistics.median(run.seconds for run in self.chosen)

    @property
    def peak_gb(self) -> float:
        """Highest memory of any run."""
        return max(run.peak_gb for run in self.runs)

    def plain(self) -> dict[str, Any]:
        """For the results file."""
        return {
            "seconds": self.seconds,
            "peak_gb": self.peak_gb,
            "others": statistics.median(run.others for run in self.chosen),
            "counted": self.counted,
            "runs": [asdict(run) for run in self.runs],
        }


def job(
    name: str, *, runs: int, before: Callable[[], None] | None = None, **arguments: Any
) -> Timing:
    """Time a job of `benchmarks.jobs`."""
    command = [sys.executable, "-m", "benchmarks.jobs", name, json.dumps(arguments)]
    return timed(command, runs=runs, before=before)


def timed(command: Sequence[str], *, runs: int, before: Callable[[], None] | None = None) -> Timing:
    """Time a command whose last line of output is JSON with `seconds`.

    Disturbed runs are repeated, at most `AGAIN` times (a job that runs once is not). `before` is called before each run. Errors: CalledProcessError, after printing what the command wrote.
    """
    done: list[Run] = []
    while len(done) < runs + AGAIN:
        if before:
            before()
        done.append(_once(command))
        if runs == 1 or sum(run.others <= BUSY for run in done) >= runs:
            break
    return Timing(tuple(done), runs)


def _once(command: Sequence[str]) -> Run:
    started, busy, own = time.perf_counter(), _busy_seconds(), _own_seconds()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    peak = [0]
    watcher = threading.Thread(target=_watch, args=(process.pid, peak), daemon=True)
    watcher.start()
    output, _ = process.communicate()
    elapsed = time.perf_counter() - started
    watcher.join()
    if process.returncode:
        print(output, file=sys.stderr)
        raise subprocess.CalledProcessError(process.returncode, list(command))
    foreign = (_busy_seconds() - busy) - (_own_seconds() - own)
    result = json.loads(output.splitlines()[-1])
    share = max(foreign, 0.0) / elapsed / (os.cpu_count() or 1)
    return Run(result.pop("seconds"), elapsed, peak[0] / GB, share, result)


def _watch(pid: int, peak: list[int]) -> None:
    begun = time.monotonic()
    try:
        root = psutil.Process(pid)
        while root.status() != psutil.STATUS_ZOMBIE:
            total = 0
            for one in [root, *root.children(recursive=True)]:
                try:
                    total += one.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            peak[0] = max(peak[0], total)
            time.sleep(min(_RAREST, _OFTENEST + (time.monotonic() - begun) / 100))
    except psutil.NoSuchProcess:
        return


def _busy_seconds() -> float:
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system)


def _own_seconds() -> float:
    total = _database_seconds()
    for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF):
        usage = resource.getrusage(who)
        total += usage.ru_utime + usage.ru_stime
    return total


def _database_seconds() -> float:
    """Processor time so far of a PostgreSQL server here: its processes, and those that ended."""
    total = 0.0
    for process in psutil.process_iter(["name"]):
        if process.info["name"] in ("postgres", "postmaster"):
            try:
                times = process.cpu_times()
            except psutil.Error:
                continue
            total += times.user + times.system + times.children_user + times.children_system
    return total
