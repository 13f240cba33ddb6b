"""How long the property tests look: the same few examples for every change, many new ones at night.

A change must fail for what it changed alone, so its examples are derived from the test itself and
are the same in every run. `pytest --hypothesis-profile=nightly` draws others, ten times as many; a
failure there prints the line that repeats it.
"""

from typing import Final

from hypothesis import settings

CHANGE, NIGHTLY = "change", "nightly"
TIMES: Final = 10


def examples(usual: int) -> int:
    """How many examples a test draws in this run that usually draws this many."""
    return usual * TIMES if settings.get_current_profile_name() == NIGHTLY else usual


def register_profiles() -> None:
    """Both ways to draw; that of a change unless pytest is asked for the other.

    No example has a deadline: the first one of a process imports.
    """
    settings.register_profile(CHANGE, deadline=None, derandomize=True, print_blob=True)
    settings.register_profile(
        NIGHTLY,
        settings.get_profile(CHANGE),
        derandomize=False,
        max_examples=settings.get_profile(CHANGE).max_examples * TIMES,
    )
    settings.load_profile(CHANGE)
