"""What stands around every view of an area: where it lies, the way to others, versions, the map."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from ppaos.domain.area.scope import shown_code
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import scope_of
from ppaos.operations.areas.models import Area
from ppaos.operations.areas.outlines import boundary_stamp
from ppaos.operations.areas.queries import children_of, heading_of, path_of, titles_of
from ppaos.operations.publications.queries import readable_publications
from ppaos.web.choropleth.measure_choices import measure_choices
from ppaos.web.choropleth.parameters import FIRST_MEASURE, first_level
from ppaos.web.dashboard.children import children
from ppaos.web.dashboard.place import DashboardArea
from ppaos.web.dashboard.tables import Table

VIEWS: Final = {
    "urgent": Bilingual("เรื่องเร่งด่วน", "Urgent"),
    "potential": Bilingual("ศักยภาพของพื้นที่", "Potential"),
    "progress": Bilingual("ความก้าวหน้า", "Progress"),
}
DEFAULT_SORT: Final = "poor_people"


@dataclass(frozen=True)
class PathStep:
    """An area on the path from the country; without an address when it is above the scope."""

    title: Bilingual
    href: str


@dataclass(frozen=True)
class PickerChoice:
    """An area that the picker offers."""

    code: str
    title: Bilingual
    is_here: bool


@dataclass(frozen=True)
class Heading:
    """The heading of a column that sorts."""

    title: Bilingual
    href: str
    state: str
    """ascending, descending or none: the value of `aria-sort`."""


def frame_of(request: HttpRequest, place: DashboardArea, view: str) -> dict[str, Any]:
    """The context that the frame's template needs."""
    measure = request.GET.get("measure") or FIRST_MEASURE
    measure = measure if measure in place.measures else FIRST_MEASURE
    below = children(place, measure)
    asked = {"view": view, "measure": measure if measure != FIRST_MEASURE else ""}
    sort, order = request.GET.get("sort") or DEFAULT_SORT, request.GET.get("order") or "desc"
    return {
        "place": place,
        "publication": place.publication,
        "view": view,
        "heading": heading_of(place.area),
        "tabs": [(name, title, place.address(view=name)) for name, title in VIEWS.items()],
        "path": list(path_steps(place, view)),
        "choices": picker(place),
        "versions": list(readable_publications()[:12]),
        "measure": measure,
        "measure_title": place.measures[measure].title,
        "measure_choices": measure_choices(place.publication),
        "children": _sorted(below, sort, order) if below else None,
        "headings": list(_headings(place, below, sort, order, asked)) if below else [],
        "file_query": _file_query(place, request),
        **_map(place, measure),
    }


def path_steps(place: DashboardArea, view: str) -> Iterator[PathStep]:
    """The areas above, then the area itself; only those wholly in scope can be opened."""
    scope = scope_of(place.user, Permission.SEE_COUNTS)
    above = path_of(place.area.code)
    if not above or above[-1].code != place.area.code:
        above = [*above, place.area]
    for area in above:
        title = Bilingual(area.name_th, area.name_en)
        is_open = area.code != place.area.code and scope.covers(area.code)
        yield PathStep(title, place.address(area.code, view=view) if is_open else "")


def picker(place: DashboardArea) -> list[tuple[Bilingual, list[PickerChoice]]]:
    """Areas to go to: the person's own, those beside this one, and those in it."""
    scope = scope_of(place.user, Permission.SEE_COUNTS)
    here = place.area.code
    own = [shown_code(prefix) for prefix in scope.prefixes[:100]]
    names = titles_of([*own, here])
    names[here] = Bilingual(place.area.name_th, place.area.name_en)
    mine = [PickerChoice(code, names[code], code == here) for code in own]
    beside: list[Area] = []
    if place.area.parent_code:
        beside = [area for area in children_of(place.area.parent_code) if scope.covers(area.code)]
    found = [(Bilingual("พื้นที่ของท่าน", "Your areas"), mine)]
    if here not in own:
        siblings = _choices(beside, here) or [PickerChoice(here, names[here], True)]
        found.append((Bilingual("ระดับเดียวกัน", "Same level"), siblings))
    elif len(beside) > 1:
        others = [choice for choice in _choices(beside, here) if choice.code not in own]
        found.append((Bilingual("ระดับเดียวกัน", "Same level"), others))
    found.append((Bilingual("ในพื้นที่นี้", "In this area"), _choices(place.children, "")))
    return [(title, items) for title, items in found if items]


def _choices(areas: list[Area], here: str) -> list[PickerChoice]:
    return [
        PickerChoice(area.code, Bilingual(area.name_th, area.name_en), area.code == here)
        for area in areas
    ]


def _sorted(below: Table, sort: str, order: str) -> Table:
    return below.sorted_by(sort, is_descending=order == "desc")


def _headings(
    place: DashboardArea, below: Table, sort: str, order: str, asked: dict[str, str]
) -> Iterator[Heading]:
    """Headings of the list of parts; the first is the area's name."""
    columns = [("title", below.row_title), *[(item.name, item.title) for item in below.columns]]
    for name, title in columns:
        state = "none"
        first = "asc" if name == "title" else "desc"
        if name == sort:
            state = "descending" if order == "desc" else "ascending"
            first = "asc" if order == "desc" else "desc"
        yield Heading(title, f"{place.address(**asked, sort=name, order=first)}#parts", state)


def _file_query(place: DashboardArea, request: HttpRequest) -> str:
    """What the addresses of files carry on: version, measure and target of the page."""
    given = {"version": place.version}
    given |= {name: request.GET.get(name, "") for name in ("measure", "target")}
    query = urlencode({name: text for name, text in given.items() if text})
    return f"&{query}" if query else ""


def _map(place: DashboardArea, measure: str) -> dict[str, str]:
    """Addresses of the small map."""
    code = place.area.code
    values = {"measure": measure, "version": place.version}
    outlines = {"area": code, "level": first_level(code), "v": boundary_stamp()}
    given = urlencode({name: text for name, text in values.items() if text})
    large = urlencode({"area": code, "measure": measure, "version": place.version})
    return {
        "map_data": f"{reverse('dashboard:map', args=[code])}?{given}",
        "map_boundaries": f"{reverse('maps:boundaries')}?{urlencode(outlines)}",
        "map_page": f"{reverse('maps:page')}?{large.removesuffix('&version=')}",
    }
