"""Levels and changes of one scheme over the cells of a survey or of a complete count."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from typing import Any

import numpy as np
import pyarrow as pa

from ppaos.domain.arrays import Floats, Whole
from ppaos.domain.errors import SettingError
from ppaos.domain.inference.bootstrap import bootstrap as bootstrapped
from ppaos.domain.inference.change import WaveChange, census_changes, changes
from ppaos.domain.inference.linearisation import (
    Estimates,
    Inference,
    LinearisedRatios,
    census_estimates,
    degrees_of_freedom,
    intervals,
    level_estimates,
    linearise,
    quantile,
)
from ppaos.domain.inference.mpitb import ToolRules
from ppaos.domain.inference.sample import Sample, sample, with_shares
from ppaos.domain.inference.survey_design import (
    LonelyRule,
    SurveyDesign,
    simple_random,
    survey_design,
)
from ppaos.domain.measurement.cells import MISSING_LABEL, Cells, Factor, Unit
from ppaos.domain.measurement.estimates import EstimateBlock, constants
from ppaos.domain.measurement.instrument import Instrument, Scheme
from ppaos.domain.measurement.measures import bits
from ppaos.domain.presence import present
from ppaos.workflows.measure.area_estimates import cross

UNCENSORED = ("hd", "deprivations")
"""Measures that do not depend on the cutoff: reported once."""
COMPATIBLE_MEASURES = ("M0", "H", "A", "hd", "hdk", "actb", "pctb")
_GROUPS_AT_ONCE = 200


@dataclass(frozen=True)
class Places:
    """One level of analysis: its name and the columns whose values make its groups."""

    loa: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Method:
    """How uncertainty is measured."""

    rules: ToolRules
    settings: Inference
    lonely: LonelyRule
    census: bool
    bootstrap: int
    seed: int
    unit: Unit
    designed: bool


@dataclass(frozen=True)
class SampleEstimates:
    """Estimates of one scheme; `of_wave` holds the scheme of each wave (weights may differ)."""

    cells: Cells
    instrument: Instrument
    scheme: Scheme
    of_wave: Mapping[str, Scheme]
    waves: Factor
    method: Method
    years: Sequence[float] | None

    def levels(self, place: Places, *, with_uncensored: bool) -> Iterator[dict[str, Any]]:
        """Long rows of every measure for every group and wave of a level of analysis."""
        groups = self._groups(place)
        linearised = self._linearised(groups)
        found = self._estimates(linearised)
        n = self._counted(groups)
        blocks = [(self._sample.measures(), found)]
        if self._compatible:
            found = self._without_errors(found)
            blocks = [(self._sample.measures(), found)]
        else:
            blocks += [self._totals(groups), self._shares(groups), self._variances(groups)]
        for number, wave in enumerate(self.waves.labels):
            rows = slice(number * len(groups.labels), (number + 1) * len(groups.labels))
            for names, values in blocks:
                yield from self._long(
                    names, values, rows, groups, n[rows], place, wave, with_uncensored
                )

    def changes(self, place: Places, *, with_uncensored: bool) -> Iterator[dict[str, Any]]:
        """Long rows of changes between waves; nothing with a single wave."""
        if len(self.waves.labels) < 2:
            return
        groups = self._groups(place)
        linearised, size = self._linearised(groups), len(groups.labels)
        if self.method.census:
            shape = (len(self.waves.labels), size, linearised.b.shape[1])
            moved = census_changes(linearised.b.reshape(shape), years=self.years)
        else:
            moved = changes(linearised, size, years=self.years, settings=self.method.settings)
        n = self._counted(groups)
        for item in moved:
            later = n[item.t1 * size : (item.t1 + 1) * size]
            yield from self._change_rows(item, groups, later, place, with_uncensored)

    @cached_property
    def _sample(self) -> Sample:
        return sample(self.cells, self.instrument, self.of_wave, self.waves, unit=self.method.unit)

    @property
    def _compatible(self) -> bool:
        return self.method.rules.percent_k

    @cached_property
    def _design(self) -> SurveyDesign:
        kept = self._in_design
        factors = {
            name: Factor(item.codes[kept], item.labels) for name, item in self.cells.factors.items()
        }
        fpc = None if self.cells.fpc is None else self.cells.fpc[kept]
        stratum = factors.get("stratum")
        if "psu" not in factors:
            return simple_random(int(kept.sum()), fpc)
        return survey_design(
            factors["psu"].codes,
            None if stratum is None else stratum.codes,
            fpc,
            lonely=self.method.lonely,
            stratum_names=None if stratum is None else stratum.labels,
        )

    @cached_property
    def _in_design(self) -> Any:
        """Cells that belong to the design; other tools drop incomplete rows before reading it."""
        if self.method.rules.deletes_incomplete_rows:
            return self.cells.missing == 0
        return np.ones(len(self.cells), dtype=bool)

    def _groups(self, place: Places) -> Factor:
        if not place.columns:
            return Factor(np.zeros(len(self.cells), dtype=np.int64), ("nat",))
        parts = [self.cells.factors[f"group_{name}"] for name in place.columns]
        crossed = reduce(cross, parts)
        unknown = reduce(
            np.logical_or,
            [
                np.array([label == MISSING_LABEL for label in part.labels])[part.codes]
                for part in parts
            ],
        )
        known = np.unique(crossed.codes[~unknown])
        lookup = np.full(len(crossed.labels), -1, dtype=np.int64)
        lookup[known] = np.arange(len(known))
        codes = np.where(unknown, -1, lookup[crossed.codes])
        if not len(known):
            raise SettingError(
                th=f"กลุ่ม '{place.loa}' ไม่มีค่าในแถวใดเลย เลือกคอลัมน์อื่น",
                en=f"Group '{place.loa}' has no value in any row. Choose another column.",
            )
        return _ordered(Factor(codes, tuple(crossed.labels[code] for code in known)))

    def _domain(self, groups: Factor) -> Whole:
        inside = (groups.codes >= 0) & (self._sample.in_sample > 0)
        domain = self.waves.codes * len(groups.labels) + groups.codes
        return np.asarray(np.where(inside, domain, -1)[self._in_design], dtype=np.int64)

    def _linearised(
        self, groups: Factor, *, y: Floats | None = None, x: Floats | None = None
    ) -> LinearisedRatios:
        made, kept = self._sample, self._in_design
        domains = len(self.waves.labels) * len(groups.labels)
        up = made.y if y is None else y
        down = made.x if x is None else x
        design = self._design
        if self.method.census:
            design = simple_random(int(kept.sum()))
        return linearise(
            up[kept], down[kept], made.mass[kept], self._domain(groups), domains, design
        )

    def _estimates(self, linearised: LinearisedRatios) -> Estimates:
        if self.method.census:
            return census_estimates(linearised.b)
        if not self.method.bootstrap:
            return level_estimates(linearised, self.method.settings)
        drawn = bootstrapped(linearised, replicates=self.method.bootstrap, seed=self.method.seed)
        se, df = drawn.standard_errors(), degrees_of_freedom(linearised, self.method.settings)
        reach = quantile(df, self.method.settings.confidence, self.method.settings.quantile)[
            :, None
        ]
        ll, ul = intervals(linearised.b, se, reach)
        return Estimates(linearised.b, se, ll, ul, df)

    def _without_errors(self, found: Estimates) -> Estimates:
        bare = np.array(
            [name in self.method.rules.without_errors for name, _, _ in self._sample.measures()]
        )
        se, ll, ul = (np.where(bare, np.nan, values) for values in (found.se, found.ll, found.ul))
        return replace(found, se=se, ll=ll, ul=ul)

    def _totals(self, groups: Factor) -> tuple[tuple[tuple[str, str, str], ...], Estimates]:
        """Counts of people and households, all and poor, with the standard error of a total."""
        made = self._sample
        mass = np.where(made.mass > 0, made.mass, 1.0)
        kinds: list[tuple[str, Unit]] = [("people", "people"), ("households", "households")]
        columns, names = [], []
        for name, unit in kinds:
            per_mass = self.cells.mass(unit) / mass
            columns += [per_mass * made.in_sample, per_mass * made.poor]
            names += [(name, "", ""), (f"poor_{name}", "", "")]
        y = np.column_stack(columns)
        linearised = self._linearised(groups, y=y, x=np.ones_like(y))
        domains = len(linearised.b)
        b: Floats = np.zeros((domains, y.shape[1]))
        np.add.at(b, linearised.domain, linearised.numerator)
        if self.method.census:
            return tuple(names), census_estimates(b)
        variance = linearised.design.variance(
            linearised.numerator, linearised.psu, linearised.domain, domains
        )
        se, df = np.sqrt(variance), degrees_of_freedom(linearised, self.method.settings)
        reach = quantile(df, self.method.settings.confidence, self.method.settings.quantile)[
            :, None
        ]
        ll, ul = intervals(b, se, reach, scale="linear")
        return tuple(names), Estimates(b, se, np.maximum(ll, 0), ul, df)

    def _variances(self, groups: Factor) -> tuple[tuple[tuple[str, str, str], ...], Estimates]:
        """Variance of the score among the poor; null without poor, and without standard error."""
        c = self._sample.censored_score
        y = np.column_stack([c, c * c])
        linearised = self._linearised(groups, y=y, x=np.column_stack([self._sample.poor] * 2))
        b = np.maximum(linearised.b[:, 1:] - linearised.b[:, :1] ** 2, 0.0)
        se = np.where(np.isnan(b), np.nan, 0.0) if self.method.census else np.full(b.shape, np.nan)
        ll = b if self.method.census else se
        return (("varc", "", ""),), Estimates(b, se, ll, ll, np.full(len(b), np.nan))

    def _shares(self, groups: Factor) -> tuple[tuple[tuple[str, str, str], ...], Estimates]:
        """Share of each group in the people and in the poverty of its wave."""
        whole = Factor(np.zeros(len(self.cells), dtype=np.int64), ("nat",))
        waves, size = len(self.waves.labels), len(groups.labels)
        parts = {name: np.empty((waves * size, 2)) for name in ("b", "se", "ll", "ul")}
        for start in range(0, size, _GROUPS_AT_ONCE):
            labels = groups.labels[start : start + _GROUPS_AT_ONCE]
            y, x = with_shares(self._sample, groups, labels)
            found = self._estimates(self._linearised(whole, y=y, x=x))
            width = len(labels)
            for name, target in parts.items():
                values = getattr(found, name)
                for wave in range(waves):
                    rows = slice(wave * size + start, wave * size + start + width)
                    target[rows, 0], target[rows, 1] = values[wave, :width], values[wave, width:]
        df = np.full(waves * size, np.nan)
        return (("popsh", "", ""), ("povsh", "", "")), Estimates(**parts, df=df)

    def _counted(self, groups: Factor) -> Whole:
        domain = self._domain(groups)
        inside = domain >= 0
        counted = np.bincount(
            domain[inside],
            weights=self.cells.households[self._in_design][inside],
            minlength=len(self.waves.labels) * len(groups.labels),
        )
        return counted.astype(np.int64)

    def _long(
        self,
        names: Sequence[tuple[str, str, str]],
        found: Estimates,
        rows: slice,
        groups: Factor,
        n: Whole,
        place: Places,
        wave: str,
        with_uncensored: bool,
    ) -> Iterator[dict[str, Any]]:
        fixed = constants(self.instrument, self.scheme, loa=place.loa, t=wave)
        values = tuple(getattr(found, name)[rows] for name in ("b", "se", "ll", "ul"))
        yield from self._blocks(names, values, groups, n, fixed, with_uncensored)

    def _change_rows(
        self, item: WaveChange, groups: Factor, n: Whole, place: Places, with_uncensored: bool
    ) -> Iterator[dict[str, Any]]:
        fixed = constants(self.instrument, self.scheme, loa=place.loa, t="")
        times = self.waves.labels if self.years is None else [f"{year:g}" for year in self.years]
        fixed |= {
            "ctype": item.ctype,
            "ann": str(int(item.ann)),
            "t0": times[item.t0],
            "t1": times[item.t1],
        }
        values = (item.b, item.se, item.ll, item.ul)
        yield from self._blocks(self._sample.measures(), values, groups, n, fixed, with_uncensored)

    def _is_shown(self, measure: str, indicator: str, dimension: str) -> bool:
        """Other tools report fewer measures, and contributions by indicator only."""
        if not self._compatible:
            return True
        return measure in COMPATIBLE_MEASURES and (bool(indicator) or not dimension)

    def _blocks(
        self,
        names: Sequence[tuple[str, str, str]],
        values: Sequence[Floats],
        groups: Factor,
        n: Whole,
        fixed: dict[str, str],
        with_uncensored: bool,
    ) -> Iterator[dict[str, Any]]:
        """Rows of measures that depend on the cutoff, and of those that do not (with empty k)."""
        if self._compatible and fixed["k"]:
            percent = present(self.scheme.identification.k, "the cutoff k")
            fixed = fixed | {"k": str(percent * 100)}
        free = np.array([name in UNCENSORED for name, _, _ in names], dtype=bool)
        shown = np.array([self._is_shown(*name) for name in names], dtype=bool)
        for chosen, constant in (
            (~free & shown, fixed),
            (free & shown, fixed | {"k": "", "rule": ""}),
        ):
            if not chosen.any() or (constant is not fixed and not with_uncensored):
                continue
            parts = [np.ascontiguousarray(array[:, chosen]) for array in values]
            picked = tuple(name for name, keep in zip(names, chosen, strict=True) if keep)
            yield EstimateBlock(
                parts[0], parts[1], parts[2], parts[3], picked, groups.labels, n, constant
            ).rows()


def missing_audit(cells: Cells, waves: Factor, instrument: Instrument, scheme: Scheme) -> pa.Table:
    """One row per wave and indicator: rows, rows missing it, share missing; and rows left out."""
    unknown = bits(cells.missing, len(instrument.indicators))
    rows: list[dict[str, Any]] = []
    out = unknown.all(axis=1) if scheme.missing == "reweight" else unknown.any(axis=1)
    out = out & (scheme.missing != "as_not_deprived")
    lost = int(cells.households[out].sum())
    for code, wave in enumerate(waves.labels):
        here = waves.codes == code
        total = int(cells.households[here].sum())
        for place, name in enumerate(instrument.names):
            lacking = int(cells.households[here & unknown[:, place]].sum())
            ratio = lacking / total if total else None
            rows.append(
                {"left_out": lost, "t": wave, "indicator": name, "rows": total, "missing_rows": lacking,
                 "missing_ratio": ratio, "missing_rule": scheme.missing}
            )  # fmt: skip
    return pa.Table.from_pylist(rows)


def _ordered(groups: Factor) -> Factor:
    """Groups in natural order: numbers by size, then texts."""

    def rank(label: str) -> tuple[Any, ...]:
        return tuple(
            (0, float(part), "") if _is_number(part) else (1, 0.0, part)
            for part in label.split("*")
        )

    order = sorted(range(len(groups.labels)), key=lambda code: rank(groups.labels[code]))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    codes = np.where(groups.codes >= 0, place[groups.codes], -1)
    return Factor(codes, tuple(groups.labels[code] for code in order))


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).lstrip("-").isdigit()
