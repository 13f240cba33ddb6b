"""Every stated figure belongs to a version."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("results", "0003_stated_figures_of_a_version")]

    operations = [
        migrations.RemoveConstraint("statedfigure", "stated_figure_once"),
        migrations.AlterField(
            model_name="statedfigure",
            name="publication",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stated_figures",
                to="publications.publication",
            ),
        ),
        migrations.AlterField("statedfigure", "key", models.CharField(max_length=60)),
        migrations.AlterField("statedfigure", "area_code", models.CharField(max_length=8)),
        migrations.AddConstraint(
            model_name="statedfigure",
            constraint=models.UniqueConstraint(
                fields=("publication", "area_code", "key", "year_be"), name="stated_figure_once"
            ),
        ),
    ]
