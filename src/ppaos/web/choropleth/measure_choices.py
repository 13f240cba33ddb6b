"""The list of measures to choose from, in groups that a reader can scan."""

from typing import Final

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.counts import Measure, measures

_GROUPS: Final[tuple[tuple[Bilingual, tuple[str, ...]], ...]] = (
    (
        Bilingual("ความยากจนหลายมิติ", "Multidimensional poverty"),
        ("poor", "intensity", "m0", "failing"),
    ),
    (Bilingual("มิติ", "Dimensions"), ("dimension",)),
    (Bilingual("ตัวชี้วัด", "Indicators"), ("indicator",)),
    (Bilingual("กลุ่มเป้าหมาย", "Target groups"), ("group",)),
    (Bilingual("ระดับความเปราะบาง", "Vulnerability"), ("level",)),
)
_OTHERS: Final = Bilingual("อื่น ๆ", "Others")


def measure_choices(publication: Publication) -> list[tuple[Bilingual, list[Measure]]]:
    """Every measure once, under the title of its group, in the order of the publication."""
    place = {first: title for title, firsts in _GROUPS for first in firsts}
    found: dict[str, tuple[Bilingual, list[Measure]]] = {
        title.en: (title, []) for title in [*(title for title, _ in _GROUPS), _OTHERS]
    }
    for name, measure in measures(publication).items():
        title = place.get(name.split(":")[0], _OTHERS)
        found[title.en][1].append(measure)
    return [(title, items) for title, items in found.values() if items]
