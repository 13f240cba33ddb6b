"""Cells of a survey as numerators and denominators of every measure, ready for inference.

In: cells (one row of the cube: pattern, weight, PSU, stratum, groups, wave) and, for each wave, the
scheme in force. Out: the arrays that `inference` takes, with one column for each measure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ppaos.domain.arrays import Floats, Whole
from ppaos.domain.measurement.cells import Cells, Factor, Unit
from ppaos.domain.measurement.instrument import Instrument, Scheme
from ppaos.domain.measurement.measures import Ratio, base
from ppaos.domain.presence import present


@dataclass(frozen=True)
class Sample:
    """Per cell and measure; mass is weighted people or households."""

    ratios: tuple[Ratio, ...]
    y: Floats
    """Numerators per unit of mass, shape [cells, measures]."""
    x: Floats
    """Denominators per unit of mass, shape [cells, measures]."""
    mass: Floats
    in_sample: Floats
    """1 where the missing rule keeps the cell, else 0; shape [cells]."""
    poor: Floats
    """1 where the cell is poor; shape [cells]."""
    censored_score: Floats
    """Score of the poor, 0 for others; shape [cells]."""

    def measures(self) -> tuple[tuple[str, str, str], ...]:
        """(measure, indicator, dimension) of each column."""
        return tuple((item.measure, item.indicator, item.dimension) for item in self.ratios)


def sample(
    cells: Cells, instrument: Instrument, schemes: Mapping[str, Scheme], wave: Factor, *, unit: Unit
) -> Sample:
    """Numerators and denominators of all measures; `schemes` holds the scheme of each wave label."""
    deprived, missing, place = cells.patterns
    mass = cells.mass(unit)
    made: Sample | None = None
    for code, label in enumerate(wave.labels):
        here = wave.codes == code
        part = _wave(
            cells, here, place, (deprived, missing), instrument, schemes[label], mass, unit
        )
        made = part if made is None else _joined(made, part, here)
    return present(made, "the label of every wave")


def _wave(
    cells: Cells,
    here: Whole,
    place: Whole,
    patterns: tuple[Whole, Whole],
    instrument: Instrument,
    scheme: Scheme,
    mass: Floats,
    unit: Unit,
) -> Sample:
    columns = base(*patterns, instrument, scheme)
    values = columns.values[place] * np.asarray(here)[:, None]
    for column, name, power in columns.gap_columns:
        sums = cells.gap_mass(name, power, unit)
        mean = np.divide(sums, mass, out=np.zeros_like(sums), where=mass > 0)
        values[:, column] *= mean
    y = np.column_stack([_combined(values, item) for item in columns.ratios])
    denominators = values.copy()
    unit_of_score = next(item.numerator[0][1] for item in columns.ratios if item.measure == "M0")
    denominators[:, columns.score_column] *= unit_of_score
    x = denominators[:, [item.denominator for item in columns.ratios]]
    named = {name: number for number, name in enumerate(columns.names)}
    return Sample(
        ratios=columns.ratios,
        y=y,
        x=x,
        mass=mass,
        in_sample=values[:, named["one"]],
        poor=values[:, named["poor"]],
        censored_score=denominators[:, columns.score_column],
    )


def _combined(values: Floats, ratio: Ratio) -> Floats:
    total = np.zeros(len(values))
    for column, factor in ratio.numerator:
        total += values[:, column] * factor
    return total


def _joined(one: Sample, other: Sample, here: Whole) -> Sample:
    pick = np.asarray(here)
    return Sample(
        ratios=one.ratios,
        y=np.where(pick[:, None], other.y, one.y),
        x=np.where(pick[:, None], other.x, one.x),
        mass=one.mass,
        in_sample=np.where(pick, other.in_sample, one.in_sample),
        poor=np.where(pick, other.poor, one.poor),
        censored_score=np.where(pick, other.censored_score, one.censored_score),
    )


def with_shares(made: Sample, factor: Factor, labels: Sequence[str]) -> tuple[Floats, Floats]:
    """y and x of `popsh` and `povsh` for each label: shape [cells, 2 * labels].

    popsh = mass of the group in the sample / mass of the sample;
    povsh = censored score of the group / censored score of all.
    """
    inside = np.column_stack([factor.codes == factor.labels.index(label) for label in labels])
    y = np.column_stack([inside * made.in_sample[:, None], inside * made.censored_score[:, None]])
    width = len(labels)
    x = np.column_stack(
        [
            np.repeat(made.in_sample[:, None], width, axis=1),
            np.repeat(made.censored_score[:, None], width, axis=1),
        ]
    )
    return y, x
