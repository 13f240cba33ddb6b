"""A source, a folder for files and a store, to ingest into and look at."""

from pathlib import Path
from typing import Any

import duckdb

from ppaos.engine.store import Store
from ppaos.workflows.ingest.job import IngestSummary, ingest
from support.survey_files import source_file


class Bench:
    """A source, a folder for files and a store."""

    def __init__(self, folder: Path, *, make: bool = False) -> None:
        if make:
            folder.mkdir()
        self.folder, self.store = folder, Store(folder / "store")
        self.source = source_file(folder)
        self.files = folder / "in"
        self.files.mkdir()

    def run(self, *paths: Path, **settings: Any) -> IngestSummary:
        return ingest(
            list(paths) or [self.files],
            store=self.store,
            source=self.source,
            report_folder=self.folder / "report",
            **settings,
        )

    def rows(self, table: str = "small") -> list[dict[str, Any]]:
        if not self.store.has(table):
            return []
        files = [str(file) for file in self.store.get(table).files]
        found = duckdb.sql(f"SELECT * FROM read_parquet({files}, union_by_name=true)")
        assert found is not None
        return [dict(zip(found.columns, values, strict=True)) for values in found.fetchall()]

    def contents(self, table: str = "small") -> list[tuple[Any, ...]]:
        """Stored values without the number of the import, sorted."""
        return sorted(
            tuple(
                str(value)
                for name, value in item.items()
                if not name.startswith("_") and name != "import_number"
            )
            for item in self.rows(table)
        )

    def codes(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for item in self.rows("quarantine"):
            found.setdefault(item["row"], []).append(item["code"])
        return {number: sorted(codes) for number, codes in found.items()}


def counts(summary: IngestSummary) -> tuple[int, int, int, int]:
    return summary.rows, summary.accepted, summary.quarantined, summary.repeats
