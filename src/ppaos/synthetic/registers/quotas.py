"""How many people hold the state welfare card: published national totals, shared among provinces.

The four totals come from the guidance named in docs/explanation/synthetic-census.md. That the
rest up to 14.6 million registered without confirming who they are, and where they live, is our
reading. A smaller population gets its share of each number.
"""

from functools import cache
from typing import Final, NamedTuple

import numpy as np

from ppaos.synthetic import calibration
from ppaos.synthetic.calibration import share

CONFIRMED_FAILING: Final = 211_739
CONFIRMED_OTHERS: Final = 9_639_745
CONFIRMED_OUTSIDE: Final = 3_581_220
REGISTERED: Final = 14_600_000


class CardQuota(NamedTuple):
    """Rows of the card register: people of failing households, other surveyed people, the rest."""

    confirmed_failing: int
    confirmed_others: int
    confirmed_outside: int
    unconfirmed_failing: int
    unconfirmed_others: int
    unconfirmed_outside: int


def card_quota(province: str, households: int) -> CardQuota:
    """What a province of `households` surveyed households has; the 77 at full size sum exactly."""
    ratio = households / calibration.full_size()[province]
    return CardQuota(*(round(count * ratio) for count in _full_quotas()[province]))


@cache
def _full_quotas() -> dict[str, CardQuota]:
    codes = calibration.province_codes()
    households = calibration.full_size()
    failing = calibration.failing_targets(calibration.BASE_ROUND)
    surveyed = [households[code] * calibration.size_factor(code) for code in codes]
    people = {
        "failing": [failing[code] for code in codes],
        "others": surveyed,
        "outside": [calibration.people_not_surveyed(code) for code in codes],
    }
    confirmed = (CONFIRMED_FAILING, CONFIRMED_OTHERS, CONFIRMED_OUTSIDE)
    unconfirmed = share(REGISTERED - sum(confirmed), np.array(confirmed, dtype=float))
    columns = [
        share(total, np.array(people[group], dtype=float))
        for totals in (confirmed, unconfirmed)
        for total, group in zip(totals, people, strict=True)
    ]
    return {
        code: CardQuota(*row) for code, row in zip(codes, zip(*columns, strict=True), strict=True)
    }
