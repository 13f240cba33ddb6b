"""Households that are, or of which somebody is, in a target group."""

from collections.abc import Sequence

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.publications.labels import group_titles
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.conditions.families import BitCondition


class InTargetGroup(BitCondition):
    """In one group, named `rules/group` such as `fiscal-2566/1.1`."""

    name = address_word = "group"
    title = Bilingual("กลุ่มเป้าหมาย", "target group")
    place = 60
    about = Bilingual(
        "กลุ่มเป้าหมาย เช่น fiscal-2566/1.1 จาก /groups",
        "A target group, such as fiscal-2566/1.1, from /groups.",
    )
    column = "groups"
    needs_score = False

    def names(self, publication: Publication) -> Sequence[str]:
        """Groups of every document."""
        return list(publication.reading.group_keys)

    def options(self, publication: Publication) -> Sequence[tuple[str, Bilingual]]:
        """Groups with their titles."""
        return [(item.key, item.title) for item in group_titles(publication)]


CONDITION = InTargetGroup()
