"""How Thai areas and addresses are written: the word of each level, headings, villages, addresses.

In: names and codes of areas. Out: texts in both languages. Bangkok has words of its own (เขต,
แขวง) and is never called a province; names of its districts already begin with เขต in every list,
so a word that a name begins with is not written twice. What is not known is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ppaos.domain.thai.bilingual import Bilingual

BANGKOK: Final = "10"
BANGKOK_NAME: Final = "กรุงเทพมหานคร"
UNKNOWN_ADDRESS: Final = Bilingual("ไม่ทราบที่อยู่", "Address not known")
_DIGITS_OF_VILLAGE: Final = 8
_UPWARD: Final = ("subdistrict", "district", "province")


@dataclass(frozen=True)
class LevelWord:
    """What the areas of one level are called: before the name in Thai, after it in English."""

    th: str
    short: str
    """As addresses write it."""
    en: str


LEVEL_WORDS: Final[Mapping[str, LevelWord]] = {
    "province": LevelWord("จังหวัด", "จ.", "Province"),
    "district": LevelWord("อำเภอ", "อ.", "District"),
    "subdistrict": LevelWord("ตำบล", "ต.", "Subdistrict"),
    "village": LevelWord("หมู่บ้าน", "หมู่", "Moo"),
}
BANGKOK_WORDS: Final[Mapping[str, LevelWord]] = {
    "province": LevelWord("", "", ""),
    "district": LevelWord("เขต", "เขต", "District"),
    "subdistrict": LevelWord("แขวง", "แขวง", "Subdistrict"),
    "village": LEVEL_WORDS["village"],
}


def level_title(level: str) -> Bilingual:
    """What a level is called in the whole country: อำเภอ/เขต, district."""
    country, capital = LEVEL_WORDS[level], BANGKOK_WORDS[level]
    both = dict.fromkeys(word for word in (country.th, capital.th) if word)
    return Bilingual("/".join(both), level)


def heading(code: str, level: str, name: Bilingual) -> Bilingual:
    """The name of an area with what it is: จังหวัดอุดรธานี, Udon Thani Province.

    The country, regions and villages are called by their names alone; a village without a name is
    called by its code.
    """
    if level == "village" and name.th == code:
        return Bilingual(f"{LEVEL_WORDS[level].th} {code}", f"Village {code}")
    return _with_word(code, level, name, is_short=False)


def short_heading(code: str, level: str, name: Bilingual) -> Bilingual:
    """The same as addresses and narrow columns write it: ต.หมากแข้ง, Makkhaeng Subdistrict."""
    return _with_word(code, level, name, is_short=True)


def village_title(code: str, name: str) -> Bilingual:
    """A village by its number (the end of its code, where there is one) and its name."""
    number = _village_number(code)
    if not number:
        return Bilingual(name or code, name or code)
    word = LEVEL_WORDS["village"]
    return Bilingual(f"{word.short} {number} {name}".strip(), f"{word.en} {number} {name}".strip())


def house_title(house_number: str | None) -> Bilingual | None:
    """A house by its number; null when it is not known."""
    if not house_number:
        return None
    return Bilingual(f"บ้านเลขที่ {house_number}", f"No. {house_number}")


def address(
    *,
    house_number: str | None,
    village_code: str | None,
    names: Mapping[str, Bilingual],
    up_to: str = "province",
) -> Bilingual:
    """House, village, subdistrict, district and province in one line, as far up as `up_to`.

    `names` has them by level; a level without a name, or with its code in place of one, is left
    out. Without a code the name of the province tells Bangkok. `UNKNOWN_ADDRESS` when nothing is known.
    """
    province = names.get("province")
    is_bangkok = province is not None and province.th == BANGKOK_NAME
    code = village_code or (BANGKOK if is_bangkok else "")
    parts = [house_title(house_number), _village(village_code, names)]
    for level in _UPWARD[: _UPWARD.index(up_to) + 1]:
        name = names.get(level)
        if name is not None and not name.th.isdigit():
            parts.append(short_heading(code, level, name))
    written = [part for part in parts if part is not None]
    if not written:
        return UNKNOWN_ADDRESS
    return Bilingual(" ".join(part.th for part in written), ", ".join(part.en for part in written))


def _village(code: str | None, names: Mapping[str, Bilingual]) -> Bilingual | None:
    name = names.get("village")
    known = "" if name is None or name.th == code else name.th
    if code and _village_number(code):
        return village_title(code, known)
    return Bilingual(known, known) if known else None


def _village_number(code: str) -> int:
    """Number of a village in its subdistrict; 0 for a code that has none."""
    return int(code[6:]) if len(code) == _DIGITS_OF_VILLAGE and code.isdigit() else 0


def _with_word(code: str, level: str, name: Bilingual, *, is_short: bool) -> Bilingual:
    words = BANGKOK_WORDS if code.startswith(BANGKOK) else LEVEL_WORDS
    if level not in _UPWARD or name.th == code:
        return name
    word = words[level]
    plain = name.th.removeprefix(word.th)
    return Bilingual(
        f"{word.short if is_short else word.th}{plain}", f"{name.en} {word.en}".strip()
    )
