"""A crowd of signed-in people who look around and record visits, as locust runs it.

    PPAOS_BENCH_SAMPLE=FILE locust -f benchmarks/site/locustfile.py --headless -u 200 -r 20 -t 5m --host URL

FILE is what `benchmarks.site.people.prepare` writes. Each person has a session of their own, and
waits some seconds between pages. Whatever is not answered as it should be is an error: a page that
leads elsewhere (to signing in, above all) as well.
"""

import itertools
import json
import os
import re
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from locust import FastHttpUser, between, events, task

from benchmarks.site.requests import Asker

_SAMPLE = json.loads(Path(os.environ["PPAOS_BENCH_SAMPLE"]).read_text("utf-8"))
_NUMBERS = itertools.count()
_THAI_TIME = timezone(timedelta(hours=7))
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@events.user_error.add_listener
def _count(environment: Any, exception: Exception, **_: Any) -> None:
    """What breaks in this file is an error as well."""
    environment.events.request.fire(
        request_type="-", name="this file", response_time=0, response_length=0, exception=exception
    )


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

    @task(2)
    def record(self) -> None:
        """Open a household and record that it was visited today."""
        address = self.asker.address("household", self.area)
        with self.client.get(
            address,
            name="household",
            headers=self._headers(),
            allow_redirects=False,
            catch_response=True,
        ) as page:
            form = _TOKEN.search(page.text or "")
            cookie = re.search(r"csrftoken=(\w+)", page.headers.get("Set-Cookie") or "")
            if page.status_code != 200 or form is None or cookie is None:
                page.failure(f"status {page.status_code}, no form to fill in")
                return
        with self.client.post(
            f"{address}record/",
            name="record",
            data={
                "csrfmiddlewaretoken": form[1],
                "kind": "visit",
                "on": f"{datetime.now(_THAI_TIME):%Y-%m-%d}",
            },
            headers=self._headers(f"csrftoken={cookie[1]}"),
            allow_redirects=False,
            catch_response=True,
        ) as answer:
            led = answer.headers.get("Location") or ""
            if answer.status_code != 302 or not led.startswith(address):
                answer.failure(f"status {answer.status_code}, leads to '{led}'")

    def _open(self, kind: str) -> None:
        address = self.asker.address(kind, self.area)
        with self.client.get(
            address, name=kind, headers=self._headers(), allow_redirects=False, catch_response=True
        ) as answer:
            if answer.status_code != 200:
                answer.failure(f"status {answer.status_code}")

    def _headers(self, more: str = "") -> dict[str, str]:
        cookies = [f"sessionid={self.session}", more]
        return {"Cookie": "; ".join(filter(None, cookies)), "Accept-Encoding": "gzip"}
