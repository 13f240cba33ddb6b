"""Households that stand at a step of the work, or that whoever asks recorded a visit of."""

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Q

from ppaos.domain.casework.steps import CaseStep, step_of
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.events.progress import at_step, households_at
from ppaos.operations.events.queries import visited_by
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.conditions.condition import (
    CellsInQuestion,
    Condition,
    Question,
    Reach,
    Whole,
)

OWN: Final = "me"
"""Value and word: the household was visited by whoever asks."""
_OWN_TITLE: Final = Bilingual("ที่ท่านเคยบันทึกการเยี่ยม", "visited by you")
_OPTIONS: Final = (
    (OWN, Bilingual("ที่ท่านเคยบันทึกการเยี่ยม", "That you recorded a visit of")),
    (CaseStep.NEVER_VISITED.address_word, Bilingual("ที่ยังไม่มีใครบันทึกการเยี่ยม", "That nobody recorded a visit of")),
    (CaseStep.VISITED.address_word, Bilingual("ที่มีผู้บันทึกการเยี่ยมแล้ว", "That somebody recorded a visit of")),
    *[
        (step.address_word, Bilingual(step.list_title.th, step.list_title.en.capitalize()))
        for step in (CaseStep.WAITING, CaseStep.HELPED, CaseStep.EXITED)
    ],
)  # fmt: skip


class AtStep(Condition):
    """A `CaseStep`, or `OWN`."""

    name, address_word = "step", "visited"
    title = Bilingual("บันทึกการเยี่ยมและความช่วยเหลือ", "recorded visits and help")
    place = 300
    control = "short_select"
    label = Bilingual("การเยี่ยม", "Visits")

    def options(self, publication: Publication) -> Sequence[tuple[str, Bilingual]]:
        """One's own visits, then the steps."""
        return _OPTIONS

    def parse(self, text: str, publication: Publication) -> Any:
        """The step; another word asks nothing."""
        return OWN if text == OWN else step_of(text)

    def text(self, value: Any) -> str:
        """The word of the step."""
        return value.address_word if isinstance(value, CaseStep) else OWN

    def words(self, publication: Publication, value: Any) -> Bilingual:
        """The title of the step."""
        return _title(value)

    def heading(self, value: Any) -> Bilingual:
        """Records as such, or one's own visits, or that there is none."""
        return _title(value) if value in (OWN, CaseStep.NEVER_VISITED) else self.title

    def reach(self, value: Any) -> Reach:
        """How many of a cell stand at a step is known; whom one person visited is not."""
        return "household" if value == OWN else "part"

    def counts(self, value: Any, given: CellsInQuestion) -> Whole:
        """Households of each cell at the step."""
        return households_at(given, value)

    def q(self, value: Any, question: Question) -> Q:
        """By the events of each household."""
        if value != OWN:
            return at_step(value)
        if question.by is None:
            return Q(pk__in=[])
        return Q(household_id__in=visited_by(question.by))


def _title(value: Any) -> Bilingual:
    return value.list_title if isinstance(value, CaseStep) else _OWN_TITLE


CONDITION = AtStep()
