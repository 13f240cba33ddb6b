"""What reasons are worded with: the instrument measured with, sources, facts, groups, names.

Read once for a store; then any number of households can be explained.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import Any, Final

from ppaos.adapters.area_names import AreaNames
from ppaos.definitions.sources import loader
from ppaos.definitions.sources.loader import Source
from ppaos.definitions.target_groups import loader as targets
from ppaos.domain.explanation.records import Answer, HouseholdPlace, Origin, PersonFact
from ppaos.domain.linkage.records import LINKED_REGISTERS, LINKED_REGISTERS_TITLE
from ppaos.domain.measurement.instrument import Instrument
from ppaos.domain.measurement.instrument_record import instrument_of
from ppaos.domain.targeting.rules import TargetRules
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.domain.thai.dates import to_common
from ppaos.engine.lookup import PATH, Lookup, Row, folder_value
from ppaos.engine.table_settings import TargetSettings, linkage_settings, record_of, target_settings
from ppaos.workflows.stored.definitions import stored_sources

_LEVELS: Final = (("subdistrict", 6), ("district", 4), ("province", 2))


@dataclass(frozen=True)
class Sources:
    """Documents of the stored sources, and the order of the bits of a person.

    A document is read when it is first asked for: most households need few of them.
    """

    stored: Mapping[str, Mapping[str, Any] | None]
    """Source -> the document that the store keeps of it; null for a shipped one."""
    tables: Mapping[str, str]
    """Source -> table of its rows."""
    in_bit_order: tuple[str, ...]
    facts: tuple[str, ...]
    as_of: Mapping[str, date | None]
    _held: dict[str, Source | None] = field(default_factory=dict)

    def names_of(self, bits: int) -> list[str]:
        """Sources of a person's `sources`."""
        return [name for place, name in enumerate(self.in_bit_order) if bits >> place & 1]

    def facts_of(self, bits: int) -> list[str]:
        """Facts of a person's `facts`."""
        return [name for place, name in enumerate(self.facts) if bits >> place & 1]

    def document(self, name: str) -> Source | None:
        """Document of a source; null when it is neither shipped nor kept by the store."""
        if name not in self._held:
            self._held[name] = _document(name, self.stored)
        return self._held[name]

    def fact(self, name: str, among: Iterable[str]) -> PersonFact:
        """A fact of a person who is in the sources `among`."""
        for source in among:
            document = self.document(source)
            if document is not None and name in document.facts:
                return PersonFact(name, document.facts[name].title.pair(), source)
        return PersonFact(name, Bilingual(name, name), "")

    def of_row(self, table: str, row: Row) -> Source | None:
        """The source of one stored row."""
        named = folder_value(row.get(PATH, ""), "source")
        here = [name for name, household in self.tables.items() if household == table]
        return self.document(named or (here[0] if here else ""))

    def origin(self, source: str, row: Row | None) -> Origin:
        """Title, agency and date of one row of a source."""
        document = self.document(source)
        if document is None:
            is_linked = source == LINKED_REGISTERS
            title = LINKED_REGISTERS_TITLE if is_linked else Bilingual(source, source)
            return Origin(source, title, Bilingual("-", "-"), self._newest(source))
        own = _day(document, row) if row else None
        return Origin(
            source, document.title.pair(), document.agency.pair(), own or self._newest(source)
        )

    def answer(self, source: Source | None, column: str, value: Any) -> Answer:
        """A value worded as its source words it."""
        described = source.columns.get(column) if source else None
        if source is None or described is None:
            return Answer(column, Bilingual(column, column), value)
        codes = source.code_lists.get(described.list or "", {})
        label = codes.get(value) if value is not None else None
        return Answer(
            column, described.title.pair(), value, label.pair() if label is not None else None
        )

    def _newest(self, source: str) -> date | None:
        return self.as_of.get(source)


@dataclass(frozen=True)
class Context:
    """Everything that explaining needs beside the rows of a household, wherever those come from."""

    sources: Sources
    instrument: Instrument | None
    """Of the round; null when the survey was not measured."""
    round_be: int | None
    absent: frozenset[int]
    """Positions of the indicators that nobody was asked in the round."""
    groups: tuple[tuple[str, str], ...]
    """(rules, group) in bit order."""
    rules_texts: Mapping[str, str]
    """Document of target rules -> its text, where the store keeps it."""
    made_from: Mapping[str, str]

    @cached_property
    def rules(self) -> Mapping[str, TargetRules]:
        """Documents of the groups, by name; one that is neither stored nor shipped is left out."""
        found, shipped = {}, targets.shipped()
        for name in dict.fromkeys(rules for rules, _ in self.groups):
            if name in self.rules_texts:
                found[name] = _rules(name, self.rules_texts[name])
            elif name in shipped:
                found[name] = targets.load(name)
        return found

    @cached_property
    def area_names(self) -> AreaNames:
        """Names of provinces, districts and subdistricts."""
        return AreaNames()

    def place(self, village_code: str | None, village_name: str | None) -> HouseholdPlace:
        """Names from village to province; a village that no survey names is shown by its code."""
        if not village_code:
            return HouseholdPlace(None, {})
        name = village_name or village_code
        names = {"village": Bilingual(name, name)}
        for level, digits in _LEVELS:
            names[level] = self.area_names.title(village_code[:digits])
        return HouseholdPlace(village_code, names)

    def groups_of(self, bits: int) -> list[tuple[str, str]]:
        """(rules, group) of the bits of a person or household."""
        return [pair for place, pair in enumerate(self.groups) if bits >> place & 1]


@dataclass(frozen=True)
class StoreContext(Context):
    """A context of a store, and what reads its rows."""

    lookup: Lookup


def context_of(lookup: Lookup, *, round_be: int | None = None) -> StoreContext:
    """Read what a store says of itself; parts that were not made yet are empty.

    `round_be` null is the round that was linked, else the newest that was measured.
    """
    persons, targeted = lookup.manifest("persons"), lookup.manifest("target_households")
    linked = linkage_settings(persons) if persons else None
    grouped = target_settings(targeted) if targeted else TargetSettings()
    chosen = round_be or (linked.round_be if linked else grouped.round_be)
    measured, stored = lookup.manifest("profiles"), stored_sources(lookup.catalogue)
    instrument = instrument_of(record_of(measured)) if measured else None
    chosen = chosen or (_newest_measured(lookup) if measured else None)
    names = ("households", "members", "profiles", "persons", "target_households")
    made = {name: item.made_at for name in names if (item := lookup.manifest(name))}
    return StoreContext(
        sources=Sources(
            stored={name: item.document for name, item in stored.items() if item.table},
            tables={name: item.table for name, item in stored.items() if item.table},
            in_bit_order=linked.sources if linked else (),
            facts=linked.facts if linked else (),
            as_of=linked.as_of if linked else {},
        ),
        instrument=instrument.for_round(chosen) if instrument else None,
        round_be=chosen,
        absent=_absent(lookup, instrument, chosen) if instrument else frozenset(),
        groups=grouped.groups,
        rules_texts=grouped.rules,
        made_from=made,
        lookup=lookup,
    )


def _document(name: str, stored: Mapping[str, Mapping[str, Any] | None]) -> Source | None:
    if name in _shipped():
        return loader.load(name)
    given = stored.get(name)
    return None if given is None else Source.model_validate(given)


@cache
def _shipped() -> frozenset[str]:
    return frozenset(loader.names())


@cache
def _rules(name: str, text: str) -> TargetRules:
    return targets.parse(text, name=name)


def _newest_measured(lookup: Lookup) -> int | None:
    rounds = lookup.distinct("missing_audit", "t")
    return max((int(value) for value in rounds), default=None)


def _absent(lookup: Lookup, instrument: Instrument, round_be: int | None) -> frozenset[int]:
    rows: Sequence[Row] = lookup.find("missing_audit", "t", [str(round_be)])
    gone = {
        row["indicator"]
        for row in rows
        if row["indicator"] and row["households"] and row["missing_households"] == row["households"]
    }
    return frozenset(place for place, name in enumerate(instrument.names) if name in gone)


def _day(document: Source, row: Row) -> date | None:
    value = row.get(document.as_of) if document.as_of else row.get("surveyed_on")
    if isinstance(value, int):
        return date(to_common(value), 1, 1)
    return value if isinstance(value, date) else None
