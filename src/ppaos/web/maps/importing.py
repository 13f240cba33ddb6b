"""Import boundaries and put it on record, both or neither."""

from pathlib import Path

from django.db import transaction

from ppaos.operations.areas.actions_boundaries import import_boundaries
from ppaos.operations.areas.boundary_rows import BoundaryRows
from ppaos.operations.audit.actions import record


@transaction.atomic
def import_and_record(path: Path, *, source: str, keeps_others: bool = False) -> BoundaryRows:
    """Replace the boundaries of the levels in a file and add an entry to the audit.

    Errors: FileError for a file that cannot be used; nothing has been changed then.
    """
    read = import_boundaries(path, source=source, keeps_others=keeps_others)
    record(
        "boundaries_imported",
        target=("boundaries", path.name),
        details={
            "source": source,
            "levels": {level: len(rows) for level, rows in read.rows.items()},
        },
    )
    return read
