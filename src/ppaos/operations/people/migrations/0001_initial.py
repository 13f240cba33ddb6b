"""The first schema of the app."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ppaos.operations.people.migrations._partitioned_model import CreatePartitionedModel


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("publications", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Conflict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("household_id", models.CharField(blank=True, max_length=13)),
                ("person_id", models.UUIDField(null=True)),
                ("village_code", models.CharField(blank=True, max_length=8)),
                ("table", models.CharField(max_length=24)),
                ("row", models.JSONField()),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conflicts",
                        to="publications.publication",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["publication", "household_id"], name="conflict_household"),
                    models.Index(fields=["publication", "person_id"], name="conflict_person"),
                ]
            },
        ),
        CreatePartitionedModel(
            name="Household",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "publication_id",
                        "household_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("household_id", models.CharField(max_length=13)),
                ("house_code", models.CharField(max_length=11)),
                ("province_code", models.CharField(max_length=2)),
                ("village_code", models.CharField(max_length=8)),
                ("village_name", models.CharField(max_length=120)),
                ("house_number", models.CharField(max_length=40)),
                ("head_name", models.CharField(max_length=160)),
                ("head_person_id", models.UUIDField(null=True)),
                ("people", models.IntegerField(null=True)),
                ("members", models.IntegerField()),
                ("card_holders", models.IntegerField()),
                ("in_survey", models.BooleanField()),
                ("round_be", models.SmallIntegerField(null=True)),
                ("surveyed_on", models.DateField(null=True)),
                ("fails_mpi", models.BooleanField(null=True)),
                ("deprived", models.IntegerField(null=True)),
                ("not_applicable", models.IntegerField(null=True)),
                ("missing", models.IntegerField(null=True)),
                ("score", models.IntegerField(null=True)),
                ("score_of", models.IntegerField(null=True)),
                ("dimensions", models.SmallIntegerField(null=True)),
                ("dimensions_failing", models.SmallIntegerField(null=True)),
                ("vulnerability_level", models.SmallIntegerField(null=True)),
                ("low_income", models.BooleanField(null=True)),
                ("housing_problem", models.BooleanField(null=True)),
                ("dependants", models.SmallIntegerField(null=True)),
                ("sources", models.BigIntegerField()),
                ("facts", models.BigIntegerField()),
                ("groups", models.BigIntegerField()),
                ("priority", models.IntegerField()),
                ("priority_terms", models.CharField(max_length=60)),
                ("is_new", models.BooleanField()),
                ("is_unmatched", models.BooleanField()),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("cell", models.IntegerField()),
                ("answers", models.TextField()),
                ("history", models.TextField()),
                ("is_synthetic", models.BooleanField()),
                (
                    "publication",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="households",
                        to="publications.publication",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["publication", "province_code", "-priority", "household_id"],
                        name="household_in_province",
                    ),
                    models.Index(
                        fields=["publication", "-priority", "household_id"],
                        name="household_by_priority",
                    ),
                    models.Index(fields=["publication", "cell"], name="household_cell"),
                    models.Index(fields=["publication", "village_code"], name="household_village"),
                ]
            },
        ),
        CreatePartitionedModel(
            name="Person",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "publication_id",
                        "person_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("household_id", models.CharField(max_length=13)),
                ("village_code", models.CharField(max_length=8)),
                ("person_number", models.SmallIntegerField(null=True)),
                ("name", models.CharField(max_length=160)),
                ("name_key", models.CharField(max_length=160)),
                ("sex", models.SmallIntegerField(null=True)),
                ("born_on", models.DateField(null=True)),
                ("born_on_precision", models.CharField(max_length=8)),
                ("age_years", models.SmallIntegerField(null=True)),
                ("relation", models.SmallIntegerField(null=True)),
                ("in_survey", models.BooleanField()),
                ("has_citizen_id", models.BooleanField()),
                ("is_unmatched", models.BooleanField()),
                ("sources", models.BigIntegerField()),
                ("facts", models.BigIntegerField()),
                ("groups", models.BigIntegerField()),
                ("answers", models.TextField()),
                ("records", models.TextField()),
                ("is_synthetic", models.BooleanField()),
                (
                    "publication",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="people",
                        to="publications.publication",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["publication", "household_id"], name="person_household"),
                    models.Index(
                        fields=["publication", "name_key"],
                        name="person_name",
                        opclasses=("int8_ops", "varchar_pattern_ops"),
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("query", models.CharField(max_length=2000)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_searches",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(fields=("user", "name"), name="saved_search_name_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Village",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("village_code", models.CharField(max_length=8)),
                ("name", models.CharField(max_length=120)),
                ("facts", models.JSONField(default=dict)),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="villages",
                        to="publications.publication",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["publication", "village_code"], name="village_code")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("publication", "village_code"), name="village_once"
                    )
                ],
            },
        ),
    ]
