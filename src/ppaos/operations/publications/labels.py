"""Instrument, rules, sources and titles of groups and facts, as a version was published with them.

In: a publication. Out: values made of its settings; nothing is read from a file but documents that
come with the program, so that an old version is worded as it was published.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from ppaos.definitions.sources import loader
from ppaos.definitions.sources.loader import FactKind, Source
from ppaos.definitions.target_groups import loader as targets
from ppaos.domain.measurement.instrument import Instrument, Scheme, redistribute
from ppaos.domain.measurement.instrument_record import instrument_of
from ppaos.domain.targeting.rules import Family, TargetRules
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.publications.models import Publication

_HELD: Final = 64


@dataclass(frozen=True)
class GroupTitle:
    """One target group: the bit of `groups` is its place in the list."""

    rules: str
    group: str
    unit: Literal["person", "household"]
    title: Bilingual
    is_unofficial: bool
    family: Family = "target"

    @property
    def key(self) -> str:
        """Name in addresses and measures, such as `fiscal-2566/1.1`."""
        return f"{self.rules}/{self.group}"


def instrument(publication: Publication) -> Instrument:
    """The instrument as the newest round was measured with it."""
    return instrument_of_round(publication, publication.reading.round_be)


def instrument_of_round(publication: Publication, round_be: int) -> Instrument:
    """The instrument with the parameters of a round."""
    return _instrument(json.dumps(publication.reading.record), round_be)


def scheme_of_round(
    publication: Publication, round_be: int, scheme: Scheme | None = None
) -> Scheme:
    """A scheme (the rule in force by default) as it applies to a round: indicators that nobody was
    asked have given their weight away."""
    held = instrument_of_round(publication, round_be)
    scheme = scheme or held.scheme
    gone = publication.reading.absent_in(round_be)
    if not gone:
        return scheme
    return replace(scheme, weights=redistribute(held, scheme.weights, set(gone)))


def group_titles(publication: Publication) -> tuple[GroupTitle, ...]:
    """Groups in the order of their bits; one whose document is gone is called by its name."""
    found = []
    documents = rules(publication)
    settings = publication.reading
    for (document, name), unit in zip(settings.groups, settings.units, strict=True):
        held = documents.get(document)
        group = next((item for item in held.groups if item.name == name), None) if held else None
        title = group.title if group else Bilingual(name, name)
        is_unofficial = bool(group and group.unofficial)
        family = group.family if group else "target"
        found.append(GroupTitle(document, name, unit, title, is_unofficial, family))
    return tuple(found)


def rules(publication: Publication) -> Mapping[str, TargetRules]:
    """Documents of the groups by name, as they were when the targets were computed."""
    return {name: _rules(name, text) for name, text in publication.reading.rules.items()}


def vulnerability_levels(publication: Publication) -> tuple[int, ...]:
    """Levels of vulnerability, ascending, of the main document: the first that has any."""
    documents = rules(publication)
    for name in dict.fromkeys(name for name, _ in publication.reading.groups):
        held = documents.get(name)
        if held is not None and held.levels:
            return tuple(sorted(held.levels))
    return ()


def rules_titles(publication: Publication) -> dict[str, Bilingual]:
    """Document of groups -> what to call it: its fiscal year, with its name where two have one.

    A document that is gone is called by its name.
    """
    known = rules(publication)
    years = Counter(item.fiscal_year for item in known.values())
    titles = {name: Bilingual(name, name) for name, _ in publication.reading.groups}
    for name, item in known.items():
        is_alone = years[item.fiscal_year] == 1
        year = f"{item.fiscal_year}" if is_alone else f"{item.fiscal_year} ({name})"
        titles[name] = Bilingual(f"ปีงบประมาณ {year}", f"fiscal year {year}")
    return titles


def source(publication: Publication, name: str) -> Source | None:
    """Document of a source; null when it is neither shipped nor kept."""
    if name in loader.names():
        return loader.load(name)
    kept = publication.reading.documents.get(name)
    return None if kept is None else Source.model_validate(kept)


def fact_titles(publication: Publication) -> dict[str, Bilingual]:
    """Facts of persons in the order of their bits -> what to call them."""
    told: dict[str, Bilingual] = {}
    for name in publication.reading.sources:
        held = source(publication, name)
        for fact, item in held.facts.items() if held else ():
            told[fact] = item.title.pair()
    return {name: told.get(name, Bilingual(name, name)) for name in publication.reading.facts}


def fact_kinds(publication: Publication) -> dict[str, FactKind]:
    """Facts of persons in the order of their bits -> what they tell of; of no source, a problem."""
    kinds: dict[str, FactKind] = {}
    for name in publication.reading.sources:
        held = source(publication, name)
        kinds |= {fact: item.kind for fact, item in held.facts.items()} if held else {}
    return {name: kinds.get(name, "problem") for name in publication.reading.facts}


@lru_cache(maxsize=_HELD)
def _instrument(record: str, round_be: int) -> Instrument:
    return instrument_of(json.loads(record)).for_round(round_be)


@lru_cache(maxsize=_HELD)
def _rules(name: str, text: str) -> TargetRules:
    return targets.parse(text, name=name)
