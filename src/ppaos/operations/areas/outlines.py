"""Outlines of areas for a map: imported ones, those joined from finer areas, or none.

In: the codes of the areas of one level that somebody may see. Out: GeoJSON text, ready to be sent,
and where the outlines come from. `provinces` is the file of outlines that the site is built with;
imported boundaries come before it.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.db.models import Count, Max, Q, TextField
from django.db.models.functions import Cast
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from ppaos.adapters.area_names import area_codes
from ppaos.adapters.shapes import joined
from ppaos.domain.area.codes import LEVELS, parent_of
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.areas.boundary_rows import geometry_of
from ppaos.operations.areas.models import Boundary

_JOINABLE: Final = 1_500
"""Finer areas are joined for a map while there are no more of them than this."""
_AT_ONCE: Final = 500


@dataclass(frozen=True)
class Outlines:
    """Outlines of the areas of one level; none means that a schematic has to do."""

    features: tuple[str, ...]
    """GeoJSON features as text, with `properties.code`."""
    source: Bilingual

    @property
    def is_schematic(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.features

    def as_json(self) -> str:
        """The FeatureCollection of the map's second address."""
        source = json.dumps(self.source.as_json(), ensure_ascii=False)
        flag = "true" if self.is_schematic else "false"
        features = ",".join(self.features)
        return f'{{"type":"FeatureCollection","source":{source},"is_schematic":{flag},"features":[{features}]}}'


NONE: Final = Outlines((), Bilingual("ไม่มีขอบเขต", "no boundaries"))


def outlines_of(codes: Sequence[str], level: str, *, provinces: Path) -> Outlines:
    """Outlines of the areas `codes`, all of `level`; an area without one is left out.

    Boundaries of the level itself come first, then (for provinces) the built outlines, then those of
    finer areas joined.
    """
    own = _imported(codes, level)
    if own is not None:
        return own
    if level == "province":
        built = _built(provinces)
        if any(code in built for code in codes):
            found = tuple(_feature(code, built[code]) for code in codes if code in built)
            return Outlines(found, _built_source(provinces))
    if level in ("region", "country"):
        return _joined(codes, level, "province", provinces)
    for finer in LEVELS[LEVELS.index(level) + 1 :]:
        if Boundary.objects.filter(level=finer).exists():
            return _joined(codes, level, finer, provinces)
    return NONE


def boundary_stamp() -> str:
    """Changes whenever boundaries are imported: part of an address that browsers may keep."""
    found = Boundary.objects.aggregate(last=Max("imported_at"), rows=Count("code"))
    return f"{found['last'].timestamp():.0f}-{found['rows']}" if found["last"] else "0"


def imported_levels() -> list[tuple[str, int, str, datetime]]:
    """Level, number of boundaries, source and time of every import that is still in use."""
    found = (
        Boundary.objects.values("level", "source", "imported_at")
        .annotate(rows=Count("code"))
        .order_by("level", "source", "imported_at")
    )
    rows = [(item["level"], item["rows"], item["source"], item["imported_at"]) for item in found]
    return sorted(rows, key=lambda row: (LEVELS.index(row[0]), row[2]))


def _imported(codes: Sequence[str], level: str) -> Outlines | None:
    held = Boundary.objects.filter(level=level)
    if not held.exists():
        return None
    # The text of the geometry is passed on as it is stored: reading it would only cost time.
    rows = held.annotate(text=Cast("geometry", TextField())).values_list("code", "text", "source")
    found: list[tuple[str, str, str]] = []
    for some in _parts(codes):
        found += rows.filter(code__in=some)
    if not found:
        return None
    source = ", ".join(sorted({source for _, _, source in found}))
    features = tuple(_feature(code, text) for code, text, _ in sorted(found))
    return Outlines(features, Bilingual(source, source))


def _joined(codes: Sequence[str], level: str, finer: str, provinces: Path) -> Outlines:
    """Outlines joined from those of finer areas; none where there are too many of those."""
    parts = _finer(codes, level, finer)
    if len(parts) > _JOINABLE:
        return NONE
    inside = outlines_of(parts, finer, provinces=provinces)
    if inside.is_schematic:
        return NONE
    return Outlines(_joined_features(inside.features, level), inside.source)


def _finer(codes: Sequence[str], level: str, finer: str) -> list[str]:
    """Codes of the areas of a finer level that lie in the areas, as far as outlines may exist."""
    wanted = set(codes)
    if finer == "province":
        known: Iterable[str] = area_codes("province")
    else:
        near = Q()
        for province in sorted({code[:2] for code in codes}):
            near |= Q(code__startswith=province)
        known = Boundary.objects.filter(near, level=finer).values_list("code", flat=True)
    return sorted(code for code in known if parent_of(code, level) in wanted)


@lru_cache(maxsize=64)
def _joined_features(features: tuple[str, ...], level: str) -> tuple[str, ...]:
    shapes: dict[str, list[BaseGeometry]] = {}
    for text in features:
        feature = json.loads(text)
        code = parent_of(feature["properties"]["code"], level)
        shapes.setdefault(code, []).append(shape(feature["geometry"]))
    return tuple(
        _feature(code, json.dumps(geometry_of(joined(parts)), separators=(",", ":")))
        for code, parts in sorted(shapes.items())
    )


@lru_cache(maxsize=2)
def _built_document(provinces: Path) -> dict[str, Any]:
    if not provinces.is_file():
        return {"features": [], "source": {"th": "", "en": ""}}
    document: dict[str, Any] = json.loads(provinces.read_text("utf-8"))
    return document


@lru_cache(maxsize=2)
def _built(provinces: Path) -> dict[str, str]:
    return {
        item["properties"]["code"]: json.dumps(item["geometry"], separators=(",", ":"))
        for item in _built_document(provinces)["features"]
    }


def _built_source(provinces: Path) -> Bilingual:
    source = _built_document(provinces)["source"]
    return Bilingual(source["th"], source["en"])


def _feature(code: str, geometry: str) -> str:
    return f'{{"type":"Feature","properties":{{"code":"{code}"}},"geometry":{geometry}}}'


def _parts(codes: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(codes), _AT_ONCE):
        yield codes[first : first + _AT_ONCE]
