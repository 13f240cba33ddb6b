"""Area codes carry the hierarchy: a scope is a prefix, a roll-up is a shorter code.

Codes are text: region R1-R6 aside, 2, 4, 6 and 8 digits name a province, district, subdistrict
and village. The country is the empty prefix, shown as `nat`.
"""

from typing import Final

import ibis

from ppaos.domain import relations as ir
from ppaos.domain.errors import AreaError
from ppaos.domain.thai.address import LEVEL_WORDS, level_title

LEVEL_DIGITS: Final[dict[str, int]] = {
    "country": 0,
    "province": 2,
    "district": 4,
    "subdistrict": 6,
    "village": 8,
}
LEVELS: Final[tuple[str, ...]] = (
    "country",
    "region",
    "province",
    "district",
    "subdistrict",
    "village",
)
LEVEL_TITLES: Final[dict[str, tuple[str, str]]] = {
    "country": ("ประเทศ", "country"),
    "region": ("ภาค", "region"),
    **{level: (title.th, title.en) for level in LEVEL_WORDS for title in [level_title(level)]},
}
NATION: Final = "nat"

# Six regions of the National Geographical Committee of Thailand (2520), by province code.
REGION_TITLES: Final[dict[str, tuple[str, str]]] = {
    "R1": ("ภาคกลาง", "Central"),
    "R2": ("ภาคตะวันออก", "Eastern"),
    "R3": ("ภาคตะวันออกเฉียงเหนือ", "Northeastern"),
    "R4": ("ภาคเหนือ", "Northern"),
    "R5": ("ภาคตะวันตก", "Western"),
    "R6": ("ภาคใต้", "Southern"),
}
_PROVINCE_LISTS: Final = {
    "R1": "10 11 12 13 14 15 16 17 18 19 26 60 61 62 64 65 66 67 72 73 74 75",
    "R2": "20 21 22 23 24 25 27",
    "R3": "30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49",
    "R4": "50 51 52 53 54 55 56 57 58",
    "R5": "63 70 71 76 77",
    "R6": "80 81 82 83 84 85 86 90 91 92 93 94 95 96",
}
PROVINCES_OF_REGION: Final[dict[str, tuple[str, ...]]] = {
    region: tuple(codes.split()) for region, codes in _PROVINCE_LISTS.items()
}
REGION_OF_PROVINCE: Final[dict[str, str]] = {
    province: region for region, provinces in PROVINCES_OF_REGION.items() for province in provinces
}


def level_of(code: str) -> str:
    """Level of one area code: `""` and `nat` are the country, `R3` a region, else by length.

    Errors: AreaError when the code has no such form.
    """
    if code in ("", NATION):
        return "country"
    if code in REGION_TITLES:
        return "region"
    for level, digits in LEVEL_DIGITS.items():
        if digits and len(code) == digits and code.isascii() and code.isdigit():
            return level
    raise AreaError(
        th=f"รหัสพื้นที่ '{code}' ไม่ถูกรูปแบบ ใช้เลข 2, 4, 6 หรือ 8 หลัก (จังหวัด อำเภอ ตำบล หมู่บ้าน) หรือ R1-R6",
        en=f"Area code '{code}' has an unknown format. Use 2, 4, 6 or 8 digits "
        "(province, district, subdistrict, village) or R1-R6.",
    )


def parent_code(village_code: ir.StringValue, level: str) -> ir.StringValue:
    """Code of the area of `level` that holds each village; null stays null."""
    if level == "country":
        return village_code.substr(0, 0).concat(NATION)
    if level == "region":
        province = village_code.substr(0, 2)
        branches = [
            (ir.is_in(province, provinces), region)
            for region, provinces in PROVINCES_OF_REGION.items()
        ]
        return ir.text(ibis.cases(*branches))
    return village_code.substr(0, LEVEL_DIGITS[level])


def parent_of(code: str, level: str) -> str:
    """Code of the area of `level` that holds the area `code` (a plain text, not a column)."""
    if level == "country":
        return NATION
    if level == "region":
        return REGION_OF_PROVINCE.get(code[:2], "")
    return code[: LEVEL_DIGITS[level]]


def within(village_code: ir.StringValue, scope: str) -> ir.BooleanValue:
    """Whether each village lies in `scope`: the one function for every scope in the program."""
    level = level_of(scope)
    if level == "country":
        return village_code.notnull()
    if level == "region":
        return ir.is_in(village_code.substr(0, 2), PROVINCES_OF_REGION[scope])
    return ir.claim(village_code.substr(0, len(scope)) == scope)
