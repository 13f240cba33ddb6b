"""From an engine address to an engine that runs expressions.

`duckdb://` (default; options `?threads=2&memory_limit=6GB`) or `pyspark://local[2]`, or
`pyspark://host:7077` for a real cluster. The rest of the program builds Ibis expressions and never
learns which engine runs them.
"""

import os
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs

import duckdb
import ibis
import ibis.expr.operations as ops
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.formats.pyarrow import PyArrowData

from ppaos.domain import relations as ir
from ppaos.domain.errors import EngineError, FileError, SettingError

DEFAULT_URL = "duckdb://"
_PART_ROWS = 131_072
"""Rows of a province that are gathered before they are written, by each thread."""


class Engine(Protocol):
    """What the program asks of an engine."""

    name: str

    def parquet(self, files: Sequence[Path]) -> ir.Table:
        """One table over Parquet files of the same columns."""

    def table(self, data: pa.Table) -> ir.Table:
        """A table over rows in memory."""

    def arrow(self, expression: ir.Table) -> pa.Table:
        """Run an expression and return its rows."""

    def write_parquet(self, expression: ir.Table, file: Path) -> int:
        """Run an expression into one Parquet file; returns the number of rows."""

    def write_by_province(self, expression: ir.Table, folder: Path) -> int:
        """Run an expression into files by province of its `village_code`; returns the rows."""

    def close(self) -> None:
        """Let go of connections and temporary files."""


def connect(url: str = DEFAULT_URL) -> Engine:
    """Engine behind an address.

    Errors: SettingError for an address of an unknown kind or an engine that is not installed.
    """
    kind, _, rest = url.partition("://")
    if kind == "duckdb":
        options = parse_qs(rest.partition("?")[2])
        return DuckDBEngine({key: values[-1] for key, values in options.items()})
    if kind == "pyspark":
        return SparkEngine(rest)
    raise SettingError(
        th=f"ไม่รู้จักเครื่องประมวลผล '{url}' ใช้ duckdb:// หรือ pyspark://local[2]",
        en=f"Unknown engine '{url}'. Use duckdb:// or pyspark://local[2].",
    )


class DuckDBEngine:
    """Embedded DuckDB: one process, spilling to disk beyond its memory limit."""

    name = "duckdb"

    def __init__(self, options: dict[str, str]) -> None:
        settings: dict[str, Any] = {"threads": len(os.sched_getaffinity(0))}
        settings |= {"preserve_insertion_order": "false", **options}
        try:
            self.connection = ibis.duckdb.connect(**settings)
        except duckdb.Error as error:
            given = ", ".join(f"{key}={value}" for key, value in options.items())
            raise SettingError(
                th=f"DuckDB ไม่รับตัวเลือก {given} ใช้เช่น duckdb://?threads=2&memory_limit=6GB",
                en=f"DuckDB does not take the options {given}. "
                "Write, for example, duckdb://?threads=2&memory_limit=6GB.",
            ) from error

    def parquet(self, files: Sequence[Path]) -> ir.Table:
        """One table over Parquet files of the same columns."""
        if not files:
            raise _no_files()
        with _without_ibis_deprecations():
            return ir.table(
                self.connection.read_parquet([str(file) for file in files], hive_partitioning=False)
            )

    def table(self, data: pa.Table) -> ir.Table:
        """A table over rows in memory."""
        return ir.table(ibis.memtable(data))

    def arrow(self, expression: ir.Table) -> pa.Table:
        """Run an expression and return its rows."""
        schema = expression.schema()
        if expression.op().find(ops.InMemoryTable) or any(
            kind.is_null() for kind in schema.values()
        ):
            rows: pa.Table = self.connection.to_pyarrow(expression)
            return rows
        # the same without importing pandas, which takes longer than most queries
        found = self.connection.con.sql(self.connection.compile(expression))
        return PyArrowData.convert_table(found.to_arrow_table(), schema)

    def write_parquet(self, expression: ir.Table, file: Path) -> int:
        """Run an expression into one zstd Parquet file; returns the number of rows."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self.connection.to_parquet(expression, file, COMPRESSION="zstd")
        return int(pq.read_metadata(file).num_rows)

    def write_by_province(self, expression: ir.Table, folder: Path) -> int:
        """Files `province=NN/*.parquet` in `folder`, so that one place is found without the rest.

        The province is the first two digits of `village_code`, `none` where that is missing.
        """
        folder.mkdir(parents=True, exist_ok=True)
        province = expression["village_code"].substr(0, 2).fill_null("none")
        self.connection.raw_sql(f"SET partitioned_write_flush_threshold = {_PART_ROWS}")
        self.connection.to_parquet(
            expression.mutate(province=province),
            folder,
            COMPRESSION="zstd",
            PARTITION_BY="province",
            OVERWRITE_OR_IGNORE="true",
        )
        return sum(int(pq.read_metadata(file).num_rows) for file in folder.rglob("*.parquet"))

    def csv(self, file: Path, columns: Sequence[str], *, delimiter: str) -> ir.Table:
        """A UTF-8 CSV file with one header line as texts under the given names; empty is null.

        Errors: of the engine, when a row has another number of fields.
        """
        with _without_ibis_deprecations():
            return ir.table(
                self.connection.read_csv(
                    file,
                    columns=dict.fromkeys(columns, "VARCHAR"),
                    auto_detect=False,
                    header=True,
                    delim=delimiter,
                    quote='"',
                    escape='"',
                    nullstr="",
                    strict_mode=False,
                )
            )

    def numbered(self, files: Sequence[Path]) -> ir.Table:
        """Rows of Parquet files with `file_row_number`, their place in their file, from 0."""
        with _without_ibis_deprecations():
            return ir.table(
                self.connection.read_parquet(
                    [str(file) for file in files], file_row_number=True, hive_partitioning=False
                )
            )

    def write_in_order(self, expression: ir.Table, file: Path) -> int:
        """Like `write_parquet`, fast rather than small, with the rows in the order they are read.

        The expression may not join: DuckDB keeps no order through a join, and turns a list of
        values into one unless told not to. Errors: EngineError when DuckDB cannot run it, as for a
        damaged file.
        """
        file.parent.mkdir(parents=True, exist_ok=True)
        self.connection.raw_sql("SET preserve_insertion_order = true")
        self.connection.raw_sql("SET disabled_optimizers = 'in_clause'")
        try:
            self.connection.to_parquet(expression, file, COMPRESSION="lz4")
        except duckdb.Error as error:
            raise EngineError(str(error)) from error
        finally:
            self.connection.raw_sql("RESET disabled_optimizers")
            self.connection.raw_sql("SET preserve_insertion_order = false")
        return int(pq.read_metadata(file).num_rows)

    def close(self) -> None:
        """Close the connection."""
        self.connection.disconnect()


class SparkEngine:
    """Spark, in this process (`local[2]`) or on a cluster (`host:port` of its master)."""

    name = "pyspark"

    def __init__(self, master: str) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise SettingError(
                th="ยังไม่ได้ติดตั้ง Spark ติดตั้งด้วย pip install 'ppaos[spark]' และ Java 17",
                en="Spark is not installed. Run pip install 'ppaos[spark]' and install Java 17.",
            ) from error
        address = master or "local[2]"
        local = address == "local" or address.startswith("local[")
        if not local and not address.startswith(("k8s", "yarn")):
            address = f"spark://{address}"
        self._scratch = tempfile.TemporaryDirectory(
            prefix="ppaos-spark-", ignore_cleanup_errors=True
        )
        builder = SparkSession.builder.master(address).appName("ppaos")
        settings = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.ansi.enabled": "false",
            "spark.sql.execution.arrow.pyspark.enabled": "true",
            **({"spark.sql.shuffle.partitions": "4", "spark.driver.memory": "3g"} if local else {}),
        }
        for key, value in settings.items():
            builder = builder.config(key, value)
        self.session = builder.getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")
        self.connection = ibis.pyspark.connect(self.session)

    def parquet(self, files: Sequence[Path]) -> ir.Table:
        """One table over Parquet files of the same columns."""
        if not files:
            raise _no_files()
        frame = self.session.read.parquet(*[str(file) for file in files])
        name = f"ppaos_{time.monotonic_ns()}"
        frame.createOrReplaceTempView(name)
        return ir.table(self.connection.table(name))

    def table(self, data: pa.Table) -> ir.Table:
        """A table over rows in memory, handed over as a Parquet file."""
        file = Path(self._scratch.name) / f"rows-{time.monotonic_ns()}.parquet"
        pq.write_table(data, file)
        return self.parquet([file])

    def arrow(self, expression: ir.Table) -> pa.Table:
        """Run an expression and return its rows."""
        folder = Path(self._scratch.name) / f"out-{time.monotonic_ns()}"
        self._frame(expression).write.parquet(str(folder))
        parts = sorted(folder.glob("part-*.parquet"))
        schema = expression.schema().to_pyarrow()
        rows = pa.concat_tables([pq.read_table(part) for part in parts])
        return rows.cast(schema)

    def write_parquet(self, expression: ir.Table, file: Path) -> int:
        """Run an expression into one zstd Parquet file; returns the number of rows."""
        rows = self.arrow(expression)
        file.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(rows, file, compression="zstd")
        return int(rows.num_rows)

    def write_by_province(self, expression: ir.Table, folder: Path) -> int:
        """One file in `folder`: Spark's answer is whole before it is written."""
        return self.write_parquet(expression, folder / "part.parquet")

    def close(self) -> None:
        """Forget temporary files; the session stays for the next run of this process."""
        self._scratch.cleanup()

    def _frame(self, expression: ir.Table) -> Any:
        return self.session.sql(self.connection.compile(expression))


@contextmanager
def _without_ibis_deprecations() -> Iterator[None]:
    """Ibis 12 asks DuckDB 2 for schemas by a deprecated name; results are the same."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "fetch_arrow_table", DeprecationWarning)
        yield


def _no_files() -> FileError:
    return FileError(
        th="ไม่มีไฟล์ Parquet ให้อ่าน ตรวจว่าได้นำเข้าข้อมูลแล้วด้วย ppaos ingest",
        en="No Parquet file to read. Check that data were imported with ppaos ingest.",
    )
