"""Rows of boundaries from a file: simplified outlines, and which codes match the list of areas.

In: a GeoJSON file or a folder, as `ppaos.adapters.shapes` reads it. Out: unsaved `Boundary` rows by
level, and for each level the codes that only one side has. Nothing is written here.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from ppaos.adapters.shapes import TOLERANCE, read_shapes, simplified
from ppaos.domain.area.codes import LEVELS
from ppaos.domain.errors import FileError
from ppaos.operations.areas.models import Area, Boundary


@dataclass(frozen=True)
class CodeMatch:
    """Codes of one level on both sides."""

    level: str
    matched: int
    without_boundary: tuple[str, ...]
    """Areas of the list that the file lacks."""
    without_area: tuple[str, ...]
    """Boundaries of the file that the list of areas does not know."""


@dataclass(frozen=True)
class BoundaryRows:
    """What a file holds, ready to be stored."""

    rows: Mapping[str, list[Boundary]]
    """Level -> unsaved rows in the order of their codes."""
    levels: tuple[CodeMatch, ...]
    """Coarsest first."""
    unread: tuple[str, ...]
    """Codes of no known form."""


def read_boundary_rows(path: Path, *, source: str, at: datetime) -> BoundaryRows:
    """The boundaries of a file.

    Errors: FileError when it cannot be read or holds no usable boundary, or boundaries of the
    country only.
    """
    shapes = read_shapes(path)
    levels = [level for level in LEVELS if level in shapes.levels and level in TOLERANCE]
    if not levels:
        raise FileError(
            th=f"{path}: มีแต่ขอบเขตประเทศ ต้องการขอบเขตภาค จังหวัด อำเภอ ตำบล หรือหมู่บ้าน",
            en=f"{path}: it holds the country only. Boundaries of regions, provinces, districts, "
            "subdistricts or villages are needed.",
        )
    rows: dict[str, list[Boundary]] = {}
    matched = []
    for level in levels:
        simple = simplified(dict(sorted(shapes.levels[level].items())), TOLERANCE[level])
        rows[level] = [_row(code, level, item, source, at) for code, item in simple.items()]
        known = set(Area.objects.filter(level=level).values_list("code", flat=True))
        matched.append(
            CodeMatch(
                level,
                len(known & simple.keys()),
                tuple(sorted(known - simple.keys())),
                tuple(sorted(simple.keys() - known)),
            )
        )
    return BoundaryRows(rows, tuple(matched), shapes.unread)


def _row(code: str, level: str, shape: BaseGeometry, source: str, at: datetime) -> Boundary:
    west, south, east, north = shape.bounds
    inside = shape.representative_point()
    return Boundary(
        code=code,
        level=level,
        geometry=geometry_of(shape),
        west=west,
        south=south,
        east=east,
        north=north,
        latitude=inside.y,
        longitude=inside.x,
        source=source,
        imported_at=at,
    )


def geometry_of(shape: BaseGeometry) -> dict[str, Any]:
    """A shape as a GeoJSON geometry, with as many decimals as it has and no more."""
    found: dict[str, Any] = json.loads(shapely.to_geojson(shape))
    return {"type": found["type"], "coordinates": _rounded(found["coordinates"])}


def _rounded(value: Any) -> Any:
    return round(value, 5) if isinstance(value, float | int) else [_rounded(item) for item in value]
