"""Registers of what people receive: card, disability card, old-age allowance, newborn grant, help.

Who is in them follows age, disability, income and hardship in the survey round; the shares are
our assumptions but for the card, whose totals are published.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ppaos.domain.arrays import Flags
from ppaos.domain.thai.dates import to_common
from ppaos.synthetic.occupations import GOVERNMENT
from ppaos.synthetic.registers.quotas import card_quota
from ppaos.synthetic.registers.registrants import Positions, Registrants
from ppaos.synthetic.registers.rows import (
    Register,
    all_dates,
    by_village,
    change_days,
    day_of,
    draw,
    register_of,
)

RECEIVING, SUSPENDED, ENDED = 1, 2, 3
CONFIRMED, UNCONFIRMED = 1, 2
_POOR_BAHT: Final = 100_000
"""A year and person: the line of the welfare card and of the newborn grant."""
_OLD: Final = 60
_ALLOWANCE_BY_AGE: Final = ((90, 1000), (80, 800), (70, 700))
_ALLOWANCE: Final = 600
"""Baht a month from 60, and from the ages above: the steps of the cabinet since fiscal 2555."""
_ALLOWANCE_TAKEN: Final = 0.92
_ALLOWANCE_TAKEN_OFFICIALS: Final = 0.05
"""Shares of the old who receive it: our assumptions."""
_GRANT_UNDER_AGE: Final = 6
_GRANT: Final = 600
"""Baht a month for a child under six: Department of Children and Youth, regulation of 2562."""
_GRANT_TAKEN: Final = 0.78
_GUARDIAN_KNOWN: Final = 0.97
"""Shares of the children with a right who are registered, and of those with a guardian's number:
our assumptions."""
_KINDS: Final = np.cumsum([0.10, 0.19, 0.50, 0.08, 0.07, 0.03])


def welfare_cards(view: Registrants, chance: np.random.Generator) -> Register:
    """Confirmed and unconfirmed holders, to the published totals; poorer adults are likelier."""
    quota = card_quota(view.population.province, view.population.base_households)
    listed = np.arange(len(view.age)) < view.found_from
    adult = listed & (view.age >= 18) & view.has_id
    weights = adult * (np.exp(-view.income_per_person / 60_000) + 0.02)
    weights = np.where(view.occupation == GOVERNMENT, weights * 0.1, weights)
    groups = (view.is_failing, view.is_surveyed & ~view.is_failing, ~view.is_surveyed)
    chosen: list[Positions] = []
    confirmed: list[Flags] = []
    for group, sure, unsure in zip(groups, quota[:3], quota[3:], strict=True):
        found = draw(chance, weights * group, sure + unsure)
        mask = np.ones(len(found), np.bool_)
        mask[chance.permutation(len(found))[: max(len(found) - sure, 0)]] = False
        chosen.append(found)
        confirmed.append(mask)
    rows, is_sure = np.concatenate(chosen), np.concatenate(confirmed)
    order = by_village(view, rows)
    rows, is_sure = rows[order], is_sure[order]
    day = day_of(_year(view), 10, 1)
    return register_of("state-welfare-card", view, chance, rows, {
        "status": np.where(is_sure, CONFIRMED, UNCONFIRMED).astype(np.int8),
        "registered_on": all_dates(day - 20 - chance.integers(0, 45, len(rows))),
        "as_of": all_dates(np.full(len(rows), day)),
    })  # fmt: skip


def disability_register(view: Registrants, chance: np.random.Generator) -> Register:
    """Disabled people who have a card, some whom the survey missed, and outsiders."""
    size = len(view.age)
    has_card = np.zeros(size, np.bool_)
    has_card[: view.surveyed] = view.answers.has_card
    missed = chance.random(size) < np.where(view.is_surveyed, 0.003, 0.035)
    missed &= np.arange(size) < view.found_from
    kind = np.where(
        view.disability > 0, view.disability, 1 + np.searchsorted(_KINDS, chance.random(size))
    )
    rows = _ordered(view, ((view.disability > 0) & has_card) | missed)
    count = len(rows)
    day = day_of(_year(view), 12, 1)
    seen = change_days(chance, count, day)
    issued = seen - chance.integers(100, 3600, count)
    luck = chance.random(count)
    return register_of("disability-register", view, chance, rows, {
        "disability": kind[rows].astype(np.int8),
        "status": np.select([luck < 0.05, luck < 0.06], [2, 3], 1).astype(np.int8),
        "issued_on": all_dates(issued),
        "expires_on": all_dates(issued + 2922),
        "as_of": all_dates(seen),
    })  # fmt: skip


def old_age_allowance(view: Registrants, chance: np.random.Generator) -> Register:
    """Most people of 60 and over, but for retired officials."""
    listed = np.arange(len(view.age)) < view.found_from
    takes = chance.random(len(view.age)) < np.where(
        view.occupation == GOVERNMENT, _ALLOWANCE_TAKEN_OFFICIALS, _ALLOWANCE_TAKEN
    )
    rows = _ordered(view, (view.age >= _OLD) & listed & takes)
    age = view.age[rows]
    amount = np.select(
        [age >= old for old, _ in _ALLOWANCE_BY_AGE],
        [baht for _, baht in _ALLOWANCE_BY_AGE],
        _ALLOWANCE,
    )
    return _paid("old-age-allowance", view, chance, rows, amount, {})


def newborn_grants(view: Registrants, chance: np.random.Generator) -> Register:
    """Most children under six where there is less than 100,000 baht a person; with a guardian."""
    wanted = (
        (view.age < _GRANT_UNDER_AGE) & (view.income_per_person < _POOR_BAHT) & view.is_in_house
    )
    rows = _ordered(view, wanted & (chance.random(len(view.age)) < _GRANT_TAKEN))
    guardians = view.guardians()[np.maximum(view.household[rows], 0)]
    known = chance.random(len(rows)) < _GUARDIAN_KNOWN
    ids = view.id_texts(guardians, known & (guardians != rows))
    amount = np.full(len(rows), _GRANT)
    return _paid("newborn-grant", view, chance, rows, amount, {"guardian_citizen_id": ids})


def social_assistance(view: Registrants, chance: np.random.Generator) -> Register:
    """One person in twelve of failing households, and few others, mostly old, disabled or young."""
    size = len(view.age)
    listed = np.arange(size) < view.found_from
    needy = (view.age >= 60) | (view.age < 15) | (view.disability > 0)
    share = np.where(view.is_failing, 0.08, np.where(needy, 0.006, 0.001))
    rows = _ordered(view, listed & (chance.random(size) < share))
    count = len(rows)
    age, luck = view.age[rows], chance.random(count)
    kind = np.select(
        [luck < 0.25, view.disability[rows] > 0, age < 15, age >= 60, luck < 0.4],
        [1, 3, 2, 4, 5],
        6,
    )
    status = np.select([luck * 7 % 1 < 0.8, luck * 7 % 1 < 0.93], [1, 2], 3).astype(np.int8)
    day = day_of(_year(view), 12, 1)
    seen = change_days(chance, count, day)
    helped = seen - chance.integers(0, 330, count)
    return register_of("msdhs-social-assistance", view, chance, rows, {
        "assistance": kind.astype(np.int8),
        "status": status,
        "amount_baht": np.where(kind == 5, 40_000, chance.integers(2, 7, count) * 500).astype(np.int32),
        "helped_on": all_dates(helped, status == 1),
        "as_of": all_dates(seen),
    })  # fmt: skip


def _paid(
    source: str,
    view: Registrants,
    chance: np.random.Generator,
    rows: Positions,
    amount: npt.NDArray[np.integer],
    columns: dict[str, Any],
) -> Register:
    """A register of monthly payments: two in a hundred suspended, one ended."""
    count = len(rows)
    luck = chance.random(count)
    seen = change_days(chance, count, day_of(_year(view), 12, 1))
    begun = np.maximum(seen - chance.integers(30, 2000, count), view.born_day[rows] + 30)
    return register_of(source, view, chance, rows, columns | {
        "status": np.select([luck < 0.02, luck < 0.03], [SUSPENDED, ENDED], RECEIVING).astype(np.int8),
        "amount_baht": amount.astype(np.int32),
        "first_paid_on": all_dates(begun),
        "as_of": all_dates(seen),
    })  # fmt: skip


def _ordered(view: Registrants, is_in: Flags) -> Positions:
    rows = np.flatnonzero(is_in)
    return rows[by_village(view, rows)]


def _year(view: Registrants) -> int:
    return to_common(view.answers.asked.round_be)
