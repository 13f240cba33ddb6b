"""Which six-digit area codes are in force, and what became of those that are not.

Codes and successors come from the `geothai` package (Department of Provincial Administration).
"""

from functools import cache

import geothai
from geothai.abolished import abolished_areas


@cache
def in_force() -> tuple[str, ...]:
    """Codes of every province, district and subdistrict, sorted."""
    found: list[str] = []
    for province in geothai.provinces():
        found.append(province.code)
        for district in geothai.districts(province.code):
            found.append(district.code)
            found.extend(item.code for item in geothai.subdistricts(district.code))
    return tuple(sorted(found))


@cache
def abolished() -> dict[str, str]:
    """Code that is no longer in force -> its successors, separated by spaces; may be empty."""
    live = set(in_force())
    return {
        area.code: " ".join(area.successors) for area in abolished_areas() if area.code not in live
    }
