"""Which areas somebody may see: a set of area prefixes, and the one way to narrow and compare it.

In: area codes of grants (`""` or `nat` for the country, `R1`-`R6`, 2 to 8 digits). Out: a `Scope`.
Every query, count, map, export and API asks the same scope for the same half-open ranges of
village codes, so that they cannot disagree about who may see what.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ppaos.domain.area.codes import NATION, PROVINCES_OF_REGION, REGION_TITLES, level_of

_AFTER_ALL: Final = ":"
"""Comes after every digit."""
_PROVINCE_DIGITS: Final = 2
"""Every level below adds as many."""


@dataclass(frozen=True)
class Scope:
    """Areas by prefix. `()` sees nothing; `("",)` sees the country, unplaced households included."""

    prefixes: tuple[str, ...] = ()

    @classmethod
    def of(cls, codes: Iterable[str]) -> "Scope":
        """The union of areas. Errors: AreaError for a code of no known form."""
        wanted = sorted({prefix for code in codes for prefix in prefixes_of(code)})
        kept: list[str] = []
        for prefix in wanted:
            if not kept or not prefix.startswith(kept[-1]):
                kept.append(prefix)
        return cls(tuple(kept))

    @property
    def is_empty(self) -> bool:
        """Whether nothing may be seen."""
        return not self.prefixes

    @property
    def is_country(self) -> bool:
        """Whether everything may be seen."""
        return self.prefixes == ("",)

    def covers(self, code: str) -> bool:
        """Whether the whole area lies inside. Errors: AreaError for a code of no known form."""
        return all(
            any(prefix.startswith(mine) for mine in self.prefixes) for prefix in prefixes_of(code)
        )

    def holds(self, other: "Scope") -> bool:
        """Whether everything of another scope lies inside."""
        return all(
            any(prefix.startswith(mine) for mine in self.prefixes) for prefix in other.prefixes
        )

    def narrowed(self, code: str) -> "Scope":
        """What of the area may be seen: the intersection, which may be empty."""
        found = []
        for prefix in prefixes_of(code):
            for mine in self.prefixes:
                if prefix.startswith(mine):
                    found.append(prefix)
                elif mine.startswith(prefix):
                    found.append(mine)
        return Scope.of(found)

    def ranges(self) -> tuple[tuple[str, str], ...]:
        """Half-open text ranges [low, high) that hold the codes of every area inside, ascending.

        Codes of any length that start with the prefix lie in its range. For the country the range
        begins with the empty text, so that a household without a village is inside. Ends are
        digits, so that every collation of a database agrees; only the range of the country, which
        no query asks for, and of a prefix of nines end in `:`.
        """
        return tuple((prefix, _next(prefix)) for prefix in self.prefixes)

    def regions(self) -> tuple[str, ...]:
        """Codes of the regions that lie wholly inside, ascending; their codes are in no range."""
        return tuple(code for code in sorted(PROVINCES_OF_REGION) if self.covers(code))


def prefixes_of(code: str) -> tuple[str, ...]:
    """Prefixes that make up one area: a region is its provinces.

    Errors: AreaError for a code of no known form.
    """
    level = level_of(code)
    if level == "country":
        return ("",)
    if level == "region":
        return PROVINCES_OF_REGION[code]
    return (code,)


def smallest_area(codes: Iterable[str]) -> str:
    """The one area that holds all of several: their common prefix, a region, or the country.

    Empty when there are none. Errors: AreaError for a code of no known form.
    """
    scope = Scope.of(codes)
    if scope.is_empty or scope.is_country:
        return NATION if scope.is_country else ""
    shared = _shared_start(scope.prefixes)
    if len(shared) >= _PROVINCE_DIGITS:
        return shared[: len(shared) // _PROVINCE_DIGITS * _PROVINCE_DIGITS]
    held = [code for code in PROVINCES_OF_REGION if Scope.of([code]).holds(scope)]
    return held[0] if held else NATION


def _next(prefix: str) -> str:
    """The first code of as many digits that does not start with the prefix."""
    after = str(int(prefix) + 1).zfill(len(prefix)) if prefix else ""
    return after if len(after) == len(prefix) and after else _AFTER_ALL


def shown_code(code: str) -> str:
    """The code as an address or a heading holds it: the country is `nat`."""
    return code or NATION


def is_region(code: str) -> bool:
    """Whether the code names one of the six regions."""
    return code in REGION_TITLES


def _shared_start(texts: Iterable[str]) -> str:
    """The longest text that all begin with; empty for none."""
    found: str | None = None
    for text in texts:
        if found is None:
            found = text
        while not text.startswith(found):
            found = found[:-1]
    return found or ""
