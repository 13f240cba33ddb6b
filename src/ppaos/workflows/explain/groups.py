"""Which target groups a household and its people are in, by which rule, from which values.

The bits were set by `ppaos target`; here they are worded with the rule of their document and the
values that the rule reads.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal
from uuid import UUID

from ppaos.definitions.agencies.fields import list_fields
from ppaos.domain.explanation.records import Answer, GroupReason, PriorityTerm
from ppaos.domain.rules.exact import any_of
from ppaos.domain.targeting.rules import TargetGroup, TargetRules
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.engine.lookup import Row
from ppaos.workflows.explain.context import Context
from ppaos.workflows.explain.rows import HouseholdRows

_TERM: Final = "priority_"
_TITLES: Final[Mapping[str, Bilingual]] = {
    "age_years": Bilingual("อายุ (ปี)", "age (years)"),
    "sex": Bilingual("เพศ", "sex"),
    "relation": Bilingual("ความสัมพันธ์กับหัวหน้าครัวเรือน", "relation to head of household"),
    "in_survey": Bilingual("อยู่ในแบบสำรวจ", "in the survey"),
    "has_citizen_id": Bilingual("มีเลขประจำตัวประชาชนที่ถูกต้อง", "has a valid citizen ID"),
    "is_unmatched": Bilingual("ไม่พบระเบียนอื่น", "no other record found"),
    "source_count": Bilingual("จำนวนแหล่งข้อมูลที่พบ", "sources that know the person"),
    "has_household": Bilingual("มีครัวเรือน", "has a household"),
    "people": Bilingual("จำนวนคนในครัวเรือน", "people of the household"),
    "members": Bilingual("จำนวนสมาชิกที่เชื่อมโยงได้", "linked members"),
    "dimensions_failing": Bilingual("จำนวนมิติที่ตกเกณฑ์", "dimensions failing"),
    "fails_mpi": Bilingual("ครัวเรือนตกเกณฑ์ MPI", "household fails the MPI"),
    "vulnerability_level": Bilingual("ระดับความเปราะบาง", "vulnerability level"),
    "dependants": Bilingual("คนในภาวะพึ่งพิง", "dependants"),
    "card_holders": Bilingual("ผู้ถือบัตรสวัสดิการแห่งรัฐ", "welfare card holders"),
    "low_income": Bilingual("รายได้น้อย", "low income"),
    "housing_problem": Bilingual("มีปัญหาที่อยู่อาศัย", "housing problem"),
    "income_per_person_baht": Bilingual("รายได้ต่อคนต่อปี (บาท)", "income per person per year (baht)"),
}

_TERMS: Final[Mapping[str, Bilingual]] = {
    "depth": Bilingual("ความลึกของความยากจน", "depth of poverty"),
    "dimensions": Bilingual("จำนวนมิติที่ตกเกณฑ์", "dimensions failing"),
    "vulnerability": Bilingual("ระดับความเปราะบาง", "vulnerability level"),
    "dependants": Bilingual("คนในภาวะพึ่งพิง", "dependants"),
    "staleness": Bilingual("ข้อมูลเก่า", "age of the data"),
}


def household_groups(context: Context, rows: HouseholdRows) -> tuple[GroupReason, ...]:
    """Groups of the household itself."""
    bits = (rows.target or {}).get("groups") or 0
    return tuple(_reasons(context, bits, "household", _household_values(context, rows)))


def person_groups(context: Context, rows: HouseholdRows) -> dict[UUID, tuple[GroupReason, ...]]:
    """Groups of each person, by identity."""
    household = _household_values(context, rows)
    people = {row["person_id"]: row for row in rows.persons}
    return {
        person: tuple(
            _reasons(
                context,
                bits,
                "person",
                {**household, **_person_values(context, people.get(person))},
            )
        )
        for person, bits in rows.target_persons.items()
    }


def priority_terms(rows: HouseholdRows) -> tuple[PriorityTerm, ...]:
    """Each term of the household's priority, largest first; none before `ppaos target`."""
    found = []
    for column, value in (rows.target or {}).items():
        name = column.removeprefix(_TERM)
        if name != column and value is not None:
            found.append(PriorityTerm(name, _TERMS.get(name, Bilingual(name, name)), int(value)))
    return tuple(sorted(found, key=lambda term: (-term.thousandths, term.name)))


def _reasons(
    context: Context, bits: int, unit: Literal["person", "household"], values: Mapping[str, Any]
) -> Iterator[GroupReason]:
    for rules_name, group_name in context.groups_of(bits):
        document, group = group_of(context, rules_name, group_name)
        if document is None or group is None:
            bare = Bilingual(group_name, group_name)
            yield GroupReason(rules_name, group_name, bare, unit, "", ())
        elif group.unit == unit:
            yield GroupReason(
                rules_name,
                group_name,
                group.title,
                unit,
                group.rule.text,
                tuple(_answers(context, document, group, values)),
                group.unofficial,
            )


def group_of(
    context: Context, rules_name: str, group_name: str
) -> tuple[TargetRules | None, TargetGroup | None]:
    """Document and group of a name; nulls when the document is not there any more."""
    document = context.rules.get(rules_name)
    groups = document.groups if document else ()
    return document, next((item for item in groups if item.name == group_name), None)


def _answers(
    context: Context, document: TargetRules, group: TargetGroup, values: Mapping[str, Any]
) -> Iterator[Answer]:
    """Value of every word of the rule, with what named conditions are made of."""
    conditions = {**document.households, **document.persons}
    names, waiting = [], sorted(group.rule.names, reverse=True)
    while waiting:
        name = waiting.pop()
        if name in names:
            continue
        names.append(name)
        if name in conditions and name not in values:
            waiting += sorted(conditions[name].names, reverse=True)
    for name in names:
        if name in values:
            yield Answer(name, _title(context, name), values[name])


def _title(context: Context, name: str) -> Bilingual:
    if name in _TITLES:
        return _TITLES[name]
    if name in list_fields() and list_fields()[name].fact:
        return list_fields()[name].title
    instrument = context.instrument
    if instrument is not None:
        for item in instrument.indicators:
            if name == f"lacks_{item.name}":
                return Bilingual(f"ตกเกณฑ์: {item.title.th}", f"deprived: {item.title.en}")
        for dimension in instrument.dimensions:
            if name == f"fails_{dimension.name}":
                return Bilingual(f"มิติ{dimension.title.th}ตกเกณฑ์", f"{dimension.title.en} fails")
    return context.sources.fact(name, context.sources.in_bit_order).title


def _person_values(context: Context, person: Row | None) -> dict[str, Any]:
    if person is None:
        return {}
    sources = context.sources
    among = sources.names_of(person["sources"] or 0)
    holds = set(sources.facts_of(person["facts"] or 0))
    here = {sources.tables.get(name, name) for name in among}
    return {
        **{name: person.get(name) for name in ("age_years", "sex", "relation", "in_survey")},
        **{name: person.get(name) for name in ("has_citizen_id", "is_unmatched")},
        "source_count": len(among),
        **{name: name in holds for name in sources.facts},
        **{f"in_{table}": table in here for table in sources.tables.values()},
    }


def _household_values(context: Context, rows: HouseholdRows) -> dict[str, Any]:
    target = rows.target or {}
    values = {name: value for name, value in target.items() if not name.startswith((_TERM, "_"))}
    instrument, profile = context.instrument, rows.profile
    if instrument is None or profile is None:
        return values
    known = {
        place: bool(profile["deprived"] >> place & 1)
        for place in range(len(instrument.names))
        if not profile["missing"] >> place & 1
    }
    for place, name in enumerate(instrument.names):
        values[f"lacks_{name}"] = known.get(place)
    for name, places in instrument.dimension_members().items():
        values[f"fails_{name}"] = any_of(known.get(place) for place in places)
    return values
