"""Registers the app with Django."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Label and name of the app."""

    name = "ppaos.operations.jobs"
    label = "jobs"
    verbose_name = "งานเบื้องหลัง"
    default_auto_field = "django.db.models.BigAutoField"
