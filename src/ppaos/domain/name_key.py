"""By which key a name is stored and searched: the same rule in Python and in SQL of the engine.

The key is first name and last name, composed (NFC), with A-Z as small letters, and without white
space or characters that nobody sees. A prefix is no part of it.
"""

import re
import unicodedata
from typing import Final

_INVISIBLE: Final = "\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad"
_SPACES: Final = "\t\n\u000b\f\r \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
LEFT_OUT: Final = f"[{_SPACES}{_INVISIBLE}]"
"""Pattern of characters that are not part of a key; the same for Python and RE2."""
_CAPITALS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SMALL: Final = str.maketrans(_CAPITALS, _CAPITALS.lower())


def name_key(text: str) -> str:
    """Key of a name as typed, without its prefix: first name, last name, or both."""
    return re.sub(LEFT_OUT, "", unicodedata.normalize("NFC", text)).translate(_SMALL)


def name_key_sql(text: str) -> str:
    """The same of an expression in the SQL of DuckDB; null stays null."""
    bare = f"regexp_replace(nfc_normalize({text}), '{LEFT_OUT}', '', 'g')"
    return f"translate({bare}, '{_CAPITALS}', '{_CAPITALS.lower()}')"
