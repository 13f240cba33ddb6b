"""What a what-if is asked: the scheme, the area and level, and which figure the map shows.

In: the address of a page. Out: an `WhatIfParameters`. The address says everything, so that a link shows the
same to whoever may see the area; nothing is stored.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from ppaos.domain.area.scope import Scope
from ppaos.domain.errors import SettingError
from ppaos.domain.measurement.instrument import Instrument, Scheme
from ppaos.domain.measurement.schemes import scheme as scheme_of
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import scope_of
from ppaos.operations.areas.models import Area
from ppaos.operations.publications import labels
from ppaos.operations.publications.models import Publication
from ppaos.web.choropleth.parameters import (
    METHODS,
    first_level,
    level_asked,
    level_fitting,
    levels_inside,
)
from ppaos.web.requests.auth import area_in_scope, current_user, publication_for

OWN: Final = "own"
RULES: Final[dict[str, Bilingual]] = {
    OWN: Bilingual("กฎที่ใช้อยู่", "The rule in force"),
    "k": Bilingual("คะแนนรวมตั้งแต่ k (Alkire–Foster)", "Score of at least k (Alkire–Foster)"),
    "any_dimension": Bilingual("ตกอย่างน้อยหนึ่งมิติ", "At least one dimension fails"),
    "dimensions": Bilingual("ตกอย่างน้อย m มิติ", "At least m dimensions fail"),
    "union": Bilingual("ตกอย่างน้อยหนึ่งตัวชี้วัด", "At least one indicator fails"),
    "intersection": Bilingual("ตกทุกตัวชี้วัดที่ถาม", "Every indicator that was asked fails"),
}
MISSING: Final[dict[str, Bilingual]] = {
    "": Bilingual("ตามกฎที่ใช้อยู่", "As in force"),
    "as_not_deprived": Bilingual("ค่าว่างถือว่าไม่ตก", "Missing counts as not deprived"),
    "listwise": Bilingual("ตัดครัวเรือนที่มีค่าว่าง", "Leave out households with a missing answer"),
    "reweight": Bilingual("แบ่งน้ำหนักให้ข้อที่ตอบ", "Give the weight to what was answered"),
}


@dataclass(frozen=True)
class ShownFigure:
    """A figure that the map can show."""

    name: str
    title: Bilingual
    unit: str


SHOWN: Final = {
    item.name: item
    for item in (
        ShownFigure("poor_people", Bilingual("คนจน", "Poor people"), "people"),
        ShownFigure("poor_households", Bilingual("ครัวเรือนจน", "Poor households"), "households"),
        ShownFigure("headcount_ratio", Bilingual("สัดส่วนคนจน (H)", "Headcount ratio (H)"), "ratio"),
        ShownFigure("intensity", Bilingual("ความเข้มข้น (A)", "Intensity (A)"), "ratio"),
        ShownFigure("m0", Bilingual("ดัชนี M0", "Adjusted headcount ratio (M0)"), "score"),
    )
}
FIRST_SHOWN: Final = "headcount_ratio"
_TOLD: Final = 20
_NUMBER: Final = re.compile(r"[0-9]{1,6}(/[0-9]{1,6}|\.[0-9]{1,6})?")
"""Looked at before it is computed: `1e999999999` is a short text and an endless number."""


@dataclass(frozen=True)
class WhatIfParameters:
    """One what-if."""

    publication: Publication
    instrument: Instrument
    scope: Scope
    area: Area
    level: str
    shown: str
    method: str
    rule: str
    k: str
    m: str
    missing: str
    weights: dict[str, str]
    """Dimension or indicator -> what was typed; those left empty are not in it."""
    scheme: Scheme

    @property
    def is_own(self) -> bool:
        """Whether it asks for nothing but the rule in force."""
        return self.scheme == self.instrument.scheme

    @property
    def weights_in_force(self) -> dict[str, str]:
        """Dimension or indicator -> its weight in force, as the form writes weights."""
        held = dict(zip(self.instrument.names, self.instrument.scheme.weights, strict=True))
        for name, places in self.instrument.dimension_members().items():
            whole = (self.instrument.scheme.weights[place] for place in places)
            held[name] = sum(whole, Fraction(0))
        return {name: _written(weight) for name, weight in held.items()}

    def query(self, **changed: str) -> str:
        """The what-if as a query string, with some of it changed."""
        given = {
            "area": self.area.code, "level": self.level, "show": self.shown, "method": self.method,
            **self._rule, "version": self.publication.version,
        }  # fmt: skip
        return urlencode({name: text for name, text in (given | changed).items() if text})

    @property
    def told_rule(self) -> str:
        """The scheme as its address says it, such as `rule=k&k=1/3&w_health=40`."""
        return urlencode({name: text for name, text in self._rule.items() if text}, safe="/%")

    @property
    def _rule(self) -> dict[str, str]:
        weights = {f"w_{name}": text for name, text in self.weights.items()}
        return {"rule": self.rule, "k": self.k, "m": self.m, "missing": self.missing, **weights}

    def drill_query(self, code: str) -> str:
        """The same what-if one area further down."""
        return self.query(area=code, level=first_level(code))


def asked_of(request: HttpRequest) -> WhatIfParameters:
    """The what-if of a request.

    Errors: SettingError for a rule, cutoff, weight or level that cannot be; AreaError for an unknown
    area; Refused for one outside the scope; NothingPublished.
    """
    given = request.GET
    publication = publication_for(request)
    instrument = labels.instrument(publication)
    area = area_in_scope(request, given.get("area"), Permission.SEE_COUNTS)
    rule = _one_of(given.get("rule"), RULES, OWN)
    missing = _one_of(given.get("missing"), MISSING, "")
    k = (given.get("k") or "").strip() if rule == "k" else ""
    m = (given.get("m") or "").strip() if rule == "dimensions" else ""
    weights = _weights(given, instrument)
    return WhatIfParameters(
        publication=publication,
        instrument=instrument,
        scope=scope_of(current_user(request), Permission.SEE_COUNTS),
        area=area,
        level=level_asked(
            level_fitting(given.get("level"), area.code), levels_inside(area.code), area.code
        ),
        shown=_one_of(given.get("show"), SHOWN, FIRST_SHOWN),
        method=_one_of(given.get("method"), METHODS, next(iter(METHODS))),
        rule=rule,
        k=k or ("1/3" if rule == "k" else ""),
        m=m or ("1" if rule == "dimensions" else ""),
        missing=missing,
        weights=weights,
        scheme=_scheme(instrument, rule, k or "1/3", m or "1", missing, weights),
    )


def _scheme(
    instrument: Instrument, rule: str, k: str, m: str, missing: str, weights: dict[str, str]
) -> Scheme:
    exact = {name: _weight(name, text) for name, text in weights.items()}
    return scheme_of(
        instrument,
        k=_cutoff(k) if rule == "k" else None,
        rule=rule if rule in ("union", "intersection", "any_dimension", "dimensions") else None,
        m=_whole(m, most=len(instrument.dimensions)) if rule == "dimensions" else None,
        weights=exact or None,
        missing=missing or None,
    )


def _weights(given: QueryDict, instrument: Instrument) -> dict[str, str]:
    names = [*(item.name for item in instrument.dimensions), *instrument.names]
    found = {}
    for name in names:
        text = (given.get(f"w_{name}") or "").strip()
        if text:
            found[name] = text
    return found


def _cutoff(text: str) -> Fraction:
    """A cutoff: a fraction such as 1/3, or a number up to 1."""
    return _fraction(text, th="จุดตัด k", en="The cutoff k")


def _weight(name: str, text: str) -> Fraction:
    """A weight: a fraction such as 1/5, or a number of per cent."""
    plain = text.removesuffix("%")
    value = _fraction(plain, th=f"น้ำหนักของ {name}", en=f"The weight of {name}")
    return value if "/" in text and plain == text else value / 100


def _fraction(text: str, *, th: str, en: str) -> Fraction:
    whole, _, part = text.partition("/")
    if not _NUMBER.fullmatch(text) or (part and not int(part)):
        raise SettingError(
            th=f"{th} ต้องเป็นเศษส่วนหรือตัวเลขที่ไม่ติดลบ ส่วนละไม่เกิน 6 หลัก เช่น 1/3 (ได้รับ '{_begin(text)}')",
            en=f"{en} must be a fraction or a number of at least 0, of up to 6 digits each, such as 1/3 (got '{_begin(text)}').",
        )
    return Fraction(int(whole), int(part)) if part else Fraction(text)


def _written(weight: Fraction) -> str:
    """A weight in per cent where that is a whole number, else as a fraction."""
    percent = weight * 100
    return str(percent) if percent.denominator == 1 else str(weight)


def _begin(text: str) -> str:
    """As much of a text as a message repeats."""
    return text if len(text) <= _TOLD else f"{text[:_TOLD]}…"


def _whole(text: str, *, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 3 and 1 <= int(text) <= most):
        raise SettingError(
            th=f"จำนวนมิติ m ต้องเป็นจำนวนเต็ม 1 ถึง {most} (ได้รับ '{_begin(text)}')",
            en=f"The number of dimensions m must be from 1 to {most} (got '{_begin(text)}').",
        )
    return int(text)


def _one_of(text: str | None, known: Mapping[str, Any], default: str) -> str:
    if not text:
        return default
    if text not in known:
        raise SettingError(
            th=f"ไม่รู้จักค่า '{text}' เลือกจากรายการบนหน้าจอ",
            en=f"'{text}' is not known. Choose one of: {', '.join(filter(None, known))}.",
        )
    return text
