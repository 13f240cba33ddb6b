"""Another cutoff, rule or weighting over the published counts, for every area at once.

In: a publication and a scheme. Out: the sums that every measure of Alkire and Foster needs, as
running sums over villages, so that the scheme is scored once and any area and level is then read
off. Nothing is stored; a handful of schemes is held in memory.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ppaos.domain.instrument import Instrument, Scheme, redistribute
from ppaos.domain.measures import Base, base, ratios_of, totals
from ppaos.domain.scope import Scope
from ppaos.operations.publications import wording
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.cube import Cubes, cubes_of, rows_in
from ppaos.operations.results.totals import Totals, running_totals, summed

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
_MOST: Final = 12
Key = tuple[int, datetime | None, Scheme | None]


@dataclass(frozen=True)
class Figures:
    """What one area comes to under a scheme; ratios are null where their denominator is empty."""

    poor_people: float
    poor_households: float
    people: float
    """Surveyed people whom the missing rule keeps."""
    households: float
    headcount_ratio: float | None
    intensity: float | None
    m0: float | None


@dataclass(frozen=True)
class _Patterns:
    """The published round: distinct patterns, and the rows of the cube that hold them."""

    rows: Whole
    place: Whole
    """Pattern of each of `rows`."""
    deprived: Whole
    missing: Whole


@dataclass(frozen=True)
class Asked:
    """A publication under a scheme."""

    instrument: Instrument
    scheme: Scheme
    """As it was applied: indicators that nobody was asked have given their weight away."""
    totals: Totals
    base: Base
    patterns: _Patterns

    def of(self, scope: Scope) -> Figures:
        """Figures of everything in a scope."""
        return self._figures(self.totals.of(scope))

    def by_area(self, scope: Scope, level: str) -> list[tuple[str, Figures]]:
        """Code and figures of every area of a level that holds a village of the scope."""
        codes, sums = self.totals.by_area(scope, level)
        return [(code, self._figures(row)) for code, row in zip(codes, sums, strict=True)]

    def contributions(self, scope: Scope) -> dict[str, float | None]:
        """Dimension -> its share of M0 in the scope; null where nobody is poor."""
        cubes = self.totals.cubes
        inside = np.isin(
            self.patterns.rows, rows_in(cubes, cubes.rounds, scope), assume_unique=True
        )
        people = cubes.rounds["people"][self.patterns.rows[inside]]
        size = len(self.patterns.deprived)
        mass = np.bincount(self.patterns.place[inside], weights=people, minlength=size)
        sums = totals(sparse.csr_array(mass[None, :]), self.base, _no_gaps(self.base, size))
        shares = ratios_of(sums, self.base)[0]
        found: dict[str, float | None] = {}
        for ratio, share in zip(self.base.ratios, shares, strict=True):
            if ratio.measure == "pctb" and ratio.dimension and not ratio.indicator:
                found[ratio.dimension] = None if np.isnan(share) else float(share)
        return found

    def _figures(self, sums: NDArray[np.float64]) -> Figures:
        at = self.totals.columns
        people, poor = float(sums[at["scored:people"]]), float(sums[at["poor:people"]])
        score = float(sums[at["score"]]) / self.totals.score_unit
        return Figures(
            poor_people=poor,
            poor_households=float(sums[at["poor:households"]]),
            people=people,
            households=float(sums[at["scored:households"]]),
            headcount_ratio=poor / people if people else None,
            intensity=score / poor if poor else None,
            m0=score / people if people else None,
        )


_held: OrderedDict[Key, Asked] = OrderedDict()
_patterns: OrderedDict[Key, _Patterns] = OrderedDict()
_lock = threading.Lock()


def ask(publication: Publication, scheme: Scheme) -> Asked:
    """The published round under a scheme."""
    key: Key = (publication.pk, publication.ready_at, scheme)
    with _lock:
        if key in _held:
            _held.move_to_end(key)
            return _held[key]
    made = _score(publication, scheme)
    with _lock:
        _held[key] = made
        while len(_held) > _MOST:
            _held.popitem(last=False)
    return made


def _score(publication: Publication, scheme: Scheme) -> Asked:
    instrument = wording.instrument(publication)
    round_be = publication.settings["round_be"]
    gone = wording.absent(publication, round_be)
    if gone:
        scheme = replace(scheme, weights=redistribute(instrument, scheme.weights, set(gone)))
    cubes = cubes_of(publication)
    held = _patterns_of(publication, cubes, round_be)
    columns = base(held.deprived, held.missing, instrument, scheme)
    cells, village = cubes.rounds, cubes.rounds.village[held.rows]
    values = {"scored": columns.scored.in_sample, "poor": columns.scored.is_poor}
    named: dict[str, Floats] = {
        f"{name}:{unit}": summed(village, cells[unit][held.rows] * mask[held.place], cubes)
        for name, mask in values.items()
        for unit in ("people", "households")
    }
    score = columns.values[held.place, columns.score_column] * cells["people"][held.rows]
    named["score"] = summed(village, score, cubes)
    unit = 1.0 if scheme.missing == "reweight" else float(scheme.denominator)
    return Asked(instrument, scheme, running_totals(cubes, named, unit), columns, held)


def _patterns_of(publication: Publication, cubes: Cubes, round_be: int) -> _Patterns:
    key: Key = (publication.pk, publication.ready_at, None)
    with _lock:
        if key in _patterns:
            return _patterns[key]
    cells = cubes.rounds
    rows = np.flatnonzero(cells["round_be"] == round_be) if len(cells) else np.zeros(0, np.int64)
    if len(rows):
        keys = cells["deprived"][rows].astype(np.int64) << 32 | cells["missing"][rows]
    else:
        keys = np.zeros(0, np.int64)
    known, place = np.unique(keys, return_inverse=True)
    made = _Patterns(rows, place.astype(np.int64), known >> 32, known & 0xFFFFFFFF)
    with _lock:
        _patterns[key] = made
        while len(_patterns) > _MOST:
            _patterns.popitem(last=False)
    return made


def _no_gaps(columns: Base, size: int) -> dict[tuple[str, int], sparse.csr_array]:
    """The published cube holds no gaps; the measures that need them are not asked for."""
    empty = sparse.csr_array((1, size))
    return {(name, power): empty for _, name, power in columns.gap_columns}
