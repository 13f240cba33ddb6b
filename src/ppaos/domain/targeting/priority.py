"""In which order to visit households: five stated terms, whole thousandths, no learning.

In: one row a household with its score, failing dimensions, vulnerability level, dependants and
survey date. Out: the same rows with each term in thousandths (`priority_TERM`) and their sum
(`priority`, 0 to 1000 but for rounding of the terms). A term is its weight times value / cap,
rounded half up, so that anybody can recompute it from the stored columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

import ibis

from ppaos.domain import relations as ir
from ppaos.domain.errors import SettingError

TERMS: Final = ("depth", "dimensions", "vulnerability", "dependants", "staleness")
_DEFAULT: Final = ("2/5", "1/5", "1/5", "1/10", "1/10")
_UNIT: Final = 1000


def _default() -> dict[str, Fraction]:
    return {term: Fraction(text) for term, text in zip(TERMS, _DEFAULT, strict=True)}


@dataclass(frozen=True)
class Priority:
    """Weights of the terms, and the values from which a term is full."""

    weights: Mapping[str, Fraction] = field(default_factory=_default)
    most_dependants: int = 3
    stalest_days: int = 730

    def __post_init__(self) -> None:
        if set(self.weights) != set(TERMS):
            raise SettingError(
                th=f"น้ำหนักของลำดับความเร่งด่วนต้องมีครบ {', '.join(TERMS)} (ได้รับ {', '.join(self.weights)})",
                en=f"Priority needs a weight for each of {', '.join(TERMS)} (got {', '.join(self.weights)}).",
            )
        total = sum(self.weights.values(), Fraction(0))
        if total != 1 or min(self.weights.values()) < 0:
            raise SettingError(
                th=f"น้ำหนักของลำดับความเร่งด่วนรวมได้ {total} ต้องเป็น 1 พอดีและไม่ติดลบ เขียนเป็นเศษส่วน เช่น 2/5",
                en=f"Weights of the priority sum to {total}; they must be at least 0 and sum to exactly 1. "
                "Write fractions such as 2/5.",
            )


def priority_terms(
    households: ir.Table,
    priority: Priority,
    *,
    dimensions: int,
    highest_level: int,
    reference: ir.DateValue,
) -> dict[str, ir.IntegerValue]:
    """Columns `priority_TERM` (int32 thousandths) and `priority`, their sum.

    Reads `score`, `score_of`, `dimensions_failing`, `vulnerability_level`, `dependants` and
    `surveyed_on`. A missing value adds nothing, but for the survey date: a household that nobody
    surveyed is as stale as can be. Values over their cap count as the cap.
    """
    days = reference.delta(households["surveyed_on"], unit="day")
    most, stalest = priority.most_dependants, priority.stalest_days
    parts = {
        "depth": (households["score"], households["score_of"]),
        "dimensions": (households["dimensions_failing"], _whole(dimensions)),
        "vulnerability": (households["vulnerability_level"], _whole(max(highest_level, 1))),
        "dependants": (households["dependants"], _whole(most)),
        "staleness": (days.fill_null(ibis.literal(stalest)), _whole(stalest)),
    }
    terms = {
        f"priority_{term}": _thousandths(value, cap, priority.weights[term])
        for term, (value, cap) in parts.items()
    }
    total = ir.whole(ibis.literal(0, "int32"))
    for value in terms.values():
        total = ir.whole(total + value)
    return {"priority": ir.whole(total.cast("int32")), **terms}


def ranked(households: ir.Table) -> ir.Table:
    """Highest priority first; ties in the order of household identifiers."""
    return households.order_by(households["priority"].desc(), households["household_id"].asc())


def _whole(value: int) -> ir.IntegerValue:
    return ir.whole(ibis.literal(value, "int64"))


def _thousandths(value: ir.IntegerValue, cap: ir.IntegerValue, weight: Fraction) -> ir.IntegerValue:
    """floor(1000 weight value / cap + 1/2) in whole numbers."""
    top = cap.cast("int64")
    held = ir.whole(ibis.least(ibis.greatest(value.cast("int64"), _whole(0)), top))
    divisor = ir.whole(top * (2 * weight.denominator))
    share = ir.whole(held * (2 * _UNIT * weight.numerator)) + ir.whole(top * weight.denominator)
    whole = share // ir.whole(divisor.nullif(ibis.literal(0)))
    return ir.whole(ibis.coalesce(whole, _whole(0)).cast("int32"))
