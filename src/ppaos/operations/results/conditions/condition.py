"""What one condition of a search is: its names, its choices, and how households are held against it.

A condition can be read in two ways, which a test compares: over the cube in memory (`cells` or
`counts`, for counting and for finding the cells to look into) and as a condition of a query (`q`).
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from ppaos.domain.area.scope import Scope
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.accounts.models import User
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.cube import CubeRows, Cubes

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
Control = Literal["select", "short_select", "text", "checkbox"]
"""How the form asks; a short select stands beside the checkboxes."""
Form = Literal["name", "yes_no", "number", "text"]
"""What a value looks like in an address."""
Reach = Literal["cell", "part", "household"]
"""What a cell of the cube knows: whether its households match, how many of them match, or neither."""


@dataclass(frozen=True)
class Matching:
    """CubeRows that hold matching households, each array of shape [cells]."""

    rows: Whole
    """Places in the household cube, ascending."""
    households: Whole
    """How many of the cell's households match, at least one."""


@dataclass(frozen=True)
class CellsInQuestion:
    """Cells that fulfil the conditions before, of which a condition holds for a part."""

    publication: Publication
    cubes: Cubes
    scope: Scope
    """What of the asked area may be seen."""
    matching: Matching
    holds_for: Callable[[Whole], Flags]
    """Whether households of these `facts` fulfil the other conditions that hold for a part."""


@dataclass(frozen=True)
class Question:
    """What a query needs to know beside the value."""

    publication: Publication
    scope: Scope
    """What of the asked area may be seen."""
    by: User | None
    """Who asks; null where nobody in particular does."""


class Condition(ABC):
    """One condition; values are never null, which asks nothing."""

    name: ClassVar[str]
    address_word: ClassVar[str]
    """Its name in addresses and in the API."""
    title: ClassVar[Bilingual]
    place: ClassVar[int]
    """Conditions are asked and told in this order."""
    control: ClassVar[Control] = "select"
    label: ClassVar[Bilingual | None] = None
    """What the form calls it where that is not the title."""
    form: ClassVar[Form] = "name"
    highest: ClassVar[int] = 0
    """The highest number that any publication may have."""
    longest: ClassVar[int] = 0
    """Letters that may be typed."""
    is_digits: ClassVar[bool] = False
    """Whether what is typed are digits."""
    about: ClassVar[Bilingual | None] = None
    """What a caller of the API reads; null for a condition that the API does not offer."""
    names_somebody: ClassVar[bool] = False
    """Whether a value tells of a person or a house, so that it is kept nowhere."""

    def __repr__(self) -> str:
        return self.name

    def options(self, publication: Publication) -> Sequence[tuple[str, Bilingual]]:
        """Words of an address that can be chosen, and what each is called."""
        return ()

    @abstractmethod
    def parse(self, text: str, publication: Publication) -> Any:
        """The value of a text that is not empty; null when it asks nothing.

        Errors: SettingError for a value that the publication does not know.
        """

    def text(self, value: Any) -> str:
        """The value as an address holds it."""
        return str(value)

    def words(self, publication: Publication, value: Any) -> Bilingual:
        """The condition in words, as it stands above a list."""
        return dict(self.options(publication))[self.text(value)]

    def heading(self, value: Any) -> Bilingual:
        """What the condition is called where it is said what it hides."""
        return self.title

    @abstractmethod
    def q(self, value: Any, question: Question) -> Q:
        """As a condition on `people.Household`."""

    def reach(self, value: Any) -> Reach:
        """What the cells know of it."""
        return "household"

    def cells(self, value: Any, publication: Publication, cells: CubeRows, rows: Whole) -> Flags:
        """Whether the households of each cell match: bool [rows]. For a reach of "cell"."""
        raise TypeError(f"cells do not decide {self.name}")

    def counts(self, value: Any, given: CellsInQuestion) -> Whole:
        """How many of each cell's households match: int64 [cells]. For a reach of "part".

        Conditions before it that hold for a part are counted together with it.
        """
        raise TypeError(f"cells do not count {self.name}")

    def holds_for(self, value: Any, publication: Publication, facts: Whole) -> Flags:
        """Whether it holds of households with these `facts`: bool [households], all when they do
        not tell. For a reach of "part"."""
        return np.ones(len(facts), dtype=bool)
