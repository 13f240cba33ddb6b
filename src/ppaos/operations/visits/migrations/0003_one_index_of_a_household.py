"""The index of household and kind serves a household alone too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index less."""

    dependencies = [("visits", "0002_events_of_a_household")]
    operations = [
        migrations.AlterField(
            model_name="householdevent",
            name="household_id",
            field=models.CharField(max_length=13),
        ),
    ]
