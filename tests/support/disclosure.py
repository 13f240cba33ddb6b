"""What tests of withheld cells build with: counts summed up a tree, and states of whole blocks."""

from collections.abc import Mapping, Sequence

from ppaos.domain.area.tree import AreaTree
from ppaos.domain.arrays import Flags, Whole
from ppaos.domain.privacy.disclosure import CountBlock, Protection, States


def rolled_up(tree: AreaTree, values: Whole) -> Whole:
    """Counts of the areas without parts summed to every area above; others are replaced."""
    made = values.copy()
    for siblings in reversed(tree.levels[1:]):
        made[siblings.parents] = siblings.sums(made[siblings.areas])
    return made


def protect(
    counts: Mapping[str, Whole],
    tree: AreaTree,
    blocks: Sequence[CountBlock],
    *,
    below: int,
    has_data: Flags | None = None,
) -> dict[str, States]:
    """State (a `CellState`) of every cell of the blocks: column -> int8 [areas]."""
    protection = Protection(tree, below=below, has_data=has_data)
    for block in blocks:
        protection.add(block, counts)
    return protection.states
