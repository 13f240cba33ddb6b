"""A tree of areas as arrays: sums over the parts of every area, one level at a time.

In: for each area the place of its parent. Out: levels from the widest down, each with its areas in
an order in which siblings stand together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ppaos.domain.arrays import Flags, Whole
from ppaos.domain.errors import CheckError


@dataclass(frozen=True)
class Siblings:
    """One level of a tree: its areas in groups of one parent."""

    areas: Whole
    """Places of the areas, shape [areas of the level]; siblings stand together."""
    starts: Whole
    """Where each group begins among them, shape [groups]."""
    parents: Whole
    """Parent of each group, shape [groups]; -1 for a root, which is a group of its own."""
    group: Whole
    """Group of each area, shape [areas of the level]."""

    def sums(self, values: Whole) -> Whole:
        """Sums over each group: [areas of the level, ...] -> [groups, ...]."""
        return np.asarray(np.add.reduceat(values, self.starts, axis=0))

    def largest(self, values: Whole) -> Whole:
        """Largest value of each group: [areas of the level, ...] -> [groups, ...]."""
        return np.asarray(np.maximum.reduceat(values, self.starts, axis=0))

    def any(self, values: Flags) -> Flags:
        """Whether any of each group: [areas of the level, ...] -> [groups, ...]."""
        return np.asarray(np.logical_or.reduceat(values, self.starts, axis=0))


@dataclass(frozen=True, eq=False)
class AreaTree:
    """Areas by their parents."""

    parents: Whole
    """Place of each area's parent, shape [areas]; -1 for an area that has none."""

    @classmethod
    def of(cls, parents: Sequence[int] | Whole) -> "AreaTree":
        """Tree from the place of each area's parent.

        Errors: CheckError when a parent is no area, or an area lies in itself.
        """
        tree = cls(np.asarray(parents, dtype=np.int64))
        if len(tree) and not -1 <= tree.parents.min() <= tree.parents.max() < len(tree):
            raise CheckError(
                th="พื้นที่ที่ครอบอยู่ไม่มีในรายการพื้นที่ ตรวจรหัสพื้นที่",
                en="A parent is not among the areas. Check the area codes.",
            )
        if sum(len(level.areas) for level in tree.levels) < len(tree):
            raise CheckError(
                th="มีพื้นที่ที่อยู่ในตัวเอง ตรวจรหัสพื้นที่", en="An area lies in itself. Check the area codes."
            )
        return tree

    def __len__(self) -> int:
        return len(self.parents)

    @cached_property
    def levels(self) -> tuple[Siblings, ...]:
        """Levels from the roots down."""
        depth = np.where(self.parents < 0, 0, -1)
        made: list[Siblings] = []
        while (at := np.flatnonzero(depth == len(made))).size:
            made.append(_siblings(at, self.parents[at]))
            depth[(depth < 0) & (depth[self.parents] == len(made) - 1)] = len(made)
        return tuple(made)

    def sums_of_parts(self, values: Whole) -> Whole:
        """Sums over the parts of each area: [areas, ...] -> [areas, ...]; 0 without parts."""
        made = np.zeros_like(values)
        for siblings in self.levels[1:]:
            made[siblings.parents] = siblings.sums(values[siblings.areas])
        return made


def _siblings(areas: Whole, parents: Whole) -> Siblings:
    if len(parents) and parents[0] < 0:
        each = np.arange(len(areas))
        return Siblings(areas, each, parents, each)
    order = np.argsort(parents, kind="stable")
    known, starts, group = np.unique(parents[order], return_index=True, return_inverse=True)
    return Siblings(areas[order], starts.astype(np.int64), known, group.astype(np.int64))
