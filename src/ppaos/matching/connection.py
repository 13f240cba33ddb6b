"""DuckDB with a limit on its memory, seen by Ibis and by Splink alike."""

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import ibis
from splink import DuckDBAPI, Linker, SettingsCreator


@contextmanager
def database(folder: Path, *, memory_limit: str, threads: int | None) -> Iterator[Any]:
    """An Ibis connection to a database file in `folder`, which also takes what memory cannot hold.

    The file is removed afterwards.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "matching.duckdb"
    file.unlink(missing_ok=True)
    connection = duckdb.connect(
        str(file),
        config={
            "memory_limit": memory_limit,
            "threads": threads or len(os.sched_getaffinity(0)),
            "temp_directory": str(folder / "spill"),
            "preserve_insertion_order": False,
        },
    )
    try:
        # Ibis 12 and Splink 5 ask DuckDB 2 by deprecated names; results are the same.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            yield ibis.duckdb.from_connection(connection)
    finally:
        connection.close()
        file.unlink(missing_ok=True)


def linker(backend: Any, tables: dict[str, str], settings: SettingsCreator) -> Linker:
    """A Splink linker over stored tables, data set name to table name; says nothing but errors."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI(connection=backend.con)
    registered = [api.register(table, dataset_display_name=name) for name, table in tables.items()]
    return Linker(
        registered[0] if len(registered) == 1 else registered,
        settings,
        log_level=None,
        validate_settings=False,
    )
