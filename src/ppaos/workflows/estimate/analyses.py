"""Questions asked of finished estimates: do ranks hold, do indicators overlap, what is a change made of.

In: the long table of levels (from `estimate` or `measure`) or cells. Out: long tables, null where a
figure is not defined.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ppaos.domain.arrays import Floats
from ppaos.domain.measurement.cells import Cells, Factor, Unit
from ppaos.domain.measurement.decomposition import (
    change_by_group,
    change_by_incidence_and_intensity,
    change_by_indicator,
    spread_among_poor,
)
from ppaos.domain.measurement.instrument import Instrument
from ppaos.domain.measurement.measures import bits
from ppaos.domain.measurement.redundancy import redundancy
from ppaos.domain.measurement.robustness import kendall_tau, pairwise_comparisons, spearman

Rows = list[dict[str, Any]]
Scheme = tuple[str, str, str]


def robustness_table(levels: pa.Table, measures: Sequence[str] = ("M0", "H")) -> pa.Table:
    """How well the order of places under the first scheme of the table holds under each other.

    One row per wave, level of analysis, measure and scheme: `tau_b`, `spearman` (rank
    correlations), `robust_ratio` (share of all pairs of places whose order is kept, ties in both
    counted as kept) and `places`. Levels of fewer than two places are left out; tables with one
    scheme give no rows.
    """
    rows: Rows = []
    for (t, loa, measure), found in _by_place(levels, measures).items():
        schemes = list(dict.fromkeys(scheme for values in found.values() for scheme in values))
        if len(found) < 2 or len(schemes) < 2:
            continue
        estimates = np.array(
            [[_number(values.get(scheme)) for scheme in schemes] for values in found.values()]
        )
        tau, rho = kendall_tau(estimates), spearman(estimates)
        compared = pairwise_comparisons(estimates)
        for place, (rule, k, wgts) in enumerate(schemes):
            rows.append(
                {
                    "t": t, "loa": loa, "measure": measure, "rule": rule, "k": k, "wgts": wgts,
                    "base_rule": schemes[0][0], "base_k": schemes[0][1],
                    "tau_b": _plain(tau[0, place]), "spearman": _plain(rho[0, place]),
                    "robust_ratio": _plain(compared.robust_share[place]), "places": len(found),
                }
            )  # fmt: skip
    return _table(
        rows,
        texts=("t", "loa", "measure", "rule", "k", "wgts", "base_rule", "base_k"),
        numbers=("tau_b", "spearman", "robust_ratio"),
        whole=("places",),
    )


def redundancy_table(cells: Cells, waves: Factor, instrument: Instrument, unit: Unit) -> pa.Table:
    """R0 and Cramer's V of each pair of indicators in each wave, over units where both are known."""
    rows: Rows = []
    deprived, missing, place = cells.patterns
    width = len(instrument.indicators)
    for code, wave in enumerate(waves.labels):
        own = cells.mass(unit) * (waves.codes == code)
        mass = np.bincount(place, weights=own, minlength=len(deprived)).astype(np.float64)
        found = redundancy(bits(deprived, width), mass, ~bits(missing, width))
        for one, name in enumerate(instrument.names):
            for two in range(one + 1, width):
                rows.append(
                    {
                        "t": wave, "indicator": name, "other": instrument.names[two],
                        "r0": _plain(found.r0[one, two]), "cramers_v": _plain(found.cramers_v[one, two]),
                        "both": _plain(found.both[one, two]),
                    }
                )  # fmt: skip
    return _table(rows, texts=("t", "indicator", "other"), numbers=("r0", "cramers_v", "both"))


def decomposition_table(levels: pa.Table, weights: Mapping[str, float]) -> pa.Table:
    """What changes of M0 between successive waves are made of, as Shapley parts.

    `kind`: `incidence_intensity` (parts H and A), `indicator`, or `group` (parts `within GROUP` and
    `share GROUP` of the groups of a level, for the whole). `b` adds up to the change `total`
    within each kind. `weights`: of the indicators.
    """
    value = {
        (
            row["t"],
            row["loa"],
            row["subg"],
            row["rule"],
            row["k"],
            row["wgts"],
            row["measure"],
            row["indicator"],
        ): row["b"]
        for row in _rows(levels, ("M0", "H", "A", "hdk", "popsh"))
        if row["indicator"] or not row["dimension"]
    }
    waves = list(dict.fromkeys(key[0] for key in value))
    places = list(dict.fromkeys(key[1:6] for key in value if key[6] == "M0"))
    rows: Rows = []
    for t0, t1 in pairwise(waves):
        for place in places:
            rows += _parts(value, t0, t1, place, weights)
        rows += _group_parts(value, t0, t1, places)
    return _table(
        rows,
        texts=("t0", "t1", "loa", "subg", "rule", "k", "wgts", "kind", "part"),
        numbers=("b", "total"),
    )


def spread_table(levels: pa.Table) -> pa.Table:
    """Variance of the score among the poor of the whole, within and between the groups of a level.

    The level's groups must cover everybody; units without a group are outside it.
    """
    found: dict[tuple[str, ...], dict[str, dict[str, float]]] = {}
    for row in _rows(levels, ("A", "varc", "poor_people")):
        if not row["dimension"]:
            key = (row["t"], row["loa"], row["rule"], row["k"], row["wgts"])
            found.setdefault(key, {}).setdefault(row["subg"], {})[row["measure"]] = _number(
                row["b"]
            )
    rows: Rows = []
    for (t, loa, rule, k, wgts), groups in found.items():
        if loa == "nat":
            continue
        table = np.array(
            [
                [item.get(name, np.nan) for name in ("poor_people", "A", "varc")]
                for item in groups.values()
            ]
        )
        if not (table[:, 0] > 0).any():
            continue
        spread = spread_among_poor(*table.T)
        rows.append(
            {"t": t, "loa": loa, "rule": rule, "k": k, "wgts": wgts, "total": spread.total,
             "within": spread.within, "between": spread.between}
        )  # fmt: skip
    return _table(
        rows, texts=("t", "loa", "rule", "k", "wgts"), numbers=("total", "within", "between")
    )


def _parts(
    value: Mapping[Any, Any], t0: str, t1: str, place: tuple[str, ...], weights: Mapping[str, float]
) -> Rows:
    def of(t: str, measure: str, indicator: str = "") -> float:
        return _number(value.get((t, *place, measure, indicator)))

    total = of(t1, "M0") - of(t0, "M0")
    h, a = change_by_incidence_and_intensity(
        *(np.array(of(t, measure)) for t in (t0, t1) for measure in ("H", "A"))
    )
    names = list(weights)
    hdk = [np.array([of(t, "hdk", name) for name in names]) for t in (t0, t1)]
    by_indicator = change_by_indicator(hdk[0], hdk[1], np.array([weights[name] for name in names]))
    parts = [("incidence_intensity", "H", float(h)), ("incidence_intensity", "A", float(a))]
    parts += [
        ("indicator", name, float(part)) for name, part in zip(names, by_indicator, strict=True)
    ]
    return [_part(t0, t1, place, kind, part, b, total) for kind, part, b in parts]


def _group_parts(
    value: Mapping[Any, Any], t0: str, t1: str, places: Sequence[tuple[str, ...]]
) -> Rows:
    rows: Rows = []
    for loa in dict.fromkeys(place[0] for place in places if place[0] != "nat"):
        for scheme in dict.fromkeys(place[2:] for place in places if place[0] == loa):
            groups = [place[1] for place in places if place[0] == loa and place[2:] == scheme]

            def of(
                t: str,
                measure: str,
                loa: str = loa,
                scheme: tuple[str, ...] = scheme,
                groups: list[str] = groups,
            ) -> Floats:
                return np.array(
                    [_number(value.get((t, loa, group, *scheme, measure, ""))) for group in groups]
                )

            shares = [np.nan_to_num(of(t, "popsh")) for t in (t0, t1)]
            found = change_by_group(of(t0, "M0"), of(t1, "M0"), *shares)
            total = float(found.within.sum() + found.share.sum())
            whole = (loa, "", *scheme)
            for kind, parts in (("within", found.within), ("share", found.share)):
                rows += [
                    _part(t0, t1, whole, "group", f"{kind} {group}", float(part), total)
                    for group, part in zip(groups, parts, strict=True)
                ]
    return rows


def _part(
    t0: str, t1: str, place: tuple[str, ...], kind: str, part: str, b: float, total: float
) -> dict[str, Any]:
    loa, subg, rule, k, wgts = place
    return {
        "t0": t0, "t1": t1, "loa": loa, "subg": subg, "rule": rule, "k": k, "wgts": wgts,
        "kind": kind, "part": part, "b": _plain(b), "total": _plain(total),
    }  # fmt: skip


def _by_place(
    levels: pa.Table, measures: Sequence[str]
) -> dict[tuple[str, str, str], dict[str, dict[Scheme, Any]]]:
    found: dict[tuple[str, str, str], dict[str, dict[Scheme, Any]]] = {}
    for row in _rows(levels, measures):
        if not row["indicator"] and not row["dimension"]:
            key = (row["t"], row["loa"], row["measure"])
            scheme = (row["rule"], row["k"], row["wgts"])
            found.setdefault(key, {}).setdefault(row["subg"], {})[scheme] = row["b"]
    return found


def _rows(levels: pa.Table, measures: Sequence[str]) -> Iterator[dict[str, Any]]:
    levels = levels.filter(pc.is_in(levels["measure"].cast(pa.string()), pa.array(measures)))
    names = ["b", "measure", "indicator", "dimension", "k", "rule", "wgts", "loa", "subg", "t"]
    for batch in levels.select(names).to_batches(max_chunksize=100_000):
        yield from batch.to_pylist()


def _number(value: Any) -> float:
    return np.nan if value is None else float(value)


def _plain(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)


def _table(
    rows: Rows, *, texts: Sequence[str], numbers: Sequence[str], whole: Sequence[str] = ()
) -> pa.Table:
    kinds: list[tuple[str, pa.DataType]] = [(name, pa.string()) for name in texts]
    kinds += [(name, pa.float64()) for name in numbers]
    kinds += [(name, pa.int64()) for name in whole]
    return pa.Table.from_pylist(rows, schema=pa.schema(kinds))
