"""What would take a household out of poverty: the smallest sets of indicators that it must pass.

In: the bits of a profile and a scheme (weights, identification, rule for missing answers). Out:
every inclusion-minimal set of its deprivations after whose passing the rule no longer counts it as
poor, smallest first. The answer is exact: whole weights, no rounding, no search that may miss one.

A set is inclusion-minimal when no part of it would do. What is missing stays missing.
"""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np

from ppaos.domain.measurement.instrument import Instrument, Scheme, unknown_rule
from ppaos.domain.measurement.measures import score

MOST_SETS: Final = 50
"""How many sets are listed unless told otherwise; a form has room for few."""


@dataclass(frozen=True)
class WaysOut:
    """How a household can leave poverty."""

    is_poor: bool | None
    """Null when the missing rule leaves the household out."""
    sets: tuple[tuple[str, ...], ...]
    """Indicators to pass, in the instrument's order; no set when not poor or when nothing helps."""
    is_complete: bool
    """False when there are more sets than were asked for; those listed are the smallest."""


def ways_out(
    deprived: int,
    missing: int,
    instrument: Instrument,
    scheme: Scheme | None = None,
    *,
    most: int = MOST_SETS,
) -> WaysOut:
    """The minimal sets of one profile (`deprived`, `missing`: bits of the instrument's indicators).

    `scheme` defaults to the instrument's own. At most `most` sets are returned; where the limit
    falls among sets of one size, those with the heaviest indicators come first.
    """
    chosen = scheme or instrument.scheme
    members = instrument.dimension_members()
    found = score(
        np.array([deprived], dtype=np.int64), np.array([missing], dtype=np.int64), chosen, members
    )
    if not found.in_sample[0]:
        return WaysOut(None, (), True)
    if not found.is_poor[0]:
        return WaysOut(False, (), True)
    weights = chosen.whole_weights
    unknown = missing if chosen.missing == "reweight" else 0
    lacking = [
        place
        for place, weight in enumerate(weights)
        if weight and deprived >> place & 1 and not unknown >> place & 1
    ]
    rule = chosen.identification
    sets: Iterator[tuple[int, ...]]
    match rule.rule:
        case "k" if rule.k is not None:
            total = int(found.denominator[0])
            # poor while score * k.denominator >= k.numerator * total
            allowed = -(-rule.k.numerator * total // rule.k.denominator) - 1
            needed = int(found.numerator[0]) - allowed
            sets = _covers(lacking, weights, needed) if rule.k > 0 else iter(())
        case "intersection":
            sets = ((place,) for place in lacking)
        case "union":
            sets = iter([tuple(lacking)])
        case "any_dimension" | "dimensions":
            sets = _dimensions(lacking, members, rule.least_dimensions)
        case _:
            raise unknown_rule(rule.rule)
    listed = list(islice(sets, most + 1))
    ordered = sorted((tuple(sorted(item)) for item in listed[:most]), key=lambda s: (len(s), s))
    named = tuple(tuple(instrument.names[place] for place in item) for item in ordered)
    return WaysOut(True, named, len(listed) <= most)


def _dimensions(
    lacking: Sequence[int], members: Mapping[str, Sequence[int]], least: int
) -> Iterator[tuple[int, ...]]:
    """Clear whole dimensions until fewer than `least` fail."""
    failing = [
        cleared
        for places in members.values()
        if (cleared := tuple(place for place in places if place in lacking))
    ]
    for chosen in _lightest(sorted(failing, key=len), len(failing) - least + 1):
        yield tuple(place for part in chosen for place in part)


def _lightest(
    parts: Sequence[tuple[int, ...]], count: int
) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Choices of `count` of `parts` (in order of size), those of fewest indicators in all first."""
    first = tuple(range(count))
    heap, seen = [(sum(len(parts[i]) for i in first), first)], {first}
    while heap:
        size, chosen = heapq.heappop(heap)
        yield tuple(parts[i] for i in chosen)
        for at, place in enumerate(chosen):
            after = (*chosen[:at], place + 1, *chosen[at + 1 :])
            is_free = place + 1 < len(parts) and place + 1 not in chosen
            if is_free and after not in seen:
                seen.add(after)
                heapq.heappush(heap, (size - len(parts[place]) + len(parts[place + 1]), after))


def _covers(
    lacking: Sequence[int], weights: Sequence[int], needed: int
) -> Iterator[tuple[int, ...]]:
    """Sets whose weights first reach `needed` with their lightest member, smallest sets first.

    Taken from heavy to light, a set is minimal exactly when the sum reaches `needed` with its
    last member: without any other, heavier one it would fall short even further.
    """
    order = sorted(lacking, key=lambda place: (-weights[place], place))
    heavy = [weights[place] for place in order]
    running = [0]
    for weight in heavy:
        running.append(running[-1] + weight)
    for size in range(1, len(order) + 1):
        if running[size] >= needed:
            yield from _of_size(order, heavy, running, needed, size)


def _of_size(
    order: Sequence[int], heavy: Sequence[int], running: Sequence[int], needed: int, size: int
) -> Iterator[tuple[int, ...]]:
    count = len(order)

    def extend(start: int, left: int, lacks: int) -> Iterator[tuple[int, ...]]:
        """Sets of `left` more places from `start` on whose weights reach `lacks` with the last."""
        for at in range(start, count - left + 1):
            if running[at + left] - running[at] < lacks:
                return  # even the heaviest that are left fall short
            if left == 1:
                yield (order[at],)
            elif heavy[at] + running[count] - running[count - left + 2] < lacks:
                for rest in extend(at + 1, left - 1, lacks - heavy[at]):
                    yield (order[at], *rest)

    return extend(0, size, needed)
