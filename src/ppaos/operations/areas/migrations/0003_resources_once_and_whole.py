"""A resource is there once, of a known kind, with a whole position in the country or none."""

from typing import Any

from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Coalesce

LATITUDES = (5.0, 21.0)
LONGITUDES = (97.0, 106.0)


def mend(apps: Any, schema_editor: Any) -> None:
    """Keep the newest of each, and drop positions that are none."""
    resource = apps.get_model("areas", "Resource")
    newest: dict[tuple[Any, ...], int] = {}
    doubles = []
    key = ("kind", "area_code", "name_th", "agency", "fiscal_year_be")
    for pk, *values in resource.objects.order_by("-pk").values_list("pk", *key).iterator():
        if newest.setdefault(tuple(values), pk) != pk:
            doubles.append(pk)
    for first in range(0, len(doubles), 500):
        resource.objects.filter(pk__in=doubles[first : first + 500]).delete()
    placed = Q(latitude__range=LATITUDES, longitude__range=LONGITUDES)
    resource.objects.exclude(placed).update(latitude=None, longitude=None)


class Migration(migrations.Migration):
    """Constraints, after what breaks them was mended."""

    dependencies = [("areas", "0002_list_of_areas")]
    operations = [
        migrations.RunPython(mend, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.UniqueConstraint(
                "kind", "area_code", "name_th", "agency", Coalesce("fiscal_year_be", 0),
                name="resource_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=Q(kind__in=["service", "partner", "project", "product"]),
                name="resource_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False, latitude__range=LATITUDES,
                    longitude__isnull=False, longitude__range=LONGITUDES,
                ),
                name="resource_position_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=Q(budget_baht__isnull=True) | Q(budget_baht__gte=0),
                name="resource_budget_not_negative",
            ),
        ),
    ]  # fmt: skip
