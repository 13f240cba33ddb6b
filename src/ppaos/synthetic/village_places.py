"""Where the invented villages are: inside a user's boundaries, or laid out around the province.

A village has one place, whatever the seed. Without boundaries districts are spread over a disc
around the middle of the province, subdistricts over the disc of their district and villages over
that of their subdistrict: neighbours by code are neighbours on the map, and nothing else is true.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from ppaos.domain.arrays import Floats
from ppaos.synthetic.geography import Villages
from ppaos.synthetic.polygons import Rings, drawn_in, drawn_inside
from ppaos.synthetic.province_centres import PROVINCE_CENTRES
from ppaos.synthetic.randomness import stream

Shapes = Mapping[str, Rings]
"""Area code of 2, 4 or 6 digits -> its rings in degrees (longitude, latitude)."""
PLACED_BY: Final = ("subdistrict", "district", "province", "layout")
KM_PER_DEGREE: Final = 111.2  # of latitude
_GOLDEN_ANGLE: Final = np.pi * (3 - np.sqrt(5))
_FILLED: Final = 0.85  # of a disc's radius, so that discs rarely overlap
_REACH_KM: Final = 3.0  # of a subdistrict without a boundary of its own, inside its district's


@dataclass(frozen=True)
class VillagePlaces:
    """`points` `(v, 2)` longitudes and latitudes; `placed_by` `(v,)` positions in `PLACED_BY`."""

    points: Floats
    placed_by: npt.NDArray[np.int8]


def place_villages(province: str, villages: Villages, shapes: Shapes) -> VillagePlaces:
    """A place for every village: in its subdistrict's boundary, else its district's, else its
    province's, else in the layout. Houses of no boundary depend on another area's boundary.
    """
    points = _laid_out(province, villages)
    placed_by = np.full(len(villages.codes), PLACED_BY.index("layout"), np.int8)
    subdistricts = villages.codes // 100
    for subdistrict in np.unique(subdistricts).tolist():
        code = f"{subdistrict:06d}"
        found = [digits for digits in (6, 4, 2) if code[:digits] in shapes]
        if not found:
            continue
        rings, here = shapes[code[: found[0]]], np.flatnonzero(subdistricts == subdistrict)
        chance = stream(0, province, f"village places {code}")
        points[here] = _inside(chance, rings, len(here), is_own=found[0] == len(code))
        placed_by[here] = (6 - found[0]) // 2
    return VillagePlaces(points, placed_by)


def around(chance: np.random.Generator, middles: Floats, reach_km: float) -> Floats:
    """A point near each of the middles `(n, 2)`, at most `reach_km` away and denser close by."""
    angle = chance.random(len(middles)) * 2 * np.pi
    distance = chance.random(len(middles)) * reach_km / KM_PER_DEGREE
    return middles + _offsets(distance, angle, middles[:, 1])


def _inside(chance: np.random.Generator, rings: Rings, count: int, *, is_own: bool) -> Floats:
    if is_own:
        return drawn_inside(chance, rings, count)
    middles = np.repeat(drawn_inside(chance, rings, 1), count, axis=0)
    return drawn_in(rings, middles, around(chance, middles, _REACH_KM))


def _laid_out(province: str, villages: Villages) -> Floats:
    """Discs within discs, turned by an angle of the province's own."""
    disc = PROVINCE_CENTRES[province]
    turn = stream(0, province, "village places").random() * 2 * np.pi
    start = np.array([[disc.longitude, disc.latitude]])
    district_of = villages.district[np.unique(villages.subdistrict, return_index=True)[1]]
    one = np.zeros(len(villages.district_codes), np.int64)
    districts, reach = _spread(start, np.array([disc.radius]), one, turn)
    subdistricts, reach = _spread(districts, reach, district_of, turn)
    points, _ = _spread(subdistricts, reach, villages.subdistrict, turn)
    return points


def _spread(
    middles: Floats, radii: Floats, parent: npt.NDArray[np.integer], turn: float
) -> tuple[Floats, Floats]:
    """Children on a sunflower over the disc of their parent, and the radius that each may fill.

    `parent` `(n,)` ascends and gives the positions of `middles` `(m, 2)` and `radii` `(m,)`.
    """
    counts = np.bincount(parent, minlength=len(middles))
    rank = np.arange(len(parent)) - (np.cumsum(counts) - counts)[parent]
    siblings = counts[parent]
    distance = _FILLED * radii[parent] * np.sqrt((rank + 0.5) / siblings) * (siblings > 1)
    offsets = _offsets(distance, rank * _GOLDEN_ANGLE + turn + parent, middles[parent, 1])
    return middles[parent] + offsets, _FILLED * radii[parent] / np.sqrt(siblings)


def _offsets(distance: Floats, angle: Floats, latitude: Floats) -> Floats:
    """Longitude and latitude to add for distances in degrees of latitude."""
    east = distance * np.cos(angle) / np.cos(np.radians(latitude))
    return np.column_stack([east, distance * np.sin(angle)])
