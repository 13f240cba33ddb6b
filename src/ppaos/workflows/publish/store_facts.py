"""What publishing needs to know of a store: its round, bits, instrument, sources and columns.

Everything is read from the catalogue before the first row moves; a store that is not ready is
refused here, with the command that comes next.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import pyarrow.parquet as pq

from ppaos.definitions.sources.loader import Source
from ppaos.domain.errors import StoreError
from ppaos.domain.measurement.instrument import Instrument
from ppaos.domain.measurement.instrument_record import instrument_of
from ppaos.domain.rules.expressions import parse
from ppaos.engine.catalogue import Catalogue
from ppaos.engine.lookup import Lookup
from ppaos.engine.publishing.households_sql import PublicationShape, RecordForm
from ppaos.engine.table_settings import linkage_settings, record_of, target_settings
from ppaos.operations.publications.settings import PublicationSettings
from ppaos.workflows.link.inputs import sources_with_rows
from ppaos.workflows.stored.definitions import stored_sources

NEEDED: Final[Mapping[str, str]] = {
    "households": "ppaos ingest",
    "members": "ppaos ingest",
    "persons": "ppaos link",
    "households_linked": "ppaos link",
    "person_links": "ppaos link",
    "person_field_values": "ppaos link",
    "link_findings": "ppaos link",
    "review_pairs": "ppaos link",
    "profiles": "ppaos measure",
    "cube_village": "ppaos measure",
    "missing_audit": "ppaos measure",
    "target_households": "ppaos target",
    "target_persons": "ppaos target",
}
"""Table -> the command that makes it."""
_OF_HOUSEHOLD: Final = frozenset(
    {
        "round_be", "house_code", "house_number", "village_code", "village_name", "surveyed_on",
        "latitude", "longitude", "synthetic",
    }
)  # fmt: skip
_OF_PERSON: Final = frozenset(
    {
        "round_be", "house_code", "village_code", "person_number", "prefix", "first_name",
        "last_name", "sex", "born_on", "born_on_precision", "age_years", "relation", "synthetic",
    }
)  # fmt: skip
_HASHED: Final = "_hash"
_FOUND: Final = "find"
_PLAIN: Final = frozenset({"code", "integer", "year_be", "boolean"})
_HOUSE_NUMBER: Final = "house_number"


@dataclass(frozen=True)
class StoreFacts:
    """What a store says of itself, as the publication keeps it."""

    settings: PublicationSettings
    versions: dict[str, Any]
    instrument: Instrument
    sources: Mapping[str, Source]
    is_synthetic: bool
    round_be: int
    positions: bool
    weights: tuple[Fraction, ...]
    rows: Mapping[str, int]
    """Table -> rows that its manifests promise."""

    def form(self, publication: int, *, is_first: bool) -> PublicationShape:
        """Form of the rows of one publication."""
        order = self.settings.sources
        used = [place for place, weight in enumerate(self.weights) if weight]
        found = [
            1 << place
            for place, name in enumerate(order)
            if name in self.sources and self.sources[name].role == _FOUND
        ]
        return PublicationShape(
            publication=publication,
            round_be=self.round_be,
            dimension_masks=tuple(
                sum(1 << place for place in places if place in used)
                for places in self.instrument.dimension_members().values()
            ),
            found_only=found[0] if found else None,
            household_columns=self.settings.household_columns,
            member_columns=self.settings.member_columns,
            records=tuple(
                record_form(self.sources[name], place)
                for place, name in enumerate(order)
                if name in self.sources and self.sources[name].role != "survey"
            ),
            positions=self.positions,
            is_synthetic=self.is_synthetic,
            is_first=is_first,
        )


def record_form(source: Source, place: int) -> RecordForm:
    """Which columns of a source tell why it says what it says; see `ppaos.workflows.explain.members`."""
    always, when_set = list(source.key), set[str]()
    for fact in source.facts.values():
        names = parse(fact.rule).names
        if len(names) == 1:
            always += [name for name in names if name not in always]
        else:
            when_set |= names
    stored = [name for name in source.columns if name in source.stored_columns]
    # not shown among the values, but told beside them: how fresh the record is, and which house
    always += [name for name in (source.as_of, _HOUSE_NUMBER) if name and name not in always]
    return RecordForm(
        source=source.source,
        place=place,
        key=source.key,
        always=(
            *source.key,
            *[name for name in stored if name in always and name not in source.key],
        ),
        when_set=tuple(name for name in stored if name in when_set and name not in always),
        names=tuple(name for name in ("prefix", "first_name", "last_name") if name in stored),
        numbers=frozenset(name for name in stored if source.columns[name].type in _PLAIN),
        days=frozenset(name for name in stored if source.columns[name].type == "date"),
    )


def facts_of(store: Catalogue) -> StoreFacts:
    """Read the catalogue of a store; give a snapshot when another run may commit meanwhile.

    Errors: StoreError for a store that lacks a table, with the command that makes it.
    """
    require_tables(store)
    sources = {source.source: source for source in sources_with_rows(store)}
    stored = {name: item for name, item in stored_sources(store).items() if item.table}
    with Lookup(store) as lookup:
        absent = _absent(lookup)
    columns = {name: _columns(store, name) for name in ("households", "members")}
    linkage = linkage_settings(store.get("persons").manifest)
    targets = target_settings(store.get("target_households").manifest)
    record = record_of(store.get("profiles").manifest)
    instrument = instrument_of(record)
    rounds = sorted(absent)
    tables = sorted({*NEEDED, *store.names()})
    history = {name: store.get(name).history for name in tables}
    places = {name: place for place, name in enumerate(instrument.names)}
    settings = PublicationSettings(
        record=record,
        round_be=linkage.round_be,
        rounds=tuple(rounds),
        reference_date=linkage.reference_date,
        groups=targets.groups,
        units=targets.units,
        rules=targets.rules,
        sources=linkage.sources,
        facts=linkage.facts,
        as_of=linkage.as_of,
        tables={name: item.table for name, item in stored.items() if item.table},
        documents={name: item.document for name, item in stored.items()},
        household_columns=_shown(columns["households"], _OF_HOUSEHOLD),
        member_columns=_shown(columns["members"], _OF_PERSON),
        absent={
            number: tuple(sorted(places[name] for name in names if name in places))
            for number, names in absent.items()
        },
        made_from={name: items[-1].made_at for name, items in history.items()},
        dimension_names=tuple(item.name for item in instrument.dimensions),
        indicator_names=instrument.names,
    )
    return StoreFacts(
        settings=settings,
        versions={
            name: {"made_at": items[-1].made_at, "code": items[-1].code_version}
            for name, items in history.items()
        },
        instrument=instrument,
        sources=sources,
        is_synthetic=any(item.synthetic for items in history.values() for item in items),
        round_be=linkage.round_be,
        positions={"latitude", "longitude"} <= set(columns["households"]),
        weights=tuple(Fraction(text) for text in targets.weights),
        rows={name: sum(item.rows for item in items) for name, items in history.items()},
    )


def require_tables(store: Catalogue) -> None:
    """Errors: StoreError naming what is lacking and the command that makes it."""
    have = set(store.names())
    for name, command in NEEDED.items():
        if name not in have:
            raise StoreError(
                th=f"คลังข้อมูล {store.root} ยังไม่มีตาราง '{name}' สั่ง {command} ก่อน แล้วจึงสั่ง ppaos publish",
                en=f"Store {store.root} has no table '{name}'. Run {command} first, then ppaos publish.",
            )


def _shown(columns: tuple[str, ...], elsewhere: frozenset[str]) -> tuple[str, ...]:
    return tuple(
        name
        for name in columns
        if name not in elsewhere and not name.startswith("_") and not name.endswith(_HASHED)
    )


def _columns(store: Catalogue, table: str) -> tuple[str, ...]:
    """Columns of every file of a table: later imports may have more."""
    files = store.get(table).files
    return tuple(dict.fromkeys(name for file in files for name in pq.read_schema(file).names))


def _absent(lookup: Lookup) -> dict[int, set[str]]:
    """Measured round -> indicators that nobody was asked then."""
    found: dict[int, set[str]] = {}
    for number in lookup.distinct("missing_audit", "t"):
        rows = lookup.find("missing_audit", "t", [number])
        found[int(number)] = {
            row["indicator"]
            for row in rows
            if row["indicator"]
            and row["households"]
            and row["missing_households"] == row["households"]
        }
    return found
