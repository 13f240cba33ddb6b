"""The fixed vocabulary of fields that a list may hold, each classed.

`public`: says nothing of a person. `personal`: about a person or household. `sensitive`: health,
disability, ethnicity and the like, which the Personal Data Protection Act 2562 guards more
strictly (section 26; to be checked by a Thai lawyer before use). A field outside this vocabulary
cannot be exported at all.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from ppaos.domain.measurement.instrument import Dimension
from ppaos.domain.thai.bilingual import Bilingual

Class = Literal["public", "personal", "sensitive"]
Unit = Literal["person", "household"]
CITIZEN_ID: Final = "citizen_id"
LACKS: Final = "lacks_"
"""What a field begins with that says what a household lacks in a dimension."""


@dataclass(frozen=True)
class ListField:
    """One column that a list may have."""

    name: str
    title: Bilingual
    class_: Class
    units: tuple[Unit, ...]
    fact: bool = False
    """Whether it is a fact of a source about the person."""


_BOTH: Final[tuple[Unit, ...]] = ("person", "household")
_PERSON: Final[tuple[Unit, ...]] = ("person",)
_HOUSEHOLD: Final[tuple[Unit, ...]] = ("household",)
_Row = tuple[str, str, str, Class, tuple[Unit, ...]]
_BEFORE_DIMENSIONS: Final[tuple[_Row, ...]] = (
    ("province", "จังหวัด", "Province", "public", _BOTH),
    ("district", "อำเภอ", "District", "public", _BOTH),
    ("subdistrict", "ตำบล", "Subdistrict", "public", _BOTH),
    ("village_code", "รหัสหมู่บ้าน", "Village code", "public", _BOTH),
    ("village_name", "หมู่บ้าน", "Village", "public", _BOTH),
    ("household_id", "รหัสครัวเรือน", "Household", "personal", _BOTH),
    ("house_code", "รหัสประจำบ้าน", "House code", "personal", _BOTH),
    ("house_number", "บ้านเลขที่", "House number", "personal", _BOTH),
    ("surveyed_on", "วันที่สำรวจ", "Surveyed on", "public", _BOTH),
    ("people", "จำนวนคนในครัวเรือน", "People of the household", "personal", _BOTH),
    ("head_name", "หัวหน้าครัวเรือน", "Head of household", "personal", _BOTH),
    ("fails_mpi", "ตกเกณฑ์ MPI", "Fails the MPI", "personal", _BOTH),
    ("score", "คะแนนความขัดสน", "Deprivation score", "personal", _BOTH),
)  # fmt: skip
_AFTER_DIMENSIONS: Final[tuple[_Row, ...]] = (
    ("missing_answers", "ตัวชี้วัดที่ไม่มีคำตอบ", "Unanswered indicators", "personal", _BOTH),
    ("vulnerability_level", "ระดับความเปราะบาง", "Vulnerability level", "personal", _BOTH),
    ("dependants", "คนในภาวะพึ่งพิง", "Dependants", "personal", _BOTH),
    ("card_holders", "ผู้ถือบัตรสวัสดิการ", "Welfare card holders", "personal", _HOUSEHOLD),
    ("low_income", "รายได้น้อย", "Low income", "personal", _BOTH),
    ("housing_problem", "ปัญหาที่อยู่อาศัย", "Housing problem", "personal", _BOTH),
    ("priority", "ลำดับความเร่งด่วน (พันส่วน)", "Priority (thousandths)", "personal", _BOTH),
    ("groups", "กลุ่มเป้าหมาย", "Target groups", "personal", _BOTH),
    ("person_id", "รหัสบุคคลในระบบ", "Person", "personal", _PERSON),
    (CITIZEN_ID, "เลขประจำตัวประชาชน", "Citizen ID", "personal", _PERSON),
    ("prefix", "คำนำหน้า", "Prefix", "personal", _PERSON),
    ("first_name", "ชื่อ", "First name", "personal", _PERSON),
    ("last_name", "นามสกุล", "Last name", "personal", _PERSON),
    ("sex", "เพศ", "Sex", "personal", _PERSON),
    ("born_on", "วันเกิด", "Birth date", "personal", _PERSON),
    ("age_years", "อายุ (ปี)", "Age (years)", "personal", _PERSON),
    ("relation", "ความสัมพันธ์กับหัวหน้าครัวเรือน", "Relation to head", "personal", _PERSON),
    ("in_survey", "อยู่ในแบบสำรวจ", "In the survey", "personal", _PERSON),
    ("sources", "แหล่งข้อมูลที่พบ", "Known to", "personal", _PERSON),
)  # fmt: skip
_FACTS: Final[tuple[tuple[str, str, str, Class], ...]] = (
    ("holds_card", "ถือบัตรสวัสดิการแห่งรัฐ", "Holds a welfare card", "personal"),
    ("card_unconfirmed", "บัตรยังไม่ยืนยันตัวตน", "Card not confirmed", "personal"),
    ("is_student", "กำลังศึกษา", "Student", "personal"),
    ("works", "มีอาชีพ", "Has an occupation", "personal"),
    ("is_disabled", "พิการ (แบบสำรวจ)", "Disabled (survey)", "sensitive"),
    ("is_bedridden", "ผู้ป่วยติดเตียง", "Bedridden", "sensitive"),
    ("cannot_care_for_self", "ช่วยเหลือตัวเองไม่ได้", "Cannot care for oneself", "sensitive"),
    ("disability_registered", "มีบัตรประจำตัวคนพิการ", "Registered disability", "sensitive"),
    ("out_of_compulsory_school", "ไม่ได้เรียนภาคบังคับ", "Not in compulsory school", "personal"),
    ("in_school", "อยู่ในระบบการศึกษา", "In school", "personal"),
    ("out_of_school", "อยู่นอกระบบการศึกษา", "Out of school", "personal"),
    ("old_age_allowance", "รับเบี้ยยังชีพผู้สูงอายุ", "Old-age allowance", "personal"),
    ("newborn_grant", "รับเงินอุดหนุนเด็กแรกเกิด", "Newborn grant", "personal"),
    ("social_assistance", "รับเงินสงเคราะห์ พม.", "Social assistance", "personal"),
    ("open_complaint", "มีเรื่องร้องทุกข์ค้าง", "Open complaint", "personal"),
    ("complaint_homeless", "ร้องทุกข์เรื่องคนเร่ร่อน", "Complaint of homelessness", "personal"),
    ("thaiqm_housing", "ThaiQM ที่อยู่อาศัย", "ThaiQM housing", "personal"),
    ("thaiqm_water", "ThaiQM น้ำ", "ThaiQM water", "personal"),
    ("thaiqm_education", "ThaiQM การศึกษา", "ThaiQM education", "personal"),
    ("thaiqm_hardship", "ThaiQM ความเดือดร้อน", "ThaiQM hardship", "sensitive"),
    ("thaiqm_income", "ThaiQM รายได้และอาชีพ", "ThaiQM income", "personal"),
    ("thaiqm_safety", "ThaiQM ความปลอดภัย", "ThaiQM safety", "personal"),
    ("thaiqm_vulnerable", "ThaiQM กลุ่มเปราะบาง", "ThaiQM vulnerable", "sensitive"),
    ("found_locally", "ทีมพื้นที่พบ", "Found by a local team", "personal"),
    ("found_homeless", "คนเร่ร่อน", "Homeless", "personal"),
    ("found_ethnic", "กลุ่มชาติพันธุ์", "Of an ethnic group", "sensitive"),
    ("found_without_id", "คนไทยไม่มีเลขประจำตัว", "Thai without an ID", "personal"),
)  # fmt: skip

_SENSITIVE_DIMENSIONS: Final = frozenset({"health"})
"""Dimensions of which section 26 of the Act speaks; what a household lacks in the others is personal."""


def vocabulary(dimensions: Iterable[Dimension]) -> Mapping[str, ListField]:
    """Every field by name, in the order that lists show them; one for each dimension."""
    rows = (*_BEFORE_DIMENSIONS, *_of_dimensions(dimensions), *_AFTER_DIMENSIONS)
    return {
        name: ListField(name, Bilingual(th, en), class_, units)
        for name, th, en, class_, units in rows
    } | {
        name: ListField(name, Bilingual(th, en), class_, _PERSON, fact=True)
        for name, th, en, class_ in _FACTS
    }


def _of_dimensions(dimensions: Iterable[Dimension]) -> Iterator[_Row]:
    for dimension in dimensions:
        name, title = dimension.name, dimension.title
        class_: Class = "sensitive" if name in _SENSITIVE_DIMENSIONS else "personal"
        yield (
            f"{LACKS}{name}", f"ตกเกณฑ์ด้าน{title.th}", f"Deprived: {title.en.lower()}", class_, _BOTH,
        )  # fmt: skip
