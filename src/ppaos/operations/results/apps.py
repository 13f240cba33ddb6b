"""Registers the app with Django."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """Label and name of the app."""

    name = "ppaos.operations.results"
    label = "results"
    verbose_name = "ผลการวัด"
    default_auto_field = "django.db.models.BigAutoField"
