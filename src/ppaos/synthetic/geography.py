"""Where households are: real provinces, districts and subdistricts, and invented villages.

Names and codes down to the subdistrict come from geothai. Villages (8 digits) are invented, about
75,000 in the country, each with a plausible Thai name. They do not depend on the seed.
"""

from dataclasses import dataclass

import geothai
import numpy as np
import numpy.typing as npt

from ppaos.synthetic.randomness import stream

_MEAN_VILLAGES = 10.1
_FIRST_WORDS = [
    "หนอง", "โนน", "ดอน", "นา", "โคก", "ห้วย", "บ่อ", "วัง", "ท่า", "คลอง", "ป่า", "ทุ่ง", "ดง",
    "เหล่า", "กุด", "โพน", "สัน", "แม่", "ปาก", "หัว", "เขา", "ไร่", "บึง", "สระ",
]  # fmt: skip
_SECOND_WORDS = [
    "บัว", "สูง", "ไผ่", "หวาย", "ขาม", "ม่วง", "แดง", "ขาว", "ยาง", "สว่าง", "เจริญ", "ใหญ่",
    "น้อย", "กลาง", "เหนือ", "ใต้", "หลวง", "แก้ว", "ทอง", "เงิน", "งาม", "ตาล", "มะค่า",
    "ประดู่", "สัก", "กระโดน", "ชาด", "แสง", "คำ", "เสือ", "ช้าง", "กวาง", "ปลา", "นกยูง", "หิน",
    "ทราย", "ลาด", "พร้าว", "กล้วย", "มะขาม", "โพธิ์", "ไทร",
]  # fmt: skip
_THIRD_WORDS = ["", "", "", "", "สามัคคี", "พัฒนา", "ใหม่", "เก่า", "น้อย", "ใต้", "เหนือ"]


@dataclass(frozen=True)
class Villages:
    """The villages of a province, ascending by code.

    `codes` `(v,)` 8-digit integers; `names` `(v,)` texts; `district`, `subdistrict` `(v,)` indices
    from 0 in ascending order of code; `weights` `(v,)` relative household numbers;
    `district_codes` four-digit integers.
    """

    codes: npt.NDArray[np.int32]
    names: npt.NDArray[np.object_]
    district: npt.NDArray[np.int16]
    subdistrict: npt.NDArray[np.int16]
    weights: npt.NDArray[np.float64]
    district_codes: npt.NDArray[np.int16]

    def code_texts(self) -> list[str]:
        """The codes as texts of eight digits."""
        return [f"{code:08d}" for code in self.codes]


def province_title(province: str) -> tuple[str, str]:
    """Thai and English name of a province."""
    for row in geothai.provinces():
        if row.code == province:
            return row.name_th, row.name_en
    raise KeyError(province)


def all_district_codes() -> npt.NDArray[np.int16]:
    """Four-digit codes of every district of the country, ascending."""
    return np.array(
        sorted(int(d.code) for p in geothai.provinces() for d in geothai.districts(p.code)),
        dtype=np.int16,
    )


def villages_of(province: str) -> Villages:
    """The villages of one province, the same at every call."""
    chance = stream(0, province, "villages")
    districts = sorted(d.code for d in geothai.districts(province))
    subdistricts = sorted(s.code for d in districts for s in geothai.subdistricts(d))
    counts = np.clip(
        np.rint(chance.gamma(5.0, _MEAN_VILLAGES / 5.0, len(subdistricts))), 1, 40
    ).astype(int)
    subdistrict = np.repeat(np.arange(len(subdistricts)), counts)
    starts = np.repeat(np.cumsum(counts) - counts, counts)
    numbers = np.arange(len(subdistrict)) - starts + 1
    codes = np.array([int(code) for code in subdistricts])[subdistrict] * 100 + numbers
    district_codes = np.array([int(code) for code in districts])
    town = np.exp(chance.normal(0.0, 0.35, len(subdistricts)))[subdistrict]
    return Villages(
        codes=codes.astype(np.int32),
        names=_names(chance, len(codes)),
        district=np.searchsorted(district_codes, codes // 10_000).astype(np.int16),
        subdistrict=subdistrict.astype(np.int16),
        weights=town * chance.gamma(4.0, 0.25, len(codes)) + 0.05,
        district_codes=district_codes.astype(np.int16),
    )


def _names(chance: np.random.Generator, count: int) -> npt.NDArray[np.object_]:
    words = [np.array(words, dtype=object) for words in (_FIRST_WORDS, _SECOND_WORDS, _THIRD_WORDS)]
    parts = [part[chance.integers(0, len(part), count)] for part in words]
    joined: npt.NDArray[np.object_] = "บ้าน" + parts[0] + parts[1] + parts[2]
    return joined
