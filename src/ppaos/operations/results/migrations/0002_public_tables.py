"""What may be published of a publication."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publications", "0001_initial"), ("results", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="PublicTable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("below", models.PositiveIntegerField()),
                ("deepest", models.CharField(max_length=12)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("measures", models.JSONField(default=list)),
                ("withheld", models.JSONField(default=dict)),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="public_tables",
                        to="publications.publication",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PublicArea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=8)),
                ("parent_code", models.CharField(blank=True, max_length=8)),
                ("level", models.CharField(max_length=12)),
                ("values", models.JSONField(default=dict)),
                ("withheld", models.JSONField(default=list)),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="areas",
                        to="results.publictable",
                    ),
                ),
            ],
            options={"ordering": ("code",)},
        ),
        migrations.AddConstraint(
            model_name="publictable",
            constraint=models.UniqueConstraint(
                fields=("publication", "below", "deepest"), name="public_table_once"
            ),
        ),
        migrations.AddIndex(
            model_name="publicarea",
            index=models.Index(fields=["table", "parent_code"], name="public_area_parent"),
        ),
        migrations.AddIndex(
            model_name="publicarea",
            index=models.Index(fields=["table", "level"], name="public_area_level"),
        ),
        migrations.AddConstraint(
            model_name="publicarea",
            constraint=models.UniqueConstraint(fields=("table", "code"), name="public_area_once"),
        ),
    ]
