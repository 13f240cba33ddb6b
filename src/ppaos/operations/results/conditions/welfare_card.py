"""Households in which somebody, or nobody, holds a state welfare card."""

from typing import Any

from django.db.models import Q

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.results.conditions.condition import Question
from ppaos.operations.results.conditions.families import YesNoCondition


class HoldsCard(YesNoCondition):
    """Whether anybody of the household holds a card."""

    name, address_word = "has_card", "card"
    title = Bilingual("สถานะบัตรสวัสดิการแห่งรัฐ", "welfare card")
    place = 30
    about = Bilingual("มีผู้ถือบัตรสวัสดิการแห่งรัฐหรือไม่", "Whether anybody holds a state welfare card.")
    yes = Bilingual("มีผู้ถือบัตร", "somebody holds a card")
    no = Bilingual("ไม่มีผู้ถือบัตร", "nobody holds a card")

    def q(self, value: Any, question: Question) -> Q:
        """By the number of holders."""
        return Q(card_holders__gt=0) if value else Q(card_holders=0)


CONDITION = HoldsCard()
