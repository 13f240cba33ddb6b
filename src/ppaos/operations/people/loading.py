"""Load the rows of one publication: parts of their own on PostgreSQL, plain rows on SQLite.

In: blocks of CSV (PostgreSQL) or batches of rows (SQLite). Nobody reads the rows before the
publication becomes current; `remove` takes away what a load that broke off left of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.db import connection, models, transaction

from ppaos.operations.people.models import Household, Person
from ppaos.operations.people.partition_loading import (
    Builders,
    PartitionTable,
    Rows,
    columns_of,
    copy_rows,
)
from ppaos.operations.people.partitions import KEY, partition_name

LOADED: Final[tuple[type[models.Model], ...]] = (Household, Person)


class Loader:
    """Fills the tables of one publication; `abandon` or `finish` ends it."""

    def __init__(self, publication: int) -> None:
        self.publication = publication
        self._parts: dict[type[models.Model], PartitionTable] = {}
        self._builders = Builders()
        if is_partitioned():
            for model in LOADED:
                self._parts[model] = PartitionTable(publication, model)
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
            self._parts[model].complete(self._builders)

    def finish(self) -> None:
        """Wait for the indexes, then make the rows part of the table of all publications."""
        if not self._parts:
            complete_indexes()
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            return
        self._builders.wait()
        for part in self._parts.values():
            part.close()
        with transaction.atomic(), connection.cursor() as cursor:
            for part in self._parts.values():
                part.attach(cursor)
                part.sample(cursor)

    def abandon(self) -> None:
        """Leave nothing of what was added."""
        self._builders.abandon()
        for part in self._parts.values():
            part.close()
        remove(self.publication)
        complete_indexes()


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
        copy_rows(connection, table, columns, source, source.csv(query, columns))
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
            f'SELECT household_id FROM "{Household._meta.db_table}" WHERE {KEY} = %s', [publication]
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


def _insert(
    table: str, columns: Sequence[str], batches: Iterable[Sequence[tuple[Any, ...]]]
) -> None:
    listed = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join(["?"] * len(columns))
    statement = f'INSERT INTO "{table}" ({listed}) VALUES ({marks})'
    for batch in batches:
        with transaction.atomic():
            connection.connection.executemany(statement, batch)
