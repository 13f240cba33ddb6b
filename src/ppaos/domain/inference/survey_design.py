"""How a sample was drawn, and what that lets one infer.

In: for every cell (or row) its primary sampling unit, its stratum and, where the frame is small, a
finite-population correction. Out: a `SurveyDesign`, which numbers the PSUs inside their strata, applies
one of the five rules for strata of a single PSU, and turns linearised scores into variances.

The variance is that of the ultimate-cluster (with replacement) estimator of a total
(Cochran 1977, ch. 11; Binder 1983): V = sum_h (1 - f_h) n_h/(n_h - 1) sum_c (z_hc - zbar_h)^2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ppaos.domain.arrays import Floats, Whole
from ppaos.domain.errors import DesignError, SettingError

LonelyRule = Literal["fail", "certainty", "adjust", "average", "collapse"]
LONELY_RULES: Final[tuple[str, ...]] = ("fail", "certainty", "adjust", "average", "collapse")


@dataclass(frozen=True)
class SurveyDesign:
    """A sampling design, ready for variances. Make it with `survey_design` or `simple_random`."""

    psu: Whole
    """Number of the PSU of each cell, shape [cells]; PSUs are numbered stratum by stratum."""
    stratum: Whole
    """Number of the stratum of each PSU, shape [psus], ascending; after collapsing."""
    drawn: Whole
    """PSUs of each stratum in the sample (n_h), shape [strata]."""
    fraction: Floats
    """Share of the stratum's PSUs that was drawn (f_h), shape [strata]; 0 without correction."""
    is_lonely: NDArray[np.bool_]
    """Strata of one PSU that was not drawn with certainty, shape [strata]."""
    lonely: LonelyRule

    @property
    def psus(self) -> int:
        """Number of PSUs."""
        return len(self.stratum)

    @property
    def strata(self) -> int:
        """Number of strata (after collapsing)."""
        return len(self.drawn)

    @property
    def degrees_of_freedom(self) -> int:
        """PSUs minus strata of the whole design; under every lonely rule the same subtraction."""
        return self.psus - self.strata

    @property
    def is_estimable(self) -> bool:
        """Whether any variance can be estimated: False when no PSU can be compared with another."""
        if not self.psus:
            return False
        if self.lonely == "adjust":
            return self.psus > 1 or not self.is_lonely.any()
        return not self.is_lonely.all()

    def variance(self, scores: Floats, psu: Whole, domain: Whole, domains: int) -> Floats:
        """Variance of the total of linearised scores in each domain, shape [domains, measures].

        `scores`: shape [entries, measures], at most one entry for each (PSU, domain), whose numbers
        are in `psu` and `domain`; PSUs without an entry have score zero, so that the whole design
        counts in every domain (domains by zero-weighting). Null (nan) where no variance can be
        estimated.
        """
        if not self.is_estimable:
            return np.full((domains, scores.shape[1]), np.nan)
        key, place = np.unique(self.stratum[psu] * domains + domain, return_inverse=True)
        stratum, of = key // max(domains, 1), key % max(domains, 1)
        gather = _sum_over(place, len(key))
        drawn = self.drawn[stratum][:, None]
        mean = np.asarray(gather @ scores) / drawn
        apart = scores - mean[place]
        absent = drawn - np.bincount(place, minlength=len(key))[:, None]
        squares = np.asarray(gather @ (apart * apart)) + absent * mean * mean
        squares *= self._factor[stratum][:, None]
        total = np.asarray(_sum_over(of, domains) @ squares)
        if self.lonely == "adjust" and self.is_lonely.any():
            total += self._around_grand_mean(scores, psu, domain, domains)
        if self.lonely == "average":
            total *= self.strata / np.count_nonzero(~self.is_lonely)
        return total

    def degrees_in_domain(self, psu: Whole, domain: Whole, domains: int) -> Whole:
        """PSUs minus strata that a domain holds, shape [domains]; arguments as of `variance`."""
        stratum = self.stratum[psu]
        held = np.bincount(domain, minlength=domains)
        of = np.unique(stratum * max(domains, 1) + domain) % max(domains, 1)
        return np.asarray(held - np.bincount(of, minlength=domains), dtype=np.int64)

    @property
    def _factor(self) -> Floats:
        """(1 - f_h) n_h / (n_h - 1), and 0 for a stratum of one PSU: shape [strata]."""
        several = np.maximum(self.drawn - 1, 1)
        return np.where(self.drawn > 1, (1 - self.fraction) * self.drawn / several, 0.0)

    def _around_grand_mean(self, scores: Floats, psu: Whole, domain: Whole, domains: int) -> Floats:
        """What lonely strata add when centred at the mean of all PSUs."""
        mean = np.asarray(_sum_over(domain, domains) @ scores) / self.psus
        free = (1 - self.fraction)[self.stratum[psu]] * self.is_lonely[self.stratum[psu]]
        apart = (scores - mean[domain]) ** 2 - mean[domain] ** 2
        present = np.asarray(_sum_over(domain, domains) @ (apart * free[:, None]))
        everywhere = float(((1 - self.fraction) * self.is_lonely).sum())
        return np.asarray(present + everywhere * mean**2)


def survey_design(
    psu: Whole,
    stratum: Whole | None = None,
    fpc: Floats | None = None,
    *,
    lonely: LonelyRule = "fail",
    stratum_names: Sequence[str] | None = None,
) -> SurveyDesign:
    """Design of cells with PSU codes `psu` inside strata `stratum` (int64 [cells]).

    A PSU is known by its stratum and its code together: PSU 1 of two strata is two PSUs. Without
    strata there is one. `fpc`: float64 [cells], constant within a stratum; up to 1 it is the
    sampling fraction of PSUs, above 1 the number of PSUs in the population (Stata's `svyset, fpc`).
    A stratum of one PSU with fraction 1 is a certainty PSU and never lonely.

    `lonely`: what to do with a stratum of one PSU. `fail` raises; `certainty` lets it add no
    variance; `adjust` centres it at the mean of all PSUs; `average` gives it the average variance
    of the other strata; `collapse` joins lonely strata into one (a single lonely one into the first
    stratum that has several PSUs), with one stratum fewer in the degrees of freedom.

    Raises DesignError: lonely strata under `fail` (named from `stratum_names`), an fpc that varies
    within a stratum, is negative, missing, or smaller than the PSUs drawn.
    """
    if lonely not in LONELY_RULES:
        raise SettingError(
            th=f"ไม่รู้จักกฎชั้นภูมิที่มีหน่วยตัวอย่างเดียว '{lonely}' ใช้ {', '.join(LONELY_RULES)}",
            en=f"Unknown rule '{lonely}' for strata of one PSU. Use {', '.join(LONELY_RULES)}.",
        )
    of = np.zeros(len(psu), dtype=np.int64) if stratum is None else stratum
    known, stratum_of_cell = np.unique(of, return_inverse=True)
    names = [str(code) if stratum_names is None else stratum_names[code] for code in known]
    codes, code_of_cell = np.unique(psu, return_inverse=True)
    width = max(len(codes), 1)
    key, place = np.unique(stratum_of_cell * width + code_of_cell, return_inverse=True)
    stratum_of_psu = np.asarray(key // width, dtype=np.int64)
    drawn = np.bincount(stratum_of_psu, minlength=len(known)).astype(np.int64)
    fraction = _fractions(fpc, stratum_of_cell, drawn, names)
    is_lonely = (drawn == 1) & (fraction < 1)
    if lonely == "fail" and is_lonely.any():
        raise _lonely_strata([name for name, alone in zip(names, is_lonely, strict=True) if alone])
    whole = SurveyDesign(
        np.asarray(place, np.int64), stratum_of_psu, drawn, fraction, is_lonely, lonely
    )
    return _collapsed(whole) if lonely == "collapse" and is_lonely.any() else whole


def simple_random(cells: int, fpc: Floats | None = None) -> SurveyDesign:
    """Simple random sampling: every cell (one row of the survey) is its own PSU in one stratum."""
    lonely: LonelyRule = "certainty" if cells == 1 else "fail"
    return survey_design(np.arange(cells, dtype=np.int64), None, fpc, lonely=lonely)


def _sum_over(place: Whole, places: int) -> sparse.csr_array:
    """Matrix that adds up entries by place: shape [places, entries]."""
    entries = len(place)
    return sparse.csr_array(
        (np.ones(entries), (place, np.arange(entries))), shape=(places, entries)
    )


def _fractions(fpc: Floats | None, stratum: Whole, drawn: Whole, names: Sequence[str]) -> Floats:
    strata = len(drawn)
    if fpc is None:
        return np.zeros(strata)
    value = np.full(strata, np.nan)
    value[stratum] = fpc
    for wrong, th, en in (
        (np.isnan(value) | (value < 0), "ว่างหรือติดลบ", "is missing or negative"),
        (
            np.bincount(stratum, weights=fpc != value[stratum], minlength=strata) > 0,
            "มีหลายค่าในชั้นภูมิเดียว",
            "takes several values in one stratum",
        ),
        (
            (value > 1) & (value < drawn),
            "น้อยกว่าจำนวนหน่วยตัวอย่างขั้นที่หนึ่งที่สุ่มได้",
            "is smaller than the number of PSUs drawn",
        ),
    ):
        if wrong.any():
            which = _listed([name for name, bad in zip(names, wrong, strict=True) if bad])
            raise DesignError(
                th=f"fpc {th} (ชั้นภูมิ {which}) แก้คอลัมน์ fpc หรือไม่ต้องระบุ",
                en=f"fpc {en} (stratum {which}). Correct the column or leave fpc out.",
            )
    return np.where(value > 1, drawn / np.maximum(value, 1), value)


def _collapsed(design: SurveyDesign) -> SurveyDesign:
    """The design with lonely strata joined; unchanged when there is nothing to join them with."""
    alone = np.flatnonzero(design.is_lonely)
    others = np.flatnonzero(design.drawn > 1)
    if len(alone) == 1 and not len(others):
        return design
    into = alone[0] if len(alone) > 1 else others[0]
    new_name = np.arange(design.strata)
    new_name[alone] = into
    _, new_name = np.unique(new_name, return_inverse=True)
    stratum = new_name[design.stratum]
    order = np.argsort(stratum, kind="stable")
    position = np.empty_like(order)
    position[order] = np.arange(len(order))
    drawn = np.bincount(stratum).astype(np.int64)
    frame = np.bincount(new_name, weights=_frame(design))
    fraction = np.where(np.isfinite(frame), drawn / np.maximum(frame, 1), 0.0)
    return SurveyDesign(
        psu=np.asarray(position[design.psu], dtype=np.int64),
        stratum=np.asarray(stratum[order], dtype=np.int64),
        drawn=drawn,
        fraction=fraction,
        is_lonely=(drawn == 1) & (fraction < 1),
        lonely=design.lonely,
    )


def _frame(design: SurveyDesign) -> Floats:
    """PSUs in the population of each stratum; infinite without correction."""
    with np.errstate(divide="ignore"):
        return np.where(design.fraction > 0, design.drawn / design.fraction, np.inf)


def _lonely_strata(names: Sequence[str]) -> DesignError:
    which, rules = _listed(names), ", ".join(LONELY_RULES[1:])
    return DesignError(
        th=f"ชั้นภูมิ {which} มีหน่วยตัวอย่างขั้นที่หนึ่ง (PSU) เพียงหน่วยเดียว จึงหาความแปรปรวนไม่ได้ "
        f"เลือกกฎ lonely เป็น {rules} หรือรวมชั้นภูมิก่อน",
        en=f"Stratum {which} has a single PSU, so its variance cannot be estimated. "
        f"Choose the lonely rule {rules}, or merge strata first.",
    )


def _listed(names: Sequence[str], most: int = 10) -> str:
    more = "" if len(names) <= most else f" ... ({len(names)})"
    return ", ".join(names[:most]) + more
