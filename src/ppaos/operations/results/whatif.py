"""Another cutoff, rule or weighting over the published counts, for every area at once.

In: a publication and a scheme. Out: the sums that every measure of Alkire and Foster needs, as
running sums over villages, so that the scheme is scored once and any area and level is then read
off. Nothing is stored; a handful of schemes is held in memory.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ppaos.domain.area.scope import Scope
from ppaos.domain.arrays import Floats, Whole
from ppaos.domain.measurement.instrument import Instrument, Scheme
from ppaos.domain.measurement.measures import Base, base, ratios_of, totals
from ppaos.operations.publications import labels
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.publication_cache import PublicationCache
from ppaos.operations.results.cube import HELD, Patterns, cubes_of, patterns_of, rows_in
from ppaos.operations.results.totals import Totals, running_totals, score_unit, summed

_MOST: Final = 12


@dataclass(frozen=True)
class SchemeFigures:
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
class _Round:
    """The published round: its rows of the cube, and their distinct patterns."""

    rows: Whole
    of: Patterns
    """Those of `rows`."""


@dataclass(frozen=True)
class SchemeAnswer:
    """A publication under a scheme."""

    instrument: Instrument
    scheme: Scheme
    """As it was applied: indicators that nobody was asked have given their weight away."""
    totals: Totals
    base: Base
    round: _Round

    def of(self, scope: Scope) -> SchemeFigures:
        """Figures of everything in a scope."""
        return self._figures(self.totals.of(scope))

    def by_area(self, scope: Scope, level: str) -> list[tuple[str, SchemeFigures]]:
        """Code and figures of every area of a level that holds a village of the scope."""
        codes, sums = self.totals.by_area(scope, level)
        return [(code, self._figures(row)) for code, row in zip(codes, sums, strict=True)]

    def contributions(self, scope: Scope) -> dict[str, float | None]:
        """Dimension -> its share of M0 in the scope; null where nobody is poor."""
        cubes = self.totals.cubes
        rows, patterns = self.round.rows, self.round.of
        inside = np.isin(rows, rows_in(cubes, cubes.rounds, scope), assume_unique=True)
        people = cubes.rounds["people"][rows[inside]]
        size = len(patterns.deprived)
        mass = np.bincount(patterns.place[inside], weights=people, minlength=size)
        sums = totals(sparse.csr_array(mass[None, :]), self.base, _no_gaps(self.base, size))
        shares = ratios_of(sums, self.base)[0]
        found: dict[str, float | None] = {}
        for ratio, share in zip(self.base.ratios, shares, strict=True):
            if ratio.measure == "pctb" and ratio.dimension and not ratio.indicator:
                found[ratio.dimension] = None if np.isnan(share) else float(share)
        return found

    def _figures(self, sums: NDArray[np.float64]) -> SchemeFigures:
        at = self.totals.columns
        people, poor = float(sums[at["scored:people"]]), float(sums[at["poor:people"]])
        score = float(sums[at["score"]]) / self.totals.score_unit
        return SchemeFigures(
            poor_people=poor,
            poor_households=float(sums[at["poor:households"]]),
            people=people,
            households=float(sums[at["scored:households"]]),
            headcount_ratio=poor / people if people else None,
            intensity=score / poor if poor else None,
            m0=score / people if people else None,
        )


_held: PublicationCache[SchemeAnswer] = PublicationCache(_MOST)
_rounds: PublicationCache[_Round] = PublicationCache(HELD)


def ask(publication: Publication, scheme: Scheme) -> SchemeAnswer:
    """The published round under a scheme."""
    return _held.of(publication, lambda: _score(publication, scheme), scheme)


def _score(publication: Publication, scheme: Scheme) -> SchemeAnswer:
    instrument = labels.instrument(publication)
    scheme = labels.scheme_of_round(publication, publication.reading.round_be, scheme)
    cubes, held = cubes_of(publication), _rounds.of(publication, lambda: _round(publication))
    columns = base(held.of.deprived, held.of.missing, instrument, scheme)
    cells, village, place = cubes.rounds, cubes.rounds.village[held.rows], held.of.place
    values = {"scored": columns.scored.in_sample, "poor": columns.scored.is_poor}
    named: dict[str, Floats] = {
        f"{name}:{unit}": summed(village, cells[unit][held.rows] * mask[place], cubes)
        for name, mask in values.items()
        for unit in ("people", "households")
    }
    score = columns.values[place, columns.score_column] * cells["people"][held.rows]
    named["score"] = summed(village, score, cubes)
    sums = running_totals(cubes, named, score_unit(scheme))
    return SchemeAnswer(instrument, scheme, sums, columns, held)


def _round(publication: Publication) -> _Round:
    cells, round_be = cubes_of(publication).rounds, publication.reading.round_be
    rows = np.flatnonzero(cells["round_be"] == round_be) if len(cells) else np.zeros(0, np.int64)
    return _Round(rows, patterns_of(cells, rows))


def _no_gaps(columns: Base, size: int) -> dict[tuple[str, int], sparse.csr_array]:
    """The published cube holds no gaps; the measures that need them are not asked for."""
    empty = sparse.csr_array((1, size))
    return {(name, power): empty for _, name, power in columns.gap_columns}
