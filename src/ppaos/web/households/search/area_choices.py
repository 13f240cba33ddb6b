"""The four selects of an area: each offers what lies in the one above it and in the person's scope.

In: the area that was chosen, a scope, a publication (villages are named by it). Out: for each
level from province to village its choices. With a single choice there is nothing to choose, so it
is chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from ppaos.domain.area.codes import LEVEL_DIGITS, LEVEL_TITLES, NATION, level_of
from ppaos.domain.area.scope import Scope, is_region
from ppaos.domain.errors import AreaError
from ppaos.domain.thai.address import village_title
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.areas.queries import areas_of, known_area
from ppaos.operations.people.queries import village_of, villages_inside
from ppaos.operations.publications.models import Publication

LEVELS: Final = ("province", "district", "subdistrict", "village")


@dataclass(frozen=True)
class AreaChoice:
    """One area of a select."""

    code: str
    title: Bilingual
    is_chosen: bool


@dataclass(frozen=True)
class AreaSelect:
    """One select."""

    level: str
    title: Bilingual
    choices: tuple[AreaChoice, ...]
    """Empty when nothing above it was chosen yet."""

    @property
    def is_single(self) -> bool:
        """Whether there is nothing to choose."""
        return len(self.choices) == 1 and self.choices[0].is_chosen


def area_selects(publication: Publication, scope: Scope, code: str) -> list[AreaSelect]:
    """Selects for the chosen area `code` (the country or a region chooses no province)."""
    chosen = "" if code == NATION or is_region(code) else code
    found = []
    for level in LEVELS:
        digits = LEVEL_DIGITS[level]
        titles = _inside(publication, scope, level, chosen[: digits - 2])
        is_open = level == "province" or len(chosen) >= digits - 2
        offered = titles if is_open else []
        if len(offered) == 1 and len(chosen) < digits:
            chosen = offered[0][0]
        choices = tuple(AreaChoice(name, title, chosen[:digits] == name) for name, title in offered)
        found.append(AreaSelect(level, Bilingual(*LEVEL_TITLES[level]), choices))
    return found


def area_title(publication: Publication, code: str) -> Bilingual:
    """Name of an area. Errors: AreaError for one that neither list nor publication has."""
    if level_of(code) != "village":
        area = known_area(code)
        return Bilingual(area.name_th, area.name_en)
    village = village_of(publication, code)
    if village is None:
        raise AreaError(
            th=f"ไม่มีหมู่บ้านรหัส '{code}' ในรุ่นข้อมูลนี้ เลือกจากรายการหมู่บ้าน",
            en=f"This version has no village '{code}'. Choose one from the list of villages.",
        )
    return village_title(code, village.name)


def _inside(
    publication: Publication, scope: Scope, level: str, parent: str
) -> Sequence[tuple[str, Bilingual]]:
    if level != "province" and len(parent) != LEVEL_DIGITS[level] - 2:
        return []
    if level == "village":
        villages = villages_inside(publication, parent)
        named = [(code, village_title(code, name)) for code, name in villages]
    else:
        areas = areas_of(level, Q(code__startswith=parent))
        named = [(area.code, Bilingual(area.name_th, area.name_en)) for area in areas]
    return [(code, title) for code, title in named if not scope.narrowed(code).is_empty]
