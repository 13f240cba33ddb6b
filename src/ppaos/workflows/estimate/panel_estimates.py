"""Units seen in two waves of a survey: entries into poverty, exits from it, and how sure they are.

Rows follow the long output of changes with `ctype` = `panel`: shares of entries, exits, stayers and
never poor, rates of entry, exit and staying, and the net change. A unit counts with its weight,
people, design and groups of the later wave.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from ppaos.adapters.arrow_tables import factor
from ppaos.domain import relations as ir
from ppaos.domain.arrays import Floats
from ppaos.domain.inference.change import wave_pairs
from ppaos.domain.inference.linearisation import census_estimates, level_estimates, linearise
from ppaos.domain.inference.survey_design import SurveyDesign, simple_random, survey_design
from ppaos.domain.measurement.cells import MISSING_LABEL
from ppaos.domain.measurement.estimates import EstimateBlock, constants
from ppaos.domain.measurement.instrument import Instrument, Scheme
from ppaos.domain.measurement.measures import score
from ppaos.domain.measurement.panel import FLOW_MEASURES, flow_ratios
from ppaos.engine.backends import Engine
from ppaos.engine.checks import require_key
from ppaos.workflows.estimate.sample_estimates import Method, Places

NAMES = tuple((name, "", "") for name in FLOW_MEASURES)


@dataclass(frozen=True)
class PanelInput:
    """Profiles with one row a unit and wave: columns key, wave, people, bits, design, groups."""

    profiles: ir.Table
    waves: Sequence[str]
    times: Sequence[str]
    """What the output calls each wave: its year where known."""


def panel_rows(
    engine: Engine,
    given: PanelInput,
    instrument: Instrument,
    scheme: Scheme,
    of_wave: Mapping[str, Scheme],
    places: Sequence[Places],
    method: Method,
) -> Iterator[dict[str, Any]]:
    """Long change columns of every pair of waves that follow each other, and of the outer pair.

    Errors: CheckError when a unit occurs twice in a wave.
    """
    require_key(engine, given.profiles, ("wave", "key"), name="panel")
    for first, last in wave_pairs(len(given.waves)):
        both = _seen_twice(engine, given, first, last)
        if not len(both):
            continue
        was, now = (
            score(
                both[f"deprived{end}"].to_numpy(),
                both[f"missing{end}"].to_numpy(),
                of_wave[given.waves[wave]],
                instrument.dimension_members(),
            )
            for end, wave in (("_0", first), ("", last))
        )
        known = was.in_sample & now.in_sample
        y, x = flow_ratios(was.is_poor, now.is_poor)
        times = {"ctype": "panel", "ann": "0", "t0": given.times[first], "t1": given.times[last]}
        for place in places:
            codes, labels = _groups(both, place)
            domain = np.where(known, codes, -1)
            ratios = linearise(
                y, x, _mass(both, method), domain, len(labels), _design(both, method)
            )
            found = (
                census_estimates(ratios.b)
                if method.census
                else level_estimates(ratios, method.settings)
            )
            fixed = constants(instrument, scheme, loa=place.loa, t="") | times
            n = np.bincount(domain[domain >= 0], minlength=len(labels)).astype(np.int64)
            yield EstimateBlock(
                found.b, found.se, found.ll, found.ul, NAMES, labels, n, fixed
            ).rows()


def _seen_twice(engine: Engine, given: PanelInput, first: int, last: int) -> pa.Table:
    """Rows of the later wave whose unit is also in the earlier one, with its earlier patterns."""
    text = given.profiles["wave"].cast("string")
    before = given.profiles.filter(text == given.waves[first])
    after = given.profiles.filter(text == given.waves[last])
    earlier = before.select("key", deprived_0=before["deprived"], missing_0=before["missing"])
    return engine.arrow(after.inner_join(earlier, "key").order_by("key"))


def _mass(both: pa.Table, method: Method) -> Floats:
    mass = np.ones(len(both))
    if method.unit == "people":
        mass = both["people"].to_numpy().astype(float)
    return mass * both["weight"].to_numpy() if "weight" in both.column_names else mass


def _groups(both: pa.Table, place: Places) -> tuple[Any, tuple[str, ...]]:
    if not place.columns:
        return np.zeros(len(both), dtype=np.int64), ("nat",)
    parts = [factor(both[f"group_{name}"]) for name in place.columns]
    codes, labels = parts[0].codes, list(parts[0].labels)
    for part in parts[1:]:
        codes = codes * len(part.labels) + part.codes
        labels = [f"{a}*{b}" for a in labels for b in part.labels]
    unknown = np.array([MISSING_LABEL in label.split("*") for label in labels])
    return np.where(unknown[codes], -1, codes), tuple(labels)


def _design(both: pa.Table, method: Method) -> SurveyDesign:
    fpc = both["fpc"].to_numpy() if "fpc" in both.column_names else None
    if method.census or "psu" not in both.column_names:
        return simple_random(len(both), fpc)
    stratum = factor(both["stratum"]) if "stratum" in both.column_names else None
    return survey_design(
        factor(both["psu"]).codes,
        None if stratum is None else stratum.codes,
        fpc,
        lonely=method.lonely,
        stratum_names=None if stratum is None else stratum.labels,
    )
