"""`ppaos demo` of a few hundred made-up households: run to the open site, entered, and stopped."""

import json
import re
import signal
import subprocess
import time
import urllib.parse
import urllib.request
from dataclasses import asdict, dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from support.process import all_end, children_of, environment, free_port, ppaos, wait_ready

HOUSEHOLDS = 400


@dataclass(frozen=True)
class DemoSite:
    """What the demo made and said, and what somebody met who did as it said."""

    folder: Path
    said: str
    entered: dict[str, str]
    """Name of every account that was told -> where its sign-in led."""
    code: int
    leaves_nothing: bool

    @classmethod
    def of(cls, root: Path) -> "DemoSite":
        """The one that `make_demo` left in a folder."""
        met = json.loads((root / "met.json").read_text("utf-8"))
        return cls(**{**met, "folder": root / "demo"})


def make_demo(root: Path) -> None:
    """Run the demo into a folder, sign in as everybody it names, and end it as Ctrl-C does."""
    log = root / "said.txt"
    command = ppaos(
        "demo", "--households", HOUSEHOLDS, "--out", root / "demo", "--port", free_port()
    )
    with log.open("wb") as lines:
        demo = subprocess.Popen(command, env=environment(), stdout=lines, stderr=lines)
    try:
        address = _address(demo, log)
        wait_ready(address, demo, log)
        said = log.read_text("utf-8")
        password = re.findall(r"รหัสผ่านของทุกบัญชีสาธิต: (\S+)", said)[0]
        names = re.findall(r"^([a-z]+) +\S+.* +(?:nat|\d{2,6}) *$", said, re.MULTILINE)
        entered = {name: _landed(address, name, password) for name in names}
        children = children_of(demo.pid)
        demo.send_signal(signal.SIGINT)
        met = DemoSite(root, said, entered, demo.wait(60), bool(children) and all_end(children))
    finally:
        demo.kill()
        demo.wait()
    (root / "met.json").write_text(json.dumps(asdict(met), default=str), "utf-8")


def data_of(page: Path) -> dict[str, Any]:
    """The data that a report's page embeds."""
    found = re.search(
        r'<script type="application/json" id="data">(.*?)</script>', page.read_text("utf-8"), re.S
    )
    assert found
    data: dict[str, Any] = json.loads(found.group(1))
    return data


def _address(demo: subprocess.Popen[bytes], log: Path) -> str:
    """Where the demo says that its site is open."""
    until = time.monotonic() + 400
    while not (found := re.search(r"http://[\w.]+:\d+", log.read_text("utf-8"))):
        assert demo.poll() is None and time.monotonic() < until, log.read_text("utf-8")
        time.sleep(0.2)
    return found.group()


def _landed(address: str, name: str, password: str) -> str:
    """Path to which a sign-in leads."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    login = f"{address}/account/login/"
    with browser.open(login, timeout=60) as answer:
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.read().decode())[-1]
    given = {"login": name, "password": password, "csrfmiddlewaretoken": token}
    asked = urllib.request.Request(
        login, urllib.parse.urlencode(given).encode(), headers={"Referer": login}
    )
    with browser.open(asked, timeout=60) as answer:
        path: str = urllib.parse.urlsplit(answer.url).path
        return path
