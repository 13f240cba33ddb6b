"""Registers the app with Django."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Label and name of the app."""

    name = "ppaos.operations.visits"
    label = "visits"
    verbose_name = "การเยี่ยมบ้าน"
    default_auto_field = "django.db.models.BigAutoField"
