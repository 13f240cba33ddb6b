"""A crowd of signed-in people who look around, as locust runs it.

    PPAOS_BENCH_SAMPLE=FILE locust -f benchmarks/site/locustfile.py --headless -u 200 -r 20 -t 5m --host URL

FILE is what `benchmarks.site.people.prepare` writes. Each person has a session of their own, and
waits some seconds between pages.
"""

import itertools
import json
import os
from pathlib import Path

from locust import FastHttpUser, between, task

from benchmarks.site.questions import Asker

_SAMPLE = json.loads(Path(os.environ["PPAOS_BENCH_SAMPLE"]).read_text("utf-8"))
_NUMBERS = itertools.count()


class Officer(FastHttpUser):
    """Somebody at work in their own area."""

    wait_time = between(6, 14)

    def on_start(self) -> None:
        number = next(_NUMBERS)
        person = _SAMPLE["people"][number % len(_SAMPLE["people"])]
        self.area, self.session = person["area"], person["session"]
        self.asker = Asker(_SAMPLE, seed=number)

    @task(4)
    def dashboard(self) -> None:
        self._open("dashboard")

    @task(4)
    def map(self) -> None:
        self._open("map")

    @task(4)
    def search(self) -> None:
        self._open("search")

    @task(4)
    def household(self) -> None:
        self._open("household")

    @task(1)
    def what_if(self) -> None:
        self._open("what_if")

    def _open(self, kind: str) -> None:
        address = self.asker.address(kind, self.area)
        headers = {"Cookie": f"sessionid={self.session}"}
        self.client.get(address, name=kind, headers=headers)
