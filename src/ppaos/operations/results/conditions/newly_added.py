"""Households that are new in this version."""

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.results.conditions.families import YesNoCondition


class NewlyAdded(YesNoCondition):
    """Whether the household is new."""

    name, address_word = "is_new", "new"
    title = Bilingual("เพิ่มใหม่", "newly added")
    place = 100
    control = "checkbox"
    label = Bilingual("ครัวเรือนที่เพิ่มใหม่", "Newly added households")
    about = Bilingual("เพิ่มใหม่ในรุ่นนี้หรือไม่", "Whether it is new in this version.")
    yes = Bilingual("เพิ่มใหม่", "newly added")
    no = Bilingual("ไม่ใช่ครัวเรือนที่เพิ่มใหม่", "not newly added")


CONDITION = NewlyAdded()
