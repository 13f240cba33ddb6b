"""What a process keeps of publications so that it is made once: cubes, totals, measures, answers.

A publication is told by its number and by when it became ready, so that nothing of one is taken
for another. Of several threads that ask for the same thing one makes it and the others wait.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ppaos.operations.publications.models import Publication

Value = TypeVar("Value")


@dataclass
class _Kept(Generic[Value]):
    lock: threading.Lock = field(default_factory=threading.Lock)
    made: list[Value] = field(default_factory=list)


class PublicationCache(Generic[Value]):
    """The `most` things that were asked for last; older ones are let go."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, _Kept[Value]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, publication: Publication, make: Callable[[], Value], *more: Hashable) -> Value:
        """What is kept of a publication (and `more`, where it has several), made when it is not."""
        key = (publication.pk, publication.ready_at, *more)
        with self._lock:
            kept = self._kept.setdefault(key, _Kept())
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        with kept.lock:
            if not kept.made:
                kept.made.append(make())
            return kept.made[0]
