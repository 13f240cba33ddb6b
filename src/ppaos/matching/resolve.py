"""Which likely pairs hold: every record without an ID gets one person or one group, or waits.

In: pairs with probabilities (`people.match_people`), people's decisions, and thresholds. Out: the
group of every record that was joined to something, and the pairs that a person should look at. No
group holds two persons with an ID. The same input gives the same output.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pyarrow as pa

from ppaos.matching.thresholds import Thresholds

SAME, DIFFERENT = "same", "different"
Decision = tuple[str, str, str]
_ASSIGNMENTS_FIELDS: "Final[list[pa.Field[Any]]]" = [
    pa.field("record_id", pa.string(), nullable=False),
    pa.field("keyed_id", pa.string()),
    pa.field("group_id", pa.string(), nullable=False),
    pa.field("how", pa.string(), nullable=False),
    pa.field("match_probability", pa.float64()),
]
ASSIGNMENTS: Final = pa.schema(_ASSIGNMENTS_FIELDS)
REVIEW: Final = pa.schema(
    [
        pa.field("left_id", pa.string(), nullable=False),
        pa.field("right_id", pa.string(), nullable=False),
        pa.field("reason", pa.string(), nullable=False),
    ]
)


@dataclass(frozen=True)
class Resolution:
    """`assignments`: one row a record that was joined, ascending by id. `review`: one row a pair.

    `assignments`: `keyed_id` the person with an ID (null: none in the group); `group_id` that
    person, or the least record id of the group; `how` "decision" when a person's decision joined
    the record, else "model"; `match_probability` of the pair that joined it (null: decision).
    `review.reason`: uncertain (between the thresholds) | ambiguous (two persons fit nearly as
    well) | two_persons (would join two persons with an ID) | source_twice (its person already has
    a row of that source) | decided_different (a decision keeps the two groups apart).
    """

    assignments: pa.Table
    review: pa.Table


def resolve(
    pairs: pa.Table,
    decisions: Sequence[Decision] = (),
    thresholds: Thresholds | None = None,
    *,
    sources: Mapping[str, str] | None = None,
    once: Collection[str] = (),
) -> Resolution:
    """Join records by the likeliest pairs first, under the rules that hold whatever the model says.

    `pairs` has left_id, right_id, right_is_keyed, match_probability and match_weight; `decisions`
    are (record, record, "same" | "different") in any order of the two. A decision wins over the
    model; two persons with an ID are never joined, not even by one. `sources` names the source of
    records (keyed ones too) and `once` the sources in which a person has one row at most.
    """
    limits = thresholds or Thresholds()
    edges = _edges(pairs)
    keyed = {edge.right for edge in edges if edge.is_keyed}
    groups = _Groups(keyed, decisions, sources or {}, frozenset(once))
    found: list[tuple[str, str, str]] = []
    for left, right, decision in sorted(decisions):
        if decision == SAME and (problem := groups.join(left, right, None)):
            found.append((left, right, problem))
    ambiguous = _ambiguous(edges, groups, limits)
    # Persons with an ID first: their rows are whole, and records then meet through them.
    for edge in sorted(edges, key=lambda edge: (not edge.is_keyed, -edge.weight, edge.ids)):
        if edge.probability < limits.match or edge.pair in groups.decided:
            continue
        if edge.is_keyed and edge.left in ambiguous:
            if groups.root(edge.left) != groups.root(edge.right):
                found.append((*edge.ids, "ambiguous"))
        elif problem := groups.join(edge.left, edge.right, edge.probability):
            found.append((*edge.ids, problem))
    for edge in edges:
        open_pair = edge.probability < limits.match and edge.pair not in groups.decided
        if open_pair and edge.probability >= limits.review and not groups.is_settled(edge):
            found.append((*edge.ids, "uncertain"))
    return Resolution(groups.assignments(), _review(found))


@dataclass(frozen=True)
class _Edge:
    left: str
    right: str
    is_keyed: bool
    probability: float
    weight: float

    @property
    def ids(self) -> tuple[str, str]:
        return self.left, self.right

    @property
    def pair(self) -> frozenset[str]:
        return frozenset(self.ids)


@dataclass
class _Groups:
    """Records joined so far, and what may not be joined."""

    keyed: set[str]
    decisions: Sequence[Decision]
    sources: Mapping[str, str]
    once: frozenset[str]
    parent: dict[str, str] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    probability: dict[str, float | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.decided = {frozenset((left, right)) for left, right, _ in self.decisions}
        self.apart: dict[str, set[str]] = {}
        for left, right, decision in self.decisions:
            if decision == DIFFERENT:
                self.apart.setdefault(left, set()).add(right)
                self.apart.setdefault(right, set()).add(left)

    def root(self, record: str) -> str:
        while (above := self.parent.get(record, record)) != record:
            self.parent[record] = self.parent.get(above, above)
            record = above
        return record

    def join(self, left: str, right: str, probability: float | None) -> str | None:
        """Put two groups together, or say why not: a reason of `Resolution.review`."""
        one, other = self.root(left), self.root(right)
        if one == other:
            return None
        first, second = self.members.get(one, [one]), self.members.get(other, [other])
        if self._person(first) is not None and self._person(second) is not None:
            return "two_persons"
        if any(self.apart[record] & set(second) for record in first if record in self.apart):
            return "decided_different"
        # Somebody who decided has seen the two records: only the model is held to the rule.
        if probability is not None and self._once(first) & self._once(second):
            return "source_twice"
        if len(first) < len(second):
            one, other, first, second = other, one, second, first
        self.parent[other] = one
        self.members[one] = [*first, *second]
        self.members.pop(other, None)
        for record in (left, right):
            self.probability.setdefault(record, probability)
        return None

    def person_of(self, record: str) -> str | None:
        """The person with an ID in the record's group."""
        root = self.root(record)
        return self._person(self.members.get(root, [root]))

    def is_settled(self, edge: _Edge) -> bool:
        """Whether the records are in one group, or each with a person of its own."""
        if self.root(edge.left) == self.root(edge.right):
            return True
        return None not in (self.person_of(edge.left), self.person_of(edge.right))

    def assignments(self) -> pa.Table:
        """One row a record of a group that is not itself a person with an ID."""
        rows = []
        for members in self.members.values():
            person = self._person(members)
            group = person or min(members)
            for record in members:
                if record not in self.keyed:
                    chance = self.probability.get(record)
                    how = "decision" if chance is None else "model"
                    rows.append((record, person, group, how, chance))
        columns = list(zip(*sorted(rows, key=lambda row: row[0]), strict=True)) or [()] * 5
        arrays = [
            pa.array(column, of.type) for column, of in zip(columns, ASSIGNMENTS, strict=True)
        ]
        return pa.table(arrays, schema=ASSIGNMENTS)

    def _person(self, members: Iterable[str]) -> str | None:
        return next((record for record in members if record in self.keyed), None)

    def _once(self, members: Iterable[str]) -> set[str]:
        return {self.sources[record] for record in members if record in self.sources} & self.once


def _edges(pairs: pa.Table) -> list[_Edge]:
    """The pairs as edges, ascending by ids."""
    columns = ("left_id", "right_id", "right_is_keyed", "match_probability", "match_weight")
    values = [pairs[name].to_pylist() for name in columns]
    edges = [_Edge(*row) for row in zip(*values, strict=True)]
    return sorted(edges, key=lambda edge: edge.ids)


def _ambiguous(edges: list[_Edge], groups: _Groups, limits: Thresholds) -> set[str]:
    """Records for which the second best person is within the margin of the best.

    A person whom somebody ruled out is no candidate, and a record whose person somebody named is
    not ambiguous.
    """
    weights: dict[str, list[float]] = {}
    for edge in edges:
        has_person = groups.person_of(edge.left) is not None
        if edge.is_keyed and edge.pair not in groups.decided and not has_person:
            weights.setdefault(edge.left, []).append(edge.weight)
    return {
        record
        for record, of in weights.items()
        if len(of) > 1 and -np.subtract(*np.partition(of, -2)[-2:]) < limits.margin
    }


def _review(found: list[tuple[str, str, str]]) -> pa.Table:
    columns = list(zip(*sorted(set(found)), strict=True)) or [()] * 3
    return pa.table([pa.array(column, pa.string()) for column in columns], schema=REVIEW)
