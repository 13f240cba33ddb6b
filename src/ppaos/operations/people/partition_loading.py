"""Tables of one publication on PostgreSQL: filled by COPY, indexed by several connections at once.

In: blocks of CSV. Out: tables with the keys and indexes of their parents, which nobody sees before
they are attached. Each table is filled over a connection of its own and committed; then its indexes
are built one by one on whichever connection is free, each by a single process and sorted in memory
where that suffices, which takes less than PostgreSQL's parallel building of one index after another.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from queue import Empty, Full, Queue
from typing import Any, Final, Protocol

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper

from ppaos.operations.people.partitions import KEY, partition_name

BUILDERS: Final = 2
"""Connections that build indexes."""
_MEMORY: Final = "512MB"
"""For building one index."""
_WAITING: Final = 1_000
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


class PartitionTable:
    """One table of a publication on PostgreSQL."""

    def __init__(self, publication: int, model: type[models.Model]) -> None:
        self._columns = columns_of(model)
        self._parent = model._meta.db_table
        self._publication = publication
        self.name = partition_name(self._parent, publication)
        self._connection: BaseDatabaseWrapper = connection.copy()
        self._thread: threading.Thread | None = None
        self._error: BaseException | None = None
        self._connection.set_autocommit(False)
        with self._connection.cursor() as cursor:
            cursor.execute(f'DROP TABLE IF EXISTS "{self.name}"')
            cursor.execute(
                f'CREATE TABLE "{self.name}" (LIKE "{self._parent}" INCLUDING DEFAULTS, '
                f"CHECK ({KEY} = {publication}))"
            )
            for field in model._meta.concrete_fields:
                if isinstance(field, models.TextField):  # long, and never searched
                    cursor.execute(
                        f'ALTER TABLE "{self.name}" ALTER "{field.column}" SET STATISTICS 0'
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
            copy_rows(self._connection, self.name, self._columns, source, blocks, freeze=True)

        self._start(write)
        try:
            for block in source.csv(query, self._columns):
                self._put(waiting, block)
        finally:  # or the writer would wait for ever
            self._put(waiting, None)

    def complete(self, builders: "Builders") -> None:
        """Commit the rows and have the indexes built."""
        self._join()
        with self._connection.cursor() as cursor:
            statements = _index_statements(cursor, self._parent, self.name)
        self._connection.commit()
        for statement in statements:
            builders.build(statement)

    def attach(self, cursor: Any) -> None:
        """Make the table, whose indexes are there, a part of its parent."""
        key = _key_name(self.name)
        cursor.execute(f'ALTER TABLE "{self.name}" ADD PRIMARY KEY USING INDEX "{key}"')
        cursor.execute(
            f'ALTER TABLE "{self._parent}" ATTACH PARTITION "{self.name}" '
            f"FOR VALUES IN ({self._publication})"
        )

    def sample(self, cursor: Any) -> None:
        """Statistics of the table, for the database to plan with."""
        cursor.execute(f"SET LOCAL default_statistics_target = {_SAMPLED}")
        cursor.execute(f'ANALYZE "{self.name}"')

    def close(self) -> None:
        """Cancel and roll back what is under way."""
        if self._thread is not None and self._error is None:
            self._connection.connection.cancel_safe()
            self._thread.join()
        self._connection.close()

    def _start(self, work: Callable[[], None]) -> None:
        def run() -> None:
            try:
                work()
            except BaseException as error:  # noqa: BLE001 -- told in the thread that asked
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
            except Full:
                continue
            return
        raise self._error


class Builders:
    """Threads that build indexes, each over a connection of its own."""

    def __init__(self) -> None:
        self._waiting: Queue[str | None] = Queue()
        self._errors: list[BaseException] = []
        self._connections = [connection.copy() for _ in range(BUILDERS)]
        self._threads: list[threading.Thread] = []

    def build(self, statement: str) -> None:
        """Have an index built; returns at once."""
        if not self._threads:
            for own in self._connections:
                own.inc_thread_sharing()
                thread = threading.Thread(target=self._run, args=(own,), daemon=True)
                self._threads.append(thread)
                thread.start()
        self._waiting.put(statement)

    def wait(self) -> None:
        """Until every index is there. Errors: the first of any."""
        self._end()
        if self._errors:
            raise self._errors[0]

    def abandon(self) -> None:
        """Stop what is under way and begin nothing more."""
        while not self._waiting.empty():
            try:
                self._waiting.get_nowait()
            except Empty:
                break
        for own in self._connections:
            if own.connection is not None:
                own.connection.cancel_safe()
        self._end()

    def _end(self) -> None:
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join()
        self._threads = []
        for own in self._connections:
            own.close()

    def _run(self, own: BaseDatabaseWrapper) -> None:
        try:
            with own.cursor() as cursor:
                cursor.execute(f"SET maintenance_work_mem = '{_MEMORY}'")
                cursor.execute("SET max_parallel_maintenance_workers = 0")
                for statement in iter(self._waiting.get, None):
                    if not self._errors:
                        cursor.execute(statement)
        except BaseException as error:  # noqa: BLE001 -- told in the thread that waits
            self._errors.append(error)


def columns_of(model: type[models.Model]) -> tuple[str, ...]:
    """Names of the model's columns that rows give, in the order of its table."""
    fields = model._meta.concrete_fields
    return tuple(
        field.column for field in fields if field.column and not isinstance(field, models.AutoField)
    )


def copy_rows(
    wrapper: BaseDatabaseWrapper,
    table: str,
    columns: Sequence[str],
    source: Rows,
    blocks: Iterable[bytes],
    *,
    freeze: bool = False,
) -> None:
    """Copy blocks of CSV into a table; `freeze` for one that this transaction made."""
    names = ", ".join(f'"{name}"' for name in columns)
    options = f"FORMAT csv, DELIMITER '{source.delimiter}', QUOTE '{source.quote}'"
    options += ", FREEZE" if freeze else ""
    statement = f'COPY "{table}" ({names}) FROM STDIN ({options})'
    with wrapper.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        for block in blocks:
            copy.write(block)


def _index_statements(cursor: Any, parent: str, name: str) -> list[str]:
    """The parent's indexes, its key among them, as statements for the new table.

    Those of long texts come first: they take longest, and nothing should wait for them at the end.
    """
    cursor.execute(
        "SELECT i.relname, pg_get_indexdef(x.indexrelid), x.indisprimary "
        "FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid "
        "WHERE x.indrelid = %s::regclass ORDER BY i.relname",
        [f'"{parent}"'],
    )
    found = []
    for index, definition, is_key in cursor.fetchall():
        keys = definition[definition.index(" USING ") :]
        own = _key_name(name) if is_key else f"{index}_{name.rpartition('_')[2]}"
        kind = "UNIQUE INDEX" if is_key else "INDEX"
        found.append(f'CREATE {kind} "{own}" ON "{name}"{keys}')
    return sorted(found, key=lambda statement: "_pattern_ops" not in statement)


def _key_name(name: str) -> str:
    return f"{name}_pkey"
