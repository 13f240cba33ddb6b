"""How much has poverty changed between waves, and how sure is that.

In: linearised ratios whose domains are waves by groups (domain = wave * groups + group), in one
stacked design. Out: absolute and relative changes, over the whole time and per year, for any pairs
of waves, with the whole covariance of the waves: a PSU that was visited in both is one PSU of the
design; waves drawn independently have PSU and stratum codes of their own.

    absolute                 b1 - b0
    absolute per year        (b1 - b0) / years
    relative, percent        100 (b1/b0 - 1)
    relative per year        100 ((b1/b0)^(1/years) - 1)

Standard errors by the delta method: the linearised score of f(b0, b1) is f0' u0 + f1' u1 (Wolter
2007, ch. 6). Relative changes from zero are null. The relative change per year to zero is -100 with
a null standard error, since the derivative does not exist.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from ppaos.domain.arrays import Floats, Whole
from ppaos.domain.errors import SettingError
from ppaos.domain.inference.linearisation import (
    Inference,
    LinearisedRatios,
    degrees_of_freedom,
    intervals,
    quantile,
)

ChangeType = Literal["abs", "rel"]
PairRule = Literal["default", "all", "consecutive"]
KINDS: Final[tuple[tuple[ChangeType, bool], ...]] = (
    ("abs", False),
    ("rel", False),
    ("abs", True),
    ("rel", True),
)
"""(change type, whether annualised) of every change that is reported."""


@dataclass(frozen=True)
class WaveChange:
    """One kind of change between two waves; arrays have shape [groups, measures]."""

    ctype: ChangeType
    """Absolute (in units of the measure) or relative (in percent)."""
    ann: bool
    """Whether it is per year."""
    t0: int
    """Place of the earlier wave."""
    t1: int
    """Place of the later wave."""
    b: Floats
    se: Floats
    ll: Floats
    ul: Floats


def wave_pairs(waves: int, rule: PairRule = "default") -> tuple[tuple[int, int], ...]:
    """Pairs (earlier, later) of waves 0..waves-1: `consecutive`, `all`, or by default consecutive
    ones and the first with the last.
    """
    if rule == "all":
        return tuple((one, two) for one in range(waves) for two in range(one + 1, waves))
    pairs = tuple((wave, wave + 1) for wave in range(waves - 1))
    return pairs if rule == "consecutive" or waves < 3 else (*pairs, (0, waves - 1))


def changes(
    linearised: LinearisedRatios,
    groups: int,
    *,
    years: Sequence[float] | None = None,
    pairs: Sequence[tuple[int, int]] | None = None,
    settings: Inference | None = None,
) -> list[WaveChange]:
    """Every kind of change for every pair of waves.

    `years`: when each wave was, in years; without it nothing is annualised. Null where a wave is
    null. Raises SettingError when years do not rise from wave to wave.
    """
    waves = len(linearised.b) // max(groups, 1)
    settings = settings or Inference()
    result = []
    for t0, t1 in wave_pairs(waves) if pairs is None else pairs:
        between = None if years is None else _years_between(years, t0, t1)
        for ctype, ann in KINDS:
            if ann and between is None:
                continue
            length = between if ann else None
            result.append(_change(linearised, groups, t0, t1, ctype, length, settings))
    return result


def census_changes(
    b: Floats,
    *,
    years: Sequence[float] | None = None,
    pairs: Sequence[tuple[int, int]] | None = None,
) -> list[WaveChange]:
    """Changes between complete counts `b`, float64 [waves, groups, measures]: no standard error."""
    result = []
    for t0, t1 in wave_pairs(len(b)) if pairs is None else pairs:
        between = None if years is None else _years_between(years, t0, t1)
        for ctype, ann in KINDS:
            if ann and between is None:
                continue
            value, _, _ = change_of(b[t0], b[t1], ctype, between if ann else None)
            se = np.where(np.isnan(value), np.nan, 0.0)
            result.append(WaveChange(ctype, ann, t0, t1, value, se, value.copy(), value.copy()))
    return result


def change_of(
    b0: Floats, b1: Floats, ctype: ChangeType, years: float | None = None
) -> tuple[Floats, Floats, Floats]:
    """A change and its derivatives by the earlier and the later estimate (arrays of one shape).

    `years`: length of time for a change per year; None for the whole change.
    """
    if ctype == "abs":
        span = 1.0 if years is None else years
        return (b1 - b0) / span, np.full(b0.shape, -1 / span), np.full(b0.shape, 1 / span)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(b0 > 0, b1 / b0, np.nan)
        if years is None:
            return 100 * (ratio - 1), -100 * ratio / b0, 100 / np.where(b0 > 0, b0, np.nan)
        power = ratio ** (1 / years)
        slope = 100 / years * power
        return 100 * (power - 1), np.where(b1 > 0, -slope / b0, np.nan), slope / b1


def _change(
    linearised: LinearisedRatios,
    groups: int,
    t0: int,
    t1: int,
    ctype: ChangeType,
    years: float | None,
    settings: Inference,
) -> WaveChange:
    b0 = linearised.b[t0 * groups : (t0 + 1) * groups]
    b1 = linearised.b[t1 * groups : (t1 + 1) * groups]
    value, by_earlier, by_later = change_of(b0, b1, ctype, years)
    se = np.sqrt(_variance(linearised, groups, (t0, t1), by_earlier, by_later))
    se = np.where(np.isnan(value), np.nan, se)
    df = _degrees(linearised, groups, (t0, t1), settings)
    reach = quantile(df, settings.confidence, settings.change_quantile)[:, None]
    ll, ul = intervals(value, se, reach, scale="linear")
    return WaveChange(ctype, years is not None, t0, t1, value, se, ll, ul)


def _variance(
    linearised: LinearisedRatios, groups: int, waves: tuple[int, int], first: Floats, second: Floats
) -> Floats:
    """Variance of first * b(one wave) + second * b(other wave), shape [groups, measures]."""
    psu, group, scores = _joined(linearised, groups, waves, (first, second))
    known = ~(np.isnan(first) | np.isnan(second))
    variance = linearised.design.variance(np.nan_to_num(scores), psu, group, groups)
    return np.where(known, variance, np.nan)


def _joined(
    linearised: LinearisedRatios, groups: int, waves: tuple[int, int], slopes: tuple[Floats, Floats]
) -> tuple[Whole, Whole, Floats]:
    """Scores of a combination of two waves, one entry for each PSU and group."""
    keys, parts = [], []
    for wave, slope in zip(waves, slopes, strict=True):
        held = np.flatnonzero(linearised.domain // groups == wave)
        group = linearised.domain[held] - wave * groups
        keys.append(linearised.psu[held] * groups + group)
        parts.append(linearised.scores[held] * slope[group])
    key, place = np.unique(np.concatenate(keys), return_inverse=True)
    scores = np.zeros((len(key), linearised.b.shape[1]))
    scores[place[: len(keys[0])]] += parts[0]
    scores[place[len(keys[0]) :]] += parts[1]
    return key // groups, key % groups, scores


def _degrees(
    linearised: LinearisedRatios, groups: int, waves: tuple[int, int], settings: Inference
) -> Floats:
    if settings.df == "design":
        return degrees_of_freedom(linearised, settings)[:groups]
    nothing = np.zeros((groups, linearised.b.shape[1]))
    psu, group, _ = _joined(linearised, groups, waves, (nothing, nothing))
    held = linearised.design.degrees_in_domain(psu, group, groups)
    return held.astype(np.float64)


def _years_between(years: Sequence[float], t0: int, t1: int) -> float:
    between = float(years[t1]) - float(years[t0])
    if not between > 0:
        raise SettingError(
            th=f"ปีของรอบต้องเพิ่มขึ้น แต่ {years[t1]} ไม่มากกว่า {years[t0]}",
            en=f"Years must rise from wave to wave, but {years[t1]} is not after {years[t0]}.",
        )
    return between
