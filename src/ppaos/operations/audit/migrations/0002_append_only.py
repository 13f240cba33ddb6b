"""Keep the area of the person, and refuse to change or remove an entry from now on."""

from typing import Any

from django.db import migrations, models

from ppaos.operations.audit import triggers


def install(apps: Any, schema_editor: Any) -> None:
    """Put the triggers in place."""
    triggers.install(schema_editor.connection)


def remove(apps: Any, schema_editor: Any) -> None:
    """Take the triggers away."""
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="actor_area",
            field=models.CharField(blank=True, db_index=True, default="", max_length=8),
        ),
        migrations.RunPython(install, remove, elidable=False),
    ]
