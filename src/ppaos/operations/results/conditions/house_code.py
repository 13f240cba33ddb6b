"""The household of a house code, or of the local key of one without."""

from typing import Any

from django.db.models import Q

from ppaos.domain.errors import SettingError
from ppaos.domain.identity.citizen_id import HOUSE_CODE_DIGITS, compact_number
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.conditions.condition import Condition, Question


class HouseCode(Condition):
    """A house code of 11 digits, or `L` and 12 characters."""

    name, address_word = "house_code", "house"
    title = Bilingual("รหัสประจำบ้าน", "house code")
    place = 210
    control = "text"
    label = Bilingual("รหัสประจำบ้าน 11 หลัก", "House code, 11 digits")
    form = "text"
    longest = 20
    is_digits = True
    names_somebody = True

    def parse(self, text: str, publication: Publication) -> str | None:
        """The code without hyphens. Errors: SettingError for another form."""
        plain = compact_number(text)
        if not plain:
            return None
        if plain[:1] in "Ll" and len(plain) == 13:
            return "L" + plain[1:].lower()
        if len(plain) != HOUSE_CODE_DIGITS or not (plain.isascii() and plain.isdigit()):
            raise SettingError(
                th=f"รหัสประจำบ้านต้องเป็นตัวเลข {HOUSE_CODE_DIGITS} หลัก ตรวจอีกครั้ง (เลขประจำตัวประชาชน ให้ใช้ช่องค้นหาเลขประจำตัวประชาชน)",
                en=f"A house code has {HOUSE_CODE_DIGITS} digits. Check it (search a citizen ID in its own field).",
            )
        return plain

    def words(self, publication: Publication, value: Any) -> Bilingual:
        """The code as it was typed."""
        return Bilingual(f"{self.title.th} {value}", f"{self.title.en} {value}")

    def q(self, value: Any, question: Question) -> Q:
        """The household itself."""
        return Q(household_id=value)


CONDITION = HouseCode()
