"""Whether points lie inside an area, and points drawn inside it.

An area is its rings, each `(k, 2)` longitudes and latitudes, filled even-odd, so that holes and
islands need no mark. A point on a border may count as either side.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from ppaos.domain.arrays import Floats

Rings = Sequence[Floats]
_MOST_CELLS: Final = 2_000_000  # of points times edges held at once
_MOST_DRAWS: Final = 40
_HALVINGS: Final = 6


def are_inside(rings: Rings, points: Floats) -> npt.NDArray[np.bool_]:
    """Whether each of the points `(n, 2)` lies inside: a ray to the east crosses an odd number."""
    starts = np.concatenate(rings)
    ends = np.concatenate([np.roll(ring, -1, axis=0) for ring in rings])
    crossing = starts[:, 1] != ends[:, 1]
    (x0, y0), (x1, y1) = starts[crossing].T, ends[crossing].T
    slope = (x1 - x0) / (y1 - y0)
    inside = np.zeros(len(points), np.bool_)
    step = max(1, _MOST_CELLS // max(1, len(x0)))
    for first in range(0, len(points), step):
        x, y = points[first : first + step].T[:, :, np.newaxis]
        passes = ((y0 <= y) != (y1 <= y)) & (x < x0 + (y - y0) * slope)
        inside[first : first + step] = np.count_nonzero(passes, axis=1) % 2 == 1
    return inside


def drawn_inside(chance: np.random.Generator, rings: Rings, count: int) -> Floats:
    """`(count, 2)` points, even over the area.

    An area too thin to be hit gets points that are inside it over again, or the first corner of
    its rings.
    """
    corners = np.concatenate(rings)
    low, high = corners.min(axis=0), corners.max(axis=0)
    found = np.empty((0, 2))
    for _ in range(_MOST_DRAWS):
        points = low + (high - low) * chance.random((4 * count + 8, 2))
        found = np.concatenate([found, points[are_inside(rings, points)]])
        if len(found) >= count:
            break
    return np.resize(found if len(found) else corners[:1], (count, 2))


def drawn_in(rings: Rings, anchors: Floats, points: Floats) -> Floats:
    """The points `(n, 2)`, those outside moved halfway to their anchors until they are inside.

    A point that stays outside comes to stand on its anchor.
    """
    moved = points.copy()
    outside = np.flatnonzero(~are_inside(rings, moved))
    for _ in range(_HALVINGS):
        if not len(outside):
            return moved
        moved[outside] = (moved[outside] + anchors[outside]) / 2
        outside = outside[~are_inside(rings, moved[outside])]
    moved[outside] = anchors[outside]
    return moved
