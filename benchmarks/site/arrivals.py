"""Requests that arrive at a steady average rate, whether or not earlier ones were answered.

A request's time runs from the moment it was due, so a server that falls behind shows it. Arrivals
are Poisson with a fixed seed; each request has a connection of its own.
"""

import http.client
import queue
import random
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

THREADS = 48
TIMEOUT = 30


@dataclass
class Taken:
    """What a load came to; times in milliseconds."""

    milliseconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    bytes: int = 0

    def figures(self) -> dict[str, float]:
        """Requests, faults, mean bytes and percentiles."""
        ordered = sorted(self.milliseconds)
        points = (
            statistics.quantiles(ordered, n=100, method="inclusive") if len(ordered) > 1 else []
        )
        return {
            "requests": len(ordered),
            "faults": len(self.faults),
            **{f"p{number}_ms": points[number - 1] for number in (50, 95, 99) if points},
            "slowest_ms": ordered[-1] if ordered else 0.0,
            "mean_bytes": self.bytes / max(1, len(ordered)),
        }


def arrive(
    ask: Callable[[], tuple[str, str]], *, port: int, rate: float, seconds: float, seed: int
) -> Taken:
    """Ask at `rate` a second for so many seconds; `ask` gives (session, address)."""
    taken, lock = Taken(), threading.Lock()
    due: queue.Queue[tuple[float, str, str] | None] = queue.Queue()

    def work() -> None:
        while (item := due.get()) is not None:
            at, session, address = item
            fault, size = _fetch(port, session, address)
            took = (time.perf_counter() - at) * 1000
            with lock:
                taken.milliseconds.append(took)
                taken.bytes += size
                if fault:
                    taken.faults.append(fault)

    threads = [threading.Thread(target=work, daemon=True) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    draw, begun = random.Random(seed), time.perf_counter()
    at = begun
    while at - begun < seconds:
        session, address = ask()
        time.sleep(max(0.0, at - time.perf_counter()))
        due.put((at, session, address))
        at += draw.expovariate(rate)
    for _ in threads:
        due.put(None)
    for thread in threads:
        thread.join()
    return taken


def fetch(port: int, session: str, address: str) -> float:
    """Milliseconds of one request. Errors: RuntimeError when it is not answered well."""
    begun = time.perf_counter()
    fault, _ = _fetch(port, session, address)
    if fault:
        raise RuntimeError(fault)
    return (time.perf_counter() - begun) * 1000


def _fetch(port: int, session: str, address: str) -> tuple[str, int]:
    headers = {"Cookie": f"sessionid={session}", "Accept-Encoding": "gzip"}
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        connection.request("GET", address, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
    except (OSError, http.client.HTTPException) as error:
        return f"{address}: {error!r}", 0
    return ("" if answer.status == 200 else f"{address}: status {answer.status}"), len(body)
