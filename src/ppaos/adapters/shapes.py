"""Boundaries as whole shapes: read from GeoJSON, simplified without tearing neighbours apart, joined.

In: a GeoJSON file or a folder of them, with codes as `ppaos.adapters.geojson` reads them. Out:
polygons in WGS84 degrees by level and area code. Simplifying moves the common border of two areas
in both of them, so that no gap opens between them.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from ppaos.adapters.geojson import broken, code_of, features_of
from ppaos.domain.area.codes import level_of
from ppaos.domain.errors import AreaError, FileError

DEGREES: Final = 1e-5
"""Coordinates are rounded to this: about one metre."""
TOLERANCE: Final[dict[str, float]] = {
    "region": 0.003,
    "province": 0.002,
    "district": 0.001,
    "subdistrict": 0.0005,
    "village": 0.0002,
}
"""Degrees: triangles of the border smaller than this squared are cut off (0.001 is about 110 m)."""
_THAILAND: Final = (96.0, 4.0, 107.0, 22.0)
"""West, south, east and north, with room to spare."""


@dataclass(frozen=True)
class ShapeFile:
    """Shapes of one or more files."""

    levels: Mapping[str, Mapping[str, BaseGeometry]]
    """Level -> area code -> polygon or multipolygon."""
    unread: tuple[str, ...]
    """Codes of features that have no known form."""


def read_shapes(path: Path) -> ShapeFile:
    """Shapes of a file, or of every .geojson and .json file of a folder.

    Several features of one code become one shape; features without a code or an outline are left
    out. Errors: FileError when a file cannot be read, is not a FeatureCollection, has an outline
    that is no polygon in degrees of Thailand, or when no feature has an area code.
    """
    files = sorted([*path.glob("*.geojson"), *path.glob("*.json")]) if path.is_dir() else [path]
    found: dict[str, dict[str, list[BaseGeometry]]] = {}
    unread: list[str] = []
    for file in files:
        for number, feature in enumerate(features_of(file), start=1):
            code = code_of(feature)
            if code is None or not feature.get("geometry"):
                continue
            try:
                level = level_of(code)
            except AreaError:
                unread.append(code)
                continue
            part = _polygons(file, number, code, feature["geometry"])
            found.setdefault(level, {}).setdefault(code, []).append(part)
    if not found:
        raise FileError(
            th=f"{path}: ไม่พบขอบเขตที่มีรหัสพื้นที่ ต้องมีคุณสมบัติ ADM1_PCODE, ADM2_PCODE, ADM3_PCODE, area_code หรือ code",
            en=f"{path}: no boundary carries an area code. Features need a property ADM1_PCODE, "
            "ADM2_PCODE, ADM3_PCODE, area_code or code.",
        )
    levels = {
        level: {
            code: parts[0] if len(parts) == 1 else joined(parts) for code, parts in areas.items()
        }
        for level, areas in found.items()
    }
    return ShapeFile(levels, tuple(sorted(unread)))


def simplified(shapes: Mapping[str, BaseGeometry], tolerance: float) -> dict[str, BaseGeometry]:
    """Fewer points, with common borders kept common; no shape vanishes. `tolerance` in degrees."""
    if not shapes:
        return {}
    simple = shapely.coverage_simplify(np.array(list(shapes.values())), tolerance)
    return dict(zip(shapes, shapely.set_precision(simple, DEGREES, mode="pointwise"), strict=True))


def joined(shapes: Iterable[BaseGeometry]) -> BaseGeometry:
    """One shape of many: borders between them are gone."""
    whole = shapely.union_all(np.array(list(shapes)), grid_size=DEGREES)
    return _only_polygons(whole)


def _polygons(file: Path, number: int, code: str, geometry: object) -> BaseGeometry:
    """A valid polygon or multipolygon of a feature."""
    try:
        read = _only_polygons(shapely.make_valid(shapely.from_geojson(json.dumps(geometry))))
    except (ShapelyError, AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise broken(file, number, code) from error
    if read.is_empty or not np.isfinite(read.bounds).all():
        raise broken(file, number, code)
    west, south, east, north = read.bounds
    if west < _THAILAND[0] or south < _THAILAND[1] or east > _THAILAND[2] or north > _THAILAND[3]:
        raise FileError(
            th=f"{file}: ขอบเขตลำดับที่ {number} (รหัส {code}) อยู่นอกประเทศไทย ({west:.4g}, {south:.4g}) ตรวจว่าพิกัดเป็น WGS84 และเรียงลองจิจูดก่อนละติจูด",
            en=f"{file}: feature {number} (code {code}) lies outside Thailand ({west:.4g}, {south:.4g}). "
            "Check that coordinates are WGS84 degrees, longitude before latitude.",
        )
    return read


def _only_polygons(geometry: BaseGeometry) -> BaseGeometry:
    """The areas of a geometry; lines and points that repairing leaves are dropped."""
    if isinstance(geometry, Polygon | MultiPolygon):
        return geometry
    parts = [
        part for part in shapely.get_parts(shapely.get_parts(geometry)) if isinstance(part, Polygon)
    ]
    return MultiPolygon(parts)
