"""Fill the list of areas: country, regions, provinces, districts, subdistricts."""

from typing import Any

from ppaos.adapters.area_names import AreaNames, area_codes
from ppaos.domain.areas import NATION, parent_of

_ABOVE = {
    "region": "country",
    "province": "region",
    "district": "province",
    "subdistrict": "district",
}


def listed_areas(model: Any) -> list[Any]:
    """Unsaved rows of `model` for every area that the list of the country has."""
    names = AreaNames()
    country = names.title(NATION)
    rows = [model(code=NATION, level="country", name_th=country.th, name_en=country.en)]
    for level, above in _ABOVE.items():
        for code in area_codes(level):
            title = names.title(code)
            parent = NATION if above == "country" else parent_of(code, above)
            rows.append(
                model(
                    code=code, level=level, name_th=title.th, name_en=title.en, parent_code=parent
                )
            )
    return rows
