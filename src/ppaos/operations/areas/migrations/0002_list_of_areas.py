"""The areas of the country, from region to subdistrict.

The list stands beside this step, so that the step stays as it was when the program and its packages go on.
"""

import csv
from pathlib import Path
from typing import Any

from django.db import migrations

LIST = Path(__file__).with_suffix(".csv")


def fill(apps: Any, schema_editor: Any) -> None:
    """Add every area that the list of the country has."""
    area = apps.get_model("areas", "Area")
    with LIST.open(encoding="utf-8", newline="") as rows:
        area.objects.bulk_create([area(**row) for row in csv.DictReader(rows)], batch_size=2000)


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("areas", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
