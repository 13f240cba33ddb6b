"""Two sets of people beside each other: in both, in one, in neither, and those that nobody matched.

In: a table with bits of `sources`, `facts` and `groups`, `fails_mpi` and `is_unmatched`, and two
names. Out: the part that each row is in, or counts of the parts by area. The five parts never
overlap and add up to everybody.

Somebody whose identity rests on one record without a valid number, and whom nothing was linked to,
may be in the other set under another identity: counting them as missed would be a guess, so they
are a part of their own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import ibis

from ppaos.domain import relations as ir
from ppaos.domain.area.codes import NATION, parent_code
from ppaos.domain.errors import SettingError
from ppaos.domain.measurement.cube import AREA, whole_sum
from ppaos.domain.targeting.targets import NO_AREA

PARTS: Final = ("both", "only_a", "only_b", "neither", "unmatched")
FAILS: Final = "fails_mpi"


@dataclass(frozen=True)
class NamedSet:
    """A set of people: a bit of a column, or who fails MPI."""

    name: str
    column: str
    place: int = 0

    def holds(self, rows: ir.Table) -> ir.BooleanValue:
        """Whether each row is in the set; unknown is not in."""
        if self.column == FAILS:
            return ir.claim(rows[FAILS].fill_null(False))
        return ir.claim((rows[self.column] & (1 << self.place)) != 0)


class SetNames(Protocol):
    """Names of the bits of a store's people, in their order."""

    @property
    def sources(self) -> Sequence[str]:
        """Of `sources`."""

    @property
    def tables(self) -> Sequence[str]:
        """Stored table of each source."""

    @property
    def facts(self) -> Sequence[str]:
        """Of `facts`."""

    @property
    def groups(self) -> Sequence[tuple[str, str]]:
        """(rules, group), of `groups`."""


def named_sets(settings: SetNames) -> dict[str, NamedSet]:
    """Every name of a set in a store, from the settings that `ppaos target` wrote.

    Sources by name and by table (`in_TABLE`), facts, groups as `RULES:GROUP` and, where only one
    document has it, as `GROUP`; and `fails_mpi`.
    """
    return dict(_named(settings))


def resolve(name: str, settings: SetNames) -> NamedSet:
    """The set of a name.

    Errors: SettingError listing the names when there is none such, or several documents have it.
    """
    known = named_sets(settings)
    if name in known:
        return known[name]
    several = [full for full in known if full.endswith(f":{name}")]
    listed = ", ".join(several or known)
    if several:
        raise SettingError(
            th=f"มีกลุ่ม '{name}' ในกฎหลายฉบับ ระบุให้ครบ: {listed}",
            en=f"Several documents have a group '{name}'. Write one of {listed}.",
        )
    raise SettingError(
        th=f"ไม่รู้จักชื่อ '{name}' ใช้ชื่อแหล่งข้อมูล ข้อเท็จจริง หรือกลุ่ม: {listed}",
        en=f"Unknown name '{name}'. Use a source, a fact or a group: {listed}.",
    )


def part_of(rows: ir.Table, a: NamedSet, b: NamedSet, part: str) -> ir.BooleanValue:
    """Whether each row is in a part of PARTS.

    Errors: SettingError for another part.
    """
    if part not in PARTS:
        raise SettingError(
            th=f"ไม่รู้จักส่วน '{part}' ใช้ {', '.join(PARTS)}",
            en=f"Unknown part '{part}'. Use one of {', '.join(PARTS)}.",
        )
    if part == "unmatched":
        return ir.claim(rows["is_unmatched"])
    in_a, in_b = a.holds(rows), b.holds(rows)
    chosen = {
        "both": in_a & in_b,
        "only_a": in_a & ~in_b,
        "only_b": in_b & ~in_a,
        "neither": ~(in_a | in_b),
    }
    return ir.claim(chosen[part] & ~rows["is_unmatched"])


def accounting(
    rows: ir.Table, a: NamedSet, b: NamedSet, *, level: str, size: ir.IntegerValue
) -> ir.Table:
    """One row per area of a level: `area_code`, `all` and the five parts, sums of `size`.

    Reads `area_code` of villages, where NO_AREA is a village that nobody knows; below the country
    such rows are an area of that code.
    """
    area = rows[AREA]
    parent = parent_code(area, level)
    unknown = NATION if level == "country" else NO_AREA
    placed = rows.mutate(
        **{AREA: (area == NO_AREA).ifelse(unknown, parent).fill_null(NO_AREA)}, _size=size
    )
    amount, nothing = placed["_size"], ibis.literal(0)
    sums = {
        part: whole_sum(ir.whole(part_of(placed, a, b, part).ifelse(amount, nothing)))
        for part in PARTS
    }
    return placed.group_by(AREA).aggregate(all=whole_sum(amount), **sums)


def _named(settings: SetNames) -> Iterator[tuple[str, NamedSet]]:
    columns: Sequence[tuple[str, Sequence[str]]] = (
        ("sources", settings.sources),
        ("sources", [f"in_{table}" for table in settings.tables]),
        ("facts", settings.facts),
        ("groups", [f"{rules}:{group}" for rules, group in settings.groups]),
    )
    for column, names in columns:
        for place, name in enumerate(names):
            yield name, NamedSet(name, column, place)
    groups = [group for _, group in settings.groups]
    for place, group in enumerate(groups):
        if groups.count(group) == 1:
            yield group, NamedSet(group, "groups", place)
    yield FAILS, NamedSet(FAILS, FAILS)
