"""The first schema of the app."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True)),
                ("actor_id", models.BigIntegerField(db_index=True, null=True)),
                ("actor", models.CharField(blank=True, max_length=150)),
                ("roles", models.CharField(blank=True, max_length=200)),
                ("action", models.CharField(db_index=True, max_length=40)),
                ("target_kind", models.CharField(blank=True, max_length=40)),
                ("target_id", models.CharField(blank=True, db_index=True, max_length=80)),
                ("area_code", models.CharField(blank=True, db_index=True, max_length=8)),
                ("purpose", models.CharField(blank=True, max_length=300)),
                ("details", models.JSONField(default=dict)),
                ("address", models.CharField(blank=True, max_length=45)),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={"ordering": ("number",)},
        )
    ]
