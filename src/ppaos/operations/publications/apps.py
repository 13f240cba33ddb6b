"""Registers the app with Django."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """Label and name of the app."""

    name = "ppaos.operations.publications"
    label = "publications"
    verbose_name = "รุ่นข้อมูลที่เผยแพร่"
    default_auto_field = "django.db.models.BigAutoField"
