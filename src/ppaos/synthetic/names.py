"""What people are called: Thai names from the corpora of pythainlp, and prefixes by age and sex."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from pythainlp.corpus import thai_family_names, thai_female_names, thai_male_names

from ppaos.synthetic.families import (
    CHILD,
    FEMALE,
    GRANDCHILD,
    HEAD,
    MALE,
    OTHER_RELATIVE,
    PARENT,
    SPOUSE,
)

PREFIXES = ("ด.ช.", "ด.ญ.", "นาย", "นาง", "น.ส.", "ว่าที่ร้อยตรี")
BOY, GIRL, MISTER, MRS, MISS, ACTING_LIEUTENANT = range(6)
_SHARES_NAME = {SPOUSE: 0.85, CHILD: 0.97, PARENT: 0.55, GRANDCHILD: 0.6, OTHER_RELATIVE: 0.4}


def _shuffled(names: frozenset[str]) -> list[str]:
    """In an order that does not follow the alphabet, so that common names start with any letter."""
    ordered = sorted(names)
    order = np.random.default_rng(2566).permutation(len(ordered))
    return [ordered[position] for position in order]


def _common_first(luck: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.int64]:
    """Positions in a list of `count`, early ones likelier."""
    return np.asarray(luck**1.7 * count, dtype=np.int64)


@dataclass(frozen=True)
class FirstNames:
    """First names of both sexes in one list without repeats, as some serve both."""

    @cached_property
    def texts(self) -> list[str]:
        """Every first name once."""
        return _shuffled(thai_male_names() | thai_female_names())

    @cached_property
    def _of_sex(self) -> dict[int, npt.NDArray[np.int16]]:
        names = {MALE: thai_male_names(), FEMALE: thai_female_names()}
        return {
            sex: np.flatnonzero([text in known for text in self.texts]).astype(np.int16)
            for sex, known in names.items()
        }

    def draw(self, chance: np.random.Generator, sex: npt.NDArray[np.int8]) -> npt.NDArray[np.int16]:
        """Positions in `texts` `(p,)` that fit each sex."""
        luck = chance.random(len(sex))
        men, women = (names[_common_first(luck, len(names))] for names in self._of_sex.values())
        drawn: npt.NDArray[np.int16] = np.where(sex == MALE, men, women)
        return drawn


@dataclass(frozen=True)
class FamilyNames:
    """Family names."""

    @cached_property
    def texts(self) -> list[str]:
        """Every family name."""
        return _shuffled(thai_family_names())

    def draw(
        self,
        chance: np.random.Generator,
        household: npt.NDArray[np.int32],
        relation: npt.NDArray[np.int8],
    ) -> npt.NDArray[np.int16]:
        """Positions in `texts` `(p,)`: most members carry the head's name."""
        count = len(self.texts)
        of_house = _common_first(chance.random(int(household.max()) + 1), count)[household]
        own = _common_first(chance.random(len(household)), count)
        share = np.zeros(8)
        share[HEAD] = 1.0
        share[list(_SHARES_NAME)] = list(_SHARES_NAME.values())
        keeps = chance.random(len(household)) < share[relation]
        return np.where(keeps, of_house, own).astype(np.int16)


FIRST_NAMES = FirstNames()
FAMILY_NAMES = FamilyNames()


def prefixes(
    *,
    age: npt.NDArray[np.integer],
    sex: npt.NDArray[np.int8],
    is_married: npt.NDArray[np.bool_],
    luck: npt.NDArray[np.float32],
) -> npt.NDArray[np.int8]:
    """Positions in `PREFIXES`: under 15 ด.ช. or ด.ญ.; women นาง when married or mostly when old."""
    is_mrs = is_married | ((age >= 60) & (luck < 0.85))
    man = np.where((luck > 0.999) & (age >= 22) & (age < 60), ACTING_LIEUTENANT, MISTER)
    adult = np.where(sex == FEMALE, np.where(is_mrs, MRS, MISS), man)
    child = np.where(sex == FEMALE, GIRL, BOY)
    return np.where(age < 15, child, adult).astype(np.int8)
