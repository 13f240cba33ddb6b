"""In which language the command line speaks: `--lang`, else PPAOS_LANG, else Thai."""

import os
import sys
from typing import Final

LANGUAGES: Final = ("th", "en")


def _chosen() -> str:
    wanted = os.environ.get("PPAOS_LANG", "th")
    for place, word in enumerate(sys.argv[1:], start=1):
        if word.startswith("--lang="):
            wanted = word.partition("=")[2]
        elif word == "--lang" and place + 1 < len(sys.argv):
            wanted = sys.argv[place + 1]
    return wanted if wanted in LANGUAGES else "th"


LANGUAGE: Final = _chosen()


def say(th: str, en: str) -> str:
    """The text in the language of this run."""
    return th if LANGUAGE == "th" else en


def both(th: str, en: str) -> str:
    """Both texts, that of this run first: for errors, which people pass on."""
    return f"{th}\n{en}" if LANGUAGE == "th" else f"{en}\n{th}"
