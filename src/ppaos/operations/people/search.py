"""Pages of households in order of priority: by cells of the cube, or by a condition.

In: what matches, where the last page ended, how many rows. Out: one page and the keys of the pages
before and after it. The order is priority (highest first), then `household_id`; a page is found by
its key, never by its number, so that page 10,000 costs as much as page 1.

A list with filters only is read by cells. The cube knows which cells match and between which
priorities the households of each lie, so it tells from which priority down the page must come. Few
cells are looked up one by one (index `household_cell`); many lie dense, so the households are
walked in order (index `household_in_province`) and those of other cells left out. Either way the
database sees no condition that it cannot estimate. docs/decisions/0032 says why.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import UUID

import numpy as np
from django.db import connection
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from numpy.typing import NDArray

from ppaos.domain.area.scope import Scope
from ppaos.domain.arrays import Whole
from ppaos.domain.errors import SettingError
from ppaos.domain.identity.name_key import name_key
from ppaos.domain.thai.text import PREFIXES
from ppaos.operations.accounts.scope import within
from ppaos.operations.people.models import Household, Person
from ppaos.operations.publications.models import Publication

Direction = Literal["after", "before"]
MOST_NAMED: Final = 5_000
"""People of one name, or beginning of a name, that a list can be narrowed to."""
LEAST_LETTERS: Final = 2
COUNTED: Final = 1_000
"""A list that is not of filters only is counted up to here."""
_MOST_CELLS: Final = 2_000
_MOST_ROWS: Final = 10_000
_WALKED: Final = 1_000
"""Rows of the first step along the order; each next step is twice as long."""
_LONGEST_STEP: Final = 16_000
_HIGHEST: Final = 32_767


@dataclass(frozen=True)
class Key:
    """Where a page begins: behind (or before) one household in the order."""

    priority: int
    household_id: str
    direction: Direction = "after"

    def text(self) -> str:
        """The key as an address holds it."""
        plain = f"{self.priority}.{self.household_id}".encode()
        return base64.urlsafe_b64encode(plain).decode().rstrip("=")


@dataclass(frozen=True)
class Page:
    """Households of one page in order, and whether there are more on either side."""

    households: tuple[str, ...]
    before: Key | None
    after: Key | None


@dataclass(frozen=True)
class CellsToSearch:
    """CellsToSearch whose households match, each array of shape [cells]."""

    cell: NDArray[Any]
    households: NDArray[Any]
    """How many of the cell's households match."""
    looked_at: NDArray[Any]
    """How many it has, matching or not."""
    least: NDArray[Any]
    """Lowest priority of the cell's households."""
    most: NDArray[Any]


def key_of(text: str, direction: Direction) -> Key:
    """The key of an address. Errors: SettingError for a text that no page gave out."""
    try:
        padded = text + "=" * (-len(text) % 4)
        priority, _, name = base64.urlsafe_b64decode(padded.encode()).decode().partition(".")
        if len(text) < 60 and name and len(name) <= 13 and abs(int(priority)) < _HIGHEST:
            return Key(int(priority), name, direction)
    except ValueError:
        pass
    raise SettingError(
        th="ลิงก์ไปหน้าถัดไปไม่ถูกต้อง กด 'ค้นหา' อีกครั้งเพื่อเริ่มจากหน้าแรก",
        en="The link to the next page is not valid. Press 'Search' again to start at the first page.",
    )


def page_of_cells(
    publication: Publication,
    cells: CellsToSearch,
    *,
    province: str | None,
    key: Key | None,
    size: int,
    each: Q | None = None,
) -> Page:
    """The page behind `key` of the households in `cells` for which `each` holds.

    `province` is the one that holds every cell, when there is just one. Whoever asks has chosen
    the cells inside a scope, and knows how many households of each cell match.
    """
    low, high, needed = _band(cells, key, size + 1)
    if not len(needed):
        return _page([], key, size)
    rows = Household.objects.filter(publication=publication, priority__range=(low, high))
    if len(needed) <= _MOST_CELLS and int(cells.looked_at[needed].sum()) <= _MOST_ROWS:
        few = rows.filter(cell__in=cells.cell[needed].tolist())
        if each is not None:
            return _page(_those_left(few, each, key)[: size + 1], key, size)
        return _page(list(_ordered(few, key)[: size + 1]), key, size)
    if province:
        rows = rows.filter(province_code=province)
    return _page(_walk(rows, cells.cell[needed], key, size + 1, each), key, size)


def page_of_condition(
    publication: Publication, condition: Q, *, key: Key | None, size: int
) -> Page:
    """The page behind `key` of the households that a condition holds for."""
    rows = Household.objects.filter(condition, publication=publication)
    return _page(list(_ordered(rows, key)[: size + 1]), key, size)


def count_of_condition(publication: Publication, condition: Q) -> int:
    """How many households a condition holds for, counted up to `COUNTED` and one more."""
    rows = Household.objects.filter(condition, publication=publication).order_by()
    return rows[: COUNTED + 1].count()


def households_named(publication: Publication, name: str, scope: Scope) -> list[str]:
    """Households in scope with a member whose name begins so.

    The name may begin with a title such as นาย. People are looked for in the provinces of the
    scope, and counted when their household lies in it. Errors: SettingError for a single letter,
    and when more than `MOST_NAMED` people match.
    """
    keys = name_keys(name)
    if len(keys[0]) < LEAST_LETTERS:
        raise SettingError(
            th=f"พิมพ์ชื่ออย่างน้อย {LEAST_LETTERS} ตัวอักษร",
            en=f"Type at least {LEAST_LETTERS} letters of the name.",
        )
    begins = Q()
    for key in keys:
        begins |= _begins(key)
    provinces = Scope.of({prefix[:2] for prefix in scope.prefixes}) if not scope.is_empty else scope
    people = Person.objects.filter(begins, within(provinces), publication=publication)
    if not scope.is_country:  # before the bound, which else would tell of people elsewhere
        households = Household.objects.filter(
            within(scope), publication=publication, household_id=OuterRef("household_id")
        )
        people = people.filter(Exists(households))
    found = list(people.order_by().values_list("household_id", flat=True)[: MOST_NAMED + 1])
    if len(found) > MOST_NAMED:
        raise SettingError(
            th=f"มีคนชื่อขึ้นต้นแบบนี้มากกว่า {MOST_NAMED:,} คน พิมพ์ชื่อและนามสกุลให้ยาวขึ้น",
            en=f"More than {MOST_NAMED:,} people have a name that begins so. Type more of the first and last name.",
        )
    return sorted({household for household in found if household})


def name_keys(name: str) -> list[str]:
    """Keys that a typed name may have: as typed, then without the title that it begins with."""
    key = name_key(name)
    titles = {name_key(item) for form, others in PREFIXES.items() for item in (form, *others)}
    bare = (key.removeprefix(title) for title in sorted(titles, key=len, reverse=True))
    found = next((text for text in bare if text != key and len(text) >= LEAST_LETTERS), None)
    return [key] if found is None else [key, found]


def household_of_person(
    publication: Publication, person_id: UUID, scope: Scope
) -> Household | None:
    """The household of one person, if it lies in scope."""
    person = Person.objects.filter(publication=publication, person_id=person_id).first()
    if person is None or not person.household_id:
        return None
    household = Household.objects.filter(
        within(scope), publication=publication, household_id=person.household_id
    )
    return household.first()


def _begins(key: str) -> Q:
    """Condition that the name's key begins so, as the index of each database can use it."""
    if connection.vendor == "sqlite":
        return Q(name_key__gte=key, name_key__lt=key + chr(0x10FFFF))
    return Q(name_key__startswith=key)


def _band(cells: CellsToSearch, key: Key | None, wanted: int) -> tuple[int, int, Whole]:
    """Priorities that the next `wanted` households lie between, and places of cells that reach in.

    Households of a cell lie between its `least` and `most`. Seen from the key, cells are taken in
    the order of their far ends until they hold enough: the page ends there at the latest.
    """
    least, most = cells.least.astype(np.int64), cells.most.astype(np.int64)
    backwards = key is not None and key.direction == "before"
    # seen backwards the order is turned round: what was low is high
    near, far = (-least, -most) if backwards else (most, least)
    edge = _HIGHEST if key is None else -key.priority if backwards else key.priority
    ahead = np.flatnonzero(far <= edge)
    if not len(ahead):
        return 0, 0, ahead
    # a cell that reaches past the key may hold households that were shown already
    sure = np.where(near[ahead] < edge, cells.households[ahead], 0)
    lowest = int(far[ahead].min())
    held = np.bincount(far[ahead] - lowest, weights=sure)
    enough = np.flatnonzero(np.cumsum(held[::-1]) >= wanted)
    last = lowest + len(held) - 1 - int(enough[0]) if len(enough) else lowest
    needed = ahead[near[ahead] >= last]
    first = min(edge, int(near[needed].max()))
    low, high = (-first, -last) if backwards else (last, first)
    return low, high, needed


def _ordered(
    rows: "QuerySet[Household]", key: Key | None
) -> "QuerySet[Household, tuple[int, str]]":
    if key is None:
        beyond, order = Q(), ("-priority", "household_id")
    elif key.direction == "after":
        later = Q(priority=key.priority, household_id__gt=key.household_id)
        beyond = Q(priority__lte=key.priority) & (Q(priority__lt=key.priority) | later)
        order = ("-priority", "household_id")
    else:
        earlier = Q(priority=key.priority, household_id__lt=key.household_id)
        beyond = Q(priority__gte=key.priority) & (Q(priority__gt=key.priority) | earlier)
        order = ("priority", "-household_id")
    return rows.filter(beyond).order_by(*order).values_list("priority", "household_id")


def _those_left(rows: "QuerySet[Household]", each: Q, key: Key | None) -> list[tuple[int, str]]:
    """Few households beyond the key in their order: those that `each` holds for."""
    told = rows.order_by().values_list("priority", "household_id", _said(each))
    left = sorted((-priority, name) for priority, name, is_in in told if is_in)
    if key is not None:
        edge = (-key.priority, key.household_id)
        is_after = key.direction == "after"
        left = [row for row in left if (row > edge if is_after else row < edge)]
        left = left if is_after else left[::-1]
    return [(-priority, name) for priority, name in left]


def _walk(
    rows: "QuerySet[Household]",
    cell: NDArray[Any],
    key: Key | None,
    wanted: int,
    each: Q | None = None,
) -> list[tuple[int, str]]:
    """The next `wanted` households of the cells, looked for along the order."""
    # `each` is told of each row, not asked for: the database keeps to the order
    columns: list[Any] = ["priority", "household_id", "cell"]
    columns += [] if each is None else [_said(each)]
    known = np.zeros(int(cell.max()) + 2, dtype=bool)
    known[cell] = True
    found: list[tuple[int, str]] = []
    step, at = _WALKED, key
    while len(found) < wanted:
        batch = list(_ordered(rows, at).values_list(*columns)[:step])
        places = np.fromiter((row[2] for row in batch), dtype=np.int64, count=len(batch))
        is_wanted = known[np.minimum(places, len(known) - 1)]
        if each is not None:
            is_wanted &= np.fromiter((row[3] for row in batch), dtype=bool, count=len(batch))
        found += [batch[place][:2] for place in np.flatnonzero(is_wanted)]
        if len(batch) < step:
            break
        at = Key(batch[-1][0], batch[-1][1], key.direction if key else "after")
        step = min(2 * step, _LONGEST_STEP)
    return found[:wanted]


def _said(each: Q) -> "ExpressionWrapper[Any]":
    """A condition as a column of yes and no."""
    return ExpressionWrapper(each, output_field=BooleanField())


def _page(found: Sequence[tuple[int, str]], key: Key | None, size: int) -> Page:
    has_more, shown = len(found) > size, list(found[:size])
    backwards = key is not None and key.direction == "before"
    if backwards:
        shown.reverse()
    if not shown:
        return Page((), None, None)
    is_first = (key is None) if not backwards else not has_more
    is_last = not has_more if not backwards else False
    before = None if is_first else Key(*shown[0], "before")
    after = None if is_last else Key(*shown[-1], "after")
    return Page(tuple(name for _, name in shown), before, after)
