"""How sure is an estimate, by drawing PSUs again: the rescaling bootstrap.

In: linearised ratios (see `inference`), a number of replicates and a seed. Out: every measure in
every domain under each replicate's weights, from which the standard error of any function of them
follows. The same seed gives the same replicates.

Rao and Wu (1988), Rao, Wu and Yue (1992): in each stratum m_h = n_h - 1 of the n_h PSUs are drawn
with replacement, and the weight of a PSU that came r times becomes
w (1 - s + s r n_h/m_h) with s = sqrt(m_h (1 - f_h)/(n_h - 1)), which is sqrt(1 - f_h).
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from ppaos.domain.arrays import Floats
from ppaos.domain.errors import DesignError, SettingError
from ppaos.domain.inference.linearisation import LinearisedRatios
from ppaos.domain.inference.survey_design import SurveyDesign
from ppaos.domain.progress import Progress, Silent


@dataclass(frozen=True)
class Replicates:
    """Estimates under replicate weights."""

    b: Floats
    """The estimates themselves, shape [domains, measures]."""
    values: Floats
    """Shape [replicates, domains, measures]; null where a replicate's denominator is empty."""

    def standard_errors(self) -> Floats:
        """Root mean square of the replicates around the estimate, shape [domains, measures]."""
        return replicate_standard_errors(self.b, self.values)


def replicate_standard_errors(b: Floats, values: Floats) -> Floats:
    """Root mean square of replicates `values` [replicates, ...] around the estimate `b` [...].

    Replicates that are null are left out; null with fewer than two left or where `b` is null.
    Apply any function to estimates and replicates alike (a change, a share) to get its error.
    """
    known = np.count_nonzero(~np.isnan(values), axis=0)
    squares = np.nansum((values - b) ** 2, axis=0)
    enough = (known > 1) & ~np.isnan(b)
    return np.where(enough, np.sqrt(squares / np.maximum(known, 1)), np.nan)


def bootstrap_factors(design: SurveyDesign, replicates: int, seed: int) -> Floats:
    """Factor on the weight of each PSU in each replicate, shape [replicates, psus].

    Raises DesignError where strata of one PSU follow the rules `adjust` or `average`, which have no
    meaning for a bootstrap, or where nothing can be drawn; SettingError for fewer than 2 replicates.
    """
    if replicates < 2:
        raise SettingError(
            th=f"bootstrap ต้องมีอย่างน้อย 2 รอบ (ได้รับ {replicates})",
            en=f"A bootstrap needs at least 2 replicates (got {replicates}).",
        )
    if design.is_lonely.any() and design.lonely in ("adjust", "average"):
        raise DesignError(
            th=f"กฎ {design.lonely} ใช้กับ bootstrap ไม่ได้ ใช้ certainty หรือ collapse",
            en=f"The lonely rule {design.lonely} has no bootstrap. Use certainty or collapse.",
        )
    random = np.random.default_rng(seed)
    factors = np.ones((replicates, design.psus))
    start = np.concatenate([[0], np.cumsum(design.drawn)])
    for stratum in np.flatnonzero(design.drawn > 1):
        drawn = int(design.drawn[stratum])
        chances = np.full(drawn, 1 / drawn)
        times = random.multinomial(drawn - 1, chances, size=replicates)
        scale = np.sqrt(1 - design.fraction[stratum])
        columns = slice(start[stratum], start[stratum + 1])
        factors[:, columns] = 1 - scale + scale * times * drawn / (drawn - 1)
    return factors


def bootstrap(
    linearised: LinearisedRatios, *, replicates: int, seed: int, progress: Progress | None = None
) -> Replicates:
    """Estimates under `replicates` rescaled bootstrap weights.

    Errors as of `bootstrap_factors`. Where the design is not estimable every replicate is null.
    """
    design, shape = linearised.design, linearised.b.shape
    factors = bootstrap_factors(design, replicates, seed)
    values = np.full((replicates, *shape), np.nan)
    entries = np.arange(len(linearised.psu))
    with (progress or Silent()).step(
        th="สุ่มตัวอย่างซ้ำ (bootstrap)", en="Bootstrap replicates", total=replicates
    ) as step:
        for number in range(replicates if design.is_estimable else 0):
            gather = sparse.csr_array(
                (factors[number][linearised.psu], (linearised.domain, entries)),
                shape=(len(linearised.b), len(entries)),
            )
            size = np.asarray(gather @ linearised.denominator)
            with np.errstate(invalid="ignore", divide="ignore"):
                ratio = np.asarray(gather @ linearised.numerator) / size
            values[number] = np.where(size > 0, ratio, np.nan)
            step.advance()
    return Replicates(linearised.b, values)
