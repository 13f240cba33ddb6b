"""A published version without a store behind it: what its rows are read with, and no rows."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.db import connection

from ppaos.definitions.instruments.loader import load
from ppaos.domain.measurement.instrument import Instrument
from ppaos.domain.measurement.instrument_record import record
from ppaos.operations.people.models import Household, Person
from ppaos.operations.people.partitions import partition_name
from ppaos.operations.publications.models import Publication

ROUND = 2565
READY_AT = datetime(2022, 10, 1, 3, tzinfo=UTC)
INSTRUMENT = "tpmap-2560"
_seconds = count(1)
"""What the site keeps of a version goes by its number and by when it became ready; numbers of
versions that a test rolled back are given again."""


def make_publication(**changes: Any) -> Publication:
    """A version that everybody sees; `state=` for another one, `settings=` for what it is read with.

    A version that was current before is kept, as when one is published.
    """
    given = {
        "state": Publication.State.CURRENT,
        "title": "made for a test",
        "started_at": READY_AT,
        "ready_at": READY_AT + timedelta(seconds=next(_seconds)),
        "made_by": "tests",
        "counts": {"households": 0, "people": 0},
        "is_synthetic": True,
        **changes,
    }
    given.setdefault("settings", settings_of(load(INSTRUMENT)))
    if given["state"] == Publication.State.CURRENT:
        before = Publication.objects.filter(state=Publication.State.CURRENT)
        before.update(state=Publication.State.KEPT)
    made = Publication.objects.create(**given)
    _make_partitions(made.pk)
    return made


def _make_partitions(publication: int) -> None:
    """On PostgreSQL rows of a version lie in tables of their own; without one none can be added."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in (Household, Person):
            table = model._meta.db_table
            cursor.execute(
                f'CREATE TABLE IF NOT EXISTS "{partition_name(table, publication)}" '
                f'PARTITION OF "{table}" FOR VALUES IN ({publication})'
            )


def settings_of(instrument: Instrument, **changes: Any) -> dict[str, Any]:
    """What rows of one round are read with that was measured with an instrument.

    No source, fact or target group, and no answers: name what a test needs.
    """
    return {
        "record": record(instrument),
        "round_be": ROUND,
        "rounds": [ROUND],
        "reference_date": "2022-09-30",
        "groups": [],
        "units": [],
        "rules": {},
        "sources": [],
        "facts": [],
        "as_of": {},
        "tables": {},
        "documents": {},
        "household_columns": [],
        "member_columns": [],
        "absent": {},
        "made_from": {},
        "dimension_names": [item.name for item in instrument.dimensions],
        "indicator_names": list(instrument.names),
        **changes,
    }
