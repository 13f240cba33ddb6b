"""What each finding of ingest says to a person: what is wrong and what to do, Thai and English."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ppaos.domain.intake.schema import RowField


@dataclass(frozen=True)
class Message:
    """A finding's texts; `{column}`, `{allowed}`, `{columns}` are filled in per column."""

    what_th: str
    what_en: str
    todo_th: str
    todo_en: str


_CORRECT_TH: Final = "แก้ค่าในไฟล์ต้นทางแล้วนำเข้าแถวนี้ใหม่"
_CORRECT_EN: Final = "Correct the value in the source file and import the row again."

MESSAGES: Final[dict[str, Message]] = {
    "citizen_id_check_digit": Message(
        "เลขประจำตัวประชาชนมีเลขตรวจสอบ (หลักที่ 13) ไม่ถูกต้อง",
        "The citizen ID fails its check digit (the 13th)",
        "ตรวจกับบัตรประชาชน ถ้าไม่มีเลขให้เว้นว่าง อย่าสร้างเลขขึ้นเอง",
        "Check it against the card. Leave it empty for a person without a number; never make one up.",
    ),
    "citizen_id_length": Message(
        "เลขประจำตัวประชาชนต้องมี 13 หลัก",
        "A citizen ID has 13 digits",
        "ตรวจกับบัตรประชาชน ถ้าไม่มีเลขให้เว้นว่าง ถ้า Excel ตัดเลข ให้ตั้งเซลล์เป็นข้อความก่อนกรอก",
        "Check it against the card; leave it empty when there is none. If Excel cut digits, format the cells as text.",
    ),
    "citizen_id_class": Message(
        "เลขประจำตัวประชาชนขึ้นต้นด้วย 0-8 ไม่มีประเภท 9",
        "A citizen ID starts with 0-8; there is no class 9",
        "ตรวจกับบัตรประชาชน ถ้าไม่มีเลขให้เว้นว่าง อย่าสร้างเลขขึ้นเอง",
        "Check it against the card. Leave it empty for a person without a number; never make one up.",
    ),
    "citizen_id_not_digits": Message(
        "เลขประจำตัวประชาชนต้องเป็นตัวเลขล้วน",
        "A citizen ID is digits alone",
        "ตรวจกับบัตรประชาชน ถ้าไม่มีเลขให้เว้นว่าง เลขของเอกสารอื่น (เช่น หนังสือเดินทาง) ไม่ใส่ในคอลัมน์นี้",
        "Check it against the card; leave it empty when there is none. Numbers of other papers, such as a passport, do not belong here.",
    ),
    "bad_house_code": Message(
        "รหัสประจำบ้านต้องเป็นตัวเลข 11 หลัก",
        "A house code is 11 digits",
        "ตรวจกับทะเบียนบ้าน ถ้า Excel ตัดเลขหรือเขียนเป็น 4.1E+10 ให้ตั้งเซลล์เป็นข้อความ",
        "Check it against the house register. If Excel cut digits or wrote 4.1E+10, format the cells as text.",
    ),
    "unknown_area": Message(
        "ไม่มีพื้นที่รหัสนี้ ('{column}' ต้องเป็น {allowed} และ 6 หลักแรกเป็นตำบลที่มีอยู่)",
        "There is no area of this code ('{column}' is {allowed}, the first six an existing subdistrict)",
        "ตรวจรหัสกับประกาศของกรมการปกครองแล้วแก้",
        "Check the code against the list of the Department of Provincial Administration.",
    ),
    "abolished_area": Message(
        "รหัสพื้นที่นี้ยกเลิกแล้ว",
        "This area code is no longer in force",
        "แก้เป็นรหัสปัจจุบัน",
        "Change it to the code in force",
    ),
    "out_of_range": Message(
        "ค่าของ '{column}' ต้องอยู่ระหว่าง {allowed}",
        "'{column}' must lie between {allowed}",
        "ตรวจกับแบบสอบถาม แล้ว" + _CORRECT_TH,
        "Check it against the questionnaire. " + _CORRECT_EN,
    ),
    "not_in_code_list": Message(
        "'{column}' ต้องเป็นหนึ่งใน {allowed}",
        "'{column}' must be one of {allowed}",
        "แก้เป็นรหัสหรือคำในรายการ หรือเพิ่มคำนี้เป็นชื่ออื่น (aliases) ใน YAML ของแหล่งข้อมูล",
        "Use a code or label of the list, or add the text as an alias in the source's YAML.",
    ),
    "missing_required": Message(
        "'{column}' ต้องมีค่า แต่ว่างอยู่", "'{column}' is required but empty",
        "เติมค่าในไฟล์ต้นทางแล้วนำเข้าแถวนี้ใหม่", "Fill it in and import the row again.",
    ),
    "not_a_number": Message(
        "'{column}' ต้องเป็นตัวเลข", "'{column}' is not a number", _CORRECT_TH, _CORRECT_EN
    ),
    "not_a_date": Message(
        "'{column}' ไม่ใช่วันที่ที่มีอยู่จริง", "'{column}' is not a date that exists",
        "เขียนเป็น 15/03/2565 หรือ 2022-03-15 ถ้าไม่รู้วันหรือเดือนใช้ 00",
        "Write 15/03/2565 or 2022-03-15, with 00 for a day or month that is not known.",
    ),
    "unreadable_text": Message(
        "'{column}' มีอักขระที่อ่านไม่ได้ (การเข้ารหัสเสีย)", "'{column}' holds characters that cannot be read",
        "ขอไฟล์ใหม่ หรือบันทึกใหม่เป็น UTF-8", "Ask for the file again, or save it as UTF-8.",
    ),
    "part_exceeds_whole": Message(
        "ส่วนย่อยมากกว่าทั้งหมด ({columns})", "A part is larger than the whole ({columns})",
        "ตรวจจำนวนกับแบบสอบถามแล้วแก้", "Check the counts against the questionnaire and correct them.",
    ),
    "contradicts_itself": Message(
        "คำตอบในแถวขัดแย้งกันเอง ({columns})", "The row contradicts itself ({columns})",
        "ตรวจกับแบบสอบถามแล้วแก้", "Check the answers against the questionnaire and correct them.",
    ),
    "conflicting_key": Message(
        "มีหลายแถวใช้กุญแจเดียวกัน ({columns}) แต่ข้อมูลต่างกัน จึงไม่เลือกแถวใดเลย",
        "Several rows share the key ({columns}) but differ, so none of them was taken",
        "ตรวจว่าแถวใดถูก แล้วนำเข้าเฉพาะแถวนั้น", "Find out which row is right and import only that one.",
    ),
    "conflicts_with_stored": Message(
        "กุญแจนี้ ({columns}) นำเข้าไว้แล้วด้วยข้อมูลที่ต่างกัน",
        "A row of this key ({columns}) is stored already with other values",
        "ถ้าแถวใหม่ถูก ให้นำเข้าไฟล์ที่แก้แล้วทั้งไฟล์แทนไฟล์เดิมด้วย ppaos ingest --corrects (ถ้าไฟล์เดิมชื่ออื่น ใช้ --corrects-file ชื่อไฟล์เดิม)",
        "If the new row is right, let the whole corrected file replace the stored one: ppaos ingest --corrects (--corrects-file NAME when the stored file has another name).",
    ),
    "cut_row": Message(
        "แถวมีจำนวนช่องไม่เท่าหัวตาราง ({allowed} ช่อง) อาจถูกตัดหรือมีตัวคั่นเกิน",
        "The row has another number of fields than the header ({allowed}); it may be cut off",
        "ขอไฟล์ใหม่ หรือแก้ตัวคั่นและเครื่องหมายคำพูดในแถวนี้",
        "Ask for the file again, or correct the delimiters and quotes of this row.",
    ),
    "house_number_mangled": Message(
        "บ้านเลขที่กลายเป็นวันที่ (โปรแกรมตารางแปลงให้เอง) จึงเก็บเป็นไม่มีค่า แถวนี้นำเข้าแล้ว",
        "A spreadsheet turned the house number into a date; it is stored as missing and the row was taken",
        "ดูบ้านเลขที่จากทะเบียนบ้าน และตั้งเซลล์เป็นข้อความก่อนกรอก",
        "Look it up in the house register, and format such cells as text.",
    ),
    "position_outside": Message(
        "'{column}' อยู่นอกประเทศไทย ({allowed} องศา) จึงเก็บเป็นไม่มีค่า แถวนี้นำเข้าแล้ว",
        "'{column}' lies outside Thailand ({allowed} degrees); it is stored as missing and the row was taken",
        "ตรวจว่าละติจูดกับลองจิจูดไม่สลับกัน และเป็นพิกัด WGS84 แล้วจับพิกัดบ้านใหม่",
        "Check that latitude and longitude are not swapped and are WGS84, and take the position again.",
    ),
    "not_degrees": Message(
        "'{column}' ไม่ใช่องศาทศนิยม จึงเก็บเป็นไม่มีค่า แถวนี้นำเข้าแล้ว",
        "'{column}' is not in decimal degrees; it is stored as missing and the row was taken",
        "เขียนเป็นองศาทศนิยม WGS84 เช่น 17.41567 ไม่ใช้ลิปดา พิลิปดา หรือพิกัด UTM",
        "Write decimal degrees of WGS84, such as 17.41567; no minutes, seconds or UTM.",
    ),
}  # fmt: skip
CITIZEN_ID: Final = frozenset(code for code in MESSAGES if code.startswith("citizen_id_"))
_TAKEN_TH: Final = " จึงเก็บเป็นไม่มีค่า แถวนี้นำเข้าแล้ว"
_TAKEN_EN: Final = "; it is stored as missing and the row was taken"


def filled(
    code: str,
    item: RowField | None,
    title: tuple[str, str],
    columns: Sequence[str] = (),
    allowed: str = "",
) -> Message:
    """The message of `code` for one column, or for the `columns` that a row rule or key names."""
    message = MESSAGES[code]
    if code in CITIZEN_ID and item is not None and not item.required:
        message = replace(
            message, what_th=message.what_th + _TAKEN_TH, what_en=message.what_en + _TAKEN_EN
        )
    th, en = (allowed, allowed) if allowed or item is None else allowed_values(item)

    named = ", ".join(columns)

    def fill(text: str, name: str, limits: str) -> str:
        return text.format(column=name, allowed=limits, columns=named)

    return Message(
        fill(message.what_th, title[0], th),
        fill(message.what_en, title[1], en),
        fill(message.todo_th, title[0], th),
        fill(message.todo_en, title[1], en),
    )


def allowed_values(item: RowField) -> tuple[str, str]:
    """What a column takes, in a few words, in Thai and English."""
    if item.kind == "code":
        pairs = [(code, labels[0], labels[1]) for code, labels in item.codes.items()]
        return (
            ", ".join(f"{code}={th}" for code, th, _ in pairs),
            ", ".join(f"{code}={en}" for code, _, en in pairs),
        )
    if item.kind == "area_code":
        return f"{item.digits} หลัก", f"{item.digits} digits"
    if item.kind in ("boolean", "synthetic_mark"):
        return "1/0 หรือ ใช่/ไม่ใช่", "1/0 or yes/no"
    low, high = item.range
    limits = f"{low:,.10g}-{high:,.10g}" if low > -1e18 and high < 1e18 else ""
    return limits, limits
