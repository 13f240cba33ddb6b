"""The cubes of a publication in memory: patterns counted by village, ready to be added up.

In: the blocks that `ppaos publish` stored. Out: numpy columns sorted by village, so that an area
is a few runs of rows. They are loaded once in a process and shared by all requests.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ppaos.domain.area.scope import Scope
from ppaos.domain.arrays import Whole
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.publication_cache import PublicationCache
from ppaos.operations.results.models import CubeBlock

Column = NDArray[Any]
UNKNOWN: Final = -1
"""Stands for null in every column of whole numbers, `fails_mpi` among them (else 0 or 1)."""
HELD: Final = 2
"""Publications held at once: the current one, and one that is looked back at."""
_PACKED: Final = 32


@dataclass(frozen=True)
class CubeRows:
    """Rows of one kind of cube, in the order of villages; every array has one value a row."""

    columns: dict[str, Column]
    village: NDArray[np.int32]
    """Place of the row's village among `Cubes.villages`."""
    starts: Whole
    """Shape [villages + 1]: rows of village v are starts[v] to starts[v + 1]."""

    def __len__(self) -> int:
        return len(self.village)

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]


@dataclass(frozen=True)
class Cubes:
    """Every cube of one publication."""

    publication: int
    villages: NDArray[np.str_]
    """Village codes, ascending; the empty text is "not known" and comes first if it occurs."""
    households: CubeRows
    """cell, deprived, missing, dimensions, level, groups, has_card, in_survey, fails_mpi, is_new |
    households, people (surveyed), members."""
    people: CubeRows
    """groups, facts, sources, in_survey, fails_mpi | people."""
    rounds: CubeRows
    """round_be, deprived, missing | households, people."""
    facts: CubeRows
    """cell, facts | households: those of whose members a source says something. Empty in a version
    that was published before facts were counted."""

    def village_runs(self, scope: Scope) -> list[tuple[int, int]]:
        """Half-open runs of `villages` inside a scope, ascending and apart."""
        found = []
        for low, high in scope.ranges():
            first = int(np.searchsorted(self.villages, low, side="left"))
            last = int(np.searchsorted(self.villages, high, side="left"))
            if first < last:
                found.append((first, last))
        return found


def rows_in(cubes: Cubes, cells: CubeRows, scope: Scope) -> Whole:
    """Places of the rows of `cells` that lie in a scope, ascending: int64 [rows]."""
    runs = [
        np.arange(cells.starts[first], cells.starts[last], dtype=np.int64)
        for first, last in cubes.village_runs(scope)
    ]
    return np.concatenate(runs) if runs else np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Patterns:
    """The distinct patterns of some rows, so that a scheme scores each once."""

    place: Whole
    """Shape [rows]: which pattern each row has."""
    deprived: Whole
    missing: Whole


def patterns_of(cells: CubeRows, rows: Whole) -> Patterns:
    """The patterns of rows of a cube that has `deprived` and `missing`."""
    if not len(rows):
        return Patterns(*[np.zeros(0, dtype=np.int64)] * 3)
    keys = cells["deprived"][rows].astype(np.int64) << _PACKED | cells["missing"][rows]
    known, place = np.unique(keys, return_inverse=True)
    return Patterns(place.astype(np.int64), known >> _PACKED, known & (1 << _PACKED) - 1)


_held: PublicationCache[Cubes] = PublicationCache(HELD)


def cubes_of(publication: Publication) -> Cubes:
    """The cubes of a publication; read from the database when first asked for in this process."""
    return _held.of(publication, lambda: _load(publication))


def _load(publication: Publication) -> Cubes:
    tables = {kind: _table(publication, kind) for kind in CubeBlock.Kind.values}
    codes = {kind: _codes(table) for kind, table in tables.items()}
    known = [labels for labels, _ in codes.values()]
    villages = np.unique(np.concatenate(known)) if any(map(len, known)) else np.zeros(0, "U8")
    cells = {kind: _cells(tables[kind], *codes[kind], villages.astype("U8")) for kind in tables}
    return Cubes(
        publication.pk,
        villages.astype("U8"),
        households=cells[CubeBlock.Kind.HOUSEHOLDS],
        people=cells[CubeBlock.Kind.PEOPLE],
        rounds=cells[CubeBlock.Kind.ROUNDS],
        facts=cells[CubeBlock.Kind.FACTS],
    )


def _table(publication: Publication, kind: str) -> pa.Table | None:
    blocks = CubeBlock.objects.filter(publication=publication, kind=kind).order_by("province_code")
    read = [
        pa.ipc.open_file(pa.BufferReader(bytes(data))).read_all()
        for data in blocks.values_list("data", flat=True).iterator(chunk_size=8)
    ]
    return pa.concat_tables(read) if read else None


def _codes(table: pa.Table | None) -> tuple[Column, Column]:
    """Distinct village codes of a table, and the place of each row's code among them."""
    if table is None:
        return np.zeros(0, "U8"), np.zeros(0, np.int64)
    coded = table["village_code"].cast(pa.string()).combine_chunks().dictionary_encode()
    labels = np.array([label or "" for label in coded.dictionary.to_pylist()], dtype="U8")
    return labels, coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)


def _cells(table: pa.Table | None, labels: Column, place: Column, villages: Column) -> CubeRows:
    if table is None:
        empty = np.zeros(len(villages) + 1, np.int64)
        return CubeRows({}, np.zeros(0, np.int32), empty)
    village = np.searchsorted(villages, labels)[place].astype(np.int32)
    columns = {name: _array(table[name]) for name in table.column_names if name != "village_code"}
    if len(village) and bool((np.diff(village) < 0).any()):
        order = np.argsort(village, kind="stable")
        village = village[order]
        columns = {name: values[order] for name, values in columns.items()}
    starts = np.searchsorted(village, np.arange(len(villages) + 1))
    return CubeRows(columns, village, starts.astype(np.int64))


def _array(column: "pa.ChunkedArray[Any]") -> Column:
    """A column as numpy; null becomes UNKNOWN, a boolean that may be null int8."""
    kind = column.type
    if pa.types.is_boolean(kind):
        if not column.null_count:
            return np.asarray(column.to_numpy(), dtype=bool)
        column, kind = column.cast(pa.int8()), pa.int8()
    if column.null_count:
        column = column.fill_null(pa.scalar(UNKNOWN, kind))
    return np.asarray(column.to_numpy(), dtype=kind.to_pandas_dtype())
