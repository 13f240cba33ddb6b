"""Households that were surveyed, or were not."""

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.results.conditions.families import YesNoCondition


class InSurvey(YesNoCondition):
    """Whether the household was surveyed."""

    name, address_word = "in_survey", "surveyed"
    title = Bilingual("สำรวจแล้ว", "surveyed")
    place = 90
    about = Bilingual("สำรวจแล้วหรือไม่", "Whether the household was surveyed.")
    yes = Bilingual("สำรวจแล้ว", "surveyed")
    no = Bilingual("ยังไม่ได้สำรวจ", "not surveyed")


CONDITION = InSurvey()
