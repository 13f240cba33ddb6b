"""Load the rows of one publication: parts of their own on PostgreSQL, plain rows on SQLite.

In: blocks of CSV (PostgreSQL) or batches of rows (SQLite). On PostgreSQL each table is filled and
indexed over a connection of its own in one transaction, so that a load that breaks off leaves
nothing; on SQLite `remove` takes away what it left. Nobody reads the rows before the publication
becomes current.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from queue import Full, Queue
from typing import Any, Final, Protocol

from django.db import connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from ppaos.operations.people.models import Household, Person
from ppaos.operations.people.partitions import KEY, partition_name

LOADED: Final[tuple[type[models.Model], ...]] = (Household, Person)
_MEMORY: Final = "256MB"
"""For building an index."""
_WAITING: Final = 640
"""Blocks that may wait to be written, of a megabyte each: the rows of a large province, so that the
next one is joined meanwhile."""
_SAMPLED: Final = 25
"""Detail of the statistics of a part; it is asked by key only."""


class Rows(Protocol):
    """Where rows come from, in the form that a database takes fastest."""

    delimiter: str
    quote: str

    def csv(self, query: str, columns: Sequence[str]) -> Iterator[bytes]:
        """Rows as blocks of CSV without a header."""

    def rows(self, query: str, columns: Sequence[str]) -> Iterator[list[tuple[Any, ...]]]:
        """Rows as batches of tuples."""


class Loader:
    """Fills the tables of one publication; `abandon` or `finish` ends it."""

    def __init__(self, publication: int) -> None:
        self.publication = publication
        self._parts: dict[type[models.Model], _Part] = {}
        if is_partitioned():
            for model in LOADED:
                self._parts[model] = _Part(publication, model)
        elif not any(model._default_manager.exists() for model in LOADED):
            for model in LOADED:
                _drop_indexes(model)

    def add(self, model: type[models.Model], source: Rows, query: str) -> None:
        """Add the rows of a query, which has every column of the model."""
        if self._parts:
            self._parts[model].add(source, query)
        else:
            load(model, source, query)

    def complete(self, model: type[models.Model]) -> None:
        """Say that every row of a model was added; its indexes are built while others load."""
        if self._parts:
            self._parts[model].complete()

    def finish(self) -> None:
        """Wait for the indexes, then make the rows part of the table of all publications."""
        if not self._parts:
            complete_indexes()
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            return
        for part in self._parts.values():
            part.wait()
        with transaction.atomic(), connection.cursor() as cursor:
            for model in LOADED:
                table = model._meta.db_table
                cursor.execute(
                    f'ALTER TABLE "{table}" ATTACH PARTITION '
                    f'"{partition_name(table, self.publication)}" '
                    f"FOR VALUES IN ({self.publication})"
                )

    def abandon(self) -> None:
        """Leave nothing of what was added."""
        for part in self._parts.values():
            part.abandon()
        remove(self.publication)
        complete_indexes()


class _Part:
    """One table of a publication on PostgreSQL."""

    def __init__(self, publication: int, model: type[models.Model]) -> None:
        self._columns = columns_of(model)
        self._parent = model._meta.db_table
        self._name = partition_name(self._parent, publication)
        self._connection: BaseDatabaseWrapper = connection.copy()
        self._thread: threading.Thread | None = None
        self._error: BaseException | None = None
        self._connection.set_autocommit(False)
        with self._connection.cursor() as cursor:
            cursor.execute(f'DROP TABLE IF EXISTS "{self._name}"')
            cursor.execute(
                f'CREATE TABLE "{self._name}" (LIKE "{self._parent}" INCLUDING DEFAULTS, '
                f"CHECK ({KEY} = {publication}))"
            )
            for field in model._meta.concrete_fields:
                if isinstance(field, models.TextField):  # long, and never searched
                    cursor.execute(
                        f'ALTER TABLE "{self._name}" ALTER "{field.column}" SET STATISTICS 0'
                    )
        self._connection.inc_thread_sharing()

    def add(self, source: Rows, query: str) -> None:
        """Copy rows; returns when all are made, while the last ones are still being written.

        They are frozen, for nobody saw the table without them.
        """
        self._join()
        waiting: Queue[bytes | None] = Queue(_WAITING)

        def write() -> None:
            blocks = iter(waiting.get, None)
            _copy(self._connection, self._name, self._columns, source, blocks, freeze=True)

        self._start(write)
        try:
            for block in source.csv(query, self._columns):
                self._put(waiting, block)
        finally:  # or the writer would wait for ever
            self._put(waiting, None)

    def complete(self) -> None:
        """Build the indexes in a thread of its own."""
        self._join()
        self._start(self._index)

    def wait(self) -> None:
        """Until the indexes are there. Errors: those of the thread."""
        self._join()
        self._connection.close()

    def abandon(self) -> None:
        """Roll back, whatever is under way."""
        if self._thread is not None and self._error is None:
            self._connection.connection.cancel_safe()
            self._thread.join()
        self._connection.close()

    def _index(self) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL maintenance_work_mem = '{_MEMORY}'")
            cursor.execute(f"SET LOCAL default_statistics_target = {_SAMPLED}")
            for statement in _index_statements(cursor, self._parent, self._name):
                cursor.execute(statement)
            cursor.execute(f'ANALYZE "{self._name}"')
        self._connection.commit()

    def _start(self, work: Callable[[], None]) -> None:
        def run() -> None:
            try:
                work()
            except BaseException as error:  # told in the thread that asked
                self._error = error

        self._thread = threading.Thread(target=run, daemon=True)
        self._thread.start()

    def _join(self) -> None:
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._error is not None:
            raise self._error

    def _put(self, waiting: "Queue[bytes | None]", block: bytes | None) -> None:
        while self._error is None:
            try:
                waiting.put(block, timeout=1)
                return
            except Full:
                continue
        raise self._error


def columns_of(model: type[models.Model]) -> tuple[str, ...]:
    """Names of the model's columns that rows give, in the order of its table."""
    fields = model._meta.concrete_fields
    return tuple(
        field.column for field in fields if field.column and not isinstance(field, models.AutoField)
    )


def is_partitioned() -> bool:
    """Whether each publication has tables of its own."""
    return connection.vendor == "postgresql"


def complete_indexes() -> None:
    """Build the indexes that the first load on SQLite went without; it is faster to sort once."""
    for model in LOADED if not is_partitioned() else ():
        have = _index_names(model)
        with connection.schema_editor() as editor:
            for index in model._meta.indexes:
                if index.name not in have:
                    editor.add_index(model, index)


def load(model: type[models.Model], source: Rows, query: str) -> None:
    """Add rows to a table that holds those of every publication."""
    table, columns = model._meta.db_table, columns_of(model)
    if is_partitioned():
        _copy(connection, table, columns, source, source.csv(query, columns))
    else:
        _insert(table, columns, source.rows(query, columns))


def remove(publication: int) -> None:
    """Take away every household and person of a publication, loaded whole or in part."""
    for model in LOADED:
        table = model._meta.db_table
        if is_partitioned():
            _drop(table, partition_name(table, publication))
        else:
            with connection.cursor() as cursor:
                cursor.execute(f'DELETE FROM "{table}" WHERE {KEY} = %s', [publication])


def household_ids(publication: int) -> Iterator[list[str]]:
    """Identities of a publication's households, some at a time."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f'SELECT household_id FROM "{Household._meta.db_table}" WHERE {KEY} = %s',
            [publication],
        )
        while rows := cursor.fetchmany(100_000):
            yield [row[0] for row in rows]


def _drop_indexes(model: type[models.Model]) -> None:
    have = _index_names(model)
    with connection.schema_editor() as editor:
        for index in model._meta.indexes:
            if index.name in have:
                editor.remove_index(model, index)


def _index_names(model: type[models.Model]) -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, model._meta.db_table))


def _drop(parent: str, name: str) -> None:
    """Drop a part without holding up readers of the others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.inhdetachpending FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
            "WHERE c.relname = %s AND i.inhparent = %s::regclass",
            [name, f'"{parent}"'],
        )
        attached = cursor.fetchone()
        if attached is not None and not connection.in_atomic_block:
            how = "FINALIZE" if attached[0] else "CONCURRENTLY"
            cursor.execute(f'ALTER TABLE "{parent}" DETACH PARTITION "{name}" {how}')
        cursor.execute(f'DROP TABLE IF EXISTS "{name}"')


def _copy(
    wrapper: BaseDatabaseWrapper,
    table: str,
    columns: Sequence[str],
    source: Rows,
    blocks: Iterable[bytes],
    *,
    freeze: bool = False,
) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    options = f"FORMAT csv, DELIMITER '{source.delimiter}', QUOTE '{source.quote}'"
    options += ", FREEZE" if freeze else ""
    statement = f'COPY "{table}" ({names}) FROM STDIN ({options})'
    with wrapper.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        for block in blocks:
            copy.write(block)


def _insert(
    table: str, columns: Sequence[str], batches: Iterable[Sequence[tuple[Any, ...]]]
) -> None:
    listed = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join(["?"] * len(columns))
    statement = f'INSERT INTO "{table}" ({listed}) VALUES ({marks})'
    for batch in batches:
        with transaction.atomic():
            connection.connection.executemany(statement, batch)


def _index_statements(cursor: Any, parent: str, name: str) -> list[str]:
    """The parent's indexes and key, as statements for the new table."""
    cursor.execute(
        "SELECT i.relname, pg_get_indexdef(x.indexrelid), x.indisprimary "
        "FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid "
        "WHERE x.indrelid = %s::regclass ORDER BY i.relname",
        [f'"{parent}"'],
    )
    found = []
    for index, definition, is_primary in cursor.fetchall():
        keys = definition[definition.index(" USING ") :]
        if is_primary:
            keys = keys[keys.index("(") :]
            found.append(f'ALTER TABLE "{name}" ADD PRIMARY KEY {keys}')
        else:
            own = f"{index}_{name.rpartition('_')[2]}"
            found.append(f'CREATE INDEX "{own}" ON "{name}"{keys}')
    return found
