"""Every additive count of a publication, added up once so that any area is one subtraction.

In: the cubes and the instrument. Out: running sums over the villages in the order of their codes,
shape [villages + 1, columns]. An area is a prefix of codes, hence a run of villages, hence the
difference of two rows: a dashboard of the country costs as much as that of a village. All columns
are whole numbers (float64 holds them exactly) but `score` under a reweighting instrument.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ppaos.domain.area.codes import NATION, parent_of
from ppaos.domain.area.scope import Scope
from ppaos.domain.arrays import Flags, Floats
from ppaos.domain.measurement.instrument import Scheme
from ppaos.domain.measurement.measures import base, bits
from ppaos.operations.publications import labels
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.publication_cache import PublicationCache
from ppaos.operations.results.cube import (
    HELD,
    UNKNOWN,
    Column,
    CubeRows,
    Cubes,
    cubes_of,
    patterns_of,
)


@dataclass(frozen=True)
class Totals:
    """Running sums of named counts over villages."""

    cubes: Cubes
    columns: dict[str, int]
    """Name of a count -> its column."""
    running: Floats
    """Shape [villages + 1, columns]; row v is the sum of the villages before v."""
    score_unit: float
    """What `score` is to be divided by."""

    def of(self, scope: Scope) -> Floats:
        """Sums of every column over a scope: float64 [columns]."""
        found = np.zeros(len(self.columns))
        for first, last in self.cubes.village_runs(scope):
            found += self.running[last] - self.running[first]
        return found

    def by_area(self, scope: Scope, level: str) -> tuple[list[str], Floats]:
        """Areas of a level that hold a village of the scope, and their sums inside the scope.

        Codes ascend; float64 [areas, columns]. Villages that are not known belong to the code `""`
        at every level but the country.
        """
        sums: dict[str, Floats] = {}
        for first, last in self.cubes.village_runs(scope):
            codes, edges = self._edges(level)
            low = int(np.searchsorted(edges, first, side="right")) - 1
            place = first
            while place < last:
                end = min(int(edges[low + 1]), last)
                part = self.running[end] - self.running[place]
                code = codes[low]
                sums[code] = sums[code] + part if code in sums else part
                place, low = end, low + 1
        ordered = sorted(sums)
        if not ordered:
            return [], np.zeros((0, len(self.columns)))
        return ordered, np.stack([sums[code] for code in ordered])

    def _edges(self, level: str) -> tuple[list[str], NDArray[np.int64]]:
        """Runs of villages of one area: the code of each run, and where it starts [runs + 1]."""
        if level not in self._edges_held:
            codes = [
                (NATION if level == "country" else parent_of(code, level) if code else "")
                for code in self.cubes.villages.tolist()
            ]
            changed = [0] + [i for i in range(1, len(codes)) if codes[i] != codes[i - 1]]
            names = [codes[i] for i in changed] if codes else []
            self._edges_held[level] = (names, np.array([*changed, len(codes)], dtype=np.int64))
        return self._edges_held[level]

    @cached_property
    def _edges_held(self) -> dict[str, tuple[list[str], NDArray[np.int64]]]:
        return {}


_held: PublicationCache[tuple[Totals, dict[int, Totals]]] = PublicationCache(HELD)


def totals_of(publication: Publication) -> Totals:
    """Counts of the published round."""
    return _both(publication)[0]


def totals_of_rounds(publication: Publication) -> dict[int, Totals]:
    """Survey counts of every round, by round, oldest first."""
    return _both(publication)[1]


def _both(publication: Publication) -> tuple[Totals, dict[int, Totals]]:
    cubes = cubes_of(publication)
    return _held.of(publication, lambda: (_totals(publication, cubes), _rounds(publication, cubes)))


def _totals(publication: Publication, cubes: Cubes) -> Totals:
    households, people, facts = cubes.households, cubes.people, cubes.facts
    columns: dict[str, Floats] = {}
    unit = 1.0
    if len(households):
        for name, rows, counted in _household_counts(publication, households):
            columns[f"{name}:households"] = _by_village(households, rows, "households", cubes)
            if counted:
                columns[f"{name}:people"] = _by_village(households, rows, "people", cubes)
        columns["score"], unit = _score(publication, cubes)
    if len(people):
        for name, rows in _people_counts(publication, people):
            columns[f"{name}:people"] = _by_village(people, rows, "people", cubes)
    for place, name in enumerate(publication.reading.facts if len(facts) else ()):
        told = np.flatnonzero(facts["facts"] & (1 << place))
        households_told = summed(facts.village[told], facts["households"][told], cubes)
        columns[f"fact:{name}:households"] = households_told
    return running_totals(cubes, columns, unit)


def _household_counts(
    publication: Publication, households: CubeRows
) -> Iterator[tuple[str, Flags | None, bool]]:
    """Name, rows, and whether the surveyed people in them are counted as well."""
    settings = publication.reading
    scored = households["fails_mpi"] != UNKNOWN
    yield "all", None, False
    yield "surveyed", households["in_survey"], True
    yield "scored", scored, True
    yield "poor", households["fails_mpi"] == 1, True
    yield "card", households["has_card"], False
    yield "new", households["is_new"], False
    for place, name in enumerate(settings.indicator_names):
        yield f"indicator:{name}", scored & (households["deprived"] >> place & 1 == 1), True
    failing = np.zeros(len(households), dtype=np.int64)
    for place, name in enumerate(settings.dimension_names):
        fails = scored & (households["dimensions"] >> place & 1 == 1)
        failing += fails
        yield f"dimension:{name}", fails, True
    for number in range(1, len(settings.dimension_names) + 1):
        yield f"failing:{number}", failing == number, False
    for level in sorted(
        {*np.unique(households["level"]).tolist(), *labels.vulnerability_levels(publication)}
    ):
        if level != UNKNOWN:
            yield f"level:{level}", households["level"] == level, False
    for place, group in enumerate(settings.group_keys):
        yield f"group:{group}", households["groups"] >> place & 1 == 1, False


def _people_counts(
    publication: Publication, people: CubeRows
) -> Iterator[tuple[str, Flags | None]]:
    settings = publication.reading
    yield "all", None
    for place, group in enumerate(settings.group_keys):
        yield f"group:{group}", people["groups"] >> place & 1 == 1
    for place, name in enumerate(settings.facts):
        yield f"fact:{name}", people["facts"] >> place & 1 == 1


def _score(publication: Publication, cubes: Cubes) -> tuple[Floats, float]:
    """Sum over surveyed people of the score of the poor, and the unit that it is in."""
    households, round_be = cubes.households, publication.reading.round_be
    asked = np.flatnonzero(households["fails_mpi"] != UNKNOWN)
    scheme = labels.scheme_of_round(publication, round_be)
    held = patterns_of(households, asked)
    columns = base(held.deprived, held.missing, labels.instrument(publication), scheme)
    score = columns.values[held.place, columns.score_column] * households["people"][asked]
    return summed(households.village[asked], score, cubes), score_unit(scheme)


def score_unit(scheme: Scheme) -> float:
    """What a sum of scores is to be divided by."""
    return 1.0 if scheme.missing == "reweight" else float(scheme.denominator)


def _rounds(publication: Publication, cubes: Cubes) -> dict[int, Totals]:
    cells, found = cubes.rounds, {}
    if not len(cells):
        return {}
    for number in sorted(np.unique(cells["round_be"]).tolist()):
        instrument = labels.instrument_of_round(publication, int(number))
        scheme = labels.scheme_of_round(publication, int(number))
        rows = np.flatnonzero(cells["round_be"] == number)
        held = patterns_of(cells, rows)
        made = base(held.deprived, held.missing, instrument, scheme)
        scored, lacks = made.scored, bits(held.deprived, len(instrument.indicators))
        lacks &= made.scored.in_sample[:, None]
        masks: dict[str, Flags] = {"scored": scored.in_sample, "poor": scored.is_poor}
        for at, name in enumerate(instrument.names):
            masks[f"indicator:{name}"] = lacks[:, at]
        for name, places in instrument.dimension_members().items():
            masks[f"dimension:{name}"] = np.asarray(lacks[:, list(places)].any(axis=1))
        columns: dict[str, Floats] = {}
        village = cells.village[rows]
        for name, mask in masks.items():
            for unit in ("households", "people"):
                weights = cells[unit][rows] * mask[held.place]
                columns[f"{name}:{unit}"] = summed(village, weights, cubes)
        score = made.values[held.place, made.score_column] * cells["people"][rows]
        columns["score"] = summed(village, score, cubes)
        found[int(number)] = running_totals(cubes, columns, score_unit(scheme))
    return found


def _by_village(cells: CubeRows, rows: Flags | None, counted: str, cubes: Cubes) -> Floats:
    values = cells[counted] if rows is None else np.where(rows, cells[counted], 0)
    return summed(cells.village, values, cubes)


def summed(village: Column, values: Column, cubes: Cubes) -> Floats:
    """Values added up by village: float64 [villages]."""
    added = np.bincount(village, weights=values, minlength=len(cubes.villages))
    return np.asarray(added, dtype=np.float64)


def running_totals(cubes: Cubes, columns: dict[str, Floats], unit: float) -> Totals:
    """Running sums of named counts, each float64 [villages]; `unit` is that of the score."""
    values = (
        np.column_stack(list(columns.values())) if columns else np.zeros((len(cubes.villages), 0))
    )
    running = np.zeros((len(values) + 1, len(columns)))
    np.cumsum(values, axis=0, out=running[1:])
    return Totals(cubes, {name: place for place, name in enumerate(columns)}, running, unit)
