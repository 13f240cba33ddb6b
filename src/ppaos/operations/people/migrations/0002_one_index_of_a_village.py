"""The index of the unique village serves its lookups too."""

from django.db import migrations


class Migration(migrations.Migration):
    """One index less."""

    dependencies = [("people", "0001_initial")]
    operations = [migrations.RemoveIndex(model_name="village", name="village_code")]
