"""Households that fail a dimension of the instrument."""

from collections.abc import Sequence
from typing import Any

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.publications.labels import instrument
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.conditions.families import BitCondition


class FailsDimension(BitCondition):
    """Fails one dimension."""

    name = address_word = "dimension"
    title = Bilingual("มิติที่ไม่ผ่านเกณฑ์", "failed dimension")
    place = 10
    about = Bilingual("มิติที่ตก", "A failing dimension.")
    column = "dimensions"

    def names(self, publication: Publication) -> Sequence[str]:
        """Dimensions of the instrument."""
        return list(publication.reading.dimension_names)

    def options(self, publication: Publication) -> Sequence[tuple[str, Bilingual]]:
        """Dimensions with their titles."""
        return [(item.name, item.title) for item in instrument(publication).dimensions]

    def words(self, publication: Publication, value: Any) -> Bilingual:
        """That it fails."""
        title = super().words(publication, value)
        return Bilingual(f"ตกมิติ{title.th}", f"fails {title.en}")


CONDITION = FailsDimension()
