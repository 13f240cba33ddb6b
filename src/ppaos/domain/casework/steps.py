"""How far the work with a household came, told by the kinds of its recorded events.

In: the kinds of events that are on record of a household. Out: which steps it stands at. That
nothing is recorded does not say that nothing was done.
"""

from collections.abc import Collection
from enum import StrEnum

from ppaos.domain.thai.bilingual import Bilingual


class EventKind(StrEnum):
    """What can be recorded of a household."""

    VISIT = "visit"
    HELP = "help"
    EXIT = "exit"


class CaseStep(StrEnum):
    """One step of the work: kinds of events that must be on record, and kinds that must not."""

    address_word: str
    """In addresses of lists."""
    list_title: Bilingual
    """Of a list of households that stand there."""
    short_title: Bilingual
    """Of a column or row that counts them."""
    recorded: frozenset[EventKind]
    missing: frozenset[EventKind]

    VISITED = (
        "visited", "anyone", Bilingual("มีผู้บันทึกการเยี่ยมแล้ว", "visited"),
        Bilingual("เยี่ยมแล้ว", "Visited"), {EventKind.VISIT}, (),
    )  # fmt: skip
    HELPED = (
        "helped", "helped", Bilingual("ได้รับความช่วยเหลือแล้ว", "helped"),
        Bilingual("ได้รับความช่วยเหลือ", "Helped"), {EventKind.HELP}, (),
    )  # fmt: skip
    EXITED = (
        "exited", "exited", Bilingual("หลุดพ้นแล้ว", "out of poverty"),
        Bilingual("หลุดพ้น", "Out"), {EventKind.EXIT}, (),
    )  # fmt: skip
    WAITING = (
        "waiting", "waiting",
        Bilingual("เยี่ยมแล้ว ยังไม่ได้รับความช่วยเหลือ", "visited, not yet helped"),
        Bilingual("เยี่ยมแล้วแต่ยังไม่ได้รับความช่วยเหลือ", "Visited, not yet helped"),
        {EventKind.VISIT}, {EventKind.HELP},
    )  # fmt: skip
    NEVER_VISITED = (
        "never_visited", "never", Bilingual("ยังไม่มีใครบันทึกการเยี่ยม", "never visited"),
        Bilingual("ยังไม่เคยเยี่ยม", "Never visited"), (), {EventKind.VISIT},
    )  # fmt: skip

    def __new__(
        cls,
        value: str,
        address_word: str,
        list_title: Bilingual,
        short_title: Bilingual,
        recorded: Collection[EventKind],
        missing: Collection[EventKind],
    ) -> "CaseStep":
        """The step with what belongs to it."""
        step = str.__new__(cls, value)
        step._value_ = value
        step.address_word = address_word
        step.list_title, step.short_title = list_title, short_title
        step.recorded, step.missing = frozenset(recorded), frozenset(missing)
        return step

    def holds(self, kinds: Collection[str]) -> bool:
        """Whether a household with these kinds of events stands at the step."""
        return self.recorded <= set(kinds) and not self.missing & set(kinds)

    @property
    def needs_event(self) -> bool:
        """Whether only households with an event on record can stand there."""
        return bool(self.recorded)


def step_of(address_word: str) -> CaseStep | None:
    """The step of a word of an address; null for a word of none."""
    return next((step for step in CaseStep if step.address_word == address_word), None)
