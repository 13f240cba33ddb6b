"""Registers the app with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Label and name of the app."""

    name = "ppaos.operations.people"
    label = "people"
    verbose_name = "ครัวเรือน"
    default_auto_field = "django.db.models.BigAutoField"
