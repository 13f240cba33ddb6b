"""How a household stood in each survey round: poor or not, which indicators it lacked.

In: a published household with its earlier profiles. Out: one column a round, oldest first, judged
by the instrument with the parameters of that round. Answers of earlier rounds are not kept here.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ppaos.domain.explanation.reasons import dimension_reasons, indicator_reasons, verdict
from ppaos.domain.explanation.records import Answer, IndicatorReason, PovertyVerdict
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.people.models import Household
from ppaos.operations.publications.labels import instrument_of_round
from ppaos.operations.publications.models import Publication


@dataclass(frozen=True)
class RoundOfHousehold:
    """One round of one household."""

    round_be: int
    surveyed_on: date | None
    verdict: PovertyVerdict
    indicators: tuple[IndicatorReason, ...]

    @property
    def lacking(self) -> int:
        """How many indicators were lacking."""
        return sum(item.state == "deprived" for item in self.indicators)


@dataclass(frozen=True)
class History:
    """Rounds of a household, and the indicators that it ever lacked or did not answer."""

    rounds: tuple[RoundOfHousehold, ...]
    lines: tuple[tuple[Bilingual, tuple[str, ...]], ...]
    """Title of an indicator, and its state in each round."""


def rounds_of(publication: Publication, household: Household) -> History:
    """The rounds in which the household was surveyed; none when it never was."""
    found = []
    for round_be, deprived, not_applicable, missing, on in json.loads(household.history):
        bits = {"deprived": deprived, "not_applicable": not_applicable, "missing": missing}
        day = date.fromisoformat(on) if on else None
        found.append(_round(publication, int(round_be), bits, day))
    if household.in_survey and household.round_be is not None and household.deprived is not None:
        bits = {
            "deprived": household.deprived,
            "not_applicable": household.not_applicable or 0,
            "missing": household.missing or 0,
        }
        found.append(_round(publication, household.round_be, bits, household.surveyed_on))
    return History(tuple(found), tuple(_lines(found)))


def _round(
    publication: Publication, round_be: int, bits: Mapping[str, int], day: date | None
) -> RoundOfHousehold:
    instrument = instrument_of_round(publication, round_be)
    indicators = indicator_reasons(
        instrument,
        bits,
        {},
        answer=lambda name: Answer(name, Bilingual(name, name), None),
        origin=None,
        absent=publication.reading.absent_in(round_be),
    )
    dimensions = dimension_reasons(instrument, indicators)
    judged = verdict(instrument, indicators, dimensions, round_be=round_be)
    return RoundOfHousehold(round_be, day, judged, indicators)


def _lines(rounds: list[RoundOfHousehold]) -> list[tuple[Bilingual, tuple[str, ...]]]:
    if not rounds:
        return []
    found: list[tuple[Bilingual, tuple[str, ...]]] = []
    for place, item in enumerate(rounds[-1].indicators):
        states: tuple[str, ...] = tuple(one.indicators[place].state for one in rounds)
        if {"deprived", "missing"} & set(states):
            found.append((item.title, states))
    return found
