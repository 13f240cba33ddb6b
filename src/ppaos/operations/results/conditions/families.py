"""Families of conditions: one of several names, a bit, yes or no, a whole number."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Final

import numpy as np
from django.db.models import F, Q
from django.db.models.lookups import Exact

from ppaos.domain.errors import SettingError
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.conditions.condition import Condition, Flags, Question, Reach, Whole
from ppaos.operations.results.cube import CubeRows

_YES_NO: Final[dict[str, bool]] = {"yes": True, "no": False}


class NameCondition(Condition):
    """One of several names that the publication has."""

    @abstractmethod
    def names(self, publication: Publication) -> Sequence[str]:
        """The names, in the order of their bits where they have any."""

    def parse(self, text: str, publication: Publication) -> str:
        """The name. Errors: SettingError for one that the publication does not have."""
        if text not in self.names(publication):
            raise SettingError(
                th=f"ไม่รู้จักค่า '{text}' ของเงื่อนไข {self.address_word} เลือกจากรายการบนหน้าค้นหา",
                en=f"'{text}' is no known {self.address_word}. Choose one from the search page.",
            )
        return text


class BitCondition(NameCondition):
    """A name whose bit is set in a column of households and of cells."""

    column: ClassVar[str]
    needs_score: ClassVar[bool] = True
    """Whether only households that could be scored count."""

    def bit(self, value: str, publication: Publication) -> int:
        """Place of the bit."""
        return list(self.names(publication)).index(value)

    def reach(self, value: Any) -> Reach:
        """A cell's households have the same bits."""
        return "cell"

    def cells(self, value: Any, publication: Publication, cells: CubeRows, rows: Whole) -> Flags:
        """Cells with the bit."""
        place = self.bit(value, publication)
        has = (cells[self.column][rows].astype(np.int64) >> place & 1) == 1
        if self.needs_score:
            has &= cells["fails_mpi"][rows] >= 0
        return np.asarray(has)

    def q(self, value: Any, question: Question) -> Q:
        """Households with the bit."""
        bits = 1 << self.bit(value, question.publication)
        found = Q(Exact(F(self.column).bitand(bits), bits))
        return found & Q(fails_mpi__isnull=False) if self.needs_score else found


class YesNoCondition(Condition):
    """Yes or no."""

    form = "yes_no"
    yes: ClassVar[Bilingual]
    no: ClassVar[Bilingual]

    def options(self, publication: Publication) -> Sequence[tuple[str, Bilingual]]:
        """Both answers."""
        return (("yes", self.yes), ("no", self.no))

    def parse(self, text: str, publication: Publication) -> bool:
        """The answer. Errors: SettingError for another word."""
        if text not in _YES_NO:
            raise SettingError(
                th=f"เงื่อนไข {self.address_word} ต้องเป็น yes หรือ no (ได้รับ '{text}')",
                en=f"Condition {self.address_word} must be yes or no (got '{text}').",
            )
        return _YES_NO[text]

    def text(self, value: Any) -> str:
        """Yes or no."""
        return "yes" if value else "no"

    def reach(self, value: Any) -> Reach:
        """A cell's households have the same answer."""
        return "cell"

    def cells(self, value: Any, publication: Publication, cells: CubeRows, rows: Whole) -> Flags:
        """Cells with the answer; one that is not known is neither."""
        return np.asarray(cells[self.name][rows] == int(value))

    def q(self, value: Any, question: Question) -> Q:
        """Households with the answer."""
        return Q(**{self.name: value})


class NumberCondition(Condition):
    """A whole number."""

    form = "number"

    @abstractmethod
    def most(self, publication: Publication) -> int:
        """The highest number of the publication."""

    def parse(self, text: str, publication: Publication) -> int:
        """The number. Errors: SettingError for another text and for one that is too high."""
        most = self.most(publication)
        if not (text.isascii() and text.isdigit() and len(text) < 4 and int(text) <= most):
            raise SettingError(
                th=f"เงื่อนไข {self.address_word} ต้องเป็นจำนวนเต็ม 0 ถึง {most} (ได้รับ '{text}')",
                en=f"Condition {self.address_word} must be a whole number from 0 to {most} (got '{text}').",
            )
        return int(text)

    def reach(self, value: Any) -> Reach:
        """A cell's households have the same number."""
        return "cell"
