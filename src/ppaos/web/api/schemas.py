"""What the API answers with: every field, its unit and what its null means."""

from datetime import date, datetime
from typing import Any, Final, Literal

from ninja import Schema

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.web.api.descriptions import answer_field


class Refusal(Schema):
    """Why a request was refused, and what to do next."""

    code: str = answer_field("รหัสสำหรับโปรแกรม", "Stable name of the error, for programs.")
    th: str = answer_field("ข้อความภาษาไทย", "The message in Thai.")
    en: str = answer_field("ข้อความภาษาอังกฤษ", "The message in English.")


REFUSALS: Final[dict[int, Any]] = dict.fromkeys((400, 401, 403, 404, 422, 429, 503), Refusal)
"""Answers of every operation besides its own."""


class Words(Schema):
    """A text in both languages."""

    th: str = answer_field("ภาษาไทย", "In Thai.")
    en: str = answer_field("ภาษาอังกฤษ", "In English.")


def words(title: Bilingual) -> Words:
    """A title as the API gives it."""
    return Words(**title.as_json())


class Area(Schema):
    """One area."""

    code: str = answer_field("รหัสพื้นที่", "Area code.")
    level: str = answer_field("ระดับ", "Level, from country to village.")
    name: Words = answer_field("ชื่อพื้นที่", "Name of the area.")
    parent: str | None = answer_field(
        "รหัสพื้นที่ที่อยู่เหนือขึ้นไป", "Code of the area above; null for the country."
    )


class Areas(Schema):
    """A page of areas, ascending by code."""

    items: list[Area] = answer_field("พื้นที่", "The areas.")
    next: str | None = answer_field(
        "ส่งเป็น after เพื่อขอหน้าถัดไป null คือหน้าสุดท้าย",
        "Pass it as after for the next page; null on the last page.",
    )


class Measure(Schema):
    """Something that is counted, or a ratio of two counts."""

    name: str = answer_field("ชื่อสำหรับใช้ในคำขอ", "Name to use in requests.")
    title: Words = answer_field("ชื่อตัววัด", "Its title.")
    unit: Literal["people", "households", "ratio", "score"] = answer_field(
        "หน่วย", "Unit; a ratio and a score are from 0 to 1."
    )
    kind: Literal["count", "ratio"] = answer_field(
        "จำนวนนับรวมกันเป็นพื้นที่ใหญ่ได้ อัตราส่วนรวมไม่ได้",
        "Counts of areas add up to the area above; ratios do not.",
    )


class Measures(Schema):
    """Every measure of a publication."""

    publication: int = answer_field("เลขรุ่นข้อมูล", "Number of the publication.")
    items: list[Measure] = answer_field("ตัววัด", "The measures.")


class AreaValue(Schema):
    """Value of a measure in one area."""

    code: str = answer_field(
        "รหัสพื้นที่ ว่างคือไม่ทราบหมู่บ้าน", "Area code; empty for households whose village is not known."
    )
    name: Words = answer_field("ชื่อพื้นที่", "Name of the area.")
    value: float | None = answer_field(
        "ค่า null คือไม่มีข้อมูล ไม่ใช่ศูนย์", "The value; null is no data, which is not zero."
    )
    state: Literal["ok", "none"] = answer_field(
        "ok มีค่า none ไม่มีข้อมูล", "ok with a value, none without data."
    )


class Values(Schema):
    """Values of a measure for the areas of a level inside an area, and for the area itself."""

    publication: int = answer_field("เลขรุ่นข้อมูล", "Number of the publication.")
    made_at: datetime | None = answer_field(
        "เวลาที่รุ่นข้อมูลพร้อมใช้", "When the publication became ready."
    )
    measure: Measure = answer_field("ตัววัดที่ขอ", "The requested measure.")
    area: str = answer_field("รหัสพื้นที่ที่ขอ", "Code of the requested area.")
    level: str = answer_field("ระดับของพื้นที่ในรายการ", "Level of the areas listed.")
    items: list[AreaValue] = answer_field("ค่าของแต่ละพื้นที่ เรียงตามรหัส", "Value of each area, by code.")
    total: AreaValue = answer_field("ค่าของพื้นที่ที่ขอ", "Value of the requested area itself.")


class RoundValue(Schema):
    """Value of a measure in one survey round."""

    round_be: int = answer_field("รอบสำรวจ (พ.ศ.)", "Survey round, Buddhist era.")
    value: float | None = answer_field("ค่า null คือไม่มีข้อมูล", "The value; null is no data.")


class Series(Schema):
    """A measure over the survey rounds, oldest first."""

    publication: int = answer_field("เลขรุ่นข้อมูล", "Number of the publication.")
    measure: Measure = answer_field("ตัววัดที่ขอ", "The requested measure.")
    area: str = answer_field("รหัสพื้นที่", "Area code.")
    items: list[RoundValue] = answer_field(
        "ว่างเมื่อตัววัดมีเฉพาะรอบที่เผยแพร่", "Empty for a measure that only the published round has."
    )


class Group(Schema):
    """A target group and how many are in it."""

    name: str = answer_field("ชื่อสำหรับใช้ในคำขอ", "Name to use in requests, such as fiscal-2566/1.1.")
    title: Words = answer_field("ชื่อกลุ่ม", "Its title.")
    unit: Literal["person", "household"] = answer_field(
        "เกณฑ์ใช้กับคนหรือครัวเรือน", "Whom the rule is about."
    )
    rule: str | None = answer_field(
        "เกณฑ์ตามที่เขียนในเอกสาร",
        "The rule as its document states it; null when the document is missing.",
    )
    is_unofficial: bool = answer_field(
        "เกณฑ์ที่ยังไม่มีหน่วยงานยืนยัน", "Whether the rule is our interpretation, confirmed by no agency."
    )
    people: float | None = answer_field("จำนวนคน null คือไม่มีข้อมูล", "People in it; null is no data.")
    households: float | None = answer_field(
        "จำนวนครัวเรือน null คือไม่มีข้อมูล", "Households in it; null is no data."
    )


class Groups(Schema):
    """Every target group of a publication, counted in one area."""

    publication: int = answer_field("เลขรุ่นข้อมูล", "Number of the publication.")
    area: str = answer_field("รหัสพื้นที่", "Area code.")
    items: list[Group] = answer_field("กลุ่มเป้าหมาย", "The groups.")


class Publication(Schema):
    """A version of the data."""

    number: int = answer_field("เลขรุ่น", "Number to use in requests.")
    title: str = answer_field("ชื่อรุ่น", "Its title; may be empty.")
    is_current: bool = answer_field("รุ่นที่ใช้อยู่", "Whether it is the one in use.")
    ready_at: datetime | None = answer_field("เวลาที่พร้อมใช้", "When it became ready.")
    rounds: list[int] = answer_field(
        "รอบสำรวจที่มี (พ.ศ.)", "Survey rounds that it has, Buddhist era."
    )
    is_synthetic: bool = answer_field("ข้อมูลสังเคราะห์", "Whether its people do not exist.")


class Publications(Schema):
    """Versions that can be looked at, newest first."""

    items: list[Publication] = answer_field("รุ่นข้อมูล", "The versions.")


class Role(Schema):
    """A role at an area."""

    role: str = answer_field("บทบาท", "Name of the role.")
    area: str = answer_field("รหัสพื้นที่", "Area code.")


class Permission(Schema):
    """Something that one may do, and where."""

    name: str = answer_field("สิทธิ์", "Name of the permission.")
    areas: list[str] = answer_field("รหัสพื้นที่ nat คือทั้งประเทศ", "Area codes; nat is the country.")


class Token(Schema):
    """The token that a request came with."""

    name: str = answer_field("ชื่อโทเคน", "Name that its owner gave it.")
    area: str = answer_field("พื้นที่ที่โทเคนใช้ได้", "Area in which the token works.")
    expires_at: datetime = answer_field("วันหมดอายุ", "When it expires.")


class Me(Schema):
    """Who asks, and what they may ask."""

    username: str = answer_field("ชื่อบัญชี", "Name of the account.")
    roles: list[Role] = answer_field("บทบาทของบัญชี", "Roles of the account.")
    permissions: list[Permission] = answer_field("สิทธิ์ของคำขอนี้", "What this request may ask for.")
    token: Token | None = answer_field(
        "null เมื่อเข้าสู่ระบบด้วยเว็บ", "Null for somebody signed in on the site."
    )
    per_minute: int = answer_field("จำนวนคำขอต่อนาทีที่รับได้", "Allowed requests per minute.")


class HouseholdRow(Schema):
    """One household of a list."""

    household_id: str = answer_field(
        "รหัสครัวเรือน", "House code, or L and 12 characters for one without."
    )
    house_code: str | None = answer_field("รหัสประจำบ้าน", "House code; null without one.")
    house_number: str | None = answer_field("บ้านเลขที่", "House number; null when not known.")
    head_name: str | None = answer_field(
        "ชื่อหัวหน้าครัวเรือน", "Name of the head; null when nobody is named."
    )
    village_code: str | None = answer_field("รหัสหมู่บ้าน", "Village code; null when not known.")
    village_name: str | None = answer_field("ชื่อหมู่บ้าน", "Village name; null when not known.")
    people: int | None = answer_field(
        "จำนวนคนตามแบบสำรวจ", "People as the survey counts them; null when not surveyed."
    )
    members: int = answer_field("จำนวนคนจากทุกทะเบียน", "Linked people of every source.")
    card_holders: int = answer_field("ผู้ถือบัตรสวัสดิการแห่งรัฐ", "Holders of a state welfare card.")
    in_survey: bool = answer_field("สำรวจแล้ว", "Whether it was surveyed.")
    surveyed_on: date | None = answer_field(
        "วันที่สำรวจ", "Day of the survey; null when not surveyed."
    )
    fails_mpi: bool | None = answer_field(
        "ตกเกณฑ์ MPI null คือไม่ได้สำรวจหรือคำตอบไม่ครบ",
        "Whether it fails MPI; null when not surveyed or answers are missing.",
    )
    dimensions: list[str] | None = answer_field(
        "มิติที่ตก", "Failing dimensions; null when not surveyed."
    )
    indicators: list[str] | None = answer_field(
        "ตัวชี้วัดที่ตก", "Failing indicators; null when not surveyed."
    )
    vulnerability_level: int | None = answer_field(
        "ระดับความเปราะบาง", "Vulnerability level; null when not surveyed."
    )
    groups: list[str] = answer_field("กลุ่มเป้าหมาย", "Target groups of the household or of a member.")
    priority: int = answer_field("ลำดับความเร่งด่วน 0-1000", "Priority from 0 to 1000, 1000 first.")
    is_new: bool = answer_field("เพิ่มใหม่ในรุ่นนี้", "Whether it is new in this version.")
    latitude: float | None = answer_field("ละติจูด WGS84", "Degrees, WGS84; null when not known.")
    longitude: float | None = answer_field("ลองจิจูด WGS84", "Degrees, WGS84; null when not known.")
    is_synthetic: bool = answer_field("ข้อมูลสังเคราะห์", "Whether its people do not exist.")


class Households(Schema):
    """A page of households, the most urgent first."""

    publication: int = answer_field("เลขรุ่นข้อมูล", "Number of the publication.")
    total: int = answer_field("จำนวนครัวเรือนทั้งหมดที่เข้าเงื่อนไข", "Households that match, on all pages.")
    items: list[HouseholdRow] = answer_field("ครัวเรือน", "The households.")
    next: str | None = answer_field(
        "ส่งเป็น after เพื่อขอหน้าถัดไป null คือหน้าสุดท้าย",
        "Pass it as after for the next page; null on the last page.",
    )


class Answer(Schema):
    """One value that a reason rests on."""

    name: str = answer_field("คอลัมน์", "Column that it comes from.")
    title: Words = answer_field("คำถาม", "What was asked.")
    value: str | float | bool | None = answer_field(
        "null คือไม่ได้ตอบ", "Null when it was not answered."
    )
    label: Words | None = answer_field(
        "ความหมายของรหัส", "What a code means; null for a plain value."
    )


class IndicatorState(Schema):
    """One indicator of a household."""

    name: str = answer_field("ตัวชี้วัด", "Name of the indicator.")
    dimension: str = answer_field("มิติ", "Its dimension.")
    title: Words = answer_field("ชื่อตัวชี้วัด", "Its title.")
    state: Literal["deprived", "not_deprived", "not_applicable", "missing"] = answer_field(
        "สถานะ", "Whether the household is deprived in it."
    )
    weight: str = answer_field("น้ำหนัก เป็นเศษส่วน", "Weight, a fraction such as 1/20.")
    answers: list[Answer] = answer_field("คำตอบที่ใช้ตัดสิน", "Answers that the result rests on.")


class DimensionState(Schema):
    """One dimension of a household."""

    name: str = answer_field("มิติ", "Name of the dimension.")
    title: Words = answer_field("ชื่อมิติ", "Its title.")
    is_failing: bool = answer_field("ตกเกณฑ์", "Whether it fails.")


class Reason(Schema):
    """A target group, and why the household or person is in it."""

    name: str = answer_field("ชื่อกลุ่ม", "Name of the group, such as fiscal-2566/1.1.")
    title: Words = answer_field("ชื่อกลุ่ม", "Its title.")
    rule: str = answer_field("เกณฑ์", "The rule.")
    values: list[Answer] = answer_field("ค่าที่ทำให้เข้าเกณฑ์", "Values that made the rule true.")


class Member(Schema):
    """A person of a household. Citizen IDs are not given, masked or clear."""

    name: str = answer_field("ว่างเมื่อไม่มีแหล่งใดระบุชื่อ", "Empty when no source names the person.")
    sex: Words | None = answer_field("เพศ", "Sex; null when not known.")
    age_years: int | None = answer_field("อายุ (ปี)", "Age in years; null when not known.")
    relation: Words | None = answer_field(
        "ความสัมพันธ์กับหัวหน้าครัวเรือน", "Relation to the head; null when not known."
    )
    in_survey: bool = answer_field("อยู่ในแบบสำรวจ", "Whether the survey has the person.")
    facts: list[Words] = answer_field("ข้อเท็จจริงจากทะเบียน", "What registers say of the person.")
    sources: list[Words] = answer_field("ทะเบียนที่มีชื่อคนนี้", "Registers that list the person.")
    groups: list[Reason] = answer_field("กลุ่มของคนนี้", "Target groups of the person.")


class Doubt(Schema):
    """Something missing or contradictory, and what to do about it."""

    text: Words = answer_field("สิ่งที่ขาดหรือขัดแย้ง", "What is missing or contradictory.")
    action: Words = answer_field("สิ่งที่ควรทำ", "What to do about it.")


class Round(Schema):
    """A household in an earlier survey round."""

    round_be: int = answer_field("รอบสำรวจ (พ.ศ.)", "Survey round, Buddhist era.")
    indicators: list[str] = answer_field("ตัวชี้วัดที่ตก", "Failing indicators.")
    surveyed_on: date | None = answer_field("วันที่สำรวจ", "Day of the survey; null when not known.")


class Household(HouseholdRow):
    """Everything that is known of why one household stands where it stands."""

    publication: int = answer_field("เลขรุ่นข้อมูล", "Number of the publication.")
    score: str | None = answer_field(
        "คะแนน เป็นเศษส่วน", "Deprivation score, a fraction; null when not surveyed."
    )
    dimension_states: list[DimensionState] = answer_field("ทุกมิติ", "Every dimension.")
    indicator_states: list[IndicatorState] = answer_field("ทุกตัวชี้วัด", "Every indicator.")
    reasons: list[Reason] = answer_field("กลุ่มของครัวเรือน", "Target groups of the household itself.")
    people_of: list[Member] = answer_field("คนในครัวเรือน", "Its people.")
    ways_out: list[list[str]] = answer_field(
        "ชุดตัวชี้วัดที่แก้ครบแล้วพ้นเกณฑ์",
        "Sets of indicators: with all of one set corrected, the household no longer fails.",
    )
    doubts: list[Doubt] = answer_field("ข้อสงสัย", "What is missing or contradictory.")
    history: list[Round] = answer_field("รอบก่อนหน้า", "Earlier rounds.")
