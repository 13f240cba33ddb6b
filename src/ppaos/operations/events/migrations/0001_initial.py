"""The first schema of the app; takes over the table of the app `visits`, which this one was."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FORMER = "visits_householdevent"
OF_HOUSEHOLD = models.Index(fields=["household_id", "kind"], name="event_of_household")


class AdoptOrCreateModel(migrations.CreateModel):
    """Creates a table, or renames the former one, rows and indexes included."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        """Rename the former table and bring its indexes to those of its last version."""
        connection = schema_editor.connection
        with connection.cursor() as cursor:
            has_former = FORMER in connection.introspection.table_names(cursor)
        if not has_former:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.name)
        schema_editor.alter_db_table(model, FORMER, model._meta.db_table)
        with connection.cursor() as cursor:
            held = connection.introspection.get_constraints(cursor, model._meta.db_table)
        if OF_HOUSEHOLD.name not in held:
            schema_editor.add_index(model, OF_HOUSEHOLD)
        for name, about in held.items():
            if about["columns"] == ["household_id"] and about["index"]:
                schema_editor.remove_index(model, models.Index(fields=["household_id"], name=name))


class Migration(migrations.Migration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        AdoptOrCreateModel(
            name="HouseholdEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("visit", "เยี่ยมบ้าน"),
                            ("help", "ให้ความช่วยเหลือ"),
                            ("exit", "หลุดพ้น"),
                        ],
                        max_length=8,
                    ),
                ),
                ("household_id", models.CharField(max_length=13)),
                ("village_code", models.CharField(blank=True, db_index=True, max_length=8)),
                ("on", models.DateField()),
                ("note", models.TextField(blank=True, max_length=2000)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("is_synthetic", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-on", "-id"),
                "indexes": [
                    models.Index(fields=["kind", "village_code"], name="event_kind_village"),
                    OF_HOUSEHOLD,
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["visit", "help", "exit"])),
                        name="event_kind_known",
                    )
                ],
            },
        )
    ]
