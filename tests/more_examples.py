"""Ten times the generated examples, with seeds that nobody chose: a plugin for the nightly run.

    PYTHONPATH=tests pytest -p more_examples -m hypothesis

Tests say how many examples are enough for every change, and most repeat the same ones so that a change is
judged by itself. At night that is turned around; a failure prints the line that repeats it.
"""

from typing import Any

import pytest
from hypothesis import settings

TIMES = 10
ATTRIBUTE = "_hypothesis_internal_use_settings"  # where `@settings` leaves its settings


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    tests: dict[int, Any] = {}
    for item in items:
        function = getattr(item, "obj", None)
        function = getattr(function, "__func__", function)
        if getattr(function, "is_hypothesis_test", False):
            tests[id(function)] = function
    for function in tests.values():
        usual = getattr(function, ATTRIBUTE, None) or settings.default
        at_length = settings(
            usual,
            max_examples=usual.max_examples * TIMES,
            derandomize=False,
            deadline=None,
            print_blob=True,
        )
        setattr(function, ATTRIBUTE, at_length)
