"""A user's boundaries: areas by code, from GeoJSON files.

In: one GeoJSON file or a folder of them. Codes are read from the COD-AB properties (`ADM1_PCODE`,
`ADM2_PCODE`, `ADM3_PCODE`, such as TH41, TH4101, TH410101; the finest one present names the
feature) or from `code` or `area_code`. Out: rings of whole numbers on one shared grid, so that
neighbours keep their common border after rounding. Codes that match nothing are reported both ways.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ppaos.domain.area.codes import level_of
from ppaos.domain.errors import AreaError, FileError

Ring = list[tuple[int, int]]
FINEST_GRID: Final = 10_000
"""Grid lines per degree: about 11 metres."""
MOST_POINTS: Final = 600_000
_PROPERTIES: Final = (
    "adm4_pcode", "adm3_pcode", "adm2_pcode", "adm1_pcode", "area_code", "code",
)  # fmt: skip


@dataclass(frozen=True)
class Boundaries:
    """Rings of every area, in grid units of 1 / `grid` degree (longitude, latitude)."""

    levels: Mapping[str, Mapping[str, list[Ring]]]
    """Level -> area code -> rings; holes are rings too, to be filled even-odd."""
    grid: int
    unread: tuple[str, ...] = ()
    """Codes of features that have no known form."""

    def within(self, codes: Iterable[str]) -> "Boundaries":
        """Only the areas that are, or lie in, one of `codes` (whole provinces, say)."""
        prefixes = tuple(codes)
        kept = {
            level: {code: rings for code, rings in areas.items() if code.startswith(prefixes)}
            for level, areas in self.levels.items()
        }
        return Boundaries(kept, self.grid, self.unread)


@dataclass(frozen=True)
class Match:
    """Codes of one level on both sides."""

    matched: tuple[str, ...]
    without_boundary: tuple[str, ...]
    """Areas of the data that the boundaries lack."""
    without_data: tuple[str, ...]
    """Boundaries that the data does not know."""


def read_boundaries(path: Path) -> Boundaries:
    """Boundaries of a file, or of every .geojson and .json file of a folder.

    Errors: FileError when a file cannot be read, is not a FeatureCollection, or no feature has an
    area code.
    """
    files = sorted([*path.glob("*.geojson"), *path.glob("*.json")]) if path.is_dir() else [path]
    polygons: dict[str, dict[str, list[list[list[float]]]]] = {}
    unread: list[str] = []
    for file in files:
        for number, feature in enumerate(features_of(file), start=1):
            code = code_of(feature)
            if code is None:
                continue
            try:
                rings = _rings(feature.get("geometry"))
            except (KeyError, TypeError, ValueError, IndexError) as error:
                raise broken(file, number, code) from error
            if not rings:
                continue
            try:
                level = level_of(code)
            except AreaError:
                unread.append(code)
                continue
            polygons.setdefault(level, {}).setdefault(code, []).extend(rings)
    if not polygons:
        raise FileError(
            th=f"{path}: ไม่พบขอบเขตที่มีรหัสพื้นที่ ต้องมีคุณสมบัติ ADM1_PCODE, ADM2_PCODE, ADM3_PCODE, area_code หรือ code",
            en=f"{path}: no boundary carries an area code. Features need a property ADM1_PCODE, "
            "ADM2_PCODE, ADM3_PCODE, area_code or code.",
        )
    grid = _grid(polygons)
    levels = {
        level: {code: _gridded(rings, grid) for code, rings in areas.items()}
        for level, areas in polygons.items()
    }
    return Boundaries(levels, grid, tuple(sorted(unread)))


def match(boundaries: Boundaries, level: str, codes: Iterable[str]) -> Match:
    """Compare the boundaries of one level with the area codes of the data."""
    drawn, known = set(boundaries.levels.get(level, {})), set(codes)
    return Match(
        matched=tuple(sorted(drawn & known)),
        without_boundary=tuple(sorted(known - drawn)),
        without_data=tuple(sorted(drawn - known)),
    )


def features_of(file: Path) -> list[dict[str, Any]]:
    """The features of a GeoJSON file. Errors: FileError when it is no FeatureCollection."""
    try:
        document = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise FileError(
            th=f"{file}: อ่านไฟล์ขอบเขตไม่ได้ ({error}) ตรวจว่าเป็น GeoJSON ที่สมบูรณ์",
            en=f"{file}: boundaries cannot be read ({error}). Check that it is complete GeoJSON.",
        ) from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not all(isinstance(item, dict) for item in features):
        raise FileError(
            th=f"{file}: ไม่ใช่ GeoJSON FeatureCollection ส่งออกใหม่เป็น FeatureCollection พิกัด WGS84",
            en=f"{file}: not a GeoJSON FeatureCollection. Export it as one, in WGS84 degrees.",
        )
    return features


def code_of(feature: Mapping[str, Any]) -> str | None:
    """The area code of a feature, by its finest known property; null when it has none."""
    properties = feature.get("properties")
    if not isinstance(properties, Mapping):
        return None
    lowered = {str(name).lower(): value for name, value in properties.items()}
    for name in _PROPERTIES:
        value = lowered.get(name)
        if value is not None and str(value).strip():
            text = str(value).strip()
            return text[2:] if text[:2].upper() == "TH" else text
    return None


def broken(file: Path, number: int, code: str) -> FileError:
    """The error of a feature whose outline cannot be read."""
    return FileError(
        th=f"{file}: ขอบเขตลำดับที่ {number} (รหัส {code}) มีพิกัดที่อ่านไม่ได้ ส่งออกใหม่เป็น Polygon หรือ MultiPolygon พิกัด WGS84 (ลองจิจูด, ละติจูด)",
        en=f"{file}: feature {number} (code {code}) has coordinates that cannot be read. Export it "
        "again as Polygon or MultiPolygon in WGS84 degrees (longitude, latitude).",
    )


def _rings(geometry: Mapping[str, Any] | None) -> list[list[list[float]]]:
    if not geometry:
        return []
    if geometry.get("type") == "Polygon":
        rings = list(geometry["coordinates"])
    elif geometry.get("type") == "MultiPolygon":
        rings = [ring for polygon in geometry["coordinates"] for ring in polygon]
    else:
        return []
    return [[[float(point[0]), float(point[1])] for point in ring] for ring in rings]


def _grid(polygons: Mapping[str, Mapping[str, list[list[list[float]]]]]) -> int:
    points = sum(len(r) for areas in polygons.values() for rings in areas.values() for r in rings)
    grid = FINEST_GRID
    while points > MOST_POINTS and grid > 100:
        grid, points = grid // 2, points // 2
    return grid


def _gridded(rings: list[list[list[float]]], grid: int) -> list[Ring]:
    rounded = [
        _distinct([(round(p[0] * grid), round(p[1] * grid)) for p in ring]) for ring in rings
    ]
    kept = [ring for ring in rounded if len(ring) > 2]
    return kept or [max(rounded, key=len)]


def _distinct(ring: Ring) -> Ring:
    kept = [point for place, point in enumerate(ring) if place == 0 or point != ring[place - 1]]
    return kept[:-1] if len(kept) > 1 and kept[0] == kept[-1] else kept
