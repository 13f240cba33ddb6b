"""What for somebody may see a household or a citizen ID, and on which legal basis.

The list is what people choose from; the choice, and what they add in words, goes on record. The
sections are our reading of the Personal Data Protection Act 2562 and are to be checked by a Thai
lawyer before use.
"""

from dataclasses import dataclass
from typing import Final

from ppaos.domain.errors import SettingError
from ppaos.domain.thai.bilingual import Bilingual

NOTE_LETTERS: Final = 200
_ASSUMED: Final = "assumed:"
_PUBLIC_TASK: Final = Bilingual(
    "ภารกิจเพื่อประโยชน์สาธารณะ พ.ร.บ. คุ้มครองข้อมูลส่วนบุคคล พ.ศ. 2562 มาตรา 24(4)",
    "Public-interest task, section 24(4) of the Personal Data Protection Act 2562",
)
_SOCIAL_PROTECTION: Final = Bilingual(
    "การคุ้มครองทางสังคม พ.ร.บ. คุ้มครองข้อมูลส่วนบุคคล พ.ศ. 2562 มาตรา 24(4) และ 26(5)",
    "Social protection, sections 24(4) and 26(5) of the Personal Data Protection Act 2562",
)
_DATA_SUBJECT: Final = Bilingual(
    "สิทธิของเจ้าของข้อมูล พ.ร.บ. คุ้มครองข้อมูลส่วนบุคคล พ.ศ. 2562 มาตรา 30 ถึง 36",
    "Rights of the person, sections 30 to 36 of the Personal Data Protection Act 2562",
)
_LEGAL_DUTY: Final = Bilingual(
    "หน้าที่ตามกฎหมาย พ.ร.บ. คุ้มครองข้อมูลส่วนบุคคล พ.ศ. 2562 มาตรา 24(6)",
    "Legal obligation, section 24(6) of the Personal Data Protection Act 2562",
)


@dataclass(frozen=True)
class Purpose:
    """One purpose that can be chosen."""

    name: str
    title: Bilingual
    legal_basis: Bilingual
    needs_note: bool = False
    """Whether the purpose has to be said in words too."""


PURPOSES: Final[tuple[Purpose, ...]] = (
    Purpose("visit", Bilingual("เยี่ยมบ้านและตรวจข้อมูลในพื้นที่", "Visit the home and check what is known"), _PUBLIC_TASK),
    Purpose("referral", Bilingual("ส่งต่อให้หน่วยงานที่ช่วยเหลือ", "Refer to an agency that helps"), _SOCIAL_PROTECTION),
    Purpose("welfare", Bilingual("ตรวจสิทธิสวัสดิการและเงินช่วยเหลือ", "Check rights to welfare and assistance"), _SOCIAL_PROTECTION),
    Purpose("correction", Bilingual("แก้ข้อมูลที่ผิดหรือเชื่อมผิดคน", "Correct wrong data or a wrong link"), _PUBLIC_TASK),
    Purpose("request", Bilingual("เจ้าของข้อมูลขอดูหรือขอแก้ข้อมูล", "The person asked to see or correct the data"), _DATA_SUBJECT),
    Purpose("planning", Bilingual("วางแผนและติดตามงานของพื้นที่", "Plan and follow the work of the area"), _PUBLIC_TASK),
    Purpose("inspection", Bilingual("ตรวจสอบหรือสอบสวนตามกฎหมาย", "Inspection or inquiry under the law"), _LEGAL_DUTY, needs_note=True),
    Purpose("other", Bilingual("อื่น ๆ (ระบุ)", "Other (say which)"), _PUBLIC_TASK, needs_note=True),
)  # fmt: skip
ID_PURPOSES: Final = tuple(item for item in PURPOSES if item.name != "planning")
"""Purposes that need the number itself: planning never does."""


def purpose_named(name: str) -> Purpose:
    """The purpose of a name. Errors: SettingError for an unknown one."""
    for item in PURPOSES:
        if item.name == name:
            return item
    raise SettingError(th="เลือกวัตถุประสงค์จากรายการ", en="Choose a purpose from the list.")


def stated(name: str, note: str = "", *, of: tuple[Purpose, ...] = PURPOSES) -> str:
    """The purpose as it goes on record: `name` or `name: note`, on one line.

    Errors: SettingError for a purpose that is not `of` the list, and for a missing note.
    """
    purpose = purpose_named(name)
    said = " ".join(note.split())[:NOTE_LETTERS]
    if purpose not in of:
        raise SettingError(
            th=f"วัตถุประสงค์ '{purpose.title.th}' ไม่ต้องใช้เลขประจำตัว เลือกข้ออื่น",
            en=f"The purpose '{purpose.title.en}' does not need the number. Choose another.",
        )
    if purpose.needs_note and not said:
        raise SettingError(
            th=f"วัตถุประสงค์ '{purpose.title.th}' ต้องเขียนรายละเอียดด้วย",
            en=f"The purpose '{purpose.title.en}' has to be said in words too.",
        )
    return f"{purpose.name}: {said}" if said else purpose.name


def assumed(name: str) -> str:
    """A purpose that nobody stated, as it goes on record: told apart from one that somebody did."""
    return f"{_ASSUMED}{name}"


def purpose_title(text: str) -> Bilingual:
    """The title of a purpose on record, its note kept; an unknown one is shown as it stands."""
    if text.startswith(_ASSUMED):
        title = purpose_title(text.removeprefix(_ASSUMED))
        return Bilingual(f"{title.th} (สันนิษฐานจากบทบาท)", f"{title.en} (assumed from the role)")
    name, _, note = text.partition(": ")
    for item in PURPOSES:
        if item.name == name:
            add = f" ({note})" if note else ""
            return Bilingual(item.title.th + add, item.title.en + add)
    return Bilingual(text, text)
