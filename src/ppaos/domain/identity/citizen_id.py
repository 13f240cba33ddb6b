"""Whose number is this: citizen-ID classes, the check digit, house codes, and how they are shown.

A citizen ID has 13 digits: class, registration office (4), running number (5 and 2), check digit.
The check digit is `(11 - sum((13 - i) d_i, i = 0..11) mod 11) mod 10`, as in python-stdnum's
`th.pin`, whose whole-number check refuses the 0 series; registers hold it, so it is accepted here.
No class 9 exists. People without a number have none: nothing here invents one.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from stdnum.th import pin

CITIZEN_ID_DIGITS: Final = 13
HOUSE_CODE_DIGITS: Final = 11
HIDDEN: Final = "x"

# First digit -> meaning. The date that parts the classes is 1 January 2527 (1984).
CITIZEN_ID_CLASSES: Final[dict[int, tuple[str, str]]] = {
    0: ("บุคคลที่ไม่มีสถานะทางทะเบียน", "person with no registered status"),
    1: ("ผู้เกิดตั้งแต่ 1 ม.ค. 2527 แจ้งเกิดทันกำหนด", "born from 1 Jan 2527, notified in time"),
    2: ("ผู้เกิดตั้งแต่ 1 ม.ค. 2527 แจ้งเกิดเกินกำหนด", "born from 1 Jan 2527, notified late"),
    3: ("มีชื่อในทะเบียนบ้านช่วง 1 ม.ค.-31 พ.ค. 2527", "in a house register, 1 Jan-31 May 2527"),
    4: ("ย้ายเข้าช่วงเดียวกันโดยยังไม่มีเลข", "moved in during that time without a number"),
    5: ("คนไทยที่เพิ่มชื่อภายหลัง", "Thai added to the register later"),
    6: ("ผู้เข้าเมืองชั่วคราวหรือไม่ชอบ", "temporary or irregular entrant"),
    7: ("บุตรของบุคคลประเภท 6 ที่เกิดในไทย", "child of class 6 born in Thailand"),
    8: ("คนต่างด้าวโดยชอบ หรือผู้ได้สัญชาติไทย", "lawful alien, or granted nationality"),
}


class NumberProblem(NamedTuple):
    """What is wrong with a number: a stable code, and the sentence in Thai and English."""

    code: str
    th: str
    en: str


def compact_number(text: str) -> str:
    """`text` without spaces and hyphens; digits of other scripts are left as they are."""
    return text.replace("-", "").replace(" ", "").strip()


def citizen_id_problem(text: str) -> NumberProblem | None:
    """What is wrong with a citizen ID, or None when its form, class and check digit are right.

    Hyphens and spaces are allowed. An empty text is of the wrong length: whether a number may be
    missing is for the caller to decide.
    """
    number = compact_number(text)
    shown = mask_citizen_id(number, last=3)
    if not (number.isascii() and number.isdigit()) and number:
        return NumberProblem(
            "citizen_id_not_digits",
            f"เลขประจำตัว {shown} มีอักขระที่ไม่ใช่ตัวเลข",
            f"Citizen ID {shown} contains characters other than digits.",
        )
    if len(number) != CITIZEN_ID_DIGITS:
        return NumberProblem(
            "citizen_id_length",
            f"เลขประจำตัว {shown} มี {len(number)} หลัก ต้องมี 13 หลัก",
            f"Citizen ID {shown} has {len(number)} digits; 13 are needed.",
        )
    if int(number[0]) not in CITIZEN_ID_CLASSES:
        return NumberProblem(
            "citizen_id_class",
            f"เลขประจำตัว {shown} ขึ้นต้นด้วย {number[0]} ซึ่งไม่มีประเภทนี้",
            f"Citizen ID {shown} starts with {number[0]}, a class that does not exist.",
        )
    if number[-1] != pin.calc_check_digit(number):
        return NumberProblem(
            "citizen_id_check_digit",
            f"เลขประจำตัว {shown} มีเลขตรวจสอบไม่ถูกต้อง",
            f"Citizen ID {shown} fails its check digit.",
        )
    return None


def is_citizen_id(text: str) -> bool:
    """Whether `text` is a citizen ID of a known class with a right check digit."""
    return citizen_id_problem(text) is None


def check_digits(first_twelve: npt.NDArray[np.integer]) -> npt.NDArray[np.uint8]:
    """Thirteenth digits of many numbers: `(n, 12)` digits 0-9 in, `(n,)` out.

    Formula: the module's first lines. Errors: ValueError on another shape.
    """
    if first_twelve.ndim != 2 or first_twelve.shape[1] != 12:
        raise ValueError("check_digits takes an array of shape (n, 12)")
    total = np.zeros(len(first_twelve), dtype=np.int32)
    for position in range(12):
        total += (13 - position) * first_twelve[:, position].astype(np.int32)
    return ((11 - total % 11) % 10).astype(np.uint8)


def format_citizen_id(text: str) -> str:
    """`x-xxxx-xxxxx-xx-x` with the digits in clear; other lengths are returned unchanged."""
    number = compact_number(text)
    return _grouped(number) if len(number) == CITIZEN_ID_DIGITS else number


def mask_citizen_id(text: str, *, last: int = 0) -> str:
    """`x-xxxx-xxxxx-xx-x`, every digit hidden but the `last` ones (3 when a clerk must match).

    A number of another length is hidden wholly, one `x` a character.
    Errors: ValueError when more than four digits would show.
    """
    if not 0 <= last <= 4:
        raise ValueError("a masked citizen ID shows at most its last four digits")
    number = compact_number(text)
    if len(number) != CITIZEN_ID_DIGITS:
        return HIDDEN * len(number)
    hidden = CITIZEN_ID_DIGITS - last
    return _grouped(HIDDEN * hidden + number[hidden:])


def format_house_code(text: str) -> str:
    """`xxxx-xxxxxx-x`; a code of another length is returned unchanged."""
    number = compact_number(text)
    if len(number) != HOUSE_CODE_DIGITS:
        return number
    return f"{number[:4]}-{number[4:10]}-{number[10:]}"


def _grouped(number: str) -> str:
    return f"{number[0]}-{number[1:5]}-{number[5:10]}-{number[10:12]}-{number[12]}"
