"""The areas of the country, from region to subdistrict."""

from typing import Any

from django.db import migrations

from ppaos.operations.areas.actions import listed_areas


def fill(apps: Any, schema_editor: Any) -> None:
    """Add every listed area."""
    area = apps.get_model("areas", "Area")
    area.objects.bulk_create(listed_areas(area), batch_size=2000)


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("areas", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
