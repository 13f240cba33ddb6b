"""What a process keeps of publications is made once, for each by itself, and let go in turn."""

import threading
from types import SimpleNamespace
from typing import Any

import pytest

from ppaos.operations.publications.publication_cache import PublicationCache


def _publication(number: int, ready_at: int = 0) -> Any:
    return SimpleNamespace(pk=number, ready_at=ready_at)


def test_threads_that_ask_at_once_get_the_one_that_was_made() -> None:
    held: PublicationCache[object] = PublicationCache(2)
    made, found, together = [], [], threading.Barrier(4)

    def make() -> object:
        made.append(object())
        return made[-1]

    def ask() -> None:
        together.wait()
        found.append(held.of(_publication(1), make))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1 and found == made * 4


def test_each_publication_has_its_own_and_the_oldest_goes_first() -> None:
    held: PublicationCache[int] = PublicationCache(2)
    made: list[int] = []

    def asked(number: int, ready_at: int = 0, *more: str) -> int:
        def make() -> int:
            made.append(number)
            return len(made)

        return held.of(_publication(number, ready_at), make, *more)

    assert (asked(1), asked(2), asked(1)) == (1, 2, 1)
    assert asked(1, 5) == 3  # made ready anew
    assert asked(2) == 4  # was let go, for 1 was asked for later
    assert asked(2, 0, "union") == 5
    assert asked(2) == 4


def test_what_could_not_be_made_is_tried_again() -> None:
    held: PublicationCache[int] = PublicationCache(1)
    with pytest.raises(ZeroDivisionError):
        held.of(_publication(1), lambda: 1 // 0)
    assert held.of(_publication(1), lambda: 7) == 7
