"""Where each synthetic house stands: near its village, and the same in every round.

Nobody's house: within a kilometre of an invented village's place. About three in a hundred were
never located. The draws have a stream of their own, so that all other columns are as they were
before there were positions.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from ppaos.domain.arrays import Floats
from ppaos.synthetic.polygons import drawn_in
from ppaos.synthetic.population import Population
from ppaos.synthetic.randomness import stream
from ppaos.synthetic.village_places import PLACED_BY, Shapes, around, place_villages

REACH_KM: Final = 1.0
WITHOUT: Final = 0.03
_DECIMALS: Final = 5  # about a metre


@dataclass(frozen=True)
class Positions:
    """`latitude`, `longitude` `(h,)` of the population's households, NaN where not located;
    `villages` counts villages by what placed them, as `village_places.PLACED_BY` names it.
    """

    latitude: Floats
    longitude: Floats
    villages: dict[str, int]


def positions_of(population: Population, *, seed: int, shapes: Shapes) -> Positions:
    """Positions for every household; inside the boundary that placed its village, if any did."""
    villages = population.villages
    places = place_villages(population.province, villages, shapes)
    village = population.households.village
    chance = stream(seed, population.province, "positions")
    middles = places.points[village]
    points = around(chance, middles, REACH_KM)
    is_lost = chance.random(len(village)) < WITHOUT
    starts = np.searchsorted(village, np.arange(len(villages.codes) + 1))
    for area in np.unique(villages.codes // 100).tolist():
        first, last = np.searchsorted(villages.codes, (area * 100, area * 100 + 100))
        digits = 6 - 2 * int(places.placed_by[first])
        if digits:
            here = slice(starts[first], starts[last])
            rings = shapes[f"{area:06d}"[:digits]]
            points[here] = drawn_in(rings, middles[here], points[here])
    points = np.round(points, _DECIMALS)
    points[is_lost] = np.nan
    counts = np.bincount(places.placed_by, minlength=len(PLACED_BY))
    return Positions(
        latitude=points[:, 1],
        longitude=points[:, 0],
        villages=dict(zip(PLACED_BY, counts.tolist(), strict=True)),
    )
