"""Store imported boundaries: all levels of a file at once, or nothing."""

from pathlib import Path

from django.db import transaction
from django.utils import timezone

from ppaos.operations.areas.boundary_rows import BoundaryRows, read_boundary_rows
from ppaos.operations.areas.models import Boundary

_AT_ONCE = 500


def import_boundaries(path: Path, *, source: str, keeps_others: bool = False) -> BoundaryRows:
    """Replace the boundaries of every level that the file has, in one transaction.

    `source` is shown under every map. `keeps_others` leaves areas that the file lacks as they are,
    for files of one province each. Errors: FileError for a file that cannot be used; nothing has
    been changed then.
    """
    read = read_boundary_rows(path, source=source, at=timezone.now())
    with transaction.atomic():
        for level, rows in read.rows.items():
            held = Boundary.objects.filter(level=level)
            if keeps_others:
                codes = [row.code for row in rows]
                for first in range(0, len(codes), _AT_ONCE):
                    held.filter(code__in=codes[first : first + _AT_ONCE]).delete()
            else:
                held.delete()
            Boundary.objects.bulk_create(rows, batch_size=_AT_ONCE)
    return read
