"""Why one household stands where it stands: every indicator, person, register, group and doubt.

In: a store and a house code (or a person's or household's identity). Out: an `Explanation`, every
statement of which names the answers, the source and the date that it rests on. It reads a few
dozen rows, whatever the size of the store.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID

from ppaos.domain.errors import SettingError, StoreError
from ppaos.domain.explanation.reasons import dimension_reasons, indicator_reasons, verdict
from ppaos.domain.explanation.records import (
    DimensionReason,
    Explanation,
    IndicatorReason,
    PovertyVerdict,
    WayOut,
)
from ppaos.domain.identity.citizen_id import CITIZEN_ID_DIGITS, HOUSE_CODE_DIGITS, compact_number
from ppaos.domain.measurement.instrument import Instrument, redistribute
from ppaos.engine.catalogue import Catalogue
from ppaos.engine.lookup import Lookup, Row
from ppaos.engine.store import snapshot_of
from ppaos.workflows.explain.context import Context, context_of
from ppaos.workflows.explain.doubts import doubts_of
from ppaos.workflows.explain.groups import household_groups, person_groups, priority_terms
from ppaos.workflows.explain.members import members_of
from ppaos.workflows.explain.rows import HouseholdRows, rows_of_households

_LOCAL = re.compile(r"[Ll][0-9a-fA-F]{12}")


def explain(
    store: Catalogue | Path | str, code: str, *, round_be: int | None = None
) -> Explanation:
    """Explain one household.

    `code`: 11 digits of a house code (hyphens allowed), `L` and 12 characters of a household that
    has none, or the identity of a person, whose household is then explained. `round_be` null is
    the round that was linked, else the newest measured.
    Errors: SettingError for a code of another form and for one that nothing in the store knows;
    StoreError for a store without any survey or register.
    """
    opened = snapshot_of(store)
    if not opened.exists:
        raise StoreError(
            th=f"ไม่มีคลังข้อมูลที่ {opened.root} ตรวจ --store หรือนำเข้าด้วย ppaos ingest ก่อน",
            en=f"There is no store at {opened.root}. Check --store, or run ppaos ingest first.",
        )
    with Lookup(opened) as lookup:
        context = context_of(lookup, round_be=round_be)
        household, person = _asked(lookup, code)
        rows = rows_of_households(context, [household])[0]
        if not rows.is_known:
            raise _unknown(opened, code)
        return explanation_of(context, rows, asked_for=person)


def explanation_of(
    context: Context, rows: HouseholdRows, *, asked_for: UUID | None = None
) -> Explanation:
    """The explanation of a household whose rows were read."""
    survey, linked, target = rows.survey or {}, rows.linked or {}, rows.target or {}
    indicators, dimensions, judged = _measured(context, rows)
    groups = household_groups(context, rows)
    members = members_of(context, rows, groups=person_groups(context, rows), asked_for=asked_for)
    first: Row = rows.persons[0] if rows.persons else next(iter(rows.members.values()), {})
    village = next(
        (row["village_code"] for row in (survey, linked, target, first) if row.get("village_code")),
        None,
    )
    code = next(
        (row["house_code"] for row in (survey, linked, target) if row.get("house_code")), None
    )
    own_code = rows.household_id if rows.household_id[:1].isdigit() else None
    return Explanation(
        household_id=rows.household_id,
        house_code=code or own_code,
        house_number=survey.get("house_number") or _house_number(rows),
        place=context.place(village, survey.get("village_name")),
        people=survey.get("member_count") or len(members),
        in_survey=rows.survey is not None or bool(rows.members),
        round_be=survey.get("round_be") or context.round_be,
        surveyed_on=survey.get("surveyed_on"),
        is_synthetic=any(row.get("synthetic") for row in _every_row(rows)),
        verdict=judged,
        indicators=indicators,
        dimensions=dimensions,
        members=members,
        groups=groups,
        doubts=doubts_of(context, rows, indicators),
        ways_out=_ways_out(context, rows, judged),
        priority=target.get("priority"),
        priority_terms=priority_terms(rows),
        made_from=context.made_from,
    )


def _asked(lookup: Lookup, code: str) -> tuple[str, UUID | None]:
    """Household that a code means, and the person, if a person was given."""
    plain = compact_number(code)
    if len(plain) == HOUSE_CODE_DIGITS and plain.isascii() and plain.isdigit():
        return plain, None
    if _LOCAL.fullmatch(plain):
        return "L" + plain[1:].lower(), None
    if len(plain) == CITIZEN_ID_DIGITS and plain.isdigit():
        raise SettingError(
            th="อย่าพิมพ์เลขประจำตัวประชาชนในคำสั่ง ใช้รหัสประจำบ้าน 11 หลัก",
            en="Do not type a citizen ID into a command. Use the 11-digit house code.",
        )
    try:
        person = UUID(code.strip())
    except ValueError:
        raise SettingError(
            th=f"'{code}' ไม่ใช่รหัสประจำบ้าน 11 หลัก รหัสครัวเรือน L... หรือรหัสบุคคลของคลังข้อมูล ตรวจตัวเลขอีกครั้ง",
            en=f"'{code}' is not a house code of 11 digits, a household L... or a person of the store. "
            "Check the digits.",
        ) from None
    return _household_of(lookup, person), person


def _household_of(lookup: Lookup, person: UUID) -> str:
    for table, column, name in (
        ("persons", "person_id", "household_id"),
        ("persons", "person_id", "house_code"),
        ("target_persons", "person_id", "household_id"),
        ("members", "citizen_id_hash", "house_code"),
    ):
        if lookup.has(table) and name in lookup.columns(table):
            for row in lookup.find(table, column, [person]):
                if row[name]:
                    return str(row[name])
    raise SettingError(
        th=f"ไม่พบบุคคล {person} หรือบุคคลนี้ไม่อยู่ในครัวเรือนใด ตรวจรหัส หรือสั่ง ppaos link ใหม่",
        en=f"Person {person} is not known, or belongs to no household. Check the identity, or run ppaos link again.",
    )


def _unknown(store: Catalogue, code: str) -> SettingError:
    return SettingError(
        th=f"ไม่พบครัวเรือน {code} ในคลังข้อมูล {store.root} ตรวจรหัสประจำบ้านทั้ง 11 หลัก และตรวจว่านำเข้าไฟล์ของจังหวัดนั้นแล้ว",
        en=f"Household {code} is not in store {store.root}. Check all 11 digits of the house code, "
        "and that the files of its province were ingested.",
    )


def _measured(
    context: Context, rows: HouseholdRows
) -> tuple[tuple[IndicatorReason, ...], tuple[DimensionReason, ...], PovertyVerdict | None]:
    instrument = context.instrument
    if instrument is None or rows.profile is None or rows.survey is None:
        return (), (), None
    survey = rows.survey
    source = context.sources.of_row("households", survey)

    indicators = indicator_reasons(
        instrument,
        rows.profile,
        survey,
        answer=lambda name: context.sources.answer(
            source, name, {**instrument.parameters, **survey}.get(name)
        ),
        origin=context.sources.origin(source.source, survey) if source else None,
        absent=context.absent,
    )
    dimensions = dimension_reasons(instrument, indicators)
    judged = verdict(instrument, indicators, dimensions, round_be=survey["round_be"])
    return indicators, dimensions, judged


def _ways_out(
    context: Context, rows: HouseholdRows, judged: PovertyVerdict | None
) -> tuple[WayOut, ...]:
    instrument = context.instrument
    if judged is None or not judged.is_poor or instrument is None or rows.profile is None:
        return ()
    # it loads numpy and scipy, which only poor households need
    from dataclasses import replace

    from ppaos.domain.measurement.ways_out import ways_out

    scheme = instrument.scheme
    if context.absent:
        weights = redistribute(instrument, instrument.weights, set(context.absent))
        scheme = replace(scheme, weights=weights)
    found = ways_out(rows.profile["deprived"], rows.profile["missing"], instrument, scheme)
    return _named(instrument, found.sets)


def _named(instrument: Instrument, sets: Sequence[Sequence[str]]) -> tuple[WayOut, ...]:
    titles: Mapping[str, object] = {item.name: item.title for item in instrument.indicators}
    return tuple(
        WayOut(tuple(names), tuple(titles[name] for name in names))  # type: ignore[misc]
        for names in sets
    )


def _house_number(rows: HouseholdRows) -> str | None:
    for person in rows.persons:
        for record in rows.records.get(person["person_id"], ()):
            if record.row and record.row.get("house_number"):
                return str(record.row["house_number"])
    return None


def _every_row(rows: HouseholdRows) -> list[Row]:
    found = [row for row in (rows.survey, *rows.members.values()) if row]
    for records in rows.records.values():
        found += [record.row for record in records if record.row]
    return found
