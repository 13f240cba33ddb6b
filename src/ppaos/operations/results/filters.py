"""Which households a list shows: one description, two readings that always agree.

`matching` reads it over the cube in memory (for counts and for finding the cells that match);
`condition` reads it as a condition of a query on households, and `of_each` the part of it that a
cell does not decide. A test compares them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final
from urllib.parse import urlencode

import numpy as np
from django.db.models import F, Q
from django.db.models.lookups import Exact
from numpy.typing import NDArray

from ppaos.domain.area.codes import NATION, level_of
from ppaos.domain.area.scope import Scope
from ppaos.domain.errors import SettingError
from ppaos.operations.accounts.scope import within
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.cube import Cells, Cubes, cubes_of, rows_in

Whole = NDArray[np.int64]
_YES_NO: Final[dict[str, bool]] = {"yes": True, "no": False}
_NAMES: Final[dict[str, str]] = {
    "area": "area",
    "dimension": "dimension",
    "indicator": "indicator",
    "has_card": "card",
    "failing": "failing",
    "level": "level",
    "group": "group",
    "fails_mpi": "poor",
    "in_survey": "surveyed",
    "is_new": "new",
    "fact": "fact",
}
"""Field -> its name in an address."""


@dataclass(frozen=True)
class Matching:
    """Cells that hold matching households, each array of shape [cells]."""

    rows: Whole
    """Places in the household cube, ascending."""
    households: Whole
    """How many of the cell's households match, at least one."""


@dataclass(frozen=True)
class HouseholdFilter:
    """Conditions that must all hold; null asks nothing."""

    area: str = NATION
    dimension: str | None = None
    """A failing dimension."""
    indicator: str | None = None
    """A failing indicator."""
    has_card: bool | None = None
    """Whether anybody of the household holds a state welfare card."""
    failing: int | None = None
    """Number of failing dimensions, exactly."""
    level: int | None = None
    """Vulnerability level."""
    group: str | None = None
    """`rules/group`, such as `fiscal-2566/1.1`."""
    fails_mpi: bool | None = None
    in_survey: bool | None = None
    is_new: bool | None = None
    fact: str | None = None
    """Something that a source says of a member. People in no household have no list."""

    def matching(self, publication: Publication, cubes: Cubes, scope: Scope) -> Matching:
        """The cells inside a scope that hold a matching household."""
        homes, inside = cubes.households, scope.narrowed(self.area)
        if not len(homes):
            return Matching(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
        rows = rows_in(cubes, homes, inside)
        for name in self.asked():
            if name != "fact":
                rows = rows[self._holds(publication, homes, name, rows)]
        if self.fact is None:
            return Matching(rows, homes["households"][rows].astype(np.int64))
        _, place = self._bit(publication, "fact")
        held = _with_fact(cubes, place, inside, homes["cell"][rows])
        return Matching(rows[held > 0], held[held > 0])

    def _holds(
        self, publication: Publication, homes: Cells, name: str, rows: Whole
    ) -> NDArray[np.bool_]:
        value = getattr(self, name)
        if name in ("has_card", "in_survey", "is_new"):
            return np.asarray(homes[name][rows] == value)
        if name == "fails_mpi":
            return np.asarray(homes[name][rows] == int(value))
        if name == "level":
            return np.asarray(homes[name][rows] == value)
        if name == "failing":
            return np.asarray((homes["fails_mpi"][rows] >= 0) & (_ones(homes, rows) == value))
        column, place = self._bit(publication, name)
        has = (homes[column][rows].astype(np.int64) >> place & 1) == 1
        if name == "group":
            return np.asarray(has)
        return np.asarray(has & (homes["fails_mpi"][rows] >= 0))

    def of_each(self, publication: Publication) -> Q | None:
        """What of the condition has to be asked of each household of a matching cell; null for
        nothing."""
        if self.fact is None:
            return None
        column, place = self._bit(publication, "fact")
        return Q(Exact(F(column).bitand(1 << place), 1 << place))

    def condition(self, publication: Publication, scope: Scope) -> Q:
        """The same as a condition on `people.Household` (its publication included)."""
        found = Q(publication_id=publication.pk) & within(scope.narrowed(self.area))
        for name in self.asked():
            value = getattr(self, name)
            if name in ("in_survey", "is_new", "fails_mpi"):
                found &= Q(**{name: value})
            elif name == "has_card":
                found &= Q(card_holders__gt=0) if value else Q(card_holders=0)
            elif name == "level":
                found &= Q(vulnerability_level=value)
            elif name == "failing":
                found &= Q(dimensions_failing=value, fails_mpi__isnull=False)
            else:
                column, place = self._bit(publication, name)
                found &= Q(Exact(F(column).bitand(1 << place), 1 << place))
                if name not in ("group", "fact"):
                    found &= Q(fails_mpi__isnull=False)
        return found

    def is_of(self, publication: Publication, facts: Whole) -> NDArray[np.bool_]:
        """Whether `facts` of households fulfil what is asked of them."""
        if self.fact is None:
            return np.ones(len(facts), dtype=bool)
        return np.asarray((facts >> self._bit(publication, "fact")[1] & 1) == 1)

    def _bit(self, publication: Publication, name: str) -> tuple[str, int]:
        """Column and bit of a condition on bits."""
        settings, value = publication.settings, getattr(self, name)
        if name == "group":
            return "groups", _places(settings)[value]
        if name == "fact":
            return "facts", settings["facts"].index(value)
        if name == "dimension":
            return "dimensions", settings["dimension_names"].index(value)
        return "deprived", settings["indicator_names"].index(value)

    def asked(self) -> list[str]:
        """Names of the conditions that ask something, without the area."""
        return [
            item.name
            for item in fields(self)
            if item.name != "area" and getattr(self, item.name) is not None
        ]

    def without(self, name: str) -> "HouseholdFilter":
        """The filter without one condition."""
        nothing: dict[str, Any] = {name: None}
        return replace(self, **nothing)

    def as_query(self) -> str:
        """The filter as the query string of the list of households."""
        pairs = [("area", self.area)] if self.area != NATION else []
        for name in self.asked():
            value = getattr(self, name)
            text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
            pairs.append((_NAMES[name], text))
        return urlencode(pairs)


def from_query(given: Mapping[str, Any], publication: Publication) -> HouseholdFilter:
    """The filter of a query string; empty values ask nothing.

    Errors: SettingError for a value that the publication does not know; AreaError for an area code
    of no known form.
    """
    text = {name: str(given.get(key) or "").strip() for name, key in _NAMES.items()}
    area = text["area"] or NATION
    level_of(area)
    settings = publication.settings
    return HouseholdFilter(
        area=area,
        dimension=_one_of(text["dimension"], settings["dimension_names"], "dimension"),
        indicator=_one_of(text["indicator"], settings["indicator_names"], "indicator"),
        group=_one_of(text["group"], list(_places(settings)), "group"),
        has_card=_yes_no(text["has_card"], "card"),
        fails_mpi=_yes_no(text["fails_mpi"], "poor"),
        in_survey=_yes_no(text["in_survey"], "surveyed"),
        is_new=_yes_no(text["is_new"], "new"),
        failing=_whole(text["failing"], "failing", most=len(settings["dimension_names"])),
        level=_whole(text["level"], "level", most=9),
        fact=_fact(text["fact"], publication),
    )


def _fact(text: str, publication: Publication) -> str | None:
    found = _one_of(text, publication.settings["facts"], "fact")
    if found is not None and not len(cubes_of(publication).facts):
        raise SettingError(
            th="รุ่นข้อมูลนี้เผยแพร่ก่อนมีรายชื่อตามประเด็น เลือกรุ่นปัจจุบัน หรือเผยแพร่ข้อมูลใหม่",
            en="This version was published before there were lists by issue. Choose the current one, or publish anew.",
        )
    return found


def _with_fact(cubes: Cubes, place: int, scope: Scope, cells: NDArray[Any]) -> Whole:
    """How many households of each cell have a bit of `facts`: int64 [cells]."""
    facts = cubes.facts
    if not len(facts) or not len(cells):
        return np.zeros(len(cells), dtype=np.int64)
    rows = rows_in(cubes, facts, scope)
    rows = rows[(facts["facts"][rows] & (1 << place)) != 0]
    lowest, size = int(cells.min()), int(cells.max()) - int(cells.min()) + 1
    place_of = facts["cell"][rows].astype(np.int64) - lowest
    rows, place_of = (item[(place_of >= 0) & (place_of < size)] for item in (rows, place_of))
    held = np.bincount(place_of, weights=facts["households"][rows], minlength=size)
    return held[cells.astype(np.int64) - lowest].astype(np.int64)


def _places(settings: Mapping[str, Any]) -> dict[str, int]:
    return {f"{rules}/{group}": place for place, (rules, group) in enumerate(settings["groups"])}


def _ones(homes: Cells, rows: Whole) -> Whole:
    """Number of failing dimensions of each row."""
    held = homes["dimensions"][rows].astype(np.int64)
    return np.bitwise_count(held).astype(np.int64)


def _one_of(text: str, known: list[str], what: str) -> str | None:
    if not text:
        return None
    if text not in known:
        raise SettingError(
            th=f"ไม่รู้จักค่า '{text}' ของเงื่อนไข {what} เลือกจากรายการบนหน้าค้นหา",
            en=f"'{text}' is no known {what}. Choose one from the search page.",
        )
    return text


def _yes_no(text: str, what: str) -> bool | None:
    if not text:
        return None
    if text not in _YES_NO:
        raise SettingError(
            th=f"เงื่อนไข {what} ต้องเป็น yes หรือ no (ได้รับ '{text}')",
            en=f"Condition {what} must be yes or no (got '{text}').",
        )
    return _YES_NO[text]


def _whole(text: str, what: str, *, most: int) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 4 and int(text) <= most):
        raise SettingError(
            th=f"เงื่อนไข {what} ต้องเป็นจำนวนเต็ม 0 ถึง {most} (ได้รับ '{text}')",
            en=f"Condition {what} must be a whole number from 0 to {most} (got '{text}').",
        )
    return int(text)
