"""The first schema of the app."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
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
                ("household_id", models.CharField(db_index=True, max_length=13)),
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
                    models.Index(fields=["kind", "village_code"], name="event_kind_village")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["visit", "help", "exit"])),
                        name="event_kind_known",
                    )
                ],
            },
        ),
    ]
