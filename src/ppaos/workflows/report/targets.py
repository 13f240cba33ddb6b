"""What the report says of registers, linkage, target groups, overlaps and single households.

In: a store that was linked and targeted. Out: dictionaries ready for JSON, or None for a store
without targets. Null stays null: a group that the store cannot tell is never zero.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ppaos.definitions.target_groups import loader as targets
from ppaos.domain.area.codes import NATION
from ppaos.domain.errors import StoreError
from ppaos.domain.linkage.findings import WORDS
from ppaos.domain.targeting.overlap import PARTS, named_sets
from ppaos.domain.targeting.rules import TargetGroup
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.engine.catalogue import Catalogue
from ppaos.engine.table_settings import TargetSettings, linkage_settings, target_settings
from ppaos.workflows.explain.households import top_households
from ppaos.workflows.report.households import both, household
from ppaos.workflows.stored.sources import ListedSource, source_list
from ppaos.workflows.target.overlap import overlap

HOUSEHOLDS: Final = 10
_CARD = Bilingual("ถือบัตรสวัสดิการแห่งรัฐ", "holds a welfare card")
_FAILS = Bilingual("อยู่ในครัวเรือนตกเกณฑ์ MPI", "household fails the MPI")
_SURVEYED = Bilingual("อยู่ในแบบสำรวจ จปฐ.", "in the BMN survey")


@dataclass(frozen=True)
class Pair:
    """Two sets that the report lays over each other, and what to do with who is in one alone."""

    a: str
    b: str
    a_title: Bilingual
    b_title: Bilingual
    use: Bilingual


PAIRS: Final = (
    Pair(
        "fails_mpi", "holds_card", _FAILS, _CARD,
        Bilingual(
            "คนที่ตกเกณฑ์แต่ไม่มีบัตร คือคนที่ควรชวนลงทะเบียนรอบหน้า",
            "People who fail without a card are those to invite to the next registration",
        ),
    ),
    Pair(
        "state-welfare-card", "bmn-members-2560",
        Bilingual("อยู่ในทะเบียนบัตรสวัสดิการ", "in the welfare card register"), _SURVEYED,
        Bilingual(
            "คนที่อยู่แต่ในทะเบียน ยังไม่มีใครไปสำรวจ จึงไม่รู้ว่าตกเกณฑ์หรือไม่",
            "People in the register alone were never surveyed: nobody knows whether they fail",
        ),
    ),
    Pair(
        "disability_registered", "is_disabled",
        Bilingual("มีบัตรประจำตัวคนพิการ", "has a disability card"),
        Bilingual("พิการตามแบบสำรวจ", "disabled by the survey"),
        Bilingual(
            "คนที่สำรวจพบว่าพิการแต่ไม่มีบัตร อาจยังไม่ได้รับสิทธิ ควรพาไปขอมีบัตร",
            "People found disabled without a card may miss their rights: help them apply",
        ),
    ),
    Pair(
        "in_school", "is_student",
        Bilingual("อยู่ในทะเบียนนักเรียนนักศึกษา", "in the school register"),
        Bilingual("กำลังศึกษาตามแบบสำรวจ", "a student by the survey"),
        Bilingual(
            "สองแหล่งไม่ตรงกัน ควรถามครัวเรือนว่าเด็กยังเรียนอยู่หรือไม่",
            "The two disagree: ask the household whether the child is still in school",
        ),
    ),
    Pair(
        "thaiqm", "fails_mpi",
        Bilingual("อยู่ในข้อมูลความเดือดร้อน ThaiQM", "in ThaiQM"), _FAILS,
        Bilingual(
            "คนที่เดือดร้อนใน ThaiQM แต่ไม่ตกเกณฑ์ อาจมีปัญหาที่แบบสำรวจไม่ได้ถาม",
            "People in ThaiQM who do not fail may have a problem that the survey does not ask about",
        ),
    ),
    Pair(
        "social_assistance", "fails_mpi",
        Bilingual("ได้รับการช่วยเหลือจาก พม.", "helped by the Ministry of Social Development"), _FAILS,
        Bilingual(
            "คนที่ตกเกณฑ์แต่ยังไม่ได้รับการช่วยเหลือ ควรส่งต่อให้ พม.",
            "People who fail and were not helped yet: refer them",
        ),
    ),
)  # fmt: skip


def linked_parts(store: Catalogue) -> dict[str, Any] | None:
    """Everything that the report says beyond the survey; None before `ppaos target`.

    `levels` maps a level to {area code: place} and columns of people and households by group.
    """
    if not (store.has("persons") and store.has("target_counts")):
        return None
    store = store.snapshot()
    settings = target_settings(store.get("target_counts").manifest)
    day = settings.reference_date or linkage_settings(store.get("persons").manifest).reference_date
    held = source_list(store, on=day).sources
    return {
        "on": day.isoformat(),
        "round": str(settings.round_be),
        "sources": [_source(item) for item in held if item.rows],
        "absent": [both(item.title.pair()) for item in held if not item.rows],
        "linkage": _linkage(store),
        "documents": _documents(settings),
        "groups": _groups(settings),
        "levels": _levels(store, settings.groups),
        "overlaps": _overlaps(store, settings),
        "households": [household(item) for item in top_households(store, n=HOUSEHOLDS)],
    }


def aligned(parts: Mapping[str, Any], codes: Mapping[str, Sequence[str]], scope: str) -> Any:
    """`parts` with its counts in the order of each level's area `codes`; null for an area unknown.

    Published figures are of the country, so they and their notes are left out of any other scope.
    """
    levels = {}
    for level, table in parts["levels"].items():
        wanted = [NATION] if level == "country" else codes.get(level, ())
        places = [table["place"].get(code) for code in wanted]
        if any(place is not None for place in places):
            levels[level] = {
                unit: [[None if at is None else column[at] for at in places] for column in columns]
                for unit, columns in table.items()
                if unit != "place"
            }
    groups = [
        {**item, "stated": [], "note": None} if item["stated"] and scope != NATION else item
        for item in parts["groups"]
    ]
    return {**parts, "levels": levels, "groups": groups}


def _source(item: ListedSource) -> dict[str, Any]:
    return {
        "name": item.name,
        **both(item.title.pair()),
        "agency": both(item.agency.pair()),
        "purpose": both(item.purpose.pair()),
        "rows": item.rows,
        "fresh_on": item.fresh_on.isoformat() if item.fresh_on else None,
        "max_age_days": item.max_age_days,
        "is_expired": item.is_expired,
        "districts": item.districts,
    }


def _linkage(store: Catalogue) -> dict[str, Any]:
    summary = linkage_settings(store.get("persons").manifest).summary
    if summary is None:
        raise StoreError(
            th=f"คลังข้อมูล {store.root} เชื่อมโยงด้วยโปรแกรมรุ่นอื่น สั่ง ppaos link แล้ว ppaos target ใหม่",
            en=f"Store {store.root} was linked by another version. Run ppaos link, then ppaos target, again.",
        )
    names = {"persons", "in_survey", "without_id", "linked", "alone", "review", "households"}
    return {
        **summary.model_dump(include=names),
        "registers_only": summary.persons - summary.in_survey,
        "findings": [
            {
                "code": code,
                "count": count,
                "message": {"th": WORDS[code].message_th, "en": WORDS[code].message_en},
                "action": {"th": WORDS[code].action_th, "en": WORDS[code].action_en},
            }
            for code, count in sorted(summary.findings.items(), key=lambda item: -item[1])
            if count
        ],
        **_weights(store),
    }


def _weights(store: Catalogue) -> dict[str, Any]:
    """Match weights of the model in use, in doublings of the odds; `start` is before any evidence."""
    # the linkage library is slow to load, and only linked stores need it
    from ppaos.matching.comparisons import COMPARISONS
    from ppaos.matching.weights import chance_of, shipped_model
    from ppaos.workflows.link.by_model import MatchSettings

    model = MatchSettings().weights(store) or shipped_model()
    share = model["share_known"] / model["population"]
    rows = []
    for comparison in COMPARISONS:
        for level in comparison.levels:
            m, u = chance_of(model, comparison.key, level.key)
            rows.append(
                {
                    "comparison": {"th": comparison.th, "en": comparison.en},
                    **{"th": level.th, "en": level.en},
                    "weight": round(math.log2(m / u), 2),
                }
            )
    return {"start": round(math.log2(share / (1 - share)), 2), "weights": rows}


def _documents(settings: TargetSettings) -> list[dict[str, Any]]:
    found = []
    for name, text in settings.rules.items():
        rules = targets.parse(text, name=name)
        target = f"target_{rules.fiscal_year}"
        has_target = any(group.name == target for group in rules.groups)
        found.append(
            {
                "name": name,
                **both(rules.title),
                "fiscal_year": rules.fiscal_year,
                "round_be": rules.round_be,
                "target": target if has_target else None,
            }
        )
    return found


def _groups(settings: TargetSettings) -> list[dict[str, Any]]:
    rules = {name: targets.parse(text, name=name).groups for name, text in settings.rules.items()}
    return [
        _group(document, next(item for item in rules[document] if item.name == name))
        for document, name in settings.groups
    ]


def _group(document: str, group: TargetGroup) -> dict[str, Any]:
    return {
        "document": document,
        "name": group.name,
        "unit": group.unit,
        **both(group.title),
        "rule": group.rule.text,
        "note": both(group.note) if group.note else None,
        "unofficial": group.unofficial,
        "stated": [
            {"people": item.people, "households": item.households, "source": both(item.source)}
            for item in group.stated
        ],
    }


def _levels(store: Catalogue, groups: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Level -> place of each area code, and a column of people and of households for each group."""
    table = pa.concat_tables([pq.read_table(file) for file in store.get("target_counts").files])
    found: dict[str, Any] = {}
    names = [table[name].cast(pa.string()) for name in ("rules", "group_name", "level")]
    for level in map(str, pc.unique(names[2]).to_pylist()):
        columns: dict[str, list[list[int | None]]] = {"people": [], "households": []}
        place: dict[str, int] = {}
        for document, group in groups:
            is_wanted = pc.equal(names[0], pa.scalar(document))
            for column, wanted in ((names[1], group), (names[2], level)):
                is_wanted = pc.and_(is_wanted, pc.equal(column, pa.scalar(wanted)))
            rows = table.filter(is_wanted).sort_by("area_code")
            place = {str(code): at for at, code in enumerate(rows["area_code"].to_pylist())}
            for unit, counts in columns.items():
                counts.append(rows[unit].to_pylist())
        found[level] = {"place": place, **columns}
    return found


def _overlaps(store: Catalogue, settings: TargetSettings) -> list[dict[str, Any]]:
    """One entry a pair whose sets the store knows: parts in total and by district."""
    known = named_sets(settings)
    found = []
    for pair in PAIRS:
        if pair.a in known and pair.b in known:
            counted = overlap(store, pair.a, pair.b, level="district")
            found.append(
                {
                    "a": both(pair.a_title),
                    "b": both(pair.b_title),
                    "use": both(pair.use),
                    "people": _parts(counted.people),
                    "households": _parts(counted.households),
                }
            )
    return found


def _parts(table: pa.Table) -> dict[str, dict[str, int]]:
    """Area code (`nat` for all) -> people or households of every part."""
    names = ("all", *PARTS)
    rows = {row["area_code"]: {name: row[name] for name in names} for row in table.to_pylist()}
    total = {name: sum(row[name] for row in rows.values()) for name in names}
    return {NATION: total, **{code: row for code, row in rows.items() if code}}
