"""Synthetic resources of one province, for the demonstration: nothing of it exists.

The same province always gets the same list; every row is marked as synthetic.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

import numpy as np

from ppaos.operations.areas.actions import put_resources
from ppaos.operations.areas.models import Area, Resource
from ppaos.synthetic.province_centres import PROVINCE_CENTRES
from ppaos.synthetic.randomness import stream
from ppaos.synthetic.village_places import around

SOURCE: Final = "ข้อมูลสังเคราะห์เพื่อการสาธิต (synthetic)"
AS_OF: Final = date(2023, 9, 30)
_Pair = tuple[str, str]
_SERVICES: Final[tuple[_Pair, ...]] = (
    ("โรงพยาบาล", "Hospital"),
    ("ศูนย์พัฒนาอาชีพ", "Work and skills centre"),
    ("ศูนย์ช่วยเหลือสังคม", "Social help centre"),
    ("ศูนย์พัฒนาเด็กเล็ก", "Child development centre"),
)
_PARTNERS: Final[tuple[_Pair, ...]] = (
    ("สภาองค์กรชุมชน", "Community organisation council"),
    ("กลุ่มออมทรัพย์", "Savings group"),
    ("วิทยาลัยชุมชน", "Community college"),
    ("เครือข่ายอาสาสมัครดูแลผู้สูงอายุ", "Volunteers who care for older people"),
)
_PROJECTS: Final[tuple[tuple[str, str, str], ...]] = (
    ("ซ่อมและสร้างบ้านครัวเรือนเปราะบาง", "Repair of vulnerable households' houses", "พม."),
    ("ฝึกอาชีพระยะสั้น", "Short work training", "กรมพัฒนาฝีมือแรงงาน"),
    ("กองทุนการศึกษาเด็กหลุดจากระบบ", "Fund for children out of school", "กสศ."),
    ("ธนาคารอาหารชุมชน", "Community food bank", "กรมการพัฒนาชุมชน"),
    ("ระบบน้ำสะอาดหมู่บ้าน", "Clean water for villages", "กรมทรัพยากรน้ำ"),
)
_PRODUCTS: Final[tuple[_Pair, ...]] = (
    ("ผ้าทอมือ", "Handwoven cloth"),
    ("ข้าวอินทรีย์", "Organic rice"),
    ("จักสานไม้ไผ่", "Bamboo basketry"),
    ("สมุนไพรแปรรูป", "Herbal products"),
)


def make_demo_resources(province: str = "41") -> int:
    """Store the province's synthetic resources; returns how many there are.

    Done again, it changes nothing.
    """
    rows = list(_rows(province))
    put_resources(rows)
    return len(rows)


def _rows(province: str) -> Iterator[Resource]:
    chance = stream(0, province, "demo resources")
    inside = list(Area.objects.filter(code__startswith=province).order_by("code"))
    for area in inside:
        match area.level:
            case "province":
                for at, (th, en, agency) in enumerate(_PROJECTS):
                    yield _project(area, th, en, agency, 2566 + at % 2, chance, 8_000_000)
            case "district":
                for th, en in _SERVICES[: 2 + int(chance.integers(3))]:
                    yield _placed(area, th, en, province, chance)
                for at in chance.choice(len(_PROJECTS), 2, replace=False).tolist():
                    th, en, agency = _PROJECTS[at]
                    yield _project(area, th, en, agency, 2566, chance, 900_000)
            case "subdistrict":
                if chance.random() < 0.7:
                    th, en = _PARTNERS[int(chance.integers(len(_PARTNERS)))]
                    yield _row("partner", area, th, en)
                if chance.random() < 0.5:
                    th, en = _PRODUCTS[int(chance.integers(len(_PRODUCTS)))]
                    yield _row("product", area, th, en)


def _row(kind: str, area: Area, th: str, en: str, agency: str = "") -> Resource:
    return Resource(
        kind=kind,
        area_code=area.code,
        name_th=f"{th}{area.name_th} (สาธิต)",
        name_en=f"{en}, {area.name_en} (demonstration)",
        agency=agency,
        source=SOURCE,
        as_of=AS_OF,
        is_synthetic=True,
    )


def _project(
    area: Area, th: str, en: str, agency: str, year: int, chance: np.random.Generator, most: int
) -> Resource:
    row = _row("project", area, th, en, agency)
    row.budget_baht = Decimal(int(chance.integers(most // 10, most) // 1000 * 1000))
    row.fiscal_year_be = year
    return row


def _placed(area: Area, th: str, en: str, province: str, chance: np.random.Generator) -> Resource:
    """A service somewhere in the province's disc."""
    disc = PROVINCE_CENTRES[province]
    middle = np.array([[disc.longitude, disc.latitude]])
    longitude, latitude = around(chance, middle, disc.radius * 111.2)[0].round(4).tolist()
    row = _row("service", area, th, en)
    row.longitude, row.latitude = longitude, latitude
    return row
