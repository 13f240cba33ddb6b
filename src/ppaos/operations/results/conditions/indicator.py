"""Households that are deprived in an indicator of the instrument."""

from collections.abc import Sequence
from typing import Any

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.publications.labels import instrument
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.conditions.families import BitCondition


class DeprivedInIndicator(BitCondition):
    """Deprived in one indicator."""

    name = address_word = "indicator"
    title = Bilingual("ตัวชี้วัดที่ไม่ผ่านเกณฑ์", "failed indicator")
    place = 20
    about = Bilingual("ตัวชี้วัดที่ตก", "A failing indicator.")
    column = "deprived"

    def names(self, publication: Publication) -> Sequence[str]:
        """Indicators of the instrument."""
        return list(publication.reading.indicator_names)

    def options(self, publication: Publication) -> Sequence[tuple[str, Bilingual]]:
        """Indicators with their titles."""
        return [(item.name, item.title) for item in instrument(publication).indicators]

    def words(self, publication: Publication, value: Any) -> Bilingual:
        """That it is deprived in it."""
        title = super().words(publication, value)
        return Bilingual(f"ตกตัวชี้วัด: {title.th}", f"deprived: {title.en}")


CONDITION = DeprivedInIndicator()
