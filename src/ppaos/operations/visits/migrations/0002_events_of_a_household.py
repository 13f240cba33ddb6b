"""Find the events of one household and kind without reading those of all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index."""

    dependencies = [("visits", "0001_initial")]
    operations = [
        migrations.AddIndex(
            model_name="householdevent",
            index=models.Index(fields=["household_id", "kind"], name="event_of_household"),
        ),
    ]
