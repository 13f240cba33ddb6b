"""Names and places of areas: what an area is called, what lies above and below it.

Villages are areas of the current publication; all other levels come from the area list.
"""

from collections.abc import Iterable
from functools import lru_cache

from django.db.models import Count, Q, QuerySet, Sum

from ppaos.adapters.area_names import AreaNames
from ppaos.domain.area.codes import LEVELS, NATION, level_of, parent_of
from ppaos.domain.errors import AreaError
from ppaos.domain.thai.address import heading
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.areas.models import Area, Boundary, Resource


def known_area(code: str) -> Area:
    """The area of a code (`""` is the country).

    Errors: AreaError for a code of no known form and for one that no list has.
    """
    wanted = code or NATION
    level = level_of(wanted)
    found = Area.objects.filter(code=wanted).first()
    if found is None:
        raise AreaError(
            th=f"ไม่มีพื้นที่รหัส '{wanted}' ตรวจรหัสอีกครั้ง หรือเลือกจากรายการพื้นที่",
            en=f"There is no {level} '{wanted}'. Check the code, or choose from the list of areas.",
        )
    return found


def children_of(code: str) -> QuerySet[Area]:
    """Areas one level below, in the order of their codes."""
    return Area.objects.filter(parent_code=code or NATION)


def areas_of(level: str, inside: Q) -> QuerySet[Area]:
    """Areas of a level for which a condition on their codes holds, in the order of their codes."""
    return Area.objects.filter(inside, level=level).order_by("code")


def areas_by_level(inside: Q) -> dict[str, int]:
    """How many areas of each level a condition on their codes holds for."""
    rows = Area.objects.filter(inside).order_by()
    return dict(rows.values_list("level").annotate(Count("pk")))


def has_outlines(area: str, level: str) -> bool:
    """Whether there is an imported outline of any area of a level inside an area."""
    return Boundary.objects.filter(level=level, code__startswith=area).exists()


def resources_of(inside: Q) -> QuerySet[Resource]:
    """Services, partners, projects and products of areas for which a condition holds."""
    return Resource.objects.filter(inside).order_by("kind", "area_code", "name_th", "pk")


def resource_totals(inside: Q) -> dict[str, tuple[int, int | None]]:
    """Kind -> how many resources there are, and their budgets in baht where any is known."""
    rows = Resource.objects.filter(inside).order_by().values_list("kind")
    counted = rows.annotate(Count("pk"), Sum("budget_baht"))
    return {kind: (count, budget) for kind, count, budget in counted}


def path_of(code: str) -> list[Area]:
    """The areas above and the area itself, from the country down; unknown ones are left out."""
    level = level_of(code)
    codes = [parent_of(code, above) for above in LEVELS[: LEVELS.index(level)]]
    by_code = Area.objects.in_bulk([*codes, code or NATION])
    return [by_code[item] for item in (*codes, code or NATION) if item in by_code]


def titles_of(codes: Iterable[str]) -> dict[str, Bilingual]:
    """Names of areas; one that no list has is called by its code."""
    wanted = {code or NATION for code in codes}
    rows = Area.objects.filter(code__in=wanted).values_list("code", "name_th", "name_en")
    found = {code: Bilingual(th, en) for code, th, en in rows}
    for code in wanted - found.keys():
        found[code] = _listed(code)
    return found


def heading_of(area: Area) -> Bilingual:
    """The area's name with what it is: จังหวัดอุดรธานี, Udon Thani Province."""
    return heading(area.code, area.level, Bilingual(area.name_th, area.name_en))


@lru_cache(maxsize=10_000)
def _listed(code: str) -> Bilingual:
    return AreaNames().title(code)


def level_below(level: str) -> str | None:
    """The next finer level; null below the village."""
    place = LEVELS.index(level)
    return LEVELS[place + 1] if place + 1 < len(LEVELS) else None
