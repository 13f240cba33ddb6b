"""Households that fail the MPI, or do not; one that could not be judged is neither."""

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.results.conditions.families import YesNoCondition


class FailsMpi(YesNoCondition):
    """Whether the household fails."""

    name, address_word = "fails_mpi", "poor"
    title = Bilingual("ตกเกณฑ์ MPI", "fails the MPI")
    place = 80
    about = Bilingual("ตกเกณฑ์ MPI หรือไม่", "Whether the household fails MPI.")
    yes = Bilingual("ตกเกณฑ์", "fails")
    no = Bilingual("ไม่ตกเกณฑ์", "does not fail")


CONDITION = FailsMpi()
