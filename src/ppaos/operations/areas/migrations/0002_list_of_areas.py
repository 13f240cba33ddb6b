"""The areas of the country, from region to subdistrict.

What is filled in is said here, so that this step stays as it was when the program goes on.
"""

from typing import Any

from django.db import migrations

from ppaos.adapters.area_names import AreaNames, area_codes
from ppaos.domain.area.codes import NATION, parent_of

ABOVE = {
    "region": "country",
    "province": "region",
    "district": "province",
    "subdistrict": "district",
}


def fill(apps: Any, schema_editor: Any) -> None:
    """Add every area that the list of the country has."""
    area, names = apps.get_model("areas", "Area"), AreaNames()
    country = names.title(NATION)
    rows = [area(code=NATION, level="country", name_th=country.th, name_en=country.en)]
    for level, above in ABOVE.items():
        for code in area_codes(level):
            told = names.title(code)
            parent = NATION if above == "country" else parent_of(code, above)
            rows.append(
                area(code=code, level=level, name_th=told.th, name_en=told.en, parent_code=parent)
            )
    area.objects.bulk_create(rows, batch_size=2000)


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("areas", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
