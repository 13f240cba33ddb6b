"""The list of areas, filled again after a test with real transactions has emptied every table."""

from importlib import import_module

from django.apps import apps

from ppaos.operations.areas.models import Area


def fill_areas() -> None:
    """Every area from region to subdistrict, unless they are there."""
    if not Area.objects.exists():
        import_module("ppaos.operations.areas.migrations.0002_list_of_areas").fill(apps, None)
