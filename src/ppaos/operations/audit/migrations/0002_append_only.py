"""Keep the area of the person, and refuse to change or remove an entry from now on."""

from typing import Any

from django.db import migrations, models

POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'audit entries are added and never changed or removed' USING ERRCODE = 'insufficient_privilege'; END $$""",
    """CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()""",
)
POSTGRESQL_GONE = (
    "DROP TRIGGER IF EXISTS audit_entry_append_only ON audit_entry",
    "DROP FUNCTION IF EXISTS audit_entry_refuse()",
)
SQLITE = (
    """CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'audit entries are added and never changed or removed'); END""",
    """CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'audit entries are added and never changed or removed'); END""",
    # INSERT OR REPLACE removes a row without a DELETE trigger
    """CREATE TRIGGER audit_entry_no_replace BEFORE INSERT ON audit_entry
    WHEN EXISTS (SELECT 1 FROM audit_entry WHERE number = NEW.number)
    BEGIN SELECT RAISE(ABORT, 'audit entries are added and never changed or removed'); END""",
)
SQLITE_GONE = (
    "DROP TRIGGER IF EXISTS audit_entry_no_update",
    "DROP TRIGGER IF EXISTS audit_entry_no_delete",
    "DROP TRIGGER IF EXISTS audit_entry_no_replace",
)


def install(apps: Any, schema_editor: Any) -> None:
    """Put the triggers in place."""
    _run(schema_editor, POSTGRESQL, SQLITE)


def remove(apps: Any, schema_editor: Any) -> None:
    """Take the triggers away."""
    _run(schema_editor, POSTGRESQL_GONE, SQLITE_GONE)


def _run(schema_editor: Any, on_postgresql: tuple[str, ...], on_sqlite: tuple[str, ...]) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    with schema_editor.connection.cursor() as cursor:
        for statement in on_postgresql if is_postgresql else on_sqlite:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="actor_area",
            field=models.CharField(blank=True, db_index=True, default="", max_length=8),
        ),
        migrations.RunPython(install, remove, elidable=False),
    ]
