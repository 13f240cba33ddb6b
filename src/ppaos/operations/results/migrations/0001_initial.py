"""The first schema of the app."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("publications", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StatedFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(db_index=True, max_length=60)),
                ("area_code", models.CharField(db_index=True, max_length=8)),
                ("value", models.DecimalField(decimal_places=4, max_digits=20)),
                ("unit", models.CharField(max_length=12)),
                ("title_th", models.CharField(max_length=300)),
                ("title_en", models.CharField(max_length=300)),
                ("source_th", models.CharField(max_length=300)),
                ("source_en", models.CharField(max_length=300)),
                ("finding_th", models.CharField(blank=True, max_length=300)),
                ("finding_en", models.CharField(blank=True, max_length=300)),
                ("year_be", models.PositiveSmallIntegerField(null=True)),
            ],
            options={
                "ordering": ("key", "area_code"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "area_code", "year_be"), name="stated_figure_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CubeBlock",
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
                            ("households", "แบบแผนของครัวเรือนในหมู่บ้าน"),
                            ("people", "แบบแผนของคนในหมู่บ้าน"),
                            ("rounds", "แบบแผนของครัวเรือนในหมู่บ้านและรอบ"),
                        ],
                        max_length=12,
                    ),
                ),
                ("province_code", models.CharField(blank=True, max_length=2)),
                ("rows", models.IntegerField()),
                ("data", models.BinaryField()),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cube_blocks",
                        to="publications.publication",
                    ),
                ),
            ],
            options={
                "ordering": ("kind", "province_code"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("publication", "kind", "province_code"), name="cube_block_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WhatIfScenario",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("query", models.CharField(max_length=2000)),
                ("area_code", models.CharField(max_length=8)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="what_ifs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(fields=("user", "name"), name="what_if_name_once")
                ],
            },
        ),
    ]
