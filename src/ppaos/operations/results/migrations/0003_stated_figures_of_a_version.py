"""Stated figures get the version that they were published with; a public table may have failed."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def give_to_the_newest(apps: Any, schema_editor: Any) -> None:
    """Until now the figures were those of the version that was published last."""
    figures = apps.get_model("results", "StatedFigure").objects
    versions = apps.get_model("publications", "Publication").objects
    newest = versions.filter(state__in=["current", "kept"]).order_by("-pk").first()
    if newest is None:
        figures.all().delete()
    else:
        figures.update(publication=newest)


class Migration(migrations.Migration):
    dependencies = [
        ("publications", "0002_versions_being_removed"),
        ("results", "0002_public_tables"),
    ]

    operations = [
        migrations.AddField("publictable", "error_th", models.TextField(blank=True, default="")),
        migrations.AddField("publictable", "error_en", models.TextField(blank=True, default="")),
        migrations.AddField(
            model_name="statedfigure",
            name="publication",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stated_figures",
                to="publications.publication",
            ),
        ),
        migrations.RunPython(give_to_the_newest, migrations.RunPython.noop),
    ]
