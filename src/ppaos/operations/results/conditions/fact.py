"""Households of which a source says something of a member.

People in no household have no list. A cell holds households with the fact and without, so it knows
only how many have it.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ppaos.domain.area.scope import Scope
from ppaos.domain.errors import SettingError
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.publications.labels import fact_titles
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.conditions.condition import CellsInQuestion, Flags, Reach, Whole
from ppaos.operations.results.conditions.families import BitCondition
from ppaos.operations.results.cube import Cubes, cubes_of, rows_in


class FactOfMember(BitCondition):
    """Something that a source says of a member."""

    name = address_word = "fact"
    title = Bilingual("ประเด็นหรือสิทธิของสมาชิก", "issue or right of a member")
    place = 70
    about = Bilingual(
        "ประเด็นหรือสิทธิที่แหล่งข้อมูลบอกของสมาชิก เช่น NAME ของตัววัด fact:NAME:people",
        "Something that a source says of a member: the NAME of a measure fact:NAME:people.",
    )
    column = "facts"
    needs_score = False

    def names(self, publication: Publication) -> Sequence[str]:
        """Facts of every source."""
        return list(publication.reading.facts)

    def options(self, publication: Publication) -> Sequence[tuple[str, Bilingual]]:
        """Facts with their titles."""
        return list(fact_titles(publication).items())

    def parse(self, text: str, publication: Publication) -> str:
        """The fact. Errors: SettingError also for a version that does not count them."""
        found = super().parse(text, publication)
        if not len(cubes_of(publication).facts):
            raise SettingError(
                th="รุ่นข้อมูลนี้เผยแพร่ก่อนมีรายชื่อตามประเด็น เลือกรุ่นปัจจุบัน หรือเผยแพร่ข้อมูลใหม่",
                en="This version was published before there were lists by issue. Choose the current one, or publish again.",
            )
        return found

    def reach(self, value: Any) -> Reach:
        """A cell knows how many have it."""
        return "part"

    def counts(self, value: Any, given: CellsInQuestion) -> Whole:
        """Households of each cell with the fact."""
        place = self.bit(value, given.publication)
        cells = given.cubes.households["cell"][given.matching.rows]
        return _with_fact(given.cubes, place, given.scope, cells)

    def holds_for(self, value: Any, publication: Publication, facts: Whole) -> Flags:
        """Households with the bit."""
        return np.asarray((facts >> self.bit(value, publication) & 1) == 1)


def _with_fact(cubes: Cubes, place: int, scope: Scope, cells: NDArray[Any]) -> Whole:
    """How many households of each cell have a bit of `facts`: int64 [cells]."""
    facts = cubes.facts
    if not len(facts) or not len(cells):
        return np.zeros(len(cells), dtype=np.int64)
    rows = rows_in(cubes, facts, scope)
    rows = rows[(facts["facts"][rows] & (1 << place)) != 0]
    lowest, size = int(cells.min()), int(cells.max()) - int(cells.min()) + 1
    place_of = facts["cell"][rows].astype(np.int64) - lowest
    rows, place_of = (item[(place_of >= 0) & (place_of < size)] for item in (rows, place_of))
    held = np.bincount(place_of, weights=facts["households"][rows], minlength=size)
    return held[cells.astype(np.int64) - lowest].astype(np.int64)


CONDITION = FactOfMember()
