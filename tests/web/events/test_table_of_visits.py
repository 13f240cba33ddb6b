"""Databases of earlier versions, whose events lie in the table of the app `visits`, keep every row."""

import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
from databases import own_postgresql
from django.db import connection

FORMER = """
import django
django.setup()
import sys
from datetime import date
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, migrations, models
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
call_command("migrate", "accounts", verbosity=0)
by = get_user_model().objects.create_user(username="field")
with_index = sys.argv[1] == "first"
fields = [
    ("id", models.BigAutoField(primary_key=True)),
    ("kind", models.CharField(max_length=8)),
    ("household_id", models.CharField(max_length=13, db_index=with_index)),
    ("village_code", models.CharField(blank=True, db_index=True, max_length=8)),
    ("on", models.DateField()),
    ("note", models.TextField(blank=True, max_length=2000)),
    ("recorded_at", models.DateTimeField(auto_now_add=True)),
    ("is_synthetic", models.BooleanField(default=False)),
    ("by", models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")),
]
indexes = [models.Index(fields=["kind", "village_code"], name="event_kind_village")]
if not with_index:
    indexes.append(models.Index(fields=["household_id", "kind"], name="event_of_household"))
known = models.CheckConstraint(
    condition=models.Q(kind__in=["visit", "help", "exit"]), name="event_kind_known"
)
create = migrations.CreateModel(
    "HouseholdEvent", fields, options={"indexes": indexes, "constraints": [known]}
)
from django.db.migrations.executor import MigrationExecutor
before = MigrationExecutor(connection).loader.project_state(("accounts", "0001_initial"))
after = before.clone()
create.state_forwards("visits", after)
with connection.schema_editor() as editor:
    create.database_forwards("visits", editor, before, after)
old = after.apps.get_model("visits", "HouseholdEvent")
for number in range(3):
    old.objects.create(
        kind=("visit", "help", "exit")[number], household_id=f"4101000000{number}",
        village_code="41010101", on=date(2026, 1, 1 + number), by_id=by.pk, note=f"note {number}",
    )
MigrationRecorder(connection).record_applied("visits", "0001_initial")
"""
NOW = """
import django
django.setup()
from datetime import date
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from ppaos.operations.events.models import HouseholdEvent
call_command("migrate", verbosity=0)
rows = list(HouseholdEvent.objects.order_by("pk").values_list("pk", "kind", "household_id", "on", "note", "by__username"))
assert rows == [
    (1 + n, ("visit", "help", "exit")[n], f"4101000000{n}", date(2026, 1, 1 + n), f"note {n}", "field")
    for n in range(3)
], rows
by = get_user_model().objects.get()
more = HouseholdEvent.objects.create(kind="visit", household_id="41010000009", on=date(2026, 2, 1), by=by)
assert more.pk == 4
try:
    with transaction.atomic():
        HouseholdEvent.objects.create(kind="gift", household_id="1", on=date(2026, 2, 1), by=by)
except IntegrityError:
    pass
else:
    raise AssertionError("the check of kinds is gone")
with connection.cursor() as cursor:
    tables = connection.introspection.table_names(cursor)
    held = connection.introspection.get_constraints(cursor, "events_householdevent")
assert "visits_householdevent" not in tables
columns = [about["columns"] for about in held.values() if about["index"]]
assert ["household_id", "kind"] in columns and ["kind", "village_code"] in columns, columns
assert ["household_id"] not in columns and ["village_code"] in columns, columns
call_command("makemigrations", check=True, dry_run=True, verbosity=0)
print("kept")
"""


def _run(text: str, folder: Path, database: str, *given: str) -> str:
    environment = {**os.environ, "PPAOS_DATA": str(folder), "PPAOS_DATABASE_URL": database}
    environment["DJANGO_SETTINGS_MODULE"] = "ppaos.web.settings"
    done = subprocess.run(
        [sys.executable, "-c", text, *given],
        check=False,
        env=environment,
        text=True,
        capture_output=True,
        timeout=400,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("schema", ["first", "last"])
def test_events_of_an_earlier_database_are_kept(tmp_path: Path, schema: str) -> None:
    is_postgresql = connection.vendor == "postgresql"
    own = own_postgresql() if is_postgresql else nullcontext(f"sqlite:///{tmp_path}/site.sqlite3")
    with own as database:
        _run(FORMER, tmp_path, database, schema)
        assert _run(NOW, tmp_path, database).strip() == "kept"
