"""What a text from a Thai file says once its noise is gone: digits, spaces, prefixes, house numbers.

Every function takes a text column and returns one; null stays null. Patterns are RE2/Java common
ground, so that they run on every engine.
"""

from typing import Final

import ibis

from ppaos.domain import relations as ir
from ppaos.domain.thai.dates import MONTHS

THAI_DIGITS: Final = "๐๑๒๓๔๕๖๗๘๙"
UNREADABLE: Final = "\ufffd"
_SPACES: Final = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_INVISIBLE: Final = "\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad"
# Texts that agencies write where they mean nothing.
MISSING_MARKS: Final[tuple[str, ...]] = (
    "-",
    "--",
    "NULL",
    "null",
    "N/A",
    "n/a",
    "#N/A",
    "nan",
    "NaN",
    "ไม่ระบุ",
)

# What may need tidying: edge or double spaces, other spaces, invisible marks, Thai digits, U+FFFD.
UNTIDY: Final = rf"^\s|\s$|\s\s|[\t\r\n{_SPACES}{_INVISIBLE}{THAI_DIGITS}{UNREADABLE}]"

# Short forms are stored, as registers write them; every other spelling is an alias.
PREFIXES: Final[dict[str, tuple[str, ...]]] = {
    "นาย": ("นาย", "mr"),
    "นาง": ("นาง", "mrs"),
    "น.ส.": ("นส", "นางสาว", "miss", "ms"),
    "ด.ช.": ("ดช", "เด็กชาย", "master"),
    "ด.ญ.": ("ดญ", "เด็กหญิง"),
    "ว่าที่ร้อยตรี": ("ว่าที่ร้อยตรี", "ว่าที่รต"),
    "ว่าที่ร้อยตรีหญิง": ("ว่าที่ร้อยตรีหญิง", "ว่าที่รตหญิง", "ว่าที่รตญ"),
}
"""Stored form -> texts that mean it, in lower case without dots and spaces."""
# Longest first, so that นางสาว is not read as นาง.
_ATTACHED: Final = (
    r"ว่าที่\s*ร้อยตรี\s*หญิง|ว่าที่\s*ร\.\s*ต\.\s*หญิง|ว่าที่\s*ร้อยตรี|ว่าที่\s*ร\.\s*ต\.|"
    r"นางสาว|น\.\s*ส\.|นาย|นาง|เด็กชาย|เด็กหญิง|ด\.\s*ช\.|ด\.\s*ญ\."
)
MAY_HOLD_PREFIX: Final = r"^(ว่าที่|นาย|นาง|น\.|เด็ก|ด\.)"
# A Thai name goes on with a consonant or a leading vowel and has at least two letters.
_ATTACHED_PATTERN: Final = rf"^({_ATTACHED})\s*([ก-ฮเ-ไ].+)$"

_MONTHS: Final = "|".join(
    [month.short_en.lower() for month in MONTHS]
    + [month.short_th.removesuffix(".").replace(".", r"\.?") for month in MONTHS]
)
MANGLED_HOUSE_NUMBER: Final = (
    rf"(?i)^[0-9]{{1,4}}[-/ .]*({_MONTHS})[a-z]*\.?([-/ .]*[0-9]{{1,4}})?$|"
    rf"(?i)^({_MONTHS})[a-z]*\.?[-/ .]*[0-9]{{1,4}}$|"
    r"^[0-9]{1,2}/[0-9]{1,2}/(19|20|24|25)[0-9]{2}( .*)?$|"
    r"^(19|20|24|25)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}([ T].*)?$"
)


def arabic_digits(text: ir.StringValue) -> ir.StringValue:
    """Thai digits as 0-9."""
    return text.translate(ir.text(ibis.literal(THAI_DIGITS)), ir.text(ibis.literal("0123456789")))


def tidy(text: ir.StringValue) -> ir.StringValue:
    """Arabic digits, plain single spaces, no invisible marks, trimmed; an empty text is null."""
    plain = arabic_digits(text).re_replace(f"[{_INVISIBLE}]", "")
    return ir.text(plain.re_replace(rf"[\s{_SPACES}]+", " ").strip().nullif(""))


def without_marks(text: ir.StringValue) -> ir.StringValue:
    """Null where a tidy text is one of the marks by which people write that nothing is known."""
    return ir.text(ir.is_in(text, MISSING_MARKS).ifelse(ibis.null("string"), text))


def label_key(text: ir.StringValue) -> ir.StringValue:
    """A tidy text as labels are compared: lower case, without spaces."""
    return text.lower().replace(" ", "")


def prefix(text: ir.StringValue) -> ir.StringValue:
    """The stored form of a tidy prefix; one that is not listed stays as it is."""
    key = text.lower().re_replace("[ .]", "")
    branches = [(ir.is_in(key, texts), stored) for stored, texts in PREFIXES.items()]
    return ir.text(ibis.cases(*branches, else_=text))


def attached_prefix(name: ir.StringValue) -> ir.StringValue:
    """The prefix that a tidy first name starts with, in its stored form; null when none."""
    found = name.re_search(_ATTACHED_PATTERN)
    attached = prefix(name.re_extract(_ATTACHED_PATTERN, 1))
    return ir.text(found.ifelse(attached, ibis.null("string")))


def without_prefix(name: ir.StringValue) -> ir.StringValue:
    """A tidy first name without the prefix that it starts with."""
    found = name.re_search(_ATTACHED_PATTERN)
    return ir.text(found.ifelse(name.re_extract(_ATTACHED_PATTERN, 2), name))


def is_mangled_house_number(text: ir.StringValue) -> ir.BooleanValue:
    """Whether a spreadsheet turned a house number such as 25/2 into a date such as 25-Feb."""
    return ir.claim(text.re_search(MANGLED_HOUSE_NUMBER))
