"""A village of few synthetic people taken all the way: ingested, measured, linked, targeted.

House 1: one poor person with a card, one answer missing, a register that spells the name otherwise.
House 2: two people who lack nothing; one holds a card. House 3: known to a register only.
House 4: its house code starts with the digits of another province. And one person at an address
without a house code.
"""

from pathlib import Path

from ppaos.engine.store import Store
from ppaos.workflows.link.by_model import MatchSettings
from ppaos.workflows.link.job import link
from ppaos.workflows.measure.job import measure
from ppaos.workflows.target.job import target
from support import registers as given
from support.registers import CARD, DISABILITY, SURVEY_HOMES, SURVEY_MEMBERS

POOR, WELL, OUTSIDE = (given.house_code(number) for number in (1, 2, 3))
FAR = "99990000041"
BORROWER = given.citizen_id(1)


def measured_village(folder: Path) -> Store:
    """The survey, ingested and measured, but linked to nothing."""
    store = Store(folder / "store")
    alone = {"member_count": 1, "q7_people": 1, "q7_exercise_3x30": 1}
    homes = [
        given.home(1, **alone, q22_income_primary_baht=30_000, q8_1=""),
        given.home(2),
        given.home(4, **alone, house_code=FAR, q22_income_primary_baht=20_000),
    ]
    people = [
        given.member(1, 1),
        given.member(2, 2),
        given.member(3, 2, person_number=2, relation=3, sex=2, prefix="น.ส."),
        given.member(4, 4, house_code=FAR),
    ]
    given.bring_in(store, folder, SURVEY_HOMES, homes)
    given.bring_in(store, folder, SURVEY_MEMBERS, people)
    measure(store)
    return store


def targeted_village(folder: Path) -> Store:
    """The village with two registers, linked by number and targeted."""
    store = measured_village(folder)
    poor, well = given.member(1, 1), given.member(2, 2)
    cards = [
        given.entry(CARD, "C1", poor),
        given.entry(CARD, "C2", well),
        given.entry(CARD, "C3", given.member(8, 3)),
        given.entry(CARD, "C4", given.member(9, 5), house_code="", house_number="99"),
    ]
    given.bring_in(store, folder, CARD, cards)
    changed = given.entry(DISABILITY, "D1", poor, last_name="แสงเงิน", as_of="2022-09-01")
    given.bring_in(store, folder, DISABILITY, [changed])
    link(store, matching=MatchSettings(is_used=False))
    target(store)
    return store
