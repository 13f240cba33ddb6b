"""One figure to reach, as the page and the screen tell it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """One figure to reach: what was measured, and whether it is enough."""

    what: str
    target: str
    measured: str
    reached: bool | None
    """Null when it was not measured."""
    others: float | None = None
    """Share of the machine that other programs took; null where it is not one job."""

    @property
    def verdict(self) -> str:
        """Words for the table."""
        if self.reached is None:
            return "**not measured**"
        return "reached" if self.reached else "**not reached**"
