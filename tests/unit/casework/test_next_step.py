"""What an officer does next, by how a household stands and what is on record."""

from dataclasses import replace
from fractions import Fraction

import pytest

from ppaos.domain.casework.next_step import next_step
from ppaos.domain.casework.steps import EventKind
from ppaos.domain.explanation.records import (
    Doubt,
    Explanation,
    HouseholdPlace,
    IndicatorReason,
    PovertyVerdict,
)
from ppaos.domain.thai.bilingual import Bilingual

VISIT, HELP, EXIT = EventKind
NOTHING = Bilingual("", "")
LACKING = IndicatorReason(
    "water",
    "living",
    Bilingual("น้ำสะอาด", "clean water"),
    None,
    "deprived",
    True,
    Fraction(1, 20),
    "",
    (),
    None,
)
FINE = replace(LACKING, name="income", title=Bilingual("รายได้", "income"), state="not_deprived")
DOUBT = Doubt("disagreement", "age", NOTHING, NOTHING)


def _household(is_poor: bool | None, *, in_survey: bool = True, doubts=()) -> Explanation:
    judged = PovertyVerdict("tpmap", NOTHING, 2566, "union", "", "listwise", is_poor, None, 0)
    return Explanation(
        household_id="41010000001",
        house_code=None,
        house_number=None,
        place=HouseholdPlace(None, {}),
        people=1,
        in_survey=in_survey,
        round_be=2566,
        surveyed_on=None,
        is_synthetic=True,
        verdict=judged if in_survey else None,
        indicators=(LACKING, FINE),
        dimensions=(),
        members=(),
        groups=(),
        ways_out=(),
        doubts=tuple(doubts),
        priority=None,
        priority_terms=(),
    )


@pytest.mark.parametrize(
    ("household", "done", "told"),
    [
        (_household(None, in_survey=False), {VISIT, HELP}, "survey it"),
        (_household(None), set(), "missing answers"),
        (_household(True), set(), "Visit the household"),
        (_household(True), {VISIT}, "Arrange help for the failed dimensions (clean water)"),
        (_household(True), {VISIT, HELP}, "whether the help worked"),
        (_household(True), {HELP}, "whether the help worked"),
        (_household(True), {VISIT, HELP, EXIT}, "out of poverty"),
        (_household(False, doubts=[DOUBT, DOUBT]), set(), "contradictory below (2)"),
        (_household(False), {VISIT}, "Nothing is urgent"),
    ],
)
def test_the_next_step(household, done, told):
    found = next_step(household, done)
    assert told in found.en and found.th


def test_plain_words_of_kinds_are_understood():
    household = _household(True)
    assert next_step(household, {"visit"}) == next_step(household, {VISIT})
