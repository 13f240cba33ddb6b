"""What linkage found that somebody should look at: each named, with what to do; none is lost.

In: relations of the linkage. Out: rows of `link_findings`: code, where (source, person,
household, record, area), a detail, and the words in Thai and English.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

import ibis

from ppaos.domain import relations as ir
from ppaos.domain.linkage.disputes import OTHER
from ppaos.domain.linkage.records import KEY, NUMBER, PERSON

OLDEST: Final = 120
COLUMNS: Final[Mapping[str, str]] = {
    "code": "string",
    "source_number": "int16",
    "person_id": "uuid",
    "household_id": "string",
    "record_key": "string",
    "area_code": "string",
    "detail": "string",
}


class FindingText(NamedTuple):
    """What was found and what to do, in Thai and English."""

    message_th: str
    message_en: str
    action_th: str
    action_en: str


WORDS: Final[dict[str, FindingText]] = {
    "same_id_different_person": FindingText(
        "เลขประจำตัวเดียวกันแต่ชื่อและข้อมูลเป็นคนละคน จึงไม่เชื่อมด้วยเลขนี้",
        "One citizen ID, but names and other facts are of different people; the number was not used to link",
        "ตรวจเลขกับบัตรประชาชนของเจ้าตัว แล้วแก้ที่หน่วยงานต้นทาง",
        "Check the number against the person's ID card and have the source agency correct it.",
    ),
    "duplicate_person_in_register": FindingText(
        "คนเดียวกันมีมากกว่าหนึ่งแถวในทะเบียนเดียวกัน นับเป็นหนึ่งคน",
        "One person has several rows in the same register; counted once",
        "แจ้งหน่วยงานเจ้าของทะเบียนให้ตรวจว่าแถวใดถูก",
        "Ask the agency which row is right.",
    ),
    "member_in_two_households": FindingText(
        "คนเดียวกันถูกสำรวจในมากกว่าหนึ่งครัวเรือน จนกว่าจะมีผู้ตรวจ นับในครัวเรือนที่ทะเบียนระบุ หรือที่ใกล้ชิดหัวหน้าครัวเรือนที่สุด",
        "One person was surveyed in several households; until somebody checks, counted in the one that registers name, or where they stand nearest to the head",
        "ถามทั้งสองครัวเรือนว่าอยู่จริงที่ใด แล้วแก้แบบสำรวจของครัวเรือนที่ไม่ได้อยู่",
        "Ask both households where the person lives and correct the survey of the other.",
    ),
    "two_heads": FindingText(
        "ครัวเรือนมีหัวหน้าครัวเรือนมากกว่าหนึ่งคน ใช้ลำดับคนที่น้อยที่สุดไปก่อน",
        "The household has more than one head; the lowest person number is used for now",
        "ยืนยันหัวหน้าครัวเรือนตัวจริง (ไม่ใช่เจ้าบ้านตามทะเบียนบ้าน) แล้วแก้แบบสำรวจ",
        "Confirm who heads it (not the registered house master) and correct the survey.",
    ),
    "household_row_missing": FindingText(
        "มีสมาชิกในแบบสำรวจ แต่ไม่มีแถวของครัวเรือน (อาจถูกพักไว้) จึงวัดครัวเรือนนี้ไม่ได้",
        "Members were surveyed but the household's own row is not there (it may be in quarantine), so it cannot be measured",
        "แก้แถวครัวเรือนในรายงานแถวที่พักไว้แล้วนำเข้าใหม่",
        "Correct the household's row (see the quarantine report) and ingest it again.",
    ),
    "person_twice_in_household": FindingText(
        "คนเดียวกันมีสองแถวในครัวเรือนเดียวกัน นับเป็นหนึ่งคน",
        "One person has two rows in the same household; counted once",
        "ลบแถวที่ซ้ำออกจากแบบสำรวจ",
        "Take the repeated row out of the survey.",
    ),
    "no_head": FindingText(
        "ครัวเรือนที่สำรวจไม่มีหัวหน้าครัวเรือน",
        "The surveyed household has no head",
        "ระบุหัวหน้าครัวเรือนในแบบสำรวจ",
        "State the head in the survey.",
    ),
    "older_than_120": FindingText(
        "วันเกิดทำให้อายุเกิน 120 ปี ข้อมูลอื่นของคนนี้ยังใช้อยู่ แต่ไม่ใช้อายุ",
        "The birth date makes the person older than 120; other facts are used, the age is not",
        "ตรวจวันเกิด หรือตรวจว่าเสียชีวิตแล้วหรือไม่",
        "Check the birth date, or whether the person has died.",
    ),
    "village_moved_district": FindingText(
        "บ้านหลังเดียวกันอยู่คนละอำเภอในสองแหล่ง อาจเพราะหมู่บ้านย้ายอำเภอหรือใช้รหัสเก่า ใช้รหัสจากแหล่งที่กฎให้ชนะ",
        "One house lies in different districts in two sources: a village moved district, or an old code; the source that the rule prefers is used",
        "ตรวจรหัสพื้นที่ปัจจุบันของหมู่บ้านกับที่ว่าการอำเภอ",
        "Check the village's present code with the district office.",
    ),
    "expired_source": FindingText(
        "ข้อมูลของแหล่งนี้เก่ากว่ารอบปรับปรุง ยังใช้อยู่แต่ควรขอชุดใหม่",
        "The data of this source are older than its refresh cycle; still used, but ask for a new file",
        "ขอไฟล์ปัจจุบันจากหน่วยงาน แล้วนำเข้าแทนชุดเดิม",
        "Ask the agency for the present file and ingest it in place of this one.",
    ),
    "unknown_area": FindingText(
        "ไม่รู้ว่าคนนี้อยู่หมู่บ้านใด จึงนับในยอดรวมประเทศเท่านั้น",
        "The person's village is not known; counted in the national total only",
        "เติมรหัสหมู่บ้านจากที่อยู่ในทะเบียน",
        "Fill in the village code from the registered address.",
    ),
}  # fmt: skip


def finding(code: str, rows: ir.Table, *, detail: ir.StringValue, **where: ir.Value) -> ir.Table:
    """Rows of one code; `where` gives any of COLUMNS but `code` and `detail`, the rest are null."""
    given = {**where, "code": ibis.literal(code), "detail": detail}
    return rows.select(
        **{
            name: given[name] if name in given else ibis.null(kind)
            for name, kind in COLUMNS.items()
        }
    )


def disputed(pairs: ir.Table) -> ir.Table:
    """Records that carry somebody else's number; the detail shows both names."""
    rows = pairs.filter(pairs["is_disputed"])
    return finding(
        "same_id_different_person",
        rows,
        source_number=rows[OTHER + NUMBER],
        person_id=rows[PERSON],
        household_id=rows["house_code"],
        record_key=rows[OTHER + KEY],
        area_code=rows[OTHER + "village_code"],
        detail=_name(rows, "") + " | " + _name(rows, OTHER),
    )


def moved_district(pairs: ir.Table) -> ir.Table:
    """Records whose house is the same but lies in another district."""
    same_house = (pairs["house_code"] == pairs[OTHER + "house_code"]).fill_null(False)
    here, there = pairs["village_code"], pairs[OTHER + "village_code"]
    elsewhere = (here.substr(0, 4) != there.substr(0, 4)).fill_null(False)
    rows = pairs.filter(same_house & elsewhere & ~pairs["is_disputed"])
    return finding(
        "village_moved_district",
        rows,
        source_number=rows[OTHER + NUMBER],
        person_id=rows[PERSON],
        household_id=rows["house_code"],
        record_key=rows[OTHER + KEY],
        area_code=rows["village_code"],
        detail=rows["village_code"] + " | " + rows[OTHER + "village_code"],
    )


def duplicates(records: ir.Table) -> ir.Table:
    """Records of people with more than one row in a source, one finding per person and source."""
    groups = records.group_by([PERSON, NUMBER]).aggregate(
        rows=records.count(),
        keys=records[KEY].group_concat(", ", order_by=records[KEY]),
        area=records["village_code"].min(),
    )
    twice = groups.filter(groups["rows"] > 1)
    return finding(
        "duplicate_person_in_register",
        twice,
        source_number=twice[NUMBER],
        person_id=twice[PERSON],
        area_code=twice["area"],
        detail=twice["keys"],
    )


def two_households(rows: ir.Table) -> ir.Table:
    """Survey rows of people found in several households, one finding per person."""
    houses = rows.group_by(PERSON).aggregate(
        houses=rows["house_code"].nunique(),
        source=rows[NUMBER].min(),
        codes=rows["house_code"].group_concat(", ", order_by=rows["house_code"]),
        house=rows["house_code"].min(),
        area=rows["village_code"].argmin(rows["house_code"]),
    )
    parts = []
    for code, wanted in (
        ("member_in_two_households", houses["houses"] > 1),
        ("person_twice_in_household", houses["houses"] == 1),
    ):
        some = houses.filter(wanted)
        parts.append(
            finding(
                code,
                some,
                source_number=some["source"],
                person_id=some[PERSON],
                household_id=some["house"],
                area_code=some["area"],
                detail=some["codes"],
            )
        )
    return parts[0].union(parts[1])


def heads(households: ir.Table) -> ir.Table:
    """Surveyed households with no head, more than one, or members but no row of their own."""
    lost = households.filter(~households["in_survey"] & (households["heads"] > 0))
    surveyed = households.filter(households["in_survey"] & (households["members"] > 0))
    none, many = surveyed.filter(surveyed["heads"] == 0), surveyed.filter(surveyed["heads"] > 1)
    return finding(
        "two_heads",
        many,
        household_id=many["household_id"],
        area_code=many["village_code"],
        detail=many["heads"].cast("string"),
    ).union(
        finding(
            "no_head",
            none,
            household_id=none["household_id"],
            area_code=none["village_code"],
            detail=none["members"].cast("string"),
        ),
        finding(
            "household_row_missing",
            lost,
            household_id=lost["household_id"],
            area_code=lost["village_code"],
            detail=lost["members"].cast("string"),
        ),
    )


def too_old(persons: ir.Table, reference: ir.DateValue) -> ir.Table:
    """People whose birth date makes them older than 120 on the reference date."""
    rows = persons.filter(reference.year() - persons["born_on"].year() > OLDEST)
    return finding(
        "older_than_120",
        rows,
        person_id=rows["person_id"],
        household_id=rows["household_id"],
        area_code=rows["village_code"],
        detail=rows["born_on"].cast("string"),
    )


def nowhere(persons: ir.Table) -> ir.Table:
    """People without a village."""
    rows = persons.filter(persons["village_code"].isnull())
    return finding(
        "unknown_area",
        rows,
        person_id=rows["person_id"],
        household_id=rows["household_id"],
        detail=ir.text(ibis.literal("")),
    )


def _name(rows: ir.Table, mark: str) -> ir.StringValue:
    parts = [rows[mark + name].fill_null("-") for name in ("first_name", "last_name")]
    return ir.text(ibis.literal(" ")).join(parts)
