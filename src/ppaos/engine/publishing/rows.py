"""Rows of a store as the site's database takes them: a province at a time, as CSV, batches or tables.

In: a store and the form of its rows. Out: for each province its households, people and cubes.
Nothing is sorted but what a cube needs; a province is joined in memory, beyond which DuckDB spills.
"""

import fcntl
import os
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import duckdb
import pyarrow as pa

from ppaos.domain.errors import StoreError
from ppaos.engine.catalogue import Catalogue
from ppaos.engine.publishing import households_sql as sql, people_sql
from ppaos.engine.publishing.files import StoreFiles
from ppaos.engine.publishing.households_sql import PublicationShape

MEMORY: Final = 6 << 30
"""Bytes that joining may take at most; beyond it DuckDB spills."""
_CONTAINER: Final = Path("/sys/fs/cgroup/memory.max")
DELIMITER: Final = "\x1f"
QUOTE: Final = "\x1e"
BLOCK: Final = 1 << 20
"""Bytes of CSV that are handed over at a time."""
BATCH: Final = 20_000
"""Rows of a batch."""
DOUBTS: Final = ("person_field_values", "link_findings", "review_pairs")


class StoreRows:
    """Reads one store for publishing; use it in a `with` block."""

    delimiter, quote = DELIMITER, QUOTE

    def __init__(self, store: Catalogue, form: PublicationShape) -> None:
        self.store, self.form = store, form
        self._files = StoreFiles(store)
        self._scratch = tempfile.TemporaryDirectory(prefix="ppaos-publish-")
        self._connection = duckdb.connect(
            config={
                "threads": len(os.sched_getaffinity(0)),
                "memory_limit": f"{min(MEMORY, _machine_memory() // 2)}B",
                "temp_directory": str(Path(self._scratch.name) / "spill"),
                "preserve_insertion_order": "false",
            }
        )
        self._next_cell = 0

    def __enter__(self) -> "StoreRows":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._scratch.cleanup()

    def provinces(self) -> list[str]:
        """Codes of the provinces that households or people are in; `""` last, for those without."""
        found: set[str] = set()
        for table in ("target_households", "target_persons"):
            rows = self.run(
                f"SELECT DISTINCT coalesce(left(village_code, 2), '') FROM {self._files.every(table)}"
            )
            found |= {row[0] for row in rows}
        return sorted(found - {""}) + ([""] if "" in found else [])

    def prepare(self, provinces: Sequence[str], before: Iterable[pa.Table] = ()) -> None:
        """Read what provinces share: names that won, village names, households known before, and
        register rows that are not where their person is."""
        self.run(people_sql.won(self._files.every("person_field_values")))
        self.run(
            f"CREATE TEMP TABLE person_link AS SELECT * FROM {self._files.every('person_links')}"
        )
        self.run(
            "CREATE TEMP TABLE village_name AS SELECT village_code, "
            "arg_max(village_name, (round_be, village_name)) FILTER (village_name != '') "
            f"AS village_name FROM {self._files.every('households')} GROUP BY village_code"
        )
        self.run("CREATE TEMP TABLE household_before (household_id VARCHAR)")
        for table in before:
            self._connection.register("given", table)
            self.run("INSERT INTO household_before SELECT household_id FROM given")
            self._connection.unregister("given")
        self._gather(provinces)

    def open_province(self, code: str) -> "OpenProvince":
        """Join the rows of a province; the one that was open before is gone."""
        form, one = self.form, self._files.of_province
        profiles = f"(SELECT * FROM {one('profiles', code)} WHERE round_be = {form.round_be})"
        linked = one("households_linked", code)
        self.run(sql.households(form, one("target_households", code), profiles, linked))
        self.run(sql.cells(self._next_cell))
        self._next_cell += int(self.run("SELECT count(*) FROM cell")[0][0])
        self.run(people_sql.people(one("persons", code), one("target_persons", code)))
        self._survey(code)
        self._records(code)
        for step in people_sql.heads():
            self.run(step)
        return OpenProvince(self, form, self._files, code)

    def rows(self, query: str, columns: Sequence[str]) -> Iterator[list[tuple[Any, ...]]]:
        """Rows of a query as SQLite keeps values, a batch at a time: days and identities as texts."""
        kinds = {row[0]: row[1] for row in self.run(f"DESCRIBE {query}")}
        told = [sql.as_text(name, kinds[name]) for name in columns]
        cursor = self._connection.execute(f"SELECT {', '.join(told)} FROM ({query})")
        while batch := cursor.fetchmany(BATCH):
            yield batch

    def csv(self, query: str, columns: Sequence[str]) -> Iterator[bytes]:
        """Rows of a query as UTF-8 CSV without a header, with `DELIMITER` and `QUOTE`.

        Null is empty, an empty text is quoted. Neither mark occurs in texts, so that JSON needs
        no quotes. Personal data are never on the disk: the blocks come through a pipe.
        """
        with _pipe(Path(self._scratch.name)) as pipe:
            listed = ", ".join(map(sql.quoted, columns))
            writer = _Writer(self._connection, f"SELECT {listed} FROM ({query})", pipe)
            writer.start()
            with pipe.open("rb", buffering=BLOCK) as stream:  # gives whole blocks
                _widen(stream)
                while block := stream.read(BLOCK):
                    yield block
            writer.join()
            if writer.error is not None:
                raise _damaged(self.store, writer.error)

    def village_rows(self, tables: Sequence[str]) -> str:
        """Query of the rows of `people_village`, from tables of village surveys."""
        every = [self._files.every(table) for table in tables if self._files.has(table)]
        columns = {
            rows: [row[0] for row in self.run(f"DESCRIBE SELECT * FROM {rows}")] for rows in every
        }
        return sql.village_rows(self.form.publication, columns)

    def doubts(self) -> list[str]:
        """Queries of the rows of `people_conflict`, one for each table of doubts."""
        every = self._files.every
        values, findings, pairs = map(every, DOUBTS)
        self.run(people_sql.doubted(values, findings, pairs, every("persons")))
        return [people_sql.doubts(table, every(table), self.form.publication) for table in DOUBTS]

    def _survey(self, code: str) -> None:
        query = people_sql.survey(self.form, self._files.of_province("members", code))
        self.run(f"CREATE OR REPLACE TEMP TABLE survey_answer AS {query}")
        away = people_sql.surveyed_elsewhere()
        if self.run(f"SELECT count(*) FROM ({away})")[0][0]:
            rest = f"({people_sql.survey(self.form, self._files.every('members'))})"
            self.run(
                f"INSERT INTO survey_answer SELECT m.* FROM {rest} m SEMI JOIN ({away}) a "
                "ON a.house_code = m.house_code ANTI JOIN survey_answer s ON s.house_code = m.house_code"
            )
        self.run(people_sql.nameless())

    def _gather(self, provinces: Sequence[str]) -> None:
        """Rows of registers that are not found beside their person: by a link, or of elsewhere."""
        for record in self.form.records:
            rows = self._files.of_source(record.source)
            if rows is None:
                continue
            self.run(people_sql.linked(record, rows))
            self.run(people_sql.away(record, rows))
            for code in provinces if self._files.is_placed(record.source) else ():
                near = self._files.of_source(record.source, code)
                if near is not None:
                    persons = self._files.of_province("persons", code)
                    self.run(people_sql.more_away(record, near, persons))

    def _records(self, province: str) -> None:
        self.run(people_sql.linked_rows())
        for record in self.form.records:
            if self._files.of_source(record.source) is None:
                continue
            is_placed = self._files.is_placed(record.source)
            near = self._files.of_source(record.source, province if is_placed else None)
            for query in people_sql.records_of(record, near):
                self.run(f"INSERT INTO person_record {query}")
        for step in people_sql.records():
            self.run(step)
        self.run(people_sql.register_names())
        self.run(people_sql.register_numbers())

    def table(self, query: str) -> pa.Table:
        """Rows of a query as a table. Errors: as `run`."""
        try:
            rows: pa.Table = self._connection.sql(query).to_arrow_table()
        except duckdb.Error as error:
            raise _damaged(self.store, error) from error
        return rows

    def run(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of a query. Errors: StoreError when the store cannot be read."""
        try:
            return self._connection.execute(query).fetchall()
        except duckdb.Error as error:
            raise _damaged(self.store, error) from error


@dataclass(frozen=True)
class OpenProvince:
    """The rows of one province, joined: households, people and cubes, until another is opened."""

    source: StoreRows
    form: PublicationShape
    files: StoreFiles
    code: str

    def counts(self) -> dict[str, int]:
        """Rows of the province."""
        row = self.source.run(
            "SELECT (SELECT count(*) FROM household), (SELECT count(*) FROM person), "
            "(SELECT count(*) FILTER (fails_mpi) FROM household)"
        )[0]
        names = ("households", "people", "poor_households")
        return dict(zip(names, map(int, row), strict=True))

    def household_rows(self) -> str:
        """Query of the rows of `people_household`."""
        households = self.files.of_province("households", self.code)
        given = sql.households_of_round(self.form, households)
        past = sql.history(self.form, self.files.of_province("profiles", self.code), households)
        return sql.household_rows(self.form, given, past)

    def person_rows(self) -> str:
        """Query of the rows of `people_person`."""
        return people_sql.person_rows(self.form)

    def cubes(self) -> Mapping[str, pa.Table]:
        """The cubes of the province: kind -> rows."""
        return {
            "households": self.source.table(sql.households_cube()),
            "people": self.source.table(people_sql.people_cube()),
            "facts": self.source.table(sql.facts_cube()),
            "rounds": self.source.table(
                sql.rounds_cube(self.files.of_province("cube_village", self.code))
            ),
        }


class _Writer(threading.Thread):
    """Runs a query into a pipe, so that its rows are read while they are made."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, query: str, pipe: Path) -> None:
        super().__init__(daemon=True)
        self._connection, self._query, self._pipe = connection, query, pipe
        self.error: Exception | None = None

    def run(self) -> None:
        """Write; an error is kept, and the pipe closed so that the reader ends."""
        try:
            self._connection.execute(
                f"COPY ({self._query}) TO {sql.literal(str(self._pipe))} "
                f"(FORMAT csv, HEADER false, USE_TMP_FILE false, "
                f"DELIMITER {sql.literal(DELIMITER)}, QUOTE {sql.literal(QUOTE)})"
            ).fetchall()
        except duckdb.Error as error:
            self.error = error
            os.close(os.open(self._pipe, os.O_WRONLY | os.O_NONBLOCK))


def _machine_memory() -> int:
    """Bytes that the machine has, or that the container may use."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    told = _CONTAINER.read_text("ascii").strip() if _CONTAINER.exists() else ""
    return min(whole, int(told)) if told.isdigit() else whole


@contextmanager
def _pipe(folder: Path) -> Iterator[Path]:
    path = folder / "rows"
    os.mkfifo(path, 0o600)
    try:
        yield path
    finally:
        path.unlink()


def _widen(stream: BinaryIO) -> None:
    """Let a block lie in the pipe at once, where the system has that."""
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        fcntl.fcntl(stream, fcntl.F_SETPIPE_SZ, BLOCK)


def _damaged(store: Catalogue, error: Exception) -> StoreError:
    if (changed := store.error_of_reading()) is not None:
        return changed
    told = str(error).splitlines()[0] if str(error) else type(error).__name__
    return StoreError(
        th=f"อ่านคลังข้อมูล {store.root} ไม่ได้: {told} กู้คืนจากสำเนาสำรอง หรือสั่งคำนวณตารางนั้นใหม่",
        en=f"Store {store.root} cannot be read: {told}. Restore it from a backup, or compute that table again.",
    )
