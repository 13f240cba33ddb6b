"""Which counts may be published, so that nobody can be singled out or worked out by subtraction.

In: counts of people (or households) in columns over a tree of areas, what each column is a part
of, and a threshold. Out: for every cell whether it is shown, withheld, or has no data.

A cell is small when its count, or the rest of the column that it is a part of, lies between 0 and
the threshold. Columns of one block are withheld together, and with them every column inside them:
so whole people can be thought rearranged among the withheld areas, which changes what is withheld
and nothing that is shown, whatever logic ties the columns to each other. Areas are added until such
rearrangements move every small cell through a range of at least the threshold and every other
withheld cell at all: sliding protection (Fischetti and Salazar-Gonzalez 2000; Hundepohl et al.,
Statistical Disclosure Control, Wiley 2012, chapter 4). docs/explanation/disclosure.md argues why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from ppaos.domain.area.tree import AreaTree, Siblings
from ppaos.domain.arrays import Flags, Whole
from ppaos.domain.errors import CheckError, SettingError

States = NDArray[np.int8]


class CellState(IntEnum):
    """What becomes of a cell. Publish only whether it is withheld, never why: see `is_withheld`."""

    SHOWN = 0
    SMALL = 1
    """Withheld: the count or its rest is small."""
    PROTECTS = 2
    """Withheld: a small cell could be worked out from it, or it stands in a block with one."""
    NO_DATA = 3


@dataclass(frozen=True)
class CountColumn:
    """A count over all areas."""

    name: str
    within: str | None = None
    """Column of an earlier block of which this one counts a part; null for a whole."""
    hides_everybody: bool = False
    """Whether to withhold it where it is all of `within`, which would tell about each one there."""


@dataclass(frozen=True)
class CountBlock:
    """Columns that are shown or withheld together in an area."""

    columns: tuple[CountColumn, ...]
    areas: Flags | None = None
    """Areas for which the block is published, shape [areas]; all by default. The parent of such an
    area, and of its parts either all or none, must be among them."""
    is_cover: bool = False
    """Whether everybody in `within`, the same for all columns, is in at least one of them."""


@dataclass(frozen=True)
class _Reach:
    """How far people can be rearranged, up to the threshold; arrays [areas, columns] or [areas]."""

    hidden: Flags
    down: Whole
    """By how much the cell can shrink, and grow, in all."""
    up: Whole
    out_down: Whole
    """How much other areas can take from the cell, and give to it."""
    out_up: Whole

    @classmethod
    def none(cls, shape: tuple[int, ...]) -> "_Reach":
        return cls(np.zeros(shape, bool), *(np.zeros(shape, np.int64) for _ in range(4)))

    def column(self, place: int) -> "_Reach":
        numbers = (self.down, self.up, self.out_down, self.out_up)
        return _Reach(self.hidden[:, place], *(array[:, place] for array in numbers))


@dataclass(frozen=True)
class _Table:
    """One block while its areas are chosen; arrays [areas, columns] unless said otherwise."""

    below: int
    areas: Flags
    """Areas of the block that have data, shape [areas]."""
    rows: Flags
    """Areas withheld so far, shape [areas]."""
    count: Whole
    rest: Whole
    """Those of the whole who are not counted; without a whole, the threshold."""
    small: Flags
    is_part: Flags
    """Whether the column has a whole, shape [columns]."""
    whole: _Reach
    reach: _Reach
    everybody: Flags
    """Cells that are all of their whole and withheld for it."""
    no_rest: Flags
    """Withheld cells that are known to be all of their whole, whether or not that is shown."""


class Protection:
    """Blocks of one tree, protected one after the other, wholes first.

    `below`: counts from 1 to below - 1 are small. `has_data`: false where nothing was counted (by
    default nowhere); such areas, and those for which a block is not published, are NO_DATA.
    Errors: SettingError for a threshold below 1.
    """

    def __init__(self, tree: AreaTree, *, below: int, has_data: Flags | None = None) -> None:
        if below < 1:
            raise SettingError(
                th=f"เกณฑ์ปกปิดต้องเป็นจำนวนเต็มตั้งแต่ 1 ขึ้นไป (ได้รับ {below})",
                en=f"The threshold of suppression must be a whole number from 1 (got {below}).",
            )
        self.states: dict[str, States] = {}
        """State (a `CellState`) of every cell of the blocks so far: column -> int8 [areas]."""
        self._tree, self._below = tree, below
        self._known = np.ones(len(tree), bool) if has_data is None else has_data
        self._counts: dict[str, Whole] = {}
        self._reach: dict[str, _Reach] = {}

    def add(self, block: CountBlock, counts: Mapping[str, Whole]) -> None:
        """Protect one more block. A count of zero is shown, unless it stands in a withheld block
        and is not told by the area above.

        `counts`: whole numbers of the block's columns at every area, shape [areas]; an area's count
        is the sum of its parts'.
        Errors: CheckError when counts do not add up, exceed the column that they are within, or
        cannot be protected; the blocks before stand as they are.
        """
        every = {**self._counts, **{column.name: counts[column.name] for column in block.columns}}
        areas = self._known if block.areas is None else self._known & block.areas
        table = _opened(block, every, self._tree, areas, below=self._below, reach=self._reach)
        _choose(table, self._tree, ", ".join(column.name for column in block.columns))
        why = np.where(table.small, CellState.SMALL, CellState.PROTECTS)
        state = np.where(table.reach.hidden, why, CellState.SHOWN)
        state = np.where(areas[:, None], state, CellState.NO_DATA).astype(np.int8)
        self._counts = every
        for place, column in enumerate(block.columns):
            self._reach[column.name] = table.reach.column(place)
            self.states[column.name] = state[:, place]


def is_withheld(state: States) -> Flags:
    """Whether each cell is withheld: all that a reader may learn, for the reason bounds the count."""
    return np.asarray((state == CellState.SMALL) | (state == CellState.PROTECTS))


def state_of_figure(*parts: States, is_empty: Flags | None = None) -> States:
    """State of a figure computed from several cells, such as a ratio, shape of the parts.

    Withheld when any part is, otherwise no data when any part has none or where `is_empty` (a
    denominator of zero); else shown. So it tells nothing but what is shown already.
    """
    stacked = np.stack(parts)
    missing = (stacked == CellState.NO_DATA).any(axis=0)
    if is_empty is not None:
        missing |= is_empty
    state = np.where(missing, CellState.NO_DATA, CellState.SHOWN)
    return np.where(is_withheld(stacked).any(axis=0), CellState.PROTECTS, state).astype(np.int8)


def _opened(
    block: CountBlock,
    counts: Mapping[str, Whole],
    tree: AreaTree,
    areas: Flags,
    *,
    below: int,
    reach: Mapping[str, _Reach],
) -> _Table:
    """A block with its small cells marked; withheld so far is what they and their wholes withhold."""
    count = np.stack([np.where(areas, counts[column.name], 0) for column in block.columns], axis=1)
    whole = _Reach.none(count.shape)
    rest = np.full(count.shape, below, dtype=np.int64)
    small = (count > 0) & (count < below)
    everybody = np.zeros(count.shape, bool)
    for place, column in enumerate(block.columns):
        if column.within is None:
            continue
        around = reach[column.within]
        whole.hidden[:, place] = around.hidden
        whole.down[:, place], whole.up[:, place] = around.down, around.up
        rest[:, place] = np.where(areas, counts[column.within], 0) - count[:, place]
        small[:, place] |= (rest[:, place] > 0) & (rest[:, place] < below)
        if column.hides_everybody:
            everybody[:, place] = (rest[:, place] == 0) & (count[:, place] > 0)
    _check_sums(block, tree, areas, count, rest)
    small |= everybody
    if block.is_cover:
        small |= _tells_overlap(count, rest, below)
    rows = areas & (small | whole.hidden).any(axis=1)
    is_part = np.array([column.within is not None for column in block.columns])
    reached, no_rest = _Reach.none(count.shape), np.zeros(count.shape, bool)
    return _Table(
        below, areas, rows, count, rest, small, is_part, whole, reached, everybody, no_rest
    )


def _check_sums(block: CountBlock, tree: AreaTree, areas: Flags, count: Whole, rest: Whole) -> None:
    has_parts = areas & (tree.sums_of_parts(areas.astype(np.int64)) > 0)
    wrong = has_parts[:, None] & (tree.sums_of_parts(count) != count) | (count < 0) | (rest < 0)
    if wrong.any():
        area, place = np.argwhere(wrong)[0]
        name = block.columns[place].name
        raise CheckError(
            th=f"จำนวน {name} ของพื้นที่ลำดับ {area} ไม่เท่าผลรวมของพื้นที่ย่อย หรือเกินยอดที่ครอบอยู่ ตรวจข้อมูลก่อนเผยแพร่",
            en=f"Count {name} of area number {area} is not the sum of its parts, is negative, or "
            "exceeds the column that it is within. Check the data before publishing.",
        )


def _tells_overlap(count: Whole, rest: Whole, below: int) -> Flags:
    """Cells of areas where just two columns cover the whole and so tell how many are in both.

    Where one of them is the whole, those in both are the other column.
    """
    used = count > 0
    two = (used.sum(axis=1) == 2) & ((rest > 0) | ~used).all(axis=1)
    overlap = count.sum(axis=1) - (count[:, 0] + rest[:, 0])
    told = two & (overlap > 0) & (overlap < below)
    return np.asarray(used & told[:, None])


def _choose(table: _Table, tree: AreaTree, names: str) -> None:
    """Withhold further areas, from the widest level down, until every cell is protected."""
    levels = tree.levels
    depth = 0
    while depth < len(levels):
        unsafe = _measure(table, levels[depth])
        if not unsafe.any():
            depth += 1
            continue
        more = _next_areas(table, levels[depth], unsafe)
        if not len(more):
            more = levels[depth].parents[unsafe]
            more = more[(more >= 0) & ~table.rows[more]]
            depth = 0
        if not len(more):
            raise CheckError(
                th=f"ปกปิด {names} ให้ปลอดภัยไม่ได้ จึงไม่เผยแพร่ตารางนี้ ตรวจข้อมูล หรือเผยแพร่เฉพาะพื้นที่ที่กว้างขึ้น",
                en=f"No set of withheld areas protects {names}, so the table is not published. "
                "Check the data, or publish wider areas only.",
            )
        table.rows[more] = True


def _measure(table: _Table, at: Siblings) -> Flags:
    """Measure how far the cells of one level can move; true per group that is not yet safe.

    Where the area above shows its count, what one area gains another withheld one of the group
    loses; where it does not, areas beyond it can help. Where the whole of a column is withheld
    too, its people move with it.
    """
    reach, whole, t = table.reach, table.whole, table.below
    rows, small = table.rows[at.areas][:, None], table.small[at.areas]
    down, up = np.minimum(table.count[at.areas], t), np.minimum(table.rest[at.areas], t)
    gives, takes = at.sums(down * rows), at.sums(up * rows)
    above, is_root = at.parents, (at.parents < 0)[:, None]
    above_hidden = reach.hidden[above] & ~is_root
    beyond_down = np.where(is_root, t, np.where(above_hidden, reach.out_down[above], 0))
    beyond_up = np.where(is_root, t, np.where(above_hidden, reach.out_up[above], 0))
    out_down = np.minimum((takes + beyond_down)[at.group] - up * rows, t)
    out_up = np.minimum((gives + beyond_up)[at.group] - down * rows, t)
    shrinks = np.minimum(down, np.maximum(out_down, whole.down[at.areas]))
    grows = np.minimum(up + whole.up[at.areas], out_up)
    hidden = rows & ~_is_told(table, at)
    reach.hidden[at.areas] = hidden
    reach.down[at.areas], reach.up[at.areas] = shrinks * hidden, grows * hidden
    reach.out_down[at.areas], reach.out_up[at.areas] = out_down, out_up
    stuck = hidden & (shrinks + grows < np.where(small, t, 1))
    lacks_up, lacks_down = _owed(table, at)
    return np.asarray((at.any(stuck) | (gives < lacks_up) | (takes < lacks_down)).any(axis=1))


def _owed(table: _Table, at: Siblings) -> tuple[Whole, Whole]:
    """What the withheld areas of each group must be able to give and take: [groups, columns].

    As much as the area above them was counted on for, when it is withheld and its parts are
    published. And where the rest of the withheld areas is told by subtraction, it may not be small
    either, nor nobody where that is to be withheld.
    """
    t, is_part = table.below, (at.parents >= 0)[:, None]
    rows, published = table.rows[at.areas][:, None], at.any(table.areas[at.areas])[:, None]
    hidden = table.reach.hidden[at.parents] & is_part & published
    gives = np.minimum(table.count[at.parents], t)
    takes = np.minimum(table.rest[at.parents], t)
    left = at.sums(table.rest[at.areas] * rows)
    tells = (left > 0) & (left < t) | (left == 0) & at.any(table.everybody[at.areas] & rows)
    tells &= _rest_known(table, at)
    return np.where(hidden, gives, 0), np.where(hidden | tells, takes, 0)


def _rest_known(table: _Table, at: Siblings) -> Flags:
    """Whether the rest of the withheld areas of each group is told by subtraction: [groups,
    columns]."""
    shown = ~table.reach.hidden[at.parents] & ~table.whole.hidden[at.parents]
    known = table.is_part & (shown | table.no_rest[at.parents])
    return np.asarray(known & (at.parents >= 0)[:, None])


def _is_told(table: _Table, at: Siblings) -> Flags:
    """Cells of withheld areas that what is shown tells anyway, so that they are shown.

    The area above shows its count, and by it nobody is left for the withheld areas, or nobody but
    those counted: zero or the whole, which are no secret.
    """
    rows = table.rows[at.areas][:, None]
    count, rest = table.count[at.areas], table.rest[at.areas]
    sum_shown = ~table.reach.hidden[at.parents] & (at.parents >= 0)[:, None]
    none_left = sum_shown & (at.sums(count * rows) == 0)
    all_left = _rest_known(table, at) & (at.sums(rest * rows) == 0)
    table.no_rest[at.areas] = rows & all_left[at.group]
    told = all_left[at.group] | table.is_part & (count + rest == 0)
    told &= ~table.whole.hidden[at.areas] & ~table.small[at.areas]
    return np.asarray(rows & (none_left[at.group] | told))


def _next_areas(table: _Table, at: Siblings, unsafe: Flags) -> Whole:
    """The best further area of each unsafe group, if one helps.

    Best is what adds most of what is lacking, then the smallest count lost, then the first.
    """
    reach, t = table.reach, table.below
    rows = table.rows[at.areas]
    count = table.count[at.areas]
    down, up = np.minimum(count, t), np.minimum(table.rest[at.areas], t)
    need = np.where(table.small[at.areas], t, 1)
    stuck = reach.hidden[at.areas] & (reach.down[at.areas] + reach.up[at.areas] < need)
    owes_up, owes_down = _owed(table, at)
    owes_up = owes_up - at.sums(down * rows[:, None])
    owes_down = owes_down - at.sums(up * rows[:, None])
    lacks_up = np.maximum(at.largest((need - reach.out_up[at.areas]) * stuck), owes_up)
    lacks_down = np.maximum(at.largest((need - reach.out_down[at.areas]) * stuck), owes_down)
    gain = np.minimum(down, np.maximum(lacks_up, 0)[at.group])
    gain += np.minimum(up, np.maximum(lacks_down, 0)[at.group])
    gains = gain.sum(axis=1)
    place = np.flatnonzero(unsafe[at.group] & table.areas[at.areas] & ~rows & (gains > 0))
    lost = count.sum(axis=1)
    order = place[np.lexsort((place, lost[place], -gains[place], at.group[place]))]
    _, first = np.unique(at.group[order], return_index=True)
    return at.areas[order[first]]
