"""By which key a name is stored and searched: the same rule in Python and in SQL of the engine.

The key is first name and last name without white space, control marks and characters that nobody
sees, composed (NFC), with A-Z as small letters. A prefix is no part of it.
"""

import re
import unicodedata
from typing import Final

_INVISIBLE: Final = "\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad"
_SPACES: Final = r"\x00-\x20" "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
LEFT_OUT: Final = f"[{_SPACES}{_INVISIBLE}]"
"""Pattern of characters that are not part of a key; the same for Python and RE2."""
_PLAIN: Final = "a-z0-9.\u0e01-\u0e5b"
_UNSORTED: Final = "[\u0e48-\u0e4b][\u0e38-\u0e3a]|[\u0e38\u0e39]\u0e3a"
MAY_CHANGE: Final = f"[^{_PLAIN}]|{_UNSORTED}"
"""Pattern of texts that are not surely their own key: other letters, or marks out of order."""
_CAPITALS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SMALL: Final = str.maketrans(_CAPITALS, _CAPITALS.lower())


def name_key(text: str) -> str:
    """Key of a name as typed, without its prefix: first name, last name, or both."""
    return unicodedata.normalize("NFC", re.sub(LEFT_OUT, "", text)).translate(_SMALL)


def name_key_sql(text: str) -> str:
    """The same of an expression in the SQL of DuckDB; null stays null.

    Most names are their own key, which one look tells.
    """
    bare = f"nfc_normalize(regexp_replace({text}, '{LEFT_OUT}', '', 'g'))"
    key = f"translate({bare}, '{_CAPITALS}', '{_CAPITALS.lower()}')"
    return f"CASE WHEN regexp_matches({text}, '{MAY_CHANGE}') THEN {key} ELSE {text} END"
