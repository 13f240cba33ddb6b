"""What areas are called, in Thai and English, from their codes.

Names of regions come from the domain, of provinces, districts and subdistricts from the geothai
package, of villages from whoever holds them. A village has no English name in any public list, so
its Thai name serves both languages. A code that no list knows is called by its code.
"""

from collections.abc import Mapping
from functools import cache

import geothai

from ppaos.domain.area.codes import NATION, REGION_OF_PROVINCE, REGION_TITLES
from ppaos.domain.thai.bilingual import Bilingual

_COUNTRY = Bilingual("ประเทศไทย", "Thailand")


class AreaNames:
    """Names of areas by code; `village_names` maps 8-digit codes to Thai names."""

    def __init__(self, village_names: Mapping[str, str] | None = None) -> None:
        self._villages = village_names or {}

    def title(self, code: str) -> Bilingual:
        """Both names of an area; the code itself where no list knows it."""
        if code in ("", NATION):
            return _COUNTRY
        if code in REGION_TITLES:
            return Bilingual(*REGION_TITLES[code])
        known = _one(code)
        if known is not None:
            return known
        village = self._villages.get(code)
        return Bilingual(village, village) if village else Bilingual(code, code)


def area_codes(level: str, scope: str = NATION) -> list[str]:
    """Every known code of a level (region to subdistrict) inside a scope, ascending.

    `scope` is `nat`, a region, or a prefix of 2, 4 or 6 digits. Villages have no public list: [].
    """
    if level == "region":
        return list(REGION_TITLES) if scope in ("", NATION) else []
    digits = {"province": 2, "district": 4, "subdistrict": 6}.get(level)
    if digits is None:
        return []
    return [code for code in sorted(_known()) if len(code) == digits and _inside(code, scope)]


def _inside(code: str, scope: str) -> bool:
    if scope in ("", NATION):
        return True
    if scope in REGION_TITLES:
        return REGION_OF_PROVINCE.get(code[:2]) == scope
    return code.startswith(scope)


@cache
def _one(code: str) -> Bilingual | None:
    """Names of one area, without building the list of all of them."""
    find = {2: geothai.province, 4: geothai.district, 6: geothai.subdistrict}.get(len(code))
    area = find(code) if find else None
    return Bilingual(area.name_th, area.name_en) if area else None


@cache
def _known() -> dict[str, Bilingual]:
    names: dict[str, Bilingual] = {}
    for province in geothai.provinces():
        names[province.code] = Bilingual(province.name_th, province.name_en)
        for district in geothai.districts(province.code):
            names[district.code] = Bilingual(district.name_th, district.name_en)
            for subdistrict in geothai.subdistricts(district.code):
                names[subdistrict.code] = Bilingual(subdistrict.name_th, subdistrict.name_en)
    return names
