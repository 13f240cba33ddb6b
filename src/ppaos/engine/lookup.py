"""A few rows of large stored tables by the values of one column, in milliseconds.

In: a table's name, a column, the wanted values. Out: rows as dictionaries. Row groups whose
statistics exclude every value are not read, and a province's files (`village_code=NN` or
`province=NN` in their path) or rows are tried before all others. Building and compiling an expression would take longer than the
whole answer, so this speaks to DuckDB directly.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import duckdb

from ppaos.engine.catalogue import Catalogue
from ppaos.engine.manifest import Manifest

Row = dict[str, Any]
PATH: Final = "_path"
"""Column of every row found: the file that it was read from."""
FOLDERS: Final = ("village_code", "province")
AREAS: Final = ("village_code", "area_code")
_AFTER: Final = ":"
"""Comes after every digit."""
NOT_OF_A_SOURCE: Final = frozenset({"quarantine", "ingest_originals", "ingest_repeats"})


class Lookup:
    """Reads rows of one store as it is when this opens; use it in a `with` block."""

    def __init__(self, store: Catalogue) -> None:
        self.catalogue = store.snapshot()
        self._root, self._entries = store.root, self.catalogue.entries()
        threads = len(os.sched_getaffinity(0))
        self._connection = duckdb.connect(config={"threads": threads})
        self._columns: dict[str, tuple[str, ...]] = {}

    def __enter__(self) -> "Lookup":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def has(self, table: str) -> bool:
        """Whether the store holds the table and it has files."""
        return bool(self._files(table))

    def manifest(self, table: str) -> Manifest | None:
        """Manifest of the newest commit of a table; null when the store has no such table."""
        entry = self._entries.get(table)
        return Manifest.model_validate(entry["history"][-1]) if entry else None

    def distinct(self, table: str, column: str) -> list[Any]:
        """Values of one column of a small table, ascending; empty when there is no such table."""
        if not self.has(table):
            return []
        self._run(f"SELECT DISTINCT {_quoted(column)} FROM {_scan(self._files(table))} ORDER BY 1")
        return [row[0] for row in self._connection.fetchall()]

    def columns(self, table: str) -> tuple[str, ...]:
        """Columns of a table that the store has, as its first file holds them."""
        if table not in self._columns:
            first = self._files(table)[:1]
            self._run(f"DESCRIBE SELECT * FROM {_scan(first)}")
            self._columns[table] = tuple(row[0] for row in self._connection.fetchall())
        return self._columns[table]

    def find(
        self,
        table: str,
        column: str,
        values: Iterable[Any],
        *,
        columns: Sequence[str] = (),
        provinces: Iterable[str] = (),
        least: int | None = None,
        elsewhere: bool = True,
    ) -> list[Row]:
        """Rows of `table` whose `column` is one of `values`; empty when there is no such table.

        `provinces`: two-digit codes whose files, or else rows, are read first. All others are read
        when a value was not found there, or fewer than `least` rows; never unless `elsewhere`.
        """
        wanted = list(dict.fromkeys(value for value in values if value is not None))
        if not wanted or not self.has(table) or column not in self.columns(table):
            return []
        files, near = self._files(table), sorted(set(provinces))
        shown = [name for name in columns if name in self.columns(table)]
        if shown and column not in shown:
            shown.append(column)
        by_folder = [
            file for file in files if any(folder_value(file, name) in near for name in FOLDERS)
        ]
        area = next((name for name in AREAS if name in self.columns(table)), None)
        if by_folder or not near or area is None:
            rows = self._read(by_folder, column, wanted, shown)
            rest = [file for file in files if file not in by_folder]
        else:
            rows, rest = self._read(files, column, wanted, shown, within=(area, near)), files
        is_short = len(rows) < (least or 0) or {row[column] for row in rows} < set(wanted)
        if is_short and (elsewhere or not near):
            found = self._read(rest, column, wanted, shown)
            rows = found if rest is files else rows + found
        return rows

    def _run(self, query: str, given: Sequence[Any] = ()) -> None:
        """Errors: StoreError when files are gone because another run committed."""
        try:
            self._connection.execute(query, list(given))
        except duckdb.Error as error:
            if (changed := self.catalogue.error_of_reading()) is not None:
                raise changed from error
            raise

    def _files(self, table: str) -> list[Path]:
        return [self._root / name for name in self._entries.get(table, {"files": ()})["files"]]

    def _read(
        self,
        files: Sequence[Path],
        column: str,
        wanted: Sequence[Any],
        shown: Sequence[str],
        *,
        within: tuple[str, Sequence[str]] | None = None,
    ) -> list[Row]:
        if not files:
            return []
        chosen = ", ".join(_quoted(name) for name in (*shown, "filename")) if shown else "*"
        # one value is compared with the statistics of row groups; a list is joined
        is_one = len(wanted) == 1
        where = f"{_quoted(column)} {'= ?' if is_one else 'IN (SELECT unnest(?))'}"
        given: list[Any] = [wanted[0] if is_one else list(wanted)]
        if within is not None:
            area, codes = within
            ranges = " OR ".join([f"{_quoted(area)} >= ? AND {_quoted(area)} < ?"] * len(codes))
            where = f"{where} AND ({ranges})"
            given += [text for code in codes for text in (code, code + _AFTER)]
        self._run(f"SELECT {chosen} FROM {_scan(files)} WHERE {where}", given)
        names = [
            PATH if part[0] == "filename" else part[0] for part in self._connection.description
        ]
        return [dict(zip(names, row, strict=True)) for row in self._connection.fetchall()]


def folder_value(path: str | Path, name: str) -> str | None:
    """Value that a file's path gives a name, such as `source=NAME`; null when it gives none."""
    for part in Path(path).parts:
        if part.startswith(f"{name}="):
            return part.partition("=")[2]
    return None


def _scan(files: Sequence[Path]) -> str:
    listed = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
    return f"read_parquet([{listed}], hive_partitioning=false, filename=true)"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
