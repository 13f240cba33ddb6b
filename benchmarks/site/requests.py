"""Addresses that people ask for, by kind, drawn at random from a sample of the publication.

dashboard       one of the three views of the person's own area
country         one of the three views of the country
map             values of a measure as the map reads them, one or two levels below the area
wide_map        the same at its widest: districts of the country, or villages of a province
search          households of a province by any two conditions that the counts in memory know
searched_rows   the same, one of the two about what was recorded or who lives there: rows are looked at
household       one household's page
what_if         another cutoff and weighting, of the country for whoever has it
"""

import random
from typing import Any, Final
from urllib.parse import urlencode

Sample = dict[str, Any]
Person = dict[str, str]
VIEWS: Final = ("urgent", "urgent", "potential", "progress")
_LEVEL_BELOW: Final = {0: "province", 2: "district", 4: "subdistrict"}


class Asker:
    """Draws people and what they ask for; the same seed asks the same."""

    def __init__(self, sample: Sample, seed: int) -> None:
        self._sample = sample
        self._random = random.Random(seed)
        people = sample["people"]
        self._of_country = [one for one in people if one["area"] == "nat"]
        self._of_province = [one for one in people if len(one["area"]) == 2]
        self._people = people

    def ask(self, kind: str) -> tuple[Person, str]:
        """Somebody and an address of a kind; searches are of provinces, what-ifs of the country."""
        if kind in ("search", "searched_rows"):
            person = self._random.choice(self._of_province)
        elif kind == "wide_map":
            person = self._random.choice(self._of_country + self._of_province)
        elif kind in ("what_if", "country"):
            person = self._random.choice(self._of_country)
        else:
            person = self._random.choice(self._people)
        return person, self.address(kind, person["area"])

    def address(self, kind: str, area: str) -> str:
        """An address of a kind for somebody of an area."""
        return str(getattr(self, kind)(area))

    def dashboard(self, area: str) -> str:
        """A view of the area or, now and then, of a district inside it."""
        where = area
        if area != "nat" and len(area) == 2 and self._random.random() < 0.5:
            where = self._random.choice(sorted(self._sample["provinces"][area]))
        return f"/dashboard/{where}/?view={self._random.choice(VIEWS)}"

    def country(self, area: str) -> str:
        """A view of the area."""
        return f"/dashboard/{area}/?view={self._random.choice(VIEWS)}"

    def wide_map(self, area: str) -> str:
        """Districts of the country or villages of a province."""
        return self._values(area, "district" if area == "nat" else "village")

    def map(self, area: str) -> str:
        """Values of a measure one or two levels below the area."""
        own = 0 if area == "nat" else len(area)
        level = _LEVEL_BELOW[own]
        if own == 2 and self._random.random() < 0.5:
            level = "subdistrict"
        return self._values(area, level)

    def _values(self, area: str, level: str) -> str:
        measure = self._random.choice(self._sample["measures"])
        return f"/map/data.json?{urlencode({'area': area, 'level': level, 'measure': measure})}"

    def search(self, area: str) -> str:
        """Households of the area by two different conditions; a district in it may be one."""
        return self._search(area, self.conditions(2))

    def searched_rows(self, area: str) -> str:
        """Households of the area by one condition of `search` and one of recorded events or a name."""
        known = [("visited", value) for value in ("me", "never", "anyone", "helped", "waiting")]
        known.append(("name", self._random.choice(self._sample["names"])))
        name, value = self._random.choice(known)
        return self._search(area, {**self.conditions(1), name: value})

    def _search(self, area: str, asked: dict[str, str]) -> str:
        """The search page; the condition `inside` becomes a district, where the area has some."""
        places = sorted(self._sample["provinces"].get(area, ())) if "inside" in asked else []
        conditions = {name: value for name, value in asked.items() if name != "inside"}
        where = self._random.choice(places) if places else area
        return f"/households/?{urlencode({'area': where, **conditions})}"

    def conditions(self, number: int) -> dict[str, str]:
        """So many different conditions of the search page."""
        choose, sample = self._random.choice, self._sample
        known = {
            "dimension": lambda: choose(sample["dimensions"]),
            "indicator": lambda: choose(sample["indicators"]),
            "card": lambda: choose(["yes", "no"]),
            "failing": lambda: choose(["1", "2", "3"]),
            "level": lambda: choose(["1", "2", "3"]),
            "group": lambda: choose(sample["groups"]),
            "poor": lambda: choose(["yes", "no"]),
            "surveyed": lambda: choose(["yes", "no"]),
            "new": lambda: choose(["yes", "no"]),
            "inside": lambda: "yes",
        }
        names = self._random.sample(sorted(known), number)
        return {name: known[name]() for name in names}

    def household(self, area: str) -> str:
        """A household of the area."""
        provinces = self._sample["provinces"]
        code = self._random.choice(sorted(provinces)) if area == "nat" else area[:2]
        households = provinces[code]
        inside = households.get(area) or households[self._random.choice(sorted(households))]
        return f"/households/{self._random.choice(inside)}/"

    def what_if(self, area: str) -> str:
        """A cutoff and the weight of a dimension that were hardly asked before."""
        k = f"{self._random.randint(10, 60)}/100"
        name = self._random.choice(self._sample["dimensions"])
        weight = f"{self._random.randint(5, 60)}/100"
        asked = {"area": area, "rule": "k", "k": k, f"w_{name}": weight}
        return f"/whatif/?{urlencode(asked)}"
