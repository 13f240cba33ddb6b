"""Addresses and headings in both languages: a province, Bangkok, and a household without village."""

import pytest

from ppaos.adapters.area_names import AreaNames, area_codes
from ppaos.domain.area.codes import LEVEL_DIGITS, LEVEL_TITLES
from ppaos.domain.thai.address import (
    UNKNOWN_ADDRESS,
    address,
    heading,
    short_heading,
    village_title,
)
from ppaos.domain.thai.bilingual import Bilingual

UDON, BANGKOK = "41010103", "10010100"
WORDS_TH = ("จังหวัด", "อำเภอ", "ตำบล", "เขต", "แขวง")


def names_of(village_code: str, village: str = "") -> dict[str, Bilingual]:
    """Names by level, from the list of areas."""
    levels = ("province", "district", "subdistrict")
    names = {level: AreaNames().title(village_code[: LEVEL_DIGITS[level]]) for level in levels}
    return {**names, "village": Bilingual(village, village)} if village else names


def heading_of(code: str, level: str) -> Bilingual:
    """Heading of an area of the list."""
    return heading(code, level, AreaNames().title(code))


def test_an_address_of_a_province() -> None:
    found = address(house_number="12/3", village_code=UDON, names=names_of(UDON, "บ้านหนองแวง"))
    assert found == Bilingual(
        "บ้านเลขที่ 12/3 หมู่ 3 บ้านหนองแวง ต.หมากแข้ง อ.เมืองอุดรธานี จ.อุดรธานี",
        "No. 12/3, Moo 3 บ้านหนองแวง, Makkhaeng Subdistrict, Mueang Udon Thani District, "
        "Udon Thani Province",
    )


def test_an_address_of_bangkok_has_its_own_words_once() -> None:
    found = address(house_number="12", village_code=BANGKOK, names=names_of(BANGKOK))
    assert found == Bilingual(
        "บ้านเลขที่ 12 แขวงพระบรมมหาราชวัง เขตพระนคร กรุงเทพมหานคร",
        "No. 12, Phra Borom Maha Ratchawang Subdistrict, Phra Nakhon District, Bangkok",
    )


@pytest.mark.parametrize("village_code", [None, ""])
def test_bangkok_is_known_by_its_name_where_there_is_no_code(village_code: str | None) -> None:
    found = address(house_number="12", village_code=village_code, names=names_of(BANGKOK))
    assert found == address(house_number="12", village_code=BANGKOK, names=names_of(BANGKOK))


def test_an_address_goes_as_far_up_as_asked() -> None:
    short = address(house_number="", village_code=UDON, names=names_of(UDON), up_to="subdistrict")
    assert short == Bilingual("หมู่ 3 ต.หมากแข้ง", "Moo 3, Makkhaeng Subdistrict")


def test_a_household_without_village_has_the_address_that_is_known() -> None:
    assert address(house_number="9", village_code=None, names={}) == Bilingual("บ้านเลขที่ 9", "No. 9")
    assert address(house_number=None, village_code="", names={}) == UNKNOWN_ADDRESS


def test_a_code_in_place_of_a_name_is_not_written() -> None:
    names = {
        level: Bilingual(code, code)
        for level, code in (("village", "41999901"), ("district", "4199"))
    }
    found = address(house_number="1", village_code="41999901", names=names)
    assert found == Bilingual("บ้านเลขที่ 1 หมู่ 1", "No. 1, Moo 1")


@pytest.mark.parametrize(
    ("code", "level", "th", "en"),
    [
        ("nat", "country", "ประเทศไทย", "Thailand"),
        ("R3", "region", "ภาคตะวันออกเฉียงเหนือ", "Northeastern"),
        ("41", "province", "จังหวัดอุดรธานี", "Udon Thani Province"),
        ("4101", "district", "อำเภอเมืองอุดรธานี", "Mueang Udon Thani District"),
        ("410101", "subdistrict", "ตำบลหมากแข้ง", "Makkhaeng Subdistrict"),
        ("41010103", "village", "หมู่บ้าน 41010103", "Village 41010103"),
        ("10", "province", "กรุงเทพมหานคร", "Bangkok"),
        ("1001", "district", "เขตพระนคร", "Phra Nakhon District"),
        ("100101", "subdistrict", "แขวงพระบรมมหาราชวัง", "Phra Borom Maha Ratchawang Subdistrict"),
    ],
)
def test_a_heading_says_what_an_area_is(code: str, level: str, th: str, en: str) -> None:
    assert heading_of(code, level) == Bilingual(th, en)


def test_villages_are_called_by_number_and_name() -> None:
    assert village_title("41010112", "บ้านเหนือ") == Bilingual("หมู่ 12 บ้านเหนือ", "Moo 12 บ้านเหนือ")
    assert village_title("41010112", "") == Bilingual("หมู่ 12", "Moo 12")
    assert village_title("10010100", "ชุมชนท่าเตียน").th == "ชุมชนท่าเตียน"


@pytest.mark.parametrize(
    ("level", "number"), [("province", 77), ("district", 928), ("subdistrict", 7436)]
)
def test_no_heading_of_the_country_doubles_a_word(level: str, number: int) -> None:
    codes = area_codes(level)
    assert len(codes) == number
    for code in codes:
        name, found = AreaNames().title(code), heading_of(code, level)
        short = short_heading(code, level, name)
        for text in (found.th, short.th):
            assert not any(text.startswith(word * 2) for word in (*WORDS_TH, "ต.", "อ.", "จ.")), (
                code
            )
        assert found.en.count(level.capitalize()) == (code != "10"), code
        own = ("", "เขต", "แขวง") if code.startswith("10") else ("จังหวัด", "อำเภอ", "ตำบล")
        word = own[("province", "district", "subdistrict").index(level)]
        assert found.th == word + name.th.removeprefix(word), code


def test_levels_of_the_whole_country_have_both_words() -> None:
    assert LEVEL_TITLES["district"] == ("อำเภอ/เขต", "district")
    assert LEVEL_TITLES["subdistrict"] == ("ตำบล/แขวง", "subdistrict")
    assert LEVEL_TITLES["province"] == ("จังหวัด", "province")
    assert LEVEL_TITLES["village"] == ("หมู่บ้าน", "village")
