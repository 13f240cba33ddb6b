"""Registers the app with Django."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """Label and name of the app."""

    name = "ppaos.operations.areas"
    label = "areas"
    verbose_name = "พื้นที่"
    default_auto_field = "django.db.models.BigAutoField"
