"""Made-up long estimates of Udon Thani for tests of the report: plausible, and never real people.

One subdistrict has no rows at all, one has people but nobody poor (A is null), and some people have
no known area.
"""

import zlib
from collections.abc import Sequence
from typing import Any

import geothai
import pyarrow as pa

from ppaos.adapters.report_facts import Flows, ReportedFigure, ReportFacts, SourceTable
from ppaos.domain.measurement.instrument import Instrument
from ppaos.domain.thai.bilingual import Bilingual

NO_DATA = "410102"
NOBODY_POOR = "410103"
_RULES = (("any_dimension", "", 1.0), ("k", "1/5", 0.55), ("k", "1/3", 0.12), ("k", "1/2", 0.02))


def _chance(*parts: str) -> float:
    return zlib.crc32("/".join(parts).encode()) / 2**32


def _row(columns: dict[str, list[Any]], b: float | None, measure: str, **texts: str) -> None:
    for name in ("indicator", "dimension", "k", "rule", "loa", "subg", "t"):
        columns[name].append(texts.get(name, ""))
    columns["measure"].append(measure)
    columns["wgts"].append("instrument")
    columns["instrument"].append("tpmap-2560")
    for name in ("b", "ll", "ul"):
        columns[name].append(b)
    columns["se"].append(None if b is None else 0.0)
    columns["n"].append(100)


def _place(
    columns: dict[str, list[Any]],
    instrument: Instrument,
    loa: str,
    code: str,
    t: str,
    people: int,
    depth: int = 0,
) -> None:
    own = 0.0 if code == NOBODY_POOR else 0.01 + 0.08 * _chance(code, t)
    for rule, k, factor in _RULES[: 4 if loa == "nat" else 1]:
        at = {"rule": rule, "k": k, "loa": loa, "subg": code, "t": t}
        h = own * factor
        a = None if h == 0 else 0.2 + 0.1 * _chance(code)
        _row(columns, h, "H", **at)
        _row(columns, a, "A", **at)
        _row(columns, h * (a or 0), "M0", **at)
        _row(columns, h * 0.3, "vulnerable", **at)
        _row(columns, h * 0.05, "severe", **at)
        _row(columns, people, "people", **at)
        _row(columns, round(people / 3), "households", **at)
        _row(columns, round(people * h), "poor_people", **at)
        _row(columns, round(people * h / 3), "poor_households", **at)
        for item in instrument.indicators:
            share = h * _chance(item.name)
            texts = {**at, "indicator": item.name, "dimension": item.dimension}
            for measure, value in (
                ("hd", share),
                ("hdk", share),
                ("pctb", None if not h else 1 / 17),
            ):
                _row(columns, value, measure, **texts)
        for dimension in instrument.dimensions:
            _row(columns, 0.2 if h else None, "pctb", dimension=dimension.name, **at)
        for number in range(18):
            value = 1 - h if number == 0 else h * 0.5**number
            _row(columns, value, "deprivations", indicator=str(number), **at)


def estimates(
    instrument: Instrument, *, rounds: Sequence[str] = ("2564", "2565"), villages: int = 3
) -> pa.Table:
    """Long rows for the country, the province, its districts, subdistricts and some villages."""
    names = [
        "b",
        "se",
        "ll",
        "ul",
        "measure",
        "indicator",
        "dimension",
        "k",
        "rule",
        "wgts",
        "instrument",
        "loa",
        "subg",
        "t",
        "n",
    ]
    columns: dict[str, list[Any]] = {name: [] for name in names}
    for t in rounds:
        _place(columns, instrument, "nat", "nat", t, 1_200_000)
        _place(columns, instrument, "region", "R3", t, 1_200_000)
        _place(columns, instrument, "province", "41", t, 1_200_000)
        _place(columns, instrument, "province", "", t, 1_234)
        for district in geothai.districts("41"):
            _place(columns, instrument, "district", district.code, t, 60_000)
            for subdistrict in geothai.subdistricts(district.code):
                if subdistrict.code == NO_DATA:
                    continue
                people = 2_000 + int(8_000 * _chance(subdistrict.code))
                _place(columns, instrument, "subdistrict", subdistrict.code, t, people)
                for number in range(1, villages + 1):
                    code = f"{subdistrict.code}{number:02d}"
                    _place(columns, instrument, "village", code, t, 500 + number)
        for name in instrument.groups:
            for value in ("yes", "no") if name.startswith("has_") else ("1", "2-3", "6+"):
                _place(columns, instrument, name, value, t, 300_000)
    return pa.table({name: _typed(name, values) for name, values in columns.items()})


def _typed(name: str, values: list[Any]) -> "pa.Array[Any]":
    if name in ("b", "se", "ll", "ul"):
        return pa.array(values, pa.float64())
    return pa.array(values, pa.int64()) if name == "n" else pa.array(values).dictionary_encode()


def village_names(villages: int = 3) -> dict[str, str]:
    """Names of the villages; one tries to end the script that it stands in."""
    names = {
        f"{subdistrict.code}{number:02d}": f"บ้านหนองทดสอบ {number}"
        for district in geothai.districts("41")
        for subdistrict in geothai.subdistricts(district.code)
        for number in range(1, villages + 1)
    }
    return {**names, "41010101": "</script><script>alert(1)</script>"}


def facts(*, synthetic: bool = True) -> ReportFacts:
    """Facts with a stated figure, flows between rounds and one source table."""
    return ReportFacts(
        rounds=("2564", "2565"),
        synthetic=synthetic,
        made_at="2026-11-21T05:00:00+00:00",
        code_version="0.1.0+abcdef012345",
        households=400_000,
        people=1_200_000,
        tables=(
            SourceTable(
                "household", 400_000, {"households.parquet": "ab" * 32}, "2026-11-21T04:00:00+00:00"
            ),
        ),
        stated=(
            ReportedFigure(
                Bilingual("คนจนของจังหวัด", "Poor people of the province"),
                36_931,
                36_900,
                Bilingual("รายงานตัวอย่าง", "Example report"),
            ),
        ),
        flows=Flows("2564", "2565", 9_000, 3_000, 4_000, 380_000, 2_000, 2_100),
    )


def squares(codes: dict[str, list[str]]) -> dict[str, Any]:
    """GeoJSON of unit squares in a row for each COD-AB level, such as {"ADM2_PCODE": [...]}."""
    features = []
    for name, members in codes.items():
        for place, code in enumerate(members):
            x, y = 102 + 0.1 * (place % 6), 17 + 0.1 * (place // 6)
            ring = [[x, y], [x + 0.1, y], [x + 0.1, y + 0.1], [x, y + 0.1], [x, y]]
            geometry = {"type": "Polygon", "coordinates": [ring]}
            features.append(
                {"type": "Feature", "properties": {name: f"TH{code}"}, "geometry": geometry}
            )
    return {"type": "FeatureCollection", "features": features}
