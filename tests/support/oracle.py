"""Every measure of poverty in plain Python fractions: slow, obvious, one unit at a time.

A unit is a dictionary: `states` (indicator -> deprived | not | not_applicable | missing), `mass`
(people times weight), `households` (weight alone), `gaps` (indicator -> exact gap) and `group`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ppaos.domain.measurement.instrument import Instrument, Scheme

Unit = Mapping[str, Any]


@dataclass(frozen=True)
class Verdict:
    """What the rules say of one unit."""

    in_sample: bool
    score: Fraction
    poor: bool
    shares: Mapping[str, Fraction]
    """Weight of each deprivation in the score."""


def verdict(unit: Unit, instrument: Instrument, scheme: Scheme) -> Verdict:
    states = unit["states"]
    weights = dict(zip(instrument.names, scheme.weights, strict=True))
    used = [name for name in instrument.names if weights[name] > 0]
    missing = [name for name in used if states[name] == "missing"]
    out = Verdict(False, Fraction(0), False, {})
    if scheme.missing == "listwise" and missing:
        return out
    asked = [name for name in used if scheme.missing != "reweight" or name not in missing]
    total = sum((weights[name] for name in asked), Fraction(0))
    if total == 0:
        return out
    lacks = [name for name in used if states[name] == "deprived"]
    shares = {name: weights[name] / total for name in lacks}
    score = sum(shares.values(), Fraction(0))
    failing = {item.dimension for item in instrument.indicators if item.name in lacks}
    rule = scheme.identification
    if rule.rule == "k" and rule.k is not None:
        poor = score >= rule.k
    elif rule.rule == "union":
        poor = bool(lacks)
    elif rule.rule == "intersection":
        poor = bool(lacks) and set(lacks) == set(asked)
    elif rule.rule == "any_dimension":
        poor = bool(failing)
    else:
        poor = rule.m is not None and len(failing) >= rule.m
    return Verdict(True, score, poor, shares)


def ratio(top: Fraction, bottom: Fraction) -> Fraction | None:
    return top / bottom if bottom else None


def measures(
    units: Sequence[Unit], instrument: Instrument, scheme: Scheme
) -> dict[tuple[str, str, str], Fraction | None]:
    """(measure, indicator, dimension) -> exact value, null where it does not exist."""
    judged = [(unit, verdict(unit, instrument, scheme)) for unit in units]
    kept = [(unit, found) for unit, found in judged if found.in_sample]
    poor = [(unit, found) for unit, found in kept if found.poor]

    def total(rows: Sequence[Any], value: Any = lambda unit, found: 1) -> Fraction:
        return sum((unit["mass"] * value(unit, found) for unit, found in rows), Fraction(0))

    everyone, the_poor = total(kept), total(poor)
    censored = total(poor, lambda unit, found: found.score)
    bands = instrument.bands
    result = {
        ("H", "", ""): ratio(the_poor, everyone),
        ("A", "", ""): ratio(censored, the_poor),
        ("M0", "", ""): ratio(censored, everyone),
        ("people", "", ""): everyone,
        ("poor_people", "", ""): the_poor,
        ("households", "", ""): sum((unit["households"] for unit, _ in kept), Fraction(0)),
        ("poor_households", "", ""): sum((unit["households"] for unit, _ in poor), Fraction(0)),
        ("vulnerable", "", ""): ratio(
            total(kept, lambda unit, found: bands.vulnerable <= found.score < bands.poor), everyone
        ),
        ("severe", "", ""): ratio(
            total(kept, lambda unit, found: found.score >= bands.severe), everyone
        ),
    }
    by_dimension: dict[str, Fraction] = {}
    for item in instrument.indicators:
        name, dimension = item.name, item.dimension

        def lacks(unit: Unit, found: Verdict, name: str = name) -> int:
            return int(unit["states"][name] == "deprived")

        def share(unit: Unit, found: Verdict, name: str = name) -> Fraction:
            return found.shares.get(name, Fraction(0))

        part = total(poor, share)
        by_dimension[dimension] = by_dimension.get(dimension, Fraction(0)) + part
        result[("hd", name, dimension)] = ratio(total(kept, lacks), everyone)
        result[("hdk", name, dimension)] = ratio(total(poor, lacks), everyone)
        result[("actb", name, dimension)] = ratio(part, everyone)
        result[("pctb", name, dimension)] = ratio(part, censored)
    for dimension, part in by_dimension.items():
        result[("actb", "", dimension)] = ratio(part, everyone)
        result[("pctb", "", dimension)] = ratio(part, censored)
    for number in range(len(instrument.names) + 1):
        result[("deprivations", str(number), "")] = ratio(
            total(kept, lambda unit, found, n=number: _count(unit) == n), everyone
        )
    result |= _gap_measures(kept, poor, instrument, scheme, total, everyone)
    return result


def _count(unit: Unit) -> int:
    return sum(state == "deprived" for state in unit["states"].values())


def _gap_measures(
    kept: Any, poor: Any, instrument: Instrument, scheme: Scheme, total: Any, everyone: Fraction
) -> dict[tuple[str, str, str], Fraction | None]:
    weights = dict(zip(instrument.names, scheme.weights, strict=True))
    result: dict[tuple[str, str, str], Fraction | None] = {}
    for power in (1, 2):
        whole = Fraction(0)
        for item in instrument.indicators:
            if not item.is_cardinal:
                continue

            def gap(unit: Unit, found: Verdict, name: str = item.name, a: int = power) -> Fraction:
                lacking = unit["states"][name] == "deprived"
                return weights[name] * unit["gaps"][name] ** a if lacking else Fraction(0)

            part = total(poor, gap)
            whole += part
            result[(f"M{power}", item.name, item.dimension)] = ratio(part, everyone)
        if len(instrument.cardinal) == len(instrument.names):
            result[(f"M{power}", "", "")] = ratio(whole, everyone)
    return result
