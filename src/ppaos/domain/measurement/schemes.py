"""What a person asks for, as a scheme: cutoffs, rules and weights written in a line of text."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import cast

from ppaos.domain.errors import SettingError
from ppaos.domain.measurement.instrument import (
    MISSING_RULES,
    Identification,
    Instrument,
    MissingRule,
    Rule,
    Scheme,
    cutoff,
    fraction,
    require_weights,
)


def scheme(
    instrument: Instrument,
    *,
    k: str | Fraction | None = None,
    rule: str | None = None,
    m: int | None = None,
    weights: str | Mapping[str, str | Fraction] | None = None,
    missing: str | None = None,
) -> Scheme:
    """The instrument's own scheme with some of it changed.

    Errors: SettingError when settings contradict each other (k with another rule), name what the
    instrument does not have, or weights do not sum to 1.
    """
    own = instrument.scheme
    chosen = own.weights if weights is None else reweighted(instrument, weights)
    name = own.name if chosen == own.weights else weights_label(weights or "")
    if missing is not None and missing not in MISSING_RULES:
        raise SettingError(
            th=f"ไม่รู้จักกฎค่าว่าง '{missing}' ใช้ {', '.join(MISSING_RULES)}",
            en=f"Unknown missing rule '{missing}'. Use one of {', '.join(MISSING_RULES)}.",
        )
    return replace(
        own,
        weights=chosen,
        name=name,
        identification=identification(own.identification, k=k, rule=rule, m=m),
        missing=cast(MissingRule, missing or own.missing),
    )


def identification(
    own: Identification, *, k: str | Fraction | None, rule: str | None, m: int | None
) -> Identification:
    """Who is poor: `k` alone means rule k, `m` alone rule dimensions, nothing the own rule."""
    if k is not None:
        if rule not in (None, "k"):
            raise SettingError(
                th=f"ให้ k คู่กับกฎ '{rule}' ไม่ได้ เลือกอย่างใดอย่างหนึ่ง",
                en=f"k does not go with rule '{rule}'. Give one of them.",
            )
        return Identification("k", k=cutoff(k), m=m)
    if m is not None and rule in (None, "dimensions"):
        return Identification("dimensions", m=m)
    if rule is None:
        return own
    if rule == own.rule and m is None:
        return own
    return Identification(cast(Rule, rule), m=m)


def reweighted(
    instrument: Instrument, weights: str | Mapping[str, str | Fraction]
) -> tuple[Fraction, ...]:
    """Weights of all indicators from those of some dimensions or indicators.

    A dimension's weight is spread over its indicators in proportion to the instrument's own; what
    is not named shares the rest in proportion to its own weights. Exact.
    Errors: SettingError for unknown names, a sum over 1, or a sum under 1 with nothing left.
    """
    given = parse_weights(weights)
    members = instrument.dimension_members()
    known = {**members, **{name: (place,) for place, name in enumerate(instrument.names)}}
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise SettingError(
            th=f"เครื่องมือ '{instrument.name}' ไม่มีมิติหรือตัวชี้วัดชื่อ {', '.join(unknown)} (มี {', '.join(members)})",
            en=f"Instrument '{instrument.name}' has no dimension or indicator {', '.join(unknown)} "
            f"(dimensions: {', '.join(members)}).",
        )
    result: list[Fraction | None] = [None] * len(instrument.names)
    for name, total in sorted(given.items(), key=lambda item: len(known[item[0]])):
        free = [place for place in known[name] if result[place] is None]
        left = total - sum((result[place] or Fraction(0) for place in known[name]), Fraction(0))
        base = sum((instrument.weights[place] for place in free), Fraction(0))
        if left and not free:
            raise SettingError(
                th=f"น้ำหนักของ '{name}' ({total}) ไม่เท่ากับผลรวมของตัวชี้วัดในมิตินั้น ให้อย่างใดอย่างหนึ่ง",
                en=f"The weight of '{name}' ({total}) is not the sum of its indicators' weights. "
                "Give one or the other.",
            )
        for place in free:
            share = instrument.weights[place] / base if base else Fraction(1, len(free))
            result[place] = left * share
    rest = [place for place, weight in enumerate(result) if weight is None]
    left = 1 - sum((weight for weight in result if weight is not None), Fraction(0))
    base = sum((instrument.weights[place] for place in rest), Fraction(0))
    for place in rest:
        result[place] = left * instrument.weights[place] / base if base else Fraction(0)
    final = tuple(weight or Fraction(0) for weight in result)
    require_weights(final)
    return final


def parse_weights(weights: str | Mapping[str, str | Fraction]) -> dict[str, Fraction]:
    """`health=2/5,income=1/5` as exact fractions.

    Errors: SettingError for a part without `=`, a repeated name or a value that is no number.
    """
    if not isinstance(weights, str):
        return {name: fraction(value, what=name) for name, value in weights.items()}
    result: dict[str, Fraction] = {}
    for part in filter(None, (item.strip() for item in weights.split(","))):
        name, equals, value = (item.strip() for item in part.partition("="))
        if not equals or name in result:
            raise SettingError(
                th=f"น้ำหนัก '{part}' เขียนไม่ถูก ใช้รูปแบบ ชื่อ=เศษส่วน คั่นด้วยจุลภาค และไม่ซ้ำชื่อ",
                en=f"Weight '{part}' is not well formed. Write name=fraction, separated by commas, each name once.",
            )
        result[name] = fraction(value, what=name)
    return result


def weights_label(weights: str | Mapping[str, str | Fraction]) -> str:
    """Text of the column `wgts` for weights that a person gave."""
    return ",".join(f"{name}={value}" for name, value in parse_weights(weights).items())
