"""Households that fail an exact number of dimensions."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db.models import Q

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.conditions.condition import Flags, Question, Whole
from ppaos.operations.results.conditions.families import NumberCondition
from ppaos.operations.results.cube import CubeRows


class FailingDimensions(NumberCondition):
    """How many dimensions fail, of households that could be scored."""

    name = address_word = "failing"
    title = Bilingual("จำนวนมิติ MPI ที่ตก", "MPI dimensions failing")
    place = 40
    highest = 16
    about = Bilingual("จำนวนมิติที่ตกพอดี", "Number of failing dimensions, exactly.")

    def most(self, publication: Publication) -> int:
        """All dimensions."""
        return len(publication.reading.dimension_names)

    def options(self, publication: Publication) -> Sequence[tuple[str, Bilingual]]:
        """None to all."""
        return [
            (str(count), Bilingual(f"ตก {count} มิติ", f"{count} dimensions failing"))
            for count in range(self.most(publication) + 1)
        ]

    def cells(self, value: Any, publication: Publication, cells: CubeRows, rows: Whole) -> Flags:
        """Cells with so many bits."""
        failing = np.bitwise_count(cells["dimensions"][rows])
        return np.asarray((cells["fails_mpi"][rows] >= 0) & (failing == value))

    def q(self, value: Any, question: Question) -> Q:
        """Households with so many."""
        return Q(dimensions_failing=value, fails_mpi__isnull=False)


CONDITION = FailingDimensions()
