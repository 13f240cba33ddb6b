"""Who lives together: household kinds of rural Thailand, their members, sexes and ages.

Shares, sizes and ages are our assumptions in the shape of published facts: an ageing countryside,
one household in six of one person, grandparents who raise grandchildren while the parents work
elsewhere. The mix of kinds is tilted until the mean size of a province is what it must be.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

HEAD, SPOUSE, CHILD, PARENT, GRANDCHILD, OTHER_RELATIVE, NOT_RELATED = range(1, 8)
MALE, FEMALE = 1, 2
MARRIED_IN: Final = 8  # a child's spouse: written as another relative


class HouseholdKind(NamedTuple):
    """One kind of household: `counts` gives the chance of 1, 2, 3 members for each relation."""

    share: float
    head_age: tuple[int, int, int]
    head_male: float
    counts: dict[int, tuple[float, ...]]


KINDS: Final = (
    HouseholdKind(0.085, (60, 70, 92), 0.32, {}),
    HouseholdKind(0.070, (20, 45, 60), 0.60, {}),
    HouseholdKind(0.080, (60, 66, 86), 0.88, {SPOUSE: (1,)}),
    HouseholdKind(0.080, (24, 46, 60), 0.86, {SPOUSE: (1,)}),
    HouseholdKind(0.280, (25, 42, 61), 0.80, {SPOUSE: (1,), CHILD: (0.46, 0.45, 0.09)}),
    HouseholdKind(0.065, (25, 42, 62), 0.28, {CHILD: (0.62, 0.33, 0.05)}),
    HouseholdKind(
        0.140,
        (48, 62, 84),
        0.58,
        {
            SPOUSE: (0.6,),
            CHILD: (0.8, 0.2),
            MARRIED_IN: (0.55,),
            GRANDCHILD: (0.58, 0.34, 0.08),
            NOT_RELATED: (0.01,),
        },
    ),
    HouseholdKind(0.060, (50, 62, 82), 0.50, {SPOUSE: (0.6,), GRANDCHILD: (0.63, 0.32, 0.05)}),
    HouseholdKind(0.085, (58, 68, 88), 0.56, {SPOUSE: (0.55,), CHILD: (0.72, 0.25, 0.03)}),
    HouseholdKind(
        0.055,
        (28, 45, 62),
        0.66,
        {
            SPOUSE: (0.7,),
            CHILD: (0.4, 0.2),
            PARENT: (0.75, 0.1),
            OTHER_RELATIVE: (0.4, 0.15, 0.05),
            NOT_RELATED: (0.03,),
        },
    ),
)
_RELATIONS: Final = (SPOUSE, CHILD, MARRIED_IN, PARENT, GRANDCHILD, OTHER_RELATIVE, NOT_RELATED)

# Sexes and ages of relatives, in years: our assumptions, told in docs/explanation/synthetic-census.md
_SHARE_MALE: Final = (0.52, 0.25, 0.51)
"""Of children, of parents (mothers outlive fathers) and of grandchildren; of others a half."""
_ADULT: Final = 18
_OLDEST: Final = 104
_WIFE_YOUNGER: Final = 3
_SPOUSE_SPREAD: Final = 3.5
"""Standard deviation of the difference between spouses."""
_YOUNGEST_MOTHER: Final = 17
_CHILDBEARING_YEARS: Final = 25
_BIRTH_SHAPE: Final = (2.2, 3.0)
"""Beta distribution of births over the childbearing years: most before 30."""
_GROWN_UP: Final = 30
_GROWN_UP_LEFT: Final = 0.5
_OLD_MOTHER: Final = 58
_YOUNGER_INSTEAD: Final = 12
"""Half of the children over 30 of a mother under 58 have left: a younger one stands for them."""
_KINDS_OF_ADULT_CHILDREN: Final = (6, 8)
"""Places in `KINDS`: three generations, and the old with their grown-up children."""
_YOUNG_ADULT_YEARS: Final = 8
_GRANDMOTHER: Final = 40
_OLDEST_GRANDCHILD: Final = (2, 22)
"""Bounds of the age that the oldest grandchild may have: the grandmother's years over 40."""
_GRANDCHILD_SHAPE: Final = 1.2
_IN_LAW_YOUNGER: Final = 27
_IN_LAW_SPREAD: Final = 4
_PARENT_OLDER: Final = (20, 12)
_OTHER_RELATIVES: Final = (6, 66)
_NOT_RELATED_AGES: Final = (18, 45)
"""Each: the lowest value, and the width of the even spread above it."""


@dataclass(frozen=True)
class Members:
    """Members of many households, household by household, the head first.

    All `(p,)`: `household` index from 0, `relation` and `sex` codes of the survey, `age` whole
    years at the base survey, `is_married` whether the person has a spouse in the household.
    """

    household: npt.NDArray[np.int32]
    relation: npt.NDArray[np.int8]
    sex: npt.NDArray[np.int8]
    age: npt.NDArray[np.int16]
    is_married: npt.NDArray[np.bool_]


def draw_members(chance: np.random.Generator, *, households: int, mean_size: float) -> Members:
    """Members of `households` households whose expected size is `mean_size`."""
    kind = chance.choice(len(KINDS), households, p=_kind_shares(mean_size)).astype(np.int8)
    counts = np.ones((households, len(_RELATIONS) + 1), dtype=np.int8)
    for column, relation in enumerate(_RELATIONS, start=1):
        thresholds = np.array([_thresholds(k.counts.get(relation, ())) for k in KINDS])[kind]
        counts[:, column] = (chance.random(households)[:, None] < thresholds).sum(axis=1)
    sizes = counts.sum(axis=1)
    household = np.repeat(np.arange(households, dtype=np.int32), sizes)
    codes = np.array((HEAD, *_RELATIONS), dtype=np.int8)
    relations = np.repeat(np.tile(codes, households), counts.ravel())
    head_male = chance.random(households) < np.array([k.head_male for k in KINDS])[kind]
    head_age = _head_ages(chance, kind)
    has_spouse = counts[:, 1] > 0
    sex = _sexes(chance, relations, head_male[household])
    age = _ages(chance, relations, kind[household], head_age[household], head_male[household])
    married = (relations == MARRIED_IN) | (relations == SPOUSE)
    married |= (relations == HEAD) & has_spouse[household]
    return Members(
        household=household,
        relation=np.where(relations == MARRIED_IN, OTHER_RELATIVE, relations).astype(np.int8),
        sex=sex,
        age=age,
        is_married=married,
    )


def _kind_shares(mean_size: float) -> npt.NDArray[np.float64]:
    """Shares of the kinds, tilted exponentially by size until the expected size is `mean_size`."""
    shares = np.array([kind.share for kind in KINDS])
    sizes = np.array(
        [
            1 + sum((n + 1) * p for probs in kind.counts.values() for n, p in enumerate(probs))
            for kind in KINDS
        ]
    )
    low, high, tilted = -2.0, 2.0, shares
    for _ in range(60):
        tilt = (low + high) / 2
        tilted = shares * np.exp(tilt * sizes)
        tilted /= tilted.sum()
        low, high = (tilt, high) if tilted @ sizes < mean_size else (low, tilt)
    return tilted


def _thresholds(probabilities: tuple[float, ...]) -> list[float]:
    """Chances of at least 1, 2 and 3 members."""
    padded = [*probabilities, 0.0, 0.0, 0.0][:3]
    return [sum(padded[start:]) for start in range(3)]


def _head_ages(chance: np.random.Generator, kind: npt.NDArray[np.int8]) -> npt.NDArray[np.float64]:
    low, mode, high = (
        np.array([k.head_age[part] for k in KINDS], dtype=float)[kind] for part in range(3)
    )
    ages: npt.NDArray[np.float64] = chance.triangular(low, mode, high)
    return ages


def _sexes(
    chance: np.random.Generator, relation: npt.NDArray[np.int8], head_male: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int8]:
    share_male = np.full(10, 0.5)
    share_male[[CHILD, PARENT, GRANDCHILD]] = _SHARE_MALE
    male = chance.random(len(relation)) < share_male[relation]
    male = np.where(relation == HEAD, head_male, male)
    male = np.where(relation == SPOUSE, ~head_male, male)
    return np.where(male, MALE, FEMALE).astype(np.int8)


def _ages(
    chance: np.random.Generator,
    relation: npt.NDArray[np.int8],
    kind: npt.NDArray[np.int8],
    head_age: npt.NDArray[np.float64],
    head_male: npt.NDArray[np.bool_],
) -> npt.NDArray[np.int16]:
    """Ages that fit the head's: children 17 to 42 years younger than the mother, and so on."""
    count = len(relation)
    spread = chance.standard_normal(count)
    even = chance.random(count)
    mother = head_age - np.where(head_male, _WIFE_YOUNGER, 0)
    child = mother - _YOUNGEST_MOTHER - _CHILDBEARING_YEARS * chance.beta(*_BIRTH_SHAPE, count)
    stays_too_long = (child > _GROWN_UP) & (even < _GROWN_UP_LEFT) & (mother < _OLD_MOTHER)
    child = np.where(stays_too_long, child - _YOUNGER_INSTEAD, child)
    child = np.where(child < 0, even * np.maximum(mother - _ADULT, 1), child)
    adult_child = np.isin(kind, _KINDS_OF_ADULT_CHILDREN)
    child = np.where(adult_child, np.maximum(child, _ADULT + _YOUNG_ADULT_YEARS * even), child)
    grandchild = even**_GRANDCHILD_SHAPE * np.clip(mother - _GRANDMOTHER, *_OLDEST_GRANDCHILD)
    spouse = head_age + np.where(head_male, -_WIFE_YOUNGER, _WIFE_YOUNGER) + _SPOUSE_SPREAD * spread
    by_relation = {
        HEAD: head_age,
        SPOUSE: np.maximum(spouse, _ADULT),
        CHILD: child,
        MARRIED_IN: np.maximum(mother - _IN_LAW_YOUNGER + _IN_LAW_SPREAD * spread, _ADULT),
        PARENT: head_age + _PARENT_OLDER[0] + _PARENT_OLDER[1] * even,
        GRANDCHILD: grandchild,
        OTHER_RELATIVE: _OTHER_RELATIVES[0] + _OTHER_RELATIVES[1] * even,
        NOT_RELATED: _NOT_RELATED_AGES[0] + _NOT_RELATED_AGES[1] * even,
    }
    age = np.zeros(count)
    for code, values in by_relation.items():
        age = np.where(relation == code, values, age)
    return np.clip(age, 0, _OLDEST).astype(np.int16)
