"""What the desk knows of the store, read once for every change of the store's catalogue.

In: the store of the site. Out: sources and their freshness, imports with what they set aside, and
pairs under review. Reading takes seconds on a large store, so that answers are kept in the process
until the catalogue changes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from ppaos.definitions.sources import loader
from ppaos.domain.area.scope import Scope
from ppaos.domain.linkage.records import LINKED_REGISTERS, LINKED_REGISTERS_TITLE
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.engine.backends import connect
from ppaos.engine.store import Store
from ppaos.workflows.link import review
from ppaos.workflows.stored.definitions import definitions
from ppaos.workflows.stored.files import QUARANTINE, StoredFile, stored_files
from ppaos.workflows.stored.sources import (
    ListedSource,
    OlderTable,
    SourceList,
    rows_by_area,
    source_list,
)

Mark = tuple[str, int, int]
"""Folder of the store, time and size of its catalogue."""
_LEVEL_OF_DIGITS: Final = {2: "province", 4: "district", 6: "subdistrict", 8: "village"}


@dataclass(frozen=True)
class SourceHere:
    """A source, and how many of its rows lie in somebody's areas."""

    listed: ListedSource
    rows: int


@dataclass(frozen=True)
class Import:
    """One import: its files of all sources."""

    number: int
    on: date
    files: tuple[StoredFile, ...]

    @property
    def titled_files(self) -> tuple[tuple[StoredFile, Bilingual], ...]:
        """The files, each with the title of its source."""
        return tuple((item, source_title(item.source)) for item in self.files)

    @property
    def titled_quarantine(self) -> tuple[tuple[str, Bilingual, int], ...]:
        """(source, its title, rows set aside) of every source with any."""
        return tuple((name, source_title(name), rows) for name, rows in self.quarantined)

    @property
    def quarantined(self) -> tuple[tuple[str, int], ...]:
        """(source, rows set aside) of every source with any."""
        names = sorted({item.source for item in self.files})
        sums = [
            (name, sum(f.quarantined for f in self.files if f.source == name)) for name in names
        ]
        return tuple(item for item in sums if item[1])


def the_store() -> Store:
    """The store of the site."""
    return Store(Path(settings.PPAOS_STORE))


def sources_in(scope: Scope) -> tuple[SourceHere, ...]:
    """Every source with its rows in the scope; freshness is that of the whole source.

    Errors: StoreError when a file of the store is gone.
    """
    found = _sources(_mark(), timezone.localdate().isoformat())
    if scope.is_country:
        return tuple(SourceHere(item, item.rows) for item in found.sources)
    digits = max((len(prefix) for prefix in scope.prefixes), default=2)
    counted: dict[str, int] = {}
    for source, code, rows in _rows_by_area(_mark(), _LEVEL_OF_DIGITS[digits]):
        if code and scope.covers(code):
            counted[source] = counted.get(source, 0) + rows
    return tuple(SourceHere(item, counted.get(item.name, 0)) for item in found.sources)


def older_tables() -> Sequence[OlderTable]:
    """Derived tables that were made from other rows than those of today."""
    return _sources(_mark(), timezone.localdate().isoformat()).older


def imports() -> tuple[Import, ...]:
    """Every import of which the store holds something, newest first."""
    files = _files(_mark())
    numbers = sorted({item.import_number for item in files}, reverse=True)
    return tuple(_import(number, files) for number in numbers)


def import_of(number: int) -> Import | None:
    """One import; null when the store holds nothing of it."""
    return next((item for item in imports() if item.number == number), None)


def quarantine_of(number: int, source: str) -> Iterator[dict[str, Any]]:
    """Findings on the rows of a source that one import set aside, by file and row."""
    store = the_store()
    if not store.has(QUARANTINE):
        return
    engine = connect()
    try:
        rows = engine.parquet(store.get(QUARANTINE).files)
        mine = rows.filter((rows["import_number"] == number) & (rows["source"] == source))
        shown = mine.drop("raw_row") if "raw_row" in mine.columns else mine
        for batch in engine.arrow(shown.order_by(["file", "row", "column"])).to_batches(20_000):
            yield from batch.to_pylist()
    finally:
        engine.close()


def source_title(name: str) -> Bilingual:
    """The title of a source of the store; its name when no document describes it."""
    if name == LINKED_REGISTERS:
        return LINKED_REGISTERS_TITLE
    return _titles(_mark()).get(name) or Bilingual(name, name)


def review_pairs() -> tuple[dict[str, Any], ...]:
    """Pairs of the last linkage with the decision in force, likeliest first; none before linking."""
    return _pairs(_mark())


def _import(number: int, files: Sequence[StoredFile]) -> Import:
    mine = tuple(item for item in files if item.import_number == number)
    return Import(number, date.fromisoformat(mine[0].ingested_on), mine)


def _mark() -> Mark | None:
    try:
        facts = (the_store().root / "catalog.json").stat()
    except FileNotFoundError:
        return None
    return str(the_store().root), facts.st_mtime_ns, facts.st_size


@lru_cache(maxsize=2)
def _sources(mark: Mark | None, day: str) -> SourceList:
    return source_list(the_store(), on=date.fromisoformat(day))


@lru_cache(maxsize=4)
def _rows_by_area(mark: Mark | None, level: str) -> tuple[tuple[str, str | None, int], ...]:
    found = rows_by_area(the_store(), level=level)
    return tuple((item.source, item.area_code, item.rows) for item in found)


@lru_cache(maxsize=2)
def _titles(mark: Mark | None) -> dict[str, Bilingual]:
    known = {name: loader.load(name).title.pair() for name in loader.names()}
    own = definitions(the_store()) if mark else {}
    return known | {name: item.title.pair() for name, item in own.items()}


@lru_cache(maxsize=2)
def _files(mark: Mark | None) -> tuple[StoredFile, ...]:
    return stored_files(the_store()) if mark else ()


@lru_cache(maxsize=2)
def _pairs(mark: Mark | None) -> tuple[dict[str, Any], ...]:
    store = the_store()
    return tuple(review.pairs(store)) if mark and store.has(review.PAIRS) else ()
