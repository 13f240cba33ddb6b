"""How the documentation site names the anchor of a heading: as the forge does, so that one link serves both.

MkDocs loads this file (`hooks` in mkdocs.yml). Its own rule drops every letter that is not Latin, and with
it whole Thai headings; others drop Thai vowels and tones, which are marks and no letters.
"""

import unicodedata
from typing import Any

KEPT = ("L", "M", "N", "Pc")  # categories of Unicode: letters, marks, numbers, the underscore


def anchor(heading: str, separator: str = "-") -> str:
    """The anchor of a heading: `Back up (ทุกคืน)` -> `back-up-ทุกคืน`."""
    letters = [
        letter
        for letter in heading.strip().lower()
        if letter in " -" or unicodedata.category(letter).startswith(KEPT)
    ]
    return "".join(letters).replace(" ", separator)


def on_config(config: Any) -> Any:
    """Called by MkDocs once it has read mkdocs.yml."""
    config.mdx_configs.setdefault("toc", {})["slugify"] = anchor
    return config
