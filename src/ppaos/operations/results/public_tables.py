"""What of a publication the public may see: an agreed set of counts, with small ones withheld.

In: the counts of a publication, the threshold and the deepest level. Out: for every area the
figures that are shown and the names of those that are withheld. The set is small on purpose: see
docs/explanation/disclosure.md. Nothing is written here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ppaos.domain.area.codes import LEVELS, NATION, parent_of
from ppaos.domain.area.scope import Scope
from ppaos.domain.area.tree import AreaTree
from ppaos.domain.arrays import Flags, Floats, Whole
from ppaos.domain.errors import CheckError
from ppaos.domain.privacy.disclosure import (
    CellState,
    CountBlock,
    CountColumn,
    Protection,
    States,
    is_withheld,
    state_of_figure,
)
from ppaos.operations.publications import labels
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.totals import Totals, totals_of

EVERYWHERE: Final = Scope(("",))
PEOPLE: Final = "scored:people"
HOUSEHOLDS: Final = "scored:households"
POOR: Final = "poor:people"
POOR_HOUSEHOLDS: Final = "poor:households"
INDICATOR_LEVEL: Final = "district"
"""Finest level of the indicators: below it most of them are small everywhere."""
UNPLACED_LEVEL: Final = "region"
"""People without a village stand beside the regions, so that these add up to the country."""


@dataclass(frozen=True)
class PublicFigures:
    """Figures of every area, ready to be stored."""

    areas: list["AreaFigures"]
    measures: list[tuple[str, str]]
    """Published measures in order, each with the finest level that it is published for."""
    withheld: dict[str, dict[str, list[int]]]
    """Level -> measure -> [areas shown, areas withheld]."""


NOTHING: Final = PublicFigures([], [], {})


@dataclass(frozen=True)
class AreaFigures:
    """Figures of one area; a measure in neither has no data."""

    code: str
    parent_code: str
    level: str
    values: dict[str, float]
    withheld: list[str]


def public_figures(publication: Publication, *, below: int, deepest: str) -> PublicFigures:
    """Every figure that may be published down to the level `deepest`.

    A block of columns that cannot be protected is left out altogether, with what lies in it.
    Errors: CheckError when the counts do not add up.
    """
    counts = _Counts(publication, totals_of(publication), deepest)
    return _Figures(counts, _protected(counts, below)).made()


@dataclass(frozen=True)
class _Counts:
    """Counts of a publication over its tree of areas; columns are arrays [areas]."""

    publication: Publication
    totals: Totals
    deepest: str

    @cached_property
    def _rows(self) -> dict[str, tuple[str, Floats]]:
        """Code -> level and sums of every column, wider levels first; `""` for people without a
        village."""
        found = {NATION: ("country", self.totals.of(EVERYWHERE))}
        for level in LEVELS[1 : LEVELS.index(self.deepest) + 1]:
            codes, sums = self.totals.by_area(EVERYWHERE, level)
            found.pop("", None)  # at wider levels it holds provinces of no known region as well
            for code, row in zip(codes, sums, strict=True):
                found[code] = (level if code else UNPLACED_LEVEL, row)
        return found

    @cached_property
    def codes(self) -> list[str]:
        """Areas that hold anybody."""
        return list(self._rows)

    @cached_property
    def levels(self) -> list[str]:
        """Level of each area."""
        return [level for level, _ in self._rows.values()]

    @cached_property
    def parents(self) -> list[str]:
        """Code of the area above each; empty for the country."""
        return [_above(code, level) for code, level in zip(self.codes, self.levels, strict=True)]

    @cached_property
    def tree(self) -> AreaTree:
        """The areas by place."""
        place = {code: at for at, code in enumerate(self.codes)} | {"": -1}
        return AreaTree.of([place[parent] for parent in self.parents])

    @cached_property
    def _sums(self) -> Floats:
        return np.stack([row for _, row in self._rows.values()])

    def has(self, name: str) -> bool:
        """Whether the publication counts this."""
        return name in self.totals.columns

    def sums(self, name: str) -> Floats:
        """A column as it is summed: float64 [areas]."""
        return self._sums[:, self.totals.columns[name]]

    def column(self, name: str) -> Whole:
        """A count: int64 [areas]."""
        return np.rint(self.sums(name)).astype(np.int64)

    def down_to(self, level: str) -> Flags:
        """Which areas are of a level or wider."""
        last = LEVELS.index(level)
        return np.array([LEVELS.index(own) <= last for own in self.levels])

    @cached_property
    def indicator_level(self) -> str:
        """Finest level of the indicators here."""
        return min(INDICATOR_LEVEL, self.deepest, key=LEVELS.index)

    def is_within(self, part: str, whole: str) -> bool:
        """Whether no area counts more in the part than in the whole."""
        return bool((self.column(part) <= self.column(whole)).all())


def _above(code: str, level: str) -> str:
    """Code of the area that holds one; provinces of no known region lie in the country."""
    if code == NATION:
        return ""
    return (parent_of(code, LEVELS[LEVELS.index(level) - 1]) if code else "") or NATION


def _blocks(counts: _Counts) -> Iterator[CountBlock]:
    """Columns that go together, wholes first.

    Where the rule in force is such that somebody may fail in a dimension and not be poor, the poor
    and the dimensions are one block, so that what the rule tells about one and the other is no
    help.
    """
    held = labels.instrument(counts.publication)
    yield CountBlock((CountColumn(PEOPLE), CountColumn(HOUSEHOLDS)))
    poor = CountColumn(POOR, PEOPLE, hides_everybody=True)
    households = CountColumn(POOR_HOUSEHOLDS, HOUSEHOLDS, hides_everybody=True)
    names = [f"dimension:{item.name}:people" for item in held.dimensions]
    names = [name for name in names if counts.has(name)]
    if all(counts.is_within(name, POOR) for name in names):
        yield CountBlock((poor, households))
        if names:
            yield CountBlock(
                tuple(CountColumn(name, POOR) for name in names),
                is_cover=_is_cover(counts, POOR, names),
            )
    else:
        yield CountBlock((poor, households, *[CountColumn(name, PEOPLE) for name in names]))
    areas = counts.down_to(counts.indicator_level)
    for dimension, places in held.dimension_members().items():
        whole = f"dimension:{dimension}:people"
        parts = [f"indicator:{held.names[place]}:people" for place in places]
        parts = [name for name in parts if counts.has(name)]
        if whole in names and parts and all(counts.is_within(name, whole) for name in parts):
            yield CountBlock(
                tuple(CountColumn(name, whole) for name in parts),
                areas,
                is_cover=_is_cover(counts, whole, parts),
            )


def _is_cover(counts: _Counts, whole: str, parts: Sequence[str]) -> bool:
    """Whether the parts hold everybody of the whole, as far as the counts tell."""
    summed = np.sum([counts.column(name) for name in parts], axis=0)
    return bool((summed >= counts.column(whole)).all())


def _protected(counts: _Counts, below: int) -> dict[str, States]:
    """State of every cell of the columns that can be protected."""
    has_data = counts.column(HOUSEHOLDS) > 0
    protection = Protection(counts.tree, below=below, has_data=has_data)
    for block in _blocks(counts):
        wholes = {column.within for column in block.columns if column.within}
        if not wholes <= protection.states.keys():
            continue
        try:
            protection.add(block, {item.name: counts.column(item.name) for item in block.columns})
        except CheckError:
            if not protection.states:
                raise
    return protection.states


@dataclass(frozen=True)
class _Figures:
    """Protected counts, and what is computed from them."""

    counts: _Counts
    states: Mapping[str, States]

    def made(self) -> PublicFigures:
        columns: dict[str, tuple[Floats, States, str]] = {}
        for name, values, state, level in self._columns():
            columns[name] = (values, state, level)
        areas = [
            AreaFigures(code, parent, level, *self._at(place, columns))
            for place, (code, parent, level) in enumerate(
                zip(self.counts.codes, self.counts.parents, self.counts.levels, strict=True)
            )
        ]
        return PublicFigures(
            areas,
            [(name, level) for name, (_, _, level) in columns.items()],
            self._lost({name: (state, level) for name, (_, state, level) in columns.items()}),
        )

    def _columns(self) -> Iterator[tuple[str, Floats, States, str]]:
        """Name, values, states and finest level of every measure, in the order of the pages."""
        yield from self._counted(PEOPLE)
        yield from self._counted(HOUSEHOLDS)
        if POOR not in self.states:
            return
        yield from self._counted(POOR)
        yield from self._counted(POOR_HOUSEHOLDS)
        yield from self._share(POOR)
        yield from self._scores()
        for name in self.states:
            if name.startswith(("dimension:", "indicator:")):
                yield from self._counted(name)
                yield from self._share(name)

    def _counted(self, name: str) -> Iterator[tuple[str, Floats, States, str]]:
        yield name, self.counts.sums(name), self.states[name], self._level(name)

    def _share(self, name: str) -> Iterator[tuple[str, Floats, States, str]]:
        """The ratio of a count of people to all people."""
        ratio = name.rsplit(":", 1)[0] + ":ratio"
        yield from self._ratio(ratio, self.counts.sums(name), PEOPLE, [name], self._level(name))

    def _scores(self) -> Iterator[tuple[str, Floats, States, str]]:
        """Intensity and M0, where they follow from the indicators that are shown, to the unit."""
        publication = self.counts.publication
        held = labels.instrument(publication)
        names = [f"indicator:{name}:people" for name in held.names]
        scheme = labels.scheme_of_round(publication, publication.reading.round_be)
        weights = scheme.weights
        used = [name for name, weight in zip(names, weights, strict=True) if weight]
        if scheme.missing == "reweight" or not all(name in self.states for name in used):
            return
        known = {name: self.counts.column(name) for name in used}
        score = self.counts.sums("score") / self.counts.totals.score_unit
        parts = [
            float(weight) * known[name]
            for name, weight in zip(names, weights, strict=True)
            if weight
        ]
        if not np.allclose(np.sum(parts, axis=0), score, rtol=1e-9, atol=1e-6):
            return  # people who fail and are not poor: the score tells more than the indicators
        level = self.counts.indicator_level
        yield from self._ratio("intensity", score, POOR, used, level)
        yield from self._ratio("m0", score, PEOPLE, [POOR, *used], level)

    def _ratio(
        self, name: str, top: Floats, over: str, parts: Sequence[str], level: str
    ) -> Iterator[tuple[str, Floats, States, str]]:
        bottom = self.counts.sums(over)
        with np.errstate(invalid="ignore", divide="ignore"):
            values = np.where(bottom > 0, top / bottom, 0.0)
        state = state_of_figure(
            self.states[over], *[self.states[part] for part in parts], is_empty=bottom == 0
        )
        yield name, values, state, level

    def _level(self, name: str) -> str:
        is_indicator = name.startswith("indicator:")
        return self.counts.indicator_level if is_indicator else self.counts.deepest

    def _at(
        self, place: int, columns: Mapping[str, tuple[Floats, States, str]]
    ) -> tuple[dict[str, float], list[str]]:
        values: dict[str, float] = {}
        withheld = []
        depth = LEVELS.index(self.counts.levels[place])
        for name, (column, state, level) in columns.items():
            if depth > LEVELS.index(level):
                continue
            if state[place] == CellState.SHOWN:
                value = float(column[place])
                is_count = name.endswith((":people", ":households"))
                values[name] = round(value) if is_count else value
            elif state[place] != CellState.NO_DATA:
                withheld.append(name)
        return values, withheld

    def _lost(self, states: Mapping[str, tuple[States, str]]) -> dict[str, dict[str, list[int]]]:
        levels = np.array(self.counts.levels)
        found: dict[str, dict[str, list[int]]] = {}
        for depth, level in enumerate(LEVELS[: LEVELS.index(self.counts.deepest) + 1]):
            own = levels == level
            found[level] = {
                name: _two((state == CellState.SHOWN) & own, is_withheld(state) & own)
                for name, (state, finest) in states.items()
                if depth <= LEVELS.index(finest)
            }
        return found


def _two(*masks: NDArray[Any]) -> list[int]:
    return [int(mask.sum()) for mask in masks]
