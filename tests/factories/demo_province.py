"""The demo on a few hundred made-up households, run once for all tests that look at its report."""

import json
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from ppaos.workflows.demo import DemoResult, demo

HOUSEHOLDS = 400
_kept: list[tempfile.TemporaryDirectory[str]] = []  # removed when the run of the tests ends


@cache
def demo_province() -> DemoResult:
    """Files, store and report of a small Udon Thani."""
    folder = tempfile.TemporaryDirectory(prefix="ppaos-demo-")
    _kept.append(folder)
    return demo(Path(folder.name) / "demo", households=HOUSEHOLDS)


def data_of(page: Path) -> dict[str, Any]:
    """The data that a report's page embeds."""
    found = re.search(
        r'<script type="application/json" id="data">(.*?)</script>', page.read_text("utf-8"), re.S
    )
    assert found
    data: dict[str, Any] = json.loads(found.group(1))
    return data
