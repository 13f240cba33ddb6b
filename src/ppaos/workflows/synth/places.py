"""Boundaries as the synthetic census takes them: rings in degrees of each province and its parts."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from ppaos.adapters.geojson import Boundaries, read_boundaries
from ppaos.synthetic.village_places import PLACED_BY, Shapes


def shapes_by_province(path: Path | None, provinces: Sequence[str]) -> dict[str, Shapes]:
    """Province code -> area codes of it and their rings; empty where nothing was drawn.

    `path` is a GeoJSON file or a folder of them; None is no boundaries.
    Errors: FileError when the boundaries cannot be read.
    """
    if path is None:
        return {code: {} for code in provinces}
    boundaries = read_boundaries(path)
    return {code: _shapes(boundaries.within([code])) for code in provinces}


def totals(parts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """Villages of all provinces by what placed them."""
    return {name: sum(part[name] for part in parts) for name in PLACED_BY}


def _shapes(boundaries: Boundaries) -> Shapes:
    return {
        code: [np.array(ring, np.float64) / boundaries.grid for ring in rings if len(ring) > 2]
        for level, areas in boundaries.levels.items()
        if level in ("province", "district", "subdistrict")
        for code, rings in areas.items()
        if any(len(ring) > 2 for ring in rings)
    }
