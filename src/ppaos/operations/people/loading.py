"""Load the rows of one publication: a part of its own on PostgreSQL, plain rows on SQLite.

In: blocks of CSV (PostgreSQL) or batches of rows (SQLite). Nobody reads the rows before the
publication becomes current, so a load that breaks off leaves only what `remove` takes away.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, Protocol

from django.db import connection, models, transaction

from ppaos.operations.people.models import Household, Person
from ppaos.operations.people.partitions import KEY, partition_name

LOADED: Final[tuple[type[models.Model], ...]] = (Household, Person)


class Rows(Protocol):
    """Where rows come from, in the form that a database takes fastest."""

    def csv(self, query: str, columns: Sequence[str]) -> Iterator[bytes]:
        """Rows as blocks of CSV without a header."""

    def rows(self, query: str, columns: Sequence[str]) -> Iterator[list[tuple[Any, ...]]]:
        """Rows as batches of tuples."""


def columns_of(model: type[models.Model]) -> tuple[str, ...]:
    """Names of the model's columns, in the order of its table."""
    return tuple(field.column for field in model._meta.concrete_fields if field.column)


def is_partitioned() -> bool:
    """Whether each publication has tables of its own."""
    return connection.vendor == "postgresql"


def begin(publication: int) -> None:
    """Make empty tables for the rows; nothing to do on SQLite."""
    if not is_partitioned():
        return
    with connection.cursor() as cursor:
        for model in LOADED:
            parent = model._meta.db_table
            name = partition_name(parent, publication)
            cursor.execute(f'DROP TABLE IF EXISTS "{name}"')
            cursor.execute(
                f'CREATE TABLE "{name}" (LIKE "{parent}" INCLUDING DEFAULTS, '
                f"CHECK ({KEY} = {int(publication)}))"
            )


def load(publication: int, model: type[models.Model], source: Rows, query: str) -> None:
    """Add the rows of a query, which has every column of the model."""
    columns = columns_of(model)
    if is_partitioned():
        table = partition_name(model._meta.db_table, publication)
        _copy(table, columns, source.csv(query, columns))
    else:
        _insert(model._meta.db_table, columns, source.rows(query, columns))


def finish(publication: int) -> None:
    """Index the rows and make them part of the table of all publications."""
    with connection.cursor() as cursor:
        if not is_partitioned():
            cursor.execute("ANALYZE")
            return
        for model in LOADED:
            parent = model._meta.db_table
            name = partition_name(parent, publication)
            for statement in _index_statements(cursor, parent, name):
                cursor.execute(statement)
            cursor.execute(f'ANALYZE "{name}"')
            with transaction.atomic():
                cursor.execute(
                    f'ALTER TABLE "{parent}" ATTACH PARTITION "{name}" '
                    f"FOR VALUES IN ({int(publication)})"
                )


def remove(publication: int) -> None:
    """Take away every row of a publication, loaded whole or in part."""
    with transaction.atomic(), connection.cursor() as cursor:
        for model in LOADED:
            table = model._meta.db_table
            if is_partitioned():
                cursor.execute(f'DROP TABLE IF EXISTS "{partition_name(table, publication)}"')
            else:
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


def _copy(table: str, columns: Sequence[str], blocks: Iterable[bytes]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        statement = f'COPY "{table}" ({names}) FROM STDIN (FORMAT csv)'
        with cursor.cursor.copy(statement) as copy:
            for block in blocks:
                copy.write(block)


def _insert(
    table: str, columns: Sequence[str], batches: Iterable[Sequence[tuple[Any, ...]]]
) -> None:
    listed = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join(["%s"] * len(columns))
    statement = f'INSERT INTO "{table}" ({listed}) VALUES ({marks})'
    for batch in batches:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, batch)


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
