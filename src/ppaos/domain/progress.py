"""How far a job is: the protocol by which work tells whoever watches, without knowing them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class ProgressStep(Protocol):
    """One step under way."""

    def advance(self, amount: float = 1) -> None:
        """Say that `amount` more of the step's total is done."""


class Progress(Protocol):
    """Somebody who watches a job."""

    @contextmanager
    def step(self, *, th: str, en: str, total: float | None = None) -> Iterator[ProgressStep]:
        """Open a step with its title in both languages; `total` None means unknown length."""
        ...  # pragma: no cover


class _Unseen:
    def advance(self, amount: float = 1) -> None:
        """Nobody watches."""


class Silent:
    """Nobody watches."""

    @contextmanager
    def step(self, *, th: str, en: str, total: float | None = None) -> Iterator[ProgressStep]:
        """Do nothing but run the step."""
        yield _Unseen()
