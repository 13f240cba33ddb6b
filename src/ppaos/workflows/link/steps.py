"""Written intermediate results of a linkage: each relation once, in a folder swept afterwards."""

from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq

from ppaos.domain import relations as ir
from ppaos.engine.backends import Engine


@dataclass
class Steps:
    """Writes relations that later ones use more than once."""

    engine: Engine
    folder: Path
    rows: dict[str, int] = field(default_factory=dict)

    def keep(self, name: str, relation: ir.Table) -> ir.Table:
        """Write a relation under a name and give it back as a table."""
        file = self.file(name)
        self.rows[name] = self.engine.write_parquet(relation, file)
        return self.engine.parquet([file])

    def file(self, name: str) -> Path:
        """Where a kept relation lies."""
        return self.folder / f"{name}.parquet"

    def count(self, relation: ir.Table) -> int:
        """Rows of a relation."""
        found = self.engine.arrow(relation.aggregate(rows=relation.count()))["rows"][0].as_py()
        return int(found)


def rows_in(file: Path) -> int:
    """Rows of a Parquet file."""
    return int(pq.read_metadata(file).num_rows)
