"""How Thai names are misspelt: letters of one sound, marks left out, doubled consonants."""

import random
from typing import Final

_SAME_SOUND: Final = (
    "ศษส", "ณน", "ญย", "ฐถ", "ทธ", "พภ", "ฏต", "ฎด", "รล", "ีิ", "ูุ", "ใไ",
)  # fmt: skip
_CONSONANTS: Final = frozenset(chr(code) for code in range(0x0E01, 0x0E2F))
_TONES: Final = frozenset("่้๊๋")
_SILENCED: Final = "์"
_UNDER_SILENCED: Final = "ิุ"  # vowels that a silenced consonant may carry


def misspelt(luck: random.Random, name: str) -> str:
    """The name with one plausible mistake; never the name itself, empty when it is too short."""
    forms = sorted(_forms(name) - {name})
    if forms:
        return luck.choice(forms)
    if len(name) < 3:
        return ""
    place = luck.randrange(1, len(name))
    return name[:place] + name[place + 1 :]


def _forms(name: str) -> set[str]:
    found: set[str] = set()
    for place, letter in enumerate(name):
        before, after = name[:place], name[place + 1 :]
        for sound in _SAME_SOUND:
            if letter in sound:
                found |= {before + other + after for other in sound}
        if letter == _SILENCED:
            found |= {before + after, before.rstrip(_UNDER_SILENCED)[:-1] + after}
        if letter in _TONES:
            found.add(before + after)
        if letter in _CONSONANTS and before.endswith(letter):
            found.add(before + after)
    return {form for form in found if form}
