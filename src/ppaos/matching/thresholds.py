"""From which probability a pair is taken, and from which a person looks at it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Thresholds:
    """`match`: least probability of a pair that is taken; `review`: of one that is shown to a person.

    `margin` is by how many bits of match weight the best person must lead the second best.
    """

    match: float = 0.90
    review: float = 0.20
    margin: float = 4.0
