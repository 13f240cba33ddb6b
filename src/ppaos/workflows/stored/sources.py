"""Which sources the store holds: whose, what for, how fresh, where, and what is older than they are.

In: a store, or none, and the day that counts as today. Out: every shipped source and every other
that was ingested, with its rows, files, freshness and coverage; the rows of each area; and the
derived tables (measures, persons, targets) that were made from other rows than those of today.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from ppaos.definitions.parts import BilingualText
from ppaos.definitions.sources import loader
from ppaos.definitions.sources.loader import Source
from ppaos.domain import relations as ir
from ppaos.domain.area.codes import LEVEL_DIGITS
from ppaos.domain.errors import SettingError
from ppaos.domain.thai.dates import thai_day, to_common
from ppaos.engine.backends import DEFAULT_URL, Engine, connect
from ppaos.engine.catalogue import Catalogue, StoredTable
from ppaos.engine.manifest import Manifest
from ppaos.engine.table_settings import linkage_settings
from ppaos.workflows.stored.definitions import definitions
from ppaos.workflows.stored.files import StoredFile, is_ingested, stored_files

AREA_LEVELS: Final = ("province", "district", "subdistrict", "village")


@dataclass(frozen=True)
class ListedSource:
    """One source and what the store holds of it."""

    name: str
    title: BilingualText
    agency: BilingualText
    purpose: BilingualText
    legal_basis: BilingualText
    role: str
    link: str
    refresh: str
    max_age_days: int | None
    """Age at which rows are expired; None when they never are."""
    rows: int = 0
    files: int = 0
    quarantined_rows: int = 0
    fresh_on: date | None = None
    """Latest day that a row speaks of; None when no row says."""
    age_days: int | None = None
    """Days from `fresh_on` to today; negative for a day to come."""
    provinces: int = 0
    districts: int = 0
    """Provinces and districts with at least one row."""

    @property
    def is_expired(self) -> bool | None:
        """Whether the freshest row is older than the agency's cycle; None when that is not known."""
        if self.age_days is None:
            return None
        return self.max_age_days is not None and self.age_days > self.max_age_days


@dataclass(frozen=True)
class OlderTable:
    """A derived table that was made from other rows than those that are stored now."""

    name: str
    made_on: str
    changed: tuple[str, ...]
    """Tables that changed since."""


@dataclass(frozen=True)
class SourceList:
    """Every source on one day."""

    on: date
    sources: tuple[ListedSource, ...]
    older: tuple[OlderTable, ...]


@dataclass(frozen=True)
class AreaRows:
    """Rows of a source in one area."""

    source: str
    area_code: str | None
    """None for rows without an area."""
    rows: int


def source_list(
    store: Catalogue, *, on: date | None = None, engine_url: str = DEFAULT_URL
) -> SourceList:
    """Every shipped source and every other one that the store holds, by name.

    Errors: StoreError when a file of the store is gone.
    """
    today, store = on or thai_day(datetime.now(UTC)), store.snapshot()
    files = stored_files(store)
    documents = {name: loader.load(name) for name in loader.names()} | definitions(store)
    engine = connect(engine_url)
    try:
        listed = tuple(
            _listed(store, engine, documents[name], files, today) for name in sorted(documents)
        )
    finally:
        engine.close()
    return SourceList(today, listed, older_tables(store))


def rows_by_area(
    store: Catalogue, *, level: str, source: str | None = None, engine_url: str = DEFAULT_URL
) -> tuple[AreaRows, ...]:
    """Rows of every stored source, or of one, in each area of a level, by source and area.

    Errors: SettingError for a level or source that is not there.
    """
    if level not in AREA_LEVELS:
        raise SettingError(
            th=f"ไม่มีระดับพื้นที่ '{level}' ใช้ {', '.join(AREA_LEVELS)}",
            en=f"There is no level '{level}'. Use {', '.join(AREA_LEVELS)}.",
        )
    store = store.snapshot()
    documents = definitions(store)
    if source is not None and source not in documents:
        raise SettingError(
            th=f"คลังไม่มีข้อมูลของแหล่ง '{source}' (มี: {', '.join(documents) or '-'})",
            en=f"The store holds nothing of source '{source}' (it has: {', '.join(documents) or '-'}).",
        )
    engine = connect(engine_url)
    try:
        return tuple(
            item
            for document in documents.values()
            if source in (None, document.source)
            for item in _by_area(store, engine, document, LEVEL_DIGITS[level])
        )
    finally:
        engine.close()


def older_tables(store: Catalogue) -> tuple[OlderTable, ...]:
    """Derived tables whose inputs are no longer those of the store, by name.

    An input names a table and the hash of a file that it was read from (`households:HASH`), or a
    stored file (`tables/NAME/...`). A table made from an older one is older too.
    """
    store = store.snapshot()
    tables = {name: store.get(name) for name in store.names()}
    linked = {
        name: item.table for name, item in definitions(store).items() if item.link == "person"
    }
    changed = {
        name: set(_changed_inputs(store, tables, table.manifest, linked))
        for name, table in tables.items()
        if not is_ingested(table)
    }
    for _ in changed:  # once for every step that a change can travel
        for name in changed:
            read = _input_tables(tables[name].manifest) - {name}
            changed[name] |= {item for item in read if changed.get(item)}
    return tuple(
        OlderTable(name, tables[name].manifest.made_at[:10], tuple(sorted(found)))
        for name, found in sorted(changed.items())
        if found
    )


def _changed_inputs(
    store: Catalogue, tables: dict[str, StoredTable], manifest: Manifest, linked: dict[str, str]
) -> Iterator[str]:
    """Names of tables whose files or hashes are not those that the manifest states."""
    paths: dict[str, set[str]] = {}
    hashes: dict[str, set[str]] = {}
    for name, value in manifest.inputs.items():
        if name.startswith("tables/"):
            paths.setdefault(name.split("/")[1], set()).add(name)
        elif ":" in name:
            hashes.setdefault(name.partition(":")[0], set()).add(value)
    for table, stated in paths.items():
        files = tables[table].files if table in tables else ()
        if stated != {file.relative_to(store.root).as_posix() for file in files}:
            yield table
    for table, stated in hashes.items():
        history = tables[table].history if table in tables else ()
        now = {digest for item in history for digest in item.inputs.values()}
        if (table not in tables or is_ingested(tables[table])) and stated != now:
            yield table
    if paths and "sources" in manifest.settings:
        used = linkage_settings(manifest).sources
        yield from (table for name, table in linked.items() if name not in used)


def _input_tables(manifest: Manifest) -> set[str]:
    return {
        name.split("/")[1] if name.startswith("tables/") else name.partition(":")[0]
        for name in manifest.inputs
    }


def _listed(
    store: Catalogue, engine: Engine, source: Source, files: Sequence[StoredFile], today: date
) -> ListedSource:
    mine = [item for item in files if item.source == source.source]
    found = _measured(store, engine, source)
    fresh = found["fresh"]
    return ListedSource(
        source.source,
        source.title,
        source.agency,
        source.purpose,
        source.legal_basis,
        source.role,
        source.link,
        source.refresh,
        source.max_age_days,
        rows=found["rows"],
        files=len(mine),
        quarantined_rows=sum(item.quarantined for item in mine),
        fresh_on=fresh,
        age_days=None if fresh is None else (today - fresh).days,
        provinces=found["provinces"],
        districts=found["districts"],
    )


def _measured(store: Catalogue, engine: Engine, source: Source) -> dict[str, Any]:
    rows = _rows(store, engine, source)
    if rows is None:
        return {"rows": 0, "fresh": None, "provinces": 0, "districts": 0}
    measures: dict[str, ir.Scalar] = {"rows": rows.count()}
    if source.as_of is not None:
        measures["fresh"] = rows[source.as_of].max()
    area = area_column(source)
    if area is not None:
        measures["provinces"] = rows[area].substr(0, 2).nunique()
        measures["districts"] = rows[area].substr(0, 4).nunique()
    found: dict[str, Any] = engine.arrow(rows.aggregate(**measures)).to_pylist()[0]
    found = {"fresh": None, "provinces": 0, "districts": 0, **found}
    if isinstance(found["fresh"], int):
        found["fresh"] = date(to_common(found["fresh"]), 1, 1)
    return found


def _by_area(store: Catalogue, engine: Engine, source: Source, digits: int) -> Iterator[AreaRows]:
    rows, area = _rows(store, engine, source), area_column(source)
    if rows is None or area is None:
        return
    counted = rows.group_by(area_code=rows[area].substr(0, digits)).aggregate(rows=rows.count())
    for item in engine.arrow(counted.order_by("area_code")).to_pylist():
        yield AreaRows(source.source, item["area_code"], item["rows"])


def area_column(source: Source) -> str | None:
    """The column that says where a row is: the village, else what the table is split by, else any."""
    areas = [name for name, column in source.columns.items() if column.type == "area_code"]
    split = source.partition.column if source.partition else None
    return next((name for name in ("village_code", split, *areas) if name in areas), None)


def _rows(store: Catalogue, engine: Engine, source: Source) -> ir.Table | None:
    """Stored rows of one source; None when there are none."""
    if not store.has(source.table):
        return None
    mark = f"source={source.source}"
    files = [file for file in store.get(source.table).files if mark in file.parts]
    return engine.parquet(files) if files else None
