"""The potential view: village data, services, partners, projects, products, and who works there."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from django.db.models import Q, QuerySet

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.accounts.permissions import ROLE_TITLES_EN, Role
from ppaos.operations.accounts.queries import (
    accounts_and_areas_by_role,
    has_national_account,
    held_areas_by_role,
)
from ppaos.operations.accounts.scope import within
from ppaos.operations.areas.models import Resource
from ppaos.operations.areas.queries import (
    areas_by_level,
    path_of,
    resource_totals,
    resources_of,
    titles_of,
)
from ppaos.operations.areas.resource_rows import KIND_TITLES
from ppaos.operations.publications.labels import fact_kinds
from ppaos.web.dashboard.place import DashboardArea
from ppaos.web.dashboard.tables import NOT_APPLICABLE, Table, TableColumn, TableRow

LISTED: Final = 8
"""Resources of one kind on a page; the file has all."""
_STAFF: Final = (
    (Role.NATIONAL, "country"),
    (Role.PROVINCIAL, "province"),
    (Role.DISTRICT, "district"),
    (Role.FIELD_TEAM, "subdistrict"),
    (Role.AGENCY, ""),
)
"""Roles of the centres, and the level at which each area should have one."""
NO_RESOURCES: Final = Bilingual(
    "ยังไม่มีรายการของพื้นที่นี้ ผู้ดูแลระบบนำเข้าไฟล์ CSV หรือ XLSX ได้ที่หน้าจัดการข้อมูล",
    "Nothing is listed for this area yet. An administrator can import a CSV or XLSX file at the data desk.",
)


def inside(place: DashboardArea) -> QuerySet[Resource]:
    """Resources of the area and of the areas in it."""
    return resources_of(_inside(place))


def _inside(place: DashboardArea) -> Q:
    return within(place.scope, "area_code") | Q(area_code=place.area.code)


def resource_counts(place: DashboardArea) -> Table:
    """How many services, partners, projects and products there are, and their budgets."""
    found = resource_totals(_inside(place))
    rows = tuple(
        TableRow(kind, title, found[kind], href=f"#resources-{kind}")
        if kind in found
        else TableRow(kind, title, (None, None))
        for kind, title in KIND_TITLES.items()
    )
    return Table(
        "resource_counts",
        Bilingual("สิ่งที่พื้นที่ใช้ต่อยอดได้", "What the area can build on"),
        Bilingual("ประเภท", "Kind"),
        (
            TableColumn("count", Bilingual("จำนวนรายการ", "Entries"), "count"),
            TableColumn("budget_baht", Bilingual("งบประมาณรวม", "Total budget"), "baht"),
        ),
        rows,
        note=Bilingual(
            "ไม่มีข้อมูลหมายถึงยังไม่มีใครนำเข้ารายการ ไม่ได้หมายถึงไม่มีอยู่จริง",
            "No data means that nobody imported a list, not that there is none",
        ),
    )


def resources(place: DashboardArea) -> Table:
    """Every resource of the area, and those of the areas above that serve it."""
    above = [area.code for area in path_of(place.area.code)[:-1]]
    rows = [*inside(place), *resources_of(Q(area_code__in=above))]
    return resource_table(place, rows, Bilingual("รายการทรัพยากร", "Resources"), "resources")


def resource_lists(place: DashboardArea) -> list[Table]:
    """The first resources of each kind that has any, then those of the areas above."""
    found = []
    for kind, title in KIND_TITLES.items():
        rows = list(inside(place).filter(kind=kind)[: LISTED + 1])
        if rows:
            found.append(_first(place, rows, title, f"resources-{kind}"))
    above = [area.code for area in path_of(place.area.code)[:-1]]
    serving = resources_of(Q(area_code__in=above)).order_by("-area_code", "kind")
    rows = list(serving[: LISTED + 1])
    if rows:
        title = Bilingual("ของพื้นที่ที่อยู่เหนือขึ้นไป", "Of the areas above")
        found.append(_first(place, rows, title, "resources-above"))
    return found


def _first(place: DashboardArea, rows: list[Resource], title: Bilingual, name: str) -> Table:
    shown = resource_table(place, rows[:LISTED], title, name)
    shown = shown.with_values(without="" if name == "resources-above" else "kind")
    more = None
    if len(rows) > LISTED:
        more = Bilingual(
            f"แสดง {LISTED} รายการแรก ไฟล์ CSV มีครบทุกรายการ",
            f"The first {LISTED}; the CSV file has all",
        )
    return replace(shown, note=more)


def resource_table(
    place: DashboardArea, items: list[Resource], title: Bilingual, name: str
) -> Table:
    """Resources as rows."""
    names = titles_of({item.area_code for item in items})
    return Table(
        name,
        title,
        Bilingual("ชื่อ", "Name"),
        (
            TableColumn("kind", Bilingual("ประเภท", "Kind"), "text"),
            TableColumn("area", Bilingual("พื้นที่", "Area"), "text"),
            TableColumn("agency", Bilingual("หน่วยงาน", "Agency"), "text"),
            TableColumn("fiscal_year_be", Bilingual("ปีงบประมาณ", "Fiscal year (BE)"), "year"),
            TableColumn("budget_baht", Bilingual("งบประมาณ", "Budget"), "baht"),
            TableColumn("source", Bilingual("ที่มา", "Source"), "text"),
        ),
        tuple(
            TableRow(
                item.area_code,
                Bilingual(item.name_th, item.name_en or item.name_th),
                (
                    KIND_TITLES[item.kind],
                    names.get(item.area_code),
                    item.agency or None,
                    item.fiscal_year_be,
                    item.budget_baht,
                    item.source,
                ),
            )
            for item in items
        ),
        empty=NO_RESOURCES,
    )


def staff(place: DashboardArea) -> Table:
    """People of the centres by role, the areas that they cover, and areas that have nobody."""
    held = accounts_and_areas_by_role(place.scope, place.area.code)
    levels = areas_by_level(within(place.scope, "code"))
    return Table(
        "staff",
        Bilingual("เจ้าหน้าที่ในระบบ แต่ละระดับ", "People of the centres, by level"),
        Bilingual("ระดับ", "Level"),
        (
            TableColumn("people", Bilingual("จำนวนคน", "People"), "people"),
            TableColumn("areas", Bilingual("พื้นที่ที่มีคนแล้ว", "Areas with somebody"), "count"),
            TableColumn("without", Bilingual("พื้นที่ที่ยังไม่มีใคร", "Areas with nobody"), "count"),
        ),
        tuple(_staff_rows(place, held, levels)),
        note=Bilingual(
            "นับบัญชีที่เปิดใช้และมีบทบาทในพื้นที่นี้ ขอบทบาทเพิ่มได้จากผู้ดูแลระบบ",
            "Active accounts with a role in this area; the administrator gives roles",
        ),
    )


def _staff_rows(
    place: DashboardArea, held: dict[str, tuple[int, int]], levels: dict[str, int]
) -> Iterator[TableRow]:
    own = grants_by_level(place)
    for role, level in _STAFF:
        people, areas = held.get(role, (0, 0))
        there = levels.get(level)
        if level and not there:
            continue
        without = NOT_APPLICABLE if there is None else there - own.get((role, level), 0)
        title = Bilingual(str(Role(role).label), ROLE_TITLES_EN[role])
        yield TableRow(role, title, (people, areas, without))


def grants_by_level(place: DashboardArea) -> dict[tuple[str, str], int]:
    """(role, level) -> distinct areas of just that level which have somebody of the role."""
    of_length = {"district": 4, "subdistrict": 6}
    found = held_areas_by_role(place.scope)
    by_level: dict[tuple[str, str], int] = {
        (role, level): found.get((role, digits), 0)
        for role, _ in _STAFF
        for level, digits in {"province": 2, **of_length}.items()
    }
    if place.scope.is_country:
        by_level[Role.NATIONAL, "country"] = int(has_national_account())
    return by_level


def support(place: DashboardArea) -> Table:
    """Rights that people of the area have already: allowances, cards, help of the ministry."""
    kinds = fact_kinds(place.publication)
    facts = [name for name, kind in kinds.items() if kind != "problem"]
    titles = {name: place.measures[f"fact:{name}:people"].subject for name in facts}
    items = ((name, titles[name], f"fact:{name}") for name in facts)
    return Table(
        "support",
        Bilingual("สิทธิและสถานะที่คนในพื้นที่มีแล้ว", "Rights and statuses of people here"),
        Bilingual("เรื่อง", "What"),
        (
            TableColumn("people", Bilingual("คน", "People"), "people", has_bar=True),
            TableColumn("households", Bilingual("ครัวเรือน", "Households"), "households"),
        ),
        place.rows((("people", "people"), ("households", "households")), items),
        note=Bilingual(
            "รายชื่อแสดงครัวเรือนที่มีคนเหล่านี้ คนที่ไม่ทราบครัวเรือนไม่อยู่ในรายชื่อ",
            "Lists show the households of these people; those whose household is not known are in none",
        ),
    )
