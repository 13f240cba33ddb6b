"""Households with a member whose name begins so."""

from typing import Any

from django.db.models import Q

from ppaos.domain.errors import SettingError
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.people.search import households_named
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.conditions.condition import Condition, Question


class MemberName(Condition):
    """The beginning of a name, with or without a title such as นาย."""

    name = address_word = "name"
    title = Bilingual("ชื่อ", "name")
    place = 200
    control = "text"
    label = Bilingual("ชื่อสมาชิกคนใดก็ได้ (ขึ้นต้นด้วย)", "Name of any member (begins with)")
    form = "text"
    longest = 160
    names_somebody = True

    def parse(self, text: str, publication: Publication) -> str | None:
        """The name with single spaces. Errors: SettingError for one that is too long."""
        name = " ".join(text.split())
        if len(name) > self.longest:
            raise SettingError(
                th=f"ชื่อยาวเกิน {self.longest} ตัวอักษร พิมพ์ให้สั้นลง",
                en=f"The name has more than {self.longest} characters. Type less of it.",
            )
        return name or None

    def words(self, publication: Publication, value: Any) -> Bilingual:
        """The name as it was typed."""
        return Bilingual(f"{self.title.th} {value}", f"{self.title.en} {value}")

    def q(self, value: Any, question: Question) -> Q:
        """Households of the people of the name. Errors: SettingError for too few letters."""
        named = households_named(question.publication, value, question.scope)
        return Q(household_id__in=named)


CONDITION = MemberName()
