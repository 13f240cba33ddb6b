"""What the HTML report holds, as plain data: totals, areas, groups, rules, boundaries, notes.

In: the long table of estimates, the instrument, names, facts. Out: dictionaries ready for JSON.
Null stays null (None): an area with no data is never zero. Areas of the scope that the official
list of codes knows and the data lacks are kept, with nulls.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from ppaos.adapters.area_names import AreaNames, area_codes
from ppaos.adapters.geojson import Boundaries, Match, match, read_boundaries
from ppaos.adapters.report_facts import ReportFacts
from ppaos.adapters.wide_estimates import LongEstimates, Wide
from ppaos.domain.area.codes import NATION, level_of, parent_of
from ppaos.domain.arrays import Floats
from ppaos.domain.errors import CheckError
from ppaos.domain.measurement.instrument import Instrument
from ppaos.domain.thai.address import heading
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.workflows.report.targets import aligned

LEVELS: Final = ("region", "province", "district", "subdistrict", "village")
MOST_VILLAGES: Final = 3000
"""With more villages than this only the poorest are listed."""
LISTED_VILLAGES: Final = 500
_RATIOS: Final = ("H", "A", "M0")
_COUNTS: Final = ("people", "households", "poor_people", "poor_households")


@dataclass(frozen=True)
class MainRule:
    """The rule and weights that the report puts first, and its rounds."""

    rule: str
    k: str
    wgts: str
    t: str
    before: str | None

    def at(self, t: str | None = None) -> dict[str, str]:
        """Arguments that cut this rule's rows out of the long table."""
        return {"rule": self.rule, "k": self.k, "wgts": self.wgts, "t": self.t if t is None else t}


def main_rule(estimates: LongEstimates, instrument: Instrument) -> MainRule:
    """The instrument's own rule in the latest round.

    Errors: CheckError when the table has no national row under that rule.
    """
    own = instrument.identification
    fits = [s for s in estimates.schemes() if s[:2] == (own.rule, own.label)]
    named = [s for s in fits if s[2] == instrument.weights_name] or fits
    cut = dict(zip(("rule", "k", "wgts"), named[0], strict=True)) if named else {}
    rounds = estimates.labels("t", loa=NATION, **cut) if named else []
    if not rounds:
        raise CheckError(
            th=f"ตารางค่าประมาณไม่มีแถวระดับประเทศ (nat) ตามกฎ {own.rule} {own.label} ของเครื่องมือ {instrument.name} วัดใหม่ด้วยเครื่องมือนี้",
            en=f"The estimates hold no national row under rule {own.rule} {own.label} of instrument "
            f"{instrument.name}. Measure again with that instrument.",
        )
    return MainRule(*named[0], t=rounds[-1], before=rounds[-2] if len(rounds) > 1 else None)


def payload(
    estimates: LongEstimates,
    instrument: Instrument,
    names: AreaNames,
    facts: ReportFacts,
    boundaries: Path | None,
    linked: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Everything that the page shows.

    Errors: CheckError without rows of the instrument's rule; FileError for unusable boundaries.
    """
    rule = main_rule(estimates, instrument)
    provinces = estimates.wide(loa="province", **rule.at()).located().places
    scope = facts.scope or (provinces[0] if len(provinces) == 1 else NATION)
    levels, villages = _levels(estimates, instrument, names, rule, scope, facts.scope is not None)
    shapes, matches = _shapes(boundaries, scope, levels)
    total = estimates.wide(loa=NATION, **rule.at())
    before = estimates.wide(loa=NATION, **rule.at(rule.before)) if rule.before else None
    return {
        "meta": _meta(instrument, rule, facts, names, scope, villages),
        "dimensions": [{"name": d.name, **_both(d.title)} for d in instrument.dimensions],
        "indicators": [
            {
                "name": item.name,
                "dimension": item.dimension,
                "item": item.item,
                **_both(item.title),
                "applies": _both(item.applies_to) if item.applies_to else None,
            }
            for item in instrument.indicators
        ],
        "total": _summary(total, instrument),
        "before": _summary(before, instrument) if before else None,
        "rules": _rules(estimates, rule),
        "groups": _groups(estimates, instrument, rule),
        "levels": levels,
        "shapes": shapes,
        "matches": {level: _match(found) for level, found in matches.items()},
        "unlocated": _unlocated(estimates, rule),
        "linked": aligned(linked, {name: table["code"] for name, table in levels.items()}, scope)
        if linked
        else None,
    }


def _meta(
    instrument: Instrument,
    rule: MainRule,
    facts: ReportFacts,
    names: AreaNames,
    scope: str,
    villages: int,
) -> dict[str, Any]:
    bands = instrument.bands
    return {
        "instrument": {"name": instrument.name, "hash": instrument.hash, **_both(instrument.title)},
        "rule": rule.rule,
        "k": rule.k,
        "missing": instrument.missing,
        "bands": {name: str(getattr(bands, name)) for name in ("vulnerable", "poor", "severe")},
        "round": rule.t,
        "before": rule.before,
        "rounds": list(facts.rounds),
        "scope": _scope(scope, names),
        "synthetic": facts.synthetic,
        "made_at": facts.made_at,
        "code_version": facts.code_version,
        "households": facts.households,
        "people": facts.people,
        "tables": [{**asdict(table), "inputs": dict(table.inputs)} for table in facts.tables],
        "stated": [asdict(figure) for figure in facts.stated],
        "flows": asdict(facts.flows) if facts.flows else None,
        "villages": villages,
    }


def _scope(scope: str, names: AreaNames) -> dict[str, Any]:
    title, level = names.title(scope), level_of(scope)
    full = heading(scope, level, title)
    return {"code": scope, "level": level, **_both(title), "full": _both(full)}


def _headings(codes: Sequence[str], titles: Sequence[Bilingual]) -> dict[str, list[str]]:
    """Names with the word of the level, as signs write them; one list for each language."""
    found = [
        heading(code, level_of(code), title) for code, title in zip(codes, titles, strict=True)
    ]
    return {"th": [item.th for item in found], "en": [item.en for item in found]}


def _summary(wide: Wide, instrument: Instrument) -> dict[str, Any]:
    """Measures of the one place of `wide`, null where absent."""
    first = {
        name: _number(wide.column(name)[0]) for name in (*_COUNTS, *_RATIOS, "vulnerable", "severe")
    }
    uncertain = bool(np.nan_to_num(wide.column("H", of="se")[0]) > 0)
    number = len(instrument.indicators)
    return {
        **first,
        "interval": [_number(wide.column("H", of=end)[0]) for end in ("ll", "ul")]
        if uncertain
        else None,
        **{
            measure: [
                _number(wide.column(measure, i.name, i.dimension)[0]) for i in instrument.indicators
            ]
            for measure in ("hd", "hdk", "pctb")
        },
        "dimensions": [_number(wide.column("pctb", "", d.name)[0]) for d in instrument.dimensions],
        "deprivations": [
            _number(wide.column("deprivations", str(count))[0]) for count in range(number + 1)
        ],
    }


def _unlocated(estimates: LongEstimates, rule: MainRule) -> float | int | None:
    """People whose village has no known code: in the totals, in no area. Null when there are none."""
    wide = estimates.wide(loa="province", **rule.at())
    if "" not in wide.places:
        return None
    return _number(wide.column("people")[wide.places.index("")]) or None


def _rules(estimates: LongEstimates, main: MainRule) -> list[dict[str, Any]]:
    rows = []
    for rule, k, wgts in estimates.schemes():
        wide = estimates.wide(loa=NATION, rule=rule, k=k, wgts=wgts, t=main.t)
        if wide.places:
            row = {name: _number(wide.column(name)[0]) for name in (*_COUNTS, *_RATIOS)}
            is_main = (rule, k, wgts) == (main.rule, main.k, main.wgts)
            rows.append({"rule": rule, "k": k, "wgts": wgts, "main": is_main, **row})
    return sorted(rows, key=lambda row: (not row["main"], row["rule"], -(row["H"] or 0)))


def _groups(
    estimates: LongEstimates, instrument: Instrument, rule: MainRule
) -> list[dict[str, Any]]:
    result = []
    for name, (title, _) in instrument.groups.items():
        wide = estimates.wide(loa=name, **rule.at())
        if wide.places:
            columns = {key: wide.column(key) for key in (*_COUNTS, *_RATIOS)}
            rows = [
                {"value": place, **{key: _number(values[at]) for key, values in columns.items()}}
                for at, place in enumerate(wide.places)
            ]
            result.append({"name": name, **_both(title), "rows": rows})
    return result


def _levels(
    estimates: LongEstimates,
    instrument: Instrument,
    names: AreaNames,
    rule: MainRule,
    scope: str,
    whole_scope: bool,
) -> tuple[dict[str, Any], int]:
    """Columns of every level, and how many villages the data holds."""
    result: dict[str, Any] = {}
    provinces: list[str] = []
    villages = 0
    for level in LEVELS:
        wide = estimates.wide(loa=level, **rule.at()).located()
        if level == "province":
            known = area_codes("province", scope) if whole_scope else []
            provinces = sorted({*wide.places, *known})
        expected = _expected(level, provinces) if level != "village" else []
        if level == "village":
            villages = len(wide.places)
            expected = _poorest(wide) if villages > MOST_VILLAGES else list(wide.places)
        codes = expected if level == "village" else sorted({*wide.places, *expected})
        if codes and wide.places:
            before = estimates.wide(loa=level, **rule.at(rule.before)) if rule.before else None
            result[level] = _level(codes, wide, before, instrument, names)
    return result, villages


def _expected(level: str, provinces: Iterable[str]) -> list[str]:
    if level == "region":
        return []
    if level == "province":
        return list(provinces)
    return [code for province in provinces for code in area_codes(level, province)]


def _poorest(wide: Wide) -> list[str]:
    poor = np.nan_to_num(wide.column("poor_people"), nan=-1.0)
    order = np.argsort(-poor, kind="stable")[:LISTED_VILLAGES]
    return sorted(wide.places[place] for place in order)


def _level(
    codes: list[str], wide: Wide, before: Wide | None, instrument: Instrument, names: AreaNames
) -> dict[str, Any]:
    titles = [names.title(code) for code in codes]
    place = _places(codes, wide)
    people = wide.column("people")
    deprived = [
        _numbers(np.rint(wide.column("hdk", item.name, item.dimension) * people), place)
        for item in instrument.indicators
    ]
    return {
        "code": codes,
        "th": [title.th for title in titles],
        "en": [title.en for title in titles],
        "full": _headings(codes, titles),
        "region": [parent_of(code, "region") for code in codes],
        **{name: _numbers(wide.column(name), place) for name in (*_COUNTS, *_RATIOS)},
        "deprived": deprived,
        "beforeH": _numbers(before.column("H"), _places(codes, before)) if before else None,
    }


def _places(codes: Iterable[str], wide: Wide) -> list[int]:
    at = {code: place for place, code in enumerate(wide.places)}
    return [at.get(code, -1) for code in codes]


def _shapes(
    path: Path | None, scope: str, levels: Mapping[str, Any]
) -> tuple[dict[str, Any] | None, dict[str, Match]]:
    if path is None:
        return None, {}
    provinces = levels["province"]["code"] if "province" in levels else []
    boundaries = read_boundaries(path).within(provinces)
    matches = {
        level: match(boundaries, level, levels[level]["code"])
        for level in ("province", "district", "subdistrict")
        if level in levels and boundaries.levels.get(level)
    }
    return {"grid": boundaries.grid, "levels": _packed(boundaries)}, matches


def _packed(boundaries: Boundaries) -> dict[str, dict[str, list[list[int]]]]:
    """Rings as whole numbers: first point, then steps to the next."""
    return {
        level: {
            code: [
                np.diff(np.array([(0, 0), *ring]), axis=0).reshape(-1).tolist() for ring in rings
            ]
            for code, rings in areas.items()
        }
        for level, areas in boundaries.levels.items()
        if areas and level != "village"
    }


def _match(found: Match) -> dict[str, Any]:
    return {
        "matched": len(found.matched),
        "without_boundary": list(found.without_boundary),
        "without_data": list(found.without_data),
    }


def _both(title: Bilingual) -> dict[str, str]:
    return {"th": title.th, "en": title.en}


def _numbers(values: Floats, place: list[int]) -> list[float | int | None]:
    return [None if at < 0 else _number(values[at]) for at in place]


def _number(value: float) -> float | int | None:
    """Six significant digits for ratios, whole numbers as they are, null for nan."""
    if not np.isfinite(value):
        return None
    number = float(value)
    return (
        int(number)
        if number.is_integer()
        else float(f"{number:.6g}")
        if abs(number) < 1
        else round(number, 1)
    )
