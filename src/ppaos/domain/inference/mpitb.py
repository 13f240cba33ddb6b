"""Rules of other tools, so that their published outputs are reproduced.

`compat="mpitb"` follows the mpitb toolbox as ported to R. Each rule was found by matching a
published run of it (two waves of a synthetic survey, equal nested weights, k of 20, 33 and 50):

1. k is a whole percent: 33 is 33/100, not one third (`percent_cutoff`).
2. Rows with any missing indicator are deleted before the design is read, so PSUs and strata are
   counted on complete rows (`deletes_incomplete_rows`). Ours keeps them as a zero-weighted part of
   the design. The two differ only where a PSU has no complete row.
3. Waves are stacked into one design; a PSU number that occurs in two waves is one PSU. Degrees of
   freedom are PSUs minus strata of that stacked design, in every wave and every domain.
4. Level intervals are logit with the t quantile at these degrees of freedom. Same as ours.
5. Change intervals are b +- z se with the normal quantile. Ours uses t.
6. Changes carry the whole covariance of the waves through the delta method, in absolute and in
   relative changes, annualised or not. Same as ours. (An earlier generation of the tool holds the
   later wave fixed in relative changes; the published run does not.)
7. Contributions (actb, pctb) have no standard error (`without_errors`). Ours have one: both are
   ratios.
8. An annualised relative change to zero has b = -100 and no standard error, since the delta method
   has no derivative there. Same as ours.
9. Its levels come from an iterative fit, so b differs from the exact ratio by up to 1e-9, and a
   share of zero is printed as about 1e-12.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from ppaos.domain.errors import SettingError
from ppaos.domain.inference.linearisation import Inference


@dataclass(frozen=True)
class ToolRules:
    """What differs between tools beyond the formulas."""

    inference: Inference = field(default_factory=Inference)
    percent_k: bool = False
    """k is given in whole percent."""
    deletes_incomplete_rows: bool = False
    """Rows with a missing indicator leave the design, not only the sample."""
    without_errors: frozenset[str] = frozenset()
    """Measures that are reported without standard error and interval."""


OURS: Final = ToolRules()
MPITB: Final = ToolRules(
    inference=Inference(df="design", quantile="t", change_quantile="z"),
    percent_k=True,
    deletes_incomplete_rows=True,
    without_errors=frozenset({"actb", "pctb"}),
)


def rules_of(compat: str | None) -> ToolRules:
    """Rules by name: None or an empty text for ours, `mpitb`. Raises SettingError for others."""
    if not compat:
        return OURS
    if compat == "mpitb":
        return MPITB
    raise SettingError(
        th=f"ไม่รู้จัก compat '{compat}' ใช้ได้เฉพาะ mpitb",
        en=f"Unknown compat '{compat}'. Only mpitb is known.",
    )


def percent_cutoff(percent: int | str) -> Fraction:
    """Cutoff of a whole percent from 1 to 100: 33 and 33% are 33/100. Else raises SettingError."""
    try:
        whole = int(str(percent).strip().removesuffix("%"))
    except ValueError:
        whole = 0
    if not 1 <= whole <= 100:
        raise SettingError(
            th=f"ภายใต้ compat=mpitb ค่า k เป็นร้อยละจำนวนเต็ม 1 ถึง 100 (ได้รับ {percent})",
            en=f"Under compat=mpitb, k is a whole percent from 1 to 100 (got {percent}).",
        )
    return Fraction(whole, 100)
